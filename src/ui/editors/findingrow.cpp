// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/findingrow.h"

#include "ui/support/colors.h"
#include "ui/support/icons.h"
#include "ui/support/widgets.h"

#include <QClipboard>
#include <QEvent>
#include <QFontDatabase>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

using Severity = matrix::Finding::Severity;
using Subject = matrix::Finding::Subject;

constexpr int subjectWidth = 150;
constexpr int mostLinesShown = 10; ///< of a configuration; the rest is scrolled to

struct Sign {
    QString icon;
    QColor color;
    QString spoken;
};

Sign signOf(Severity severity, const QPalette &palette)
{
    const Colors &colors = colorsFor(palette);
    switch (severity) {
    case Severity::Good:
        return { u"check"_s, colors.good, FindingRow::tr("good") };
    case Severity::Note:
        return { u"info"_s, colors.accent, FindingRow::tr("note") };
    case Severity::Warning:
        return { u"warning"_s, colors.warning, FindingRow::tr("warning") };
    case Severity::Problem:
        break;
    }
    return { u"error"_s, colors.bad, FindingRow::tr("problem") };
}

QLabel *selectable(QLabel *label)
{
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

QString subjectName(Subject subject)
{
    switch (subject) {
    case Subject::Server:
        return FindingRow::tr("Homeserver");
    case Subject::Tls:
        return FindingRow::tr("Transport");
    case Subject::WellKnown:
        return FindingRow::tr(".well-known");
    case Subject::Versions:
        return FindingRow::tr("Homeserver");
    case Subject::Software:
        return FindingRow::tr("Software");
    case Subject::Login:
        return FindingRow::tr("Login");
    case Subject::Registration:
        return FindingRow::tr("Registration");
    case Subject::SharedSecret:
        return FindingRow::tr("Shared secret");
    case Subject::OAuth:
        return FindingRow::tr("OAuth");
    case Subject::Metrics:
        return FindingRow::tr("Server metrics");
    case Subject::RateLimits:
        return FindingRow::tr("Rate limits");
    case Subject::ProbeAccount:
        return FindingRow::tr("Probe's account");
    case Subject::RegistrationLimit:
        return FindingRow::tr("Registration limit");
    case Subject::RoomLimit:
        return FindingRow::tr("Room limit");
    case Subject::InvitationLimit:
        return FindingRow::tr("Invitation limit");
    case Subject::MessageLimit:
        return FindingRow::tr("Message limit");
    case Subject::JoinLimit:
        return FindingRow::tr("Join limit");
    case Subject::LoginLimit:
        return FindingRow::tr("Login limit");
    case Subject::LoginCost:
        return FindingRow::tr("Cost of a login");
    case Subject::Configuration:
        return FindingRow::tr("Configuration");
    }
    return {};
}

FindingRow::FindingRow(const matrix::Finding &finding, QWidget *parent)
    : QWidget(parent)
    , m_finding(finding)
    , m_sign(new QLabel(this))
{
    setObjectName(u"finding"_s);
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, spacing, spacing, spacing);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(2, 1);
    QLabel *subject = makeHeading(subjectName(finding.subject), this);
    subject->setMinimumWidth(subjectWidth);
    QLabel *text = selectable(new QLabel(finding.text, this));
    text->setObjectName(u"findingText"_s);
    grid->addWidget(m_sign, 0, 0, Qt::AlignTop);
    grid->addWidget(subject, 0, 1, Qt::AlignTop);
    grid->addWidget(text, 0, 2);
    int row = 1;
    if (!finding.advice.isEmpty())
        grid->addWidget(selectable(makeMuted(finding.advice, this)), row++, 2);
    if (!finding.config.isEmpty())
        grid->addWidget(makeConfig(), row++, 2);
    recolor();
    setAccessibleName(
        u"%1, %2: %3 %4"_s.arg(subjectName(finding.subject), m_sign->accessibleName(), finding.text, finding.advice));
}

QWidget *FindingRow::makeConfig()
{
    auto *box = new QWidget(this);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 2, 0, 0);
    layout->setSpacing(2);
    auto *code = new QPlainTextEdit(m_finding.config.trimmed(), box);
    code->setObjectName(u"config"_s);
    code->setProperty("code", true);
    code->setReadOnly(true);
    code->setTabChangesFocus(true);
    code->setLineWrapMode(QPlainTextEdit::NoWrap);
    code->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    code->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    code->setAccessibleName(tr("Lines for %1").arg(m_finding.configFile));
    const int lines = std::min(int(m_finding.config.trimmed().count(u'\n')) + 1, mostLinesShown);
    code->setFixedHeight(
        lines * code->fontMetrics().lineSpacing() + 16 + code->horizontalScrollBar()->sizeHint().height());
    QPushButton *copy = makeLink(tr("C&opy for %1").arg(m_finding.configFile), box);
    copy->setObjectName(u"copyConfig"_s);
    layout->addWidget(code);
    layout->addWidget(copy, 0, Qt::AlignRight);
    connect(copy, &QPushButton::clicked, this, [this, copy] {
        QGuiApplication::clipboard()->setText(m_finding.config);
        copy->setText(tr("C&opied"));
    });
    return box;
}

void FindingRow::recolor()
{
    const Sign sign = signOf(m_finding.severity, palette());
    m_sign->setPixmap(signPixmap(sign.icon, sign.color, 16, devicePixelRatioF()));
    m_sign->setAccessibleName(sign.spoken);
}

void FindingRow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        recolor();
}

void FindingRow::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(colorsFor(palette()).grid);
    painter.drawLine(0, height() - 1, width(), height() - 1);
}

} // namespace throng::ui
