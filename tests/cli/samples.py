#!/usr/bin/env python3
"""Over real samples, where they lie beside the project: the provider's own log equals another
reader's print field by field, every file is read without harm, and documents' log lines are
recognised or refused."""
import glob
import json
import os
import re
import resource
import subprocess
import sys
import xml.etree.ElementTree as ET

NS = "{http://schemas.microsoft.com/win/2004/08/events/event}"
# the text forms that this version reads, and what each must say
FORMS = {"android_OMADMLog_0_2018.log": "omadm", "android_OMADMLog_0_2024.log": "omadm", "ios_console_tab_new.txt": "ios-console",
         "win_copy_en.txt": "event-text", "win_eventviewer_export.xml": "event-xml", "win_eventviewer_export_fr.xml": "event-xml",
         "win_wevtutil_text.txt": "event-text", "win_wevtutil_xml_noroot.txt": "event-xml"}
PROFILE = "39907e78-e61b-4730-b9fa-d44a53e4111c"
# at least as many records as libevtx's evtxexport prints
AT_LEAST = {"Diagnostics-Provider%4Admin": 152, "Diagnostics-Provider%4Operational": 32, "no_crc32": 17, "CAPI2%4Operational": 24,
            "irregular-bool": 3028, "zero-data-size": 335, "bad_chunk_magic": 267, "bad_string_cache": 2261, "System2": 194,
            "dns_log_malformed": 5, "issue_38": 1, "EventID70": 1}
DAMAGED = ("sample-with-zero-data-size", "bad_chunk_magic", "plaso_System2", "bad_string_cache", "libevtx-24GiB")


