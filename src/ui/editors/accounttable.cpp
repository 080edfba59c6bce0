// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/accounttable.h"

#include "engine/generate/generateusers.h"
#include "engine/project/tokensfile.h"
#include "ui/document/document.h"
#include "ui/models/accountmodel.h"
#include "ui/support/datatable.h"
#include "ui/support/format.h"
#include "ui/support/widgets.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

AccountTable::AccountTable(Document &document, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
    , m_model(new AccountModel(this))
    , m_heading(makeHeading({}, this))
    , m_shown(makeMuted({}, this))
    , m_filter(new QLineEdit(this))
    , m_tokens(new QComboBox(this))
    , m_table(new DataTable(this))
{
    m_heading->setObjectName(u"accountsHeading"_s);
    m_shown->setObjectName(u"accountsShown"_s);
    m_filter->setObjectName(u"accountFilter"_s);
    m_filter->setPlaceholderText(tr("Filter by name"));
    m_filter->setAccessibleName(tr("Filter the accounts by name"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setFixedWidth(220);
    m_tokens->setObjectName(u"tokenFilter"_s);
    m_tokens->setAccessibleName(tr("Filter the accounts by token"));
    m_tokens->addItem(tr("all accounts"), int(AccountModel::Tokens::Any));
    m_tokens->addItem(tr("with a token"), int(AccountModel::Tokens::With));
    m_tokens->addItem(tr("without a token"), int(AccountModel::Tokens::Without));
    m_table->setObjectName(u"accountTable"_s);
    m_table->setAccessibleName(tr("Accounts"));
    m_table->showOwn(m_model, AccountModel::UserIdColumn);
    m_table->setColumnWidth(AccountModel::NumberColumn, 90);
    m_table->setColumnWidth(AccountModel::NameColumn, 260);
    m_table->setColumnWidth(AccountModel::TokenColumn, 120);

    auto *head = new QHBoxLayout;
    head->setSpacing(spacing);
    head->addWidget(m_heading);
    head->addWidget(m_shown, 1);
    head->addWidget(m_tokens);
    head->addWidget(m_filter);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(spacing);
    layout->addLayout(head);
    layout->addWidget(m_table, 1);

    const auto filter = [this] {
        m_model->setFilter(
            m_filter->text().trimmed(), static_cast<AccountModel::Tokens>(m_tokens->currentData().toInt()));
        showCounts();
    };
    connect(m_filter, &QLineEdit::textChanged, this, filter);
    connect(m_tokens, &QComboBox::currentIndexChanged, this, filter);
    connect(&m_document, &Document::changed, this, &AccountTable::accountsChanged);
    connect(&m_document, &Document::saved, this, &AccountTable::accountsChanged);
    connect(&m_document, &Document::filesChanged, this, &AccountTable::tokensChanged);
}

void AccountTable::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_tokensAreOld = true; // a run may have written while nobody looked
    bringUpToDate();
}

void AccountTable::accountsChanged()
{
    m_accountsAreOld = true;
    if (isVisible())
        bringUpToDate();
}

void AccountTable::tokensChanged()
{
    m_tokensAreOld = true;
    if (isVisible())
        bringUpToDate();
}

void AccountTable::bringUpToDate()
{
    if (std::exchange(m_tokensAreOld, false))
        readTokens();
    if (std::exchange(m_accountsAreOld, false))
        readAccounts();
    showCounts();
    Q_EMIT failed(m_accountsError.isEmpty() ? m_tokensError : m_accountsError);
}

void AccountTable::readAccounts()
{
    m_accountsError.clear();
    const project::UserPattern &pattern = m_document.project().users;
    if (!pattern.fromFile) {
        if (generate::checkUserPattern(pattern)) // the form says what is wrong with it
            m_model->setPattern(pattern);
        return;
    }
    if (const auto list = m_document.listedAccounts())
        m_model->setList(*list);
    else
        m_accountsError = list.error().toString();
}

void AccountTable::readTokens()
{
    m_tokensError.clear();
    const auto sessions = project::TokensFile::read(m_document.folder().tokensFile());
    if (!sessions) {
        m_tokensError = sessions.error().toString();
        return;
    }
    QHash<QString, QString> userIds;
    userIds.reserve(sessions->size());
    for (auto it = sessions->cbegin(); it != sessions->cend(); ++it) {
        if (it->isValid())
            userIds.insert(it.key(), it->userId);
    }
    m_model->setUserIds(userIds);
}

void AccountTable::showCounts()
{
    m_heading->setText(tr("%Ln account(s)", nullptr, m_model->accounts()));
    const int shown = m_model->rowCount();
    m_shown->setText(shown < m_model->accounts() ? tr("%1 shown").arg(formatCount(shown))
                                                 : tr("%1 with a token").arg(formatCount(m_model->withToken())));
}

} // namespace throng::ui
