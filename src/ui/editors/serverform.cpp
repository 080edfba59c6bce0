// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/serverform.h"

#include "ui/editors/metricsfield.h"
#include "ui/editors/serveraddress.h"
#include "ui/support/questions.h"
#include "ui/support/widgets.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

using Source = project::AccountSource;

constexpr int comboWidth = 320;

QVBoxLayout *makeColumn(QWidget *widget)
{
    auto *layout = new QVBoxLayout(widget);
    layout->setContentsMargins({});
    layout->setSpacing(2);
    return layout;
}

QHBoxLayout *makeRow()
{
    auto *layout = new QHBoxLayout;
    layout->setContentsMargins({});
    layout->setSpacing(spacing);
    return layout;
}

QString hintFor(Source source)
{
    switch (source) {
    case Source::OpenRegistration:
        return ServerForm::tr("The test “register” makes them as anybody could.");
    case Source::RegistrationToken:
        return ServerForm::tr("The token must be good for as many uses as there are users.");
    case Source::SharedSecret:
        return ServerForm::tr("registration_shared_secret of Synapse or Dendrite: the fastest way, and not limited.");
    case Source::ExistingAccounts:
        return ServerForm::tr("Nothing is registered. Who has a token in tokens.csv uses that, the others log in with "
                              "the passwords of users.csv; the page Users imports both files.");
    }
    return {};
}

} // namespace

ServerForm::ServerForm(Questions &questions, QWidget *parent)
    : QWidget(parent)
    , m_questions(questions)
    , m_form(makeForm())
    , m_url(new QLineEdit(this))
    , m_check(new QPushButton(tr("Chec&k"), this))
    , m_urlMessage(new FieldMessage(this))
    , m_better(makeLink({}, this))
    , m_accounts(new QComboBox(this))
    , m_accountsHint(new FieldMessage(this))
    , m_secret(new QLineEdit(this))
    , m_keep(new QCheckBox(tr("keep it in the system &keyring"), this))
    , m_secretMessage(new FieldMessage(this))
    , m_caFile(new QLineEdit(this))
    , m_insecure(new QCheckBox(tr("accept &any certificate"), this))
    , m_insecureMessage(new FieldMessage(this))
    , m_http(new QComboBox(this))
    , m_httpMessage(new FieldMessage(this))
    , m_permission(new QLabel(this))
    , m_permit(makeLink(tr("&Give permission…"), this))
    , m_metrics(new MetricsField(this))
{
    build();
    connectFields();
    setValue({});
}

void ServerForm::build()
{
    m_form->setContentsMargins({});
    m_form->setLabelAlignment(Qt::AlignRight | Qt::AlignTop); // beside the field, not beside what stands below it
    addField(m_form, tr("A&ddress"), makeAddressRow());

    auto *accounts = new QWidget(this);
    QVBoxLayout *accountsLayout = makeColumn(accounts);
    m_accounts->setObjectName(u"accountSource"_s);
    m_accounts->addItem(tr("Open registration"), int(Source::OpenRegistration));
    m_accounts->addItem(tr("Registration with a token"), int(Source::RegistrationToken));
    m_accounts->addItem(tr("Shared secret (Synapse, Dendrite)"), int(Source::SharedSecret));
    m_accounts->addItem(tr("They exist: passwords or tokens file"), int(Source::ExistingAccounts));
    m_accounts->setFixedWidth(comboWidth);
    m_accounts->setAccessibleName(tr("Accounts are made by"));
    accountsLayout->addWidget(m_accounts);
    accountsLayout->addWidget(m_accountsHint);
    accounts->setFocusProxy(m_accounts);
    addField(m_form, tr("Accounts are &made by"), accounts);

    m_secretRow = m_form->rowCount();
    addField(m_form, tr("&Secret"), makeSecretRow());
    m_authorityRow = m_form->rowCount();
    addField(m_form, tr("E&xtra authority"), makeAuthorityRow());
    m_insecureRow = m_form->rowCount();
    auto *insecure = new QWidget(this);
    QVBoxLayout *insecureLayout = makeColumn(insecure);
    m_insecure->setObjectName(u"insecure"_s);
    insecureLayout->addWidget(m_insecure);
    insecureLayout->addWidget(m_insecureMessage);
    m_form->addRow(QString(), insecure);
    m_httpRow = m_form->rowCount();
    addField(m_form, tr("&HTTP version"), makeHttpRow());
    m_metricsRow = m_form->rowCount();
    addField(m_form, tr("Metrics"), m_metrics);
    m_form->setRowVisible(m_metricsRow, false);
    addField(m_form, tr("Permission"), makePermissionRow());
    QVBoxLayout *layout = makeColumn(this);
    layout->addLayout(m_form);
}

