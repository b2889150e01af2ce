#!/usr/bin/env python3
"""Hostile byte vectors in every field that can hold them, through every command: no foreign
control byte may reach stdout or stderr, whatever the form of the output."""
import itertools
import os
import re
import subprocess
import sys
import tempfile
import unicodedata

ID = "ModelName=AC_51bad41f-3854-4eb5-a2f2-0f7a94034ee8/LogicalName_39907e78_e61b_4730_b9fa_d44a53e4111c;Hash=-912418295"
WID = "ModelName_AC_51bad41f-3854-4eb5-a2f2-0f7a94034ee8_LogicalName_39907e78_e61b_4730_b9fa_d44a53e4111c_Hash_7"
AID = ID.replace("/", "%2F").replace(";", "%3B")

VECTORS = {
    "osc52": b"\x1b]52;c;cm0gLXJmIC8=\x07", "osc0": b"\x1b]0;owned\x07", "osc8": b"\x1b]8;;http://x\x1b\\x\x1b]8;;\x1b\\",
    "dsr": b"\x1b[6n", "decrqss": b"\x1bP$qm\x1b\\", "enq": b"\x05", "ris": b"\x1bc", "decaln": b"\x1b#8",
    "cursor": b"\x1b[2J\x1b[1;1H", "sgr": b"\x1b[31;7m", "csi-c1": b"\x9b2J", "osc-c1": b"\x9d0;x\x9c",
    "c1-utf8": "\u009b2J\u009d0;x\u009c".encode(), "cr": b"Result: bad\rResult: good", "bs": b"bad\x08\x08\x08good",
    "bidi": "\u202egnp.exe\u2066x\u2069".encode(), "zero-width": "a\u200bb\u200dc\ufeffd\u00ade".encode(),
    "tags": "\U000e0041\U000e007f".encode(), "invalid": b"\xc0\xaf\xed\xa0\x80\xff\xfe", "marks": ("e" + "\u0301" * 40).encode(),
    "nul-del": b"a\x00b\x7fc",
}


def omadm(v, field):
    f = {"level": b"VERB", "tag": b"o.tag", "text": b"", "node": AID.encode(), "subject": b"CN=x", "time": b"2024-08-20T16:49:01.1230000"}
    f[field] = (f[field] + v) if field != "text" else v
    esc = lambda b: b.replace(b"&", b"&amp;").replace(b"<", b"&lt;")
    req = b"&lt;CertificateRequest&gt;&lt;RequestParameters&gt;&lt;SubjectName&gt;" + esc(f["subject"]) + b"&lt;/SubjectName&gt;&lt;/RequestParameters&gt;&lt;/CertificateRequest&gt;"
    xml = (b"<SyncML><SyncHdr><SessionID>1</SessionID><MsgID>1</MsgID><Source><LocURI>https://a</LocURI></Source></SyncHdr><SyncBody><Add><CmdID>2</CmdID><Item><Target><LocURI>./Vendor/MSFT/CertificateStore/Enroll/"
           + f["node"] + b"/Install</LocURI></Target><Data>" + req + b"</Data></Item></Add></SyncBody></SyncML>")
    pre = f["time"] + b"\t" + f["level"] + b"\t" + f["tag"] + b"\t 1\t 2\t"
    return pre + xml + b"\r\n" + pre + b"Trying to enroll certificate request: " + AID.encode() + b" " + f["text"] + b"\r\n\tcontinued " + v + b"\r\n"


def ios(v, field):
    f = {"type": b"debug", "time": b"18:30:54.638009-0500", "process": b"profiled", "text": b""}
    f[field] += v
    line = b"\t".join([f["type"], f["time"], f["process"], b"Adding dependent " + ID.encode() + b" to parent 63 in domain PayloadDependencyDomainCertificate to system " + f["text"]])
    return b"default\t18:30:53.638009-0500\tprofiled\thello\n" + line + b"\nmore " + v + b"\n"


def xml_text(v):
    return v.replace(b"&", b"&amp;").replace(b"<", b"&lt;")


def winxml(v, field):
    f = {"provider": b"Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider", "computer": b"PC", "channel": b"Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider/Admin", "data": b"user", "name": b"Message3", "message": b"", "user": b"S-1-12-1-1-2-3-4"}
    f[field] += xml_text(v)
    return (b"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='" + f["provider"] + b"'/><EventID>306</EventID><Level>4</Level><TimeCreated SystemTime='2024-08-20T09:41:04.1Z'/><EventRecordID>3</EventRecordID><Channel>"
            + f["channel"] + b"</Channel><Computer>" + f["computer"] + b"</Computer><Security UserID='" + f["user"] + b"'/></System><EventData><Data Name='Message1'>" + WID.encode() + b"</Data><Data Name='Message2'>" + f["user"]
            + b"</Data><Data Name='" + f["name"] + b"'>" + f["data"] + b"</Data><Data Name='Message4'>clientinstall</Data><Data Name='HexInt1'>0x2</Data><Data Name='HexInt3'>0x2ab0003</Data></EventData><RenderingInfo Culture='en-US'><Message>" + f["message"] + b"</Message></RenderingInfo></Event>\n")


