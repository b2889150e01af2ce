#!/usr/bin/env python3
"""What a run costs in counts that repeat: instructions, memory, bytes for the terminal. A test, for
times are no gate on a busy machine.

counts.py NAME=PROGRAM…"""
import os
import sys
import tempfile

import rows_screen
import rows_text
from frame import Bench, Skip, Void

# the floor in the table, and about a tenth
BOUNDS = {"G3": 2.2, "G3i": 3.2, "G8": 330, "G8p": 8900, "G9": 18}


def main():
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(dict(word.split("=", 1) for word in sys.argv[1:]), folder, small=True)
        os.environ["XDG_STATE_HOME"] = os.environ["XDG_CONFIG_HOME"] = folder
        for row in rows_text.ROWS + rows_screen.ROWS:
            if row.name not in BOUNDS:
                continue
            try:
                text, _, value = row.run(bench)
            except Skip as skip:
                print(f"{row.name}: skipped: {skip}")
                continue
            except Void as void:
                print(f"{row.name}: void: {void}")
                failed = True
                continue
            bad = value > BOUNDS[row.name]
            failed |= bad
            print(f"{row.name}: {text} {row.unit}, at most {BOUNDS[row.name]}{' FAULT' if bad else ''}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
