#!/usr/bin/env python3
"""Bundles and folders through the whole program: the right member is read and named, hostile
ones are refused by name and reason in little memory, and nothing is ever unpacked to a path."""
import gzip
import importlib.util
import io
import json
import os
import re
import resource
import shutil
import struct
import subprocess
import sys
import tarfile
import tempfile
import warnings
import zipfile

from functions import ENV, run_tests

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUNDLES = os.path.join(ROOT, "tests/data/bundles")
PROFILE = "39907e78-e61b-4730-b9fa-d44a53e4111c"
REFUSAL_KIB = 64 << 10
spec = importlib.util.spec_from_file_location("make", os.path.join(BUNDLES, "make.py"))
make = importlib.util.module_from_spec(spec)
spec.loader.exec_module(make)

SCEPWIZ = os.path.abspath(sys.argv[1])
with open(SCEPWIZ, "rb") as program:
    SANITIZED = b"__asan_init" in program.read()


def run(*words, stdin=subprocess.DEVNULL, cwd=None):
    done = subprocess.run([SCEPWIZ, *words], env=ENV, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120, cwd=cwd, check=False)
    return done.returncode, done.stdout, done.stderr.decode()


def report(*words, **options):
    code, out, err = run("check", "--json", *words, **options)
    assert code in (0, 10, 11), f"exit {code}: {err}"
    return json.loads(out), err


def logs(value):
    return [(os.path.basename(log["path"]), log["member"]) for log in value["logs"]]


def refused(path, *reasons):
    """exit 3, nothing on stdout, each reason in stderr, and little memory; 70 and signals never"""
    log = tempfile.NamedTemporaryFile()
    with open(os.devnull, "w", encoding="utf-8") as null:
        child = subprocess.Popen([SCEPWIZ, "check", path], env=ENV, stdin=null, stdout=subprocess.PIPE, stderr=log)
        out = child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    log.seek(0)
    err = log.read().decode()
    assert child.returncode == 3 and out == b"", f"exit {child.returncode}: {err}"
    for reason in reasons:
        assert re.search(reason, err), f"no /{reason}/ in {err}"
    assert SANITIZED or usage.ru_maxrss < REFUSAL_KIB, f"{usage.ru_maxrss} KiB to refuse"
    return err


def put(name, data):
    with open(name, "wb") as file:
        file.write(data)
    return name


# ---- the right member ----

def test_cab_in_zip():
    value, err = report(os.path.join(BUNDLES, "collect.zip"))
    member = value["logs"][0]["member"]
    assert value["verdict"]["outcome"] == "reached" and value["profiles"][0]["profile"] == PROFILE
    assert len(value["logs"]) == 1 and member.endswith("mdmlogs-2024-09-01-19-59-39.cab/" + make.ADMIN), member
    assert value["findings"][0]["evidence"]["member"] == member
    assert "not read: (12) Events Application/Application.evtx" in err
    plain, _ = report(os.path.join(ROOT, "tests/data/evtx/scep_ok.evtx"))
    assert "member" not in plain["findings"][0]["evidence"] and plain["logs"][0]["member"] is None
    assert [f["evidence"]["offset"] for f in plain["findings"]] == [f["evidence"]["offset"] for f in value["findings"]]


def test_named_member():
    path = os.path.join(BUNDLES, "collect.zip")
    value, err = report(path + "/(12) Events Application/Application.evtx")
    assert logs(value) == [("collect.zip", "(12) Events Application/Application.evtx")] and value["verdict"]["outcome"] == "inconclusive"
    assert "not read" not in err
    code, _, err = run("check", path + "/nothing.evtx")
    assert code == 3 and "no such member" in err
    code, _, err = run("check", path + "/results.xml")
    assert code == 3 and "results.xml" in err
    for other in (os.path.join(BUNDLES, "make.py/x"), path[:-4] + "/x"):
        code, _, err = run("check", other)
        assert code == 3 and "no such file" in err, err


def test_tar_gz_rotated():
    value, err = report(os.path.join(BUNDLES, "companyportal.tar.gz"))
    names = [f"Logs/OMADMLog_{i}.log" for i in (2, 1, 0)]
    assert logs(value) == [("companyportal.tar.gz", " + ".join(names))]
    assert value["verdict"]["outcome"] == "reached" and value["profiles"][0]["profile"] == PROFILE
    assert "not read: Logs/CompanyPortal_0.log" in err
    part = {name: data for name, data in zip(names, reversed(make.rotated()))}
    seen = set()
    for f in value["findings"]:
        e = f["evidence"]
        raw = part[e["member"]]
        entry = raw[e["offset"]:e["offset"] + e["length"]]
        assert re.match(rb"20\d\d-", entry), entry[:40]
        assert raw[:e["offset"]].count(b"\n") + 1 == e["line"]
        seen.add(e["member"])
    assert seen == set(names), seen
    whole, _ = report(os.path.join(ROOT, "tests/data/made/android_OMADMLog_0_2024.log"))
    assert [(f["key"], f["evidence"]["length"]) for f in whole["findings"]] == [(f["key"], f["evidence"]["length"]) for f in value["findings"]]