QWidget *ServerForm::makeAddressRow()
{
    m_url->setObjectName(u"serverUrl"_s);
    m_url->setPlaceholderText(u"https://matrix.example.org"_s); // the same in every language
    m_url->setAccessibleName(tr("Address"));
    m_check->setObjectName(u"checkServer"_s);
    m_check->setAutoDefault(false);
    m_urlMessage->setObjectName(u"urlMessage"_s);
    m_better->setObjectName(u"useBetterAddress"_s);
    m_better->hide();
    auto *address = new QWidget(this);
    QVBoxLayout *layout = makeColumn(address);
    QHBoxLayout *row = makeRow();
    row->addWidget(m_url, 1);
    row->addWidget(m_check);
    layout->addLayout(row);
    layout->addWidget(m_urlMessage);
    layout->addWidget(m_better, 0, Qt::AlignLeft);
    address->setFocusProxy(m_url);
    return address;
}

QWidget *ServerForm::makeSecretRow()
{
    m_secret->setObjectName(u"serverSecret"_s);
    m_secret->setEchoMode(QLineEdit::Password);
    m_secret->setFixedWidth(comboWidth);
    m_secret->setAccessibleName(tr("Secret"));
    m_keep->setObjectName(u"keepSecret"_s);
    m_keep->setChecked(true);
    m_secretMessage->setObjectName(u"secretMessage"_s);
    auto *secret = new QWidget(this);
    QVBoxLayout *layout = makeColumn(secret);
    QHBoxLayout *row = makeRow();
    row->addWidget(m_secret);
    row->addWidget(m_keep);
    row->addStretch();
    layout->addLayout(row);
    layout->addWidget(m_secretMessage);
    secret->setFocusProxy(m_secret);
    return secret;
}

QWidget *ServerForm::makeAuthorityRow()
{
    m_caFile->setObjectName(u"caFile"_s);
    m_caFile->setPlaceholderText(tr("the system's authorities alone"));
    m_caFile->setAccessibleName(tr("Extra authority"));
    auto *authority = new QWidget(this);
    QHBoxLayout *row = makeRow();
    authority->setLayout(row);
    auto *browse = new QPushButton(tr("&Browse…"), authority);
    browse->setAutoDefault(false);
    row->addWidget(m_caFile, 1);
    row->addWidget(browse);
    authority->setFocusProxy(m_caFile);
    connect(browse, &QPushButton::clicked, this, [this] {
        const QString path = m_questions.openCertificate(this, m_value.caFile);
        if (path.isEmpty())
            return;
        m_caFile->setText(path);
        m_value.caFile = path;
        touched(u"caFile"_s);
    });
    return authority;
}

QWidget *ServerForm::makeHttpRow()
{
    m_http->setObjectName(u"httpVersions"_s);
    m_http->addItem(tr("HTTP/2 where the server offers it, as browsers do"), int(HttpVersions::Automatic));
    m_http->addItem(tr("HTTP/1.1: two connections a user"), int(HttpVersions::Http1));
    m_http->addItem(tr("HTTP/2: one connection a user"), int(HttpVersions::Http2));
    m_http->setFixedWidth(comboWidth);
    m_http->setAccessibleName(tr("HTTP version"));
    auto *http = new QWidget(this);
    QVBoxLayout *layout = makeColumn(http);
    layout->addWidget(m_http);
    layout->addWidget(m_httpMessage);
    http->setFocusProxy(m_http);
    return http;
}

QWidget *ServerForm::makePermissionRow()
{
    m_permission->setObjectName(u"permission"_s);
    m_permission->setWordWrap(true);
    m_permission->setTextFormat(Qt::PlainText);
    m_permit->setObjectName(u"givePermission"_s);
    m_permit->hide();
    auto *permission = new QWidget(this);
    QHBoxLayout *row = makeRow();
    permission->setLayout(row);
    row->addWidget(m_permission, 1);
    row->addWidget(m_permit);
    permission->setFocusProxy(m_permit);
    connect(m_permit, &QPushButton::clicked, this, &ServerForm::permissionWanted);
    return permission;
}

void ServerForm::connectFields()
{
    connect(m_url, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (m_value.url == text.trimmed())
            return;
        m_value.url = text.trimmed();
        touched(u"url"_s);
    });
    connect(m_url, &QLineEdit::returnPressed, this, [this] {
        if (m_valid)
            Q_EMIT checkRequested();
    });
    connect(m_check, &QPushButton::clicked, this, &ServerForm::checkRequested);
    connect(m_better, &QPushButton::clicked, this, &ServerForm::takeAddress);
    connect(m_accounts, &QComboBox::activated, this, [this] {
        m_value.accounts = static_cast<Source>(m_accounts->currentData().toInt());
        m_secret->clear();
        touched(u"accounts"_s);
    });
    connect(m_secret, &QLineEdit::textEdited, this, &ServerForm::secretEdited);
    connect(m_secret, &QLineEdit::editingFinished, this, &ServerForm::secretDone);
    connect(m_keep, &QCheckBox::clicked, this, &ServerForm::secretDone);
    connect(m_caFile, &QLineEdit::textEdited, this, [this](const QString &text) {
        m_value.caFile = text.trimmed();
        touched(u"caFile"_s);
    });
    connect(m_insecure, &QCheckBox::clicked, this, [this](bool insecure) {
        m_value.insecure = insecure;
        touched(u"insecure"_s);
    });
    connect(m_http, &QComboBox::activated, this, [this] {
        m_value.http = static_cast<HttpVersions>(m_http->currentData().toInt());
        touched(u"http"_s);
    });
    connect(m_metrics, &MetricsField::edited, this, [this] {
        m_value.metricsUrls = m_metrics->urls();
        touched(u"metricsUrls"_s);
    });
}

