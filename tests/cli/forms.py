#!/usr/bin/env python3
"""Every form × an example × what must come out: tests/data/forms/INDEX, one row a line,

    file  platform  format  encoding  outcome  profile  words…

file from tests/data; outcome is reached, not-reached, inconclusive or refused; "-" is nothing. The
words, if any, must stand in the verdict's summary, the damage or, if refused, in the message.

usage: forms.py SCEPWIZ"""
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(os.path.dirname(HERE), "data")
EXITS = {"reached": 0, "not-reached": 10, "inconclusive": 11, "refused": 3}


def rows():
    with open(os.path.join(DATA, "forms", "INDEX"), encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.strip() and not line.startswith("#"):
                yield number, (line.split(None, 6) + [""])[:7]


def check(scepwiz, row):
    name, platform, form, encoding, outcome, profile, words = [part.strip() for part in row]
    env = dict(os.environ, LANG="C.UTF-8", TZ="UTC", TERM="dumb")
    done = subprocess.run([scepwiz, "check", "--json", os.path.join(DATA, name)], env=env, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    error = done.stderr.decode()
    assert done.returncode == EXITS[outcome], f"exit {done.returncode}, not {EXITS[outcome]} {error}"
    if outcome == "refused":
        assert words in error, error
        return
    report = json.loads(done.stdout)
    log, profiles = report["logs"][0], report["profiles"]
    found = [log["platform"], log["format"], log["encoding"], report["verdict"]["outcome"], profiles[0]["profile"] or "-" if profiles else "-"]
    assert found == [platform, form, encoding, outcome, profile], f"{' '.join(found)}"
    assert words in "\n".join([report["verdict"]["summary"], *log["damage"]]), report["verdict"]["summary"]


def main(argv):
    failed = passed = 0
    for number, row in rows():
        try:
            check(os.path.abspath(argv[1]), row)
            passed += 1
        except AssertionError as error:
            failed += 1
            print(f"INDEX:{number}: {row[0]}: {error}")
    print(f"{passed} forms as expected, {failed} not")
    return 1 if failed or not passed else 0


sys.exit(main(sys.argv))
