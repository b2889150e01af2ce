/* Our own parser, since getopt_long() accepts abbreviations and scripts break when a new
 * option makes one ambiguous. */
#include "args.h"

#include <string.h>

#include "args_graph.h"
#include "args_table.h"
#include "base/i18n.h"
#include "base/thumbprint.h"
#include "scep/identity.h"

static bool bad_value(struct err *err, const char *option, const char *raw,
	const char *expected)
{
	return err_set(err, ERR_USAGE, _("%s: \"%s\" is not understood; expected %s"), option,
		raw, expected);
}

static bool set_platform(struct args *a, struct sv v, const char *raw, struct err *err)
{
	if (!guide_platform_by_id(v, &a->platform))
		return bad_value(err, "--platform", raw, "android, ios, windows");
	a->options.log.platform = library_log_platform(a->platform);
	return true;
}

static bool set_guide(struct args *a, struct sv v, const char *raw, struct err *err)
{
	(void)v;
	(void)err;
	a->guide = raw;
	return true;
}

static bool set_profile(struct args *a, struct sv v, const char *raw, struct err *err)
{
	if (!scep_guid(v, a->options.profile))
		a->profile_name = raw; /* looked up later, with Graph */
	return v.len || bad_value(err, "--profile", raw, _("the id of a profile, or its name"));
}

static bool set_time(int64_t *ret, const char *option, struct sv v, const char *raw,
	struct err *err)
{
	if (time_parse_rfc3339(v, ret))
		return true;
	return bad_value(err, option, raw, _("a time with its offset, as "
		"2024-08-20T09:41:00+02:00 or …Z"));
}

static bool set_assigned(struct args *a, struct sv v, const char *raw, struct err *err)
{
	return set_time(&a->options.assigned_at, "--assigned-at", v, raw, err);
}

static bool set_check_in(struct args *a, struct sv v, const char *raw, struct err *err)
{
	return set_time(&a->options.last_check_in, "--last-check-in", v, raw, err);
}

static bool outcome_by_word(struct sv word, enum check_outcome *ret)
{
	static const struct { const char *word; enum check_outcome outcome; } words[] = {
		{"yes", CHECK_GOOD}, {"no", CHECK_BAD}, {"unknown", CHECK_UNKNOWN},
		{"skip", CHECK_SKIPPED},
	};
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (!sv_eq(word, sv_str(words[i].word)))
			continue;
		*ret = words[i].outcome;
		return true;
	}
	return false;
}

static bool set_answer(struct args *a, struct sv v, const char *raw, struct err *err)
{
	struct sv rest = v, check, word;
	enum check_id id;
	struct cli_answer answer = {.given = true};
	sv_cut(&rest, '=', &check);
	bool ok = rest.ptr && check_by_id(check, &id) && sv_cut(&rest, ':', &word) &&
		outcome_by_word(word, &answer.outcome);
	if (!ok)
		return bad_value(err, "--answer", raw, _("CHECK=yes|no|unknown|skip[:NOTE] with "
			"CHECK target-user, group-membership or last-check-in"));
	answer.check = id;
	answer.note = rest.ptr ? raw + (rest.ptr - v.ptr) : NULL;
	a->answers[id] = answer;
	return true;
}

static bool set_zone(struct args *a, struct sv v, const char *raw, struct err *err)
{
	struct sv rest = v;
	a->options.log.has_zone = time_take_offset(&rest, &a->options.log.zone_us) && !rest.len;
	return a->options.log.has_zone || bad_value(err, "--log-zone", raw, "±HH:MM");
}

static bool set_date(struct args *a, struct sv v, const char *raw, struct err *err)
{
	a->options.log.has_date = time_parse_date(v, &a->options.log.date);
	return a->options.log.has_date || bad_value(err, "--log-date", raw, "YYYY-MM-DD");
}

static bool set_format(struct args *a, struct sv v, const char *raw, struct err *err)
{
	if (!report_format_by_id(v, &a->format))
		return bad_value(err, "--format", raw, "text, json, md, html");
	a->json = a->format == REPORT_JSON;
	return true;
}

static bool set_json(struct args *a, struct sv v, const char *raw, struct err *err)
{
	(void)v;
	(void)raw;
	(void)err;
	a->format = REPORT_JSON;
	a->json = true;
	return true;
}

