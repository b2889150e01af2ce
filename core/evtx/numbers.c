#include "numbers.h"

static void jump(struct numbers *numbers)
{
	numbers->gap(numbers->data, numbers->last + 1, numbers->held - 1);
	numbers->last = numbers->held;
	numbers->holding = false;
}

void numbers_add(struct numbers *numbers, uint64_t number)
{
	if (numbers->holding && number > numbers->held)
		jump(numbers);
	numbers->holding = false;
	if (!numbers->any || (!numbers->more && number <= numbers->last)) {
		numbers->more = numbers->any;
		numbers->any = true;
		numbers->first = numbers->last = number;
		return;
	}
	numbers->more = true;
	if (number > numbers->last && number - numbers->last == 1) {
		numbers->last = number;
	} else if (number > numbers->last) {
		numbers->held = number;
		numbers->holding = true;
	}
}

void numbers_end(struct numbers *numbers)
{
	if (numbers->holding)
		jump(numbers);
}
