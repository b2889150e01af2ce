#include "late.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "i18n.h"

#define EXIT_NO_LIBRARY 127 /* the system's own, where a library is missing */

static bool fill(const struct late *late, void *library)
{
	for (size_t i = 0; i < late->count; i++) {
		void *place = dlsym(library, late->names[i]);
		if (!place)
			return false;
		memcpy((char *)late->table + i * sizeof(place), &place, sizeof(place));
	}
	return true;
}

bool late_load(struct late *late, struct err *err)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	if (atomic_load_explicit(&late->ready, memory_order_acquire))
		return true;
	pthread_mutex_lock(&lock);
	bool ready = atomic_load(&late->ready);
	if (!ready) {
		void *library = dlopen(late->file, RTLD_LAZY | RTLD_LOCAL);
		ready = library && fill(late, library);
		if (!ready)
			err_set(err, ERR_INPUT, _("a library can't be used; is it installed? %s"),
				dlerror());
		atomic_store_explicit(&late->ready, ready, memory_order_release);
	}
	pthread_mutex_unlock(&lock);
	return ready;
}

const void *late_open(struct late *late)
{
	struct err err = {0};
	if (!late_load(late, &err)) {
		fprintf(stderr, "scepwiz: %s\n", err.text);
		exit(EXIT_NO_LIBRARY);
	}
	return late->table;
}