def check(scepwiz, *words):
    done = subprocess.run([scepwiz, "check", "--json", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    return done.returncode, json.loads(done.stdout) if done.stdout else None, done.stderr.decode()


def number(text):
    try:
        return int(text, 0)
    except (TypeError, ValueError):
        return text


def normal(text):
    text = (text or "").strip()
    time = re.fullmatch(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d+))?Z?", text)
    if time:  # python-evtx rounds to microseconds through a float: compare to 10 of them
        return ("time", time[1], time[2], round(int((time[3] or "0").ljust(7, "0")[:7]) / 100))
    return number(text.lower().strip("{}"))


def same(a, b):
    if isinstance(a, tuple) and isinstance(b, tuple):
        return a[:3] == b[:3] and abs(a[3] - b[3]) <= 1
    return a == b


def fields(event):
    """(path, value) of every leaf and attribute that says something"""
    out = {}
    for part in event:
        for index, leaf in enumerate(part):
            name = leaf.tag.replace(NS, "") + (leaf.get("Name", "") if leaf.tag == NS + "Data" else "")
            if (leaf.text or "").strip():
                out[part.tag.replace(NS, "") + "/" + name] = normal(leaf.text)
            for key, value in leaf.attrib.items():
                if value and not (leaf.tag == NS + "Data" and key == "Name"):
                    out[part.tag.replace(NS, "") + "/" + name + "@" + key] = normal(value)
    return out


def compare_with_python_evtx(dump, samples):
    source = glob.glob(os.path.join(samples, "evtx", "fukusuket2022*Admin.evtx"))[0]
    ours = [ET.fromstring(line) for line in subprocess.run([dump, source], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout.decode().splitlines() if line]
    with open(os.path.join(samples, "windows/python-evtx_dmedp_admin.xml"), encoding="utf-8") as file:
        theirs = [ET.fromstring(e) for e in re.findall(r"<Event .*?</Event>", file.read(), re.S)]
    assert len(ours) == len(theirs) == 152, f"{len(ours)} records against {len(theirs)}"
    count = 0
    for mine, other in zip(ours, theirs):
        a, b = fields(mine), fields(other)
        assert a.keys() == b.keys(), f"{set(a) ^ set(b)}"
        for key in a:
            assert same(a[key], b[key]), f"{key}: {a[key]} against {b[key]}"
            count += 1
    print(f"152 records, {count} fields equal")


def own_provider_is_inconclusive(scepwiz, samples):
    source = glob.glob(os.path.join(samples, "evtx", "fukusuket2022*Admin.evtx"))[0]
    code, report, _ = check(scepwiz, source)
    assert code == 11 and report["logs"][0]["entries"] == 152
    assert report["logs"][0]["missing"] and "neither" in report["verdict"]["summary"]


def every_evtx_is_read(scepwiz, samples):
    paths = glob.glob(os.path.join(samples, "evtx", "*.evtx")) + glob.glob(os.path.join(samples, "../bench/repro/*.evtx"))
    assert len(paths) >= 15
    for path in paths:
        code, report, _ = check(scepwiz, path)
        name, log = os.path.basename(path), report["logs"][0]
        assert code == 11, f"{name}: exit {code}"
        least = max([count for word, count in AT_LEAST.items() if word in name], default=0)
        assert log["entries"] >= least, f"{name}: {log['entries']} records, not {least}"
        if any(word in name for word in DAMAGED):
            assert log["damage"], f"{name}: damage is not named"
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    if not os.environ.get("ASAN_OPTIONS") and b"__asan_init" not in open(scepwiz, "rb").read():
        assert used < 24 * 1024, f"{used} KB"  # of the python child before exec, too
    print(f"{len(paths)} evtx files read, at most {used} KB")


def forms_are_reached(scepwiz, samples):
    for name, form in FORMS.items():
        code, report, error = check(scepwiz, os.path.join(samples, "made/text", name))
        assert code == 0, f"{name}: exit {code} {error}"
        assert report["logs"][0]["format"] == form and report["profiles"][0]["profile"] == PROFILE, name
    code, report, _ = check(scepwiz, os.path.join(samples, "made/scep_ok.evtx"))
    assert code == 0 and report["profiles"][0]["profile"] == PROFILE
    print(f"{len(FORMS) + 1} made logs reached")


def documents_lines(scepwiz, samples):
    reached = {"android/msdocs_deployment_0.txt", "android/msdocs_delivery_1.txt", "android/msdocs_ndes_0.txt", "ios/msdocs_deployment_1.txt", "ios/msdocs_delivery_2.txt", "windows/msdocs_deployment_2.txt"}
    never = {"android/msdocs_wifi_0.txt", "android/msdocs_wifi_3.txt", "android/msdocs_vpn_2023.txt", "android/msdocs_delivery_0.txt", "ios/msdocs_wifi_1.txt", "ios/msdocs_ndes_2.txt", "windows/msdocs_ndes_3.txt", "windows/msdocs_wifi_2.txt", "windows/python-evtx_dmedp_admin.xml", "windows/wevtutil_text_dmedp_debug_msdocs.txt", "windows/msdocs_ndes_6.txt"}
    refused = {"android/plaso_android_logcat.log", "ios/unifiedlogreader_0000000000000030.tracev3"}
    for names, wanted in ((reached, 0), (never, 11), (refused, 3)):
        for name in sorted(names):
            code, _, error = check(scepwiz, os.path.join(samples, name))
            assert code == wanted, f"{name}: exit {code}, not {wanted} {error}"
    print(f"{len(reached)} document lines reached, {len(never)} inconclusive, {len(refused)} refused")


def main(argv):
    scepwiz, dump, samples = argv[1:4]
    failed = 0
    steps = [(compare_with_python_evtx, dump), (own_provider_is_inconclusive, scepwiz), (every_evtx_is_read, scepwiz), (forms_are_reached, scepwiz), (documents_lines, scepwiz)]
    for step, program in steps:
        try:
            step(os.path.abspath(program), samples)
        except AssertionError as error:
            failed += 1
            print(f"{step.__name__}: {error}")
    print(f"{len(steps) - failed} passed, {failed} failed")
    return bool(failed)


sys.exit(main(sys.argv))
