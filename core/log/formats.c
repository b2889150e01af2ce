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
