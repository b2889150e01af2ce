#!/usr/bin/env python3
"""Hostile bytes in whatever the screen shows: log fields, names of files and folders, what is
typed, saved diagnoses, themes and settings. All views are walked through, and everything the
program sends is scanned: nothing but text and the sequences that the terminal's description has.

hostile.py SCEPWIZ"""
import curses
import importlib.util
import json
import os
import re
import subprocess
import sys
import unicodedata

from screen_pty import DATA, Fault, Terminal, check, run_tests

TYPE = "xterm-256color"
SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[ -/]+[0-~]|[0-Z\\^-~])|[\x00-\x1f\x7f-\x9f]")
CAPABILITIES = """smcup rmcup csr sgr0 rmir smir smam rmam smkx rmkx op civis cnorm clear home cup
    cud cud1 cuf cuf1 cub cub1 cuu cuu1 hpa vpa ed el el1 ech dch dch1 ich ich1 il il1 dl dl1 ind
    indn ri rin rep smso rmso smul rmul bold rev dim sitm ritm enacs smacs rmacs sc rc cr ht cbt
    BE BD""".split()
LOCALES = {"C.UTF-8": "utf-8", "C": "ascii", "fr_FR.ISO-8859-15": "iso-8859-15"}


def vectors_of():
    """the vectors and the logs they are planted in, of the test of the commands"""
    path = os.path.join(os.path.dirname(DATA), "cli/hostile.py")
    spec = importlib.util.spec_from_file_location("cli_hostile", path)
    module = importlib.util.module_from_spec(spec)
    with open(path, encoding="utf-8") as file:
        source = file.read().split("\nsys.exit(", maxsplit=1)[0]
    exec(compile(source, path, "exec"), vars(module))  # its last line would run it
    return module


CLI = vectors_of()
VECTORS = CLI.VECTORS


# ---- what may be sent ----

def shape(sequence):
    """without the numbers, but for those that name a mode"""
    if not sequence.startswith("\x1b[") or sequence[2:3] in "?>=" or sequence[-1] in "ht":
        return sequence
    return "\x1b[" + re.sub("[0-9;]", "", sequence[2:])


def allowed_shapes():
    """what the terminal's description can make curses send"""
    curses.setupterm(TYPE)
    shapes = {shape("\x1b[m"), "\r", "\n", "\x1b[?12l"}
    for name in CAPABILITIES:
        bytes_ = curses.tigetstr(name)
        if not bytes_:
            continue
        numbers = (ord("x"), 3) if name == "rep" else (3, 3)
        expanded = curses.tparm(bytes_, *numbers) if b"%" in bytes_ else bytes_
        shapes |= {shape(found) for found in SEQUENCE.findall(
            re.sub(rb"\$<[^>]*>", b"", expanded).decode("latin-1"))}
    return shapes


ALLOWED = allowed_shapes()
PLAIN = {"\r", "\n"}


def foreign(seen, encoding, allowed):
    """what was sent and may not be, one by one"""
    text = seen.decode(encoding, "surrogateescape")
    found = [s for s in SEQUENCE.findall(text) if shape(s) not in allowed]
    for char in SEQUENCE.sub("", text):
        if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co") or char in "\u2028\u2029":
            found.append(char)
    return found


class Tally:
    def __init__(self):
        self.runs = self.bytes = self.foreign = 0

    def scan(self, what, seen, encoding="utf-8", allowed=None):
        found = foreign(seen, encoding, ALLOWED if allowed is None else allowed)
        self.runs += 1
        self.bytes += len(seen)
        self.foreign += len(found)
        for sequence in found[:3]:
            at = seen.decode(encoding, "surrogateescape").index(sequence)
            print(f"{what}: {sequence!r} in {seen[max(0, at - 40):at + 40]!r}")

    def done(self):
        print(f"{self.runs} runs, {len(VECTORS)} vectors, {self.bytes >> 10} KB, "
              f"{self.foreign} foreign control bytes")
        check(self.foreign == 0, "foreign control bytes")


def test_the_scan_finds_them(_home, _command):
    """each vector as it stands is found, or it could not be missed"""
    for name, vector in VECTORS.items():
        if name not in ("marks", "cr", "bs", "cursor", "sgr"):  # what curses sends, too
            check(foreign(vector, "utf-8", ALLOWED), f"{name} would not be found")
    check(not foreign(b"\x1b[2;3Htext\x1b[38;5;17m\x1b(B\x1b[m\r\n", "utf-8", ALLOWED), "harmless")


# ---- the walk ----

def closes(terminal, way_out, text):
    terminal.press(way_out)
    terminal.wait(lambda: text not in terminal.text(), f"the end of {text}")


def settle(terminal):
    """all keys so far have had their effect: the help comes up behind them"""
    terminal.press("?", "Keys here")
    closes(terminal, "q", "Keys here")


def walk_log(terminal, entries):
    terminal.until("key entr")
    terminal.press("g")
    for _ in range(0, entries, 6):
        terminal.press("P P j " * 6)  # more at once would be taken for pasted text
        settle(terminal)
    terminal.press("Tab PgDn PgDn v v z z P l l m")
    settle(terminal)
    terminal.press("P h Tab Y")
    settle(terminal)
    terminal.press("c", "What a good delivery shows")
    terminal.press("PgDn q")
    settle(terminal)


