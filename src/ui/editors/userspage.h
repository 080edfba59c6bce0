// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editors/page.h"

QT_FORWARD_DECLARE_CLASS(QAction)
QT_FORWARD_DECLARE_CLASS(QLabel)
QT_FORWARD_DECLARE_CLASS(QPushButton)

namespace throng::ui {

class AccountTable;
class AccountTransfer;
class Document;
class Questions;
class UserPatternForm;

/// The accounts: how many there are and how they are called, or whose list they are, and each of them in a table.
class UsersPage : public Page {
    Q_OBJECT
public:
    UsersPage(Document &document, Questions &questions, QWidget *parent = nullptr);

    /// A run writes tokens.csv itself: nothing is imported into it meanwhile.
    void setRunActive(bool active);

private:
    void makeHeader();
    [[nodiscard]] QWidget *makeListCard();
    void reload();
    void showFiles();
    void apply(const QString &field);
    void generateInstead();

    Document &m_document;
    UserPatternForm *m_form;
    QWidget *m_list = nullptr; ///< in the place of the form, for accounts that are a list
    QLabel *m_listText;
    QLabel *m_files;
    AccountTable *m_table;
    AccountTransfer *m_transfer;
    QAction *m_importTokens = nullptr;
    bool m_applying = false;
};

} // namespace throng::ui
