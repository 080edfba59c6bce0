// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/taborder.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QFormLayout>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMainWindow>
#include <QScrollArea>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QToolBar>

#include <algorithm>

namespace throng::ui {

namespace {

class Walk {
public:
    explicit Walk(QWidget *window) { visit(window); }

    [[nodiscard]] const QList<QWidget *> &stops() const { return m_stops; }

private:
    void visit(QWidget *widget)
    {
        if (!widget)
            return;
        if ((widget->focusPolicy() & Qt::TabFocus) != 0 && !widget->focusProxy())
            m_stops.append(widget);
        if (auto *window = qobject_cast<QMainWindow *>(widget)) {
            const auto bars = window->findChildren<QToolBar *>(QString(), Qt::FindDirectChildrenOnly);
            for (QToolBar *bar : bars)
                visit(bar);
            visit(window->centralWidget());
        } else if (auto *tabs = qobject_cast<QTabWidget *>(widget)) {
            visit(tabs->tabBar());
            visit(tabs->cornerWidget(Qt::TopRightCorner));
            for (int tab = 0; tab < tabs->count(); ++tab)
                visit(tabs->widget(tab));
        } else if (auto *area = qobject_cast<QScrollArea *>(widget)) {
            visit(area->widget());
        } else if (auto *splitter = qobject_cast<QSplitter *>(widget)) {
            for (int part = 0; part < splitter->count(); ++part)
                visit(splitter->widget(part));
        } else if (widget->layout() && !isOne(widget)) {
            visit(widget->layout());
        } else if (!isOne(widget)) { // a wizard's layout is in a widget that lies in no layout
            const auto parts = widget->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly);
            for (QWidget *part : parts) {
                if (!part->isWindow())
                    visit(part);
            }
        }
    }

    /// Its parts are no stops of their own.
    [[nodiscard]] static bool isOne(const QWidget *widget)
    {
        return qobject_cast<const QAbstractSpinBox *>(widget) || qobject_cast<const QComboBox *>(widget)
            || qobject_cast<const QLineEdit *>(widget) || qobject_cast<const QAbstractButton *>(widget)
            || qobject_cast<const QAbstractItemView *>(widget) || qobject_cast<const QTabBar *>(widget);
    }

    void visit(QLayout *layout)
    {
        const auto *grid = qobject_cast<QGridLayout *>(layout);
        const auto *form = qobject_cast<QFormLayout *>(layout);
        QList<int> order;
        for (int i = 0; i < layout->count(); ++i)
            order.append(i);
        const auto place = [&](int i) {
            int row = 0;
            int column = 0;
            if (grid) {
                int rows = 1;
                int columns = 1;
                grid->getItemPosition(i, &row, &column, &rows, &columns);
            } else if (form) {
                QFormLayout::ItemRole role = QFormLayout::LabelRole;
                form->getItemPosition(i, &row, &role);
                column = role;
            }
            return std::pair(row, column);
        };
        if (grid || form)
            std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return place(a) < place(b); });
        for (const int i : std::as_const(order)) {
            QLayoutItem *item = layout->itemAt(i);
            if (item->widget())
                visit(item->widget());
            else if (item->layout())
                visit(item->layout());
        }
    }

    QList<QWidget *> m_stops;
};

} // namespace

TabOrder::TabOrder(QWidget *window)
    : QObject(window)
    , m_window(window)
{
    qApp->installEventFilter(this);
}

void TabOrder::follow(QWidget *window)
{
    const Walk walk(window);
    for (qsizetype i = 1; i < walk.stops().size(); ++i)
        QWidget::setTabOrder(walk.stops()[i - 1], walk.stops()[i]);
}

bool TabOrder::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && watched->isWidgetType()) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Tab || key == Qt::Key_Backtab) {
            auto *window = static_cast<QWidget *>(watched)->window();
            for (const QWidget *owner = window; owner; owner = owner->parentWidget()) {
                if (owner == m_window)
                    follow(window);
            }
        }
    }
    return QObject::eventFilter(watched, event);
}

} // namespace throng::ui
