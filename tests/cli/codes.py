#!/usr/bin/env python3
"""Every code an admin meets around the delivery is explained, in each spelling it can occur
in; and symbols and numbers of the table agree with the headers of Windows that Debian has
(mingw-w64-common; Samba's too, where samba-dev is installed). Both are for this test only."""
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MINGW = "/usr/share/mingw-w64/include"
SAMBA = "/usr/include/samba-4.0/core"

# number and symbol ("" where it has none)
NUMBERS = {
    0x2AB0003: "DM_S_ACCEPTED_FOR_PROCESSING", 0x06000007: "CFGMGR_S_COMMANDFAILEDDUETOTRANSACTIONROLLBACK",
    **{0x82AA0000 + n: "" for n in range(6)}, 0x86000000: "CFGMGR_E_INVALIDNODEOPTIONS", 0x86000001: "CFGMGR_E_INVALIDDATATYPE",
    0x86000002: "CFGMGR_E_NODENOTFOUND", 0x86000003: "CFGMGR_E_ILLEGALOPERATIONINATRANSACTION", 0x86000004: "CFGMGR_E_ILLEGALOPERATIONOUTSIDEATRANSACTION",
    0x86000005: "CFGMGR_E_ONEORMOREEXECUTIONFAILURES", 0x86000006: "CFGMGR_E_ONEORMORECANCELFAILURES", 0x86000008: "", 0x86000009: "", 0x8600000A: "",
    0x8600000B: "CFGMGR_E_CONFIGNODESTATEOBJECTNOLONGERVALID", 0x8600000C: "CFGMGR_E_CSPREGISTRATIONCORRUPT", 0x8600000D: "CFGMGR_E_NODEFAILEDTOCANCEL",
    0x8600000E: "CFGMGR_E_DEPENDENTOPERATIONFAILURE", 0x8600000F: "CFGMGR_E_CSPNODEILLEGALSTATE", 0x86000010: "CFGMGR_E_REQUIRESINTERNALTRANSACTIONING",
    0x86000011: "CFGMGR_E_COMMANDNOTALLOWED", 0x86000012: "CFGMGR_E_INTERCSPOPERATION", 0x86000013: "CFGMGR_E_PROPERTYNOTSUPPORTED",
    0x86000014: "CFGMGR_E_INVALIDSEMANTICTYPE", 0x86000015: "CFGMGR_E_FORBIDDENURISEGMENT", 0x86000016: "CFGMGR_E_READWRITEACCESSDENIED",
    0x86000017: "CFGMGR_E_SECRETDATAACCESSDENIED", 0x86000018: "CFGMGR_E_XMLPARSEERROR", 0x86000019: "CFGMGR_E_COMMANDTIMEOUT",
    0x86000020: "CFGMGR_E_IMPERSONATIONERROR", 0x86000021: "CFGMGR_E_WMIOPERATIONERROR", 0x86000022: "CFGMGR_E_NOIMPERSONATIONTARGET",
    0x86000023: "RESOURCEMGR_E_RESOURCEALREADYOWNED", 0x86000025: "", 0x86000031: "",
    0x80091006: "CRYPT_E_AUTH_ATTR_MISSING", 0x80091007: "CRYPT_E_HASH_VALUE", 0x800B0109: "CERT_E_UNTRUSTEDROOT", 0x800B010A: "CERT_E_CHAINING",
    0x80096004: "TRUST_E_CERT_SIGNATURE", 0x80092021: "CRYPT_E_INVALID_PRINTABLE_STRING", 0x8010002C: "SCARD_E_NO_SUCH_CERTIFICATE",
    0x80190191: "HTTP_E_STATUS_DENIED", 0x80190193: "HTTP_E_STATUS_FORBIDDEN", 0x80190194: "HTTP_E_STATUS_NOT_FOUND", 0x8019019E: "HTTP_E_STATUS_URI_TOO_LONG",
    0x801901F4: "HTTP_E_STATUS_SERVER_ERROR", 0x801901F7: "HTTP_E_STATUS_SERVICE_UNAVAIL", 0x80072F78: "ERROR_WINHTTP_INVALID_SERVER_RESPONSE",
    0x80072F8F: "ERROR_WINHTTP_SECURE_FAILURE", 0x80072EE7: "ERROR_INTERNET_NAME_NOT_RESOLVED", 0x80072EFD: "ERROR_INTERNET_CANNOT_CONNECT",
    0x80072EFE: "ERROR_INTERNET_CONNECTION_ABORTED", 0x80072EE2: "ERROR_INTERNET_TIMEOUT", 0x80072F0C: "ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED",
    0x80072F0D: "ERROR_INTERNET_INVALID_CA", 0x80070005: "E_ACCESSDENIED", 0x80070490: "ERROR_NOT_FOUND", 0x80090016: "NTE_BAD_KEYSET",
    0x8009000F: "NTE_EXISTS", 0x80090029: "NTE_NOT_SUPPORTED", 0x80090030: "NTE_DEVICE_NOT_READY", 0x80090020: "NTE_FAIL", 0x8009002D: "NTE_INTERNAL_ERROR",
    0x80284001: "TBS_E_INTERNAL_ERROR", 0x80094800: "CERTSRV_E_UNSUPPORTED_CERT_TYPE", 0x80094012: "CERTSRV_E_TEMPLATE_DENIED",
    0x80094011: "CERTSRV_E_ENROLL_DENIED", 0x80094001: "CERTSRV_E_BAD_REQUESTSUBJECT", 0x80094811: "CERTSRV_E_KEY_LENGTH", 0x80094004: "CERTSRV_E_PROPERTY_EMPTY",
    0x80094808: "CERTSRV_E_TEMPLATE_POLICY_REQUIRED", 0x80094809: "CERTSRV_E_SIGNATURE_POLICY_REQUIRED", 0x8009480C: "CERTSRV_E_ISSUANCE_POLICY_REQUIRED",
    0x8009480D: "CERTSRV_E_SUBJECT_UPN_REQUIRED", 0x80094812: "CERTSRV_E_SUBJECT_EMAIL_REQUIRED", 0x80092012: "CRYPT_E_NO_REVOCATION_CHECK",
    0x80092013: "CRYPT_E_REVOCATION_OFFLINE", 0x800706BA: "RPC_S_SERVER_UNAVAILABLE", 0x80090014: "NTE_BAD_PROV_TYPE", 0x80004005: "E_FAIL",
    **{0x80180000 + n: "" for n in range(1, 9)}, 0x87D00904: "",
    **{0x87D10000 + n: "" for n in (404, 418, 425, 500, 504, 507, 516, 2103, 2104, 5000, 5001, 5002, 5003, 11009, 14001, 14008, 14009, 19004, 19005, 19006, 22016)},
    **{0x87D10000 + n: "" for n in (*range(32000, 32014), *range(33000, 33003), *range(65000, 65012))},
    0x400: "PKCS_Issue_CA_Unavailable", 0x401: "Symantec_ClientAuthCertNotFound", 0x402: "RevokeCert_AccessDenied", 0x403: "CertThumbprint_NotFound",
    0x404: "Certificate_NotFound", 0x405: "Certificate_Expired", 0x408: "CRPSCEPCert_NotFound", 0x409: "CRPSCEPSigningCert_NotFound",
    0x410: "CRPSCEPDeserialize_Failed", 0x411: "CRPSCEPChallenge_Expired", 0x0FFFFFFF: "Unknown_Error", 0: "S_OK", 1: "", 2: "",
    3: "", 4: "", 0x10: "", 0x20: "",
}
# as documents, portals and logs write them: the text, and the number that is meant
WRITTEN = {
    "-2016281112": 0x87D1FDE8, "-2016281111": 0x87D1FDE9, "-2016281101": 0x87D1FDF3, "-2016281102": 0x87D1FDF2, "-2016341112": 0x87D11388, "-2016345708": 0x87D10194,
    "-2016345612": 0x87D101F4, "-2016345605": 0x87D101FB, "-2016345596": 0x87D10204, "-2016345694": 0x87D101A2, "-2016345687": 0x87D101A9, "-2016344008": 0x87D10838,
    "-2016344009": 0x87D10837, "-2016409340": 0x87D00904, "-2016314112": 0x87D17D00, "-2016314109": 0x87D17D03, "-2016314100": 0x87D17D0C, "-2016314099": 0x87D17D0D,
    "-2016332111": 0x87D136B1, "-2016332104": 0x87D136B8, "-2016332103": 0x87D136B9, "-2016335103": 0x87D12B01, "-2016327108": 0x87D14A3C, "-2016327106": 0x87D14A3E,
    "-2016324096": 0x87D15600, "-2016313112": 0x87D180E8, "-2016313110": 0x87D180EA, "-2146875392": 0x80094800, "-2146875375": 0x80094811, "2148204809": 0x800B0109,
    "65000": 0x87D1FDE8, "22003": 0x87D17D03, "22013": 0x87D17D0D, "23002": 0x87D180EA, "4001": 0x87D136B1, "4009": 0x87D136B9, "1009": 0x87D12B01, "9004": 0x87D14A3C,
    "9006": 0x87D14A3E, "12016": 0x87D15600, "5000": 0x87D11388, "(1404)": 0x87D10838, "1403": 0x87D10837, "12007": 0x80072EE7, "12152": 0x80072F78, "12175": 0x80072F8F,
    "Error 12175": 0x80072F8F, "SyncML(404)": 0x87D10194, "SyncML(500)": 0x87D101F4, "HTTP 403": 0x80190193, "iOS 22013": 0x87D17D0D, "MCSCEPErrorDomain 22003": 0x87D17D03,
    "Unknown Win32 Error code: 0x2ab0003": 0x2AB0003, "Unknown Win32 Error code: 0x86000031": 0x86000031, "The specified node does not exist.": 0x86000002,
    "The operation completed successfully.": 0, "The hash value is not correct.": 0x80091007, "(The hash value is not correct.)": 0x80091007,
    "The requested certificate does not exist.": 0x8010002C, "Keyset does not exist": 0x80090016, "No target SID for the CSP impersonation.": 0x86000022,
    "CSP not applicable in the edition.": 0x86000025, "Remediation failed": 0x87D1FDE8, "NDES URL not found": 0x87D1FDF2,
    "CRYPT_E_HASH_VALUE": 0x80091007, "hTTP_e_STATUS_not_FOUND": 0x80190194,
}

