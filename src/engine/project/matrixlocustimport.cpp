// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/matrixlocustimport.h"

#include "engine/base/words.h"
#include "engine/project/accountsfile.h"
#include "engine/project/jsonreader.h"
#include "engine/project/roomsfile.h"
#include "engine/project/testjson.h"
#include "engine/project/textfile.h"
#include "engine/project/tokensfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <tuple>

using namespace Qt::StringLiterals;

namespace throng::project {

namespace {

/// Collects what is found; each step adds to the project and to the report.
class Importer {
public:
    explicit Importer(const QString &folder)
        : m_folder(QDir::cleanPath(QFileInfo(folder).absoluteFilePath()))
    {
        m_import.name = QFileInfo(m_folder).fileName();
    }

    Result<MatrixLocustImport> import()
    {
        if (!QFileInfo(m_folder).isDir())
            return failure(Words::tr("is no folder"), m_folder, Words::tr("the folder that holds users.csv"));
        if (Result<> taken = takeAccounts(); !taken)
            return tl::unexpected(taken.error());
        takeRooms();
        takeTokens();
        takeSuites();
        if (m_import.project.suites.isEmpty()) {
            m_import.project.suites.append(Suite::standard());
            note(
                ImportNote::Kind::Changed, m_folder, Words::tr("no suite was found: the suite \"standard\" was added"));
        }
        return std::move(m_import);
    }

private:
    void note(ImportNote::Kind kind, const QString &where, const QString &text)
    {
        m_import.report.append({ kind, where, text });
    }

    void note(const Error &error)
    {
        const Error unplaced { error.message, {}, error.expected };
        note(ImportNote::Kind::NotUnderstood, error.where, unplaced.toString());
    }

    [[nodiscard]] QString inFolder(const QString &file) const { return m_folder + u'/' + file; }

    Result<> takeAccounts()
    {
        const QString path = inFolder(u"users.csv"_s);
        const Result<QList<users::Account>> accounts = AccountsFile::read(path);
        if (!accounts)
            return tl::unexpected(accounts.error());
        m_index = indexAccounts(*accounts);
        m_import.accounts = static_cast<int>(accounts->size());
        // The list is theirs and stays as it is; the rest is what "generate users" would begin with.
        UserPattern &pattern = m_import.project.users;
        pattern.fromFile = true;
        pattern.count = m_import.accounts;
        if (!accounts->isEmpty()) {
            pattern.domain = accounts->first().domain;
            pattern.passwordLength = qMax<int>(1, static_cast<int>(accounts->first().password.size()));
        }
        note(ImportNote::Kind::Taken, path, Words::tr("%1 accounts").arg(m_import.accounts));
        return {};
    }

    void takeRooms()
    {
        const QString path = inFolder(u"rooms.json"_s);
        if (!QFile::exists(path)) {
            note(ImportNote::Kind::Changed, path, Words::tr("is not there: generate rooms before the first run"));
            return;
        }
        const Result<> read = RoomsFile::stream(path, m_index, [&](const PlannedRoom &) -> Result<> {
            ++m_import.rooms;
            return {};
        });
        if (!read) {
            m_import.rooms = 0;
            note(read.error());
            return;
        }
        m_import.project.rooms.distribution = RoomDistribution::File;
        note(ImportNote::Kind::Taken, path, Words::tr("%1 rooms").arg(m_import.rooms));
    }

    void takeTokens()
    {
        const QString path = inFolder(u"tokens.csv"_s);
        if (!QFile::exists(path))
            return;
        const Result<TokensFile::Sessions> sessions = TokensFile::read(path);
        if (!sessions) {
            note(sessions.error());
            return;
        }
        m_import.tokens = static_cast<int>(sessions->size());
        note(ImportNote::Kind::Taken, path, Words::tr("%1 tokens").arg(m_import.tokens));
        int strangers = 0;
        for (auto it = sessions->cbegin(); it != sessions->cend(); ++it)
            strangers += m_index.contains(it.key()) ? 0 : 1;
        if (strangers > 0)
            note(ImportNote::Kind::NotUnderstood, path,
                Words::tr("%1 tokens belong to nobody in users.csv and are not used").arg(strangers));
    }