def test_order_of_rotated_set():
    value, _ = report(os.path.join(BUNDLES, "joined.zip"))
    assert value["logs"][0]["member"] == "OMADMLog_2 + OMADMLog_1 + OMADMLog_0"
    assert value["verdict"]["outcome"] == "reached" and value["logs"][0]["entries"] == 9
    times = [f["at"]["time"] for f in value["findings"]]
    assert times == sorted(times)
    picked, _ = report(os.path.join(BUNDLES, "joined.zip/OMADMLog_2"))
    assert logs(picked) == [("joined.zip", "OMADMLog_2")]
    whole, _ = report(os.path.join(BUNDLES, "joined.zip/OMADMLog_*"))
    assert logs(whole) == logs(value)


def test_hash_of_parts():
    import hashlib
    value, _ = report(os.path.join(BUNDLES, "companyportal.tar.gz"))
    assert value["logs"][0]["sha256"] == hashlib.sha256(b"".join(reversed(make.rotated()))).hexdigest()


def test_gap_in_rotated_set():
    """across a part that is not there the log must not look whole"""
    parts = make.rotated()
    put("gap.zip", make.zipped([("OMADMLog_0.log", parts[0]), ("OMADMLog_2.log", parts[2])]))
    value, err = report("gap.zip")
    assert logs(value) == [("gap.zip", "OMADMLog_0.log")] and "not read: OMADMLog_2.log" in err


def test_folder():
    os.mkdir("portal")
    for i, part in enumerate(make.rotated()):
        put(f"portal/OMADMLog_{i}.log", part)
    os.symlink("/etc/passwd", "portal/OMADMLog_3.log")
    put("portal/picture.jpg", b"\xff\xd8\xff\xe0")
    value, _ = report("portal")
    assert logs(value) == [("portal", "OMADMLog_2.log + OMADMLog_1.log + OMADMLog_0.log")] and value["verdict"]["outcome"] == "reached"
    assert logs(report("portal/OMADMLog_*")[0]) == logs(value)
    os.mkdir("windows")
    shutil.copy(os.path.join(ROOT, "tests/data/negative/printservice_306.evtx"), "windows/new.evtx")
    shutil.copy(os.path.join(ROOT, "tests/data/evtx/scep_ok.evtx"), "windows/old.evtx")
    os.utime("windows/old.evtx", (1, 1))
    value, err = report("windows")
    assert value["verdict"]["outcome"] == "reached" and value["logs"][0]["path"] == "windows/old.evtx" and "not read: new.evtx" in err
    os.mkdir("zipped")
    shutil.copy(os.path.join(BUNDLES, "mdm.cab"), "zipped")
    assert report("zipped")[0]["logs"][0]["member"] == make.ADMIN
    os.mkdir("empty")
    code, _, err = run("check", "empty")
    assert code == 3 and "empty: a folder; name the log file in it" in err


def test_parts_named_one_by_one():
    """as a shell's * gives them: newest first; they are one log all the same"""
    for i, part in enumerate(make.rotated()):
        put(f"OMADMLog_{i}.log", part)
    shutil.copy(os.path.join(ROOT, "tests/data/negative/android_no_verb.log"), "CompanyPortal_0.log")
    value, err = report("CompanyPortal_0.log", *(f"OMADMLog_{i}.log" for i in range(3)))
    assert logs(value) == [("CompanyPortal_0.log", None), (".", "OMADMLog_2.log + OMADMLog_1.log + OMADMLog_0.log")], logs(value)
    assert value["verdict"]["outcome"] == "reached"
    value, _ = report("OMADMLog_0.log", "OMADMLog_2.log")
    assert logs(value) == [("OMADMLog_0.log", None), ("OMADMLog_2.log", None)]
    code, _, err = run("check", "OMADMLog_0.log", "OMADMLog_1.log", "OMADMLog_7.log")
    assert code in (0, 11) and "OMADMLog_7.log: no such file" in err


