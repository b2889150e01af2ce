#!/usr/bin/env python3
"""The way to the certificate: what each guide concludes from the logs of devices and servers, alone
and together, and which guide comes next. And a guide of somebody's own, out of a temporary folder,
with nothing built anew."""
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

HERE = os.path.dirname(os.path.abspath(__file__))
LOGS = os.path.join(os.path.dirname(HERE), "data", "chain")
PROFILE = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
EXITS = {"reached": 0, "not-reached": 10, "inconclusive": 11}

# guide ("": the platform's own), logs, outcome, stage, the key that decides (None: none), words that
# summary and advice must hold
ROWS = [
    # the profile reached the device, and then it stops: the cause, and where to go on
    ("", "windows_root.xml", "reached", "requested", "scep-accepted", ["CA thumbprint", "--guide step-2-ndes"]),
    ("", "android_caps.log", "reached", "requested", "enroll-begins", ["403 Forbidden", "--guide step-2-ndes"]),
    ("", "ios_22003.txt", "reached", "requested", "scep-dependent", ["RA certificates", "--guide step-2-ndes"]),
    ("", "ios_22013.txt", "reached", "requested", "scep-dependent", ["challenge or the template", "--guide step-2-ndes"]),
    ("", "windows_made.xml", "reached", "issued", "scep-accepted", ["--guide step-3-connector"]),
    # step 2
    ("", "iis_ok.log", "reached", None, "iis-sent", ["do not say for which device", "--guide step-3-connector"]),
    ("step-2-ndes", "iis_503.log", "not-reached", "requested", "iis-503", ["Start the pool"]),
    ("step-2-ndes", "iis_none.log", "inconclusive", "requested", None, ["Silence proves nothing"]),
    ("step-2-ndes", "iis_mixed.log", "inconclusive", "requested", "iis-500", ["and others failed"]),
    ("step-2-ndes", "windows_made.xml iis_mixed.log", "inconclusive", "requested", "iis-sent", ["Only its time", "client's address"]),
    ("step-2-ndes", "iis_mixed.log windows_made.xml", "inconclusive", "requested", "iis-sent", ["Only its time", "client's address"]),
    ("step-2-ndes", "windows_made.xml iis_mixed_near.log", "inconclusive", "requested", "iis-500", []),
    ("step-2-ndes", "windows_root.xml iis_ok.log", "not-reached", "requested", "windows-refused", [PROFILE, "0x80091007"]),
    ("step-2-ndes", "android_caps.log", "not-reached", "requested", "android-error", [PROFILE]),
    ("step-2-ndes", "ios_22003.txt", "not-reached", "requested", "ios-root", [PROFILE, "0x87d17d03"]),
    ("step-2-ndes", "ios_22013.txt", "inconclusive", "requested", None, []),
    # steps 3 and 4
    ("step-3-connector", "connector_ok.xml", "reached", None, "connector-issued", [PROFILE, "--guide step-5-delivery"]),
    ("step-3-connector", "connector_refused.xml", "not-reached", "requested", "connector-refused", [PROFILE]),
    ("step-3-connector", "connector_two_devices.xml", "inconclusive", "issued", "connector-not-issued", ["and others failed"]),
    ("step-3-connector", "windows_done.xml connector_two_devices.xml", "reached", None, "windows-done", [PROFILE]),
    ("step-3-connector", "NDESPlugin.log", "inconclusive", "issued", None, []),
    ("step-3-connector", "NDESPlugin_12175.log", "not-reached", "requested", "plugin-false", []),
    ("step-3-connector", "CertificateRegistrationPoint.svclog", "not-reached", "requested", "plugin-false", []),
    ("step-3-connector", "ca_denied.xml", "not-reached", "issued", "ca-denied", ["do not say for which device"]),
    ("step-3-connector", "ios_22013.txt", "not-reached", "issued", "ios-denied", ["0x87d17d0d"]),
    # steps 5 and 6
    ("step-5-delivery", "windows_done.xml", "reached", None, "windows-done", ["--guide step-6-reporting"]),
    ("step-5-delivery", "certenroll_87.xml", "not-reached", "issued", "certenroll-failed", []),
    ("step-6-reporting", "connector_ok.xml", "reached", None, "connector-told", []),
    ("step-6-reporting", "connector_lost.xml", "not-reached", "reported", "connector-gave-up", []),
]

# stages that a report shows, by guide
STAGES = {"scep-windows": ["assigned", "received", "requested", "issued", "installed"], "step-2-ndes": ["requested"],
          "step-3-connector": ["requested", "issued"], "step-5-delivery": ["issued", "installed"],
          "step-6-reporting": ["issued", "reported"]}

