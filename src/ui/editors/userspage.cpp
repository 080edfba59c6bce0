// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/userspage.h"

#include "ui/document/document.h"
#include "ui/editors/accounttable.h"
#include "ui/editors/accounttransfer.h"
#include "ui/editors/userpatternform.h"
#include "ui/support/format.h"
#include "ui/support/messagebar.h"
#include "ui/support/widgets.h"

#include <QAction>
#include <QDateTime>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

UsersPage::UsersPage(Document &document, Questions &questions, QWidget *parent)
    : Page(tr("Users"), tr("the accounts that virtual users act with"), parent)
    , m_document(document)
    , m_form(new UserPatternForm(this))
    , m_listText(makeMuted({}, this))
    , m_files(makeMuted({}, this))
    , m_table(new AccountTable(document, this))
    , m_transfer(new AccountTransfer(document, questions, *messages(), this))
{
    setObjectName(u"usersPage"_s);
    makeHeader();
    auto *card = new Card(this);
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(16, 14, 16, 12);
    m_list = makeListCard();
    layout->addWidget(m_form);
    layout->addWidget(m_list);
    m_files->setObjectName(u"userFiles"_s);
    m_files->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(m_files);
    body()->addWidget(card);

    auto *tableCard = new Card(this);
    auto *tableLayout = new QVBoxLayout(tableCard);
    tableLayout->setContentsMargins(16, 12, 8, 8);
    tableLayout->addWidget(m_table);
    body()->addWidget(tableCard, 1);

    connect(m_form, &UserPatternForm::edited, this, &UsersPage::apply);
    connect(m_table, &AccountTable::failed, this, [this](const QString &why) {
        if (!why.isEmpty())
            messages()->show(MessageBar::Kind::Error, tr("The accounts cannot be shown as they are."), why);
    });
    connect(&m_document, &Document::changed, this, &UsersPage::reload);
    connect(&m_document, &Document::saved, this, &UsersPage::showFiles);
    connect(&m_document, &Document::filesChanged, this, &UsersPage::showFiles);
    reload();
}

void UsersPage::makeHeader()
{
    const auto button = [this](const QString &name, const QString &text) {
        auto *made = new QPushButton(text, this);
        made->setObjectName(name);
        auto *menu = new QMenu(made);
        menu->setObjectName(name + u"Menu"_s);
        made->setMenu(menu);
        made->setProperty("menu", true);
        header()->addWidget(made);
        return menu;
    };
    QMenu *in = button(u"importUsers"_s, tr("Imp&ort"));
    in->addAction(tr("&Accounts (users.csv)…"), m_transfer, &AccountTransfer::importAccounts)
        ->setObjectName(u"importAccounts"_s);
    m_importTokens = in->addAction(tr("&Tokens (tokens.csv)…"), m_transfer, &AccountTransfer::importTokens);
    m_importTokens->setObjectName(u"importTokens"_s);
    QMenu *out = button(u"exportUsers"_s, tr("E&xport"));
    out->addAction(tr("&Accounts (users.csv)…"), m_transfer, &AccountTransfer::exportAccounts)
        ->setObjectName(u"exportAccounts"_s);
    out->addAction(tr("&Tokens (tokens.csv)…"), m_transfer, &AccountTransfer::exportTokens)
        ->setObjectName(u"exportTokens"_s);
}

QWidget *UsersPage::makeListCard()
{
    auto *card = new QWidget(this);
    auto *layout = new QHBoxLayout(card);
    layout->setContentsMargins({});
    layout->setSpacing(spacing);
    m_listText->setObjectName(u"listText"_s);
    layout->addWidget(m_listText, 1);
    auto *instead = new QPushButton(tr("&Generate them instead"), card);
    instead->setObjectName(u"generateInstead"_s);
    layout->addWidget(instead, 0, Qt::AlignTop);
    connect(instead, &QPushButton::clicked, this, &UsersPage::generateInstead);
    return card;
}

void UsersPage::setRunActive(bool active)
{
    m_importTokens->setEnabled(!active);
}

void UsersPage::reload()
{
    const project::Project &project = m_document.project();
    if (!m_applying)
        m_form->setValue(project.users, project.userSeed());
    m_form->setVisible(!project.users.fromFile);
    m_list->setVisible(project.users.fromFile);
    m_listText->setText(tr(
        "%Ln account(s) of a list that was imported: Throng keeps users.csv as it is.", nullptr, project.users.count));
    setStatus(tr("%Ln account(s)", nullptr, project.users.count));
    showFiles();
}

void UsersPage::generateInstead()
{
    const auto done = m_document.generateAccounts(tr("Generate accounts"), m_document.project().users);
    if (done)
        messages()->clear();
    else
        messages()->show(MessageBar::Kind::Error, tr("The list could not be set aside."), done.error().toString());
}

void UsersPage::apply(const QString &field)
{
    m_applying = true;
    if (field == u"seed") {
        // One seed makes users, rooms and choices, unless the project says otherwise.
        if (m_document.project().users.seed)
            m_document.set<std::optional<quint64>>(
                u"users.seed"_s, tr("Change the seed of users"),
                [](project::Project &project) -> std::optional<quint64> & { return project.users.seed; },
                m_form->seed());
        else
            m_document.set<quint64>(
                u"seed"_s, tr("Change the seed"), [](project::Project &project) -> quint64 & { return project.seed; },
                m_form->seed());
    } else {
        const QString text = field == u"count" ? tr("Change the number of users")
            : field == u"namePattern"          ? tr("Change the users’ names")
            : field == u"domain"               ? tr("Change the users’ domain")
                                               : tr("Change the passwords’ length");
        m_document.set<project::UserPattern>(
            u"users."_s + field, text,
            [](project::Project &project) -> project::UserPattern & { return project.users; }, m_form->value());
    }
    m_applying = false;
}

void UsersPage::showFiles()
{
    const QFileInfo users(m_document.folder().usersFile());
    const bool hasTokens = QFileInfo::exists(m_document.folder().tokensFile());
    QString text;
    if (!users.exists())
        text = tr("users.csv is not there; saving the project writes it.");
    else if (!m_document.willWriteAccounts())
        text = tr("users.csv was written %1.").arg(QLocale().toString(users.lastModified(), QLocale::ShortFormat));
    else if (hasTokens)
        text = tr("Saving writes users.csv again. Accounts that are on the server already keep their old passwords: "
                  "use another name pattern, or a clean server.");
    else
        text = tr("Saving writes users.csv again.");
    m_files->setText(text);
}

} // namespace throng::ui
