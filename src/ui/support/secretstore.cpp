// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/secretstore.h"

#ifdef THRONG_HAS_KEYCHAIN
#    include <qt6keychain/keychain.h>
#endif

using namespace Qt::StringLiterals;

namespace throng::ui {

#ifdef THRONG_HAS_KEYCHAIN

namespace {

const QString service = u"throng"_s;

/// A job deletes itself once it has finished; QtKeychain never falls back to a plain file unless asked to.
class SystemKeyring : public SecretStore {
public:
    void read(const QString &key, QObject *context, OnFound onFound) override
    {
        auto *job = new QKeychain::ReadPasswordJob(service);
        job->setKey(key);
        QObject::connect(job, &QKeychain::Job::finished, context, [job, onFound = std::move(onFound)] {
            if (job->error() == QKeychain::NoError || job->error() == QKeychain::EntryNotFound)
                onFound({ job->binaryData(), {} });
            else
                onFound({ {}, job->errorString() });
        });
        job->start();
    }

    void write(const QString &key, const QByteArray &secret, QObject *context, OnDone onDone) override
    {
        if (secret.isEmpty()) {
            start(new QKeychain::DeletePasswordJob(service), key, context, std::move(onDone));
            return;
        }
        auto *job = new QKeychain::WritePasswordJob(service);
        job->setBinaryData(secret);
        start(job, key, context, std::move(onDone));
    }

private:
    static void start(QKeychain::Job *job, const QString &key, QObject *context, OnDone onDone)
    {
        job->setKey(key);
        QObject::connect(job, &QKeychain::Job::finished, context, [job, onDone = std::move(onDone)] {
            const bool done = job->error() == QKeychain::NoError || job->error() == QKeychain::EntryNotFound;
            onDone(done ? QString() : job->errorString());
        });
        job->start();
    }
};

} // namespace

std::unique_ptr<SecretStore> makeSystemKeyring()
{
    return std::make_unique<SystemKeyring>();
}

#else

std::unique_ptr<SecretStore> makeSystemKeyring()
{
    return nullptr;
}

#endif

} // namespace throng::ui
