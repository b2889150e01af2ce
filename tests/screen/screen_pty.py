"""A terminal to run the program in, seen as a person would see it: rows of text.

For the tests beside it. Reads until something shows, never waits for a fixed time."""
import codecs
import fcntl
import glob
import os
import pty
import re
import select
import signal
import struct
import tempfile
import termios
import time
import unicodedata

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DATA = os.path.join(ROOT, "tests/data")
LIMIT = 60  # seconds for anything to show, on a machine that has much else to do
KEYS = {"Enter": "\r", "Tab": "\t", "Escape": "\x1b", "Backspace": "\x7f", "Space": " ",
        "Up": "\x1bOA", "Down": "\x1bOB", "PgDn": "\x1b[6~", "PgUp": "\x1b[5~",
        "Home": "\x1bOH", "End": "\x1bOF", "Ctrl-C": "\x03", "Ctrl-L": "\x0c",
        "Ctrl-U": "\x15", "Ctrl-Z": "\x1a", "F1": "\x1bOP"}


class Fault(AssertionError):
    pass


def check(condition, what):
    if not condition:
        raise Fault(what)


def bytes_of(names):
    """blank-separated names of keys"""
    return "".join(KEYS.get(name, name) for name in names.split())


def width(char):
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


class Cells:
    """What an xterm makes of the bytes, as far as curses sends them; anything else is a fault."""
    SEQUENCE = re.compile(r"\x1b(?:\[([?>]?)([0-9;]*)([@-~])|([()].)|([=>78M]))")

    def __init__(self, height, width_):
        self.height, self.width = height, width_
        self.y = self.x = 0
        self.kept = 0, 0
        self.top, self.bottom = 0, height - 1
        self.rest = ""
        self.last = " "
        self.cells = [[" "] * width_ for _ in range(height)]

    def resize(self, height, width_):
        old = self.cells
        self.__init__(height, width_)
        for y, row in enumerate(old[:height]):
            self.cells[y] = (row + [" "] * width_)[:width_]

    def rows(self):
        return ["".join(row).rstrip() for row in self.cells]

    def feed(self, text):
        text, at = self.rest + text, 0
        self.rest = ""
        while at < len(text):
            if text[at] != "\x1b":
                self.put(text[at])
                at += 1
                continue
            found = self.SEQUENCE.match(text, at)
            if not found:
                if len(text) - at > 40:
                    raise Fault(f"an unknown sequence: {text[at:at + 40]!r}")
                self.rest = text[at:]
                return
            self.obey(*found.groups())
            at = found.end()

    def put(self, char):
        if char == "\r":
            self.x = 0
        elif char == "\n":
            self.down()
        elif char == "\b":
            self.x = max(0, self.x - 1)
        elif char >= " ":
            self.draw(char)
        elif char not in "\a\x0f\x0e":
            raise Fault(f"a control character: {char!r}")

    def draw(self, char):
        columns = width(char)
        if columns == 0:
            at = max(0, min(self.x, self.width) - 1)
            self.cells[self.y][at] += char
            return
        if self.x + columns > self.width:
            self.x = 0
            self.down()
        self.cells[self.y][self.x] = char
        if columns == 2:
            self.cells[self.y][self.x + 1] = ""
        self.x += columns
        self.last = char

    def down(self):
        if self.y == self.bottom:
            self.scroll(1)
        else:
            self.y = min(self.height - 1, self.y + 1)

    def scroll(self, by, top=None):
        top = self.top if top is None else top
        region = self.cells[top:self.bottom + 1]
        blank = [[" "] * self.width for _ in range(min(abs(by), len(region)))]
        self.cells[top:self.bottom + 1] = \
            region[by:] + blank if by > 0 else blank + region[:len(region) + by]

    def blank(self, y, first, last):
        self.cells[y][first:last] = [" "] * (last - first)

    def erase(self, n, whole):
        first = 0 if n else self.x
        last = self.x + 1 if n == 1 else self.width
        self.blank(self.y, first, last)
        for y in range(self.height) if whole else ():
            if n == 2 or (n == 0 and y > self.y) or (n == 1 and y < self.y):
                self.blank(y, 0, self.width)

    def obey(self, private, numbers, final, _charset, plain):
        if plain == "M":
            if self.y == self.top:
                self.scroll(-1)
            else:
                self.y = max(0, self.y - 1)
        elif plain == "7":
            self.kept = self.y, self.x
        elif plain == "8":
            self.y, self.x = self.kept
        if not final or private or final in "mhlt":
            return
        given = [int(n) if n else 0 for n in numbers.split(";")]
        n = given[0] or 1
        row = self.cells[self.y]
        if final in "Hf":
            self.y, self.x = n - 1, (given[1] or 1) - 1 if len(given) > 1 else 0
        elif final == "d":
            self.y = n - 1
        elif final == "G":
            self.x = n - 1
        elif final in "ABCD":
            self.y += {"A": -n, "B": n}.get(final, 0)
            self.x += {"C": n, "D": -n}.get(final, 0)
        elif final in "JK":
            self.erase(given[0], final == "J")
        elif final == "X":
            self.blank(self.y, self.x, min(self.width, self.x + n))
        elif final == "P":
            row[self.x:] = (row[self.x + n:] + [" "] * n)[:self.width - self.x]
        elif final == "@":
            row[self.x:] = ([" "] * n + row[self.x:])[:self.width - self.x]
        elif final in "LM":
            self.scroll(n if final == "M" else -n, self.y)
        elif final in "ST":
            self.scroll(n if final == "S" else -n)
        elif final == "r":
            self.top = n - 1
            self.bottom = (given[1] if len(given) > 1 and given[1] else self.height) - 1
            self.y = self.x = 0
        elif final == "b":
            for _ in range(n):
                self.draw(self.last)
        else:
            raise Fault(f"an unknown sequence: CSI {numbers} {final}")
        self.y = min(max(0, self.y), self.height - 1)
        self.x = min(max(0, self.x), self.width)


