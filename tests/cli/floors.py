#!/usr/bin/env python3
"""Reads every #include of the program against the floors (core/README.md): includes go down
only, siblings never include each other, a library is only where it lives."""
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

FLOORS = {  # room: the rooms it may include
    "base": set(),
    "evtx": {"base"},
    "log": {"base", "evtx"},
    "guide": {"base"},
    "scep": {"base"},
    "net": {"base"},
    "probe": {"base", "net"},
    "graph": {"base", "net"},
    "look": {"base"},
    "diagnosis": {"base", "log", "guide", "graph", "scep", "look"},
    "report": {"base", "log", "guide", "graph", "scep", "look", "diagnosis"},
    "cli": {"base", "probe", "log", "guide", "graph", "scep", "look", "diagnosis", "report"},
}
LIBRARIES = [  # an included header, theirs or our table of it, and the only places it may stand in
    (r"n?curses|panel\.h|term\.h", r"tui/(term|style|draw|screen)\.[ch]"),
    (r"libxml/", r"core/base/libxml2\.h"),
    (r"base/libxml2\.h", r"core/guide/.*|core/scep/(walk|reference|payload|syncml)\.[ch]|core/log/win(event|reading)\.[ch]"),
    (r"curl/", r"core/net/libcurl\.h"),
    (r"jansson\.h", r"core/graph/.*|core/diagnosis/diagnosis_file\.c|core/report/(json\.h|json\.c|told\.c|write_.*\.c)|core/log/fmt_ndjson\.c"),
    (r"pcre2", r"core/base/pattern\.c"),
    (r"archive", r"core/log/libarchive\.h"),
    (r"libarchive\.h", r"core/log/(libarchive|unpack)\.c"),
    (r"utf8proc", r"core/base/.*|tui/.*"),
    (r"openssl/", r"core/base/libcrypto\.h|core/net/libssl\.h"),
    (r"base/libcrypto\.h", r"core/probe/ca\.c|core/graph/assertion\.c|core/net/tls\.c"),
]


def sources():
    for top in ("core", "tui"):
        for folder, _, names in os.walk(os.path.join(ROOT, top)):
            for name in names:
                if name.endswith((".c", ".h")):
                    yield os.path.relpath(os.path.join(folder, name), ROOT)


def leaves_early(path, text):
    """A buffer that is released by itself has to be made before the first way out; no compiler
    says so."""
    waiting = set()
    for number, line in enumerate(text.split("\n"), 1):
        declared = re.match(r"\s*autostrbuf ([\w, ]+);", line)
        if line == "}":
            waiting = set()
        elif declared:
            waiting |= set(re.split(r",\s*", declared.group(1)))
        elif waiting and re.search(r"\breturn\b", line):
            yield f"{path}:{number}: returns before strbuf_init() of {', '.join(sorted(waiting))}"
        waiting -= set(re.findall(r"\w+\(&(\w+)", line))


def faults_of(path):
    parts = path.split("/")
    room = parts[1] if parts[0] == "core" else "tui"
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        text = file.read()
    for kind, name in re.findall(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', text, re.M):
        for library, home in LIBRARIES:
            if (kind == "<" or "lib" in library) and re.match(library, name) and not re.fullmatch(home, path):
                yield f"{path}: <{name}> does not live here"
        other = name.split("/")[0]
        if kind == "<" or "/" not in name:
            continue
        if other not in FLOORS:
            yield f"{path}: \"{name}\" is in no room"
        elif room == "tui":
            if other == "cli" and not re.fullmatch(r"tui/(main|screen_start)\.[ch]", path):
                yield f"{path}: only the program's entry sees both fronts"
        elif other != room and other not in FLOORS[room]:
            yield f"{path}: {room} may not include {other} (\"{name}\")"
    yield from leaves_early(path, text)
    if room != "tui" and re.search(r"\bisatty\s*\(|\btcsetattr\b", text):
        yield f"{path}: core never sees a terminal"


def main(argv):
    faults = [fault for path in sources() for fault in faults_of(path)]
    # the proof of the pudding: the headless program links no curses
    with open(argv[1], "rb") as file:
        if b"libncurses" in file.read() and len(argv) > 2 and argv[2] == "headless":
            faults.append("the headless program links ncurses")
    print("\n".join(faults) or "every include goes down")
    return bool(faults)


sys.exit(main(sys.argv))
