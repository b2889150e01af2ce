#!/usr/bin/env python3
"""However the program with the screen dies, the terminal is as it was before.

deaths.py COMMAND [WORD...]: runs the command in a terminal of its own, as an interactive shell
would, waits for the screen, and ends it: by signals to the process with the screen, by killing
either of the two processes, by an overflow of the stack, and by Ctrl-Z and "fg"."""
import ctypes
import fcntl
import os
import pty
import re
import resource
import select
import signal
import struct
import sys
import tempfile
import termios
import time

SMCUP, RMCUP = b"\x1b[?1049h", b"\x1b[?1049l"
LIMIT = 60  # seconds for anything to happen


class Dead(Exception):
    pass


def run_shell(slave, command, env, orders, reports):
    """A shell with job control, in the first process of a session: starts the command in the
    foreground, reports each change of its state, sends it on when told to."""
    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    job = os.fork()
    if job == 0:
        os.setpgid(0, 0)
        os.tcsetpgrp(slave, os.getpid())
        signal.signal(signal.SIGTTOU, signal.SIG_DFL)
        for fd in range(3):
            os.dup2(slave, fd)
        os.closerange(3, 256)
        os.execvpe(command[0], command, env)
    os.write(reports, struct.pack("ii", job, -1))
    while True:
        _, status = os.waitpid(job, os.WUNTRACED)
        if os.WIFSTOPPED(status):
            os.tcsetpgrp(slave, os.getpgrp())
        os.write(reports, struct.pack("ii", job, status))
        if not os.read(orders, 1) or not os.WIFSTOPPED(status):
            os._exit(0)
        os.tcsetpgrp(slave, job)
        os.killpg(job, signal.SIGCONT)


class Screen:
    def __init__(self, command):
        self.home = tempfile.TemporaryDirectory()
        env = {"PATH": os.environ["PATH"], "HOME": self.home.name, "LANG": "C.UTF-8",
               "TERM": "xterm-256color"}
        env.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
        self.fd, slave = pty.openpty()
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.before = termios.tcgetattr(self.fd)
        orders, self.orders = os.pipe()
        self.reports, reports = os.pipe()
        self.shell = os.fork()
        if self.shell == 0:
            os.close(self.fd)
            os.close(self.orders)
            run_shell(slave, command, env, orders, reports)
        os.close(orders)
        os.close(reports)
        self.slave = slave  # kept open, so that the last word of the job can be read
        self.seen = b""
        self.guardian = self.report()[0]
        self.wait(lambda: SMCUP in self.seen, "the screen")
        self.quiet()
        self.process = self.find_child()

    def report(self):
        self.wait(lambda: select.select([self.reports], [], [], 0)[0], "a change of the job")
        return struct.unpack("ii", os.read(self.reports, 8))

    def read(self, seconds):
        if not select.select([self.fd], [], [], seconds)[0]:
            return False
        self.seen += os.read(self.fd, 65536)
        return True

    def wait(self, condition, what):
        end = time.monotonic() + LIMIT
        while not condition():
            if time.monotonic() > end:
                raise Dead(f"waited in vain for {what}; last seen: {self.seen[-300:]!r}")
            self.read(0.05)

    def quiet(self):
        while self.read(0.4):
            pass

    def find_child(self):
        with open(f"/proc/{self.guardian}/task/{self.guardian}/children") as children:
            pids = children.read().split()
        if len(pids) != 1:
            raise Dead(f"one process with the screen expected, found {pids}")
        return int(pids[0])

    def key(self, text):
        os.write(self.fd, text)

    def gone(self):
        return not os.path.exists(f"/proc/{self.process}")

    def close(self):
        for pid in (self.guardian, self.process):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        os.close(self.orders)
        os.waitpid(self.shell, 0)
        for fd in (self.fd, self.slave, self.reports):
            os.close(fd)


def last(seen, on, off):
    """which of two modes was sent last"""
    return "on" if seen.rfind(on) > seen.rfind(off) else "off"


def taken(screen):
    """what says that the terminal is not as it was; empty: all is well"""
    seen, now = screen.seen, termios.tcgetattr(screen.fd)
    flags = termios.ECHO | termios.ICANON | termios.ISIG
    checks = {
        "alternate screen": last(seen, SMCUP, RMCUP) == "on",
        "hidden cursor": last(seen, b"\x1b[?25l", b"\x1b[?25h") == "on",
        "keypad": last(seen, b"\x1b[?1h", b"\x1b[?1l") == "on",
        "bracketed paste": last(seen, b"\x1b[?2004h", b"\x1b[?2004l") == "on",
        "colours": not re.search(rb"\x1b\[0?m(?!.*\x1b\[[0-9;]*[1-9]m)", seen, re.S),
        "settings": now != screen.before,
        "no echo, no lines": now[3] & flags != flags,
    }
    return [name for name, is_taken in checks.items() if is_taken]


