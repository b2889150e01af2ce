#!/usr/bin/env python3
"""French is complete: every string that is marked in the sources, the guides and the
reference files is in core/po/fr.po, translated, with the same placeholders; and every file
with such strings is listed."""
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PO = os.path.join(ROOT, "core/po")


def listed_files():
    with open(os.path.join(PO, "POTFILES"), encoding="utf-8") as file:
        return set(file.read().split())


def files_with_strings():
    for top in ("core", "tui", "wizards"):
        for folder, _, names in os.walk(os.path.join(ROOT, top)):
            for name in names:
                path = os.path.relpath(os.path.join(folder, name), ROOT)
                with open(os.path.join(ROOT, path), encoding="utf-8") as file:
                    text = file.read() if name.endswith((".c", ".h", ".xml")) else ""
                marked = re.search(r"\b(_|N_|P_)\(\s*\"", text) if name.endswith((".c", ".h")) else text
                if marked:
                    yield path


def main():
    faults = [f"core/po/POTFILES lacks {path}" for path in set(files_with_strings()) - listed_files()]
    env = {**os.environ, "GETTEXTDATADIRS": PO, "LC_ALL": "C.UTF-8"}
    with tempfile.TemporaryDirectory() as tmp:
        pot, po = os.path.join(tmp, "scepwiz.pot"), os.path.join(tmp, "fr.po")
        subprocess.run(["xgettext", "--from-code=UTF-8", "-k_", "-kN_", "-kP_:1,2", "-f", os.path.join(PO, "POTFILES"), "-o", pot], cwd=ROOT, env=env, check=True, stderr=subprocess.DEVNULL)
        subprocess.run(["msgmerge", "-q", "--no-fuzzy-matching", "-o", po, os.path.join(PO, "fr.po"), pot], env=env, check=True)
        left = subprocess.run(["msgattrib", "--untranslated", "--no-obsolete", "--no-location", po], env=env, check=True, stdout=subprocess.PIPE).stdout.decode()
        fuzzy = subprocess.run(["msgattrib", "--only-fuzzy", "--no-obsolete", po], env=env, check=True, stdout=subprocess.PIPE).stdout.decode()
        bad = subprocess.run(["msgfmt", "--check", "-o", os.devnull, po], env=env, stderr=subprocess.PIPE)
        if re.search(r'^msgid "', left, re.M):
            faults.append("not translated:\n" + left)
        if "#, fuzzy" in fuzzy:
            faults.append("fuzzy:\n" + fuzzy)
        if bad.returncode:
            faults.append(bad.stderr.decode())
        with open(po, encoding="utf-8") as file:
            count = len(re.findall(r'^msgid "', file.read(), re.M)) - 1
        if count < 1000:
            faults.append(f"only {count} strings were found: are the guides extracted?")
    print("\n".join(faults) or f"{count} strings, all translated")
    return bool(faults)


sys.exit(main())
