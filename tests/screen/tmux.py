#!/usr/bin/env python3
"""In a real terminal: tmux, with a shell in it. What it shows at once, its keys, another size,
Ctrl-Z and fg, pasted text; and that nothing of it is left behind.

tmux.py SCEPWIZ"""
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time

from screen_pty import DATA, LIMIT, Fault, check

EVTX = os.path.join(DATA, "evtx/scep_ok.evtx")
ANDROID = os.path.join(DATA, "made/android_OMADMLog_0_2024.log")
HINTS = "q quit"


class Tmux:
    """A server of our own, with one window of 80x24 and a shell"""

    def __init__(self, home):
        self.home = home
        self.call = ["tmux", "-f", "/dev/null", "-S", os.path.join(home, "socket")]
        self.prompt = None
        self.env = {"PATH": os.environ["PATH"], "HOME": home, "LC_ALL": "C.UTF-8",
                    "TERM": "xterm-256color", "TZ": "UTC"}
        self.env.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})

    def __enter__(self):
        try:
            self.run("new-session", "-d", "-x", "80", "-y", "24", "-c", self.home, "sh")
            self.run("set-option", "-g", "window-size", "manual")
            self.prompt = self.until(lambda rows: rows[0] != "", "the shell")
        except Fault:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        subprocess.run(self.call + ["kill-server"], env=self.env, check=False)

    def run(self, *words):
        done = subprocess.run(self.call + list(words), env=self.env, check=False, timeout=LIMIT,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        check(done.returncode == 0, f"tmux {words}: {done.stdout}")
        return done.stdout.decode()

    def rows(self, *options):
        return self.run("capture-pane", "-p", *options).rstrip("\n").split("\n")

    def cursor_row(self):
        return int(self.run("display-message", "-p", "#{cursor_y}"))

    def until(self, condition, what):
        end = time.monotonic() + LIMIT
        while not condition(self.rows()):
            if time.monotonic() > end:
                raise Fault(f"waited in vain for {what}:\n" + "\n".join(self.rows()))
            time.sleep(0.01)
        return self.rows()

    def shows(self, text):
        return self.until(lambda rows: any(text in row for row in rows), repr(text))

    def hides(self, text):
        return self.until(lambda rows: not any(text in row for row in rows), f"no {text!r}")

    def key(self, *names, shows=None):
        self.run("send-keys", *names)
        return self.shows(shows) if shows else None

    def type(self, text):
        self.run("send-keys", "-l", text)

    def command(self, line, shows=None):
        self.type(line)
        return self.key("Enter", shows=shows)

    def resize(self, width, height):
        self.run("resize-window", "-x", str(width), "-y", str(height))

    def read(self, name):
        """a file that the shell writes, once it has"""
        path = os.path.join(self.home, name)
        self.until(lambda _: os.path.exists(path) and os.path.getsize(path) > 0, name)
        with open(path, encoding="utf-8") as file:
            return file.read()


def row_of(rows, text):
    found = [y for y, row in enumerate(rows) if text in row]
    check(found, f"{text!r} is not on the screen:\n" + "\n".join(rows))
    return found[0]


def check_first_sight(tmux):
    """event 306 lit, with its sign, and the outcome: without a key pressed"""
    rows = tmux.shows("✓ REACHED")
    tmux.until(lambda rows: tmux.cursor_row() == row_of(rows, "● 306:"), "306 under the cursor")
    y = row_of(rows, "● 306:")
    lit = tmux.rows("-e")
    check("\x1b[" in lit[y] and lit[y] != lit[y + 1], f"not lit: {lit[y]!r}")
    check("REACHED" in rows[0], f"the title row: {rows[0]}")
    check(any("SCEP profile received" in row for row in rows[y + 1:]), "explained below")


def check_log_keys(tmux):
    tmux.key("e", shows="  4/7")
    check(tmux.cursor_row() == row_of(tmux.rows(), "● 36:"), "the cursor is on the next key entry")
    tmux.key("Tab")
    tmux.until(lambda rows: tmux.cursor_row() > row_of(rows, "── entry"), "focus on the entry")
    tmux.key("P", shows="── raw")
    tmux.key("P", shows="── entry")
    tmux.key("z")
    tmux.hides("── entry")
    tmux.key("z", shows="── entry")
    tmux.key("v", shows="│")
    tmux.key("v", shows="── entry")
    tmux.key("Tab", "g", "/", shows="Search:")
    tmux.type("39:|installed")
    tmux.key("Enter", shows="  5/7")
    tmux.key("&", shows="Show only:")
    tmux.type("SCEP")
    tmux.key("Enter", shows="&SCEP: ")
    tmux.hides("813 MDM")
    tmux.key("&", "C-u", "Enter", shows="813 MDM")


def check_sizes(tmux):
    before = tmux.rows()
    tmux.resize(40, 10)
    tmux.until(lambda rows: row_of(rows, HINTS) == 9 and max(map(len, rows)) <= 40, "40x10")
    tmux.resize(80, 24)
    tmux.until(lambda rows: rows == before, "the screen as it was")


def check_stop(tmux, before):
    shown = tmux.rows()
    tmux.key("C-z", shows="topped")
    rows = tmux.rows()
    check(rows[:len(before) - 1] == before[:-1], f"the shell's screen is not back: {rows}")
    check("-icanon" not in stty(tmux, "stopped"), "stopped, and the terminal is still raw")
    tmux.command("fg")
    tmux.until(lambda rows: rows == shown, "the screen after fg")


def stty(tmux, name):
    tmux.command(f"stty -a >{name}.tmp; mv {name}.tmp {name}")
    return tmux.read(name)


def leave(tmux):
    tmux.key("q")
    tmux.hides(HINTS)
    tmux.command("echo left with $?", shows="left with 0")


def start(tmux, command, words):
    tmux.command("clear; unset LINES COLUMNS")
    tmux.until(lambda rows: rows == tmux.prompt, "an empty screen")
    settings = stty(tmux, "before")
    rows = tmux.rows()
    tmux.command(f"{shlex.quote(command)} {words}")
    return settings, rows


def test_the_whole(home, command):
    with Tmux(home) as tmux:
        settings, before = start(tmux, command, EVTX)
        check_first_sight(tmux)
        check_log_keys(tmux)
        check_sizes(tmux)
        check_stop(tmux, before)
        leave(tmux)
        rows = tmux.rows()
        check(rows[:len(before) - 1] == before[:-1], f"the screen is not as before: {rows}")
        check(not any("REACHED" in row for row in rows), f"left behind: {rows}")
        check(stty(tmux, "after") == settings, "the terminal's settings are not as before")


# ---- pasted text ----

def excerpt():
    """4 KB of a log, with line ends and every letter that is a command"""
    with open(ANDROID, encoding="utf-8") as file:
        text = "q Q y n u s\n> < r\n" + file.read().replace("\t", " ")
    return text[:4100]


VIEWS = (  # keys to get there from the one before, what shows there
    ((), "● 306:"), (("Tab",), "● 306:"), (("c",), "What a good delivery"),
    (("q", "?"), "Keys here"), (("q", ">"), "The chain"), ((">",), "[Markdown]"),
    (("<", "<", "<"), "How to get it"), (("<",), "Check 3/3"), (("<",), "Check 2/3"),
    (("<",), "Check 1/3"), (("<",), "A log file"),
)
FIELDS = ((("o",), "Open the log:"), ((":",), "complete"))


def paste(tmux):
    tmux.run("paste-buffer", "-p", "-b", "excerpt")


def check_paste(tmux, name):
    before = tmux.rows()
    paste(tmux)
    tmux.shows("pasted text")
    time.sleep(0.5)  # what follows without a pause belongs to the paste
    tmux.key("C-l")
    tmux.until(lambda rows: rows[:22] + rows[23:] == before[:22] + before[23:],
               f"{name} as it was before the paste")


def check_paste_into_field(tmux, keys, prompt):
    tmux.key("C-l")
    before = tmux.hides("pasted text")
    tmux.key(*keys, shows=prompt)
    paste(tmux)
    tmux.until(lambda rows: not rows[22].rstrip().endswith(":"), "the pasted text in the field")
    check(prompt in "\n".join(tmux.rows()), "a line end in pasted text is no Enter")
    tmux.key("Escape")
    tmux.until(lambda rows: rows[:22] + rows[23:] == before[:22] + before[23:],
               f"the screen before the field {prompt}")


def test_pasted_text(home, command):
    path = os.path.join(home, "excerpt")
    with open(path, "w", encoding="utf-8") as file:
        file.write(excerpt())
    with Tmux(home) as tmux:
        tmux.run("load-buffer", "-b", "excerpt", path)
        start(tmux, command, EVTX)
        for keys, text in VIEWS:
            for key in keys:
                tmux.key(key)
            tmux.shows(text)
            check_paste(tmux, text)
        for keys, prompt in FIELDS:
            check_paste_into_field(tmux, keys, prompt)
        leave(tmux)
        folder = os.path.join(home, ".local/state/scepwiz/sessions")
        check(not os.path.isdir(folder), "a paste has answered something")


def main():
    if not shutil.which("tmux"):
        print("there is no tmux here: skipped")
        return 77
    failed = 0
    tests = (test_the_whole, test_pasted_text)
    for test in tests:
        try:
            with tempfile.TemporaryDirectory() as home:
                test(home, os.path.abspath(sys.argv[1]))
        except Fault as fault:
            failed += 1
            print(f"{test.__name__}: {fault}")
    print(f"{len(tests) - failed} passed, {failed} failed")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
