#!/usr/bin/env python3
"""A lost connection loses nothing: at every step on every platform the terminal hangs up, and
the next start takes the diagnosis up again where it was: same screen, same file.

resume.py SCEPWIZ"""
import json
import os
import signal
import stat
import sys

from screen_pty import DATA, Fault, Terminal, check, run_tests

PLATFORMS = {  # how to choose it, its log, a pattern in it
    "android": ("Enter", "made/android_OMADMLog_0_2024.log", "enroll"),
    "ios": ("Down Enter", "made/ios_console_tab_new.txt", "SCEP"),
    "windows": ("Down Down Enter", "evtx/scep_ok.evtx", "SCEP"),
}
CHECKS = ("Check 1/3", "Check 2/3", "Check 3/3", "How to get it")
TIME = "2024-08-20T09:00:00Z"
SECRETS = ("token", "secret", "password", "challenge", "eyJ")


def sessions_of(home):
    return os.path.join(home, ".local/state/scepwiz/sessions")


def session_files(home):
    folder = sessions_of(home)
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    return [os.path.join(folder, name) for name in names if name.endswith(".json")]


def read_session(path):
    """what it says, but for the clock"""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    said = json.loads(text)
    check(said.pop("saved"), "the session says when it was saved")
    for word in SECRETS:
        check(word not in text, f"{word} in the session file")
    return said


def the_session(home):
    files = session_files(home)
    check(len(files) == 1, f"one session file expected: {files}")
    for path, mode in ((files[0], 0o600), (os.path.dirname(files[0]), 0o700)):
        found = stat.S_IMODE(os.stat(path).st_mode)
        check(found == mode, f"{path}: mode {found:o}, expected {mode:o}")
    return read_session(files[0])


# ---- the ways to each step ----

def answer(number, key):
    """to check number, answered with key, and back to see the answer"""
    return [("y", CHECKS[i + 1]) for i in range(number)] + [(key, CHECKS[number + 1]),
                                                           ("<", CHECKS[number])]


def typed(key, prompt, text, until):
    return [(key, prompt), (("type", text + "\r"), until)]


def opened(platform):
    _, log, _ = PLATFORMS[platform]
    return typed(":", "complete", "open " + os.path.join(DATA, log), "✓ REACHED")


def ways(platform):
    pattern = PLATFORMS[platform][2]
    note = typed("a", "Note:", "seen in the portal, à 9 h", "note: seen in the portal, à 9 h")
    times = [("y", CHECKS[1]), ("y", CHECKS[2])]
    times += typed("t", "assigned or changed", TIME, "Last check-in in the portal")
    times += [(("type", TIME + "\r"), "last check-in: " + TIME)]
    log = opened(platform)
    filtered = typed("&", "Show only:", pattern, f"&{pattern}: ")
    steps = {"nothing said": [], "at the start": [("<", "A log file")],
             "a note": note, "a note and an answer": note + [("n", CHECKS[1])], "times": times,
             "collect": [("y", CHECKS[1]), ("n", CHECKS[2]), ("s", CHECKS[3])],
             "log": log, "collect, a log open": log + [("<", "How to get it")],
             "log, first entry": log + [("G g", "  1/")], "log, last entry": log + [("G", " ")],
             "log, filtered": log + filtered + [("G", " ")],
             "log, after answers": [("y", CHECKS[1]), ("u", CHECKS[2])] + log,
             "verdict": log + [(">", "The chain")], "report": log + [("r", "[Markdown]")],
             "verdict without a log": [("n", CHECKS[1]), ("> > >", "The chain")],
             "report without a log": [("s", CHECKS[1]), ("r", "[Markdown]")]}
    for number in range(3):
        for key in "ynus":
            steps[f"check {number + 1}, {key}"] = answer(number, key)
    return steps


def go(terminal, way):
    for keys, until in way:
        if keys[0] == "type":
            terminal.type(keys[1], until)
        else:
            terminal.press(keys, until)


def begin(terminal, platform, way):
    terminal.until("A log file")
    terminal.press(PLATFORMS[platform][0], CHECKS[0])
    go(terminal, way)
    terminal.quiet()


def take_up(terminal):
    terminal.until("Go on with")
    terminal.press("End Enter")


def expect_rows(terminal, rows):
    try:
        terminal.wait(lambda: terminal.rows() == rows, "the same screen")
    except Fault:
        differing = [f"-{a}\n+{b}" for a, b in zip(rows, terminal.rows()) if a != b]
        raise Fault("another screen:\n" + "\n".join(differing)) from None


