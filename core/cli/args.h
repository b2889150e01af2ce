/* The command line, as one table: parsing, help and completion come from it. */
#ifndef CLI_ARGS_H
#define CLI_ARGS_H

#include "cli.h"
#include "diagnosis/diagnosis.h"
#include "look/settings.h"
#include "report/report.h"

struct cli_answer {
	enum check_id check;
	enum check_outcome outcome;
	const char *note; /* within argv; NULL */
	bool given;
};

/* Microsoft Graph live: from the command line only (CONTRACT). NULL, -1: not given. */
struct cli_graph {
	bool live, token_stdin;
	int token_fd, client_secret_fd;
	const char *client_secret, *client_cert; /* files */
	const char *cloud, *tenant, *client_id, *ca_file, *graph_url, *login_url;
};

struct args {
	const char *command; /* NULL: the wizard */
	char **operands;     /* within argv */
	int operands_count;
	/* options */
	enum guide_platform platform;
	const char *guide, *output, *check_file, *files_from;
	struct case_options options;
	struct cli_answer answers[CHECK_COUNT];
	enum report_format format;
	bool json, force, key_only, hash, xml, no_input, help, help_all, version;
	bool no_state, keys, stay, each;
	unsigned reveal;
	const char *probe, *ca_thumbprint; /* an address to ask; 40 hex digits to compare with */
	const char *profile_name; /* --profile, where it is no id */
	/* Microsoft Graph */
	const char *graph_import, *user, *device;
	bool graph_list;
	struct cli_graph graph;
	const char *debug_file;
	struct debug *debug; /* NULL: not asked for */
	struct settings settings;
};

/* Fills *ret (settings already in it are kept where no option overrides them). */
bool args_parse(struct args *ret, int argc, char **argv, struct err *err);

void args_help(const struct front *front, bool all);
bool args_completion(const struct front *front, const char *shell);

#endif
