"""What the benchmarks are measured with: pairs, instructions, a terminal. Standard library only.

A time alone says little on a machine that has other work; so a command is run in turn with a yardstick
that every system has, pair by pair, and the median of the ratios counts. Where a count can stand for
the time (instructions, bytes, kilobytes), it does: those repeat to a hundredth."""
import fcntl
import json
import os
import pty
import re
import resource
import select
import shutil
import signal
import statistics
import struct
import subprocess
import tempfile
import termios
import time


class Skip(Exception):
    """This row can't be measured here; says why"""


class Void(Exception):
    """The answer was wrong: then its time is worth nothing"""


class Row:
    """One line of the table. run(bench) gives (ours, peer's or None, value); texts and a number that
    is held against floor and goal (less is better)"""

    def __init__(self, name, what, peer, unit, floor, goal, run):
        self.name, self.what, self.peer, self.unit = name, what, peer, unit
        self.floor, self.goal, self.run = floor, goal, run


def need(program):
    if not shutil.which(program):
        raise Skip(f"{program} is not installed")


def once(command):
    """seconds, seconds of processor; to /dev/zero, since some greps stop early at /dev/null"""
    begin = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        try:
            os.dup2(os.open("/dev/null", os.O_RDONLY), 0)
            zero = os.open("/dev/zero", os.O_WRONLY)
            os.dup2(zero, 1)
            os.dup2(zero, 2)
            os.execvp(command[0], command)
        finally:
            os._exit(127)
    _, status, usage = os.wait4(pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise Void(f"{command[0]} ended with {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - begin, usage.ru_utime + usage.ru_stime


def answer(command):
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode not in (0, 1):
        raise Void(f"{command[0]}: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout.decode(errors="replace")


def pairs(ours, peer, count=9):
    """(ours ms, peer's ms, median of the ratios), wall clock"""
    once(ours), once(peer)
    runs = [(once(ours)[0], once(peer)[0]) for _ in range(count)]
    return (statistics.median(a for a, _ in runs) * 1e3, statistics.median(b for _, b in runs) * 1e3,
            statistics.median(a / b for a, b in runs))


def ratio_row(ours, peer, count=9):
    a, b, ratio = pairs(ours, peer, count)
    return f"{a:.0f} ms", f"{b:.0f} ms", ratio


def instructions(command):
    need("valgrind")
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out",
                               *command], check=False, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    found = re.search(rb"Collected : (\d+)", done.stderr)
    if not found:
        raise Skip("valgrind gave no count")
    return int(found.group(1))


class Terminal:
    """A program on a terminal of its own, and when it wrote what"""

    def __init__(self, command, rows=50, columns=160):
        self.out = b""
        self.begin = time.monotonic()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", LC_ALL="C.UTF-8")
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execvp(command[0], command)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.fd)
        for signal_ in (signal.SIGHUP, signal.SIGKILL):
            try:
                os.kill(self.pid, signal_)
            except ProcessLookupError:
                break
            time.sleep(0.05)
            if os.waitpid(self.pid, os.WNOHANG)[0]:
                return
        try:
            os.waitpid(self.pid, 0)
        except ChildProcessError:
            pass

    def read(self, wait):
        if not select.select([self.fd], [], [], wait)[0]:
            return b""
        try:
            got = os.read(self.fd, 65536)
        except OSError:
            got = b""
        self.out += got
        return got

    def until(self, pattern, since=0, limit=120):
        """seconds since the start at which the pattern stood in what was written"""
        end = time.monotonic() + limit
        while not re.search(pattern, self.out[since:]):
            if time.monotonic() > end:
                raise Void(f"waited in vain for {pattern!r}")
            self.read(0.2)
        return time.monotonic() - self.begin

    def quiet(self, pause):
        """until nothing was written for so long"""
        while self.read(pause):
            pass

    def key(self, key, pause=0.15):
        """(ms to the last byte of what it caused, bytes); a key that causes nothing takes a second"""
        size, begin = len(self.out), time.monotonic()
        os.write(self.fd, key)
        self.read(1.0)
        last = time.monotonic()
        while self.read(pause):
            last = time.monotonic()
        return (last - begin) * 1e3, len(self.out) - size

    def peak_kb(self):
        """of the program and what it started"""
        peak = 0
        for pid in [self.pid, *children(self.pid)]:
            try:
                with open(f"/proc/{pid}/status", encoding="ascii") as file:
                    peak = max(peak, int(re.search(r"VmHWM:\s+(\d+)", file.read()).group(1)))
            except (OSError, AttributeError):
                continue
        return peak


def children(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            return [int(word) for word in file.read().split()]
    except OSError:
        return []


def reread(path):
    """so that it lies in memory as any file that was read: what was just written lies there in
    smaller pieces, and every reader is slower"""
    with open(path, "rb", buffering=0) as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while file.read(1 << 20):
            pass


def is_newer(path, program):
    return os.path.exists(path) and os.path.getmtime(path) > os.path.getmtime(program)


class Bench:
    """The programs, and the made logs: each is made once and kept"""

    def __init__(self, programs, folder, small):
        self.programs, self.folder, self.small = programs, folder, small
        self.here = os.path.dirname(os.path.abspath(__file__))
        os.makedirs(folder, exist_ok=True)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def program(self, name):
        if name not in self.programs:
            raise Skip(f"{name} was not built")
        return self.programs[name]

    def patterns(self):
        return os.path.join(self.here, "patterns.txt")

    def log(self, form, size):
        """(path, what is in it). form: evtx, with size records; or one of make_log's"""
        path = os.path.join(self.folder, f"{form}-{size}")
        maker = [self.program("make_evtx")] if form == "evtx" else [self.program("make_log"), form]
        if not is_newer(path + ".json", maker[0]):
            made = answer([*maker, str(size), path])
            reread(path)
            with open(path + ".json", "w", encoding="utf-8") as file:
                file.write(made)
        with open(path + ".json", encoding="utf-8") as file:
            return path, json.load(file)

    def size(self, large, small):
        return small if self.small else large
