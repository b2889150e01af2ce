#!/usr/bin/env python3
"""Every terminal, every encoding, with colour and without: each gets to the verdict, on the
screen or in the plain wizard, and leaves with 0.

matrix.py SCEPWIZ"""
import itertools
import os
import re
import subprocess
import sys

from screen_pty import DATA, Fault, Terminal, check, run_tests

TYPES = ("dumb", "vt100", "vt220", "linux", "xterm", "xterm-256color", "screen",
         "screen-256color", "tmux-256color", "", "nosuchterm")
PLAIN = ("dumb", "", "nosuchterm")
COLOURED = ("linux", "xterm", "xterm-256color", "screen", "screen-256color", "tmux-256color")
LOCALES = ("C", "C.UTF-8", "fr_FR.UTF-8", "fr_FR.ISO-8859-15")
COLOURS = set(range(30, 39)) | set(range(40, 49)) | set(range(90, 108))
LOG = os.path.join(DATA, "evtx/scep_ok.evtx")


def spelling(locale):
    return locale.lower().replace("-", "")


def locales():
    listed = subprocess.run(["locale", "-a"], stdout=subprocess.PIPE, check=False).stdout
    here = {spelling(name) for name in listed.decode().split()} | {"c"}
    return [locale for locale in LOCALES if spelling(locale) in here]


def colours_in(seen):
    """the parameters of SGR that choose a colour"""
    found = set()
    for numbers in re.findall(rb"\x1b\[([0-9;:]*)m", seen):
        found |= {int(n) for n in re.split(rb"[;:]", numbers) if n} & COLOURS
    return found


def seen(terminal, text):
    """text in one piece, but for its looks"""
    return text.encode() in re.sub(rb"\x1b(\[[0-9;]*m|\(.)|\x0f", b"", terminal.seen)


def on_screen(terminal):
    terminal.press(">")
    terminal.wait(lambda: seen(terminal, "The chain"), "the verdict on the screen")
    terminal.press("q")


def in_plain_words(terminal):
    terminal.type("\n")
    terminal.wait(lambda: seen(terminal, "What to do next"), "the verdict in words")
    terminal.wait(lambda: seen(terminal, "Your choice:"), "the choice")
    terminal.type("q\n")


def check_bytes(terminal, kind, locale, no_color):
    found = colours_in(terminal.seen)
    if no_color or kind in PLAIN:
        check(not found, f"colours where none are wanted: {sorted(found)}")
    elif kind in COLOURED:
        check(found, "no colours though the terminal has them")
    if locale == "C":
        check(max(terminal.seen) < 0x80, "bytes beyond ASCII in the locale C")
    check(b"REACHED" in terminal.seen, "the outcome's word")


def walk(home, command, kind, locale, no_color):
    with Terminal([command, LOG], home, cells=False, TERM=kind, LC_ALL=locale, LANGUAGE="en",
                  NO_COLOR="1" if no_color else None) as terminal:
        terminal.wait(lambda: seen(terminal, "? help") or seen(terminal, "Enter goes on:"),
                      "the log")
        plain = seen(terminal, "Enter goes on:")
        check(plain == (kind in PLAIN), f"plain: {plain}")
        (in_plain_words if plain else on_screen)(terminal)
        check(terminal.end() == 0, f"exit {terminal.code}, expected 0")
        check_bytes(terminal, kind, locale, no_color)


def test_all(home, command):
    done = count = 0
    for kind, locale, no_color in itertools.product(TYPES, locales(), (False, True)):
        count += 1
        try:
            walk(home, command, kind, locale, no_color)
            done += 1
        except Fault as fault:
            print(f"TERM={kind!r} {locale}{' NO_COLOR' if no_color else ''}: {fault}")
    print(f"{len(locales())} locales of {len(LOCALES)}; {done}/{count} reach the verdict")
    check(done == count, "not all do")


def test_empty_no_color_counts_for_nothing(home, command):
    with Terminal([command, LOG], home, NO_COLOR="") as terminal:
        terminal.until("REACHED")
        terminal.press("q")
        terminal.end()
        check(colours_in(terminal.seen), "colours")


def test_colour_always_wins(home, command):
    with Terminal([command, "--color", "always", LOG], home, NO_COLOR="1") as terminal:
        terminal.until("REACHED")
        terminal.press("q")
        terminal.end()
        check(colours_in(terminal.seen), "colours")


if __name__ == "__main__":
    sys.exit(run_tests(sys.modules[__name__], os.path.abspath(sys.argv[1])))
