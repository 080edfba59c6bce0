// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QDateTime>
#include <QList>

namespace throng::ui {

/// What happened during a run, newest last. Keeps the last thousand lines.
class LogModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Time, Text, ColumnCount };
    enum class Level { Info, Warning, Error };
    static constexpr int most = 1'000;

    using QAbstractTableModel::QAbstractTableModel;

    void append(Level level, const QString &text, const QDateTime &time = QDateTime::currentDateTime());
    void clear();

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Line {
        QDateTime time;
        Level level;
        QString text;
    };
    QList<Line> m_lines;
};

} // namespace throng::ui