    void takeSuites()
    {
        for (const QString &subfolder : { QString(), u"test-suites/"_s }) {
            const QStringList files = QDir(inFolder(subfolder)).entryList({ u"*.json"_s }, QDir::Files, QDir::Name);
            for (const QString &file : files) {
                if (subfolder.isEmpty() && file == u"rooms.json")
                    continue;
                takeSuite(inFolder(subfolder + file));
            }
        }
    }

    void takeSuite(const QString &path)
    {
        // Other JSON lies about in such folders: parameters for parameter_import, rooms of other rounds.
        const Result<QByteArray> text = readTextFile(path);
        if (!text) {
            note(text.error());
            return;
        }
        const Result<QJsonObject> json = parseJsonObject(*text, path);
        if (!json) {
            note(json.error());
            return;
        }
        if (!json->contains(u"scripts"_s))
            return;
        Result<Suite> suite = readSuiteFile(path);
        if (!suite) {
            note(suite.error());
            return;
        }
        note(ImportNote::Kind::Taken, path,
            Words::tr("suite \"%1\" with %2 tests").arg(suite->name).arg(suite->tests.size()));
        for (qsizetype i = 0; i < suite->tests.size(); ++i)
            noteTest(placeInJson(path, u"scripts[%1]"_s.arg(i)), suite->tests[i]);
        if (m_import.project.suite(suite->name)) {
            const QString name = uniqueName(suite->name);
            note(ImportNote::Kind::Changed, path,
                Words::tr("the suite is called \"%1\" here: the name was taken").arg(name));
            suite->name = name;
        }
        m_import.project.suites.append(std::move(*suite));
    }

    void noteTest(const QString &where, const Test &test)
    {
        if (!test.parameterImport.isEmpty())
            note(ImportNote::Kind::Taken, where, Words::tr("parameters of %1").arg(test.parameterImport));
        if (const qsizetype hooks = test.preHooks.size() + test.postHooks.size(); hooks > 0)
            note(ImportNote::Kind::Taken, where,
                Words::tr("%1 commands; they are run once somebody has seen them and agreed").arg(hooks));
        if (test.source.contains(u"autoquit"_s) || test.imported.contains(u"autoquit"_s))
            note(ImportNote::Kind::Taken, where,
                Words::tr("autoquit %1 s, kept: it ends nothing early there either").arg(test.autoquitSeconds));
        if (!test.outputDirectory.isEmpty())
            note(ImportNote::Kind::Taken, where, Words::tr("results go to %1").arg(test.outputDirectory));
        if (test.behaviour == users::Behaviour::CreateRooms)
            note(ImportNote::Kind::Changed, where, Words::tr("rooms that an earlier run made are not made again"));
        if (test.isSetup() && test.runTime && test.stopWhenDone)
            note(ImportNote::Kind::Changed, where,
                Words::tr("ends as soon as all accounts are done, not only after %1 (stop_when_done)")
                    .arg(formatRunTime(*test.runTime)));
        const QStringList unknown = unknownKeys(test);
        if (!unknown.isEmpty())
            note(
                ImportNote::Kind::NotUnderstood, where, Words::tr("kept, without effect: %1").arg(unknown.join(u", ")));
    }

    [[nodiscard]] QString uniqueName(const QString &name) const
    {
        for (int number = 2;; ++number) {
            const QString candidate = u"%1 %2"_s.arg(name).arg(number);
            if (!m_import.project.suite(candidate))
                return candidate;
        }
    }

    QString m_folder;
    AccountIndex m_index;
    MatrixLocustImport m_import;
};

} // namespace

Result<MatrixLocustImport> importMatrixLocust(const QString &folder)
{
    return Importer(folder).import();
}

Result<> copyMatrixLocustFiles(const QString &from, const QString &to)
{
    if (!QDir().mkpath(to))
        return failure(Words::tr("the folder cannot be made"), to, Words::tr("a place where you may write"));
    for (const auto &[name, access] : { std::tuple { u"users.csv"_s, Access::OwnerOnly },
             std::tuple { u"rooms.json"_s, Access::Ordinary }, std::tuple { u"tokens.csv"_s, Access::OwnerOnly } }) {
        if (Result<> copied = copyFile(from + u'/' + name, to + u'/' + name, access); !copied)
            return copied;
    }
    return {};
}

bool isMatrixLocustFolder(const QString &folder)
{
    const QDir dir(folder);
    return dir.exists(u"users.csv"_s) && dir.entryList({ u"*.throng"_s }, QDir::Files).isEmpty();
}

} // namespace throng::project
