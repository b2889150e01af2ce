/* libcrypto at first use (late.h): all that is called in it. */
#ifndef BASE_LIBCRYPTO_H
#define BASE_LIBCRYPTO_H

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs7.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "late.h"

#define LIBCRYPTO_NAMES(X) \
	X(BIO_ctrl) X(BIO_free) X(BIO_new) X(BIO_new_mem_buf) X(BIO_read) X(BIO_s_mem) \
	X(CRYPTO_free) X(CRYPTO_get_ex_new_index) X(EVP_Digest) X(EVP_DigestFinal_ex) \
	X(EVP_DigestInit_ex) X(EVP_DigestSign) X(EVP_DigestSignInit) \
	X(EVP_DigestUpdate) X(EVP_MD_CTX_free) X(EVP_MD_CTX_new) \
	X(EVP_PKEY_CTX_set_rsa_mgf1_md) X(EVP_PKEY_CTX_set_rsa_padding) \
	X(EVP_PKEY_CTX_set_rsa_pss_saltlen) X(EVP_PKEY_free) X(EVP_PKEY_get_base_id) \
	X(EVP_sha1) X(EVP_sha256) X(OBJ_obj2nid) X(OPENSSL_sk_num) X(OPENSSL_sk_value) \
	X(PEM_read_bio_PrivateKey) X(PEM_read_bio_X509) X(PKCS7_free) \
	X(X509_NAME_print_ex) X(X509_STORE_CTX_get_current_cert) \
	X(X509_STORE_CTX_get_error) X(X509_STORE_CTX_get_ex_data) X(X509_check_ca) \
	X(X509_check_private_key) X(X509_cmp_current_time) X(X509_digest) X(X509_free) \
	X(X509_get0_notAfter) X(X509_get_issuer_name) X(X509_get_subject_name) \
	X(X509_verify_cert_error_string) X(d2i_PKCS7) X(d2i_X509) X(i2d_X509)

struct libcrypto {
#define X(name) __typeof__(name) *name##_;
	LIBCRYPTO_NAMES(X)
#undef X
};

extern struct late libcrypto_late;

static inline const struct libcrypto *libcrypto(void)
{
	return late_need(&libcrypto_late);
}

#define BIO_ctrl (*libcrypto()->BIO_ctrl_)
#define BIO_free (*libcrypto()->BIO_free_)
#define BIO_new (*libcrypto()->BIO_new_)
#define BIO_new_mem_buf (*libcrypto()->BIO_new_mem_buf_)
#define BIO_read (*libcrypto()->BIO_read_)
#define BIO_s_mem (*libcrypto()->BIO_s_mem_)
#define CRYPTO_free (*libcrypto()->CRYPTO_free_)
#define CRYPTO_get_ex_new_index (*libcrypto()->CRYPTO_get_ex_new_index_)
#define EVP_Digest (*libcrypto()->EVP_Digest_)
#define EVP_DigestFinal_ex (*libcrypto()->EVP_DigestFinal_ex_)
#define EVP_DigestInit_ex (*libcrypto()->EVP_DigestInit_ex_)
#define EVP_DigestSign (*libcrypto()->EVP_DigestSign_)
#define EVP_DigestSignInit (*libcrypto()->EVP_DigestSignInit_)
#define EVP_DigestUpdate (*libcrypto()->EVP_DigestUpdate_)
#define EVP_MD_CTX_free (*libcrypto()->EVP_MD_CTX_free_)
#define EVP_MD_CTX_new (*libcrypto()->EVP_MD_CTX_new_)
#define EVP_PKEY_CTX_set_rsa_mgf1_md (*libcrypto()->EVP_PKEY_CTX_set_rsa_mgf1_md_)
#define EVP_PKEY_CTX_set_rsa_padding (*libcrypto()->EVP_PKEY_CTX_set_rsa_padding_)
#define EVP_PKEY_CTX_set_rsa_pss_saltlen (*libcrypto()->EVP_PKEY_CTX_set_rsa_pss_saltlen_)
#define EVP_PKEY_free (*libcrypto()->EVP_PKEY_free_)
#define EVP_PKEY_get_base_id (*libcrypto()->EVP_PKEY_get_base_id_)
#define EVP_sha1 (*libcrypto()->EVP_sha1_)
#define EVP_sha256 (*libcrypto()->EVP_sha256_)
#define OBJ_obj2nid (*libcrypto()->OBJ_obj2nid_)
#define OPENSSL_sk_num (*libcrypto()->OPENSSL_sk_num_)
#define OPENSSL_sk_value (*libcrypto()->OPENSSL_sk_value_)
#define PEM_read_bio_PrivateKey (*libcrypto()->PEM_read_bio_PrivateKey_)
#define PEM_read_bio_X509 (*libcrypto()->PEM_read_bio_X509_)
#define PKCS7_free (*libcrypto()->PKCS7_free_)
#define X509_NAME_print_ex (*libcrypto()->X509_NAME_print_ex_)
#define X509_STORE_CTX_get_current_cert (*libcrypto()->X509_STORE_CTX_get_current_cert_)
#define X509_STORE_CTX_get_error (*libcrypto()->X509_STORE_CTX_get_error_)
#define X509_STORE_CTX_get_ex_data (*libcrypto()->X509_STORE_CTX_get_ex_data_)
#define X509_check_ca (*libcrypto()->X509_check_ca_)
#define X509_check_private_key (*libcrypto()->X509_check_private_key_)
#define X509_cmp_current_time (*libcrypto()->X509_cmp_current_time_)
#define X509_digest (*libcrypto()->X509_digest_)
#define X509_free (*libcrypto()->X509_free_)
#define X509_get0_notAfter (*libcrypto()->X509_get0_notAfter_)
#define X509_get_issuer_name (*libcrypto()->X509_get_issuer_name_)
#define X509_get_subject_name (*libcrypto()->X509_get_subject_name_)
#define X509_verify_cert_error_string (*libcrypto()->X509_verify_cert_error_string_)
#define d2i_PKCS7 (*libcrypto()->d2i_PKCS7_)
#define d2i_X509 (*libcrypto()->d2i_X509_)
#define i2d_X509 (*libcrypto()->i2d_X509_)

#endif