static bool set_output(struct args *a, struct sv v, const char *raw, struct err *err)
{
	a->output = raw;
	return v.len || bad_value(err, "-o", raw, _("a file name"));
}

static bool set_reveal(struct args *a, struct sv v, const char *raw, struct err *err)
{
	unsigned bits = 0;
	(void)raw;
	if (!redact_parse_reveal(v, &bits, err))
		return false;
	a->reveal |= bits;
	return true;
}

static bool set_lang(struct args *a, struct sv v, const char *raw, struct err *err)
{
	if (!sv_eq(v, SV("en")) && !sv_eq(v, SV("fr")))
		return bad_value(err, "--lang", raw, "en, fr");
	memcpy(a->settings.lang, raw, 3);
	return true;
}

static bool set_color(struct args *a, struct sv v, const char *raw, struct err *err)
{
	return settings_colour_by_id(v, &a->settings.colour) ||
		bad_value(err, "--color", raw, "auto, always, never");
}

static bool set_theme(struct args *a, struct sv v, const char *raw, struct err *err)
{
	if (!v.len || v.len >= sizeof(a->settings.theme))
		return bad_value(err, "--theme", raw, _("the name of a theme, or a file"));
	memcpy(a->settings.theme, raw, v.len + 1);
	return true;
}

static bool set_slack(struct args *a, struct sv v, const char *raw, struct err *err)
{
	(void)v;
	(void)raw;
	(void)err;
	a->options.log.recover = true;
	return true;
}

static bool set_probe(struct args *a, struct sv v, const char *raw, struct err *err)
{
	a->probe = raw;
	return v.len || bad_value(err, "--probe", raw,
		"https://SERVER/certsrv/mscep/mscep.dll");
}

static bool set_ca_thumbprint(struct args *a, struct sv v, const char *raw, struct err *err)
{
	a->ca_thumbprint = raw;
	return thumbprint_is(v) || bad_value(err, "--ca-thumbprint", raw, _("40 hex digits"));
}

static bool set_check_file(struct args *a, struct sv v, const char *raw, struct err *err)
{
	(void)v;
	(void)err;
	a->check_file = raw;
	return true;
}

static bool set_debug(struct args *a, struct sv v, const char *raw, struct err *err)
{
	a->debug_file = raw;
	return v.len || bad_value(err, "--debug", raw, _("a file name"));
}

static bool set_files_from(struct args *a, struct sv v, const char *raw, struct err *err)
{
	a->files_from = raw;
	a->each = true;
	return v.len || bad_value(err, "--files-from", raw, _("a file name, or -"));
}

#define FLAG(name, member)                                                                    \
	static bool name(struct args *a, struct sv v, const char *raw, struct err *err)       \
	{                                                                                     \
		(void)v;                                                                      \
		(void)raw;                                                                    \
		(void)err;                                                                    \
		a->member = true;                                                             \
		return true;                                                                  \
	}
FLAG(set_force, force)
FLAG(set_each, each)
FLAG(set_key, key_only)
FLAG(set_hash, hash)
FLAG(set_xml, xml)
FLAG(set_no_input, no_input)
FLAG(set_help, help)
FLAG(set_version, version)
FLAG(set_ascii, settings.ascii)
FLAG(set_accessible, settings.accessible)
FLAG(set_no_state, no_state)
FLAG(set_keys, keys)
FLAG(set_stay, stay)