def walk_steps(terminal):
    terminal.press("> PgDn PgDn")
    settle(terminal)
    terminal.press("r Tab PgDn G Tab PgDn G")
    settle(terminal)
    terminal.press("Tab PgDn G g")
    settle(terminal)
    terminal.press("< < <", "How to get it")
    terminal.press("G < < <")
    settle(terminal)
    terminal.press("<", "A log file")
    terminal.press("G")
    settle(terminal)
    terminal.press("q")


def walk(home, command, path, entries, locale="C.UTF-8"):
    """gives all that was sent"""
    with Terminal([command, path], home, LC_ALL=locale, TERM=TYPE) as terminal:
        terminal.wait(lambda: "key entr" in terminal.text() or terminal.ended(), "the log")
        if not terminal.ended():
            walk_log(terminal, entries)
            walk_steps(terminal)
        code = terminal.end()
        check(code in (0, 3), f"exit {code}")
        return terminal.seen, code


def write(path, bytes_):
    with open(path, "wb") as file:
        file.write(bytes_)
    return path


def logs_by_field():
    """every field of every form, with all vectors in one log"""
    for make, field in CLI.FIELDS:
        name = f"{make.__name__}-{field.replace(' ', '_')}"
        yield name, b"".join(make(v, field) for v in VECTORS.values()), len(VECTORS) * 2


def logs_by_vector():
    """every vector in all the fields of one form"""
    for name, vector in VECTORS.items():
        for form, fields in CLI.fields_by_form().items():
            yield (f"{form.__name__}-{name}", b"".join(form(vector, field) for field in fields),
                   len(fields))
        yield f"evtx-{name}", CLI.evtx(vector), 7


def have_locale(locale):
    listed = subprocess.run(["locale", "-a"], stdout=subprocess.PIPE, check=False).stdout
    here = {name.lower().replace("-", "") for name in listed.decode().split()}
    return locale == "C" or locale.lower().replace("-", "") in here


def test_fields(home, command):
    tally, shown = Tally(), 0
    for locale, encoding in LOCALES.items():
        if not have_locale(locale):
            continue
        for name, log, entries in logs_by_field():
            seen, code = walk(home, command, write(os.path.join(home, name), log), entries, locale)
            tally.scan(f"{name} in {locale}", seen, encoding)
            shown += code == 0
            os.remove(os.path.join(home, name))
    tally.done()
    check(shown > tally.runs * 0.8, f"only {shown} of {tally.runs} logs were shown")


def test_vectors(home, command):
    tally = Tally()
    for name, log, entries in logs_by_vector():
        seen, _ = walk(home, command, write(os.path.join(home, name), log), entries)
        tally.scan(name, seen)
        os.remove(os.path.join(home, name))
    tally.done()


# ---- what is no log ----

def word(vector):
    """as much of it as can be in a name"""
    return vector.replace(b"\0", b"").replace(b"/", b"")


def walk_report(terminal):
    terminal.press("r")
    settle(terminal)
    terminal.press("w", "Save the report as:")
    terminal.press("Enter", "Saved:")
    settle(terminal)
    terminal.press("q")


def test_names(home, command):
    """of files and folders: opened, listed, completed, saved, in the title and in messages"""
    tally = Tally()
    for name, vector in VECTORS.items():
        folder = os.path.join(home.encode(), b"in-" + word(vector))
        os.mkdir(folder)
        write(os.path.join(folder, b"l-" + word(vector)), CLI.ios(b"", "text"))
        path = write(os.path.join(folder, b"log-" + word(vector)), CLI.ios(b"", "text"))
        with Terminal([command, b"../" + os.path.basename(folder) + b"/" + os.path.basename(path)],
                      home, cwd=folder, TERM=TYPE) as terminal:
            walk_log(terminal, 2)
            terminal.press("<", "How to get it")
            terminal.press("o", "Open the log:")
            terminal.press("Tab Tab Escape")
            settle(terminal)
            walk_report(terminal)
            check(terminal.end() == 0, "exit 0")
            tally.scan(name, terminal.seen)
    tally.done()


def paste(terminal, vector):
    """as a terminal sends it; what would end the paste is not pasted"""
    os.write(terminal.fd, b"\x1b[200~" + vector.replace(b"\x1b[201~", b"") + b"\x1b[201~")


def paste_into(terminal, keys, prompt, vector):
    """and on: what was not taken is dismissed by Ctrl-C, which does nothing elsewhere"""
    terminal.press(keys, prompt)
    paste(terminal, vector)
    terminal.press("Home End Enter Ctrl-C")
    settle(terminal)


