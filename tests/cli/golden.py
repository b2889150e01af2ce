#!/usr/bin/env python3
"""Golden runs of the program: what each command prints, and its exit status.

A case is a text file in tests/cli/golden:

    $ check --json tests/data/evtx/scep_ok.evtx
    exit 0
    --- stdout
    …
    --- stderr
    …

usage: golden.py SCEPWIZ [--update] [CASE…]      (--update writes what was printed; read the diff)
Paths are from the top of the source tree. $TMP in a command is a fresh folder."""
import difflib
import os
import re
import shlex
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
GOLDEN = os.path.join(HERE, "golden")


def environment(tmp):
    env = {"PATH": os.environ["PATH"], "HOME": tmp, "LANG": "C.UTF-8", "TZ": "UTC", "TERM": "dumb"}
    for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"):
        if name in os.environ:
            env[name] = os.environ[name]
    return env


def run(scepwiz, command):
    with tempfile.TemporaryDirectory() as tmp:
        words = [w.replace("$TMP", tmp) for w in shlex.split(command)]
        stdin = subprocess.DEVNULL
        if len(words) > 1 and words[-2] == "<":
            stdin = open(os.path.join(ROOT, words[-1]), "rb")
            words = words[:-2]
        done = subprocess.run([scepwiz] + words, cwd=ROOT, env=environment(tmp), stdin=stdin,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
        files = ""
        for name in sorted(os.listdir(tmp)):
            with open(os.path.join(tmp, name), encoding="utf-8") as file:
                files += f"--- file {name}\n{file.read()}"
        text = (f"$ {command}\nexit {done.returncode}\n--- stdout\n{done.stdout.decode()}"
                f"--- stderr\n{done.stderr.decode()}{files}")
        text = text.replace(tmp, "$TMP")
        return re.sub(r'("version": "|scepwiz )\d+\.\d+\.\d+', r"\1VERSION", text)


def rows(text):
    """of a terminal with 80 columns"""
    return sum(max(1, -(-len(line) // 80)) for line in text.split("--- stderr")[0].split("--- stdout\n")[1].splitlines())


def main(argv):
    update = "--update" in argv
    words = [w for w in argv[1:] if w != "--update"]
    scepwiz, wanted = os.path.abspath(words[0]), words[1:]
    failed = passed = 0
    for name in sorted(os.listdir(GOLDEN)):
        if wanted and name not in wanted:
            continue
        path = os.path.join(GOLDEN, name)
        with open(path, encoding="utf-8") as file:
            expected = file.read()
        actual = run(scepwiz, expected.splitlines()[0][2:])
        if name.endswith("help") and rows(actual) > 24:
            failed += 1
            print(f"{name}: {rows(actual)} rows do not fit a screen of 24")
            continue
        if actual == expected:
            passed += 1
            continue
        if update:
            with open(path, "w", encoding="utf-8") as file:
                file.write(actual)
            continue
        failed += 1
        sys.stdout.writelines(difflib.unified_diff(expected.splitlines(True),
                                                   actual.splitlines(True), name, "now"))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or (passed == 0 and not update) else 0


sys.exit(main(sys.argv))
