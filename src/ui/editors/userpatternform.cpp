// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/userpatternform.h"

#include "engine/generate/generateusers.h"
#include "ui/support/appearance.h"
#include "ui/support/format.h"
#include "ui/support/widgets.h"

#include <QFormLayout>
#include <QLineEdit>
#include <QRegularExpressionValidator>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

constexpr int samples = 3;
constexpr int mostUsers = 1'000'000;

void setTextQuietly(QLineEdit *edit, const QString &text)
{
    if (edit->text() == text)
        return;
    const QSignalBlocker quiet(edit);
    edit->setText(text);
}

} // namespace

QLineEdit *makeSeedEdit(QWidget *parent)
{
    auto *edit = new QLineEdit(parent);
    edit->setMaxLength(19); // fits 64 bits whatever the digits
    edit->setValidator(new QRegularExpressionValidator(QRegularExpression(u"[0-9]{1,19}"_s), edit));
    edit->setFixedWidth(170);
    return edit;
}

UserPatternForm::UserPatternForm(QWidget *parent, const std::function<void(QFormLayout *)> &addFirst)
    : QWidget(parent)
    , m_count(new QSpinBox(this))
    , m_names(new QLineEdit(this))
    , m_domain(new QLineEdit(this))
    , m_passwordLength(new QSpinBox(this))
    , m_seedEdit(makeSeedEdit(this))
    , m_countMessage(new FieldMessage(this))
    , m_namesMessage(new FieldMessage(this))
    , m_domainMessage(new FieldMessage(this))
    , m_message(new FieldMessage(this))
    , m_sample(new QLabel(this))
{
    m_count->setObjectName(u"userCount"_s);
    // Any number that can be typed: one that makes no sense is answered beside it, not swallowed.
    m_count->setRange(-999'999'999, 999'999'999);
    m_count->setGroupSeparatorShown(true);
    m_count->setFixedWidth(170);
    m_names->setObjectName(u"namePattern"_s);
    m_domain->setObjectName(u"userDomain"_s);
    m_domain->setPlaceholderText(tr("none"));
    m_passwordLength->setObjectName(u"passwordLength"_s);
    m_passwordLength->setRange(8, 64);
    m_passwordLength->setSuffix(tr(" characters"));
    m_passwordLength->setFixedWidth(170);
    m_seedEdit->setObjectName(u"userSeed"_s);
    m_sample->setObjectName(u"userSample"_s);
    m_sample->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_sample->setMinimumWidth(10);
    m_sample->setFont(withTabularFigures(m_sample->font()));
    m_sample->setTextInteractionFlags(Qt::TextSelectableByMouse);
    for (QLineEdit *edit : { m_names, m_domain })
        edit->setFixedWidth(320);
    m_names->setAccessibleName(tr("Names"));
    m_domain->setAccessibleName(tr("Domain"));

    QFormLayout *form = makeForm();
    form->setContentsMargins({});
    m_count->setAccessibleName(tr("Users"));
    if (addFirst)
        addFirst(form);
    addField(form, tr("&Users"), m_count, tr("accounts, one virtual user each"));
    form->addRow(QString(), m_countMessage);
    addField(form, tr("Na&mes"), m_names, tr("the last run of zeros is where the number goes"));
    form->addRow(QString(), m_namesMessage);
    addField(form, tr("&Domain"), m_domain, tr("only for federated tests: appended as “:domain”"));
    form->addRow(QString(), m_domainMessage);
    addField(form, tr("&Passwords"), m_passwordLength, tr("made of letters and digits"));
    addField(form, tr("&Seed"), m_seedEdit, tr("the same seed gives the same passwords, rooms and choices"));
    addField(form, tr("For example"), m_sample);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addLayout(form);
    layout->addWidget(m_message);

    connect(m_count, &QSpinBox::valueChanged, this, [this](int count) {
        m_value.count = count;
        touched(u"count"_s);
    });
    connect(m_names, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_value.namePattern = text;
        touched(u"namePattern"_s);
    });
    connect(m_domain, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_value.domain = text.trimmed();
        touched(u"domain"_s);
    });
    connect(m_passwordLength, &QSpinBox::valueChanged, this, [this](int length) {
        m_value.passwordLength = length;
        touched(u"passwordLength"_s);
    });
    connect(m_seedEdit, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_seed = text.toULongLong();
        touched(u"seed"_s);
    });
    setValue({}, 1);
}

void UserPatternForm::setValue(const project::UserPattern &pattern, quint64 seed)
{
    m_value = pattern;
    m_seed = seed;
    {
        const QSignalBlocker quietCount(m_count);
        m_count->setValue(pattern.count);
        const QSignalBlocker quietLength(m_passwordLength);
        m_passwordLength->setValue(pattern.passwordLength);
    }
    setTextQuietly(m_names, pattern.namePattern);
    if (m_domain->text().trimmed() != pattern.domain)
        setTextQuietly(m_domain, pattern.domain);
    if (m_seedEdit->text().toULongLong() != seed || m_seedEdit->text().isEmpty())
        setTextQuietly(m_seedEdit, QString::number(seed));
    check();
}

void UserPatternForm::touched(const QString &field)
{
    check();
    // What cannot be made stays in the field, with the reason below; nobody else is to go on with it.
    if (m_valid)
        Q_EMIT edited(field);
}

Result<> UserPatternForm::checkPattern() const
{
    project::UserPattern pattern = m_value;
    pattern.fromFile = false; // the pattern is looked at, whoever has the last word
    if (pattern.count < 1)
        return failure(tr("At least one user, please."), u"count"_s);
    if (pattern.count > mostUsers)
        return failure(
            tr("More than a machine could drive: at most %1, please.").arg(formatCount(mostUsers)), u"count"_s);
    return generate::checkUserPattern(pattern);
}

void UserPatternForm::check()
{
    m_countMessage->clear();
    m_namesMessage->clear();
    m_domainMessage->clear();
    m_message->clear();
    const auto checked = checkPattern();
    if (!checked) {
        const Error &error = checked.error();
        const bool ofDomain = error.where.contains(u"domain"_s);
        const bool ofNames = !ofDomain && error.where.contains(u"name"_s);
        FieldMessage *place = ofDomain  ? m_domainMessage
            : ofNames                   ? m_namesMessage
            : error.where == u"count"_s ? m_countMessage
                                        : m_message;
        place->show(FieldMessage::Kind::Error, Error { error.message, {}, error.expected }.toString());
        m_sample->setText(noValue());
    } else if (const auto names = generate::sampleNames(m_value, std::min(samples, m_value.count))) {
        QString text = names->join(u", "_s);
        if (m_value.count > samples)
            text += u", … "_s + generate::AccountNames(m_value).planName(m_value.count - 1);
        m_sample->setText(text);
    }
    const bool valid = checked.has_value();
    if (valid != m_valid) {
        m_valid = valid;
        Q_EMIT validChanged();
    }
}

} // namespace throng::ui