def test_many_logs():
    line = b"2024-08-20T16:49:01.1230000\tINFO\to.tag\t 1\t 2\thello\r\n"
    put("logs.zip", make.zipped([(f"{i}/OMADMLog_{i % 7}.log", line) for i in range(3000)], 1))
    value, err = report("logs.zip")
    assert len(value["logs"]) == 1 and "more than 500 logs" in err


def test_one_device_only():
    """two Admin logs in a folder may be two devices': the newest speaks, never both"""
    os.mkdir("two")
    shutil.copy(os.path.join(ROOT, "tests/data/evtx/scep_ok.evtx"), "two/pc1.evtx")
    shutil.copy(os.path.join(ROOT, "tests/data/negative/refused_306.evtx"), "two/pc2.evtx")
    os.utime("two/pc1.evtx", (1000, 1000))
    value, err = report("two")
    assert [log["path"] for log in value["logs"]] == ["two/pc2.evtx"] and value["verdict"]["outcome"] == "not-reached"
    assert "not read: pc1.evtx" in err


def test_standard_input():
    for name in ("collect.zip", "companyportal.tar.gz", "mdm.cab"):
        with open(os.path.join(BUNDLES, name), "rb") as file:
            value, _ = report("-", stdin=file)
        assert value["logs"][0]["path"] == "-" and value["logs"][0]["member"] and value["verdict"]["outcome"] == "reached"


def test_log_commands():
    path = os.path.join(BUNDLES, "companyportal.tar.gz")
    code, out, _ = run("log", "info", "--json", path)
    assert code == 0 and json.loads(out)["member"].startswith("Logs/OMADMLog_2.log + ")
    code, out, _ = run("log", "grep", "Trying to enroll", path)
    assert code == 0 and b"Trying to enroll" in out
    code, out, _ = run("log", "entries", "--key", os.path.join(BUNDLES, "collect.zip"))
    assert code == 0 and out.count(b"\n") > 2


def test_bad_member_costs_itself():
    value, err = report(os.path.join(BUNDLES, "links.tar"))
    assert value["verdict"]["outcome"] == "reached" and "3 links or devices" in err
    admin, good = make.read("evtx/scep_ok.evtx"), make.read("evtx/scep_ok.evtx")
    bundle = bytearray(make.zipped([("a/" + make.ADMIN, admin), ("b/" + make.ADMIN, good[:-1] + b"\1")]))
    at = bundle.index(b"a/" + make.ADMIN.encode()) + 2 + len(make.ADMIN) + 700
    bundle[at] ^= 0xff
    put("half.zip", bytes(bundle))
    value, err = report("half.zip")
    assert value["logs"][0]["member"].startswith("b/") and "a/" + make.ADMIN in err, err


# ---- hostile ones ----

def zeros(name, megabytes):
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with archive.open("Admin.evtx", "w") as member:
            for _ in range(megabytes):
                member.write(bytes(1 << 20))
    return name


def test_zip_bomb():
    refused(zeros("bomb.zip", 300), r"Admin\.evtx: unpacks to \d+ times", r"300 MB; of a bundle at most 48 MB")
    with open("bomb.zip", "rb") as file:
        bomb = bytearray(file.read())
    at = bomb.rindex(b"PK\1\2") + 24
    struct.pack_into("<I", bomb, at, 1000)  # a directory that lies about the size
    refused(put("liar.zip", bytes(bomb)), r"Admin\.evtx")


class Endless:
    """a file of these bytes and then zeros; this process stays small, since its size counts as
    that of its children"""

    def __init__(self, head):
        self.head = head

    def read(self, size):
        data, self.head = self.head[:size], self.head[size:]
        return data + bytes(size - len(data))


def test_log_bomb():
    """a member that begins like a log, and goes on for ever"""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz", compresslevel=1) as archive:
        info = tarfile.TarInfo("OMADMLog_0.log")
        info.size = 200 << 20
        archive.addfile(info, Endless(make.rotated()[0]))
    refused(put("long.tgz", out.getvalue()), r"OMADMLog_0\.log", r"at most 48 MB")


def test_nested_bomb():
    """as 42.zip: bundles in bundles in bundles"""
    inner = make.zipped([(f"page {i}.zip", make.zipped([("0.dll", bytes(1 << 20))])) for i in range(16)])
    middle = make.zipped([(f"book {i}.zip", inner) for i in range(16)])
    outer = make.zipped([(f"lib {i}.zip", middle) for i in range(16)])
    refused(put("42.zip", outer), r"lib 0\.zip/book 0\.zip", r"a bundle in a bundle")


