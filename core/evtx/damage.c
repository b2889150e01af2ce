#include "damage.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "chunk.h"
#include "reader.h"

struct number_text {
	char text[64];
};

/* 12345 as "12,345" */
static struct number_text grouped(uint64_t number)
{
	struct number_text ret = {""};
	char digits[24];
	size_t len = (size_t)snprintf(digits, sizeof(digits), "%" PRIu64, number), used = 0;
	/* what stands between groups of three digits */
	const char *between = _(",");
	for (size_t i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			used += (size_t)snprintf(ret.text + used, sizeof(ret.text) - used, "%.4s",
				between);
		ret.text[used++] = digits[i];
	}
	ret.text[used] = '\0';
	return ret;
}

static struct number_text hex(uint64_t offset)
{
	struct number_text ret;
	snprintf(ret.text, sizeof(ret.text), "0x%" PRIx64, offset);
	return ret;
}

void damage_add_place(struct damage *damage, struct place place)
{
	if (damage->place_count < DAMAGE_PLACES)
		damage->places[damage->place_count] = place;
	damage->place_count++;
}

void damage_add_gap(struct damage *damage, struct gap gap)
{
	if (damage->gap_count < DAMAGE_GAPS)
		damage->gaps[damage->gap_count] = gap;
	damage->gap_count++;
}

static size_t kept(uint64_t count, size_t most)
{
	return count < most ? (size_t)count : most;
}

static int by_start(const void *left, const void *right)
{
	const struct gap *a = left, *b = right;
	return (a->from > b->from) - (a->from < b->from);
}

void damage_sort_gaps(struct damage *damage)
{
	qsort(damage->gaps, kept(damage->gap_count, DAMAGE_GAPS), sizeof(*damage->gaps), by_start);
}

static bool say_head_cut(const struct claims *claims, const struct evtx_stats *stats,
	struct strbuf *out)
{
	(void)stats;
	if (claims->size >= FILE_HEAD)
		return false;
	strbuf_addf(out, _("the file ends in the middle of its header (%s of 4,096 bytes)"),
		grouped(claims->size).text);
	return true;
}

static bool say_no_chunk(const struct claims *claims, const struct evtx_stats *stats,
	struct strbuf *out)
{
	(void)stats;
	if (claims->size != FILE_HEAD)
		return false;
	strbuf_str(out, _("the file ends after its header: it holds no records"));
	return true;
}

static bool say_cut(const struct claims *claims, const struct evtx_stats *stats,
	struct strbuf *out)
{
	(void)stats;
	if (!claims->cut_chunk || claims->size <= FILE_HEAD)
		return false;
	strbuf_addf(out, _("the file ends in the middle of chunk %s (%s of %s bytes)"),
		grouped(claims->cut_chunk).text, grouped(claims->cut_len).text,
		grouped(CHUNK_SIZE).text);
	return true;
}

static bool say_claimed(const struct claims *claims, const struct evtx_stats *stats,
	struct strbuf *out)
{
	if (stats->chunks_claimed <= claims->slots)
		return false;
	strbuf_addf(out, _("the file header speaks of %s chunks, the file has room for %s"),
		grouped(stats->chunks_claimed).text, grouped(claims->slots).text);
	return true;
}

static bool say_head_sum(const struct claims *claims, const struct evtx_stats *stats,
	struct strbuf *out)
{
	(void)stats;
	if (claims->head_sum_bad)
		strbuf_str(out, _("the checksum of the file header does not match"));
	return claims->head_sum_bad;
}

static bool say_dirty(const struct claims *claims, const struct evtx_stats *stats,
	struct strbuf *out)
{
	(void)claims;
	if (stats->dirty)
		strbuf_str(out, _("the file was copied while Windows was writing to it: its newest "
				  "records may be missing"));
	return stats->dirty;
}

