#include "json_text.h"

#include <string.h>

#include "base/i18n.h"

/* jansson goes 2048 deep, on our stack, and allocates for each value; strings may hold what looks
 * like brackets. */
static bool is_bounded(struct sv text, const char *what, struct err *err)
{
	unsigned depth = 0;
	size_t values = 0;
	bool in_string = false;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (in_string && c == '\\')
			i++;
		else if (c == '"')
			in_string = !in_string;
		else if (!in_string && (c == '{' || c == '['))
			depth++;
		else if (!in_string && (c == '}' || c == ']') && depth)
			depth--;
		values += !in_string && (c == ',' || c == '{' || c == '[');
		if (depth > JSON_DEPTH_MAX)
			return err_set(err, ERR_GRAPH, _("%s: nested more than %d levels deep"),
				what, JSON_DEPTH_MAX);
		if (values > JSON_VALUES_MAX)
			return err_set(err, ERR_GRAPH, _("%s: more than %d values"), what,
				JSON_VALUES_MAX);
	}
	return true;
}

json_t *json_text_read(struct sv text, const char *what, struct err *err)
{
	json_error_t error;
	if (!is_bounded(text, what, err))
		return NULL;
	json_t *json = json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES, &error);
	if (!json)
		err_set(err, ERR_GRAPH, _("%s: no JSON (line %d: %s)"), what, error.line,
			error.text);
	return json;
}

const char *json_text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));
	return text ? text : "";
}

bool json_number_of(const json_t *object, const char *key, int64_t *ret)
{
	const json_t *value = json_object_get(object, key);
	if (json_is_string(value))
		return sv_to_i64(sv_str(json_string_value(value)), ret);
	if (!json_is_integer(value))
		return false;
	*ret = json_integer_value(value);
	return true;
}
