#!/usr/bin/env python3
"""Graph and signing in on the command line, against a loopback server: exit codes, what is said and what
is not, and that a token is nowhere afterwards: graph_sign_in.py SCEPWIZ."""
import base64
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LOG = os.path.join(ROOT, "tests", "data", "made", "android_OMADMLog_0_2024.log")
CLIENT = "11111111-2222-3333-4444-555555555555"
USER = "canary.person@contoso.onmicrosoft.com"


def part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


CANARY = ".".join([part({"alg": "none"}), part({"aud": "https://graph.microsoft.com", "tid": "t-1", "upn": USER,
                                               "exp": int(time.time()) + 3000}), "Q0FOQVJZc2lnbmF0dXJl"])


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def reply(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        server = self.server
        server.seen.append((self.path, self.headers.get("Authorization")))
        if server.hold:
            server.held.set()
            server.go.wait(20)
        if server.status != 200:
            message = f"no right for {self.headers.get('Authorization')}" if server.echo else "no right"
            return self.reply(server.status, {"error": {"code": server.code, "message": message}})
        if "/users/" in self.path and self.path.split("?")[0].count("/") == 3:
            return self.reply(200, {"id": "8a7bb227-03b8-4533-b9bd-69cb29dd7bb2", "displayName": "Adele Vance",
                                    "userPrincipalName": USER, "accountEnabled": True, "assignedPlans": []})
        return self.reply(200, {"value": []})

    def do_POST(self):
        form = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        server = self.server
        server.forms.append((self.path, form))
        if self.path.endswith("/devicecode"):
            return self.reply(200, {"user_code": "B6SUYU5PL", "device_code": "device-code-canary", "expires_in": 900, "interval": 1,
                                    "verification_uri": "https://microsoft.com/devicelogin"})
        step = server.steps.pop(0) if len(server.steps) > 1 else server.steps[0]
        if step == "ok":
            return self.reply(200, {"token_type": "Bearer", "expires_in": 3600, "access_token": CANARY})
        return self.reply(400, step)


def start():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.url = f"http://127.0.0.1:{server.server_address[1]}"
    server.hold, server.status, server.code, server.echo = False, 200, "Forbidden", False
    server.held, server.go = threading.Event(), threading.Event()
    server.seen, server.forms, server.steps = [], [], ["ok"]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


FAULTS = []


def expect(true, *words):
    if not true:
        FAULTS.append(" ".join(str(word) for word in words))


def run(scepwiz, *words, token=None, env=None):
    return subprocess.run([scepwiz, *words], input=(token or "").encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60,
                          env={**os.environ, "LC_ALL": "C.UTF-8", **(env or {})})


def graph(server, *more):
    return ["check", "--json", "--graph", "--graph-url", server.url, "--login-url", server.url, "--user", USER, *more]


# ---- usage ----

def calls_that_are_wrong(scepwiz, server):
    token = ["--graph", "--token-stdin"]
    rows = [  # words, what the error says
        (["check", "--graph", LOG], "--client-id"),
        (["check", *token, "-"], "--token-stdin"),
        (["check", "--graph", "--graph-import", "x", LOG], "--graph-import"),
        (["check", "--token-stdin", LOG], "--graph"),
        (["check", "--client-id", CLIENT, LOG], "--graph"),
        (["check", *token, "--token-fd", "3", LOG], "--token-fd"),
        (["check", "--graph", "--token-fd", "x", LOG], "--token-fd"),
        (["check", *token, "--cloud", "moon", LOG], "global, usgov, dod, china"),
        (["check", *token, "--graph-url", "http://graph.microsoft.com", LOG], "https"),
        (["check", *token, "--graph-url", "graph.microsoft.com", LOG], "https"),
        (["check", *token, "--login-url", "https://user@host", LOG], "https"),
        (["check", *token, "--tenant", "../x", LOG], "--tenant"),
        (["check", "--graph", "--client-id", "x", LOG], "--client-id"),
        (["check", *token, "--cacert", "/nowhere", LOG], "/nowhere"),
        (["check", "--each", *token, LOG], "--each"),
        (["check", "--graph", "--client-id", CLIENT, "--client-secret", "a", "--client-cert", "b", LOG], "--client-cert"),
        (["check", "--graph", "--client-id", CLIENT, "--client-cert", "a", LOG], "--tenant"),
    ]
    for words, said in rows:
        done = run(scepwiz, *words, token=CANARY)
        text = done.stderr.decode()
        expect(done.returncode == 2 and not done.stdout and said in text, "wrong call", words, done.returncode, text)
    expect(not server.seen, "something was asked", server.seen)


def settings_never_say_where_a_token_goes(scepwiz, folder):
    for name in ("graph", "graph-url", "login-url", "cacert", "tenant", "client-id", "cloud", "token-stdin", "token-fd", "client-secret",
                 "client-secret-fd", "client-cert"):
        config = os.path.join(folder, "scepwiz")
        os.makedirs(config, exist_ok=True)
        with open(os.open(os.path.join(config, "config"), os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(f"{name} = x\n")
        done = run(scepwiz, "check", LOG, env={"XDG_CONFIG_HOME": folder})
        expect(done.returncode == 2 and f"--{name}" in done.stderr.decode(), "settings", name, done.returncode, done.stderr.decode())


# ---- sign-in ----

def a_lent_token(scepwiz, server):
    done = run(scepwiz, *graph(server, "--token-stdin"), LOG, token=CANARY + "\n")
    text = done.stderr.decode()
    expect(done.returncode in (0, 10, 11), "lent", done.returncode, text)
    expect(f"will be sent to {server.url} and nowhere else" in text, "the host is not named", text)
    expect(text.index("will be sent") < len(text), text)
    expect(all(header == "Bearer " + CANARY for _, header in server.seen), "the token was not used", server.seen[:2])
    expect(CANARY not in text and CANARY.encode() not in done.stdout, "the token is shown")
    read, write = os.pipe()
    os.write(write, CANARY.encode())
    os.close(write)
    done = subprocess.run([scepwiz, *graph(server, "--token-fd", str(read)), LOG], pass_fds=[read], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    os.close(read)
    expect(done.returncode in (0, 10, 11), "--token-fd", done.returncode, done.stderr.decode())


def tokens_that_are_none(scepwiz, server):
    old = ".".join([part({}), part({"aud": "https://graph.microsoft.com", "exp": 1000}), "c2ln"])
    for token, said in (("", "nothing came"), ("two words", "no token"), (old, "expired"), ("x" * 70000, "larger")):
        done = run(scepwiz, *graph(server, "--token-stdin"), LOG, token=token)
        expect(done.returncode == 4 and not done.stdout and said in done.stderr.decode(), "no token", said, done.returncode, done.stderr.decode())


def a_device_code(scepwiz, server):
    server.steps = [{"error": "authorization_pending"}, "ok"]
    done = run(scepwiz, *graph(server, "--client-id", "graph-cli"), LOG)
    text = done.stderr.decode()
    expect(done.returncode in (0, 10, 11), "device code", done.returncode, text)
    for words in ("B6SUYU5PL", "https://microsoft.com/devicelogin", "only if you started this program yourself", "organizations",
                  "User.Read.All", "expires in"):
        expect(words in text, "not said:", words, text)
    expect("device-code-canary" not in text, "the device code is shown")
    expect(server.forms[-1][1]["client_id"].startswith("14d82eec"), server.forms[-1])
    for error, said in (({"error": "access_denied", "error_codes": [53003]}, "AADSTS53003"), ({"error": "authorization_declined"}, "declined"),
                        ({"error": "expired_token"}, "expired")):
        server.steps = [error]
        done = run(scepwiz, *graph(server, "--client-id", CLIENT), LOG)
        expect(done.returncode == 4 and not done.stdout and said in done.stderr.decode(), "refused", said, done.returncode, done.stderr.decode())
    done = run(scepwiz, *graph(server, "--client-id", CLIENT, "--no-input"), LOG)
    expect(done.returncode == 4 and "--no-input" in done.stderr.decode(), "--no-input", done.returncode, done.stderr.decode())


def graph_trouble(scepwiz, server):
    """No token is good, or nobody is there: exit 4. A right that is missing is an answer, too."""
    for status, code, echo, result in ((401, "InvalidAuthenticationToken", True, (4,)), (403, "Forbidden", False, (0, 10, 11)),
                                       (403, "Forbidden", True, (4,))):
        server.status, server.code, server.echo = status, code, echo
        done = run(scepwiz, *graph(server, "--token-stdin"), LOG, token=CANARY)
        expect(done.returncode in result and bool(done.stdout) == (result != (4,)), status, done.returncode, done.stderr.decode())
        expect(CANARY not in done.stderr.decode() and CANARY.encode() not in done.stdout, "an echoed token is shown", status)
    server.status, server.echo = 200, False
    done = run(scepwiz, *graph(server, "--token-stdin", "--graph-url", "http://127.0.0.1:1"), LOG, token=CANARY)
    expect(done.returncode == 4 and not done.stdout and "can't be reached" in done.stderr.decode(), "nobody there", done.returncode, done.stderr.decode())


def environment_is_no_place(scepwiz, server):
    done = run(scepwiz, *graph(server, "--client-id", CLIENT, "--no-input"), LOG, env={"GRAPH_TOKEN": CANARY})
    expect(done.returncode == 4 and "GRAPH_TOKEN is not used" in done.stderr.decode(), "GRAPH_TOKEN", done.stderr.decode())


# ---- the canary ----

def spellings(text):
    raw = text.encode()
    return {"raw": raw, "base64": base64.b64encode(raw)[4:-4], "UTF-16": text.encode("utf-16-le"),
            "URL": urllib.parse.quote(text, safe="").replace(".", "%2E").encode(), "signature": text.split(".")[2].encode()}


def hits(folder, secrets):
    for place, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(place, name), "rb") as file:
                data = file.read()
            for what, text in secrets.items():
                for spelling, bytes_ in spellings(text).items():
                    if bytes_ in data:
                        yield f"{what} ({spelling}) in {name}"


def no_token_is_left(scepwiz, server, folder):
    """Everything the program can write, and what others see of it while it runs."""
    secrets = {"token": CANARY, "device code": "device..device-code-canary"}
    env = {name: os.path.join(folder, name) for name in ("XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "HOME", "TMPDIR")}
    for path in env.values():
        os.makedirs(path)
    places = 0
    for number, (options, text) in enumerate(((["--token-stdin"], CANARY), (["--client-id", CLIENT], ""))):
        server.steps = ["ok"]
        server.hold, server.echo = True, True
        server.held.clear()
        server.go.clear()
        words = ["check", "--format", "html", "--graph", "--graph-url", server.url, "--login-url", server.url, "--user", USER,
                 "--debug", os.path.join(folder, f"debug-{number}"), "-o", os.path.join(folder, f"report-{number}"), *options, LOG]
        process = subprocess.Popen([scepwiz, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder,
                                   env={**os.environ, **env})
        process.stdin.write(text.encode())
        process.stdin.close()
        expect(server.held.wait(30), "nothing was asked")
        for name in ("cmdline", "environ"):
            try:
                with open(f"/proc/{process.pid}/{name}", "rb") as source, open(os.path.join(folder, f"{name}-{number}"), "wb") as copy:
                    copy.write(source.read())
                    places += 1
            except PermissionError:
                pass  # nobody else may look into it
        server.hold = False
        server.go.set()
        out, err = process.stdout.read(), process.stderr.read()
        process.wait(60)
        for name, data in (("stdout", out), ("stderr", err)):
            with open(os.path.join(folder, f"{name}-{number}"), "wb") as file:
                file.write(data)
        expect(process.returncode in (0, 10, 11), "canary run", process.returncode, err.decode())
        with open(os.path.join(folder, f"debug-{number}"), encoding="utf-8") as file:
            debug = file.read()
        expect("graph GET" in debug and server.url in debug, "the debug file says too little", debug)
        expect(USER not in debug and "canary.person" not in debug, "the debug file names a person")
        expect(os.stat(os.path.join(folder, f"debug-{number}")).st_mode & 0o777 == 0o600, "the debug file is not 0600")
    server.echo = False
    files = sum(len(names) for _, _, names in os.walk(folder))
    found = list(hits(folder, secrets))
    print(f"{files} files searched, 5 spellings, {len(found)} hits")
    FAULTS.extend(found)


def a_debug_file_is_new(scepwiz, folder):
    path = os.path.join(folder, "there")
    with open(path, "w", encoding="utf-8") as file:
        file.write("old")
    done = run(scepwiz, "check", "--debug", path, LOG)
    expect(done.returncode == 5 and not done.stdout and open(path, encoding="utf-8").read() == "old", "an existing debug file", done.returncode)


def main(scepwiz):
    tests = [calls_that_are_wrong, a_lent_token, tokens_that_are_none, a_device_code, graph_trouble, environment_is_no_place]
    for test in tests:
        server = start()
        test(scepwiz, server)
        server.shutdown()
    with tempfile.TemporaryDirectory() as folder:
        settings_never_say_where_a_token_goes(scepwiz, folder)
    with tempfile.TemporaryDirectory() as folder:
        server = start()
        no_token_is_left(scepwiz, server, folder)
        server.shutdown()
    with tempfile.TemporaryDirectory() as folder:
        a_debug_file_is_new(scepwiz, folder)
    print("\n".join(FAULTS) or "all as it should be")
    return bool(FAULTS)


sys.exit(main(os.path.abspath(sys.argv[1])))
