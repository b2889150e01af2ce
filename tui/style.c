#include "screen.h"

#define BASIC_COLOURS 8

/* A terminal with direct colours takes a number for red, green and blue: only the first eight
 * mean what a theme means. */
static bool has_palette(void)
{
	return COLORS >= 256 && tigetflag("RGB") <= 0 && tigetnum("RGB") <= 0;
}

static attr_t attributes_of(struct look look)
{
	attr_t bits = 0;
	bits |= look.attributes & LOOK_ATTR_BOLD ? A_BOLD : 0;
	bits |= look.attributes & LOOK_ATTR_DIM ? A_DIM : 0;
	bits |= look.attributes & LOOK_ATTR_REVERSE ? A_REVERSE : 0;
	bits |= look.attributes & LOOK_ATTR_UNDERLINE ? A_UNDERLINE : 0;
	return bits;
}

/* What the terminal cannot do is left out, but reverse stands for what has the focus. */
static attr_t available(attr_t bits)
{
	attr_t can = termattrs();
	if ((bits & A_REVERSE) && !(can & A_REVERSE))
		bits |= A_STANDOUT;
	return bits & can;
}

/* Bright colours where there are only eight: bold in front, plain behind. */
static short basic_colour(int16_t colour, attr_t *bits)
{
	if (colour < BASIC_COLOURS || COLORS >= 16)
		return colour;
	if (bits)
		*bits |= A_BOLD;
	return (short)(colour % BASIC_COLOURS);
}

static void set_pair(struct term *term, int role, struct look look, attr_t *bits)
{
	short pair = (short)(role + 1);
	if (!term->colours || pair >= COLOR_PAIRS)
		return;
	short front = basic_colour(look.front, bits), back = basic_colour(look.back, NULL);
	if (!term->default_colours) {
		front = front < 0 ? COLOR_WHITE : front;
		back = back < 0 ? COLOR_BLACK : back;
	}
	if (init_pair(pair, front, back) == OK)
		term->pairs[role] = pair;
}

static void apply_role(struct term *term, int role)
{
	struct look look = {.front = -1, .back = -1};
	if (term->theme)
		look = has_palette() ? term->theme->rich[role] : term->theme->basic[role];
	attr_t bits = attributes_of(look);
	term->pairs[role] = 0;
	set_pair(term, role, look, &bits);
	/* without its colours a bar would not be seen */
	if (!term->pairs[role] && role != LOOK_PLAIN && look.back >= 0)
		bits |= A_REVERSE;
	term->attributes[role] = available(bits);
}

void style_apply(struct term *term)
{
	for (int role = 0; role < LOOK_COUNT; role++)
		apply_role(term, role);
	cchar_t ground;
	setcchar(&ground, L" ", term->attributes[LOOK_PLAIN], term->pairs[LOOK_PLAIN], NULL);
	wbkgrndset(term->window, &ground);
}
