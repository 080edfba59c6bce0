// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/accounttransfer.h"

#include "engine/generate/generateusers.h"
#include "engine/project/accountsfile.h"
#include "engine/project/tokensfile.h"
#include "ui/document/document.h"
#include "ui/support/format.h"
#include "ui/support/messagebar.h"
#include "ui/support/questions.h"

#include <QDir>
#include <QFileInfo>
#include <QSet>
#include <QWidget>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

constexpr int rowsDescribed = 6;

} // namespace

AccountTransfer::AccountTransfer(Document &document, Questions &questions, MessageBar &messages, QWidget *page)
    : QObject(page)
    , m_document(document)
    , m_questions(questions)
    , m_messages(messages)
    , m_page(page)
{
}

QString AccountTransfer::askForFile(const QString &title)
{
    return m_questions.openFile(
        m_page, title, m_document.folder().path(), tr("Comma-separated values (*.csv);;All files (*)"));
}

void AccountTransfer::failed(const QString &headline, const Error &error)
{
    m_messages.show(MessageBar::Kind::Error, headline, error.toString());
}

QString AccountTransfer::describe(const QList<Error> &badRows)
{
    QStringList lines;
    for (const Error &row : badRows.first(std::min<qsizetype>(badRows.size(), rowsDescribed))) {
        const QString line = row.where.mid(row.where.lastIndexOf(u':') + 1);
        lines.append(tr("Line %1: %2.").arg(line, Error { row.message, {}, row.expected }.toString()));
    }
    if (badRows.size() > rowsDescribed)
        lines.append(tr("… and %Ln more row(s).", nullptr, int(badRows.size() - rowsDescribed)));
    return lines.join(u'\n');
}

void AccountTransfer::offer(
    const QString &file, qsizetype good, const QList<Error> &badRows, const std::function<void()> &go)
{
    if (badRows.isEmpty()) {
        go();
        return;
    }
    const QString headline = tr("%1 of %Ln row(s) of %2 cannot be used.", nullptr, int(good + badRows.size()))
                                 .arg(formatCount(badRows.size()), QFileInfo(file).fileName());
    if (good == 0) {
        m_messages.show(MessageBar::Kind::Error, headline, u'\n' + describe(badRows));
        return;
    }
    m_messages.show(MessageBar::Kind::Warning, headline, u'\n' + describe(badRows), tr("Go on without them"), go);
    m_messages.setSecondAction(tr("Import nothing"), [this] { m_messages.clear(); });
}

void AccountTransfer::importAccounts()
{
    const QString path = askForFile(tr("Import accounts (users.csv)"));
    if (path.isEmpty())
        return;
    const auto reading = project::AccountsFile::readAll(path);
    if (!reading) {
        failed(tr("These accounts could not be read."), reading.error());
        return;
    }
    const auto list = std::make_shared<const QList<users::Account>>(reading->accounts);
    offer(path, list->size(), reading->badRows, [this, list, path] {
        if (const auto set =
                m_document.setAccounts(tr("Import accounts from %1").arg(QFileInfo(path).fileName()), list);
            !set) {
            failed(tr("These accounts could not be imported."), set.error());
            return;
        }
        m_messages.show(MessageBar::Kind::Info, tr("%Ln account(s) imported.", nullptr, int(list->size())),
            tr("Saving writes them to users.csv of this project, and rooms are drawn for them anew. Undo takes the "
               "import back."));
    });
}

void AccountTransfer::importTokens()
{
    const QString path = askForFile(tr("Import tokens (tokens.csv)"));
    if (path.isEmpty())
        return;
    const auto reading = project::TokensFile::readAll(path);
    if (!reading) {
        failed(tr("These tokens could not be read."), reading.error());
        return;
    }
    offer(path, reading->sessions.size(), reading->badRows, [this, sessions = reading->sessions] {
        if (const auto added = m_document.addSessions(sessions); !added) {
            failed(tr("The tokens could not be written."), added.error());
            return;
        }
        int strangers = 0;
        if (const auto names = m_document.accountNames()) {
            const QSet<QString> known(names->cbegin(), names->cend());
            for (auto it = sessions.cbegin(); it != sessions.cend(); ++it)
                strangers += known.contains(it.key()) ? 0 : 1;
        }
        m_messages.show(MessageBar::Kind::Info, tr("%Ln token(s) imported.", nullptr, int(sessions.size())),
            tr("They are in tokens.csv of this project now; whoever has one does not log in again.")
                + (strangers > 0 ? u' ' + tr("Of no account here, kept and not used: %1.").arg(formatCount(strangers))
                                 : QString()));
    });
}

void AccountTransfer::exportAccounts()
{
    const QString path = m_questions.saveFile(m_page, QDir::home().filePath(u"users.csv"_s), tr("Accounts (*.csv)"));
    if (path.isEmpty())
        return;
    const project::Project &project = m_document.project();
    QList<users::Account> accounts;
    if (project.users.fromFile) {
        const auto list = m_document.listedAccounts();
        if (!list) {
            failed(tr("The accounts could not be read."), list.error());
            return;
        }
        accounts = **list;
    } else {
        auto made = generate::generateUsers(project.users, project.userSeed());
        if (!made) {
            failed(tr("The accounts could not be made."), made.error());
            return;
        }
        accounts = std::move(*made);
    }
    if (const auto written = project::AccountsFile::write(path, accounts); !written) {
        failed(tr("The accounts could not be written."), written.error());
        return;
    }
    m_messages.show(MessageBar::Kind::Info, tr("%Ln account(s) exported.", nullptr, int(accounts.size())),
        tr("%1 holds their passwords: only you may read it.").arg(QDir::toNativeSeparators(path)));
}

void AccountTransfer::exportTokens()
{
    const auto sessions = project::TokensFile::read(m_document.folder().tokensFile());
    if (!sessions) {
        failed(tr("The tokens could not be read."), sessions.error());
        return;
    }
    if (sessions->isEmpty()) {
        m_messages.show(MessageBar::Kind::Warning, tr("There are no tokens yet."),
            tr("The server hands them out when the accounts are registered or log in: run the test that does."));
        return;
    }
    const QString path = m_questions.saveFile(m_page, QDir::home().filePath(u"tokens.csv"_s), tr("Tokens (*.csv)"));
    if (path.isEmpty())
        return;
    const auto names = m_document.accountNames();
    if (const auto written = project::TokensFile::write(path, *sessions, names ? *names : QStringList()); !written) {
        failed(tr("The tokens could not be written."), written.error());
        return;
    }
    m_messages.show(MessageBar::Kind::Info, tr("%Ln token(s) exported.", nullptr, int(sessions->size())),
        tr("Whoever has %1 can act as these users: only you may read it.").arg(QDir::toNativeSeparators(path)));
}

} // namespace throng::ui
