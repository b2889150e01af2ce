#include "format.h"

extern const struct log_format fmt_evtx, fmt_winxml, fmt_wintext, fmt_omadm, fmt_ios;

const struct log_format *const log_formats[] = {
	&fmt_evtx,
	&fmt_winxml,
	&fmt_wintext,
	&fmt_omadm,
	&fmt_ios,
	NULL,
};
