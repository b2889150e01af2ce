#!/usr/bin/env python3
"""Makes the logs of this folder: one profile on its way to a certificate, seen by the device and by
the servers. The grammar is real, the content invented. Run in this folder; the files are kept."""

DM = "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider"
CC = "Microsoft-Intune-CertificateConnectors"
ACCOUNT, PROFILE = "11111111-2222-3333-4444-555555555555", "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
UNIQUE = f"ModelName_AC_{ACCOUNT}_LogicalName_{PROFILE.replace('-', '_')}_Hash_2107323741"
MODEL = f"ModelName=AC_{ACCOUNT}%2FLogicalName_{PROFILE.replace('-', '_')};Hash=2107323741"
THUMB = "61327876024DFF695E233DC0D1DEA4A9D4340AA8"
URL = "https://ndes.example.com/certsrv/mscep/mscep.dll/pkiclient.exe"
SID = "S-1-12-1-1111111111-2222222222-3333333333-4444444444"
records = iter(range(100, 10000))


def event(eid, time, fields, provider=DM, channel=DM + "/Admin", level=4):
    data = "".join(f'<Data Name="{n}">{v}</Data>' for n, v in fields)
    return (f'<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System>'
            f'<Provider Name="{provider}"/><EventID>{eid}</EventID><Version>0</Version>'
            f'<Level>{level}</Level><TimeCreated SystemTime="2024-08-20T{time}Z"/>'
            f'<EventRecordID>{next(records)}</EventRecordID><Channel>{channel}</Channel>'
            f'<Computer>PC1</Computer></System><EventData>{data}</EventData></Event>\n')


def received(time):
    return event(306, time, [("Message1", UNIQUE), ("Message2", SID), ("Message3", "user"),
                             ("Message4", "clientinstall"), ("HexInt1", "0x2"), ("HexInt3", "0x2ab0003")])


def made(time):
    return event(36, time, [("Message1", "(1.3.6.1.5.5.7.3.2)"), ("Message2", URL), ("Message3", ""),
                            ("HexInt1", "0x2"), ("HexInt2", "0x1")])


def result(time, status, code, thumb=""):
    return event(309, time, [("Message1", "{00000000-0000-0000-0000-000000000001}"), ("Message2", UNIQUE),
                             ("Message3", thumb), ("Message4", URL), ("HexInt1", status),
                             ("HexInt2", "0x1"), ("HexInt3", code)])


def failed(time, code, where):
    return (event(307, time, [("Message1", f"SCEPInstallCertificateWithScepHelper:{where} with NDES Server "
                               f"'{URL}', CA cert thumbprint '00AA'. LogError {code}")], level=2) +
            event(32, time, [("HRESULT", code)], level=2))


def connector(eid, time, fields, log="Operational"):
    return event(eid, time, fields, CC, f"{CC}/{log}")


WHO = [("IntuneDeviceId", "99999999-0000-0000-0000-000000000001"), ("ScepPolicyId", PROFILE)]


def iis(time, what, status, agent="Mozilla/4.0+(compatible;+Win32;+NDES+client)", method="GET",
        path="/certsrv/mscep/mscep.dll/pkiclient.exe"):
    return f"2024-08-20 {time} 10.0.0.4 {method} {path} {what} 443 - 10.0.0.9 {agent} - {status} 0 0 186\r\n"


IIS_HEAD = ("#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n"
            "#Date: 2024-08-20 07:00:00\r\n#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port "
            "cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken\r\n")


def asked(minute, code="200"):
    return (iis(f"07:{minute}:01", "operation=GetCACaps&message=default", 200) +
            iis(f"07:{minute}:02", "operation=GetCACert&message=default", 200) +
            iis(f"07:{minute}:04", "operation=PKIOperation", code, method="POST"))


def trace(message, time):
    return (f'<![LOG[{message}]LOG]!><time="{time}.123+000" date="08-20-2024" component="NDESPlugin" context="" '
            f'type="1" thread="3000" file="ndesplugin.cpp:100">\r\n')


def service(message, time, level="Information"):
    return ('<E2ETraceEvent xmlns="http://schemas.microsoft.com/2004/06/E2ETraceEvent"><System '
            'xmlns="http://schemas.microsoft.com/2004/06/windows/eventlog/system"><EventID>0</EventID>'
            f'<Type>3</Type><SubType Name="{level}">0</SubType><Level>8</Level>'
            f'<TimeCreated SystemTime="2024-08-20T{time}.1234567Z" /><Source Name="CertificateRegistrationPoint" />'
            '<Correlation ActivityID="{00000000-0000-0000-0000-000000000000}" /><Execution ProcessName="w3wp" '
            'ProcessID="1" ThreadID="2" /><Channel/><Computer>NDES1</Computer></System>'
            f'<ApplicationData>{message}</ApplicationData></E2ETraceEvent>')


def omadm(second, level, tag, message):
    return f"2024-08-20T07:41:{second:02d}.2350000\t{level}\t{tag}\t10824\t    2\t{message}\r\n"


