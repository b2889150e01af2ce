/* What servers write: the log of IIS, NDESPlugin.log, traces of services. */
#include "testing.h"

#include "form_rows.h"

#define STEM "/certsrv/mscep/mscep.dll"
#define IIS_A "2024-08-20 07:41:04 10.0.0.4 GET " STEM " operation=GetCACaps&message=ca 443 - 10.0.0.9 " \
	"Dalvik/2.1.0+(Linux;+U;+Android+14) - 200 0 0 186"
#define IIS_HEAD "#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n#Date: " \
	"2024-08-20 07:41:04\r\n#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port " \
	"cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status " \
	"time-taken\r\n"
/* as the documentation prints it, without a time */
#define IIS_DOC "fe80::f53d:89b8:c3e8:5fec%13 GET " STEM "/pkiclient.exe " \
	"operation=GetCACert&message=default 80 - fe80::f53d:89b8:c3e8:5fec%13 " \
	"Mozilla/4.0+(compatible;+Win32;+NDES+client) - 500 0 0 3567 0"
#define A_TIME "2024-08-20 07:41:04"
#define A_UTC "2024-08-20T07:41:04Z"

static const struct form_row iis_rows[] = {
	{IIS_HEAD IIS_A "\r\n" IIS_DOC "\r\n", 3, 1, A_TIME, A_UTC, "", LEVEL_INFO, "IIS", IIS_A},
	{IIS_HEAD IIS_A "\r\n", 2, 0, "", "", "", LEVEL_NONE, "", "#Software: Microsoft Internet "
		"Information Services 10.0\r\n#Version: 1.0\r\n#Date: 2024-08-20 07:41:04\r\n#Fields: "
		"date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip "
		"cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken"},
	{IIS_DOC "\n", 1, 0, "", "", "", LEVEL_ERROR, "IIS", IIS_DOC},
	/* wrapped, as documents do it */
	{"fe80::5fec%13 POST /CertificateRegistrationSvc/Certificate/VerifyRequest - 443 - \n"
	 "fe80::5fec%13 NDES_Plugin - 403 16 2148204809 453\n" IIS_A "\n", 2, 0, "", "", "",
		LEVEL_WARNING, "IIS", "fe80::5fec%13 POST /CertificateRegistrationSvc/Certificate/"
		"VerifyRequest - 443 - \nfe80::5fec%13 NDES_Plugin - 403 16 2148204809 453"},
	/* a time without its day is no time; a broken day neither */
	{IIS_A "\n07:41:05 GET " STEM " a=b 80 - ::1 x - 200 0 0 1\n", 2, 1, "07:41:05", "", "",
		LEVEL_INFO, "IIS", "07:41:05 GET " STEM " a=b 80 - ::1 x - 200 0 0 1"},
	{IIS_A "\n2024-13-20 07:41:04 GET " STEM " a=b 80 - ::1 x - 200 0 0 1\n", 2, 1, "", "", "",
		LEVEL_INFO, "IIS", "2024-13-20 07:41:04 GET " STEM " a=b 80 - ::1 x - 200 0 0 1"},
	/* no status: no level */
	{IIS_A "\n" A_TIME " GET " STEM "\n", 2, 1, A_TIME, A_UTC, "", LEVEL_NONE, "IIS",
		A_TIME " GET " STEM},
};

static const struct field_row {
	const char *text, *name, *value;
} field_rows[] = {
	{IIS_A, "method", "GET"}, {IIS_A, "path", STEM},
	{IIS_A, "query", "operation=GetCACaps&message=ca"}, {IIS_A, "client", "10.0.0.9"},
	{IIS_A, "agent", "Dalvik/2.1.0+(Linux;+U;+Android+14)"}, {IIS_A, "status", "200"},
	{IIS_A, "substatus", "0"}, {IIS_A, "win32", "0"}, {IIS_DOC, "status", "500"},
	{IIS_DOC, "client", "fe80::f53d:89b8:c3e8:5fec%13"},
	/* a port that looks like a status is none, nor does a number in the program's name */
	{"GET /a - 443 - ::1 x/200 - 404 7 0 1\n" IIS_A, "status", "404"},
};

static void iis(void **state)
{
	(void)state;
	form_rows(iis_rows, ARRAY_LEN(iis_rows), NULL, "iis-w3c");
	for (size_t i = 0; i < ARRAY_LEN(field_rows); i++) {
		struct log *log = log_from(sv_str(field_rows[i].text), NULL, NULL);
		struct log_entry entry;
		assert_non_null(log);
		log_entry_init(&entry);
		assert_true(log_read(log, 0, &entry));
		assert_sv(log_entry_field(&entry, sv_str(field_rows[i].name)), field_rows[i].value);
		log_entry_finish(&entry);
		log_close(log);
	}
}

#define TRACE(message, time, type) "<![LOG[" message "]LOG]!><time=\"" time "\" date=\"08-20-2024\" " \
	"component=\"NDESPlugin\" context=\"\" type=\"" type "\" thread=\"3000\" file=\"a.cpp:1\">"
#define T_PRINTED(time) time "\" date=\"08-20-2024"

