/* A new GUID, for the ids that requests are told apart by. */
#ifndef BASE_GUID_H
#define BASE_GUID_H

#define GUID_TEXT_MAX 37

/* Version 4, lower case, dashes. Gives buf. */
const char *guid_new(char buf[static GUID_TEXT_MAX]);

#endif