const struct option args_options[] = {
	{"--platform", "android|ios|windows", "check log graph wizard",
		N_("only needed where the content does not tell"), set_platform},
	{"--guide", "ID|FILE", "check log wizard", N_("another guide than the platform's own"), set_guide},
	{"--profile", "GUID|NAME", "check graph", N_("judge this profile only (a name: with Graph)"),
		set_profile},
	{"--assigned-at", "TIME", "check wizard",
		N_("when the profile was assigned or last changed"), set_assigned},
	{"--last-check-in", "TIME", "check wizard", N_("last check-in seen in the portal"),
		set_check_in},
	{"--answer", "CHECK=yes|no|unknown|skip[:NOTE]", "check wizard",
		N_("what you found out about a check"), set_answer},
	{"--log-zone", "±HH:MM", "check log wizard", N_("the zone of times printed without one"),
		set_zone},
	{"--log-date", "YYYY-MM-DD", "check log wizard",
		N_("the day of the first entry, where the log prints none"), set_date},
	{"--format", "text|json|md|html", "check", N_("the form of the report"), set_format},
	{"--json", NULL, "check log explain diff guides graph", N_("JSON instead of text"), set_json},
	{"-o", "FILE", "check", N_("write the report to a file"), set_output},
	{"--force", NULL, "check", N_("replace an existing file"), set_force},
	{"--each", NULL, "check", N_("a row for each log: many devices at once"), set_each},
	{"--files-from", "FILE|-", "check", N_("the same; the logs' names are in FILE, one a line"),
		set_files_from},
	{"--reveal", "CLASS,…", "check log diff",
		N_("do not redact user, device, tenant, network, subject, or all"), set_reveal},
	{"--graph-import", "DIR", "check wizard", N_("with answers of Microsoft Graph that were saved in DIR"),
		set_graph_import},
	{"--graph", NULL, "check", N_("ask Microsoft Graph; sign in with a code, unless told otherwise"),
		set_graph_live},
	{"--token-stdin", NULL, "check", N_("with a token that comes through standard input"),
		set_token_stdin},
	{"--token-fd", "N", "check", N_("with a token that comes through descriptor N"), set_token_fd},
	{"--client-id", "ID|graph-cli", "check wizard",
		N_("the app to sign in with: your tenant's, or Microsoft's Graph command line tools"),
		set_client_id},
	{"--client-secret", "FILE", "check", N_("as the app itself, with the secret in FILE (0600)"),
		set_client_secret},
	{"--client-secret-fd", "N", "check", N_("the same, through descriptor N"),
		set_client_secret_fd},
	{"--client-cert", "FILE", "check", N_("as the app itself, with key and certificate (PEM, 0600)"),
		set_client_cert},
	{"--tenant", "ID|DOMAIN", "check wizard", N_("the tenant to sign in to"), set_tenant},
	{"--cloud", "global|usgov|dod|china", "check wizard", N_("the cloud the tenant is in"), set_cloud},
	{"--cacert", "FILE", "check wizard", N_("trust these certificates, too (a proxy that inspects TLS)"),
		set_cacert},
	{"--graph-url", "URL", "check wizard", N_("another address of Graph; the token goes there"),
		set_graph_url},
	{"--login-url", "URL", "check wizard", N_("another address of the sign-in service"),
		set_login_url},
	{"--user", "UPN|NAME", "check graph wizard", N_("the user the profile is meant for"), set_graph_user},
	{"--device", "NAME|ID", "check graph wizard", N_("the device that the log is from, as Intune names it"),
		set_graph_device},
	{"--list", NULL, "graph", N_("print the requests of a diagnosis, and their permissions"),
		set_graph_list},
	{"--import", "DIR", "graph", N_("read saved answers back"), set_graph_import},
	{"--probe", "URL", "check", N_("ask this NDES server what a device would ask it"), set_probe},
	{"--ca-thumbprint", "HEX", "check", N_("the CA certificate of the profile, to compare"),
		set_ca_thumbprint},
	{"--key", NULL, "log", N_("key entries only"), set_key},
	{"--hash", NULL, "log", N_("with the SHA-256 of the log"), set_hash},
	{"--xml", NULL, "log", N_("entries of an .evtx as XML, all of each"), set_xml},
	{"--slack", NULL, "log", N_("records, too, that an .evtx no longer counts; never proof"),
		set_slack},
	{"--check", "FILE", "guides", N_("check a guide, a theme or a settings file"), set_check_file},
	{"--lang", "en|fr", "", N_("language"), set_lang},
	{"--color", "auto|always|never", "", N_("colours"), set_color},
	{"--ascii", NULL, "", N_("nothing but ASCII"), set_ascii},
	{"--accessible", NULL, "", N_("the plain numbered wizard"), set_accessible},
	{"--theme", "NAME", "", N_("how it looks: default, dark, light, high-contrast, mono"), set_theme},
	{"--no-state", NULL, "", N_("keep nothing: no saved diagnoses, no habits"), set_no_state},
	{"--no-alt-screen", NULL, "wizard", N_("leave the last screen in the terminal's scrollback"),
		set_stay},
	{"--keys", NULL, "wizard", N_("which key does what"), set_keys},
	{"--debug", "FILE", "", N_("what was done, for support, into a new file; without secrets"), set_debug},
	{"--no-input", NULL, "", N_("fail instead of asking"), set_no_input},
	{"--help", NULL, "", N_("this help; --help=all: every option"), set_help},
	{"--version", NULL, "", N_("the version"), set_version},
};

