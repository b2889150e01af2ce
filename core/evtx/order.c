#include "order.h"

#define NEIGHBOURS 8 /* looked at where a chunk has no number */

static uint64_t number_near(uint64_t slot, uint64_t end,
	uint64_t (*number)(void *data, uint64_t slot), void *data)
{
	uint64_t ret = 0;
	for (unsigned i = 0; !ret && i < NEIGHBOURS && slot < end; i++)
		ret = number(data, slot++);
	return ret;
}

void order_find(struct order *ret, uint64_t slots,
	uint64_t (*number)(void *data, uint64_t slot), void *data)
{
	*ret = (struct order){.slots = slots};
	if (order_is_final(ret)) {
		uint64_t front = number_near(0, slots, number, data), low = 0, high = slots;
		while (high - low > 1) {
			uint64_t middle = low + (high - low) / 2;
			uint64_t there = number_near(middle, high, number, data);
			if (there && there < front)
				high = middle;
			else
				low = middle;
		}
		ret->first = high < slots ? high : 0;
	}
}

uint64_t order_slot(const struct order *order, uint64_t i)
{
	uint64_t slot = order->first + i;
	return slot < order->slots ? slot : slot - order->slots;
}

bool order_is_final(const struct order *order)
{
	return order->slots > ORDER_SMALL;
}
