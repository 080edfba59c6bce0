// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/practice/certificate.h"

#include "engine/base/words.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace throng::practice {

namespace {

template <typename T, void (*Free)(T *)>
struct Deleter {
    void operator()(T *object) const { Free(object); }
};
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY, EVP_PKEY_free>>;
using X509Certificate = std::unique_ptr<X509, Deleter<X509, X509_free>>;

bool addExtension(X509 *certificate, int kind, const char *value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value);
    if (!extension)
        return false;
    const bool added = X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return added;
}

X509Certificate sign(EVP_PKEY *key)
{
    X509Certificate certificate(X509_new());
    X509 *x = certificate.get();
    X509_set_version(x, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
    X509_gmtime_adj(X509_getm_notBefore(x), -24L * 3600); // clocks differ
    X509_gmtime_adj(X509_getm_notAfter(x), 30L * 24 * 3600);
    X509_set_pubkey(x, key);
    X509_NAME *name = X509_get_subject_name(x);
    const unsigned char text[] = "Throng practice homeserver";
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, text, -1, -1, 0);
    X509_set_issuer_name(x, name);
    const bool complete = addExtension(x, NID_subject_alt_name, "IP:127.0.0.1,DNS:localhost")
        && addExtension(x, NID_basic_constraints, "critical,CA:TRUE") && X509_sign(x, key, EVP_sha256()) > 0;
    return complete ? std::move(certificate) : nullptr;
}

QByteArray toPem(X509 *certificate)
{
    BIO *memory = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(memory, certificate);
    char *data = nullptr;
    const long size = BIO_get_mem_data(memory, &data);
    QByteArray pem(data, size);
    BIO_free(memory);
    return pem;
}

} // namespace

Certificate::~Certificate()
{
    SSL_CTX_free(m_context);
}

Result<std::unique_ptr<Certificate>> Certificate::make()
{
    const Key key(EVP_EC_gen("P-256"));
    const X509Certificate certificate = key ? sign(key.get()) : nullptr;
    std::unique_ptr<Certificate> made(new Certificate);
    made->m_context = SSL_CTX_new(TLS_server_method());
    if (!certificate || !made->m_context || SSL_CTX_use_certificate(made->m_context, certificate.get()) != 1
        || SSL_CTX_use_PrivateKey(made->m_context, key.get()) != 1)
        return failure(Words::tr("cannot make a TLS certificate: %1")
                           .arg(QString::fromLatin1(ERR_error_string(ERR_get_error(), nullptr))));
    // Idle connections give their buffers back; a write that would block may be repeated from another address.
    SSL_CTX_set_mode(made->m_context,
        SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_ENABLE_PARTIAL_WRITE);
    SSL_CTX_set_min_proto_version(made->m_context, TLS1_2_VERSION);
    made->m_pem = toPem(certificate.get());
    return made;
}

} // namespace throng::practice
