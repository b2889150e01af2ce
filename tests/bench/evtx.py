#!/usr/bin/env python3
"""Event log files: what reading them costs, held against a made log of known content.

usage: evtx.py MAKE_EVTX READ_EVENTS

Only counts decide, so that a busy machine changes nothing: the events found, instructions per record
(valgrind), peak memory, records of a damaged copy. Times are rows of the table: rows_evtx.py."""
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

PROVIDER = "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider"
INSTRUCTIONS = (1500, 500)  # per record, checksums verified: must, goal
GATE = 1.15 * INSTRUCTIONS[0]  # compilers differ, and a small log bears the start of the program
PEAK_KIB = 16 * 1024
failed = 0


def check(fine, text):
    global failed
    failed += not fine
    print(("ok   " if fine else "FAIL ") + text)


def made(make, records, path):
    return json.loads(subprocess.run([make, str(records), path], check=True, stdout=subprocess.PIPE).stdout)


def found(read, path):
    done = subprocess.run([read, PROVIDER, "306", path], stdout=subprocess.PIPE, timeout=60)
    return json.loads(done.stdout) if done.returncode == 0 else None


def counts(read, path, wanted):
    got = found(read, path)
    check(got["records"] == wanted["records"] and got["found"] == wanted["wanted"],
          f"{got['records']} records, {got['found']} events 306 of the provider, {wanted['decoys']} of another one left alone")
    check(got["bad_checksums"] == 0 and got["bad_records"] == 0, "checksums verified, no record bad")
    check(got["peak_kib"] < PEAK_KIB, f"peak memory {got['peak_kib']} KiB")


def xml(read, path, wanted):
    out = subprocess.run([read, "-x", path], check=True, stdout=subprocess.PIPE).stdout
    check(out.count(b"</Event>") == wanted["records"], f"{wanted['records']} events as XML, {len(out)} bytes")


def instructions(read, path, records):
    if not shutil.which("valgrind"):
        print("skip instructions per record: valgrind is not installed")
        return
    done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", read, PROVIDER, "306", path],
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    total = re.search(rb"refs:\s+([\d,]+)", done.stderr)
    if not total:
        print("skip instructions per record: valgrind says", done.stderr.decode(errors="replace")[-200:])
        return
    each = int(total[1].replace(b",", b"")) / records
    check(each <= GATE, f"{each:.0f} instructions per record (must {INSTRUCTIONS[0]}, goal {INSTRUCTIONS[1]})")


def damaged(read, path, records):
    """bits flipped in one chunk in two: the others' records must all be there"""
    with open(path, "rb") as file:
        whole = bytearray(file.read())
    random.seed(306)
    chunks = range(4096, len(whole), 65536)
    for at in list(chunks)[::2]:
        for _ in range(8):
            whole[at + random.randrange(512, 65536)] ^= 1 << random.randrange(8)
    copy = path + ".damaged"
    with open(copy, "wb") as file:
        file.write(whole)
    begun = time.monotonic()
    got = found(read, copy)
    check(got is not None and got["bad_checksums"] > 0 and got["records"] > records * 0.98,
          f"{got and got['records']} records out of the damaged copy, in {time.monotonic() - begun:.2f} s")


def main(argv):
    make, read = argv[1:3]
    with tempfile.TemporaryDirectory() as tmp:
        path = os.path.join(tmp, "made.evtx")
        wanted = made(make, 12000, path)
        counts(read, path, wanted)
        instructions(read, path, wanted["records"])
        xml(read, path, wanted)
        damaged(read, path, wanted["records"])
    print(f"{failed} failed")
    return bool(failed)


sys.exit(main(sys.argv))
