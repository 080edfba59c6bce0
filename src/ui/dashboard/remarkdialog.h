// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

QT_FORWARD_DECLARE_CLASS(QDateTimeEdit)
QT_FORWARD_DECLARE_CLASS(QLineEdit)

namespace throng::ui {

/// A remark at a moment of a run: what it says, and when.
class RemarkDialog : public QDialog {
    Q_OBJECT
public:
    /// Of a remark to be, between two moments (Unix milliseconds).
    RemarkDialog(qint64 moment, qint64 earliest, qint64 latest, QWidget *parent = nullptr);
    /// Of one that is there: its moment stays.
    RemarkDialog(qint64 moment, const QString &text, QWidget *parent = nullptr);

    [[nodiscard]] qint64 moment() const; ///< Unix milliseconds
    [[nodiscard]] QString text() const; ///< on one line; never empty once it was accepted

private:
    void lay(qint64 moment, const QString &title);

    qint64 m_given; ///< the moment to the millisecond; the field has whole seconds
    QDateTimeEdit *m_moment;
    QLineEdit *m_text;
};

} // namespace throng::ui