const size_t args_options_count = ARRAY_LEN(args_options);

const struct command_help args_commands[] = {
	{"[LOG…]", N_("the wizard, or the wizard opened on a log")},
	{"check LOG…", N_("the diagnosis; exit 0 yes, 10 no, 11 inconclusive")},
	{"log info|entries LOG…", N_("what a log is; its entries (--key: key ones only)")},
	{"log grep PATTERN LOG…", N_("the entries that match a pattern")},
	{"explain CODE|ID…", N_("what a code or an id means, and what to do")},
	{"diff A.json B.json", N_("what changed between two reports or saved diagnoses"), true},
	{"guides [--check FILE]", N_("the guides; or check one")},
	{"graph --list|--import DIR", N_("the questions to Microsoft Graph; saved answers")},
	{"completion bash|zsh|fish", N_("shell completion"), true},
};

const size_t args_commands_count = ARRAY_LEN(args_commands);

const char *const args_command_names[] = {"check", "log", "explain", "diff", "guides", "graph",
	"completion", NULL};

static const struct option *find_option(struct sv name)
{
	for (size_t i = 0; i < ARRAY_LEN(args_options); i++)
		if (sv_eq(name, sv_str(args_options[i].name)))
			return &args_options[i];
	return NULL;
}

static bool knows(const struct option *option, const char *command)
{
	struct sv rest = sv_str(option->commands), word;
	if (!rest.len)
		return true;
	while (sv_word(&rest, &word))
		if (sv_eq(word, sv_str(command ? command : "wizard")))
			return true;
	return false;
}

/* "--name=value" or "--name value"; *i moves over the value. */
static bool take_option(struct args *args, int argc, char **argv, int *i, struct err *err)
{
	const char *word = argv[*i];
	struct sv rest = sv_str(word), name;
	sv_cut(&rest, '=', &name);
	const char *value = rest.ptr;
	if (sv_eq(sv_str(word), SV("--help=all"))) {
		args->help = args->help_all = true;
		return true;
	}
	const struct option *option = find_option(name);
	if (!option)
		return err_set(err, ERR_USAGE, _("unknown option %s; scepwiz --help=all lists "
			"them"), word);
	if (!knows(option, args->command))
		return err_set(err, ERR_USAGE, _("%s does not belong to this command"),
			option->name);
	if (!option->value && value)
		return err_set(err, ERR_USAGE, _("%s takes no value"), option->name);
	if (option->value && !value) {
		if (*i + 1 >= argc)
			return err_set(err, ERR_USAGE, _("%s needs a value: %s"), option->name,
				option->value);
		value = argv[++*i];
	}
	return option->set(args, sv_str(value), value, err);
}

/* "-" is standard input and "-2016281112" a code: both are operands. */
static bool is_option(const char *word)
{
	return word[0] == '-' && word[1] && !(word[1] >= '0' && word[1] <= '9');
}

static bool is_command(const char *word)
{
	for (const char *const *name = args_command_names; *name; name++)
		if (!strcmp(word, *name))
			return true;
	return false;
}

/* The command is the first operand, wherever options stand before it. */
static void find_command(struct args *args, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--"))
			return;
		if (is_option(argv[i])) {
			const struct option *option = find_option(sv_str(argv[i]));
			i += option && option->value;
			continue;
		}
		if (is_command(argv[i]))
			args->command = argv[i];
		return;
	}
}

bool args_parse(struct args *args, int argc, char **argv, struct err *err)
{
	bool only_operands = false, command_seen = false;
	args->operands = xcalloc((size_t)argc, sizeof(char *));
	find_command(args, argc, argv);
	for (int i = 1; i < argc; i++) {
		bool option = !only_operands && is_option(argv[i]);
		if (option && !strcmp(argv[i], "--")) {
			only_operands = true;
		} else if (option) {
			if (!take_option(args, argc, argv, &i, err))
				return false;
		} else if (args->command == argv[i] && !command_seen) {
			command_seen = true;
		} else {
			args->operands[args->operands_count++] = argv[i];
		}
	}
	if (args->options.last_check_in != TIME_NONE && args->answers[CHECK_LAST_CHECK_IN].given)
		return err_set(err, ERR_USAGE, _("--last-check-in and --answer last-check-in=… say "
			"the same thing; give one of them"));
	return args_check_graph(args, err);
}