# the sentence alone, as text exports of other languages have it
WRITTEN.update({
    "L'opération a réussi.": 0, "L’opération a réussi": 0, "Der Vorgang wurde erfolgreich beendet.": 0, "(Accès refusé.)": 0x80070005, "Zugriff verweigert": 0x80070005,
    "La valeur de hachage n’est pas correcte.": 0x80091007, "Der Hashwert ist nicht richtig.": 0x80091007, "Der Schlüsselsatz ist nicht vorhanden.": 0x80090016,
    "Une chaîne de certificats a été traitée mais s’est terminée par un certificat racine qui n’est pas approuvé par le fournisseur d’approbation.": 0x800B0109,
    "Eine Zertifikatkette wurde zwar verarbeitet, endete jedoch mit einem Stammzertifikat, das beim Vertrauensanbieter nicht als vertrauenswürdig gilt.": 0x800B0109,
    "Le serveur RPC n'est pas disponible.": 0x800706BA, "Der RPC-Server ist nicht verfügbar.": 0x800706BA, "Element nicht gefunden.": 0x80070490, "Élément introuvable.": 0x80070490,
    "Code d’erreur Win32 inconnu : 0x2ab0003": 0x2AB0003, "Unbekannter Win32-Fehlercode: 0x2ab0003": 0x2AB0003,
})
# what has a meaning only under its name: the family and the number
NAMED = {
    "pkiStatus=SUCCESS": ("pkiStatus", "0"), "pkiStatus=FAILURE": ("pkiStatus", "2"), "pkiStatus=PENDING": ("pkiStatus", "3"), "pkiStatus 2": ("pkiStatus", "2"),
    "PkiStatus(2): SCEPDispositionFailure": ("pkiStatus", "2"), "SCEPDispositionFailure": ("pkiStatus", "2"), "FailInfo(2): SCEPFailBadRequest": ("failInfo", "2"),
    "failInfo=0": ("failInfo", "0"), "failInfo: 1": ("failInfo", "1"), "failInfo=badTime": ("failInfo", "3"), "badCertId": ("failInfo", "4"), "badRequest": ("failInfo", "2"),
    "Install Status : (0x1)": ("install-status", "1"), "Install Status: 2": ("install-status", "2"), "install status 0x10": ("install-status", "16"), "Install Status 32": ("install-status", "32"),
    **{f"AADSTS{n}": ("aadsts", str(n)) for n in (50005, 50097, 50105, 53003, 65001, 700016, 7000215)}, "(AADSTS53003)": ("aadsts", "53003"), "aadsts 53003": ("aadsts", "53003"),
    "SyncML 507": ("syncml", "0x87d101fb"), "HTTP 404": ("http", "0x80190194"), "iOS 22013": ("ios", "0x87d17d0d"),
    "1.3.6.1.5.5.7.3.2": ("oid", "1.3.6.1.5.5.7.3.2"), "OID 1.3.6.1.4.1.311.20.2.3": ("oid", "1.3.6.1.4.1.311.20.2.3"), "2.5.29.37.0": ("oid", "2.5.29.37.0"),
    "event 306": ("event", "306"), "EventID 309": ("event", "309"), "id=36": ("event", "36"), "Event ID: 4300": ("event", "4300"), "306": ("event", "306"),
}
# what stands in a SyncML <Data> or is asked for as a bare number
STATUSES = (200, 202, 212, 214, 215, 216, 400, 401, 403, 404, 405, 406, 415, 418, 425, 500, 507, 516)
NAMED.update({str(n): ("syncml", hex(n)) for n in STATUSES if n not in (400, 401, 403, 404, 405)})


