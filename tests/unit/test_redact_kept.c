/* What redaction must leave: codes, ids, times, thumbprints, the words beside what is hidden. */
#include "testing.h"

#include "redacting.h"

/* ---- what must stay ---- */

static const char *const kept[] = {
	"0x2ab0003", "Result : (Unknown Win32 Error code: 0x86000022).", "-2016281112",
	"0x80091007 The hash value is not correct.", "Status 500", "id=306 HexInt3=0x2ab0003",
	"Event ID: 306", "events 36, 37, 38, 39, 32, 307, 309", GUID1, "{" GUID1 "}", ACCOUNT,
	"ModelName=AC_" ACCOUNT "%2FLogicalName_" L "%3BHash=-1518303401",
	"ModelName=AC_" ACCOUNT "/LogicalName_" L ";Hash=-912418295",
	"ModelName_AC_" ACCOUNT "_LogicalName_" L "_Hash_2107323741",
	"www.windowsintune.com.SCEP.ModelName=AC_" ACCOUNT "/LogicalName_" L ";Hash=1",
	"Hash=-1518303401", "Hash: 1,010,143,298", "2024-08-20T09:41:04.1100000Z",
	"2024-08-20 09:41:04+02:00", "18:30:54.638009-0500", "8/20/2024 9:41:01 AM",
	"18:30:54:123", "offset 1024, length 55", THUMBPRINT, "(" THUMBPRINT ")",
	"thumbprint 61:32:78:76:A3:F0:E5:B2:C1:D4:97:86:12:AB:CD:EF:01:23:45:67", SHA256,
	"9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08", "sha256:" SHA256,
	"https://r.manage.microsoft.com/devicegatewayproxy/cimhandler.ashx",
	"https://graph.microsoft.com:443/beta/", "(https://enterpriseregistration.windows.net)",
	"/certsrv/mscep/mscep.dll?operation=GetCACaps&message=ca",
	"1.3.6.1.5.5.7.3.2", "2.5.29.37", "2.5.4.3", "1.3.6.1.4.1.311.20.2.3", "(1.3.6.1)",
	"10.0.22621.3007", "DM/1.2", "5.0.6152.0", "Version: 1.2.3.4", "version 16.0.4.33",
	"Server version: (4.0), Client Version: (1.2)",
	"./Device/Vendor/MSFT/RootCATrustedCertificates/Root/" THUMBPRINT "/EncodedCertificate",
	"<LocURI>./Vendor/MSFT/CertificateStore/Root/" THUMBPRINT "/EncodedCertificate</LocURI>",
	"./User/Vendor/MSFT/ClientCertificateInstall/SCEP/ModelName_AC_" ACCOUNT "/Install/Enroll",
	"S-1-5-18", "SCEP cert 'x' state changed from CERT_ENROLLED to CERT_ACCESS_GRANTED",
	"org.jscep.message.CertRep@3150777b[failInfo=<null>,pkiStatus=SUCCESS]",
	"The challenge has expired (0x411 CRPSCEPChallenge_Expired).", "Challenge: expired",
	"challenge : 0x80070057", "CertEnroll::CX509Enrollment::p_InitializeFromTemplate",
	"serial number of the certificate", "<SAN AltNameType=\"2\"></SAN>",
	"<CertificateRequestToken></CertificateRequestToken>", "<SubjectName>{{UserName}}</SubjectName>",
	"Certificate Request Token", "all users, devices and groups", "user@", "@microsoft", "a@b",
	"com.microsoft.omadm.platforms.android.certmgr.state.NativeScepCertInstallStateMachine",
};

static void test_kept(void **state)
{
	struct redactor *r = redactor_create(REVEAL_NONE);
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(kept); i++)
		expect_text(r, kept[i], kept[i]);
	redactor_destroy(r);
}

static void test_kept_beside(void **state)
{
	struct redactor *r = redactor_create(REVEAL_NONE);
	(void)state;
	expect_text(r, "Subject: (CN=Jane Doe) Result : (0x80070005)",
		"Subject: (CN=subject-1) Result : (0x80070005)");
	expect_text(r, "CN=Jane Doe\nError 0x80070005", "CN=subject-1\nError 0x80070005");
	expect_text(r, "https://ndes.contoso.com/certsrv/mscep/mscep.dll/pkiclient.exe?operation="
		"GetCACert&message=ca", "https://host-1/certsrv/mscep/mscep.dll/pkiclient.exe?"
		"operation=GetCACert&message=ca");
	expect_text(r, "https://ndes.contoso.com/aaaaaaaaaaaaaaaaaaaaaaaaa/bbbbbbbbbbbbbbbbbbbbbbbbb/"
		"cccccccccccccccccccccccccccc/d", "https://host-1/aaaaaaaaaaaaaaaaaaaaaaaaa/"
		"bbbbbbbbbbbbbbbbbbbbbbbbb/cccccccccccccccccccccccccccc/d");
	expect_text(r, "C:\\Users\\jane and D:\\x", "C:\\Users\\user-1 and D:\\x");
	expect_text(r, "&lt;CertificateRequestToken&gt;PENl&lt;/CertificateRequestToken&gt;"
		"&lt;Retry&gt;3&lt;/Retry&gt;", "&lt;CertificateRequestToken&gt;(masked)&lt;/"
		"CertificateRequestToken&gt;&lt;Retry&gt;3&lt;/Retry&gt;");
	redactor_destroy(r);
}

static void test_base64(void **state)
{
	struct redactor *r = redactor_create(REVEAL_NONE);
	(void)state;
	expect_text(r, "cert MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJ/w==.",
		"cert (base64: 68).");
	expect_text(r, "https://a.manage.microsoft.com/x?message=MIIDdzCCAlgAwIBAgIEAgAAuTANBgkqh"
		"kiG9w0BAQUFADBaMQswCQYDVQQGEwJJw", "https://a.manage.microsoft.com/x?message="
		"(base64: 64)");
	redactor_destroy(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kept),
		cmocka_unit_test(test_kept_beside),
		cmocka_unit_test(test_base64),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
