// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

QT_FORWARD_DECLARE_CLASS(QHBoxLayout)
QT_FORWARD_DECLARE_CLASS(QLabel)
QT_FORWARD_DECLARE_CLASS(QVBoxLayout)

namespace throng::ui {

class MessageBar;

/// A page of the project window: a title with a line that says what the page is for, a place for messages, and
/// a status for the sidebar.
class Page : public QWidget {
    Q_OBJECT
public:
    Page(const QString &title, const QString &purpose, QWidget *parent = nullptr);

    [[nodiscard]] QString status() const { return m_status; }
    [[nodiscard]] MessageBar *messages() const { return m_messages; }

Q_SIGNALS:
    void statusChanged(const QString &status);

protected:
    void setStatus(const QString &status);
    void setPurpose(const QString &purpose);
    [[nodiscard]] QVBoxLayout *body() const { return m_body; }
    [[nodiscard]] QHBoxLayout *header() const { return m_header; } ///< right of the title

private:
    QString m_status;
    QLabel *m_purpose;
    QHBoxLayout *m_header;
    MessageBar *m_messages;
    QVBoxLayout *m_body;
};

} // namespace throng::ui