OWN = """<?xml version="1.0"?>
<guide id="my-proxy" platform="any" goal="requested">
  <title>Our own proxy</title>
  <summary>Does our proxy let the request through?</summary>
  <stages><stage id="requested"><title>The proxy let it through</title>
    <if-missing>Nothing.</if-missing></stage></stages>
  <log title="IIS log" name="u_ex.log"><step>Take it from the proxy.</step></log>
  <key-entries>
    <key-entry id="through" stage="requested" role="good"><title>Let through</title>
      <text contains="operation=PKIOperation"><field name="status" is="200"/></text>
      <meaning>It is through.</meaning></key-entry>
    <key-entry id="kept" stage="requested" role="bad"><title>Kept back</title>
      <text contains="operation="><field name="status" is="503"/></text>
      <meaning>The proxy is down.</meaning><next>Start the proxy.</next></key-entry>
    <key-entry id="foreign" stage="requested" role="bad"><title>Event of ours</title>
      <event ids="77" provider="Our-Proxy" channel="Our-Proxy/Log"><field name="Why" is="0x5"/></event>
      <meaning>Access denied.</meaning></key-entry>
  </key-entries>
  <advices><advice outcome="reached" guide="step-3-connector">Go on.</advice></advices>
</guide>
"""
OWN_EVENT = """<Events><Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System>
<Provider Name="%s"/><EventID>77</EventID><Level>2</Level><TimeCreated SystemTime="2024-08-20T07:41:02Z"/>
<EventRecordID>5</EventRecordID><Channel>Our-Proxy/Log</Channel><Computer>P</Computer></System>
<EventData><Data Name="Why">0x5</Data></EventData></Event></Events>
"""

# what is a transaction's id in a text, and what is none: two records that say the same words are not
# one request for that
TRANSACTIONS = [("TransactionID: 4F2A9C0B1D4E5F60, ok", "4F2A9C0B1D4E5F60"), ("transId=qj+f/0rLq1Yk= done", "qj+f/0rLq1Yk="),
                ("TransactionId mismatch in the request", None), ("transaction_id=<TransactionID>", None)]

failed = 0


def check(program, arguments):
    run = subprocess.run([program, "check", "--json", *arguments], capture_output=True, text=True, timeout=60, check=False)
    return run.returncode, json.loads(run.stdout) if run.stdout else {}, run.stderr


def expect(what, found, wanted):
    global failed
    if found == wanted:
        return
    failed += 1
    print(f"{what}: got {found!r}, expected {wanted!r}")


def judge(program, what, arguments, outcome, stage, key, words):
    code, report, stderr = check(program, arguments)
    if not report:
        expect(what, stderr, "a report")
        return {}
    verdict = report["verdict"]
    expect(f"{what}: outcome", (verdict["outcome"], verdict["stage"], code), (outcome, stage, EXITS[outcome]))
    keys = [f["key"] for f in report["findings"] if verdict["because"] and f["id"] == verdict["because"][0]]
    expect(f"{what}: what decides", keys[0] if keys else None, key)
    told = " ".join([verdict["summary"], *verdict["advice"]])
    for word in words:
        expect(f"{what}: {word!r} is told", word in told, True)
    for finding in report["findings"]:
        expect(f"{what}: {finding['id']} is quoted", bool(finding["evidence"] and finding["evidence"]["excerpt"]), True)
    return report


def own_guide(program):
    with tempfile.TemporaryDirectory() as folder:
        guide = os.path.join(folder, "my-proxy.xml")
        with open(guide, "w", encoding="utf-8") as file:
            file.write(OWN)
        for name, provider in (("ours.xml", "Our-Proxy"), ("theirs.xml", "Their-Proxy")):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(OWN_EVENT % provider)
        own = ["--guide", guide]
        expect("own guide: form", subprocess.run([program, "guides", "--check", guide], check=False).returncode, 0)
        report = judge(program, "own guide", [*own, os.path.join(LOGS, "iis_ok.log")], "reached", None, "through",
                       ["Go on.", "--guide step-3-connector"])
        expect("own guide: id", report.get("guide"), "my-proxy")
        judge(program, "own guide, 503", [*own, os.path.join(LOGS, "iis_503.log")], "not-reached", "requested", "kept",
              ["Start the proxy."])
        judge(program, "own event", [*own, os.path.join(folder, "ours.xml")], "not-reached", "requested", "foreign", [])
        judge(program, "another's event", [*own, os.path.join(folder, "theirs.xml")], "inconclusive", "requested", None, [])
        code, _, stderr = check(program, ["--guide", os.path.join(folder, "none.xml"), os.path.join(LOGS, "iis_ok.log")])
        expect("a guide that is not there", (code, "none.xml" in stderr), (3, True))


def transactions():
    wizards = os.path.join(os.path.dirname(os.path.dirname(HERE)), "wizards")
    patterns = set()
    for name in sorted(os.listdir(wizards)):
        if name.endswith(".xml"):
            marks = xml.etree.ElementTree.parse(os.path.join(wizards, name)).iter("mark")
            patterns |= {mark.get("pattern") for mark in marks if mark.get("id") == "transaction"}
    expect("marks of transactions", len(patterns), 1)
    for pattern in patterns:
        for text, wanted in TRANSACTIONS:
            found = re.search(pattern, text)
            expect(f"the transaction in {text!r}", found and found.group(1), wanted)


def main():
    program = os.path.abspath(sys.argv[1])
    for guide, logs, *wanted in ROWS:
        arguments = (["--guide", guide] if guide else []) + [os.path.join(LOGS, log) for log in logs.split()]
        report = judge(program, f"{guide or 'own'} {logs}", arguments, *wanted)
        if report.get("guide") in STAGES:
            expect(f"{guide} {logs}: stages", [s["id"] for s in report["stages"]], STAGES[report["guide"]])
    own_guide(program)
    transactions()
    print(f"{failed} faults")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
