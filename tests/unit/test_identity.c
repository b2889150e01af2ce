#include "testing.h"

#include <stdio.h>

#include "base/file.h"
#include "base/strbuf.h"
#include "scep/identity.h"

#define A "51bad41f-3854-4eb5-a2f2-0f7a94034ee8"
#define L "39907e78-e61b-4730-b9fa-d44a53e4111c"
#define L_ "39907e78_e61b_4730_b9fa_d44a53e4111c"

struct row {
	const char *text, *account, *profile;
	bool account_complete, profile_complete, has_hash;
	int32_t hash;
	const char *found; /* the part of text it stands for; NULL: not checked */
};

static const struct row rows[] = {
	/* the three spellings */
	{"ModelName=AC_" A "%2FLogicalName_" L_ "%3BHash=-1518303401", A, L, true, true, true,
		-1518303401, "ModelName=AC_" A "%2FLogicalName_" L_ "%3BHash=-1518303401"},
	{"./Vendor/MSFT/CertificateStore/Enroll/ModelName=AC_" A "%2fLogicalName_" L_
	 "%3bHash=-1518303401/Install",
		A, L, true, true, true, -1518303401,
		"ModelName=AC_" A "%2fLogicalName_" L_ "%3bHash=-1518303401"},
	{"Trying to enroll certificate request: ModelName=AC_" A "%2FLogicalName_" L_
	 ";Hash=1677525787",
		A, L, true, true, true, 1677525787, NULL},
	{"SCEP cert 'ModelName=AC_" A "%2FLogicalName_" L_ ";Hash=1677525787' state changed", A,
		L, true, true, true, 1677525787, NULL},
	{"www.windowsintune.com.SCEP.ModelName=AC_" A "/LogicalName_" L_ ";Hash=-912418295", A,
		L, true, true, true, -912418295, NULL},
	{"UniqueId : (ModelName_AC_" A "_LogicalName_" L_ "_Hash_2107323741) InstallUserSid", A,
		L, true, true, true, 2107323741,
		"ModelName_AC_" A "_LogicalName_" L_ "_Hash_2107323741"},
	{"ModelName_AC_" A "_LogicalName_" L_ "_Hash_-912418295", A, L, true, true, true,
		-912418295, NULL},
	{"SCEP Profile - ModelName=AC_" A "/LogicalName_" L_, A, L, true, true, false, 0,
		"ModelName=AC_" A "/LogicalName_" L_},
	{"MODELNAME=ac_51BAD41F-3854-4EB5-A2F2-0F7A94034EE8/LOGICALNAME_" L_ ";hash=1", A, L,
		true, true, true, 1, NULL},
	{"ModelName=AC_{" A "}/LogicalName_{" L "};Hash=0", A, L, true, true, true, 0, NULL},
	/* markup right behind it is not part of it */
	{"<LocURI>ModelName=AC_" A "/LogicalName_" L_ "</LocURI>", A, L, true, true, false, 0,
		"ModelName=AC_" A "/LogicalName_" L_},
	{"ModelName=AC_" A "/LogicalName_" L_ ";Hash=7</LocURI>", A, L, true, true, true, 7,
		"ModelName=AC_" A "/LogicalName_" L_ ";Hash=7"},
	/* cut */
	{"ModelName=AC_51\xe2\x80\xa6%2FLogicalName_39907\xe2\x80\xa6%3BHash=-1518303401/"
	 "Install",
		"51", "39907", false, false, true, -1518303401,
		"ModelName=AC_51\xe2\x80\xa6%2FLogicalName_39907\xe2\x80\xa6%3BHash=-"
		"1518303401"},
	{"Adding dependent ModelName=AC_51bad41f.../LogicalName_1892fe4c...;Hash=-912418295 to",
		"51bad41f", "1892fe4c", false, false, true, -912418295, NULL},
	{"ModelName=AC_51bad41f.../LogicalName_39907e78_e61b...;Hash=3", "51bad41f",
		"39907e78-e61b", false, false, true, 3, NULL},
	{"ModelName=AC_51bad41f-3854-...", "51bad41f-3854", "", false, false, false, 0, NULL},
	{"ModelName=AC_51bad41f...", "51bad41f", "", false, false, false, 0,
		"ModelName=AC_51bad41f..."},
	{"requestId ModelName=\xe2\x80\xa6", "", "", false, false, false, 0, NULL},
	{"ModelName=AC_" A "/LogicalName_" L_ ";Hash=-1518...", A, L, true, true, false, 0,
		NULL},
	{"ModelName=AC_" A "/LogicalName_" L_ ";Hash=", A, L, true, true, false, 0, NULL},
	/* masked */
	{"(ModelName_<ModelName>_LogicalName_<LogicalName>_Hash_<Hash>) InstallUserSid", "", "",
		false, false, false, 0,
		"ModelName_<ModelName>_LogicalName_<LogicalName>_Hash_<Hash>"},
	{"ModelName_AC_fd19e485-e013-44c2-b74d-633899d2861d_LogicalName_"
	 "323b8974_xxxx_xxxx_xxxx_f4958f1c9fb1_Hash_2107323741",
		"fd19e485-e013-44c2-b74d-633899d2861d", "323b8974", true, false, true,
		2107323741, NULL},
	{"ModelName=AC_{GUID}%2FLogicalName_{GUID}%3BHash=5", "", "", false, false, true, 5,
		NULL},
	{"ModelName=AC_<account id>/LogicalName_<profile id>;Hash=<hash>", "", "", false, false,
		false, 0, "ModelName=AC_<account id>/LogicalName_<profile id>;Hash=<hash>"},
	{"ModelName=AC_*/LogicalName_*;Hash=*", "", "", false, false, false, 0, NULL},
	{"ModelName=AC_*accountId*/LogicalName_*policyId*", "", "", false, false, false, 0,
		NULL},
	{"ModelName=AC_51bad41f-xxxx/LogicalName_39907e78-XXXX-XXXX;Hash=12", "51bad41f",
		"39907e78", false, false, true, 12, NULL},
	/* look-alikes and other lies: Cyrillic a and e, full-width digits, ids that run on */
	{"ModelName=AC_51b\xd0\xb0"
	 "d41f/LogicalName_" L_,
		"51b", "", false, false, false, 0, NULL},
	{"ModelName=AC_" A "/LogicalName_39907\xd0\xb5"
	 "78_e61b",
		A, "39907", true, false, false, 0, "ModelName=AC_" A "/LogicalName_39907"},
	{"ModelName=AC_" A "/LogicalName_\xef\xbc\x93"
	 "9907e78",
		A, "", true, false, false, 0, NULL},
	{"ModelName=AC_" A "/LogicalName_" L_ "ff;Hash=1", A, "", true, false, true, 1, NULL},
	{"ModelName=AC_" A "/LogicalName_" L_ ";Hash=2147483648", A, L, true, true, false, 0,
		NULL},
	{"ModelName=AC_" A "/LogicalName_" L_ ";Hash=-2147483648", A, L, true, true, true,
		INT32_MIN, NULL},
	{"ModelName=AC_" A "/LogicalName_" L_ ";Hash=99999999999999", A, L, true, true, false,
		0, NULL},
	{"ModelNModelName=AC_" A "/LogicalName_" L_ ";Hash=4", A, L, true, true, true, 4, NULL},
};

