// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/support/taborder.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QRadioButton>
#include <QRegularExpression>
#include <QTabBar>
#include <QTableView>
#include <QToolButton>

namespace throng::test {

/// What a person would find fault with in a window or a dialog that is on the screen: texts that are cut off, fields
/// that nobody names or explains or that the keyboard does not reach, keys with two meanings, and, in a
/// PseudoTranslation, texts that nobody translated.
class UiLook {
public:
    /// `data`: words that may stand untranslated, since they are names and no language.
    explicit UiLook(const QStringList &data = {})
        : m_data(data)
    {
    }

    void setPseudo(bool pseudo) { m_isPseudo = pseudo; } ///< whether a PseudoTranslation is installed

    /// Looks at all that is visible in `root` now, and notes what is wrong.
    void lookAt(QWidget *root)
    {
        // A message bar or a hint that has just come is laid out by events.
        QApplication::sendPostedEvents();
        QApplication::processEvents();
        QApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest); // for what those events brought
        const auto widgets = root->findChildren<QWidget *>();
        for (QWidget *widget : widgets) {
            if (widget->isVisible() && !isPartOfAnother(widget))
                lookAtWidget(widget, root);
        }
        lookAtTabOrder(root);
        if (m_isPseudo)
            lookForUntranslated(root);
        else
            lookForMnemonicTwice(root); // in another language they are others
    }

    /// Each once.
    [[nodiscard]] QStringList wrong() const
    {
        QStringList result = m_wrong;
        result.removeDuplicates();
        return result;
    }

private:
    [[nodiscard]] static bool isInput(const QWidget *widget)
    {
        return qobject_cast<const QAbstractSpinBox *>(widget) || qobject_cast<const QComboBox *>(widget)
            || qobject_cast<const QLineEdit *>(widget) || qobject_cast<const QCheckBox *>(widget)
            || qobject_cast<const QRadioButton *>(widget) || qobject_cast<const QTableView *>(widget);
    }

    [[nodiscard]] static bool isInteractive(const QWidget *widget)
    {
        return isInput(widget) || qobject_cast<const QAbstractButton *>(widget)
            || qobject_cast<const QAbstractItemView *>(widget);
    }

    /// Qt's own inner parts: the line edit of a spin box, a scroll bar's buttons.
    [[nodiscard]] static bool isPartOfAnother(const QWidget *widget)
    {
        for (const QWidget *parent = widget->parentWidget(); parent; parent = parent->parentWidget()) {
            if (qobject_cast<const QAbstractSpinBox *>(parent) || qobject_cast<const QComboBox *>(parent)
                || qobject_cast<const QLineEdit *>(parent) || qobject_cast<const QHeaderView *>(parent)
                || qobject_cast<const QTabBar *>(parent)
                || (qobject_cast<const QAbstractItemView *>(parent) && !qobject_cast<const QHeaderView *>(widget)))
                return true;
        }
        return widget->objectName().startsWith(QLatin1StringView("qt_"));
    }

    [[nodiscard]] static QString describe(const QWidget *widget)
    {
        QStringList path;
        for (const QWidget *each = widget; each; each = each->parentWidget()) {
            if (each == widget || !each->objectName().isEmpty())
                path.prepend(QString::fromLatin1(each->metaObject()->className()) + QChar(u'#') + each->objectName());
        }
        QString text;
        if (const auto *label = qobject_cast<const QLabel *>(widget))
            text = label->text();
        else if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
            text = button->text();
        return path.join(QChar(u'/')) + QStringLiteral(" \"%1\"").arg(text);
    }

    void complain(const QWidget *widget, const QString &what)
    {
        m_wrong.append(QStringLiteral("%1: %2").arg(what, describe(widget)));
    }

    void lookAtWidget(QWidget *widget, const QWidget *root)
    {
        // What ends with an ellipsis, and is whole in a tooltip, may do so where words are longer.
        const bool mayBeElided = m_isPseudo && widget->inherits("throng::ui::ElidedLabel");
        const bool isOursToReach =
            isReachedByTab(widget) && QByteArrayView(widget->metaObject()->className()).startsWith("throng::ui::");
        if ((isInteractive(widget) || isOursToReach) && !qobject_cast<QHeaderView *>(widget)) {
            QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(widget);
            if (!spoken || spoken->text(QAccessible::Name).trimmed().isEmpty())
                complain(widget, QStringLiteral("has no name"));
            // Buttons of a toolbar are in the menus too.
            if (widget->isEnabled() && widget->focusPolicy() == Qt::NoFocus && !qobject_cast<QToolButton *>(widget)
                && !widget->testAttribute(Qt::WA_TransparentForMouseEvents))
                complain(widget, QStringLiteral("is out of the keyboard's reach"));
        }
        if (isInput(widget) && !isExplained(widget, root))
            complain(widget, QStringLiteral("is explained nowhere"));
        if (!mayBeElided && isCutOff(widget))
            complain(widget, QStringLiteral("is cut off at %1×%2").arg(widget->width()).arg(widget->height()));
        if (const auto *header = qobject_cast<const QHeaderView *>(widget))
            lookAtHeader(header);
        if (const auto *tabs = qobject_cast<const QTabBar *>(widget))
            lookAtTabs(tabs);
    }

