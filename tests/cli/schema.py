#!/usr/bin/env python3
"""Every JSON report of the golden runs against the schema, and the promises a schema can't
hold: ids that are pointed at exist, evidence is null unless the origin is log, enumerations
and excerpts do not depend on the language."""
import json
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DATA = os.path.join(ROOT, "tests/data")
LOGS = {os.path.join(folder, name) for top in ("evtx", "made", "negative", "source")
        for folder, _, names in os.walk(os.path.join(DATA, top)) for name in names}
with open(os.path.join(DATA, "forms/INDEX"), encoding="utf-8") as index:  # every form that is read
    LOGS |= {os.path.join(DATA, row[0]) for row in map(str.split, index) if row and row[0] != "#" and row[4] != "refused"}
OPTIONS = [[], ["--reveal", "all"], ["--assigned-at", "2024-08-20T09:40:00Z", "--answer", "target-user=no:x"]]


def report(scepwiz, words):
    env = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LANG": "C.UTF-8"}
    out = subprocess.run([scepwiz, "check", "--json", *words], env=env, stdout=subprocess.PIPE, check=False).stdout
    return json.loads(out, object_pairs_hook=no_duplicates)


def no_duplicates(pairs):
    keys = [key for key, _ in pairs]
    assert len(keys) == len(set(keys)), f"duplicate keys: {keys}"
    return dict(pairs)


def faults_of(value):
    ids = [f["id"] for f in value["findings"]]
    pointed = value["verdict"]["because"] + [b for p in value["profiles"] for b in p["because"]]
    if len(ids) != len(set(ids)):
        yield "finding ids are not unique"
    if not set(pointed) <= set(ids):
        yield f"because names {set(pointed) - set(ids)}"
    for f in value["findings"]:
        if (f["evidence"] is not None) != (f["origin"] == "log"):
            yield f"{f['id']}: evidence and origin disagree"
    if value["verdict"]["outcome"] == "reached" and not value["verdict"]["because"]:
        yield "reached without a quoted record"
    if [s["id"] for s in value["stages"]] != ["assigned", "received", "requested", "issued", "installed"]:
        yield "stages out of order"


def unspoken(value):
    """the report without the words for people"""
    if isinstance(value, dict):
        return {k: unspoken(v) for k, v in value.items() if k not in ("text", "title", "summary", "advice", "damage", "remarks")}
    return [unspoken(v) for v in value] if isinstance(value, list) else value


def differences(scepwiz, jsonschema):
    """What diff prints, for each pair of the documents that lie here."""
    with open(os.path.join(ROOT, "core/report/scepwiz-diff.schema.json"), encoding="utf-8") as file:
        validator = jsonschema.Draft202012Validator(json.load(file))
    documents = sorted(os.listdir(os.path.join(DATA, "diff")))
    for before in documents:
        for after in documents:
            words = ["diff", "--json", *(os.path.join(DATA, "diff", name) for name in (before, after))]
            value = json.loads(subprocess.run([scepwiz, *words], stdout=subprocess.PIPE, check=True).stdout)
            yield from (f"diff {before} {after}: {e.message}" for e in validator.iter_errors(value))
            if (before == after) != (not value["changes"]):
                yield f"diff {before} {after}: {len(value['changes'])} changes"


def main(argv):
    try:
        import jsonschema
    except ImportError:
        print("python3-jsonschema is not installed: skipped")
        return 77
    with open(os.path.join(ROOT, "core/report/scepwiz-report.schema.json"), encoding="utf-8") as file:
        validator = jsonschema.Draft202012Validator(json.load(file))
    scepwiz, failed, passed = os.path.abspath(argv[1]), 0, 0
    for log in sorted(LOGS):
        for options in OPTIONS:
            value = report(scepwiz, options + [log])
            faults = [f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in validator.iter_errors(value)]
            faults += list(faults_of(value))
            if unspoken(value) != unspoken(report(scepwiz, ["--lang", "fr"] + options + [log])):
                faults.append("the French report differs in more than words")
            passed += not faults
            failed += bool(faults)
            for fault in faults:
                print(f"{os.path.relpath(log, ROOT)} {options}: {fault}")
    for fault in differences(scepwiz, jsonschema):
        failed += 1
        print(fault)
    print(f"{passed} passed, {failed} failed")
    return bool(failed) or not passed


sys.exit(main(sys.argv))
