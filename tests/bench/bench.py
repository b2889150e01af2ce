#!/usr/bin/env python3
"""The table of benchmarks: workload, ours, peer, ratio, goal, met or not.

bench.py [--only G1,G3] [--folder DIR] NAME=PROGRAM…
Programs: scepwiz, read_log, make_log, sax2. Rows come from every rows_*.py beside this file. Peers that
are not installed are skipped by name. Run it on a machine at rest."""
import argparse
import glob
import importlib
import os
import platform
import sys
import time

from frame import Bench, Skip, Void


def all_rows():
    here = os.path.dirname(os.path.abspath(__file__))
    names = sorted(os.path.basename(path)[:-3] for path in glob.glob(os.path.join(here, "rows_*.py")))
    rows = [row for name in names for row in importlib.import_module(name).ROWS]
    return sorted(rows, key=lambda row: (int("".join(c for c in row.name if c.isdigit())), row.name))


def met(row, value):
    return "goal" if value <= row.goal else "floor" if value <= row.floor else "**no**"


def line(row, bench):
    begin = [row.name, row.what, f"{row.peer or '–'}"]
    bounds = f"{row.floor:g} / {row.goal:g}"
    try:
        ours, peer, value = row.run(bench)
    except Skip as skip:
        return [*begin, "–", "–", "–", bounds, f"skipped: {skip}"]
    except Void as void:
        return [*begin, "–", "–", "–", bounds, f"**void**: {void}"]
    return [*begin, ours, peer or "–", f"{value:.3g} {row.unit}", bounds, met(row, value)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default="")
    parser.add_argument("--folder", default="bench-data")
    parser.add_argument("programs", nargs="+")
    args = parser.parse_args()
    only = [name for name in args.only.split(",") if name]
    bench = Bench(dict(word.split("=", 1) for word in args.programs), args.folder, small=False)
    print(f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, {platform.machine()}\n")
    print("| | workload | peer | ours | peer's | measured | floor / goal | met |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    bad = False
    for row in all_rows():
        if only and row.name not in only:
            continue
        cells = line(row, bench)
        bad |= cells[-1].startswith("**")
        print("| " + " | ".join(cells) + " |", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
