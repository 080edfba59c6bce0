// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/generate/generateusers.h"
#include "ui/document/accountlist.h"

#include <QAbstractTableModel>
#include <QHash>

#include <vector>

namespace throng::ui {

/// The accounts of a project: their number, name, and whether tokens.csv has a token of theirs. Shows no secret. Names
/// of a pattern are made when they are looked at, and the model sorts and filters itself, so that 50,000 rows cost
/// no more than those on the screen.
class AccountModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { NumberColumn, NameColumn, UserIdColumn, TokenColumn, ColumnCount };
    enum class Tokens { Any, With, Without };

    explicit AccountModel(QObject *parent = nullptr);

    void setPattern(const project::UserPattern &pattern); ///< one that can be used
    void setList(const AccountList &list);
    void setUserIds(const QHash<QString, QString> &userIds); ///< by the account's name; of those that have a token
    void setFilter(const QString &text, Tokens tokens);

    [[nodiscard]] int accounts() const { return m_count; } ///< filtered or not
    [[nodiscard]] int withToken() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(
        int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    [[nodiscard]] QString name(int account) const;
    [[nodiscard]] bool hasToken(int account) const { return m_userIds.contains(name(account)); }
    [[nodiscard]] int accountAt(int row) const;
    void arrange();

    generate::AccountNames m_names;
    AccountList m_list;
    int m_count = 0;
    QHash<QString, QString> m_userIds;
    QString m_text;
    Tokens m_tokens = Tokens::Any;
    int m_sortColumn = NumberColumn;
    Qt::SortOrder m_order = Qt::AscendingOrder;
    bool m_isArranged = false; ///< whether m_rows counts; else a row is an account
    std::vector<int> m_rows;
};

} // namespace throng::ui
