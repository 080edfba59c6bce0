// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

QT_FORWARD_DECLARE_CLASS(QLineEdit)

namespace throng::ui {

class FieldMessage;

/// Where a server exposes metrics: addresses one after the other, with what is wrong with them below.
class MetricsField : public QWidget {
    Q_OBJECT
public:
    explicit MetricsField(QWidget *parent = nullptr);

    void setUrls(const QStringList &urls); ///< says nothing to edited()
    [[nodiscard]] QStringList urls() const;

Q_SIGNALS:
    void edited(); ///< by the user

private:
    void check();

    QLineEdit *m_text;
    FieldMessage *m_message;
};

} // namespace throng::ui
