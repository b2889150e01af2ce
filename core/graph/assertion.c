#include "assertion.h"

#include <jansson.h>
#include <string.h>

#include "base/base64.h"
#include "base/guid.h"
#include "base/i18n.h"
#include "base/libcrypto.h"
#include "base/secret.h"

struct identity {
	EVP_PKEY *key;
	X509 *certificate;
};

/* Without this, OpenSSL would ask the terminal. */
static int no_password(char *into, int size, int writing, void *data)
{
	(void)into;
	(void)size;
	(void)writing;
	(void)data;
	return -1;
}

static bool identity_read(struct identity *identity, const char *path, struct err *err)
{
	struct secret text = {0};
	*identity = (struct identity){0};
	if (!secret_read_file(&text, path, err))
		return false;
	BIO *bio = BIO_new_mem_buf(text.ptr, (int)text.len);
	identity->key = bio ? PEM_read_bio_PrivateKey(bio, NULL, no_password, NULL) : NULL;
	BIO_free(bio);
	bio = BIO_new_mem_buf(text.ptr, (int)text.len);
	identity->certificate = bio ? PEM_read_bio_X509(bio, NULL, no_password, NULL) : NULL;
	BIO_free(bio);
	secret_wipe(&text);
	if (!identity->key || EVP_PKEY_get_base_id(identity->key) != EVP_PKEY_RSA)
		return err_set(err, ERR_GRAPH, _("%s: no private key (RSA, PEM, without a password) "
			"in it"), path);
	if (!identity->certificate)
		return err_set(err, ERR_GRAPH, _("%s: no certificate in PEM form (-----BEGIN "
			"CERTIFICATE-----) in it"), path);
	return X509_check_private_key(identity->certificate, identity->key) == 1 ||
		err_set(err, ERR_GRAPH, _("%s: the certificate belongs to another key"), path);
}

static void identity_finish(struct identity *identity)
{
	EVP_PKEY_free(identity->key);
	X509_free(identity->certificate);
}

/* base64url of the JSON, which is taken over. */
static void add_part(struct strbuf *out, json_t *json)
{
	char *text = json_dumps(json, JSON_COMPACT);
	base64url_encode(out, sv_str(text));
	free(text);
	json_decref(json);
}

static void add_header(struct strbuf *out, X509 *certificate)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned len = 0;
	autostrbuf thumbprint;
	strbuf_init(&thumbprint, STRBUF_LINE);
	X509_digest(certificate, EVP_sha256(), digest, &len);
	base64url_encode(&thumbprint, (struct sv){(const char *)digest, len});
	add_part(out, json_pack("{s:s,s:s,s:s}", "alg", "PS256", "typ", "JWT", "x5t#S256",
		thumbprint.ptr));
}

static void add_claims(struct strbuf *out, const char *audience, const char *client_id,
	int64_t now_s)
{
	char id[GUID_TEXT_MAX];
	add_part(out, json_pack("{s:s,s:s,s:s,s:s,s:I,s:I,s:I}", "aud", audience, "iss",
		client_id, "sub", client_id, "jti", guid_new(id), "nbf", (json_int_t)now_s, "iat",
		(json_int_t)now_s, "exp", (json_int_t)(now_s + ASSERTION_LIFE_S)));
}

static bool sign(EVP_PKEY *key, struct sv text, struct strbuf *out)
{
	unsigned char signature[1024]; /* RSA of 8192 bits */
	size_t len = sizeof(signature);
	EVP_PKEY_CTX *options = NULL;
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool ok = context &&
		EVP_DigestSignInit(context, &options, EVP_sha256(), NULL, key) == 1 &&
		EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) == 1 &&
		EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) == 1 &&
		EVP_PKEY_CTX_set_rsa_mgf1_md(options, EVP_sha256()) == 1 &&
		EVP_DigestSign(context, signature, &len, (const unsigned char *)text.ptr,
			text.len) == 1;
	EVP_MD_CTX_free(context);
	if (ok)
		base64url_encode(out, (struct sv){(const char *)signature, len});
	return ok;
}

bool assertion_make(struct bytes *ret, const char *pem, const char *audience,
	const char *client_id, int64_t now_s, struct err *err)
{
	struct identity identity;
	autostrbuf text, signature;
	strbuf_init(&text, STRBUF_LINE);
	strbuf_init(&signature, STRBUF_LINE);
	bool ok = identity_read(&identity, pem, err);
	if (ok) {
		add_header(&text, identity.certificate);
		strbuf_char(&text, '.');
		add_claims(&text, audience, client_id, now_s);
		ok = sign(identity.key, strbuf_sv(&text), &signature) ||
			err_set(err, ERR_GRAPH, _("%s: the key could not sign"), pem);
	}
	if (ok) {
		bytes_add(ret, strbuf_sv(&text), SIZE_MAX);
		bytes_add(ret, SV("."), SIZE_MAX);
		bytes_add(ret, strbuf_sv(&signature), SIZE_MAX);
	}
	identity_finish(&identity);
	return ok;
}
