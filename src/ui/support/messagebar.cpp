// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/messagebar.h"

#include "ui/support/colors.h"
#include "ui/support/icons.h"
#include "ui/support/widgets.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace throng::ui {

MessageBar::MessageBar(QWidget *parent)
    : QFrame(parent)
    , m_sign(new QLabel(this))
    , m_text(new QLabel(this))
    , m_more(makeLink({}, this))
    , m_action(makeLink({}, this))
    , m_secondAction(makeLink({}, this))
    , m_close(new QToolButton(this))
{
    setObjectName(u"messageBar"_s);
    m_text->setObjectName(u"messageText"_s);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::RichText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_more->setObjectName(u"messageMore"_s);
    m_more->hide();
    m_action->setObjectName(u"messageAction"_s);
    m_secondAction->setObjectName(u"messageSecondAction"_s);
    m_close->setIcon(icon(u"close"_s));
    m_close->setAutoRaise(true);
    m_close->setAccessibleName(tr("Close this message"));
    m_close->setToolTip(tr("Close this message"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 6, 6);
    layout->setSpacing(spacing);
    layout->addWidget(m_sign);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_more);
    layout->addWidget(m_action);
    layout->addWidget(m_secondAction);
    layout->addWidget(m_close);
    connect(m_close, &QToolButton::clicked, this, [this] {
        clear();
        m_isClosedByUser = true;
    });
    connect(m_more, &QPushButton::clicked, this, [this] {
        m_showsDetails = !m_showsDetails;
        render();
    });
    connect(m_action, &QPushButton::clicked, this, [this] {
        // What it does may show another message, which puts other answers here.
        if (const auto onAction = m_onAction)
            onAction();
    });
    connect(m_secondAction, &QPushButton::clicked, this, [this] {
        if (const auto onAction = m_onSecondAction)
            onAction();
    });
    hide();
}

void MessageBar::show(
    Kind kind, const QString &headline, const QString &text, const QString &action, std::function<void()> onAction)
{
    m_kind = kind;
    m_isClosedByUser = false;
    m_headline = headline;
    m_body = text;
    m_details.clear();
    render();
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    m_onAction = std::move(onAction);
    setSecondAction({}, {});
    recolor();
    setVisible(true);
}

void MessageBar::keepShowing(
    Kind kind, const QString &headline, const QString &text, const QString &action, std::function<void()> onAction)
{
    if (!m_isClosedByUser)
        show(kind, headline, text, action, std::move(onAction));
}

void MessageBar::setSecondAction(const QString &action, std::function<void()> onAction)
{
    m_secondAction->setText(action);
    m_secondAction->setVisible(!action.isEmpty());
    m_onSecondAction = std::move(onAction);
}

void MessageBar::setDetails(const QString &details)
{
    m_details = details;
    render();
}

void MessageBar::render()
{
    const QString shown = m_showsDetails && !m_details.isEmpty() ? m_body + u'\n' + m_details : m_body;
    const QString html = shown.toHtmlEscaped().replace(u'\n', u"<br>"_s);
    m_text->setText(m_headline.isEmpty() ? html : u"<b>%1</b>&ensp;%2"_s.arg(m_headline.toHtmlEscaped(), html));
    m_more->setText(m_showsDetails ? tr("Less") : tr("More"));
    m_more->setVisible(!m_details.isEmpty());
    setAccessibleName(QString(m_headline + u' ' + m_body + u' ' + m_details).trimmed());
}

void MessageBar::clear()
{
    m_isClosedByUser = false;
    m_showsDetails = false;
    m_text->clear();
    hide();
}

QString MessageBar::text() const
{
    return isHidden() ? QString() : accessibleName().trimmed();
}

void MessageBar::recolor()
{
    const Colors &colors = colorsFor(palette());
    const QColor front = m_kind == Kind::Info ? colors.accent : m_kind == Kind::Warning ? colors.warning : colors.bad;
    const QColor back = m_kind == Kind::Info ? colors.infoBackground
        : m_kind == Kind::Warning            ? colors.warningBackground
                                             : colors.badBackground;
    const QString sheet = u"throng--ui--MessageBar { background: %1; border: none; border-radius: 6px; } "
                          "QLabel#messageText { color: %2; } QToolButton { border: none; }"_s.arg(
                              back.name(), m_kind == Kind::Info ? colors.text.name() : front.name());
    // Setting the same sheet again would raise another change of palette, and this again.
    if (styleSheet() != sheet)
        setStyleSheet(sheet);
    m_sign->setPixmap(signPixmap(m_kind == Kind::Info ? u"info"_s : u"warning"_s, front, 18, devicePixelRatioF()));
}

void MessageBar::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !isHidden())
        recolor();
}

} // namespace throng::ui
