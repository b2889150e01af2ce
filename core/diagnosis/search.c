#include "search.h"

#include <string.h>

#include "base/loop.h"
#include "base/pattern.h"
#include "event.h"
#include "literals.h"
#include "log/pass.h"

#define WORD 64u
#define BLOCK 512u /* entries between two counts of the hits before them */
#define EMPTY_MAX 4096 /* empty places passed over in search of one to show */

/* Entries looked at, from a first one (a block's) on. Counts in `before` are of its part. */
struct part {
	uint64_t from, to, hits;
	struct log_pass *pass; /* NULL: not begun, or every entry is looked at */
};

struct search {
	const struct library *library;
	struct log *log;
	bool owns_log, reading; /* the log is only searched, and still being read */
	struct pattern *pattern;
	char *text;
	struct sv texts[LOG_LITERALS_MAX]; /* what a log of its own is scanned for */
	struct literals literals; /* an entry without any of them is no hit; none: we can't tell */
	bool fold;
	bool sure; /* what the scanner found is a hit: there is nothing more to the pattern */
	struct part back, front; /* from the entry asked for on; then those before it */
	uint64_t settled;        /* the log may change entries from this one on when it grows */
	unsigned growths;        /* of the log, that were seen */
	size_t too_complex, unsettled_complex;
	uint64_t *bits;   /* of all entries up to the last one looked at */
	size_t bits_count, bits_cap;
	uint64_t *before; /* of each block: hits of its part before it */
	size_t before_count, before_cap;
	struct log_entry entry;
	struct strbuf words;
};

/* Capitals count, but not those of escapes, properties, codes and names. */
static bool has_capital(struct sv pattern)
{
	struct pattern *capital = pattern_create(SV("(?:\\\\(?:[pPxNogk]\\{[^}]*\\}|c.|"
		"x[[:xdigit:]]{1,2}|.)|\\(\\?P?<\\w+>)(*SKIP)(*FAIL)|\\p{Lu}"), false, NULL);
	bool has = !capital || pattern_found(capital, pattern);
	pattern_destroy(capital);
	return has;
}

static struct pattern *compile(struct sv pattern, bool *ret_fold, struct err *err)
{
	*ret_fold = !has_capital(pattern);
	return pattern_create(pattern, *ret_fold, err);
}

bool search_check(struct sv pattern, struct err *err)
{
	bool fold;
	struct pattern *compiled = compile(pattern, &fold, err);
	pattern_destroy(compiled);
	return compiled != NULL;
}

static uint64_t known(const struct search *s)
{
	return log_info(s->log)->entries;
}

/* Are only an entry's bytes searched, so that what they lack can't be a hit? */
static bool in_bytes(const struct log *log)
{
	return log_pass_can(log) && log_info(log)->platform != LOG_WINDOWS;
}

/* The scanner compares all of such a text, and the entry's bytes are the ones that it saw, but for
 * the blanks at their end. */
static bool tells_all(const struct literals *literals)
{
	bool all = literals->exact;
	for (size_t i = 0; i < literals->count; i++) {
		struct sv text = literals->texts[i];
		all = all && text.len <= LOG_LITERAL_WHOLE && text.ptr[text.len - 1] != ' ';
	}
	return all;
}

static struct search *create(const struct library *library, struct sv pattern, struct err *err)
{
	bool fold;
	struct pattern *compiled = compile(pattern, &fold, err);
	if (!compiled)
		return NULL;
	struct search *s = xcalloc(1, sizeof(*s));
	s->fold = fold;
	pattern_hasten(compiled);
	literals_of(pattern, fold, &s->literals);
	s->sure = tells_all(&s->literals);
	s->library = library;
	s->pattern = compiled;
	s->text = sv_dup(pattern);
	log_entry_init(&s->entry);
	strbuf_init(&s->words, STRBUF_RECORD);
	return s;
}

static void set_log(struct search *s, struct log *log)
{
	s->log = log;
	s->growths = log_info(log)->growths;
	if (!in_bytes(log))
		s->literals.count = 0;
}

struct search *search_create(const struct library *library, struct log *log,
	struct sv pattern, uint64_t from, struct err *err)
{
	struct search *s = create(library, pattern, err);
	if (!s)
		return NULL;
	set_log(s, log);
	uint64_t start = from < known(s) ? from : known(s);
	s->back.from = s->back.to = start / BLOCK * BLOCK;
	return s;
}

/* The pattern's literals behind those of the caller, if there is room: a bit each, in *ret. */
static uint32_t add_literals(struct search *s, struct log_options *options)
{
	size_t count = options->literals_count, own = s->literals.count;
	if (!own || own > LOG_LITERALS_MAX - count)
		return 0;
	if (count)
		memcpy(s->texts, options->literals, count * sizeof(*s->texts));
	memcpy(s->texts + count, s->literals.texts, own * sizeof(*s->texts));
	options->literals = s->texts;
	options->literals_count = count + own;
	return (uint32_t)(((UINT64_C(1) << own) - 1) << count);
}

