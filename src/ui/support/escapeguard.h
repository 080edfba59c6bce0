// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <functional>

QT_FORWARD_DECLARE_CLASS(QDialog)

namespace throng::ui {

/// Keeps Esc from closing a dialog in which something was chosen or typed: the key is easily hit. Cancel, and the
/// window's own button, say that it is meant. Belongs to the dialog.
class EscapeGuard : public QObject {
    Q_OBJECT

public:
    EscapeGuard(QDialog *dialog, std::function<bool()> hasWork);

    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    std::function<bool()> m_hasWork;
};

} // namespace throng::ui
