// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include <chrono>

QT_FORWARD_DECLARE_CLASS(QSpinBox)

namespace throng::ui {

/// "Run several times": how many trials, and how long the server is left alone between them.
class TrialsDialog : public QDialog {
    Q_OBJECT
public:
    explicit TrialsDialog(QWidget *parent = nullptr);

    [[nodiscard]] int trials() const;
    [[nodiscard]] std::chrono::seconds pause() const;

private:
    QSpinBox *m_trials;
    QSpinBox *m_pause;
};

} // namespace throng::ui