static void check_row(const struct row *row)
{
	struct scep_id id;
	if (!scep_id_find(sv_str(row->text), 0, &id))
		fail_msg("not found in %s", row->text);
	assert_string_equal(id.account, row->account);
	assert_string_equal(id.profile, row->profile);
	assert_int_equal(id.account_complete, row->account_complete);
	assert_int_equal(id.profile_complete, row->profile_complete);
	assert_int_equal(id.has_hash, row->has_hash);
	assert_int_equal(id.hash, row->hash);
	assert_true(id.from < id.to && id.to <= strlen(row->text));
	if (row->found)
		assert_sv(sv_sub(sv_str(row->text), id.from, id.to - id.from), row->found);
}

static void finds_every_spelling(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		check_row(&rows[i]);
}

static void other_texts_have_none(void **state)
{
	(void)state;
	static const char *const texts[] = {"", "ModelName", "ModelName=", "ModelName=SM-G960F",
		"ModelName: iPhone 12", "ModelName=<null>", "ModelName=*", "ModelName=AC_",
		"ModelName=AC_zz", "LogicalName_" L_ ";Hash=1", "Model Name=AC_" A,
		"M\xd0\xbe" "delName=AC_" A "/LogicalName_" L_};
	struct scep_id id;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		if (scep_id_find(sv_str(texts[i]), 0, &id))
			fail_msg("found one in %s", texts[i]);
}

static void goes_on_from_the_last_one(void **state)
{
	(void)state;
	struct sv text = SV("ModelName=AC_11.../LogicalName_22...;Hash=1 and "
			    "ModelName_AC_33_LogicalName_44_Hash_2");
	struct scep_id id;
	assert_true(scep_id_find(text, 0, &id));
	assert_string_equal(id.profile, "22");
	assert_true(scep_id_find(text, id.to, &id));
	assert_string_equal(id.account, "33");
	assert_string_equal(id.profile, "44");
	assert_int_equal(id.hash, 2);
	assert_int_equal(id.to, text.len);
	assert_false(scep_id_find(text, id.to, &id));
	assert_false(scep_id_find(text, SV_NPOS, &id));
}

