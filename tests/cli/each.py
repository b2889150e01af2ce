#!/usr/bin/env python3
"""check --each: a row for each log in the order of the names, the same verdicts as one by one,
whatever dies, and nothing left running."""
import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import time

from functions import ENV, run_tests

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DATA = os.path.join(ROOT, "tests/data")
SCEPWIZ = os.path.abspath(sys.argv[1])
LIMIT = 600  # seconds for a whole fleet, with sanitizers and beside other work
SOURCES = [os.path.join(DATA, folder, name) for folder in ("evtx", "negative", "bundles", "made") for name in sorted(os.listdir(os.path.join(DATA, folder)))]


def run(*words, stdin=None, **options):
    done = subprocess.run([SCEPWIZ, "check", *words], env=ENV, input=stdin, stdin=subprocess.DEVNULL if stdin is None else None,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=LIMIT, check=False, **options)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def rows(*words, **options):
    code, out, err = run("--each", "--json", *words, **options)
    assert code == 0 and not err, f"exit {code}: {err}"
    return [json.loads(line) for line in out.splitlines()]


def alone(path):
    code, out, _ = run("--json", path)
    if code == 3:
        return None, None, None
    verdict = json.loads(out)
    return verdict["verdict"]["outcome"], verdict["verdict"]["stage"], verdict["verdict"]["summary"]


def fleet(count):
    names = []
    for i in range(count):
        source = SOURCES[i % len(SOURCES)]
        names.append(f"{i:03}-{os.path.basename(source)}")
        os.symlink(source, names[-1])
    return names


def test_same_as_one_by_one():
    names = fleet(500)
    expected = {source: alone(source) for source in SOURCES}
    got = rows("--files-from", "-", stdin="".join(name + "\n" for name in names).encode())
    assert [row["n"] for row in got] == list(range(1, 501))
    assert [row["path"] for row in got] == names
    for i, row in enumerate(got):
        outcome, stage, summary = expected[SOURCES[i % len(SOURCES)]]
        assert (row["outcome"], row["stage"]) == (outcome, stage), row
        assert (row["error"] is None) == (outcome is not None), row
        # a path may stand in the summary; everything else is the same
        assert row["summary"] == summary, (row["summary"], summary)


def test_schema():
    try:
        import jsonschema
    except ImportError:
        return print("python3-jsonschema is not installed: rows are not validated")
    with open(os.path.join(ROOT, "core/report/scepwiz-each.schema.json"), encoding="utf-8") as file:
        validator = jsonschema.Draft202012Validator(json.load(file))
    for row in rows(*SOURCES, "/nonexistent"):
        validator.validate(row)
    return None


def same_rows(names, whole, text):
    """but for n, which counts within a call"""
    apart = {row["path"]: row for row in map(json.loads, text.splitlines())}
    assert sorted(apart) == sorted(names), len(apart)
    for row in whole:
        assert {**apart[row["path"]], "n": 0} == {**row, "n": 0}


def test_workers_elsewhere():
    """as the README shows: GNU parallel with two local workers, and the tasks of a job array"""
    names = fleet(60)
    whole = rows(*names)
    said = "\n".join(names).encode()
    for shared_out in (["parallel", "--will-cite", "-j2", "-N7", SCEPWIZ, "check", "--each", "--json", "{}"],
                       ["xargs", "-P2", "-n7", SCEPWIZ, "check", "--each", "--json"]):
        if not shutil.which(shared_out[0]):
            print(f"{shared_out[0]} is not installed: left out")
            continue
        done = subprocess.run(shared_out, input=said, env={**ENV, "HOME": os.getcwd()}, stdout=subprocess.PIPE, timeout=LIMIT, check=True)
        same_rows(names, whole, done.stdout.decode())
    task = f'awk "NR % 3 == $SLURM_ARRAY_TASK_ID" names.txt | {SCEPWIZ} check --json --files-from -'
    with open("names.txt", "wb") as file:
        file.write(said + b"\n")
    out = [subprocess.run(["sh", "-c", task], env={**ENV, "SLURM_ARRAY_TASK_ID": str(i)}, stdout=subprocess.PIPE, timeout=LIMIT, check=True).stdout for i in range(3)]
    same_rows(names, whole, b"".join(out).decode())


def test_table():
    code, out, err = run("--each", os.path.join(DATA, "evtx/scep_ok.evtx"), os.path.join(DATA, "negative/silent.evtx"), "/nonexistent/a b")
    lines = out.splitlines()
    assert code == 0 and not err and len(lines) == 3, (code, out, err)
    assert lines[0].split()[:4] == ["reached", "-", "39907e78-e61b-4730-b9fa-d44a53e4111c", os.path.join(DATA, "evtx/scep_ok.evtx")]
    assert lines[1].startswith("inconclusive  received") and "--assigned-at" in lines[1]
    assert lines[2].startswith("error") and "/nonexistent/a b  no such file" in lines[2]


def test_head():
    """of a table on a terminal, and of nothing else"""
    for words, head in (([], True), (["--json"], False), (["--format", "json"], False), (["--json", "--format", "text"], True)):
        ours, theirs = pty.openpty()
        subprocess.run([SCEPWIZ, "check", "--each", *words, SOURCES[0]], env=ENV, stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.PIPE, timeout=LIMIT, check=True)
        os.close(theirs)
        out = os.read(ours, 65536).decode()
        os.close(ours)
        assert out.startswith("outcome ") == head and out.startswith("{") != head, (words, out)


