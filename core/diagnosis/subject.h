/* Can this device fill what a profile's subject asks for? */
#ifndef DIAGNOSIS_SUBJECT_H
#define DIAGNOSIS_SUBJECT_H

#include "graph/model.h"

/* The i-th variable of the profile's subject and alternative names that the device, or its user,
 * surely has nothing for; false: no more. ret lies within the profile's texts. */
bool subject_unfilled(const struct graph_profile *profile, const struct graph_device *device,
	const struct graph_user *user, size_t i, struct sv *ret);

/* How an Android device is enrolled, as far as Graph's words tell; ENROLMENT_ANY: they don't. */
enum graph_enrolment subject_enrolment(const struct graph_device *device);

#endif
