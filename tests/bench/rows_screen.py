"""The log on a screen: how soon it shows, what keys cost, how much memory it takes"""
import os
import re
import shutil
import statistics
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "screen"))

from screen_pty import Cells
from frame import Row, Skip, Terminal, Void, need

ROWS_SEEN = rb"(Session |SCEP scheduler|Running task|MAM service|ModelName lookup|NDES reach)"
EVENTS_SEEN = rb"(Events xmlns|Microsoft-Windows|event|SCEP)"
GROWTH = 10 * 1000 * 1000 # bytes a second
GROWING = 8               # seconds


def viewer(bench, path):
    return [bench.program("scepwiz"), path]


def first_screen(command, seen):
    with Terminal(command) as terminal:
        return terminal.until(seen)


def against_less(form, large, seen, less_seen):
    def run(bench):
        need("less")
        path, _ = bench.log(form, bench.size(large, 20 if form == "omadm" else 2000))
        runs = [(first_screen(viewer(bench, path), seen), first_screen(["less", "-S", path], less_seen))
                for _ in range(9)]
        ours, peer = (statistics.median(times) * 1e3 for times in zip(*runs))
        return f"{ours:.1f} ms", f"{peer:.1f} ms", statistics.median(a / b for a, b in runs)
    return run


def at_rest(terminal):
    terminal.until(ROWS_SEEN)
    terminal.quiet(1.0)


def list_alone(terminal):
    """without the entry below, which is drawn anew with each step"""
    terminal.key(b"g")
    terminal.key(b"z")
    for _ in range(60): # down to where a step moves the rows
        terminal.key(b"j", 0.02)


def bytes_of(key):
    def run(bench):
        path, _ = bench.log("omadm", bench.size(100, 20))
        with Terminal(viewer(bench, path)) as terminal:
            at_rest(terminal)
            list_alone(terminal)
            sizes = [terminal.key(key)[1] for _ in range(9)]
        size = statistics.median(sizes)
        return f"{size:.0f} B", None, size
    return run


def bursts(terminal, pause, seconds):
    """[(when, bytes)] of what is written with a pause before and behind it"""
    found, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        size = len(terminal.out)
        if terminal.read(pause):
            at = time.monotonic()
            while terminal.read(0.02):
                pass
            found.append((at, len(terminal.out) - size))
    return found


def ticks(bench):
    """of the reading, once its row stands; the last burst is the verdict's"""
    path, _ = bench.log("omadm", bench.size(1000, 20))
    sizes = []
    for _ in range(9):
        with Terminal(viewer(bench, path)) as terminal:
            terminal.until(ROWS_SEEN)
            terminal.until(rb" [MG]B, |INCONCLUSIVE")
            terminal.quiet(0.02)
            found = bursts(terminal, 0.05, 2)[:-1]
        if len(found) > 1 and found[-1][0] - found[0][0] < (len(found) - 1) * 0.24:
            raise Void(f"{len(found)} ticks in {found[-1][0] - found[0][0]:.1f} s")
        sizes += [size for _, size in found]
    if len(sizes) < 3:
        raise Skip("it is read too quickly to be told of its progress")
    size = statistics.median(sizes)
    return f"{size:.0f} B", None, size


def keys_during_scan(part):
    def run(bench):
        path, _ = bench.log("omadm", bench.size(1000, 20))
        times = []
        for _ in range(3):
            with Terminal(viewer(bench, path)) as terminal:
                terminal.until(ROWS_SEEN)
                times += [terminal.key(key, 0.004)[0] for key in [b"j", b" ", b"k", b"b", b"G", b"g"] * 4]
        times.sort()
        value = times[min(len(times) - 1, int(part * len(times)))]
        return f"{value:.1f} ms", None, value
    return run


def ui_memory(bench):
    path, _ = bench.log("omadm", bench.size(1000, 20))
    with Terminal(viewer(bench, path)) as terminal:
        at_rest(terminal)
        terminal.key(b"G")
        peak = terminal.peak_kb() / 1024
    return f"{peak:.1f} MB", None, peak


