#include "windows.h"

const char *windows_level_text(int32_t level)
{
	static const char *const texts[] = {"Information", "Critical", "Error", "Warning",
		"Information", "Verbose"};
	return level >= 0 && (size_t)level < ARRAY_LEN(texts) ? texts[level] : "";
}

enum log_level windows_level(int32_t level)
{
	static const enum log_level levels[] = {LEVEL_INFO, LEVEL_ERROR, LEVEL_ERROR,
		LEVEL_WARNING, LEVEL_INFO, LEVEL_DEBUG};
	return level >= 0 && (size_t)level < ARRAY_LEN(levels) ? levels[level] : LEVEL_NONE;
}

enum log_level windows_level_by_name(struct sv text)
{
	static const struct { const char *text; enum log_level level; } others[] = {
		{"Erreur", LEVEL_ERROR}, {"Avertissement", LEVEL_WARNING},
		{"Informations", LEVEL_INFO}, {"Fehler", LEVEL_ERROR},
		{"Warnung", LEVEL_WARNING}, {"Informationen", LEVEL_INFO},
	};
	for (int32_t level = 0; level < 6; level++)
		if (sv_ieq(text, sv_str(windows_level_text(level))))
			return windows_level(level);
	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		if (sv_ieq(text, sv_str(others[i].text)))
			return others[i].level;
	return LEVEL_NONE;
}

bool windows_time(struct sv text, struct log_time *ret)
{
	struct civil civil;
	int64_t us;
	if (!time_take_iso(&text, &civil) || !time_from_civil(&civil, &us))
		return false;
	ret->us = us;
	ret->zone = ZONE_UTC;
	return true;
}
