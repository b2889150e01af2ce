#include "commands.h"

#include "base/file.h"
#include "base/i18n.h"
#include "output.h"
#include "report/difference.h"

static bool read_told(const char *path, struct told *ret, struct err *err)
{
	autostrbuf text;
	strbuf_init(&text, TOLD_BYTES_MAX);
	return file_read(path, &text, err) && told_parse(ret, path, strbuf_sv(&text), err);
}

static void tell(const struct args *args, const struct front *front,
	const struct told told[static 2])
{
	struct difference difference;
	autostrbuf out;
	strbuf_init(&out, STRBUF_REPORT);
	difference_of(&told[0], &told[1], &difference);
	if (args->json) {
		struct redactor *redactor = redactor_create(args->reveal);
		difference_json(&difference, told, args->operands, redactor, &out);
		redactor_destroy(redactor);
		out_bytes(front, strbuf_sv(&out));
	} else {
		difference_text(&difference, told, args->operands, &out);
		out_text(front, strbuf_sv(&out));
	}
	difference_finish(&difference);
}

enum cli_exit cmd_diff(const struct args *args, const struct front *front)
{
	struct err err = {0};
	struct told told[2] = {{0}, {0}};
	if (args->operands_count != 2)
		return command_usage(front, _("diff: name two diagnoses: reports (check --json) or "
			"saved ones"));
	for (int i = 0; i < 2; i++)
		if (!read_told(args->operands[i], &told[i], &err)) {
			told_finish(&told[0]);
			return command_fail(front, &err);
		}
	tell(args, front, told);
	told_finish(&told[0]);
	told_finish(&told[1]);
	return EXIT_DONE;
}
