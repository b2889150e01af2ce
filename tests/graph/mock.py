#!/usr/bin/env python3
"""Everything we ask, against a mock of the official description (Prism) behind TLS (nginx), with
verification on: mock.py SCEPWIZ ASK_ALL. Needs node, nginx, openssl and the Prism of mock/package.json,
found in $SCEPWIZ_MOCK (a folder with node_modules; `npm ci` there) or in mock/. Without them: 77, skipped.

A request that the mock does not take is answered with the header sl-violations: none may have it."""
import glob
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "mock"))
from token_endpoint import TokenEndpoint  # noqa: E402

PRISM = "node_modules/@stoplight/prism-cli/dist/index.js"
READY_S = 90
LOGS = os.path.join(os.path.dirname(HERE), "data")
CLIENT = "11111111-2222-3333-4444-555555555555"


def missing():
    for program in ("node", "nginx", "openssl"):
        if not shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin"):
            return f"{program} is not there"
    return None if prism() else "Prism is not there; npm ci in tests/graph/mock brings it"


def prism():
    for folder in (os.environ.get("SCEPWIZ_MOCK", ""), os.path.join(HERE, "mock")):
        path = os.path.join(folder, PRISM)
        if folder and os.path.exists(path):
            return path
    return None


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def make_certificates(folder):
    def openssl(*words):
        subprocess.run(["openssl", *words], cwd=folder, check=True, stderr=subprocess.DEVNULL)
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "2",
            "-subj", "/CN=Mock CA", "-addext", "basicConstraints=critical,CA:TRUE")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost")
    with open(os.path.join(folder, "names"), "w", encoding="ascii") as file:
        file.write("subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n")
    openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2",
            "-extfile", "names", "-out", "server.pem")


class Mock:
    """Prism (dynamic or static), the token endpoint, and nginx in front of both."""

    def __init__(self, folder, dynamic):
        self.folder, self.port, self.processes = folder, free_port(), []
        self.url = f"https://127.0.0.1:{self.port}"
        self.ca = os.path.join(folder, "ca.pem")
        self.tokens = TokenEndpoint()
        prism_port = free_port()
        options = ["-d", "--seed", "42"] if dynamic else []
        self.start("prism", "node", prism(), "mock", "-h", "127.0.0.1", "-p", str(prism_port), *options,
                   os.path.join(HERE, "mock", "graph.yaml"))
        make_certificates(folder)
        with open(os.path.join(HERE, "mock", "nginx.conf.in"), encoding="ascii") as file:
            conf = file.read()
        for word, value in (("DIR", folder), ("PORT", self.port), ("TOKENS", self.tokens.port), ("PRISM", prism_port)):
            conf = conf.replace(f"@{word}@", str(value))
        with open(os.path.join(folder, "nginx.conf"), "w", encoding="ascii") as file:
            file.write(conf)
        nginx = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
        self.start("nginx", nginx, "-p", folder, "-c", os.path.join(folder, "nginx.conf"), "-e", os.path.join(folder, "nginx-error.log"))
        self.wait_for(f"http://127.0.0.1:{prism_port}/v1.0/me")

    def start(self, name, *words):
        with open(os.path.join(self.folder, name + ".out"), "wb") as out:
            self.processes.append(subprocess.Popen(words, stdout=out, stderr=out))

    def wait_for(self, url):
        request = urllib.request.Request(url, headers={"Authorization": "Bearer x"})
        until = time.monotonic() + READY_S
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(request, timeout=5).read()
                return
            except OSError:
                time.sleep(0.2)
        raise SystemExit("the mock did not start: " + open(os.path.join(self.folder, "prism.out"), encoding="utf-8").read()[-500:])

    def stop(self):
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            process.wait(10)
        self.tokens.stop()

    def requests(self):
        """(status, request, violations) of each request so far."""
        with open(os.path.join(self.folder, "requests.log"), encoding="utf-8") as file:
            return [line.rstrip("\n").split("\t") for line in file]