def wintext(v, field):
    f = {"Log Name": b"Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider/Admin", "Source": b"Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider", "Date": b"8/20/2024 9:41:01 AM", "Level": b"Information", "User": b"SYSTEM", "Computer": b"PC", "sentence": b""}
    f[field] += v
    head = b"".join(k.encode() + b": " + f[k] + b"\r\n" for k in ("Log Name", "Source", "Date")) + b"Event ID: 306\r\n" + b"".join(k.encode() + b": " + f[k] + b"\r\n" for k in ("Level", "User", "Computer"))
    return head + b"Description:\r\nSCEP: CspExecute for UniqueId : (" + WID.encode() + b") InstallUserSid : (S-1-12-1-1-2-3-4) InstallLocation : (user" + f["sentence"] + b") NodePath : (clientinstall)  KeyProtection: (0x2) Result : (Unknown Win32 Error code: 0x2ab0003).\r\n"


FIELDS = [(omadm, n) for n in ("level", "tag", "text", "node", "subject", "time")] + [(ios, n) for n in ("type", "time", "process", "text")] + \
    [(winxml, n) for n in ("provider", "computer", "channel", "data", "name", "message", "user")] + [(wintext, n) for n in ("Log Name", "Source", "Date", "Level", "User", "Computer", "sentence")]


def fields_by_form():
    return {form: [field for make, field in FIELDS if make is form] for form, _ in FIELDS}


def evtx(v):
    """the shipped record with a field's characters overwritten by the vector"""
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    with open(os.path.join(root, "tests/data/evtx/scep_ok.evtx"), "rb") as file:
        raw = bytearray(file.read())
    wide = v.decode("latin-1").encode("utf-16-le")[:26]
    for at in [m.start() for m in re.finditer(re.escape("clientinstall".encode("utf-16-le")), raw)] + [m.start() for m in re.finditer(re.escape("DESKTOP-7Q2K1LM".encode("utf-16-le")), raw)]:
        raw[at:at + len(wide)] = wide
    return bytes(raw)


def foreign(out):
    """what no output may hold: control characters but the line feed, C1 in either form, and
    code points that change what is seen"""
    try:
        text = out.decode("utf-8")
    except UnicodeDecodeError as error:
        return f"not UTF-8: {error}"
    for c in text:
        if c == "\n":
            continue
        if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co") or c in "\u2028\u2029":
            return f"U+{ord(c):04X}"
    return None


def main(argv):
    scepwiz = os.path.abspath(argv[1])
    failed = runs = 0
    env = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LANG": "C.UTF-8", **{k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}}
    commands = [["check"], ["check", "--json"], ["check", "--format", "md"], ["check", "--format", "html", "--reveal", "all"], ["log", "entries"], ["log", "entries", "--json", "--reveal", "all"], ["log", "info", "--json"]]

    def one(words, stdin=None):
        nonlocal failed, runs
        done = subprocess.run([scepwiz] + words, env=env, stdin=stdin or subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
        runs += 1
        for name, out in (("stdout", done.stdout), ("stderr", done.stderr)):
            bad = foreign(out)
            if bad or done.returncode < 0 or done.returncode == 70:
                failed += 1
                print(f"{words}: {name}: {bad}, exit {done.returncode}")
        return done

    with tempfile.TemporaryDirectory() as tmp:
        for (vector, v), (form, fields) in itertools.product(VECTORS.items(), fields_by_form().items()):
            # an entry a field: a vector that spoils its entry spoils no other
            path = os.path.join(tmp, f"{form.__name__}-{vector}")
            with open(path, "wb") as file:
                file.write(b"".join(form(v, field) for field in fields))
            for words in commands:
                one(words + [path])
        for vector, v in VECTORS.items():
            path = os.path.join(tmp, f"evtx-{vector}")
            with open(path, "wb") as file:
                file.write(evtx(v))
            for words in commands + [["log", "entries", "--xml"]]:
                one(words + [path])
            # the words of the call themselves, and a file's name
            word = v.replace(b"\x00", b"").replace(b"/", b"")
            for words in (["explain", word], ["check", "--answer", b"target-user=no:" + word, path], ["check", os.path.join(tmp, "missing").encode() + word], ["--platform", word], ["guides", "--check", word], ["log", "grep", word, path], [word]):
                one(words)
            named = os.path.join(tmp.encode(), b"name-" + word)
            with open(named, "wb") as file:
                file.write(ios(v, "text"))
            one(["check", named])
            one(["check", "--json", named])
            broken = os.path.join(tmp, "broken.xml")
            with open(broken, "wb") as file:
                file.write(b"<guide id='" + xml_text(v).replace(b"'", b"") + b"'><" + v + b">")
            one(["guides", "--check", broken])
    print(f"{runs} runs, {len(VECTORS)} vectors")
    print(f"{runs - failed} passed, {failed} failed")
    return bool(failed)


sys.exit(main(sys.argv))