def test_many_members():
    with zipfile.ZipFile("many.zip", "w") as archive:
        for i in range(10500):
            archive.writestr(f"file{i:05}.txt", b"x")
    refused("many.zip", "more than 10000 members")
    directory, count = bytearray(), 150000
    fields = struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 22817, 0, 0, 0, 6, 0)
    entry = b"PK\1\2" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, 0)
    head = b"PK\3\4" + fields + b"000000"
    for i in range(count):
        directory += entry + b"%06d" % i
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 0xffff, 0xffff, len(directory), len(head), 0)
    refused(put("million.zip", head + directory + end), "more members than are read")


def test_encrypted():
    refused(os.path.join(BUNDLES, "encrypted.zip"), re.escape(make.ADMIN) + ": encrypted")


def test_checksum():
    refused(os.path.join(BUNDLES, "crc.zip"), re.escape(make.ADMIN) + ".*CRC")


def test_not_bundles():
    refused(put("plain.gz", gzip.compress(b"hello\n")), "no tar")
    refused(put("empty.zip", b"PK\5\6" + bytes(18)), "the bundle is empty")
    refused(put("cut.zip", b"PK\3\4"), "cut.zip")
    refused(put("cut.cab", b"MSCF" + bytes(40)), "cut.cab")


def test_names_that_command():
    """a name is shown on one line of its own, and never as it stands"""
    line = b"2024-08-20T16:49:01.1230000\tINFO\to.tag\t 1\t 2\thello\r\n"
    for i, name in enumerate(("\x1b[2J.log", "a\nscepwiz: fake: reading b.log", "\u202egol.exe", "x" * 5000, "\x9b2J.log", ".", "..", "/", "c:\\x.log")):
        put(f"{i}.zip", make.zipped([(name, line), (name, line + b"x")]))
        for words in (["check"], ["check", "--json"], ["log", "info"], ["check", "--each"]):
            code, out, err = run(*words, f"{i}.zip")
            assert code in (0, 3, 11), (name, code, err)
            assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", out.decode() + err), (name, words)
            assert "\nscepwiz: fake" not in err, err


def test_truncated_everywhere():
    """each is read or refused by name, and what is read is never more than the whole has"""
    for name in ("collect.zip", "mdm.cab", "companyportal.tar.gz", "joined.zip"):
        with open(os.path.join(BUNDLES, name), "rb") as file:
            whole = file.read()
        for size in range(0, len(whole), 64):
            code, out, err = run("log", "info", "--json", put("cut-" + name, whole[:size]))
            assert code in (0, 3), f"{name} at {size}: exit {code}: {err}"
            assert code == 3 or json.loads(out)["member"], f"{name} at {size}"
            assert code == 0 or "cut-" + name in err, f"{name} at {size}: {err}"


def test_nothing_is_written():
    """names that lead out of the folder, links and devices create nothing"""
    outside = "/tmp/scepwiz-escaped.evtx"
    assert not os.path.exists(outside)
    before = sorted(os.listdir("."))
    for name in sorted(os.listdir(BUNDLES)):
        run("check", os.path.join(BUNDLES, name))
    assert sorted(os.listdir(".")) == before and not os.path.exists(outside)
    strace = shutil.which("strace")
    if not strace or SANITIZED:
        return print("strace is not there: system calls are not looked at")
    for name in ("links.tar", "collect.zip"):
        traced = subprocess.run([strace, "-f", "-o", "calls", "-e", "trace=open,openat,creat,mkdir,mkdirat,mknod,mknodat,symlink,symlinkat,link,linkat,rename,renameat,renameat2",
                                 SCEPWIZ, "check", os.path.join(BUNDLES, name)], env=ENV, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        with open("calls", encoding="utf-8") as file:
            calls = file.read()
        if "ptrace" in traced.stderr.decode() or "openat" not in calls:
            return print("strace may not trace here: system calls are not looked at")
        bad = [call for call in calls.splitlines() if re.search(r"O_CREAT|O_TRUNC|O_WRONLY|O_RDWR|creat\(|mkdir|mknod|link\(|linkat|rename", call)]
        assert not bad, bad
        os.remove("calls")
    return None


def test_wizard():
    with open("answers", "wb") as file:
        file.write(b"\nq\n")
    with open("answers", "rb") as file:
        code, out, err = run("--accessible", os.path.join(BUNDLES, "collect.zip"), stdin=file)
    assert code == 0 and make.ADMIN in out.decode(), err


warnings.simplefilter("ignore")  # zipfile knows that two members with one name are odd
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
sys.exit(run_tests(globals()))
