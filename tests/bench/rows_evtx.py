"""Event log files: reading, writing as XML, the first screen, damaged copies"""
import json
import os
import random
import shutil
import struct
import subprocess
import tempfile
import zlib

from frame import Row, Terminal, Void, answer, instructions, need, ratio_row

PROVIDER = "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider"
SCREEN_SEEN = rb"08-|01-30|02-"
VARIANTS = 120
HEAD, CHUNK = 4096, 65536


def large(bench):
    return bench.log("evtx", bench.size(125000, 12000))


def finder(bench, path):
    return [bench.program("read_events"), PROVIDER, "306", path]


def check_found(bench, path, made):
    got = json.loads(answer(finder(bench, path)))
    for ours, theirs in (("records", "records"), ("found", "wanted")):
        if got[ours] != made[theirs]:
            raise Void(f"{ours}: {got[ours]}, made {made[theirs]}")
    if got["bad_checksums"] or got["bad_records"]:
        raise Void("a sound log was called damaged")


def find_events(bench):
    path, made = large(bench)
    check_found(bench, path, made)
    return ratio_row(finder(bench, path), ["wc", "-l", path])


def per_record(bench):
    path, made = large(bench)
    count = instructions(finder(bench, path)) / made["records"]
    return f"{count:.0f}", None, count


def as_xml(peer, pairs):
    def run(bench):
        path, made = large(bench)
        ours = [bench.program("read_events"), "-x", path]
        need(peer[0])
        count = answer(ours).count("</Event>")
        if count != made["records"]:
            raise Void(f"{count} events, made {made['records']}")
        return ratio_row(ours, [*peer, path], pairs)
    return run


def first_screen(size):
    """ms; of a copy with a hole behind it, if it is to be larger"""
    def run(bench):
        path, _ = large(bench)
        if size:
            copy = path + ".large"
            shutil.copyfile(path, copy)
            os.truncate(copy, size)
            path = copy
        times = []
        for _ in range(9):
            with Terminal([bench.program("scepwiz"), path]) as terminal:
                times.append(terminal.until(SCREEN_SEEN) * 1e3)
        if size:
            os.unlink(path)
        value = sorted(times)[len(times) // 2]
        return f"{value:.1f} ms", None, value
    return run


def repair(data):
    """the checksums, so that damage gets past them"""
    for at in range(HEAD, len(data) - CHUNK + 1, CHUNK):
        end = struct.unpack_from("<I", data, at + 48)[0]
        if 512 <= end <= CHUNK:
            struct.pack_into("<I", data, at + 52, zlib.crc32(data[at + 512:at + end]))
        head = zlib.crc32(data[at + 128:at + 512], zlib.crc32(data[at:at + 120]))
        struct.pack_into("<I", data, at + 124, head)


def damage(data, kind, dice):
    """bits; lengths of records; holes; cut short"""
    if kind == 3:
        return data[:dice.randrange(HEAD + 600, len(data))]
    for _ in range(20):
        at = HEAD + dice.randrange(512, len(data) - HEAD - 1000)
        if kind == 0:
            data[at] ^= 1 << dice.randrange(8)
        elif kind == 1:
            record = data.find(b"**\0\0", at)
            if record > 0 and record + 8 < len(data):
                struct.pack_into("<I", data, record + 4, dice.choice([0, 4, 27, 0xffff, 0x7fffffff]))
        else:
            data[at:at + 10] = bytes(10)
    return data


def events_of(command):
    """how many it printed; a peer may end with an error and still have printed some"""
    done = subprocess.run(command, check=False, timeout=60, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL)
    return done.returncode, done.stdout.count(b"</Event>")


def recovered(bench):
    """what the peer gets out of damaged copies, to what we do"""
    need("evtxexport")
    path, _ = bench.log("evtx", 600)
    with open(path, "rb") as file:
        whole = file.read()
    ours = peers = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, "copy.evtx")
        for number in range(VARIANTS):
            dice = random.Random(306000 + number)
            data = damage(bytearray(whole), number % 4, dice)
            if number // 4 % 2 and number % 4 != 3:
                repair(data)
            with open(copy, "wb") as file:
                file.write(data)
            code, count = events_of([bench.program("read_events"), "-x", copy])
            if code not in (0, 1):
                raise Void(f"variant {number}: ended with {code}")
            ours += count
            peers += events_of(["evtxexport", "-f", "xml", copy])[1]
    return f"{ours} records", f"{peers} records", peers / max(ours, 1)


ROWS = [
    Row("G12", "events 306 of the provider in 100 MB .evtx, checksums verified", "wc -l", "ratio", 2.5, 1.3,
        find_events),
    Row("G13", "the same", None, "instructions/record", 1500, 500, per_record),
    Row("G14", "first rows of 100 MB .evtx on the screen", None, "ms", 10, 4, first_screen(0)),
    Row("G14l", "the same, 4 GB (with a hole)", None, "ms", 10, 4, first_screen(4 << 30)),
    Row("G15", f"records out of {VARIANTS} damaged copies: the peer's to ours", "evtxexport", "ratio", 1.0,
        0.9, recovered),
    Row("G16", "all events of 100 MB .evtx as XML", "evtxexport -f xml", "ratio", 0.08, 0.04,
        as_xml(["evtxexport", "-f", "xml"], 1)),
    Row("G16w", "the same (evtx-rs: 18.5)", "wc -l", "ratio", 37, 17, as_xml(["wc", "-l"], 5)),
]
