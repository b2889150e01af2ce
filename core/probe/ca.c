#include "ca.h"

#include <stdio.h>
#include <string.h>

#include "base/libcrypto.h"

static void set_subject(struct ca_certificate *ret, X509 *x509)
{
	BIO *out = BIO_new(BIO_s_mem());
	char *text;
	if (!out)
		abort();
	X509_NAME_print_ex(out, X509_get_subject_name(x509), 0,
		XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB);
	long len = BIO_get_mem_data(out, &text);
	snprintf(ret->subject, sizeof(ret->subject), "%.*s", len > 4096 ? 4096 : (int)len, text);
	BIO_free(out);
}

static void add(struct ca_list *ret, X509 *x509)
{
	unsigned char *der = NULL;
	int len = x509 ? i2d_X509(x509, &der) : -1;
	if (len <= 0)
		return;
	if (ret->count == CA_CERTIFICATES_MAX) {
		ret->cut = true;
	} else {
		struct ca_certificate *own = &ret->list[ret->count++];
		set_subject(own, x509);
		thumbprint_of(der, (size_t)len, own->thumbprint);
		own->authority = X509_check_ca(x509) != 0;
		own->expired = X509_cmp_current_time(X509_get0_notAfter(x509)) < 0;
	}
	OPENSSL_free(der);
}

static void add_single(struct ca_list *ret, struct sv answer)
{
	const unsigned char *at = (const unsigned char *)answer.ptr;
	X509 *x509 = d2i_X509(NULL, &at, (long)answer.len);
	add(ret, x509);
	X509_free(x509);
}

static void add_bag(struct ca_list *ret, struct sv answer)
{
	const unsigned char *at = (const unsigned char *)answer.ptr;
	PKCS7 *bag = d2i_PKCS7(NULL, &at, (long)answer.len);
	STACK_OF(X509) *all = bag && PKCS7_type_is_signed(bag) && bag->d.sign ? bag->d.sign->cert
		: NULL;
	for (int i = 0; i < sk_X509_num(all); i++)
		add(ret, sk_X509_value(all, i));
	PKCS7_free(bag);
}

bool ca_read(struct ca_list *ret, struct sv answer)
{
	*ret = (struct ca_list){0};
	if (!answer.len || answer.len > CA_BYTES_MAX)
		return false;
	add_bag(ret, answer);
	if (!ret->count)
		add_single(ret, answer);
	return ret->count > 0;
}