static const struct form_row trace_rows[] = {
	{TRACE("Calling VerifyRequest ...", "10:20:30.123+480", "1") "\r\n", 1, 0,
		T_PRINTED("10:20:30.123+480"), "2024-08-20T18:20:30.123Z", "1", LEVEL_INFO,
		"NDESPlugin", "Calling VerifyRequest ..."},
	{TRACE("a", "10:20:30.123+480", "1") "\n" TRACE("b\r\nc", "00:30:00.000-120", "3") "\n", 2, 1,
		T_PRINTED("00:30:00.000-120"), "2024-08-19T22:30:00Z", "3", LEVEL_ERROR,
		"NDESPlugin", "b\r\nc"},
	{TRACE("a", "10:20:30.123", "2"), 1, 0, "", "", "2", LEVEL_WARNING, "NDESPlugin", "a"},
	{TRACE("a", "10:20:30.123+9999", "9"), 1, 0, "", "", "9", LEVEL_NONE, "NDESPlugin", "a"},
	/* cut off */
	{TRACE("a", "10:20:30.123+480", "1") "\n<![LOG[b", 2, 1, "", "", "", LEVEL_NONE, "",
		"<![LOG[b"},
};

static const struct form_row copy_rows[] = {
	{"Calling VerifyRequest ...  \nSending request to certificate registration point.\n", 2, 1, "",
		"", "", LEVEL_NONE, "", "Sending request to certificate registration point."},
	{"Calling VerifyRequest ...\tNDESPlugin\t20/08/2024 10:20:30\t3000 (0x0BB8)\r\n"
	 "Exiting VerifyRequest with 0x0\tNDESPlugin\t20/08/2024 10:20:31\t3000 (0x0BB8)\r\n", 2, 0,
		"20/08/2024 10:20:30", "", "", LEVEL_NONE, "NDESPlugin",
		"Calling VerifyRequest ..."},
};

static void ndes_plugin(void **state)
{
	(void)state;
	form_rows(trace_rows, ARRAY_LEN(trace_rows), NULL, "ndes-plugin");
	form_rows(copy_rows, ARRAY_LEN(copy_rows), NULL, "ndes-plugin");
}

#define E2E(message, level) "<E2ETraceEvent xmlns=\"http://schemas.microsoft.com/2004/06/" \
	"E2ETraceEvent\"><System xmlns=\"http://schemas.microsoft.com/2004/06/windows/eventlog/" \
	"system\"><EventID>0</EventID><Type>3</Type><SubType Name=\"" level "\">0</SubType><Level>8" \
	"</Level><TimeCreated SystemTime=\"2024-08-20T07:41:05.1234567Z\" /><Source Name=\"" \
	"CertificateRegistrationPoint\" /><Correlation ActivityID=\"{00000000-0000-0000-0000-" \
	"000000000001}\" /><Execution ProcessName=\"w3wp\" ProcessID=\"1\" ThreadID=\"2\" /><Channel" \
	"/><Computer>NDES1</Computer></System><ApplicationData>" message "</ApplicationData>" \
	"</E2ETraceEvent>"
#define E_TIME "2024-08-20T07:41:05.1234567Z"
#define E_UTC "2024-08-20T07:41:05.123456Z"
#define E_REST "Information", LEVEL_INFO, "CertificateRegistrationPoint"

static const struct form_row svclog_rows[] = {
	{E2E("a &lt;b&gt; &amp;amp; &#39;c&#x27; &#10;&e &#9999999;", "Error"), 1, 0, E_TIME, E_UTC,
		"Error", LEVEL_ERROR, "CertificateRegistrationPoint",
		"a <b> &amp; 'c' &#10;&e &#9999999;"},
	{E2E("a", "Information") E2E("b", "Information"), 2, 1, E_TIME, E_UTC, E_REST, "b"},
	{E2E("a", "Information") "\r\n  " E2E("b\nc", "Information"), 2, 1, E_TIME, E_UTC, E_REST, "b\nc"},
	/* the other kind of quotes; cut off */
	{"<E2ETraceEvent><TimeCreated SystemTime='2024-08-20T07:41:05Z'/><ApplicationData>a &lt;", 1, 0,
		"2024-08-20T07:41:05Z", "2024-08-20T07:41:05Z", "", LEVEL_NONE, "", "a <"},
	{"<E2ETraceEvent ", 1, 0, "", "", "", LEVEL_NONE, "", ""},
};

static void svclog(void **state)
{
	(void)state;
	form_rows(svclog_rows, ARRAY_LEN(svclog_rows), NULL, "svclog");
}

static void platform_is_the_server(void **state)
{
	static const char *const texts[] = {IIS_HEAD, TRACE("a", "", ""), E2E("a", "Error"),
		"Verify challenge returns true\n"};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct log *log = log_from(sv_str(texts[i]), NULL, NULL);
		assert_non_null(log);
		assert_int_equal(log_info(log)->platform, LOG_SERVER);
		log_close(log);
	}
}

/* Other programs' logs of the same tools are none of these. */
static void others_are_not_taken(void **state)
{
	static const char *const texts[] = {
		"<![LOG[App check]LOG]!><time=\"10:20:30.1\" date=\"1-1-2024\" "
		"component=\"IntuneManagementExtension\">\n",
		"127.0.0.1 - - [20/Aug/2024:07:41:05 +0000] \"GET /a HTTP/1.1\" 200 5\n"};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		assert_null(log_from(sv_str(texts[i]), NULL, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(iis),
		cmocka_unit_test(ndes_plugin),
		cmocka_unit_test(svclog),
		cmocka_unit_test(platform_is_the_server),
		cmocka_unit_test(others_are_not_taken),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
