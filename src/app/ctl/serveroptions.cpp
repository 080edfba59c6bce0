// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/serveroptions.h"

#include "app/ctl/output.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <map>

using namespace Qt::StringLiterals;

namespace throng::ctl {

namespace {

const std::map<std::string, HttpVersions> httpVersions {
    { "auto", HttpVersions::Automatic },
    { "1.1", HttpVersions::Http1 },
    { "2", HttpVersions::Http2 },
};

const std::map<std::string, project::AccountSource> accountSources {
    { "open", project::AccountSource::OpenRegistration },
    { "token", project::AccountSource::RegistrationToken },
    { "shared-secret", project::AccountSource::SharedSecret },
    { "existing", project::AccountSource::ExistingAccounts },
};

/// A path as typed is meant from where the user stands; the project reads its own from its folder.
QString absolute(const std::string &path)
{
    return QDir::cleanPath(QFileInfo(text(path)).absoluteFilePath());
}

/// Turns the terminal's echo off for as long as it lives.
class Unechoed {
public:
    Unechoed()
    {
        m_changed = tcgetattr(STDIN_FILENO, &m_before) == 0;
        if (!m_changed)
            return;
        termios quiet = m_before;
        quiet.c_lflag &= ~tcflag_t(ECHO);
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }
    ~Unechoed()
    {
        if (m_changed)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
    }
    Unechoed(const Unechoed &) = delete;
    Unechoed &operator=(const Unechoed &) = delete;

private:
    termios m_before {};
    bool m_changed = false;
};

Result<QByteArray> askForSecret(const QString &what, const QString &option)
{
    if (!isTerminal(STDIN_FILENO))
        return failure(
            u"the project needs %1, and there is no terminal to ask on"_s.arg(what), {}, u"%1 FILE"_s.arg(option));
    std::fputs(qPrintable(u"%1: "_s.arg(what)), stderr);
    QByteArray secret;
    {
        const Unechoed unechoed;
        for (int c = std::getchar(); c != EOF && c != '\n'; c = std::getchar())
            secret += char(c);
    }
    std::fputc('\n', stderr);
    secret = secret.trimmed();
    if (secret.isEmpty())
        return failure(u"%1 is missing"_s.arg(what));
    return secret;
}

} // namespace

Result<QByteArray> readSecretFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(u"cannot be read: %1"_s.arg(file.errorString()), path);
    QByteArray secret = file.readAll().trimmed();
    if (secret.isEmpty())
        return failure(u"is empty"_s, path, u"the secret, alone in the file"_s);
    return secret;
}

void ServerOptions::addTo(CLI::App &command)
{
    command.add_option("--accounts", accounts, "How accounts come to be: open, token, shared-secret or existing")
        ->check(CLI::IsMember({ "open", "token", "shared-secret", "existing" }));
    command.add_option("--ca-file", caFile, "Trust this certificate authority too (PEM)")->check(CLI::ExistingFile);
    command
        .add_option("--http", http,
            "HTTP version with an https server: auto (2 where the server offers it, as browsers do), 1.1 or 2")
        ->check(CLI::IsMember({ "auto", "1.1", "2" }));
    command.add_option("--proxy", proxy, "URL of a proxy; without it none is used, whatever the environment says");
    command
        .add_option("--metrics", metrics,
            "Where the server exposes Prometheus metrics, to be fetched while a test runs; once for each worker")
        ->type_name("URL")
        ->allow_extra_args(false);
    command.add_flag("--insecure", insecure, "Do not check the server's certificate");
}

void ServerOptions::applyTo(project::ServerSettings &server) const
{
    if (accounts)
        server.accounts = accountSources.at(*accounts);
    if (caFile)
        server.caFile = absolute(*caFile);
    if (http)
        server.http = httpVersions.at(*http);
    if (proxy)
        server.proxy = text(*proxy);
    if (insecure)
        server.insecure = true;
    if (!metrics.empty())
        server.metricsUrls.clear();
    for (const std::string &url : metrics)
        server.metricsUrls += text(url);
}

void SecretOptions::addTo(CLI::App &command)
{
    CLI::Option *secret = command.add_option(
        "--secret-file", sharedSecretFile, "Register with the shared secret in this file (Synapse, Dendrite)");
    command.add_option("--registration-token-file", registrationTokenFile, "Register with the token in this file")
        ->excludes(secret);
}

void SecretOptions::applyTo(project::ServerSettings &server) const
{
    if (sharedSecretFile)
        server.accounts = project::AccountSource::SharedSecret;
    if (registrationTokenFile)
        server.accounts = project::AccountSource::RegistrationToken;
}

Result<QByteArray> SecretOptions::read(const project::ServerSettings &server) const
{
    switch (server.accounts) {
    case project::AccountSource::SharedSecret:
        if (sharedSecretFile)
            return readSecretFile(text(*sharedSecretFile));
        return askForSecret(u"the registration shared secret"_s, u"--secret-file"_s);
    case project::AccountSource::RegistrationToken:
        if (registrationTokenFile)
            return readSecretFile(text(*registrationTokenFile));
        return askForSecret(u"the registration token"_s, u"--registration-token-file"_s);
    case project::AccountSource::OpenRegistration:
    case project::AccountSource::ExistingAccounts:
        break;
    }
    return QByteArray();
}

} // namespace throng::ctl
