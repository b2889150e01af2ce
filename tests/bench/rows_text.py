"""Text logs without a terminal: reading, searching, Windows XML"""
import json
import statistics

from frame import Row, Void, answer, instructions, need, ratio_row

MB = 1000 * 1000


def same(what, ours, expected):
    if ours != expected:
        raise Void(f"{what}: {ours}, expected {expected}")


def grep_lines(patterns, path):
    return int(answer(["grep", "-c", "-F", "-f", patterns, path]))


def read_log(bench, *more):
    return [bench.program("read_log"), *more, bench.patterns()]


def check_read(bench, path, made):
    """entries and hits are what was made and what grep finds"""
    ours = json.loads(answer([*read_log(bench), path]))
    same("entries", ours["entries"], made["lines"])
    same("lines that hold a text", ours["hits"], grep_lines(bench.patterns(), path))


def against_wc(*more):
    def run(bench):
        path, made = bench.log("omadm", bench.size(1000, 20))
        check_read(bench, path, made)
        return ratio_row([*read_log(bench, *more), path], ["wc", "-l", path])
    return run


def per_byte(form):
    """of a small log without what starting costs"""
    def run(bench):
        path, made = bench.log(form, bench.size(100, 12))
        check_read(bench, path, made)
        count, size = instructions([*read_log(bench, "-1"), path]), made["bytes"]
        if bench.small:
            path, made = bench.log(form, 2)
            count -= instructions([*read_log(bench, "-1"), path])
            size -= made["bytes"]
        return f"{count / size:.2f}", None, count / size
    return run


KEYS = "ModelName=AC_|NDESUrl"


def find_keys(bench):
    need("lnav")
    path, made = bench.log("omadm", bench.size(1000, 20))
    ours = [bench.program("scepwiz"), "log", "grep", KEYS, path]
    same("key lines", answer(ours).count("\n"), made["keys"])
    return ratio_row(ours, ["lnav", "-n", "-c", f":filter-in (?-i){KEYS}", path], 5)


def whole_diagnosis(form, key):
    def run(bench):
        path, made = bench.log(form, bench.size(1000, 20) if form == "omadm" else bench.size(100, 20))
        ours = [bench.program("scepwiz"), "log", "info", "--json", path]
        entries = json.loads(answer([bench.program("scepwiz"), "log", "info", "--json", path]))
        same("entries", entries["entries"], made["lines"])
        same(key, key_count(bench, path, key), made["profiles"])
        return ratio_row(ours, ["grep", "-c", "-F", "-f", bench.patterns(), path], 5)
    return run


def key_count(bench, path, *keys):
    count = 0
    for line in answer([bench.program("scepwiz"), "log", "info", path]).splitlines():
        words = line.split()
        if len(words) > 1 and words[0].isdigit() and words[1] in keys:
            count += int(words[0])
    return count


def payloads(bench):
    """the decoding alone: each prints what a request took it, of its processor's time"""
    path, made = bench.log("omadm", bench.size(1000, 20))
    command, ours, peers = bench.program("read_payloads"), [], []
    for _ in range(5):
        ours.append(json.loads(answer([command, path])))
        peers.append(json.loads(answer([command, "-x", path])))
        same("requests decoded", ours[-1]["decoded"], made["profiles"])
        same("what is in them", ours[-1]["key_usages"], peers[-1]["key_usages"])
    ratio = statistics.median(a["us"] / b["us"] for a, b in zip(ours, peers))
    return tuple(f"{statistics.median(run['us'] for run in runs):.1f} us" for runs in (ours, peers)) + (
        ratio,)


def events(form):
    def run(bench):
        path, made = bench.log(form, bench.size(70000, 2000))
        peer = [bench.program("sax2"), path]
        same("libxml2's events 306", int(answer(peer)), made["keys"])
        same("events 306", key_count(bench, path, "scep-accepted", "scep-refused"), made["keys"])
        return ratio_row([bench.program("scepwiz"), "log", "info", path], peer, 5)
    return run


def peak(bench, path):
    return json.loads(answer([*read_log(bench, "-1"), path]))["peak_kib"]


def index_memory(bench):
    """what the whole process takes more than for a small log; one thread, so that it repeats"""
    path, made = bench.log("omadm", bench.size(1000, 20))
    small, _ = bench.log("omadm", 5)
    grown = peak(bench, path) - peak(bench, small)
    each = grown * 1024 / (made["bytes"] / MB)
    return f"{each:.0f} B/MB", None, each


ROWS = [
    Row("G1", "read 1 GB of OMADM log, 20 texts and the index, two threads", "wc -l", "ratio", 1.0, 0.75,
        against_wc()),
    Row("G2", "the same, one thread", "wc -l", "ratio", 1.6, 1.3, against_wc("-1")),
    Row("G3", "the same, 100 MB", None, "instructions/byte", 2.0, 1.35, per_byte("omadm")),
    Row("G3i", "iOS, 100 MB", None, "instructions/byte", 3.0, 2.0, per_byte("ios")),
    Row("G6", "all lines with an identity or URL, 1 GB, and which are key entries", "lnav filter-in",
        "ratio", 0.05, 0.022, find_keys),
    Row("G1d", "the whole diagnosis of 1 GB, all SyncML read", "grep -F -f", "ratio", 1.0, 0.25,
        whole_diagnosis("omadm", "scep-profile")),
    Row("G17", "the three levels of XML of every request, 1 GB", "libxml2 3 x xmlReadMemory", "ratio",
        0.5, 0.1, payloads),
    Row("G9i", "memory of the index of 1 GB", None, "B/MB", 500, 450, index_memory),
    Row("G10", "all events of 100 MB of XML, 306 by provider", "libxml2 SAX2", "ratio", 0.25, 0.11,
        events("events")),
    Row("G11", "the same as UTF-16, 200 MB", "libxml2 SAX2", "ratio", 0.25, 0.08, events("events16")),
]
