// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/runlistmodel.h"

#include "ui/dashboard/runwords.h"
#include "ui/support/format.h"

#include <QDateTime>
#include <QFileInfo>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

double milliseconds(metrics::Nanoseconds time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

/// One line of a note that may have several.
QString inOneLine(QString text)
{
    return text.replace(u'\n', u' ');
}

} // namespace

void RunListModel::setRuns(const std::vector<results::ListedRun> &runs)
{
    const auto find = [](const std::vector<results::ListedRun> &where, const QString &path) {
        return std::find_if(where.begin(), where.end(), [&path](const auto &run) { return run.path == path; });
    };
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (find(runs, run(row).path) != runs.end())
            continue;
        beginRemoveRows({}, row, row);
        m_runs.erase(m_runs.begin() + row);
        endRemoveRows();
    }
    for (const results::ListedRun &run : runs) {
        const int row = rowOf(run.path);
        if (row >= 0) {
            m_runs[std::size_t(row)] = run;
            Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
        } else {
            beginInsertRows({}, rowCount(), rowCount());
            m_runs.push_back(run);
            endInsertRows();
        }
    }
}

int RunListModel::rowOf(const QString &path) const
{
    const auto found =
        std::find_if(m_runs.begin(), m_runs.end(), [&path](const results::ListedRun &run) { return run.path == path; });
    return found == m_runs.end() ? -1 : int(found - m_runs.begin());
}

int RunListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_runs.size());
}

int RunListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RunListModel::textOf(const results::RunHead &head, int column) const
{
    switch (column) {
    case Began:
        return QLocale().toString(QDateTime::fromMSecsSinceEpoch(head.startedAt), QLocale::ShortFormat);
    case Title:
        return head.title;
    case Suite:
        return head.suite;
    case Server:
        return head.server;
    case Users:
        return formatCount(head.users);
    case P95:
        return head.p95 ? formatDuration(milliseconds(*head.p95)) : noValue();
    case Failed:
        return formatShare(head.failedShare());
    case Verdict:
        return runVerdictShort(head);
    case Note:
        return inOneLine(head.note);
    default:
        return {};
    }
}

QVariant RunListModel::valueOf(const results::RunHead &head, int column) const
{
    switch (column) {
    case Began:
        return QDateTime::fromMSecsSinceEpoch(head.startedAt).toString(Qt::ISODate);
    case Users:
        return head.users;
    case P95:
        return head.p95 ? milliseconds(*head.p95) : QVariant();
    case Failed:
        return head.failedShare();
    default:
        return textOf(head, column);
    }
}

QVariant RunListModel::unreadable(const results::ListedRun &run, int column, int role) const
{
    if (role == Qt::ToolTipRole)
        return run.head.error().toString();
    if (role == MoodRole)
        return column == Verdict ? u"bad"_s : QVariant();
    if (role != Qt::DisplayRole && role != Qt::UserRole)
        return {};
    switch (column) {
    case Title:
        return QFileInfo(run.path).fileName();
    case Verdict:
        return tr("cannot be opened");
    case Note:
        return run.head.error().message;
    default:
        // An empty one of the same kind: where texts are compared with numbers, sorting has no order.
        return role == Qt::UserRole && (column == Suite || column == Server || column == Began) ? QString()
                                                                                                : QVariant();
    }
}

QVariant RunListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == Qt::TextAlignmentRole)
        return headerData(index.column(), Qt::Horizontal, role);
    const results::ListedRun &listed = run(index.row());
    if (!listed.head)
        return unreadable(listed, index.column(), role);
    switch (role) {
    case Qt::DisplayRole:
        return textOf(*listed.head, index.column());
    case Qt::UserRole:
        return valueOf(*listed.head, index.column());
    case Qt::EditRole:
        return index.column() == Title ? listed.head->title : index.column() == Note ? listed.head->note : QVariant();
    case Qt::ToolTipRole:
        return index.column() == Note ? listed.head->note : textOf(*listed.head, index.column());
    case MoodRole:
        return index.column() == Verdict ? runVerdictPill(*listed.head) : QVariant();
    default:
        return {};
    }
}

QVariant RunListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool isNumber = section == Users || section == P95 || section == Failed;
        return QVariant::fromValue(isNumber ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    }
    if (role == Qt::ToolTipRole && section == P95)
        return tr("Of the response times of all chat tests; of all tests where there is none");
    if (role != Qt::DisplayRole && role != Qt::UserRole)
        return {};
    switch (section) {
    case Began:
        return tr("Began");
    case Title:
        return tr("Title");
    case Suite:
        return tr("Suite");
    case Server:
        return tr("Server");
    case Users:
        return tr("Users");
    case P95:
        return role == Qt::UserRole ? tr("p95, ms") : tr("p95");
    case Failed:
        return tr("Failed");
    case Verdict:
        return tr("Verdict");
    case Note:
        return tr("Note");
    default:
        return {};
    }
}

Qt::ItemFlags RunListModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    const bool isText = index.column() == Title || index.column() == Note;
    if (index.isValid() && isText && run(index.row()).head)
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool RunListModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !checkIndex(index, CheckIndexOption::IndexIsValid)
        || !(flags(index) & Qt::ItemIsEditable))
        return false;
    results::RunHead &head = *m_runs[std::size_t(index.row())].head;
    const bool isTitle = index.column() == Title;
    QString &text = isTitle ? head.title : head.note;
    const QString before = text;
    const QString after = value.toString().trimmed();
    if (after == before)
        return false;
    text = after;
    const QString path = head.path; // who hears of it may list the runs anew
    Q_EMIT dataChanged(index, index);
    if (isTitle)
        Q_EMIT titleEdited(path, before, after);
    else
        Q_EMIT noteEdited(path, before, after);
    return true;
}

} // namespace throng::ui
