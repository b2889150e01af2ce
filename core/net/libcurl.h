/* libcurl at first use (late.h): all that is called in it. */
#ifndef NET_LIBCURL_H
#define NET_LIBCURL_H

#define CURL_DISABLE_TYPECHECK /* its checks are written as calls of its own names */
#include <curl/curl.h>

#include "base/late.h"

#define LIBCURL_NAMES(X) \
	X(curl_easy_cleanup) X(curl_easy_getinfo) X(curl_easy_init) X(curl_easy_setopt) \
	X(curl_easy_strerror) X(curl_free) X(curl_global_cleanup) X(curl_global_init) \
	X(curl_multi_add_handle) X(curl_multi_cleanup) X(curl_multi_info_read) \
	X(curl_multi_init) X(curl_multi_remove_handle) X(curl_multi_setopt) \
	X(curl_multi_socket_action) X(curl_slist_append) X(curl_slist_free_all) \
	X(curl_url) X(curl_url_cleanup) X(curl_url_get) X(curl_url_set) X(curl_version)

struct libcurl {
#define X(name) __typeof__(name) *name##_;
	LIBCURL_NAMES(X)
#undef X
};

extern struct late libcurl_late;

static inline const struct libcurl *libcurl(void)
{
	return late_need(&libcurl_late);
}

#define curl_easy_cleanup (*libcurl()->curl_easy_cleanup_)
#undef curl_easy_getinfo
#define curl_easy_getinfo (*libcurl()->curl_easy_getinfo_)
#define curl_easy_init (*libcurl()->curl_easy_init_)
#undef curl_easy_setopt
#define curl_easy_setopt (*libcurl()->curl_easy_setopt_)
#define curl_easy_strerror (*libcurl()->curl_easy_strerror_)
#define curl_free (*libcurl()->curl_free_)
#define curl_global_cleanup (*libcurl()->curl_global_cleanup_)
#define curl_global_init (*libcurl()->curl_global_init_)
#define curl_multi_add_handle (*libcurl()->curl_multi_add_handle_)
#define curl_multi_cleanup (*libcurl()->curl_multi_cleanup_)
#define curl_multi_info_read (*libcurl()->curl_multi_info_read_)
#define curl_multi_init (*libcurl()->curl_multi_init_)
#define curl_multi_remove_handle (*libcurl()->curl_multi_remove_handle_)
#undef curl_multi_setopt
#define curl_multi_setopt (*libcurl()->curl_multi_setopt_)
#define curl_multi_socket_action (*libcurl()->curl_multi_socket_action_)
#define curl_slist_append (*libcurl()->curl_slist_append_)
#define curl_slist_free_all (*libcurl()->curl_slist_free_all_)
#define curl_url (*libcurl()->curl_url_)
#define curl_url_cleanup (*libcurl()->curl_url_cleanup_)
#define curl_url_get (*libcurl()->curl_url_get_)
#define curl_url_set (*libcurl()->curl_url_set_)
#define curl_version (*libcurl()->curl_version_)

#endif
