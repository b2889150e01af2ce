/* What a token endpoint replies, first byte: the status. Whatever it is, the sign-in waits within
 * its bounds, ends with a sentence, or has a token that fits into one header. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "graph/device_code.h"
#include "graph/token_reply.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MINUTE INT64_C(60000000)

static void demand(bool kept)
{
	if (!kept)
		abort();
}

static void begin(int status, struct sv body)
{
	struct device_code device;
	autostrbuf why;
	strbuf_init(&why, STRBUF_LINE);
	if (device_code_begin(&device, status, body, 0, &why)) {
		demand(*device.user_code && utf8_valid(sv_str(device.address)) && device.code.len);
		demand(device_code_wait_us(&device, 0) <= MINUTE);
		demand(device_code_left_us(&device, 0) <= 60 * MINUTE);
	} else {
		demand(why.len > 0);
	}
	device_code_finish(&device);
}

static void poll_it(int status, struct sv body)
{
	struct device_code device = {.interval_us = 5000000, .expires_at_us = 15 * MINUTE};
	autostrbuf why;
	strbuf_init(&why, STRBUF_LINE);
	enum device_step step = device_code_replied(&device, status, body, 1, &why);
	demand(step != DEVICE_ENDED || why.len > 0);
	demand(device_code_wait_us(&device, 1) <= MINUTE);
	device_code_finish(&device);
}

static void take(int status, struct sv body)
{
	struct graph_token token = {0};
	autostrbuf why;
	strbuf_init(&why, STRBUF_LINE);
	if (token_reply_take(&token, status, body, &why)) {
		struct sv text = secret_sv(&token.secret);
		for (size_t i = 0; i < text.len; i++)
			demand(text.ptr[i] > ' ' && text.ptr[i] < 0x7f);
		demand(text.len > 0);
	} else {
		demand(why.len > 0 && !token.secret.len);
	}
	token_wipe(&token);
}

static void lend(struct sv text)
{
	struct url graph;
	struct graph_token token = {0};
	struct err err = {0};
	demand(url_parse(&graph, "https://graph.microsoft.com"));
	if (!token_borrow(&token, text, &graph, 1000, &err))
		demand(*err.text != '\0');
	token_wipe(&token);
	url_finish(&graph);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const int statuses[] = {200, 400, 401, 429, 500, 0, 302};
	if (!size)
		return 0;
	struct sv body = {(const char *)data + 1, size - 1};
	int status = statuses[data[0] % ARRAY_LEN(statuses)];
	begin(status, body);
	poll_it(status, body);
	take(status, body);
	lend(body);
	return 0;
}