def test_options_hold_for_each():
    code, out, _ = run("--each", "--assigned-at", "2024-08-20T09:40:15Z", os.path.join(DATA, "negative/silent.evtx"))
    assert code == 0 and out.startswith("not-reached"), out


def test_names():
    good = os.path.join(DATA, "evtx/scep_ok.evtx")
    strange = "line\nbreak \x1b[31m.evtx"
    shutil.copy(good, strange)
    got = rows("--files-from", "-", stdin=(strange + "\0" + good + "\0").encode())
    assert [row["path"] for row in got] == [strange, good] and got[0]["outcome"] == "reached"
    code, out, _ = run("--each", strange)
    assert code == 0 and out.count("\n") == 1 and "\x1b" not in out
    assert len(rows("--files-from", "-", stdin=(good + "\r\n\n\n" + good).encode())) == 2
    assert rows("--files-from", "-", stdin=b"") == []
    assert [row["path"] for row in rows(good, "--files-from", "-", stdin=b"other\n")] == [good, "other"]
    assert rows("--files-from", "-", stdin=b"-\n")[0]["error"] == "standard input holds the names"
    assert rows("--files-from", "-", stdin=b"x" * 100000 + b"\n" + good.encode())[1]["outcome"] == "reached"
    with open(good, "rb") as file:
        done = subprocess.run([SCEPWIZ, "check", "--each", "-"], stdin=file, env=ENV, stdout=subprocess.PIPE, check=True)
    assert done.stdout.startswith(b"reached")


def test_usage():
    for words in (["--each"], ["--each", "-o", "x", "y"], ["--each", "--format", "md", "y"], ["--files-from"], ["--files-from", ""], ["--each", "--guide", "none", "y"]):
        code, out, err = run(*words)
        assert code == 2 and not out and err, (words, code, out, err)
    code, out, err = run("--files-from", "/nonexistent")
    assert code == 3 and not out and "/nonexistent" in err
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run([SCEPWIZ, "check", "--each", SOURCES[0]], env=ENV, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 5, done.returncode


def children(pid):
    with open(f"/proc/{pid}/task/{pid}/children", encoding="utf-8") as file:
        return [int(word) for word in file.read().split()]


def stuck(*before, rest=()):
    """a run that waits at a pipe nobody writes to; its first worker"""
    os.mkfifo("pipe")
    keep = os.open("pipe", os.O_RDWR)  # before anybody reads it: without a writer it would be at its end
    process = subprocess.Popen([SCEPWIZ, "check", "--each", "--json", *before, "pipe", *rest], env=ENV, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    deadline = time.monotonic() + LIMIT
    while process.poll() is None and time.monotonic() < deadline:
        waiting = [pid for pid in children(process.pid) if f"/{os.path.basename(os.getcwd())}/pipe" in " ".join(links(pid))]
        if waiting:
            return process, waiting[0], keep
        time.sleep(0.02)
    raise AssertionError("no worker opened the pipe")


def links(pid):
    try:
        return [os.readlink(f"/proc/{pid}/fd/{fd}") for fd in os.listdir(f"/proc/{pid}/fd")]
    except OSError:
        return []


def test_worker_that_dies():
    """while those behind it are done and wait for their turn"""
    good = os.path.join(DATA, "evtx/scep_ok.evtx")
    process, worker, keep = stuck(good, rest=[good] * 300)
    time.sleep(1)
    os.kill(worker, signal.SIGKILL)
    out, err = process.communicate(timeout=LIMIT)
    os.close(keep)
    got = [json.loads(line) for line in out.decode().splitlines()]
    assert process.returncode == 0 and len(got) == 302 and not err
    assert [row["n"] for row in got] == list(range(1, 303))
    assert "signal 9" in got[1]["error"] and "run scepwiz check on it alone" in got[1]["error"] and got[1]["outcome"] is None
    assert all(row["outcome"] == "reached" for row in got[:1] + got[2:])


def test_interrupted():
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        good = os.path.join(DATA, "evtx/scep_ok.evtx")
        process, worker, keep = stuck(good, rest=[good])
        process.send_signal(getattr(signal, name))
        out, _ = process.communicate(timeout=LIMIT)
        os.close(keep)
        os.remove("pipe")
        assert process.returncode == -getattr(signal, name), process.returncode
        assert not os.path.exists(f"/proc/{worker}"), "a worker is left"
        for line in out.decode().splitlines():
            json.loads(line)


def test_rows_come_early():
    """names that come slowly get their rows before the list ends"""
    process = subprocess.Popen([SCEPWIZ, "check", "--json", "--files-from", "-"], env=ENV, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    process.stdin.write(os.path.join(DATA, "evtx/scep_ok.evtx").encode() + b"\n")
    process.stdin.flush()
    row = json.loads(process.stdout.readline())
    process.stdin.close()
    assert row["outcome"] == "reached" and process.wait(timeout=LIMIT) == 0
    process.stdout.close()


sys.exit(run_tests(globals()))
