// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/runfacts.h"

#include "engine/run/runsummary.h"
#include "ui/support/format.h"

#include <QCoreApplication>
#include <QDir>
#include <QLocale>
#include <QStandardItemModel>

#include <algorithm>
#include <array>
#include <chrono>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

struct Facts {
    Q_DECLARE_TR_FUNCTIONS(throng::ui::RunFacts)
};

/// Cells hold their texts under Qt::UserRole too, to be sorted by and copied.
QStandardItemModel *makeTable(const QStringList &columns, QObject *parent)
{
    auto *model = new QStandardItemModel(0, int(columns.size()), parent);
    for (int column = 0; column < int(columns.size()); ++column) {
        model->setHeaderData(column, Qt::Horizontal, columns[column]);
        model->setHeaderData(column, Qt::Horizontal, columns[column], Qt::UserRole);
        model->setHeaderData(
            column, Qt::Horizontal, QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter), Qt::TextAlignmentRole);
    }
    return model;
}

void addRow(QStandardItemModel *model, const QStringList &cells)
{
    QList<QStandardItem *> items;
    for (const QString &cell : cells) {
        auto *item = new QStandardItem(cell);
        item->setData(cell, Qt::UserRole);
        item->setToolTip(cell);
        items.append(item);
    }
    model->appendRow(items);
}

QString moment(qint64 unixMilliseconds)
{
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(unixMilliseconds), QLocale::LongFormat);
}

/// The facts that a file of ours has, in the order in which they are of interest.
constexpr std::array known {
    std::pair { u"server.software", QT_TRANSLATE_NOOP("throng::ui::RunFacts", "Server's software") },
    std::pair { u"server.versions", QT_TRANSLATE_NOOP("throng::ui::RunFacts", "Matrix versions") },
    std::pair { u"server.connections", QT_TRANSLATE_NOOP("throng::ui::RunFacts", "Connections") },
    std::pair { u"throng.version", QT_TRANSLATE_NOOP("throng::ui::RunFacts", "Throng") },
    std::pair { u"machine.name", QT_TRANSLATE_NOOP("throng::ui::RunFacts", "Machine") },
    std::pair { u"machine.system", QT_TRANSLATE_NOOP("throng::ui::RunFacts", "System") },
    std::pair { u"machine.kernel", QT_TRANSLATE_NOOP("throng::ui::RunFacts", "Kernel") },
    std::pair { u"machine.cpu", QT_TRANSLATE_NOOP("throng::ui::RunFacts", "Processor") },
    std::pair { u"machine.cores", QT_TRANSLATE_NOOP("throng::ui::RunFacts", "Cores") },
    std::pair { u"machine.memory", QT_TRANSLATE_NOOP("throng::ui::RunFacts", "Memory") },
    std::pair { u"qt.version", QT_TRANSLATE_NOOP("throng::ui::RunFacts", "Qt") },
    std::pair { u"curl.version", QT_TRANSLATE_NOOP("throng::ui::RunFacts", "libcurl") },
};

QString stateText(results::KeptRule::State state)
{
    switch (state) {
    case results::KeptRule::State::Kept:
        return Facts::tr("kept");
    case results::KeptRule::State::Broken:
        return Facts::tr("broken");
    case results::KeptRule::State::Undecided:
        break;
    }
    return Facts::tr("nothing was measured for it");
}

} // namespace

QAbstractItemModel *makeConditions(const RunOverview &overview, QObject *parent)
{
    QStandardItemModel *model = makeTable({ Facts::tr("What"), Facts::tr("Value") }, parent);
    const results::RunHead &head = overview.head;
    addRow(model, { Facts::tr("Began"), moment(head.startedAt) });
    addRow(model, { Facts::tr("Ended"), moment(head.endedAt) });
    addRow(model, { Facts::tr("Suite"), head.suite });
    addRow(model, { Facts::tr("Server"), head.server });
    if (!head.imported) {
        addRow(model, { Facts::tr("Seed"), QString::number(head.seed) });
        addRow(model, { Facts::tr("Worker threads"), formatCount(head.workers) });
    }
    for (const results::KeptTest &test : overview.tests)
        addRow(model,
            { Facts::tr("Test “%1”").arg(test.name),
                Facts::tr("%Ln user(s), %1", nullptr, test.users)
                    .arg(test.end.isEmpty() ? Facts::tr("cut off by the run's end") : run::textOfEnd(test.end)) });
    for (const auto &[name, text] : known) {
        const QString value = overview.facts.value(QString::fromUtf16(name));
        const bool isMemory = QStringView(name) == u"machine.memory";
        if (!value.isEmpty())
            addRow(model, { Facts::tr(text), isMemory ? formatBytes(value.toDouble()) : value });
    }
    for (auto fact = overview.facts.begin(); fact != overview.facts.end(); ++fact) {
        const bool isKnown = std::any_of(
            known.begin(), known.end(), [&fact](const auto &each) { return QStringView(each.first) == fact.key(); });
        if (!isKnown && fact.key() != u"project"_s)
            addRow(model, { fact.key(), fact.value() });
    }
    addRow(model, { Facts::tr("File"), QDir::toNativeSeparators(head.path) });
    return model;
}

QAbstractItemModel *makeRooms(const RunOverview &overview, QObject *parent)
{
    QStandardItemModel *model = makeTable(
        { Facts::tr("Test"), Facts::tr("Members"), Facts::tr("Deliveries"), Facts::tr("Mean"), Facts::tr("Worst") },
        parent);
    const auto milliseconds = [](metrics::Nanoseconds time) {
        return std::chrono::duration<double, std::milli>(time).count();
    };
    for (const results::KeptRoom &room : overview.rooms) {
        const auto test = std::find_if(overview.tests.begin(), overview.tests.end(),
            [&room](const results::KeptTest &each) { return each.index == room.test; });
        addRow(model,
            { test != overview.tests.end() ? test->name : noValue(), formatCount(room.members),
                formatCount(qint64(room.deliveries)), formatDuration(milliseconds(room.mean)),
                formatDuration(milliseconds(room.worst)) });
        // By these they are sorted and copied.
        const int row = model->rowCount() - 1;
        model->item(row, 1)->setData(room.members, Qt::UserRole);
        model->item(row, 2)->setData(room.deliveries, Qt::UserRole);
        model->item(row, 3)->setData(milliseconds(room.mean), Qt::UserRole);
        model->item(row, 4)->setData(milliseconds(room.worst), Qt::UserRole);
    }
    return model;
}

QAbstractItemModel *makeRules(const RunOverview &overview, QObject *parent)
{
    QStandardItemModel *model =
        makeTable({ Facts::tr("Threshold"), Facts::tr("Test"), Facts::tr("Outcome"), Facts::tr("Measured") }, parent);
    for (const results::KeptRule &rule : overview.rules) {
        const auto test = std::find_if(overview.tests.begin(), overview.tests.end(),
            [&rule](const results::KeptTest &each) { return each.index == rule.test; });
        QString outcome = stateText(rule.state);
        if (rule.brokenAt > 0)
            outcome = Facts::tr("broken, and ended the test");
        addRow(model,
            { rule.rule, test != overview.tests.end() ? test->name : Facts::tr("the whole run"), outcome, rule.found });
    }
    return model;
}

} // namespace throng::ui
