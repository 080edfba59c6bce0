// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/widgets.h"

#include "ui/support/appearance.h"

#include <QAbstractScrollArea>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHelpEvent>
#include <QPainter>
#include <QPushButton>
#include <QStyle>
#include <QTabWidget>
#include <QToolTip>
#include <QVBoxLayout>
#include <QVariant>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::ui {

Card::Card(QWidget *parent)
    : QFrame(parent)
{
    setProperty("card", true);
}

QLabel *makeTitle(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setFont(scaled(label->font(), 1.35, true));
    label->setProperty("role", u"title"_s);
    return label;
}

QLabel *makeHeading(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setFont(scaled(label->font(), 1.0, true));
    label->setProperty("role", u"title"_s);
    return label;
}

QLabel *makeMuted(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setWordWrap(true);
    label->setProperty("role", u"muted"_s);
    return label;
}

QPushButton *makeLink(const QString &text, QWidget *parent)
{
    auto *button = new QPushButton(text, parent);
    button->setProperty("link", true);
    button->setCursor(Qt::PointingHandCursor);
    button->setAutoDefault(false);
    return button;
}

QLabel *makePill(const QString &text, const QString &mood, QWidget *parent)
{
    auto *pill = new QLabel(text, parent);
    pill->setProperty("pill", mood);
    pill->setContentsMargins(10, 2, 10, 2);
    pill->setAlignment(Qt::AlignCenter);
    pill->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    return pill;
}

void setStyleProperty(QWidget *widget, const char *name, const QVariant &value)
{
    if (widget->property(name) == value)
        return;
    widget->setProperty(name, value);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->update();
}

ElidedLabel::ElidedLabel(const QString &text, QWidget *parent)
    : QLabel(text, parent)
{
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

bool ElidedLabel::isElided() const
{
    return fontMetrics().horizontalAdvance(text()) > contentsRect().width();
}

QSize ElidedLabel::minimumSizeHint() const
{
    const QMargins around = contentsMargins();
    return { fontMetrics().averageCharWidth() * 3 + around.left() + around.right(),
        QLabel::minimumSizeHint().height() };
}

bool ElidedLabel::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && toolTip().isEmpty()) {
        QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(), isElided() ? text() : QString(), this);
        return true;
    }
    return QLabel::event(event);
}

void ElidedLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    drawFrame(&painter);
    style()->drawItemText(&painter, contentsRect(), int(alignment()), palette(), isEnabled(),
        fontMetrics().elidedText(text(), Qt::ElideRight, contentsRect().width()), foregroundRole());
}

FieldMessage::FieldMessage(QWidget *parent)
    : QLabel(parent)
{
    setWordWrap(true);
    // As wide as there is room, in a form too: a wrapped text that asks for little would be squeezed.
    QSizePolicy wide(QSizePolicy::Expanding, QSizePolicy::Preferred);
    wide.setHeightForWidth(true);
    setSizePolicy(wide);
    setTextFormat(Qt::PlainText);
    hide();
}

void FieldMessage::show(Kind kind, const QString &text)
{
    m_kind = kind;
    setText(text);
    setVisible(!text.isEmpty());
    setStyleProperty(this, "role",
        kind == Kind::Error         ? u"error"_s
            : kind == Kind::Warning ? u"warning"_s
                                    : u"muted"_s);
}

void FieldMessage::clear()
{
    show(Kind::Hint, {});
}

QFormLayout *makeForm()
{
    auto *form = new QFormLayout;
    form->setLabelAlignment(Qt::AlignRight | Qt::AlignVCenter);
    form->setFormAlignment(Qt::AlignLeft | Qt::AlignTop);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->setRowWrapPolicy(QFormLayout::DontWrapRows);
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(spacing);
    return form;
}

void addField(QFormLayout *form, const QString &label, QWidget *field, QWidget *hint)
{
    auto *name = new QLabel(label);
    name->setBuddy(field);
    name->setProperty("role", u"muted"_s);
    // As tall as what is typed into, and what stands beside that, whatever stands below: their texts are on one line.
    const bool isRow = qobject_cast<QHBoxLayout *>(field->layout()) != nullptr;
    const QWidget *typedInto = field->focusProxy() && !isRow ? field->focusProxy() : field;
    const bool isText = qobject_cast<const QAbstractScrollArea *>(typedInto) != nullptr; // its first line counts
    name->setFixedHeight(std::max(isText ? 0 : typedInto->sizeHint().height(), name->sizeHint().height()));
    QString plain = label;
    plain.remove(u'&');
    if (field->accessibleName().isEmpty())
        field->setAccessibleName(plain);
    if (!hint) {
        form->addRow(name, field);
        return;
    }
    // What stands beside the field explains it, unless it says later what is wrong with it.
    const auto *said = qobject_cast<FieldMessage *>(hint) ? nullptr : qobject_cast<QLabel *>(hint);
    if (!said)
        said = hint->findChild<QLabel *>();
    if (said && field->whatsThis().isEmpty())
        field->setWhatsThis(said->text());
    auto *row = new QHBoxLayout;
    row->setSpacing(spacing);
    row->addWidget(field);
    row->addWidget(hint, 1);
    form->addRow(name, row);
}

void addField(QFormLayout *form, const QString &label, QWidget *field, const QString &hint)
{
    QLabel *text = makeMuted(hint);
    text->setFont(scaled(text->font(), 0.92));
    if (field->accessibleDescription().isEmpty())
        field->setAccessibleDescription(hint);
    addField(form, label, field, text);
}

void elideTabs(QTabWidget *tabs)
{
    tabs->setUsesScrollButtons(false);
    tabs->setElideMode(Qt::ElideRight);
}

void setTabTitle(QTabWidget *tabs, int tab, const QString &title)
{
    if (title == tabs->tabText(tab)) // laid out anew for nothing
        return;
    tabs->setTabText(tab, title);
    tabs->setTabToolTip(tab, title);
}

Tile::Tile(const QString &caption, QWidget *parent)
    : Card(parent)
    , m_caption(new ElidedLabel(caption, this))
    , m_value(new ElidedLabel(u"–"_s, this))
    , m_remark(new ElidedLabel(u" "_s, this))
{
    m_caption->setFont(scaled(font(), 0.9));
    m_value->setFont(withTabularFigures(scaled(font(), 1.55, true)));
    m_remark->setFont(withTabularFigures(scaled(font(), 0.83)));
    // A text that grows must not push its neighbours about: the tile's width is the layout's business.
    for (QLabel *label : { m_caption, m_value, m_remark })
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    for (QLabel *label : { m_caption, m_remark })
        label->setProperty("role", u"muted"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(11, 8, 4, 8);
    layout->setSpacing(2);
    layout->addWidget(m_caption);
    layout->addWidget(m_value);
    layout->addWidget(m_remark);
    setMinimumWidth(96);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    updateAccessibleName();
}

void Tile::setValue(const QString &value, Mood mood)
{
    m_value->setText(value);
    setStyleProperty(m_value, "role",
        mood == Mood::Good          ? u"good"_s
            : mood == Mood::Warning ? u"warning"_s
            : mood == Mood::Bad     ? u"error"_s
                                    : u"title"_s);
    updateAccessibleName();
}

void Tile::setRemark(const QString &remark)
{
    m_remark->setText(remark.isEmpty() ? u" "_s : remark);
    updateAccessibleName();
}

void Tile::updateAccessibleName()
{
    setAccessibleName(u"%1: %2, %3"_s.arg(m_caption->text(), m_value->text(), m_remark->text()));
}

} // namespace throng::ui
