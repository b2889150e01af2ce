#include "sniff.h"

#include "base/i18n.h"
#include "converted.h"
#include "other.h"

static const struct log_format *remember(struct source *source, enum log_platform platform,
	const struct log_format *format, enum encoding encoding)
{
	*source_look(source) = (struct source_look){format, (int)encoding, (int)platform};
	return format;
}

const struct log_format *sniff(struct source *source, enum log_platform platform,
	enum encoding *ret_encoding, struct err *err)
{
	const struct source_look *look = source_look(source);
	if (look->format && look->platform == (int)platform) {
		*ret_encoding = (enum encoding)look->encoding;
		return look->format;
	}
	autofree char *bytes = xmalloc(LOG_PROBE_MAX);
	struct sv head = {bytes, source_read(source, 0, bytes, LOG_PROBE_MAX)};
	const char *path = source_name(source);
	autostrbuf text;
	strbuf_init(&text, STRBUF_RECORD);
	*ret_encoding = encoding_of(head);
	converted_head(head, *ret_encoding, &text);
	const struct log_format *format = format_choose(strbuf_sv(&text), platform);
	if (format)
		return remember(source, platform, format, *ret_encoding);
	if (source_trouble(source))
		err_set(err, ERR_INPUT, "%s: %s", path, source_trouble(source));
	else if (!head.len)
		err_set(err, ERR_INPUT, _("%s: the file is empty; collect the log again"),
			path);
	else if (err && !other_tell(head, strbuf_sv(&text), path, err))
		err_set(err, ERR_INPUT, _("%s: not a log known here; expected an OMADM log "
			"(Android), a Console copy (iOS), or the Windows event log as .evtx, XML "
			"or text"), path);
	return NULL;
}

bool log_sniff(struct source *source, enum log_platform *ret, struct err *err)
{
	enum encoding encoding;
	const struct log_format *format = sniff(source, LOG_NO_PLATFORM, &encoding, err);
	if (format)
		*ret = format->platform;
	return format != NULL;
}

const char *log_sniff_title(struct source *source, enum log_platform *ret)
{
	enum encoding encoding;
	const struct log_format *format = sniff(source, LOG_NO_PLATFORM, &encoding, NULL);
	if (format)
		*ret = format->platform;
	return format ? format->title : NULL;
}
