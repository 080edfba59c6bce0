// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dashboard/remarkdialog.h"

#include "ui/support/escapeguard.h"
#include "ui/support/widgets.h"

#include <QDateTimeEdit>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

constexpr int longestRemark = 500;

QDateTime secondOf(qint64 unixMilliseconds)
{
    return QDateTime::fromMSecsSinceEpoch(unixMilliseconds / 1'000 * 1'000);
}

} // namespace

RemarkDialog::RemarkDialog(qint64 moment, qint64 earliest, qint64 latest, QWidget *parent)
    : QDialog(parent)
    , m_given(std::clamp(moment, earliest, std::max(earliest, latest)))
    , m_moment(new QDateTimeEdit(this))
    , m_text(new QLineEdit(this))
{
    lay(m_given, tr("Add a remark"));
    m_moment->setDateTimeRange(secondOf(earliest), secondOf(std::max(earliest, latest)));
}

RemarkDialog::RemarkDialog(qint64 moment, const QString &text, QWidget *parent)
    : QDialog(parent)
    , m_given(moment)
    , m_moment(new QDateTimeEdit(this))
    , m_text(new QLineEdit(this))
{
    lay(moment, tr("Edit the remark"));
    m_moment->setEnabled(false);
    m_text->setText(text);
    m_text->selectAll();
}

void RemarkDialog::lay(qint64 moment, const QString &title)
{
    setObjectName(u"remarkDialog"_s);
    setWindowTitle(title);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(spacing + 2);
    QLabel *why =
        makeMuted(tr("What happened at this moment that a figure cannot tell: a restart, a changed setting. It "
                     "is kept with the run, marked in its charts, and in its reports."),
            this);
    why->setMinimumWidth(460);
    layout->addWidget(why);
    QFormLayout *form = makeForm();
    m_text->setObjectName(u"remarkText"_s);
    m_text->setMaxLength(longestRemark);
    addField(form, tr("&Remark"), m_text);
    m_moment->setObjectName(u"remarkMoment"_s);
    m_moment->setDisplayFormat(u"yyyy-MM-dd HH:mm:ss"_s);
    m_moment->setDateTime(secondOf(moment));
    addField(form, tr("&Moment"), m_moment);
    layout->addLayout(form);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    QPushButton *ok = buttons->button(QDialogButtonBox::Ok);
    ok->setObjectName(u"keepRemark"_s);
    ok->setProperty("primary", true);
    layout->addWidget(buttons);
    const auto judge = [this, ok] { ok->setEnabled(!text().isEmpty()); };
    connect(m_text, &QLineEdit::textChanged, ok, judge);
    judge();
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_text->setFocus();
    new EscapeGuard(this, [this] { return m_text->isModified(); });
}

qint64 RemarkDialog::moment() const
{
    return m_moment->dateTime() == secondOf(m_given) ? m_given : m_moment->dateTime().toMSecsSinceEpoch();
}

QString RemarkDialog::text() const
{
    return m_text->text().simplified();
}

} // namespace throng::ui
