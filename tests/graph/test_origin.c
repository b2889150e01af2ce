/* Where a nextLink may lead: 60 tricks that must not, and what must. */
#include "unit/testing.h"

#include "graph/origin.h"

static const char *const tricks[] = {
	/* other hosts that look like ours */
	"https://graph.microsoft.com.evil.example/v1.0/users",
	"https://graph.microsoft.com/v1.0.evil.example/",
	"https://evil.example/v1.0/users",
	"https://evil.example/https://graph.microsoft.com/v1.0/users",
	"https://evil.example?https://graph.microsoft.com/v1.0/users",
	"https://evil.example#https://graph.microsoft.com/v1.0/users",
	"https://graph-microsoft.com/v1.0/users",
	"https://xgraph.microsoft.com/v1.0/users",
	"https://graph.microsoft.co/v1.0/users",
	"https://graph.microsoft.com.:443/v1.0/users",
	"https://graph.microsoft.com./v1.0/users",
	"https://sub.graph.microsoft.com/v1.0/users",
	"https://graph.microsoft.us/v1.0/users",
	"https://login.microsoftonline.com/v1.0/users",
	"https://graph.microsoft.com%2eevil.example/v1.0/users",
	"https://graph.microsoft.com%00.evil.example/v1.0/users",
	"https://graph.microsoft.com%2f@evil.example/v1.0/users",
	"https://127.0.0.1/v1.0/users",
	"https://[::1]/v1.0/users",
	"https://169.254.169.254/v1.0/users",
	"https://2130706433/v1.0/users",
	/* users before the host */
	"https://graph.microsoft.com@evil.example/v1.0/users",
	"https://graph.microsoft.com:443@evil.example/v1.0/users",
	"https://user@graph.microsoft.com/v1.0/users",
	"https://user:password@graph.microsoft.com/v1.0/users",
	"https://evil.example@graph.microsoft.com/v1.0/users",
	"https://:@graph.microsoft.com/v1.0/users",
	/* other schemes and ports */
	"http://graph.microsoft.com/v1.0/users",
	"http://graph.microsoft.com:443/v1.0/users",
	"ftp://graph.microsoft.com/v1.0/users",
	"file:///v1.0/users",
	"file://graph.microsoft.com/v1.0/users",
	"gopher://graph.microsoft.com/v1.0/users",
	"javascript://graph.microsoft.com/v1.0/users",
	"https://graph.microsoft.com:8443/v1.0/users",
	"https://graph.microsoft.com:80/v1.0/users",
	"https://graph.microsoft.com:0/v1.0/users",
	"https://graph.microsoft.com:65979/v1.0/users",
	"https://graph.microsoft.com:443x/v1.0/users",
	/* what readers of URLs disagree about */
	"https:\\\\graph.microsoft.com\\v1.0\\users",
	"https://evil.example\\@graph.microsoft.com/v1.0/users",
	"https://graph.microsoft.com\\.evil.example/v1.0/users",
	"https:///graph.microsoft.com/v1.0/users",
	"https:////evil.example/v1.0/users",
	"https:/graph.microsoft.com/v1.0/users",
	"https:graph.microsoft.com/v1.0/users",
	"//graph.microsoft.com/v1.0/users",
	"//evil.example/v1.0/users",
	"/v1.0/users",
	"graph.microsoft.com/v1.0/users",
	" https://graph.microsoft.com/v1.0/users",
	"https://graph.microsoft.com\t/v1.0/users",
	"https://graph.microsoft.com\r\nHost: evil.example/v1.0/users",
	"https://graph.microsoft.com /v1.0/users",
	"https://gr\xc3\xa4ph.microsoft.com/v1.0/users",
	"https://graph.microsoft.\xd1\x81om/v1.0/users", /* a Cyrillic letter */
	"https://graph\xe3\x80\x82microsoft.com/v1.0/users", /* an ideographic full stop */
	/* our host, but not Graph's paths, or out of them */
	"https://graph.microsoft.com/",
	"https://graph.microsoft.com",
	"https://graph.microsoft.com/v2.0/users",
	"https://graph.microsoft.com/v1.0",
	"https://graph.microsoft.com/V1.0x/users",
	"https://graph.microsoft.com/v1.0/../admin",
	"https://graph.microsoft.com/v1.0/%2e%2e/admin",
	"https://graph.microsoft.com/v1.0/.%2E/admin",
	"https://graph.microsoft.com/x/../v1.0/users",
	"https://graph.microsoft.com//v1.0/users",
	"https://graph.microsoft.com/v1.0/users#fragment",
	"",
};