/* Of records not the bytes are searched. */
static uint32_t choose_literals(struct search *s, struct source *source,
	struct log_options *options)
{
	enum log_platform content;
	bool records = log_sniff(source, &content, NULL) && content == LOG_WINDOWS;
	options->threads = log_spare_threads();
	options->fold_literals = s->fold;
	return records ? 0 : add_literals(s, options);
}

struct search *search_open(const struct library *library, struct source *owned,
	const struct log_options *options, struct sv pattern, struct err *err)
{
	struct search *s = create(library, pattern, err);
	struct log_options own = *options;
	uint32_t texts = s ? choose_literals(s, owned, &own) : 0;
	if (!s)
		source_close(owned);
	struct log *log = s ? log_open(owned, &own, err) : NULL;
	if (!log) {
		search_destroy(s);
		return NULL;
	}
	set_log(s, log);
	s->owns_log = s->reading = true;
	if (!texts)
		s->literals.count = 0;
	if (s->literals.count)
		s->back.pass = log_pass_own(log, texts);
	return s;
}

void search_destroy(struct search *s)
{
	if (!s)
		return;
	log_pass_destroy(s->back.pass);
	log_pass_destroy(s->front.pass);
	if (s->owns_log)
		log_close(s->log);
	literals_finish(&s->literals);
	pattern_destroy(s->pattern);
	log_entry_finish(&s->entry);
	strbuf_finish(&s->words);
	free(s->bits);
	free(s->before);
	free(s->text);
	free(s);
}

/* ---- looking ---- */

static bool holds(struct search *s, struct sv text)
{
	struct pattern_match match;
	bool found = pattern_search(s->pattern, text, 0, &match);
	size_t *complex = s->entry.n < log_settled(s->log) ? &s->too_complex : &s->unsettled_complex;
	*complex += match.too_complex;
	return found;
}

static bool canonical_holds(struct search *s)
{
	strbuf_reset(&s->words);
	entry_canonical(&s->entry, &s->words);
	return holds(s, strbuf_sv(&s->words));
}

static bool sentence_holds(struct search *s)
{
	strbuf_reset(&s->words);
	entry_sentence(s->library, &s->entry, false, &s->words);
	return holds(s, strbuf_sv(&s->words));
}

static bool entry_holds(struct search *s, uint64_t n)
{
	const struct log_entry *entry = &s->entry;
	if (!log_read(s->log, n, &s->entry) && !entry->damaged)
		return false;
	if (s->literals.count && s->sure && entry->raw.len && !entry->exact && !entry->cut &&
	    !entry->damaged)
		return true;
	if (entry->event_id >= 0 && canonical_holds(s))
		return true;
	return entry->exact || !entry->raw.len ? sentence_holds(s)
					       : holds(s, strbuf_sv(&entry->raw));
}

static void make_room(struct search *s, uint64_t n)
{
	while (s->bits_count <= n / WORD)
		vec_push(s, bits, 0);
	while (s->before_count <= n / BLOCK)
		vec_push(s, before, 0);
}

/* The entries up to n are no hits. */
static void pass_over(struct search *s, struct part *part, uint64_t n)
{
	if (n > part->to)
		make_room(s, n - 1);
	for (uint64_t block = (part->to + BLOCK - 1) / BLOCK; block * BLOCK < n; block++)
		s->before[block] = part->hits;
	part->to = n > part->to ? n : part->to;
}

static void look_at(struct search *s, struct part *part)
{
	uint64_t n = part->to;
	make_room(s, n);
	if (n % BLOCK == 0)
		s->before[n / BLOCK] = part->hits;
	if (entry_holds(s, n)) {
		s->bits[n / WORD] |= UINT64_C(1) << n % WORD;
		part->hits++;
	}
	part->to++;
}

static struct part *part_at_work(struct search *s)
{
	if (s->back.to < known(s))
		return &s->back;
	return s->front.to < s->back.from && s->front.to < known(s) ? &s->front : NULL;
}

/* As far as the literals were looked for: up to the next entry that holds one, and that. */
static void look_ahead(struct search *s, struct part *part)
{
	uint64_t end = part == &s->back ? known(s) : s->back.from;
	if (!part->pass)
		part->pass = log_pass_create(s->log, s->literals.texts, s->literals.count, s->fold,
			part->to);
	uint64_t seen = log_pass_seen(part->pass), n = log_pass_peek(part->pass);
	if (n < part->to) {
		log_pass_take(part->pass); /* before the place asked for */
	} else if (n < end) {
		pass_over(s, part, n);
		log_pass_take(part->pass);
		look_at(s, part);
	} else if (seen > part->to) {
		pass_over(s, part, seen < end ? seen : end);
	} else if (!log_pass_step(part->pass) && log_pass_seen(part->pass) <= part->to) {
		pass_over(s, part, end); /* the log has shrunk: there is no more to be seen */
	}
}

/* One thing more; false: there is nothing to do just now. */
static bool work(struct search *s)
{
	struct part *part = part_at_work(s);
	if (part && s->literals.count)
		look_ahead(s, part);
	else if (part)
		look_at(s, part);
	else if (s->reading)
		s->reading = log_step(s->log, 0);
	else
		return false;
	return true;
}

