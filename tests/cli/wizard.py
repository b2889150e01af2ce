#!/usr/bin/env python3
"""The whole plain wizard through a pty with TERM=dumb: platform, three checks, how to get the
log, the log, verdict, report; and its ways back, out, and around mistakes."""
import os
import pty
import re
import select
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
EVTX = os.path.join(ROOT, "tests/data/evtx/scep_ok.evtx")
ANDROID = os.path.join(ROOT, "tests/data/source/android.log")
IOS = os.path.join(ROOT, "tests/data/source/ios.log")


class Wizard:
    def __init__(self, scepwiz, *words, term="dumb"):
        self.home = tempfile.TemporaryDirectory()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            env = {"PATH": os.environ["PATH"], "HOME": self.home.name, "LANG": "C.UTF-8", "TERM": term}
            env.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
            os.chdir(self.home.name)
            os.execve(scepwiz, [scepwiz, *words], env)
        self.seen = ""

    def until(self, text, limit=60):
        """reads on until text was printed since the last call"""
        got, end = b"", time.monotonic() + limit
        while text not in got.decode("utf-8", "replace"):
            ready, _, _ = select.select([self.fd], [], [], max(0, end - time.monotonic()))
            if not ready:
                raise AssertionError(f"waited for {text!r}, got {got.decode('utf-8', 'replace')!r}")
            try:
                block = os.read(self.fd, 65536)
            except OSError:
                block = b""
            if not block:
                raise AssertionError(f"ended before {text!r}: {got.decode('utf-8', 'replace')!r}")
            got += block
        text = got.decode("utf-8", "replace")
        self.seen += text
        return text

    def say(self, line):
        os.write(self.fd, line.encode() + b"\n")

    def answer(self, prompt, line):
        text = self.until(prompt)
        self.say(line)
        return text

    def end(self):
        rest = b""
        while True:
            try:
                block = os.read(self.fd, 65536)
            except OSError:
                break
            if not block:
                break
            rest += block
        self.seen += rest.decode("utf-8", "replace")
        os.close(self.fd)
        status = os.waitpid(self.pid, 0)[1]
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", self.seen), "control bytes"
        return os.waitstatus_to_exitcode(status)


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def test_whole_way(scepwiz):
    for number, log, word in (("1", ANDROID, "REACHED"), ("2", IOS, "REACHED"), ("3", EVTX, "REACHED")):
        w = Wizard(scepwiz)
        w.answer("Your choice:", number)
        text = w.answer("Your choice:", "1")
        check("Check 1 of 3" in text and "Why:" in text and "Where:" in text, "check 1 says why and where")
        w.answer("Enter: none", "seen in the portal")
        w.answer("Your choice:", "1")
        w.answer("Enter: none", "")
        w.answer("Your choice:", "4")
        w.answer("Enter: none", "")
        w.answer("without a log", log)
        text = w.until("Enter goes on:")
        check("key entries" in text and "What was found" in text, "the log's key entries are listed")
        w.say("1")
        w.answer("Enter goes on:", "")
        text = w.answer("Your choice:", "1")
        check(word in text and "What to do next" in text, "the verdict")
        text = w.until("Your choice:")
        check("The chain" in text, "the report")
        w.say("2")
        w.answer("do not save", "report.md")
        check("was written" in w.until("Your choice:"), "the report is saved")
        with open(os.path.join(w.home.name, "report.md"), encoding="utf-8") as file:
            check("**REACHED**" in file.read(), "the saved report")
        check(os.stat(os.path.join(w.home.name, "report.md")).st_mode & 0o777 == 0o600, "0600")
        w.say("q")
        check(w.end() == 0, "exit 0")


def test_back_keeps_answers(scepwiz):
    w = Wizard(scepwiz, "--platform", "windows")
    w.answer("Your choice:", "2")
    w.answer("Enter: none", "other user")
    w.answer("Your choice:", "b")
    check("Check 1 of 3" in w.answer("Your choice:", "3"), "back shows check 1 again")
    w.answer("Enter: none", "")
    w.answer("Your choice:", "2")
    w.answer("Enter: none", "")
    w.answer("Your choice:", "5")
    w.answer("last changed?", "yesterday")
    w.answer("Expected a time", "")
    w.until("check-in?")
    w.say("2024-08-20T10:00:00Z")
    w.answer("without a log", "/nowhere.evtx")
    w.answer("no such file", "")
    text = w.answer("Your choice:", "q")
    check("NOT REACHED" in text and "no assigned group" in text, "the check that says no decides")
    check(w.end() == 0, "exit 0")


def test_mistakes_and_end(scepwiz):
    w = Wizard(scepwiz)
    w.answer("Your choice:", "windows?")
    check("Please type" in w.until("Your choice:"), "a mistake is asked again")
    os.write(w.fd, b"\x04")  # end of input
    check(w.end() == 0, "the end of the input ends the wizard")


def test_words_for_numbers(scepwiz):
    w = Wizard(scepwiz)
    w.answer("Your choice:", "scep")  # all of them
    check("Please type" in w.answer("Your choice:", "iOS"), "a word of several choices is none")
    w.answer("Your choice:", "no")
    w.answer("Enter: none", "")
    w.answer("Your choice:", "Skip")
    w.answer("Enter: none", "")
    w.answer("Your choice:", "b")
    check("Check 2 of 3" in w.answer("Your choice:", "quit"), "back, and out")
    check(w.end() == 0, "exit 0")


def test_graph_answers(scepwiz):
    saved = os.path.join(ROOT, "tests/data/graph/adele")
    w = Wizard(scepwiz, "--platform", "android", "--graph-import", saved, "--user", "AdeleV@contoso.onmicrosoft.com",
               "--device", "4c7b2c9e-2d0a-4d0e-9c0a-6d3b0f0b7c01")
    check("Microsoft Graph: yes" in w.answer("Your choice:", "m"), "check 1 is answered")
    check("SCEP-Android-Users" in w.answer("Your choice:", "2"), "check 2 says why")
    w.answer("Enter: none", "")
    w.answer("Your choice:", "3")
    w.answer("Enter: none", "")
    text = w.answer("without a log", "")
    text = w.answer("Your choice:", "1")
    check("NOT REACHED" in text and "Microsoft Graph contradicts the answer" in text, "the user's answer counts, the contradiction is told")
    check("What Microsoft Graph says" in w.answer("Your choice:", "q"), "the report has Graph's word")
    check(w.end() == 0, "exit 0")


def test_log_first(scepwiz):
    for word in ([EVTX], ["--accessible", EVTX]):
        w = Wizard(scepwiz, *word)
        w.answer("Enter goes on:", "")
        check("REACHED" in w.answer("Your choice:", "q"), "verdict")
        check(w.end() == 0, "exit 0")



def main(argv):
    try:
        for end in pty.openpty():
            os.close(end)
    except OSError as error:
        print(f"{error}: this place has no terminals to test with: skipped")
        return 77
    tests = [f for name, f in sorted(globals().items()) if name.startswith("test_")]
    failed = 0
    for test in tests:
        try:
            test(os.path.abspath(argv[1]))
        except AssertionError as error:
            failed += 1
            print(f"{test.__name__}: {error}")
    print(f"{len(tests) - failed} passed, {failed} failed")
    return bool(failed)


sys.exit(main(sys.argv))