static uint32_t random_next(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

static void random_guid(uint32_t *seed, char ret[static SCEP_GUID_MAX])
{
	snprintf(ret, SCEP_GUID_MAX, "%08x-%04x-%04x-%04x-%08x%04x", random_next(seed),
		random_next(seed) & 0xffff, random_next(seed) & 0xffff,
		random_next(seed) & 0xffff, random_next(seed), random_next(seed) & 0xffff);
}

static void what_is_written_is_found(void **state)
{
	(void)state;
	uint32_t seed = 20240820;
	for (int i = 0; i < 10000; i++) {
		struct scep_id id = {.has_hash = true}, found;
		char text[SCEP_ID_TEXT_MAX];
		random_guid(&seed, id.account);
		random_guid(&seed, id.profile);
		id.hash = (int32_t)random_next(&seed);
		scep_id_format(&id, (enum scep_spelling)(i % 3), text);
		assert_true(scep_id_find(sv_str(text), 0, &found));
		assert_string_equal(found.account, id.account);
		assert_string_equal(found.profile, id.profile);
		assert_true(found.account_complete && found.profile_complete && found.has_hash);
		assert_int_equal(found.hash, id.hash);
		assert_int_equal(found.from, 0);
		assert_int_equal(found.to, strlen(text));
	}
}

static void spellings(void **state)
{
	(void)state;
	const struct scep_id id = {A, L, true, true, true, -912418295, 0, 0};
	char text[SCEP_ID_TEXT_MAX];
	assert_string_equal(scep_id_format(&id, SPELLING_ANDROID, text),
		"ModelName=AC_" A "%2FLogicalName_" L_ "%3BHash=-912418295");
	assert_string_equal(scep_id_format(&id, SPELLING_IOS, text),
		"ModelName=AC_" A "/LogicalName_" L_ ";Hash=-912418295");
	assert_string_equal(scep_id_format(&id, SPELLING_WINDOWS, text),
		"ModelName_AC_" A "_LogicalName_" L_ "_Hash_-912418295");
}

/* Every beginning of an id gives a beginning of its parts, or nothing. */
static void every_cut_gives_a_prefix(void **state)
{
	(void)state;
	const char *whole = "ModelName=AC_" A "%2FLogicalName_" L_ "%3BHash=-1518303401";
	for (size_t len = 0; len < strlen(whole); len++) {
		struct scep_id id;
		if (!scep_id_find((struct sv){whole, len}, 0, &id))
			continue;
		assert_true(!id.account[0] || scep_prefix_fits(id.account, A));
		assert_true(!id.profile[0] || scep_prefix_fits(id.profile, L));
		assert_true(id.to <= len);
	}
}

static void guids(void **state)
{
	(void)state;
	char guid[SCEP_GUID_MAX];
	static const char *const good[] = {L, L_, "{" L "}", " " L " ",
		"39907E78-E61B-4730-B9FA-D44A53E4111C",
		"{39907E78_e61b-4730_b9fa-d44a53e4111c}"};
	static const char *const bad[] = {"", "{}", "39907e78", L "0", "{" L, L "}",
		"39907e78-e61b-4730-b9fa-d44a53e4111g", "39907e78e61b4730b9fad44a53e4111c",
		"39907e78-e61b-4730-b9fa-d44a53e4111"};
	for (size_t i = 0; i < ARRAY_LEN(good); i++) {
		assert_true(scep_guid(sv_str(good[i]), guid));
		assert_string_equal(guid, L);
	}
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		if (scep_guid(sv_str(bad[i]), guid))
			fail_msg("took %s", bad[i]);
}

static void prefixes(void **state)
{
	(void)state;
	assert_true(scep_prefix_fits("39907e78", L));
	assert_true(scep_prefix_fits("39907e78-e61b", L));
	assert_true(scep_prefix_fits(L, L));
	assert_false(scep_prefix_fits("", L));
	assert_false(scep_prefix_fits("49907e78", L));
	assert_false(scep_prefix_fits(L, "39907e78"));
}

static void the_documented_samples(void **state)
{
	(void)state;
	static const struct {
		const char *path, *profile;
		int32_t hash;
	} files[] = {
		{TEST_DATA "/source/android.log", "39907", -1518303401},
		{TEST_DATA "/source/ios.log", "1892fe4c", -912418295},
		{TEST_DATA "/source/windows.txt", "", 0},
	};
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		struct scep_id id;
		autostrbuf text;
		strbuf_init(&text, STRBUF_LINE);
		assert_true(file_read(files[i].path, &text, NULL));
		assert_true(scep_id_find(strbuf_sv(&text), 0, &id));
		assert_string_equal(id.profile, files[i].profile);
		assert_false(id.profile_complete);
		assert_int_equal(id.hash, files[i].hash);
		assert_false(scep_id_find(strbuf_sv(&text), id.to, &id));
	}
}

/* Work stays bounded: a megabyte of beginnings is done at once. */
static void many_beginnings(void **state)
{
	(void)state;
	autostrbuf text;
	struct scep_id id;
	strbuf_init(&text, 4u << 20);
	for (int i = 0; i < 100000; i++)
		strbuf_str(&text, "ModelName=AC_zModelName_");
	assert_false(scep_id_find(strbuf_sv(&text), 0, &id));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_every_spelling),
		cmocka_unit_test(other_texts_have_none),
		cmocka_unit_test(goes_on_from_the_last_one),
		cmocka_unit_test(what_is_written_is_found),
		cmocka_unit_test(spellings),
		cmocka_unit_test(every_cut_gives_a_prefix),
		cmocka_unit_test(guids),
		cmocka_unit_test(prefixes),
		cmocka_unit_test(the_documented_samples),
		cmocka_unit_test(many_beginnings),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
