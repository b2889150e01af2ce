#include "capability.h"

#include <string.h>

#include "screen.h"

const char *capability(const char *name)
{
	const char *bytes = tigetstr(name);
	return bytes && bytes != (const char *)-1 ? bytes : "";
}

bool capability_ansi(void)
{
	return !strncmp(capability("cup"), "\033[", 2);
}

void capability_add(struct strbuf *out, const char *bytes)
{
	while (*bytes) {
		const char *end = !strncmp(bytes, "$<", 2) ? strchr(bytes, '>') : NULL;
		if (end)
			bytes = end + 1;
		else
			strbuf_char(out, *bytes++);
	}
}

void capability_blank(const char *name)
{
	char *bytes = tigetstr(name);
	if (bytes && bytes != (char *)-1)
		*bytes = '\0';
}

char capability_swap_first(const char *name, char first)
{
	char *bytes = tigetstr(name), before = '\0';
	if (bytes && bytes != (char *)-1) {
		before = *bytes;
		*bytes = first;
	}
	return before;
}

void capability_drop_lead(const char *name, const char *lead)
{
	char *bytes = tigetstr(name);
	size_t len = strlen(lead);
	if (bytes && bytes != (char *)-1 && !strncmp(bytes, lead, len))
		memmove(bytes, bytes + len, strlen(bytes + len) + 1);
}