MACHINE = os.uname().machine
REGISTERS, STACK_POINTER, SYSTEM_CALL = 27, 19, 15  # struct user_regs_struct, x86_64
ATTACH, GET, SET, DETACH = 16, 12, 13, 17


def ptrace(request, pid, data):
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    if libc.ptrace(request, pid, None, data) < 0:
        raise Dead(f"ptrace {request}: {os.strerror(ctypes.get_errno())}")


def overflow(screen):
    """No room left on the stack: it may not grow, and its pointer is at its very end."""
    pid = screen.process
    with open(f"/proc/{pid}/maps") as maps:
        start, end = [int(n, 16) for n in
                      re.search(r"([0-9a-f]+)-([0-9a-f]+) .*\[stack\]", maps.read()).groups()]
    _, hard = resource.prlimit(pid, resource.RLIMIT_STACK)
    resource.prlimit(pid, resource.RLIMIT_STACK, (end - start, hard))
    if MACHINE == "x86_64":
        registers = (ctypes.c_ulonglong * REGISTERS)()
        ptrace(ATTACH, pid, None)
        os.waitpid(pid, 0x40000000)  # __WALL
        ptrace(GET, pid, registers)
        registers[STACK_POINTER] = start - 16
        registers[SYSTEM_CALL] = (1 << 64) - 1  # none to be taken up again
        ptrace(SET, pid, registers)
        ptrace(DETACH, pid, None)
    screen.key(b"j")


def kill(which, number):
    return lambda screen: os.kill(getattr(screen, which), number)


def code(status):
    return 128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def die(command, death, expected):
    screen = Screen(command)
    try:
        if not {"alternate screen", "keypad", "settings"} <= set(taken(screen)):
            raise Dead(f"the screen is not taken before the death: {taken(screen)}")
        death(screen)
        status = code(screen.report()[1])
        screen.wait(screen.gone, "the end of the process with the screen")
        screen.quiet()
        faults = taken(screen)
        if status != expected:
            faults.append(f"exit code {status}, expected {expected}")
        if faults:
            raise Dead(", ".join(faults) + f"; last seen: {screen.seen[-300:]!r}")
    finally:
        screen.close()


def stop_and_go_on(command):
    screen = Screen(command)
    try:
        screen.key(b"\x1a")
        status = screen.report()[1]
        screen.quiet()
        if not os.WIFSTOPPED(status) or taken(screen):
            raise Dead(f"stopped: {os.WIFSTOPPED(status)}, still taken: {taken(screen)}")
        fcntl.ioctl(screen.slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        screen.seen = b""
        os.write(screen.orders, b"c")
        screen.wait(lambda: SMCUP in screen.seen, "the screen after going on")
        screen.quiet()
        if not {"alternate screen", "keypad", "settings"} <= set(taken(screen)):
            raise Dead(f"not taken again: {taken(screen)}")
        if b"\x1b[1;30r" not in screen.seen:
            raise Dead("drawn for another size than the terminal has now")
        os.kill(screen.process, signal.SIGTERM)
        status = code(screen.report()[1])
        screen.quiet()
        if status != 143 or taken(screen):
            raise Dead(f"ended after going on with {status}, still taken: {taken(screen)}")
    finally:
        screen.close()


def main():
    command = sys.argv[1:]
    with open(command[0], "rb") as program:
        sanitized = b"__asan_init" in program.read()
    aborts = "abort_on_error=1" in os.environ.get("ASAN_OPTIONS", "")
    fault = 1 if sanitized and not aborts else 70  # AddressSanitizer reports and exits
    deaths = {
        "SIGSEGV": (kill("process", signal.SIGSEGV), fault),
        "SIGABRT": (kill("process", signal.SIGABRT), 70),
        "SIGTERM": (kill("process", signal.SIGTERM), 143),
        "SIGHUP": (kill("process", signal.SIGHUP), 129),
        "SIGINT": (kill("process", signal.SIGINT), 130),
        "SIGKILL of the screen's process": (kill("process", signal.SIGKILL), 137),
        "SIGKILL of the guardian": (kill("guardian", signal.SIGKILL), 137),
        "SIGTERM to the guardian": (kill("guardian", signal.SIGTERM), 143),
        "overflow of the stack": (overflow, fault),
    }
    tests = {name: lambda d=d, e=e: die(command, d, e) for name, (d, e) in deaths.items()}
    tests["Ctrl-Z and going on"] = lambda: stop_and_go_on(command)
    failed = 0
    for name, test in tests.items():
        try:
            test()
            print(f"ok      {name}")
        except Dead as fault_found:
            failed += 1
            print(f"not ok  {name}: {fault_found}")
    print(f"{len(tests) - failed} of {len(tests)} ends leave the terminal as it was")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