def no_violations(mock, faults, what):
    rows = mock.requests()
    asked = [row for row in rows if "/oauth2/" not in row[1] or "/prism/" in row[1]]  # the scripted endpoints refuse on purpose
    rejected = [row for row in asked if row[2] not in ("-", "") or row[0][0] == "4"]
    print(f"{what}: {len(asked)} requests, {len(rejected)} not taken")
    faults.extend(f"{what}: {row}" for row in rejected)
    if len(asked) < 20:
        faults.append(f"{what}: only {len(asked)} requests")


def run(*words, **more):
    return subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120, **more)


def ask_all(mock, program, faults, what, all_answered):
    done = run(program, mock.url, mock.ca)
    text = done.stdout.decode()
    print(f"{what}:", text.split("\n")[-2])
    total, answered, kinds, of = [int(word) for word in text.split("\n")[-2].split() if word.isdigit()]
    if done.returncode or (all_answered and (total != answered or kinds != of)):
        faults.append(f"{what}: {text}{done.stderr.decode()}")


def graph_words(mock, *more):
    return ["check", "--json", "--no-state", "--graph", "--graph-url", mock.url, "--login-url", mock.url,
            "--cacert", mock.ca, "--user", "AdeleV@contoso.onmicrosoft.com", *more]


def cli(mock, program, faults):
    """check --graph with each way to sign in."""
    log = os.path.join(LOGS, "made", "android_OMADMLog_0_2024.log")
    token = mock.tokens.make_token()
    secret = os.path.join(mock.folder, "secret")
    with open(os.open(secret, os.O_CREAT | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
        file.write("good-secret\n")
    pem = os.path.join(mock.folder, "app.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", pem, "-out", pem + ".crt", "-subj", "/CN=app"],
                   check=True, stderr=subprocess.DEVNULL)
    with open(pem, "a", encoding="ascii") as file:
        file.write(open(pem + ".crt", encoding="ascii").read())
    os.chmod(pem, 0o600)
    app = ["--client-id", CLIENT, "--tenant", "contoso.onmicrosoft.com"]
    ways = {"token": (["--token-stdin"], token), "device code": (app, ""), "secret": ([*app, "--client-secret", secret], ""),
            "certificate": ([*app, "--client-cert", pem], ""),
            "forms that the mock takes": ([*app, "--login-url", mock.url + "/prism"], "")}
    for name, (options, text) in ways.items():
        mock.tokens.script = ["pending", "slow_down", "ok"] if name == "device code" else ["ok"]
        done = run(program, *graph_words(mock, *options), log, input=text.encode())
        said = done.stderr.decode()
        if done.returncode not in (0, 10, 11) or "sent to " + mock.url not in said:
            faults.append(f"{name}: exit {done.returncode}: {said}")
            continue
        origins = {check["origin"] for check in json.loads(done.stdout)["checks"]}
        if "graph" not in origins:
            faults.append(f"{name}: no check was answered by Graph: {said}")
        if (name == "device code") != ("B6SUYU5PL" in said) and "mock" not in name:
            faults.append(f"{name}: the code was (not) shown: {said}")
    faults.extend(mock.tokens.faults)


def behaves_badly(mock, program, faults):
    """What the service may do to us, through the whole program: exit 4, nothing on stdout."""
    log = os.path.join(LOGS, "made", "android_OMADMLog_0_2024.log")
    for scenario in ("expired", "html", "redirect", "reset"):
        words = graph_words(mock, "--token-stdin", "--graph-url", f"{mock.url}/s/{scenario}")
        done = run(program, *words, log, input=mock.tokens.make_token().encode())
        if done.returncode != 4 or done.stdout:
            faults.append(f"{scenario}: exit {done.returncode}, {len(done.stdout)} bytes on stdout: {done.stderr.decode()}")


def main(scepwiz, program):
    lacking = missing()
    if lacking:
        print("skipped:", lacking)
        return 77
    faults = []
    for what, dynamic in (("static", False), ("dynamic", True)):
        with tempfile.TemporaryDirectory() as folder:
            mock = Mock(folder, dynamic)
            try:
                ask_all(mock, program, faults, what, not dynamic)
                if not dynamic:
                    cli(mock, scepwiz, faults)
                no_violations(mock, faults, what)
                if not dynamic:
                    behaves_badly(mock, scepwiz, faults)
            finally:
                mock.stop()
    print("\n".join(faults) or "all as it should be")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
