// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"

#include <QObject>

#include <functional>

QT_FORWARD_DECLARE_CLASS(QWidget)

namespace throng::ui {

class Document;
class MessageBar;
class Questions;

/// Brings accounts and tokens into a project from files of other people's, and out of it. What cannot be used in a
/// file is shown, and the rest is offered.
class AccountTransfer : public QObject {
    Q_OBJECT
public:
    /// `messages` tells what came of it; `page` is the parent of file dialogs.
    AccountTransfer(Document &document, Questions &questions, MessageBar &messages, QWidget *page);

    void importAccounts();
    void importTokens();
    void exportAccounts();
    void exportTokens();

private:
    [[nodiscard]] QString askForFile(const QString &title);
    void failed(const QString &headline, const Error &error);
    /// "Line 43: the row has no user name …", the first few of them.
    [[nodiscard]] static QString describe(const QList<Error> &badRows);
    /// Asks whether to go on without the bad rows, and does `go` when the answer is yes or nothing was bad.
    void offer(const QString &file, qsizetype good, const QList<Error> &badRows, const std::function<void()> &go);

    Document &m_document;
    Questions &m_questions;
    MessageBar &m_messages;
    QWidget *m_page;
};

} // namespace throng::ui
