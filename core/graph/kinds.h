/* Graph's profile types: which is for SCEP, which for a trusted root, and for which devices. All
 * of them exist in beta only. */
#ifndef GRAPH_KINDS_H
#define GRAPH_KINDS_H

#include "base/sv.h"

enum graph_platform { GRAPH_PLATFORM_NONE, GRAPH_ANDROID, GRAPH_IOS, GRAPH_MACOS, GRAPH_WINDOWS };

/* How an Android device came under management; the others have one way only. */
enum graph_enrolment { ENROLMENT_ANY, ENROLMENT_WORK_PROFILE, ENROLMENT_DEVICE_OWNER,
	ENROLMENT_ADMINISTRATOR, ENROLMENT_AOSP };

enum graph_kind { KIND_OTHER, KIND_SCEP, KIND_ROOT };

struct graph_type {
	const char *name; /* without #microsoft.graph. */
	enum graph_kind kind;
	enum graph_platform platform;
	enum graph_enrolment enrolment;
	const char *root_cast; /* SCEP: the type that the path to its root certificate names */
	bool reports; /* SCEP: Intune reports the state of its certificates */
};

/* With or without "#microsoft.graph."; a type we don't know is KIND_OTHER. Never NULL. */
const struct graph_type *graph_type_of(struct sv odata_type);

/* "Windows", "AndroidForWork", "iPadOS": free text, so by its beginning. */
enum graph_platform graph_platform_of(struct sv operating_system);

/* What the portal calls a type's devices, in the reader's language; "" where the platform says
 * it all. */
const char *graph_enrolment_title(enum graph_enrolment enrolment);

#endif