def resume(home, command, platform, way, number, code):
    with Terminal([command], home) as terminal:
        begin(terminal, platform, way)
        rows = terminal.rows()
        found = terminal.end(number)
        check(found == code, f"exit {found}, expected {code}")
    before = the_session(home)
    with Terminal([command], home) as terminal:
        take_up(terminal)
        if before["step"] == "start":  # the start is no step to take up: its first one is
            terminal.until(CHECKS[0])
        else:
            expect_rows(terminal, rows)
        terminal.end(number)
    after = the_session(home)
    if before["step"] != "start":
        check(before == after, f"another file: {before}, then {after}")


def test_hang_up_at_every_step(home, command):
    done = count = 0
    for platform in PLATFORMS:
        for name, way in ways(platform).items():
            count += 1
            place = os.path.join(home, str(count))
            os.mkdir(place)
            try:
                resume(place, command, platform, way, signal.SIGHUP, 129)
                done += 1
            except Fault as fault:
                print(f"{platform}, {name}: {fault}")
    print(f"resume {done}/{count}")
    check(done == count, "not every step was taken up again")


def test_sigterm(home, command):
    for platform in PLATFORMS:
        place = os.path.join(home, platform)
        os.mkdir(place)
        resume(place, command, platform, ways(platform)["log, filtered"], signal.SIGTERM, 143)


def test_terminal_gone(home, command):
    """the terminal itself is closed, as when the network drops"""
    terminal = Terminal([command], home)
    begin(terminal, "ios", ways("ios")["a note"])
    process = terminal.process()
    os.close(terminal.fd)
    _, status = os.waitpid(terminal.pid, 0)
    check(os.waitstatus_to_exitcode(status) == 129, f"status {status}")
    check(not os.path.exists(f"/proc/{process}"), "the process with the screen is left behind")
    check(the_session(home)["checks"]["target-user"]["note"], "the note is kept")


def test_no_state(home, command):
    """nothing is written, whatever is done"""
    with Terminal([command, "--no-state"], home) as terminal:
        begin(terminal, "windows", ways("windows")["log, after answers"])
        terminal.press("P v", "Record 3")
        terminal.press("y", "Nothing was copied")
        terminal.press("q", "not saved")
        terminal.press("q")
        check(terminal.end() == 0, "exit 0")
    check(os.listdir(home) == [], f"written: {os.listdir(home)}")
    with Terminal([command, "--no-state"], home) as terminal:
        begin(terminal, "ios", ways("ios")["a note"])
        check(terminal.end(signal.SIGHUP) == 129, "exit 129")
    check(os.listdir(home) == [], f"written at a hang-up: {os.listdir(home)}")


def test_two_at_once(home, command):
    """two programs on one saved diagnosis: the second goes on as a copy"""
    with Terminal([command], home) as terminal:
        begin(terminal, "android", ways("android")["check 1, y"])
        terminal.end(signal.SIGHUP)
    first = session_files(home)
    with Terminal([command], home) as one, Terminal([command], home) as two:
        for terminal in (one, two):
            take_up(terminal)
            terminal.until(CHECKS[0])
        two.press("n", CHECKS[1])
        one.press("u", CHECKS[1])
        two.press("n", CHECKS[2])
        for terminal in (one, two):
            terminal.press("q")
            check(terminal.end() == 0, "exit 0")
    files = session_files(home)
    check(len(files) == 2 and first[0] in files, f"a copy beside it: {files}")
    files.remove(first[0])
    mine, other = (read_session(path)["checks"] for path in (first[0], files[0]))
    check(mine["target-user"]["outcome"] == "unknown", f"the first one's answer: {mine}")
    check("group-membership" not in mine, f"the first one has no answer of the other: {mine}")
    check(other["target-user"]["outcome"] == "bad", f"the second one's answer: {other}")
    check(other["group-membership"]["outcome"] == "bad", f"the second one's answer: {other}")


def test_state_can_not_be_written(home, command):
    """the folder is a file: that is said, and the diagnosis goes on"""
    os.makedirs(os.path.join(home, ".local/state"))
    with open(os.path.join(home, ".local/state/scepwiz"), "w", encoding="utf-8") as file:
        file.write("in the way")
    with Terminal([command], home) as terminal:
        begin(terminal, "windows", [("y", CHECKS[1])])
        check(".local/state/scepwiz" in terminal.rows()[22], f"told: {terminal.rows()[22]}")
        go(terminal, [("y", CHECKS[2]), ("y", CHECKS[3])] + opened("windows"))
        terminal.press("> q")
        check(terminal.end() == 0, "exit 0")


if __name__ == "__main__":
    sys.exit(run_tests(sys.modules[__name__], os.path.abspath(sys.argv[1])))
