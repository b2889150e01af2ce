#include "format.h"

extern const struct log_format fmt_evtx, fmt_winxml, fmt_wintext, fmt_wincsv, fmt_omadm, fmt_ios;
extern const struct log_format fmt_winline, fmt_winlist, fmt_winprops, fmt_wintable;
extern const struct log_format fmt_omadm_copy, fmt_cloud_extension, fmt_android_other;
extern const struct log_format fmt_ios_show, fmt_ios_syslog, fmt_ndjson, fmt_json;
extern const struct log_format fmt_iis, fmt_ndes_trace, fmt_ndes_copy, fmt_svclog;

const struct log_format *const log_formats[] = {
	&fmt_evtx,
	&fmt_winxml,
	&fmt_wintext,
	&fmt_wincsv,
	&fmt_winline,
	&fmt_winlist,
	&fmt_winprops,
	&fmt_wintable,
	&fmt_omadm,
	&fmt_ios,
	&fmt_omadm_copy,
	&fmt_cloud_extension,
	&fmt_android_other,
	&fmt_ios_show,
	&fmt_ios_syslog,
	&fmt_ndjson,
	&fmt_json,
	&fmt_iis,
	&fmt_ndes_trace,
	&fmt_ndes_copy,
	&fmt_svclog,
	NULL,
};

/* ---- which one ---- */

struct choice {
	const struct log_format *format;
	unsigned sure;
	size_t place;   /* in the table */
	uint64_t asked; /* a bit a place */
};

static unsigned weighed(unsigned sure, const struct log_format *format,
	enum log_platform platform)
{
	return platform != LOG_NO_PLATFORM && format->platform != platform ? sure / 4 : sure;
}

static bool is_better(unsigned sure, size_t place, const struct choice *best)
{
	return sure > best->sure || (sure && sure == best->sure && place < best->place);
}

/* Not asked if it could not win: each reads the whole head. */
static void consider(size_t place, struct sv head, enum log_platform platform,
	struct choice *best)
{
	const struct log_format *format = log_formats[place];
	if (best->asked >> place & 1 ||
	    !is_better(weighed(format->most, format, platform), place, best))
		return;
	best->asked |= UINT64_C(1) << place;
	unsigned sure = weighed(format->probe(head), format, platform);
	if (is_better(sure, place, best))
		*best = (struct choice){format, sure, place, best->asked};
}

/* Where an entry stands at the very beginning. */
static bool is_likely(const struct log_format *format, struct sv head)
{
	return format->starts && format->starts(sv_sub(head, 0, LOG_HEAD_MAX), SV_EMPTY);
}

const struct log_format *format_choose(struct sv head, enum log_platform platform)
{
	struct choice best = {NULL, 0, 0, 0};
	for (size_t i = 0; log_formats[i]; i++)
		if (is_likely(log_formats[i], head))
			consider(i, head, platform, &best);
	for (size_t i = 0; log_formats[i]; i++)
		consider(i, head, platform, &best);
	return best.format;
}