/* A dirty header lags behind the records, it never runs ahead of them. */
static bool say_newest(const struct claims *claims, const struct evtx_stats *stats,
	struct strbuf *out)
{
	(void)stats;
	uint64_t newest = claims->next_number - 1;
	if (claims->head_sum_bad || claims->next_number < 2 ||
	    (claims->any && newest <= claims->last_number))
		return false;
	if (claims->any)
		strbuf_addf(out, _("the newest record should have number %s, the newest found has %s"),
			grouped(newest).text, grouped(claims->last_number).text);
	else
		strbuf_addf(out, _("the newest record should have number %s, none was found"),
			grouped(newest).text);
	return true;
}

static bool (*const file_facts[])(const struct claims *, const struct evtx_stats *,
	struct strbuf *) = {
	say_head_cut, say_no_chunk, say_cut, say_claimed, say_head_sum, say_dirty, say_newest,
};

static void say_gap(const struct gap *gap, struct strbuf *out)
{
	if (gap->from == gap->to)
		strbuf_addf(out, _("record number %s is missing"), grouped(gap->from).text);
	else
		strbuf_addf(out, _("record numbers %s–%s are missing"), grouped(gap->from).text,
			grouped(gap->to).text);
}

static void say_chunk(const struct place *place, struct strbuf *out)
{
	strbuf_addf(out, _("chunk %s at offset %s: "), grouped(place->chunk).text,
		hex(place->offset).text);
	if (place->kind == PLACE_HEAD_SUM)
		strbuf_str(out, _("the checksum of its header does not match"));
	else if (place->kind == PLACE_BODY_SUM)
		strbuf_str(out, _("the checksum of its records does not match"));
	else if (place->kind == PLACE_COUNT)
		strbuf_addf(out, _("its header speaks of %s records, %s were found"),
			grouped(place->number).text, grouped(place->other).text);
	else
		strbuf_addf(out, P_("its header is unusable; a search found %s record",
			"its header is unusable; a search found %s records", place->number),
			grouped(place->number).text);
}

static void say_record(const struct place *place, struct strbuf *out)
{
	strbuf_addf(out, _("record %s at offset %s: "), grouped(place->number).text,
		hex(place->offset).text);
	if (place->kind == PLACE_SIZE)
		strbuf_str(out, _("its size is wrong; it could be read all the same"));
	else if (place->kind == PLACE_PARTIAL)
		strbuf_addf(out, _("it can be read only in part: %s"), _(place->why));
	else
		strbuf_str(out, _(place->why));
}

static void say_place(const struct place *place, struct strbuf *out)
{
	if (place->kind == PLACE_LOST)
		strbuf_addf(out, P_("chunk %s: %s byte at offset %s is not a record",
			"chunk %s: %s bytes at offset %s are not a record",
			place->number), grouped(place->chunk).text,
			grouped(place->number).text, hex(place->offset).text);
	else if (place->kind < PLACE_LOST)
		say_chunk(place, out);
	else
		say_record(place, out);
}

static bool say_fact(const struct damage *damage, const struct evtx_stats *stats, size_t *i,
	struct strbuf *out)
{
	autostrbuf text;
	strbuf_init(&text, STRBUF_LINE);
	for (size_t fact = 0; fact < ARRAY_LEN(file_facts); fact++) {
		strbuf_reset(&text);
		if (file_facts[fact](&damage->claims, stats, &text) && (*i)-- == 0) {
			strbuf_add(out, strbuf_sv(&text));
			return true;
		}
	}
	return false;
}

bool damage_sentence(const struct damage *damage, const struct evtx_stats *stats, size_t i,
	struct strbuf *out)
{
	size_t gaps = kept(damage->gap_count, DAMAGE_GAPS);
	size_t places = kept(damage->place_count, DAMAGE_PLACES);
	uint64_t more = damage->gap_count - gaps + damage->place_count - places;
	if (say_fact(damage, stats, &i, out))
		return true;
	if (i < gaps)
		say_gap(&damage->gaps[i], out);
	else if (i - gaps < places)
		say_place(&damage->places[i - gaps], out);
	else if (i - gaps == places && more)
		strbuf_addf(out, _("… and %s more"), grouped(more).text);
	else
		return false;
	return true;
}
