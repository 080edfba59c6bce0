// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/certificate.h"

#include <QHostAddress>

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>

using namespace Qt::StringLiterals;

namespace throng::test {

namespace {

QByteArray contentOf(BIO *bio)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return QByteArray(data, size);
}

} // namespace

Certificate makeCertificate(const QStringList &names)
{
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), &X509_free);
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 24 * 3600);
    X509_set_pubkey(certificate.get(), key.get());
    X509_NAME *name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(
        name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char *>("Throng test"), -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);

    QByteArray alternatives;
    for (const QString &entry : names) {
        if (!alternatives.isEmpty())
            alternatives += ',';
        alternatives += (QHostAddress(entry).isNull() ? "DNS:" : "IP:") + entry.toLatin1();
    }
    X509V3_CTX context;
    X509V3_set_ctx(&context, certificate.get(), certificate.get(), nullptr, nullptr, 0);
    for (const auto &[id, value] :
        { std::pair(NID_subject_alt_name, alternatives), { NID_basic_constraints, "CA:TRUE" } }) {
        X509_EXTENSION *extension = X509V3_EXT_conf_nid(nullptr, &context, id, value.constData());
        X509_add_ext(certificate.get(), extension, -1);
        X509_EXTENSION_free(extension);
    }
    X509_sign(certificate.get(), key.get(), EVP_sha256());

    const std::unique_ptr<BIO, decltype(&BIO_free)> certificateOut(BIO_new(BIO_s_mem()), &BIO_free);
    PEM_write_bio_X509(certificateOut.get(), certificate.get());
    const std::unique_ptr<BIO, decltype(&BIO_free)> keyOut(BIO_new(BIO_s_mem()), &BIO_free);
    PEM_write_bio_PrivateKey(keyOut.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    return { contentOf(certificateOut.get()), contentOf(keyOut.get()) };
}

} // namespace throng::test
