// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/matrix/serverreport.h"

#include <QWidget>

QT_FORWARD_DECLARE_CLASS(QLabel)

namespace throng::ui {

/// One thing that the server said: a sign, what it is about, what it means and what to do, and the block for the
/// server's configuration where there is one.
class FindingRow : public QWidget {
    Q_OBJECT
public:
    explicit FindingRow(const matrix::Finding &finding, QWidget *parent = nullptr);

    [[nodiscard]] matrix::Finding::Subject subject() const { return m_finding.subject; }

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QWidget *makeConfig();
    void recolor();

    matrix::Finding m_finding;
    QLabel *m_sign;
};

[[nodiscard]] QString subjectName(matrix::Finding::Subject subject);

} // namespace throng::ui
