// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/generate/generateusers.h"
#include "ui/document/accountlist.h"
#include "ui/models/arrangedmodel.h"

#include <QHash>

namespace throng::ui {

/// The accounts of a project: their number, name, and whether tokens.csv has a token of theirs. Shows no secret. Names
/// of a pattern are made when they are looked at.
class AccountModel : public ArrangedModel {
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

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(
        int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    [[nodiscard]] int itemCount() const override { return m_count; }
    [[nodiscard]] bool isFiltered() const override { return !m_text.isEmpty() || m_tokens != Tokens::Any; }
    [[nodiscard]] bool isShown(int account) const override;
    [[nodiscard]] bool isInOrder(int column) const override { return column == NumberColumn; }
    [[nodiscard]] Key keyOf(int account, int column) const override;

private:
    [[nodiscard]] QString name(int account) const;
    [[nodiscard]] bool hasToken(int account) const { return m_userIds.contains(name(account)); }

    generate::AccountNames m_names;
    AccountList m_list;
    int m_count = 0;
    QHash<QString, QString> m_userIds;
    QString m_text;
    Tokens m_tokens = Tokens::Any;
};

} // namespace throng::ui
