/* libarchive at first use (late.h): all that is called in it. */
#ifndef LOG_LIBARCHIVE_H
#define LOG_LIBARCHIVE_H

#include <archive.h>
#include <archive_entry.h>

#include "base/late.h"

#define LIBARCHIVE_NAMES(X) \
	X(archive_entry_filetype) X(archive_entry_hardlink) \
	X(archive_entry_is_encrypted) X(archive_entry_mtime) \
	X(archive_entry_mtime_is_set) X(archive_entry_pathname) \
	X(archive_entry_pathname_utf8) X(archive_entry_size) \
	X(archive_entry_size_is_set) X(archive_entry_symlink) X(archive_error_string) \
	X(archive_filter_code) X(archive_format) X(archive_read_data) \
	X(archive_read_data_skip) X(archive_read_free) X(archive_read_new) \
	X(archive_read_next_header) X(archive_read_open1) \
	X(archive_read_set_callback_data) X(archive_read_set_read_callback) \
	X(archive_read_set_seek_callback) X(archive_read_set_skip_callback) \
	X(archive_read_support_filter_gzip) X(archive_read_support_format_cab) \
	X(archive_read_support_format_tar) X(archive_read_support_format_zip) \
	X(archive_set_error)

struct libarchive {
#define X(name) __typeof__(name) *name##_;
	LIBARCHIVE_NAMES(X)
#undef X
};

extern struct late libarchive_late;

static inline const struct libarchive *libarchive(void)
{
	return late_need(&libarchive_late);
}

#define archive_entry_filetype (*libarchive()->archive_entry_filetype_)
#define archive_entry_hardlink (*libarchive()->archive_entry_hardlink_)
#define archive_entry_is_encrypted (*libarchive()->archive_entry_is_encrypted_)
#define archive_entry_mtime (*libarchive()->archive_entry_mtime_)
#define archive_entry_mtime_is_set (*libarchive()->archive_entry_mtime_is_set_)
#define archive_entry_pathname (*libarchive()->archive_entry_pathname_)
#define archive_entry_pathname_utf8 (*libarchive()->archive_entry_pathname_utf8_)
#define archive_entry_size (*libarchive()->archive_entry_size_)
#define archive_entry_size_is_set (*libarchive()->archive_entry_size_is_set_)
#define archive_entry_symlink (*libarchive()->archive_entry_symlink_)
#define archive_error_string (*libarchive()->archive_error_string_)
#define archive_filter_code (*libarchive()->archive_filter_code_)
#define archive_format (*libarchive()->archive_format_)
#define archive_read_data (*libarchive()->archive_read_data_)
#define archive_read_data_skip (*libarchive()->archive_read_data_skip_)
#define archive_read_free (*libarchive()->archive_read_free_)
#define archive_read_new (*libarchive()->archive_read_new_)
#define archive_read_next_header (*libarchive()->archive_read_next_header_)
#define archive_read_open1 (*libarchive()->archive_read_open1_)
#define archive_read_set_callback_data (*libarchive()->archive_read_set_callback_data_)
#define archive_read_set_read_callback (*libarchive()->archive_read_set_read_callback_)
#define archive_read_set_seek_callback (*libarchive()->archive_read_set_seek_callback_)
#define archive_read_set_skip_callback (*libarchive()->archive_read_set_skip_callback_)
#define archive_read_support_filter_gzip (*libarchive()->archive_read_support_filter_gzip_)
#define archive_read_support_format_cab (*libarchive()->archive_read_support_format_cab_)
#define archive_read_support_format_tar (*libarchive()->archive_read_support_format_tar_)
#define archive_read_support_format_zip (*libarchive()->archive_read_support_format_zip_)
#define archive_set_error (*libarchive()->archive_set_error_)

#endif