    [[nodiscard]] static bool isReachedByTab(const QWidget *widget)
    {
        return widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) != 0
            && !widget->focusProxy() && !isPartOfAnother(widget);
    }

    /// Tab goes on downwards, and along a row from left to right; backwards once, from the last to the first.
    void lookAtTabOrder(QWidget *root)
    {
        ui::TabOrder::follow(root->window());
        QList<QWidget *> stops;
        for (QWidget *widget = root->nextInFocusChain(); widget != root; widget = widget->nextInFocusChain()) {
            if (root->isAncestorOf(widget) && isReachedByTab(widget))
                stops.append(widget);
        }
        QStringList backwards;
        for (qsizetype i = 0; i < stops.size(); ++i) {
            const QWidget *from = stops[i];
            const QWidget *to = stops[(i + 1) % stops.size()];
            const QRect left(from->mapTo(root, QPoint()), from->size());
            const QRect next(to->mapTo(root, QPoint()), to->size());
            const bool isAbove = next.center().y() < left.top() && next.left() < left.right();
            const bool isBefore =
                next.right() <= left.left() && next.top() < left.bottom() && next.bottom() > left.top();
            if (isAbove || isBefore)
                backwards.append(QStringLiteral("%1 → %2").arg(describe(from), describe(to)));
        }
        if (backwards.size() > 1)
            m_wrong.append(QStringLiteral("Tab goes backwards: ") + backwards.join(QStringLiteral("; ")));
    }

    /// By itself, or by what it is in.
    [[nodiscard]] static bool isExplained(const QWidget *widget, const QWidget *root)
    {
        for (; widget && widget != root; widget = widget->parentWidget()) {
            if (!widget->whatsThis().isEmpty() || !widget->toolTip().isEmpty())
                return true;
        }
        return false;
    }

    /// What the widget needs to show its text, against what it has.
    [[nodiscard]] static bool isCutOff(const QWidget *widget)
    {
        if (const auto *label = qobject_cast<const QLabel *>(widget)) {
            if (label->text().trimmed().isEmpty() || !label->pixmap(Qt::ReturnByValue).isNull())
                return false;
            if (label->wordWrap())
                return label->heightForWidth(label->width()) > label->height();
            // A label that may be any width asks for none: its text is what counts.
            return label->sizeHint().width() > label->width() || label->sizeHint().height() > label->height() + 1;
        }
        if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
            return !button->text().isEmpty()
                && (button->minimumSizeHint().width() > button->width()
                    || button->minimumSizeHint().height() > button->height());
        constexpr int frameAndArrows = 24;
        if (const auto *combo = qobject_cast<const QComboBox *>(widget))
            return combo->fontMetrics().horizontalAdvance(combo->currentText()) + frameAndArrows > combo->width();
        if (const auto *spin = qobject_cast<const QAbstractSpinBox *>(widget))
            return spin->fontMetrics().horizontalAdvance(spin->text()) + frameAndArrows > spin->width();
        if (const auto *line = qobject_cast<const QLineEdit *>(widget); line && line->text().isEmpty())
            return line->fontMetrics().horizontalAdvance(line->placeholderText()) + 8 > line->width();
        return false;
    }

    void lookAtHeader(const QHeaderView *header)
    {
        if (header->orientation() != Qt::Horizontal)
            return;
        for (int section = 0; section < header->count(); ++section) {
            if (header->isSectionHidden(section))
                continue;
            const QString text = header->model()->headerData(section, Qt::Horizontal).toString();
            if (header->fontMetrics().horizontalAdvance(text) > header->sectionSize(section))
                complain(header, QStringLiteral("column \"%1\" is cut off").arg(text));
        }
    }

    void lookAtTabs(const QTabBar *tabs)
    {
        for (int tab = 0; tab < tabs->count(); ++tab) {
            if (!tabs->isTabVisible(tab))
                continue;
            if (tabs->tabRect(tab).right() >= tabs->width() || tabs->tabRect(tab).left() < 0)
                complain(tabs, QStringLiteral("tab \"%1\" is out of sight").arg(tabs->tabText(tab)));
            // Where words are longer it may be, if it is whole in a tool tip.
            else if (tabs->fontMetrics().horizontalAdvance(tabs->tabText(tab)) > tabs->tabRect(tab).width()
                && !(m_isPseudo && tabs->tabToolTip(tab) == tabs->tabText(tab)))
                complain(tabs, QStringLiteral("tab \"%1\" is cut off").arg(tabs->tabText(tab)));
        }
    }

    void lookForMnemonicTwice(QWidget *root)
    {
        QHash<QString, QString> seen;
        const auto note = [&](const QString &text, const QString &what) {
            const QKeySequence key = QKeySequence::mnemonic(text);
            if (key.isEmpty())
                return;
            if (seen.contains(key.toString()))
                m_wrong.append(
                    QStringLiteral("%1 means both %2 and %3").arg(key.toString(), seen[key.toString()], what));
            seen.insert(key.toString(), what);
        };
        if (const auto *window = qobject_cast<QMainWindow *>(root)) {
            const auto menus = window->menuBar()->actions();
            for (const QAction *menu : menus)
                note(menu->text(), QStringLiteral("the menu ") + menu->text());
        }
        const auto labels = root->findChildren<QLabel *>();
        for (const QLabel *label : labels) {
            if (label->isVisible() && label->buddy())
                note(label->text(), describe(label));
        }
        const auto buttons = root->findChildren<QAbstractButton *>();
        for (const QAbstractButton *button : buttons) {
            if (button->isVisible())
                note(button->text(), describe(button));
        }
    }

    // ---------------------------------------------------------------- translation

    void lookForUntranslated(QWidget *root)
    {
        check(root, root->windowTitle());
        const auto widgets = root->findChildren<QWidget *>();
        for (const QWidget *widget : widgets) {
            if (!widget->isVisible() || isPartOfAnother(widget))
                continue;
            for (const QString &text : textsOf(widget))
                check(widget, text);
        }
        const auto actions = root->findChildren<QAction *>();
        for (const QAction *action : actions) {
            for (const QString &text : { action->text(), action->toolTip(), action->whatsThis(), action->statusTip() })
                check(root, text);
        }
    }

    [[nodiscard]] static QStringList textsOf(const QWidget *widget)
    {
        QStringList texts { widget->toolTip(), widget->whatsThis(), widget->accessibleName(),
            widget->accessibleDescription() };
        if (const auto *label = qobject_cast<const QLabel *>(widget))
            texts += label->text();
        else if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
            texts += button->text();
        else if (const auto *line = qobject_cast<const QLineEdit *>(widget))
            texts += line->placeholderText();
        else if (const auto *spin = qobject_cast<const QAbstractSpinBox *>(widget))
            texts += spin->text();
        if (const auto *combo = qobject_cast<const QComboBox *>(widget)) {
            for (int i = 0; i < combo->count(); ++i)
                texts += combo->itemText(i);
        }
        if (const auto *tabs = qobject_cast<const QTabBar *>(widget)) {
            for (int i = 0; i < tabs->count(); ++i)
                texts += { tabs->tabText(i), tabs->tabToolTip(i) };
        }
        const auto *view = qobject_cast<const QAbstractItemView *>(widget);
        if (view && view->model() && !qobject_cast<const QHeaderView *>(widget)) // a header's model is its table's
            texts += textsOf(*view->model());
        return texts;
    }

    [[nodiscard]] static QStringList textsOf(const QAbstractItemModel &model)
    {
        constexpr int mostRows = 40;
        QStringList texts;
        for (int column = 0; column < model.columnCount(); ++column) {
            for (const int role : { Qt::DisplayRole, Qt::ToolTipRole })
                texts += model.headerData(column, Qt::Horizontal, role).toString();
            for (int row = 0; row < std::min(model.rowCount(), mostRows); ++row) {
                for (const int role : { Qt::DisplayRole, Qt::ToolTipRole, Qt::AccessibleTextRole })
                    texts += model.index(row, column).data(role).toString();
            }
        }
        return texts;
    }

    /// Two letters without an accent that follow each other are in no text of the PseudoTranslation, but in addresses,
    /// tags, paths, figures and names.
    void check(const QWidget *widget, const QString &text)
    {
        static const QRegularExpression tags(QStringLiteral("<[^>]*>"));
        static const QRegularExpression noLanguage(
            QStringLiteral(R"(https?://\S+|&[a-z]+;|\(\*[^)]*\)|\S*[./_@:=]\S*|\b[a-z]+\d*\([A-Za-z]+\)|\bp\d\d\b|)"
                           R"(\b(GET|PUT|POST|DELETE)\b|\b(AM|PM|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b|)"
                           R"(\b(Ctrl|Shift|Alt|Del|Up|Down)\b|\bRoom \d+|)"
                           R"(\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, [A-Z][a-z]+ \d+|\bUTC\b)"));
        static const QRegularExpression letters(QStringLiteral("[A-Za-z]{2,}"));
        QString rest = text;
        rest.replace(tags, QStringLiteral(" "));
        for (const QString &word : m_data)
            rest.replace(word, QStringLiteral(" "));
        rest.replace(noLanguage, QStringLiteral(" "));
        if (const auto match = letters.match(rest); match.hasMatch())
            complain(widget, QStringLiteral("\"%1\" in \"%2\" is not translated").arg(match.captured(), text));
    }

    QStringList m_data;
    bool m_isPseudo = false;
    QStringList m_wrong;
};

} // namespace throng::test