static void tricks_are_refused(void **state)
{
	(void)state;
	struct graph_origin origin;
	assert_true(ARRAY_LEN(tricks) >= 60);
	assert_true(origin_init(&origin, "https://graph.microsoft.com", "--graph-url", NULL));
	for (size_t i = 0; i < ARRAY_LEN(tricks); i++) {
		autofree char *next = origin_next(&origin, tricks[i]);
		if (next)
			print_error("%s -> %s\n", tricks[i], next);
		assert_null(next);
	}
	origin_finish(&origin);
}

static void too_long_a_link_is_refused(void **state)
{
	(void)state;
	struct graph_origin origin;
	autofree char *link = xcalloc(1, ORIGIN_LINK_MAX + 100);
	assert_true(origin_init(&origin, "https://graph.microsoft.com", "--graph-url", NULL));
	strcpy(link, "https://graph.microsoft.com/v1.0/users?x=");
	memset(link + strlen(link), 'a', ORIGIN_LINK_MAX - strlen(link));
	autofree char *longest = origin_next(&origin, link);
	assert_non_null(longest);
	strcat(link, "a");
	assert_null(origin_next(&origin, link));
	origin_finish(&origin);
}

static const struct {
	const char *base, *link, *next;
} links[] = {
	{"https://graph.microsoft.com",
		"https://graph.microsoft.com/v1.0/users?$skiptoken=RFNwdAIAAQ",
		"https://graph.microsoft.com/v1.0/users?$skiptoken=RFNwdAIAAQ"},
	{"https://graph.microsoft.com/", "https://graph.microsoft.com/beta/x?$skip=20",
		"https://graph.microsoft.com/beta/x?$skip=20"},
	{"https://graph.microsoft.com", "HTTPS://Graph.Microsoft.COM/v1.0/users?a=B",
		"https://graph.microsoft.com/v1.0/users?a=B"},
	{"https://graph.microsoft.com", "https://graph.microsoft.com:443/v1.0/users",
		"https://graph.microsoft.com/v1.0/users"},
	{"https://graph.microsoft.com", "https://graph.microsoft.com/v1.0/users?$filter=a eq 'é'",
		"https://graph.microsoft.com/v1.0/users?$filter=a%20eq%20'%C3%A9'"},
	{"https://graph.microsoft.com", "https://graph.microsoft.com/v1.0/u?x=a/../b%2e%2e",
		"https://graph.microsoft.com/v1.0/u?x=a/../b%2e%2e"},
	{"https://graph.microsoft.com", "https://graph.microsoft.com/v1.0/u/...x/y",
		"https://graph.microsoft.com/v1.0/u/...x/y"},
	{"http://127.0.0.1:8080/s/paged", "http://127.0.0.1:8080/s/paged/v1.0/me",
		"http://127.0.0.1:8080/s/paged/v1.0/me"},
	{"http://127.0.0.1:8080/s/paged", "http://127.0.0.1:8080/v1.0/me", NULL},
	{"https://dod-graph.microsoft.us", "https://dod-graph.microsoft.us/v1.0/me",
		"https://dod-graph.microsoft.us/v1.0/me"},
};

static void links_of_our_own_are_followed(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(links); i++) {
		struct graph_origin origin;
		assert_true(origin_init(&origin, links[i].base, "--graph-url", NULL));
		autofree char *next = origin_next(&origin, links[i].link);
		if (links[i].next)
			assert_string_equal(next, links[i].next);
		else
			assert_null(next);
		origin_finish(&origin);
	}
}

static void only_services_are_origins(void **state)
{
	(void)state;
	static const char *const refused[] = {"", "graph.microsoft.com",
		"http://graph.microsoft.com", "ftp://127.0.0.1", "https://u@graph.microsoft.com",
		"https://graph.microsoft.com?x", "https://graph.microsoft.com#x", "https://",
		"http://127.0.0.1.evil.example", "http://localhost.evil.example", "file:///etc"};
	static const char *const taken[] = {"https://graph.microsoft.com", "http://127.0.0.1:80",
		"http://localhost:4010/s/x", "http://[::1]:1", "https://proxy.example:8443/graph/"};
	struct graph_origin origin;
	for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
		struct err err = {0};
		assert_false(origin_init(&origin, refused[i], "--graph-url", &err));
		assert_int_equal(err.kind, ERR_USAGE);
		assert_non_null(strstr(err.text, "--graph-url"));
	}
	for (size_t i = 0; i < ARRAY_LEN(taken); i++) {
		assert_true(origin_init(&origin, taken[i], "--graph-url", NULL));
		origin_finish(&origin);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tricks_are_refused),
		cmocka_unit_test(too_long_a_link_is_refused),
		cmocka_unit_test(links_of_our_own_are_followed),
		cmocka_unit_test(only_services_are_origins),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