def spellings(value, symbol):
    yield from (f"0x{value:x}", f"0x{value:X}", f"0X{value:08X}", f"0x{value:08x}.", f"({value:#010x})", f"Unknown Win32 Error code: {value:#x}")
    if value >> 31:
        yield from (str(value - 2 ** 32), str(value), f"0xffffffff{value:08x}")
    elif value > 0xFFFF:
        yield str(value)
    if symbol:
        yield from (symbol, symbol.lower())


def explain(scepwiz, words):
    """The answers to each word, as objects; words that nobody knows have none."""
    env = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LANG": "C.UTF-8"}
    out = subprocess.run([scepwiz, "explain", "--json", "--", *words], env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout.decode()
    answers = {word: [] for word in words}
    for line in out.splitlines():
        answer = json.loads(line)
        answers[answer["asked"]].append(answer)
    return answers


def complete(answer):
    return answer.get("known") and answer["meaning"] and (answer["kind"] == "oid" or (answer["cause"] and answer["action"]) or answer["success"])


def unexplained(scepwiz):
    asked = {text: value for value, symbol in NUMBERS.items() for text in spellings(value, symbol)}
    asked.update(WRITTEN)
    answers = explain(scepwiz, list(asked))
    for text, value in asked.items():
        if not any(answer["kind"] == "code" and answer["value"] == f"0x{value:x}" and complete(answer) for answer in answers[text]):
            yield f"{text}: {answers[text]}"


def misnamed(scepwiz):
    """What is asked for under a name is answered under that name, and first."""
    answers = explain(scepwiz, list(NAMED))
    for text, (family, value) in NAMED.items():
        first = answers[text][0] if answers[text] else None
        if not first or (first.get("family", first["kind"]), str(first.get("value", first.get("id")))) != (family, value) or (first["kind"] != "event" and not complete(first)):
            yield f"{text}: {first}"


def incomplete():
    """Every row says what it means, whence it comes and what to do; there are enough of them."""
    rows = list(ET.parse(os.path.join(ROOT, "wizards/reference/codes.xml")).getroot())
    codes = [row for row in rows if row.tag == "code"]
    if len(codes) < 400:
        yield f"only {len(codes)} codes"
    for row in rows:
        parts = ["text", "meaning"] + ([] if row.tag == "oid" else ["cause"] + (["action"] if row.get("value") != "0x2ab0003" else []))
        for part in parts:
            if not (row.findtext(part) or "").strip():
                yield f"{row.tag} {row.get('value') or row.get('status') or row.get('number')}: no <{part}>"


def defines(path, pattern):
    with open(path, encoding="utf-8", errors="replace") as file:
        return re.findall(pattern, re.sub(r"/\*.*?\*/", "", file.read(), flags=re.S), re.M)


def mingw():
    known = {}
    winerror = os.path.join(MINGW, "winerror.h")
    for name, number in defines(winerror, r"^#define\s+(\w+)\s+(?:__MSABI_LONG\()?(\d+)L?\)?\s*$"):
        known[name] = 0x80070000 | int(number) if 0 < int(number) <= 0xFFFF else int(number)
    for name, number in defines(winerror, r"^#define\s+(\w+)\s+(?:_HRESULT_TYPEDEF_\(|_NDIS_ERROR_TYPEDEF_\(|\(\(HRESULT\))\(?(0x[0-9A-Fa-f]+)"):
        known[name] = int(number, 16)
    for name, number in defines(os.path.join(MINGW, "psdk_inc/_wsa_errnos.h"), r"#define\s+(\w+)\s+\(WSABASEERR \+ (\d+)\s*\)"):
        known[name] = 0x80070000 | 10000 + int(number)
    for header in ("wininet.h", "winhttp.h"):
        path = os.path.join(MINGW, header)
        for name, number in defines(path, r"^#define\s+(ERROR_\w+)\s+\((?:INTERNET|WINHTTP)_ERROR_BASE \+ (\d+)\)"):
            known[name] = 0x80070000 | 12000 + int(number)
        for name, number in defines(path, r"^#define\s+HTTP_(STATUS_\w+)\s+(\d{3})\s*$"):
            known["HTTP_E_" + name] = 0x80190000 | int(number)
    return known


def samba():
    known = {name: int(number, 16) for name, number in defines(os.path.join(SAMBA, "hresult.h"), r"^#define\s+HRES_(\w+)\s+HRES_ERROR\((0x\w+)\)")}
    for name, number in defines(os.path.join(SAMBA, "werror_gen.h"), r"^#define\s+WERR_(\w+)\s+W_ERROR\((0x\w+)\)"):
        known["ERROR_" + name] = 0x80070000 | int(number, 16)
    return known


def table():
    for code in ET.parse(os.path.join(ROOT, "wizards/reference/codes.xml")).getroot().iter("code"):
        for symbol in [code.get("symbol"), *code.get("also", "").split()]:
            if symbol:
                yield symbol, int(code.get("value"), 0)


def contradictions(known, least, where):
    both = [(symbol, value, known[symbol]) for symbol, value in table() if symbol in known]
    if len(both) < least:
        yield f"{where}: only {len(both)} symbols of the table are there"
    for symbol, value, theirs in both:
        if value != theirs:
            yield f"{symbol}: {value:#x} here, {theirs:#x} in {where}"


def main(argv):
    scepwiz = os.path.abspath(argv[1])
    faults = [*unexplained(scepwiz), *misnamed(scepwiz), *incomplete()]
    headers = os.path.exists(os.path.join(MINGW, "winerror.h"))
    if headers:
        faults += contradictions(mingw(), 350, "mingw-w64")
    if os.path.exists(os.path.join(SAMBA, "hresult.h")):
        faults += contradictions(samba(), 200, "Samba")
    print("\n".join(faults) or f"all spellings of {len(NUMBERS)} numbers explained")
    if not faults and not headers:
        print("mingw-w64-common is not installed: symbols not compared, skipped")
        return 77
    return bool(faults)


sys.exit(main(sys.argv))
