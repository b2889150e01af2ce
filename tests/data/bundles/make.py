#!/usr/bin/env python3
"""Writes the bundles of this folder, byte for byte the same each time: python3 make.py

    collect.zip     as "Collect diagnostics" of Intune makes it: numbered folders, the event logs
                    in a cab (compressed) in one of them
    mdm.cab         that cab: the Admin log, another channel's log, a state report
    companyportal.tar.gz   as "Save logs" of the Company Portal, in a folder, rotated
    joined.zip      a rotated log of which the proof is in the older part, stored out of order
    encrypted.zip   the Admin log with a password, and a file without one
    crc.zip         the Admin log with a wrong checksum
    links.tar       links and devices around a log, and names that lead out of the folder"""
import gzip
import io
import os
import struct
import tarfile
import zipfile
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.dirname(HERE)
WHEN = (2024, 9, 1, 20, 10, 12)
SECONDS = 1725221412
ADMIN = "microsoft-windows-devicemanagement-enterprise-diagnostics-provider-admin.evtx"


def read(name):
    with open(os.path.join(DATA, name), "rb") as file:
        return file.read()


def zipped(members, level=9):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, WHEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o100644 << 16
            archive.writestr(info, data)
    return out.getvalue()


def cab(members):
    """one folder, MSZIP: every 32 KiB a block of deflate that knows the one before"""
    data, blocks = b"".join(data for _, data in members), []
    for at in range(0, len(data), 32768):
        part = data[at:at + 32768]
        window = data[max(0, at - 32768):at]
        deflate = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=window) if window else zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = b"CK" + deflate.compress(part) + deflate.flush()
        blocks.append(struct.pack("<IHH", 0, len(packed), len(part)) + packed)
    day, time = (WHEN[0] - 1980) << 9 | WHEN[1] << 5 | WHEN[2], WHEN[3] << 11 | WHEN[4] << 5 | WHEN[5] // 2
    files, offset = b"", 0
    for name, part in members:
        files += struct.pack("<IIHHHH", len(part), offset, 0, day, time, 0x20) + name.encode() + b"\0"
        offset += len(part)
    start = 36 + 8 + len(files)
    body = struct.pack("<IHH", start, len(blocks), 1) + files + b"".join(blocks)
    return struct.pack("<4sIIIIIBBHHHHH", b"MSCF", 0, 36 + len(body), 0, 44, 0, 3, 1, 1, len(members), 0, 1234, 0) + body


def tar(members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.mtime = SECONDS
            if isinstance(data, bytes):
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
            else:
                info.type, info.linkname = data
                archive.addfile(info)
    return out.getvalue()


def zip_crypto(data, password):
    """the old encryption of zip, which every tool knows"""
    table = [zlib.crc32(bytes([i]), 0xFFFFFFFF) ^ 0xFFFFFFFF ^ 0xFF000000 for i in range(256)]
    table = []
    for i in range(256):
        c = i
        for _ in range(8):
            c = c >> 1 ^ (0xEDB88320 if c & 1 else 0)
        table.append(c)
    keys = [0x12345678, 0x23456789, 0x34567890]

    def update(byte):
        keys[0] = keys[0] >> 8 ^ table[(keys[0] ^ byte) & 255]
        keys[1] = ((keys[1] + (keys[0] & 255)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = keys[2] >> 8 ^ table[(keys[2] ^ keys[1] >> 24) & 255]

    for byte in password:
        update(byte)
    out = bytearray()
    for byte in b"scepwiz-tes" + bytes([zlib.crc32(data) >> 24]) + data:
        word = keys[2] | 2
        out.append(byte ^ (word * (word ^ 1) >> 8 & 255))
        update(byte)
    return bytes(out)


def encrypted_zip(name, data, plain_name, plain):
    """one stored member with a password, one without"""
    out, directory = b"", b""
    for member, raw, flags in ((name, data, 1), (plain_name, plain, 0)):
        stored = zip_crypto(raw, b"secret") if flags else raw
        fields = struct.pack("<HHHHHIIIHH", 20, flags, 0, 0, 22817, zlib.crc32(raw), len(stored), len(raw), len(member), 0)
        directory += b"PK\1\2" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, len(out)) + member.encode()
        out += b"PK\3\4" + fields + member.encode() + stored
    return out + directory + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 2, 2, len(directory), len(out), 0)


def rotated():
    """the made log cut between two entries into three parts, oldest last"""
    text = read("made/android_OMADMLog_0_2024.log")
    lines = text.splitlines(True)
    starts = [i for i, line in enumerate(lines) if line[:2] == b"20"]
    cuts = [0, starts[len(starts) // 3], starts[2 * len(starts) // 3], len(lines)]
    return [b"".join(lines[cuts[i]:cuts[i + 1]]) for i in range(3)][::-1]


def main():
    admin, other, parts = read("evtx/scep_ok.evtx"), read("negative/printservice_306.evtx"), rotated()
    mdm = cab([("MDMDiagReport.xml", b"<MDMEnterpriseDiagnosticsReport></MDMEnterpriseDiagnosticsReport>\r\n"),
               ("microsoft-windows-printservice-admin.evtx", other), (ADMIN, admin)])
    portal = [("Logs/CompanyPortal_0.log", read("negative/android_no_verb.log")), ("Logs/DiagnosticsInfo.log", b"Begin Device Information.\n\tOS: 14\nEnd Device Information.\n")]
    portal += [(f"Logs/OMADMLog_{i}.log", part) for i, part in enumerate(parts)]
    bundles = {
        "mdm.cab": mdm,
        "collect.zip": zipped([("results.xml", b"<Collection/>"), ("(12) Events Application/Application.evtx", other),
                               ("(73) FoldersFiles temp_MDMDiagnostics_mdmlogs-2024-09-01-19-59-39_cab/mdmlogs-2024-09-01-19-59-39.cab", mdm)]),
        "companyportal.tar.gz": gzip.compress(tar(portal), 9, mtime=SECONDS),
        "joined.zip": zipped([("OMADMLog_1", parts[1] + parts[0]), ("OMADMLog_2", parts[2].rstrip(b"\r\n")), ("OMADMLog_0", b"2024-09-01T19:15:23.2350000\tINFO\tNone\t10824\t    2\tInitialized logging\r\n")]),
        "encrypted.zip": encrypted_zip(ADMIN, admin, "readme.txt", b"Ask for the password.\n"),
        "crc.zip": zipped([(ADMIN, admin), ("notes.txt", b"nothing\n")]).replace(struct.pack("<I", zlib.crc32(admin)), b"\1\2\3\4"),
        "links.tar": tar([("link.evtx", (tarfile.SYMTYPE, "/etc/passwd")), ("hard.evtx", (tarfile.LNKTYPE, "link.evtx")), ("dev", (tarfile.CHRTYPE, "")),
                          ("../../../tmp/scepwiz-escaped.evtx", admin), ("/tmp/scepwiz-escaped-too.txt", b"nothing\n")]),
    }
    for name, data in bundles.items():
        with open(os.path.join(HERE, name), "wb") as file:
            file.write(data)


if __name__ == "__main__":
    main()
