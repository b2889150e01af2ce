#include "device_code.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "advice.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "json_text.h"
#include "net/url.h"
#include "token_reply.h"

#define SECOND INT64_C(1000000)
#define INTERVAL_S 5
#define INTERVAL_MOST_S 60
#define EXPIRES_S 900
#define EXPIRES_MOST_S 3600

static int64_t within(int64_t value, int64_t least, int64_t most, int64_t usual)
{
	if (value <= 0)
		return usual;
	return value < least ? least : value > most ? most : value;
}

/* What a person will type: letters, digits, dashes. Anything else could be meant to deceive. */
static bool is_code(struct sv text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-",
			text.ptr[i]) || !text.ptr[i])
			return false;
	return text.len > 0;
}

static bool is_address(const char *text)
{
	struct url url;
	bool ok = url_parse(&url, text) && !url.has_user &&
		(url_is_https(&url) || url_is_loopback(&url));
	url_finish(&url);
	for (; ok && *text; text++)
		ok = *text > ' ' && *text < 0x7f;
	return ok;
}

static bool take_first(struct device_code *d, const json_t *json, int64_t now_us)
{
	int64_t expires = 0, interval = 0;
	const char *user_code = json_text_of(json, "user_code");
	const char *address = json_text_of(json, "verification_uri");
	const char *code = json_text_of(json, "device_code");
	if (!*address)
		address = json_text_of(json, "verification_url");
	json_number_of(json, "expires_in", &expires);
	json_number_of(json, "interval", &interval);
	if (!is_code(sv_str(user_code)) || strlen(user_code) >= sizeof(d->user_code) ||
	    !is_address(address) || strlen(address) >= sizeof(d->address) || !*code ||
	    !secret_set(&d->code, sv_str(code)))
		return false;
	snprintf(d->user_code, sizeof(d->user_code), "%s", user_code);
	snprintf(d->address, sizeof(d->address), "%s", address);
	d->interval_us = within(interval, 1, INTERVAL_MOST_S, INTERVAL_S) * SECOND;
	d->expires_at_us = now_us + within(expires, 1, EXPIRES_MOST_S, EXPIRES_S) * SECOND;
	d->next_us = now_us + d->interval_us;
	return true;
}

bool device_code_begin(struct device_code *device, int status, struct sv body, int64_t now_us,
	struct strbuf *why)
{
	*device = (struct device_code){0};
	json_t *json = token_reply_json(body);
	bool ok = json && !token_reply_is_error(json) && status >= 200 && status < 300 &&
		take_first(device, json, now_us);
	if (json && token_reply_is_error(json))
		advice_sign_in(why, json);
	else if (!ok)
		strbuf_addf(why, _("The sign-in service did not give a code (HTTP %d). Check "
			"--tenant and --cloud, and the proxy"), status);
	token_reply_wipe(json);
	return ok;
}

void device_code_finish(struct device_code *device)
{
	secret_wipe(&device->code);
	explicit_bzero(device, sizeof(*device));
}

static enum device_step wait_more(struct device_code *d, int64_t now_us)
{
	d->next_us = now_us + d->interval_us;
	return DEVICE_WAIT;
}

/* Nothing that can be understood: longer and longer pauses. */
static enum device_step wait_longer(struct device_code *d, int64_t now_us)
{
	unsigned doublings = ++d->silent < 6 ? d->silent : 6;
	int64_t pause = d->interval_us << doublings;
	if (pause > INTERVAL_MOST_S * SECOND)
		pause = INTERVAL_MOST_S * SECOND;
	d->next_us = now_us + pause;
	return DEVICE_WAIT;
}

static enum device_step expired(struct strbuf *why)
{
	json_t *json = json_pack("{s:s}", "error", "expired_token");
	advice_sign_in(why, json);
	json_decref(json);
	return DEVICE_ENDED;
}

/* Decided by error, never by the text; the number is only shown. */
static enum device_step take_error(struct device_code *d, const json_t *json, int64_t now_us,
	struct strbuf *why)
{
	const char *error = json_text_of(json, "error");
	d->silent = 0;
	if (!strcmp(error, "authorization_pending"))
		return wait_more(d, now_us);
	if (!strcmp(error, "slow_down")) {
		if (d->interval_us < INTERVAL_MOST_S * SECOND)
			d->interval_us += 5 * SECOND;
		return wait_more(d, now_us);
	}
	if (!strcmp(error, "temporarily_unavailable"))
		return wait_longer(d, now_us);
	advice_sign_in(why, json);
	return DEVICE_ENDED;
}

enum device_step device_code_replied(struct device_code *device, int status, struct sv body,
	int64_t now_us, struct strbuf *why)
{
	json_t *json = token_reply_json(body);
	enum device_step step;
	if (json && token_reply_is_error(json) && status != 429 && status < 500)
		step = take_error(device, json, now_us, why);
	else if (json && status >= 200 && status < 300 && *json_text_of(json, "access_token"))
		step = DEVICE_GRANTED;
	else
		step = wait_longer(device, now_us);
	token_reply_wipe(json);
	/* the server's word counts; this is for when it says nothing */
	if (step == DEVICE_WAIT && now_us >= device->expires_at_us)
		return expired(why);
	return step;
}

int64_t device_code_wait_us(const struct device_code *device, int64_t now_us)
{
	int64_t left = device->next_us - now_us;
	return left < 0 ? 0 : left > INTERVAL_MOST_S * SECOND ? INTERVAL_MOST_S * SECOND : left;
}

int64_t device_code_left_us(const struct device_code *device, int64_t now_us)
{
	return now_us < device->expires_at_us ? device->expires_at_us - now_us : 0;
}
