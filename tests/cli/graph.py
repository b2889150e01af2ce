#!/usr/bin/env python3
"""Answers of Graph's: saved and read back without a network, the same as asked live.

usage: graph.py SCEPWIZ"""
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from functions import ENV, run_tests  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(os.path.dirname(HERE), "data")
SAVED = os.path.join(DATA, "graph/adele")
LOG = os.path.join(DATA, "source/android.log")
ABOUT = ["--user", "AdeleV@contoso.onmicrosoft.com", "--device", "4c7b2c9e-2d0a-4d0e-9c0a-6d3b0f0b7c01", "--platform", "android"]
SCEPWIZ = os.path.abspath(sys.argv[1])


def run(*words, stdin=None, before=()):
    return subprocess.run([*before, SCEPWIZ, *words], env=ENV, input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)


def requests(folder):
    """what is asked, with what a folder has answered already"""
    done = run("graph", "--list", "--import", folder, "--json", *ABOUT)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def check(*words, **more):
    return run("check", "--json", *ABOUT, *words, LOG, **more)


def test_without_network():
    alone = ["unshare", "-rn"]
    if subprocess.run([*alone, "true"], stderr=subprocess.DEVNULL).returncode:
        print("unshare -rn is not allowed here: without that part")
        alone = []
    done = check("--graph-import", SAVED, before=alone)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert done.stdout == check("--graph-import", SAVED).stdout
    origins = {c["id"]: (c["outcome"], c["origin"]) for c in report["checks"]}
    assert origins == {"target-user": ("good", "import"), "group-membership": ("good", "import"), "last-check-in": ("unknown", "import")}, origins
    assert report["profiles"][0]["name"] == "SCEP - Android work profile", report["profiles"]
    told = {f["key"] for f in report["findings"] if f["origin"] == "import"}
    assert {"graph-account", "graph-root-assignment", "graph-changed", "graph-state", "graph-certificate"} <= told, told


def test_list():
    done = run("graph", "--list", "--json")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0 and len(rows) == 18, done
    for row in rows:
        assert row["method"] == "GET" and "ReadWrite" not in row["permission"], row
        beta = "deviceConfiguration" in row["url"] or "assignmentFilters" in row["url"]
        assert row["url"].startswith("https://graph.microsoft.com/" + ("beta/" if beta else "v1.0/")), row
        assert "{" not in row["url"] and " " not in row["url"], row


def test_round_by_round():
    """somebody asks elsewhere, saves, and looks what is left, until nothing is"""
    os.mkdir("answers")
    saved = set()
    for _ in range(12):
        done = run("graph", "--import", "answers", "--json", *ABOUT)
        assert done.returncode == 0, done.stderr
        left = [json.loads(line)["file"] for line in done.stdout.splitlines()]
        if not left:
            break
        assert not saved & set(left), left
        for name in left:
            with open(os.path.join(SAVED, name), "rb") as source, open("answers/" + name, "wb") as copy:
                copy.write(source.read())
            saved.add(name)
    assert saved == set(os.listdir(SAVED)), saved ^ set(os.listdir(SAVED))
    assert check("--graph-import", "answers").stdout == check("--graph-import", SAVED).stdout


def test_name_takes_graph():
    done = run("check", "--profile", "SCEP - iOS", LOG)
    assert done.returncode == 2 and not done.stdout, done
    done = check("--graph-import", SAVED, "--profile", "no such profile")
    assert done.returncode == 2 and not done.stdout, done
    done = check("--graph-import", SAVED, "--profile", "scep - android WORK profile")
    assert done.returncode == 0 and json.loads(done.stdout)["profiles"][0]["name"], done
    done = check("--graph-import", "/nonexistent")
    assert done.returncode == 3 and not done.stdout, done


def test_thumbprint_of_the_root():
    """the one in the log against the one of the trusted root profile; what is masked is none"""
    with open(LOG, encoding="utf-8") as file:
        text = file.read()
    root = "26b3b76c8ad8a0bf0c993a7bd180965e8b934696"
    for printed, wanted in (("{GUID}", None), ("", None), (root, "good"), (root.upper(), "good"), ("0" * 40, "bad"), (root[:39], None)):
        with open("log", "w", encoding="utf-8") as file:
            file.write(text.replace("CAThumbprint&amp;gt;{GUID}", "CAThumbprint&amp;gt;" + printed))
        done = run("check", "--json", *ABOUT, "--graph-import", SAVED, "log")
        found = [f["outcome"] for f in json.loads(done.stdout)["findings"] if f["key"] == "graph-root-thumbprint"]
        assert found == ([wanted] if wanted else []), (printed, found)


def test_unknown_fields_of_hostile_answers():
    os.mkdir("odd")
    for name in os.listdir(SAVED):
        with open("odd/" + name, "w", encoding="utf-8") as file:
            file.write(json.dumps({"value": [{"id": "\x1b[31m../..", "@odata.type": "\x9b", "displayName": "\x1b]0;x\x07" * 100}], "error": 7, "displayName": "\x1b[2J"}))
    done = run("check", *ABOUT, "--graph-import", "odd", LOG)
    assert done.returncode == 0, done
    assert not [b for b in done.stdout + done.stderr if b < 32 and b not in (10,)], done.stdout


class Service(http.server.BaseHTTPRequestHandler):
    answers = {}
    asked = []
    folder = SAVED

    def do_GET(self):
        path = urllib.parse.urlsplit(self.path)
        Service.asked.append(self.path)
        name = Service.answers.get(path.path + "?" + path.query)
        status, body = 404, b'{"error":{"code":"Request_ResourceNotFound","message":""}}'
        if name and self.headers["Authorization"] == "Bearer canary":
            with open(os.path.join(Service.folder, name), "rb") as file:
                body = file.read()
            status = 403 if b'"error"' in body else 200
        self.send_response(status)
        self.send_header("Content-Type", "application/json;odata.metadata=minimal;charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def test_live_equals_import():
    if b"--token-stdin" not in run("--help=all").stdout:
        print("this build can't sign in: without the live part")
        return
    for row in requests(SAVED):
        url = urllib.parse.urlsplit(row["url"])
        Service.answers[url.path + "?" + url.query] = row["file"]
    shutil.copytree(SAVED, "refused")
    with open("refused/states.json", "w", encoding="utf-8") as file:
        file.write('{"error":{"code":"Forbidden","message":"{\\"Message\\":\\"no right\\"}"}}')
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for folder in (SAVED, "refused"):
        Service.folder, Service.asked = folder, []
        live = check("--graph", "--token-stdin", "--graph-url", f"http://127.0.0.1:{server.server_port}", stdin=b"canary\n")
        assert live.returncode == 0, live.stderr
        assert b"canary" not in live.stdout + live.stderr
        assert len(Service.asked) >= 12, Service.asked
        told = live.stdout.replace(b'"origin": "graph"', b'"origin": "import"')
        assert told == check("--graph-import", folder).stdout
    server.shutdown()


sys.exit(run_tests(globals()))
