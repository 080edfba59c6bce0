// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

QT_FORWARD_DECLARE_CLASS(QComboBox)
QT_FORWARD_DECLARE_CLASS(QLabel)
QT_FORWARD_DECLARE_CLASS(QLineEdit)

namespace throng::ui {

class AccountModel;
class DataTable;
class Document;

/// The accounts one by one, with a filter, and which of them have a token. Reads files only while it is seen.
class AccountTable : public QWidget {
    Q_OBJECT
public:
    explicit AccountTable(Document &document, QWidget *parent = nullptr);

    [[nodiscard]] const AccountModel &model() const { return *m_model; }

Q_SIGNALS:
    void failed(const QString &why); ///< users.csv or tokens.csv cannot be read; empty: they can

protected:
    void showEvent(QShowEvent *event) override;

private:
    void accountsChanged();
    void tokensChanged();
    void bringUpToDate();
    void readAccounts();
    void readTokens();
    void showCounts();

    Document &m_document;
    AccountModel *m_model;
    QLabel *m_heading;
    QLabel *m_shown;
    QLineEdit *m_filter;
    QComboBox *m_tokens;
    DataTable *m_table;
    QString m_accountsError;
    QString m_tokensError;
    bool m_accountsAreOld = true;
    bool m_tokensAreOld = true;
};

} // namespace throng::ui