def key_line(number):
    return (f"2024-04-17T19:15:23.2350000\tINFO\tTag\t1\t2\tTrying to enroll certificate request: "
            f"ModelName=AC_00000000-0000-4000-8000-{number:012d}/LogicalName_00000000_0000_4000_8000_"
            f"{number:012d};Hash=-1\n").encode()


def grow(path, stop, written):
    """10 MB a second, in lines; now and then one that is a key entry, and when it was written"""
    filler = (b"2024-04-17T19:15:23.2350000\tVERB\tTag\t1\t2\t" + b"x" * 150 + b"\n") * 500
    begin, size = time.monotonic(), 0
    with open(path, "ab", buffering=0) as file:
        while not stop.is_set():
            size += file.write(filler)
            if size // len(filler) % 25 == 0:
                size += file.write(key_line(len(written)))
                written.append(time.monotonic())
            time.sleep(max(0.0, begin + size / GROWTH - time.monotonic()))


def key_entries(cells):
    """the count in the status row"""
    found = re.search(r"(\d+) key entr", cells.rows()[1])
    return int(found.group(1)) if found else 0


def watch(terminal, cells, seconds, before, shown):
    """when the terminal first showed each count of key entries beyond those before"""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        got = terminal.read(0.05)
        at = time.monotonic()
        cells.feed(got.decode(errors="replace"))
        shown += [at] * (key_entries(cells) - before - len(shown))


def growing(worst):
    """from the write of a key entry until the screen counts it, while the log goes on growing"""
    def run(bench):
        path = os.path.join(bench.folder, "growing")
        shutil.copyfile(bench.log("omadm", bench.size(100, 20))[0], path)
        stop, written, shown = threading.Event(), [], []
        cells = Cells(50, 160)
        with Terminal(viewer(bench, path)) as terminal:
            at_rest(terminal)
            terminal.key(b"F")
            cells.feed(terminal.out.decode())
            before = key_entries(cells)
            writer = threading.Thread(target=grow, args=(path, stop, written))
            writer.start()
            watch(terminal, cells, GROWING, before, shown)
            stop.set()
            writer.join()
            watch(terminal, cells, 1, before, shown)
        if not written or len(shown) != len(written):
            raise Void(f"{len(written)} key entries were appended, {len(shown)} were shown")
        waits = [(b - a) * 1e3 for a, b in zip(written, shown)]
        value = max(waits) if worst else statistics.median(waits)
        return f"{value:.0f} ms", None, value
    return run


ROWS = [
    Row("G4", "first rows of 1 GB on the screen", "less -S", "ratio", 1.5, 1.1,
        against_less("omadm", 1000, ROWS_SEEN, ROWS_SEEN)),
    Row("G5", "first rows of 100 MB on one line (XML)", "less -S", "ratio", 0.05, 0.01,
        against_less("events", 70000, EVENTS_SEEN, EVENTS_SEEN)),
    Row("G7", "key to last byte while 1 GB is read, median", None, "ms", 2, 0.7, keys_during_scan(0.5)),
    Row("G7p", "the same, the slowest of a hundred", None, "ms", 16, 3, keys_during_scan(0.99)),
    Row("G8", "terminal bytes of a step, 160x50, list alone", None, "bytes", 300, 230, bytes_of(b"j")),
    Row("G8p", "… of a page", None, "bytes", 8400, 6500, bytes_of(b" ")),
    Row("G8t", "… of a tick while 1 GB is read, at most four a second", None, "bytes", 60, 40, ticks),
    Row("G9", "memory with 1 GB indexed, screen open", None, "MB", 16, 8, ui_memory),
    Row("G18", "100 MB that grow by 10 MB/s: until a new key entry is counted, median", None, "ms", 250, 100,
        growing(False)),
    Row("G18w", "the same, the slowest of all", None, "ms", 250, 100, growing(True)),
]