def environment(home, **more):
    env = {"PATH": os.environ["PATH"], "HOME": home, "LANG": "C.UTF-8", "TZ": "UTC",
           "TERM": "xterm-256color"}
    env.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
    env.update({k: v for k, v in more.items() if v is not None})
    return {k: v for k, v in env.items() if more.get(k, v) is not None}


class Terminal:
    """The program in a terminal of its own. cells: False, where it may send anything."""

    def __init__(self, command, home, cwd=None, height=24, width_=80, cells=True, **env):
        self.cells = Cells(height, width_) if cells else None
        self.seen = b""
        self.decode = codecs.getincrementaldecoder("utf-8")("replace")
        self.code = None
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", height, width_, 0, 0))
            os.chdir(cwd or home)
            os.execve(command[0], command, environment(home, **env))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.code is None:
            for pid in self.children() + [self.pid]:
                os.kill(pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.fd)

    def children(self):
        try:
            with open(f"/proc/{self.pid}/task/{self.pid}/children") as children:
                return [int(pid) for pid in children.read().split()]
        except FileNotFoundError:
            return []

    def process(self):
        """the one with the screen: the first one only watches over it"""
        children = self.children()
        check(len(children) == 1, f"one process with the screen expected, found {children}")
        return children[0]

    def read(self, seconds):
        if not select.select([self.fd], [], [], seconds)[0]:
            return False
        try:
            block = os.read(self.fd, 65536)
        except OSError:  # nobody has the terminal open any more
            return False
        self.seen += block
        if self.cells:
            self.cells.feed(self.decode.decode(block))
        return bool(block)

    def text(self):
        return "\n".join(self.rows()) if self.cells else repr(self.seen)

    def rows(self):
        return self.cells.rows()

    def wait(self, condition, what):
        end = time.monotonic() + LIMIT
        while not condition():
            if time.monotonic() > end or self.ended():
                if not condition():
                    raise Fault(f"waited in vain for {what}; on the screen:\n{self.text()[-3000:]}")
                return
            self.read(0.02)

    def until(self, text):
        self.wait(lambda: text in self.text(), repr(text))

    def waits(self):
        """every thread of it sleeps: nothing more is to come, however slow the machine is"""
        states = []
        for pid in [self.pid] + self.children():
            for path in glob.glob(f"/proc/{pid}/task/*/stat"):
                try:
                    with open(path, encoding="utf-8", errors="replace") as stat:
                        states.append(stat.read().rsplit(")", 1)[1].split()[0])
                except (FileNotFoundError, ProcessLookupError):
                    pass
        return all(state in "STtZX" for state in states)

    def quiet(self, seconds=0.1):
        end = time.monotonic() + LIMIT
        while self.read(seconds) or not self.waits():
            check(time.monotonic() < end, f"it never comes to rest:\n{self.text()[-3000:]}")

    def press(self, names, until=None):
        self.type(bytes_of(names), until)

    def type(self, text, until=None):
        os.write(self.fd, text if isinstance(text, bytes) else text.encode())
        if until:
            self.until(until)

    def resize(self, height, width_):
        self.cells.resize(height, width_)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", height, width_, 0, 0))

    def ended(self):
        if self.code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.code = os.waitstatus_to_exitcode(status)
        return self.code is not None

    def end(self, number=None):
        """its exit code, after a signal to the process with the screen"""
        if number is not None:
            os.kill(self.process(), number)
        self.wait(self.ended, "the end of the program")
        while self.read(0):
            pass
        return self.code


def no_terminals():
    """why there are none to be had here; None: there are"""
    try:
        for end in pty.openpty():
            os.close(end)
        return None
    except OSError as error:
        return error


def run_tests(module, *args):
    """every function test_… of the module; the exit code"""
    why = no_terminals()
    if why:
        print(f"{why}: this place has no terminals to test with: skipped")
        return 77
    tests = [f for name, f in sorted(vars(module).items()) if name.startswith("test_")]
    failed = 0
    for test in tests:
        try:
            with tempfile.TemporaryDirectory() as home:
                test(home, *args)
        except Fault as fault:
            failed += 1
            print(f"{test.__name__}: {fault}")
    print(f"{len(tests) - failed} passed, {failed} failed")
    return int(bool(failed))