static uint64_t rank_in(const struct search *s, const struct part *part, uint64_t n);

static void forget_from(struct search *s, struct part *part, uint64_t n)
{
	log_pass_destroy(part->pass);
	part->pass = NULL;
	if (n < part->from)
		n = part->from;
	if (n >= part->to)
		return;
	part->hits = rank_in(s, part, n);
	for (uint64_t i = n; i < part->to; i++)
		s->bits[i / WORD] &= ~(UINT64_C(1) << i % WORD);
	part->to = n;
}

/* The log has grown: its last entries are looked at again. */
static void catch_up(struct search *s)
{
	if (s->growths == log_info(s->log)->growths)
		return;
	s->growths = log_info(s->log)->growths;
	forget_from(s, &s->back, s->settled);
	forget_from(s, &s->front, s->settled);
	s->unsettled_complex = 0;
}

bool search_step(struct search *s, int64_t until_us)
{
	catch_up(s);
	while (work(s) && search_waits_for(s) < 0 && loop_now_us() < until_us)
		;
	s->settled = log_settled(s->log);
	return !search_done(s);
}

int search_waits_for(const struct search *s)
{
	int back = s->back.pass ? log_pass_waits_for(s->back.pass) : -1;
	return back >= 0 || !s->front.pass ? back : log_pass_waits_for(s->front.pass);
}

bool search_done(const struct search *s)
{
	return !s->reading && s->back.to >= known(s) && s->front.to >= s->back.from &&
		s->growths == log_info(s->log)->growths;
}

double search_progress(const struct search *s)
{
	uint64_t seen = s->front.to + (s->back.to - s->back.from);
	return search_done(s) ? 1.0 : (double)seen / (double)known(s);
}

/* ---- asking ---- */

struct log *search_log(const struct search *s)
{
	return s->log;
}

const struct log_entry *search_entry(const struct search *s)
{
	return &s->entry;
}

uint64_t search_count(const struct search *s)
{
	return s->front.hits + s->back.hits;
}

size_t search_too_complex(const struct search *s)
{
	return s->too_complex + s->unsettled_complex;
}

bool search_is_hit(const struct search *s, uint64_t n)
{
	return n / WORD < s->bits_count && s->bits[n / WORD] >> n % WORD & 1;
}

static unsigned ones(uint64_t word)
{
	return (unsigned)__builtin_popcountll(word);
}

static uint64_t rank_in(const struct search *s, const struct part *part, uint64_t n)
{
	if (n >= part->to)
		return part->hits;
	uint64_t rank = s->before[n / BLOCK];
	for (uint64_t word = n / BLOCK * (BLOCK / WORD); word < n / WORD; word++)
		rank += ones(s->bits[word]);
	return rank + ones(s->bits[n / WORD] & ((UINT64_C(1) << n % WORD) - 1));
}

uint64_t search_rank(const struct search *s, uint64_t n)
{
	if (n < s->back.from)
		return rank_in(s, &s->front, n);
	return s->front.hits + rank_in(s, &s->back, n);
}

/* The last block of the part that has at most i hits before it. */
static uint64_t block_of(const struct search *s, const struct part *part, uint64_t i)
{
	uint64_t low = part->from / BLOCK, high = (part->to + BLOCK - 1) / BLOCK;
	while (high - low > 1) {
		uint64_t middle = low + (high - low) / 2;
		if (s->before[middle] <= i)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static uint64_t nth_one(uint64_t word, uint64_t i)
{
	while (i--)
		word &= word - 1;
	return (uint64_t)__builtin_ctzll(word);
}

uint64_t search_at(const struct search *s, uint64_t i)
{
	const struct part *part = i < s->front.hits ? &s->front : &s->back;
	i -= part == &s->back ? s->front.hits : 0;
	if (i >= part->hits)
		return SEARCH_NONE;
	uint64_t block = block_of(s, part, i), word = block * (BLOCK / WORD);
	i -= s->before[block];
	for (; i >= ones(s->bits[word]); word++)
		i -= ones(s->bits[word]);
	return word * WORD + nth_one(s->bits[word], i);
}

uint64_t search_next(const struct search *s, uint64_t n)
{
	return n == UINT64_MAX ? SEARCH_NONE : search_at(s, search_rank(s, n + 1));
}

uint64_t search_previous(const struct search *s, uint64_t n)
{
	uint64_t rank = search_rank(s, n);
	return rank ? search_at(s, rank - 1) : SEARCH_NONE;
}

bool search_find(const struct search *s, struct sv text, size_t from, size_t *ret_from,
	size_t *ret_to)
{
	struct pattern_match match;
	for (int i = 0; i < EMPTY_MAX && pattern_search(s->pattern, text, from, &match); i++) {
		*ret_from = match.from;
		*ret_to = match.to;
		if (match.to > match.from)
			return true;
		from = match.from + 1;
	}
	return false;
}

const char *search_pattern(const struct search *s)
{
	return s->text;
}
