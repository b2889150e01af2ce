#include "form.h"

#include <string.h>

static void add_encoded(struct bytes *form, struct sv value)
{
	static const char plain[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
	static const char digits[] = "0123456789ABCDEF";
	for (size_t i = 0; i < value.len; i++) {
		unsigned char c = (unsigned char)value.ptr[i];
		char escaped[3] = {'%', digits[c >> 4], digits[c & 15]};
		if (c && strchr(plain, c))
			bytes_add(form, (struct sv){value.ptr + i, 1}, SIZE_MAX);
		else
			bytes_add(form, (struct sv){escaped, 3}, SIZE_MAX);
	}
}

void form_add(struct bytes *form, const char *name, struct sv value)
{
	if (form->len)
		bytes_add(form, SV("&"), SIZE_MAX);
	bytes_add(form, sv_str(name), SIZE_MAX);
	bytes_add(form, SV("="), SIZE_MAX);
	add_encoded(form, value);
}