def test_typed(home, command):
    """pasted into every field: a path, a note, a time, patterns, commands"""
    tally = Tally()
    log = os.path.join(DATA, "made/android_OMADMLog_0_2024.log")
    for name, vector in VECTORS.items():
        with Terminal([command, "--platform", "android"], home, TERM=TYPE) as terminal:
            terminal.until("Check 1/3")
            paste_into(terminal, "a", "Note:", vector)
            paste_into(terminal, "> > t", "assigned or changed", vector)
            paste_into(terminal, "> o", "Open the log:", b"/nowhere/" + vector)
            paste_into(terminal, ":", "complete", b"open " + vector)
            paste_into(terminal, ":", "complete", vector)
            paste_into(terminal, ":", "complete", b"theme " + vector)
            paste_into(terminal, ":", "complete", b"explain " + vector)
            paste_into(terminal, ":", "complete", b"zone " + vector)
            terminal.press(":", "complete")
            terminal.type(f"open {log}\r", "key entries")
            paste_into(terminal, "/", "Search:", vector)
            paste_into(terminal, "&", "Show only:", vector)
            walk_steps(terminal)
            check(terminal.end() == 0, "exit 0")
            tally.scan(name, terminal.seen)
    tally.done()


def test_words_of_the_call(home, command):
    tally = Tally()
    log = os.path.join(DATA, "evtx/scep_ok.evtx")
    for name, vector in VECTORS.items():
        text = word(vector)
        for words in ([text], ["--theme", text, log], ["--platform", text],
                      [b"--" + text], ["--lang", text, log], ["--log-zone", text, log],
                      ["--answer", b"target-user=no:" + text, log]):
            with Terminal([command] + words, home, TERM=TYPE) as terminal:
                terminal.wait(lambda t=terminal: t.ended() or "q quit" in t.text(), "an answer")
                if not terminal.ended():
                    walk_steps(terminal)
                terminal.end()
                tally.scan(f"{words}", terminal.seen)
    tally.done()


def test_files_of_ours(home, command):
    """a theme, settings, and a saved diagnosis that somebody else has written"""
    tally = Tally()
    log = os.path.join(DATA, "evtx/scep_ok.evtx")
    config = os.path.join(home, ".config/scepwiz")
    os.makedirs(config)
    for name, vector in VECTORS.items():
        theme = write(os.path.join(home, "a.theme"), b"[colours]\ntitle = " + vector + b"\n")
        write(os.path.join(config, "config"), vector + b" = yes\n[keys]\nopen = " + vector + b"\n")
        for words in ([log], ["--theme", theme, log], None):
            if not words:  # the settings are a mistake, so it would not start with them
                os.remove(os.path.join(config, "config"))
            with Terminal([command] + (words or [log]), home, TERM=TYPE) as terminal:
                terminal.wait(lambda t=terminal: t.ended() or "q quit" in t.text(), "an answer")
                check(terminal.ended() == bool(words), f"{words}: exit {terminal.code}")
                if not words:
                    paste_into(terminal, ":", "complete", b"theme " + theme.encode())
                    terminal.press("q")
                terminal.end()
                tally.scan(f"{name}, {words}", terminal.seen)
    tally.done()


def saved_diagnosis(vector, outcome="reached"):
    text = vector.decode("utf-8", "replace").replace("\0", "\x01")
    answer = {"outcome": "good", "note": text}
    return {"scepwiz-diagnosis": 1, "saved": "2024-08-20T10:00:00Z", "guide": "scep-ios",
            "step": "target-user", "outcome": outcome, "options": {},
            "checks": {"target-user": answer, "group-membership": answer},
            "logs": ["/nowhere/" + text, os.path.join(DATA, "made/ios_console_tab_new.txt")],
            "view": {"log": 0, "entry": 1, "filter": text}}


def test_saved_diagnoses(home, command):
    tally = Tally()
    folder = os.path.join(home, ".local/state/scepwiz/sessions")
    os.makedirs(folder, 0o700)
    for name, vector in VECTORS.items():
        session = saved_diagnosis(vector)
        write(os.path.join(folder, "20240820-100000-1-1.json"), json.dumps(session).encode())
        session["guide"] = session["step"] = vector.decode("utf-8", "replace").replace("\0", "")
        write(os.path.join(folder, "20240820-100000-1-2.json"), json.dumps(session).encode())
        with Terminal([command], home, TERM=TYPE) as terminal:
            terminal.until("Go on with")
            terminal.press("End d", "Type yes:")
            closes(terminal, "Escape", "Type yes:")
            terminal.press("End Enter")
            settle(terminal)
            terminal.press("Up Enter")
            settle(terminal)
            terminal.press("q")
            terminal.end()
            tally.scan(name, terminal.seen)
        for file in os.listdir(folder):
            os.remove(os.path.join(folder, file))
    tally.done()


def test_the_allowed_ones_are_sent(home, command):
    """a harmless log, the same keys: learnt from it, the scan has nothing to say either"""
    seen, code = walk(home, command, os.path.join(DATA, "evtx/scep_ok.evtx"), 7)
    check(code == 0, f"exit {code}")
    check(not foreign(seen, "utf-8", ALLOWED), f"{foreign(seen, 'utf-8', ALLOWED)[:3]}")


if __name__ == "__main__":
    sys.exit(run_tests(sys.modules[__name__], os.path.abspath(sys.argv[1])))