SESSION = "com.microsoft.omadm.syncml.SyncmlSession"
ENROLL = "com.microsoft.omadm.platforms.android.certmgr.CertificateEnrollmentManager"
GET = "org.jscep.transport.UrlConnectionGetTransport"


def console(second, level, message):
    return f"{level}\t07:41:{second:02d}.638009+0000\tprofiled\t{message}\n"


IOS_MODEL = f"ModelName=AC_{ACCOUNT}/LogicalName_{PROFILE.replace('-', '_')};Hash=2107323741"
IOS_ARRIVED = console(1, "debug", f"Adding dependent {IOS_MODEL} to parent "
                      "63657274696669636174652D64657669636500 in domain PayloadDependencyDomainCertificate to system")


def ios(number, words):
    return (IOS_ARRIVED + console(2, "default", "Attempting to retrieve issued certificate") +
            console(5, "error", "Cannot retrieve SCEP identity: NSError: Desc   : "
                    f"{words} Domain : MCSCEPErrorDomain Code : {number}"))


def write(name, text):
    with open(name, "w", newline="", encoding="utf-8") as file:
        file.write(text)


def write_xml(name, *events):
    write(name, "<Events>\n" + "".join(events) + "</Events>\n")


write_xml("windows_root.xml", received("07:41:02"), failed("07:41:04", "0x80091007", "Failed to initialize"))
write_xml("windows_made.xml", received("07:41:02"), made("07:41:04"))
write_xml("windows_done.xml", received("07:41:02"), made("07:41:04"), event(39, "07:41:05", []),
          result("07:41:09", "0x1", "0x0", THUMB))
write("android_caps.log", omadm(1, "VERB", ENROLL, f"Trying to enroll certificate request: {MODEL}") +
      omadm(2, "VERB", GET, "Sending GetCACaps(ca) to https://ndes.example.com/certsrv/mscep/mscep.dll") +
      omadm(3, "VERB", GET, "Received '503 Service Unavailable' when sending GetCACaps(ca) to "
            "https://ndes.example.com/certsrv/mscep/mscep.dll"))
write("ios_22003.txt", ios(22003, "The Registration Authority’s response is invalid."))
write("ios_22013.txt", ios(22013, "The SCEP server returned an invalid response."))

write("iis_ok.log", IIS_HEAD + asked(41))
write("iis_503.log", IIS_HEAD + iis("07:41:01", "operation=GetCACaps&message=default", 503))
write("iis_none.log", IIS_HEAD + iis("07:41:01", "-", 200, path="/index.html"))
write("iis_mixed.log", IIS_HEAD + asked(20, "500") + asked(41) + asked(55, "500"))
write("iis_mixed_near.log", IIS_HEAD + asked(41) + asked(42, "500"))

write_xml("connector_ok.xml", connector(4003, "07:41:04", WHO), connector(4004, "07:41:05", WHO),
          connector(4006, "07:41:06", WHO + [("CertificateThumbprint", THUMB)]),
          connector(4008, "07:41:07", WHO + [("CertificateThumbprint", THUMB)]))
write_xml("connector_refused.xml", connector(4003, "07:41:04", WHO), connector(4005, "07:41:05", WHO))
write_xml("connector_two_devices.xml", connector(4003, "07:41:04", WHO), connector(4004, "07:41:05", WHO),
          connector(4006, "07:41:06", WHO + [("CertificateThumbprint", THUMB)]),
          connector(4007, "07:45:00", WHO))
write_xml("connector_lost.xml", connector(4006, "07:41:06", WHO + [("CertificateThumbprint", THUMB)]),
          connector(4010, "07:41:07", WHO + [("CertificateThumbprint", THUMB)]))
write("NDESPlugin.log", trace("Calling VerifyRequest ...", "07:41:04") +
      trace("Sending request to certificate registration point.", "07:41:04") +
      trace("Verify challenge returns true", "07:41:05") + trace("Exiting VerifyRequest with 0x0", "07:41:05"))
write("NDESPlugin_12175.log", trace("Calling VerifyRequest ...", "07:41:04") +
      trace("Failed to send http request /CertificateRegistrationSvc/Certificate/VerifyRequest. Error 12175",
            "07:41:05") + trace("Exiting VerifyRequest with 0x80004005", "07:41:05"))
write("CertificateRegistrationPoint.svclog", service("VerifyRequest Started.", "07:41:04") +
      service("Validation Phase 3 finished with status False.", "07:41:05", "Error") +
      service("VerifyRequest Finished with status False", "07:41:05", "Error"))
write_xml("ca_denied.xml", event(53, "07:41:06", [("RequestId", "7"), ("Reason", "0x80094800"),
                                                  ("SubjectName", "CN=user")],
                                 "Microsoft-Windows-CertificationAuthority", "Application", 3))
write_xml("certenroll_87.xml", event(87, "07:41:06", [("Context", "SYSTEM"), ("Url", URL),
                                                      ("MessageText", "PkiStatus(2): SCEPDispositionFailure"),
                                                      ("Method", "POST"), ("Stage", "ProcessResponseMessage"),
                                                      ("ErrorCode", "0x80090010")],
                                     "Microsoft-Windows-CertificateServicesClient-CertEnroll", "Application", 2))