void ServerForm::offerMetrics()
{
    m_form->setRowVisible(m_metricsRow, true);
}

bool ServerForm::wantsSecret() const
{
    return m_value.accounts == Source::RegistrationToken || m_value.accounts == Source::SharedSecret;
}

QString ServerForm::secret() const
{
    return wantsSecret() ? m_secret->text() : QString();
}

void ServerForm::setSecret(const QString &secret)
{
    if (m_secret->text() != secret)
        m_secret->setText(secret);
}

bool ServerForm::keepsSecret() const
{
    return m_keep->isChecked() && m_keep->isVisibleTo(this);
}

void ServerForm::showSecretPlace(const QString &text, bool isWarning, bool canBeKept)
{
    m_secretMessage->show(isWarning ? FieldMessage::Kind::Warning : FieldMessage::Kind::Hint, text);
    m_keep->setVisible(canBeKept);
}

void ServerForm::showPermission(const QString &text, bool canBeGiven)
{
    m_permission->setText(text);
    m_permit->setVisible(canBeGiven);
}

void ServerForm::setChecking(bool checking)
{
    m_check->setEnabled(!checking && m_valid);
}

void ServerForm::setValue(const project::ServerSettings &settings)
{
    m_value = settings;
    if (m_url->text().trimmed() != settings.url)
        m_url->setText(settings.url);
    m_accounts->setCurrentIndex(m_accounts->findData(int(settings.accounts)));
    if (m_caFile->text().trimmed() != settings.caFile)
        m_caFile->setText(settings.caFile);
    m_insecure->setChecked(settings.insecure);
    m_http->setCurrentIndex(m_http->findData(int(settings.http)));
    m_metrics->setUrls(settings.metricsUrls);
    check();
}

void ServerForm::takeAddress()
{
    m_url->setText(QString(m_betterAddress)); // the text's change empties it
    m_url->setFocus();
}

void ServerForm::adviseAddress(const QString &text, const QString &better)
{
    m_urlMessage->show(FieldMessage::Kind::Warning, text);
    m_betterAddress = better;
    m_better->setText(tr("&Use %1").arg(QString(better).replace(u'&', u"&&"_s)));
    m_better->setVisible(!better.isEmpty());
}

void ServerForm::showRows()
{
    const auto url = m_value.baseUrl();
    // Certificates are a matter of https; what was chosen of them stays in sight.
    const bool https = url && url->scheme() == u"https";
    const bool tls = https || !m_value.caFile.isEmpty() || m_value.insecure;
    const bool onlyHttp2 = m_value.http == HttpVersions::Http2;
    m_form->setRowVisible(m_httpRow, https || m_value.http != HttpVersions::Automatic);
    if (url && !https && onlyHttp2)
        m_httpMessage->show(FieldMessage::Kind::Error, tr("HTTP/2 is spoken with an https address alone."));
    else
        m_httpMessage->clear();
    m_form->setRowVisible(m_authorityRow, tls);
    m_form->setRowVisible(m_insecureRow, tls);
    m_form->setRowVisible(m_secretRow, wantsSecret());
    const QString name = m_value.accounts == Source::RegistrationToken ? tr("&Token") : tr("Shared &secret");
    if (auto *label = qobject_cast<QLabel *>(m_form->itemAt(m_secretRow, QFormLayout::LabelRole)->widget()))
        label->setText(name);
    m_secret->setAccessibleName(QString(name).remove(u'&'));
    m_accountsHint->show(FieldMessage::Kind::Hint, hintFor(m_value.accounts));
}

void ServerForm::touched(const QString &field)
{
    check();
    Q_EMIT edited(field);
}

void ServerForm::check()
{
    using Kind = AddressJudgement::Kind;
    const AddressJudgement judged = judgeAddress(m_value.url);
    m_urlMessage->show(judged.kind == Kind::Wrong ? FieldMessage::Kind::Error
            : judged.kind == Kind::Doubtful       ? FieldMessage::Kind::Warning
                                                  : FieldMessage::Kind::Hint,
        judged.text);
    m_betterAddress = judged.better;
    m_better->setText(tr("&Use %1").arg(QString(judged.better).replace(u'&', u"&&"_s)));
    m_better->setVisible(!judged.better.isEmpty());
    m_url->setAccessibleDescription(judged.text);
    if (m_value.insecure)
        m_insecureMessage->show(FieldMessage::Kind::Warning,
            tr("Whoever is in between can read passwords and tokens. For test servers only."));
    else
        m_insecureMessage->clear();
    showRows();
    m_check->setEnabled(judged.isUsable());
    if (judged.isUsable() == m_valid)
        return;
    m_valid = judged.isUsable();
    Q_EMIT validChanged();
}

} // namespace throng::ui
