// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

QT_FORWARD_DECLARE_CLASS(QWidget)

namespace throng::ui {

/// Lets Tab go through a window as it is laid out: downwards, along a row in the direction of reading. Qt goes by when
/// a field was made, which is another order wherever a page fills its header last or a row is added later. Belongs to a
/// window and cares for it and its dialogs.
class TabOrder : public QObject {
    Q_OBJECT
public:
    explicit TabOrder(QWidget *window);

    /// Puts what is in this window now in order; done anyhow when Tab is pressed.
    static void follow(QWidget *window);

    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *m_window;
};

} // namespace throng::ui
