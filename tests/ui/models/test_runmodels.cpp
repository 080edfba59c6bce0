// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/endpointmodel.h"
#include "ui/models/endpointname.h"
#include "ui/models/errormodel.h"
#include "ui/models/logmodel.h"
#include "ui/support/datatable.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QLocale>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace throng;
using namespace throng::ui;
using std::chrono::milliseconds;

namespace {

using Reporting = QAbstractItemModelTester::FailureReportingMode;

metrics::EndpointDelta endpoint(
    const QByteArray &method, const QByteArray &name, metrics::Kind kind, int ok, milliseconds each)
{
    metrics::EndpointDelta delta;
    delta.key = { method, name, kind };
    delta.outcomes[std::size_t(metrics::Outcome::Ok)] = quint64(ok);
    for (int i = 0; i < ok; ++i)
        delta.responseTimes.record(each);
    return delta;
}

metrics::Snapshot snapshot(qint64 second, std::vector<metrics::EndpointDelta> endpoints)
{
    metrics::Snapshot result;
    result.unixMilliseconds = 1'700'000'000'000 + second * 1'000;
    result.seconds = 1;
    std::sort(endpoints.begin(), endpoints.end(), [](const auto &a, const auto &b) { return a.key < b.key; });
    result.endpoints = std::move(endpoints);
    return result;
}

const QByteArray sendName = "/_matrix/client/v3/rooms/_/send/m.room.message";
const QByteArray syncName = "/_matrix/client/v3/sync";

QString text(const QAbstractItemModel &model, int row, int column)
{
    return model.index(row, column).data().toString();
}

} // namespace

class RunModelsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void endpointsComeAndGrowInPlace()
    {
        EndpointModel model;
        QAbstractItemModelTester tester(&model, Reporting::Fatal);
        metrics::Totals totals;
        totals.add(snapshot(1, { endpoint("PUT", sendName, metrics::Kind::Ordinary, 10, milliseconds(60)) }));
        model.update(totals);
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(text(model, 0, EndpointModel::Endpoint), u"PUT /rooms/_/send/m.room.message"_s);
        QCOMPARE(text(model, 0, EndpointModel::Requests), u"10"_s);
        QCOMPARE(text(model, 0, EndpointModel::P95), u"60 ms"_s);

        // Another endpoint that sorts before it, and one after.
        totals.add(snapshot(2,
            { endpoint("POST", "/_matrix/client/v3/createRoom", metrics::Kind::Ordinary, 1, milliseconds(900)),
                endpoint("PUT", sendName, metrics::Kind::Ordinary, 5, milliseconds(60)),
                endpoint("GET", syncName, metrics::Kind::PollSync, 7, milliseconds(30'000)) }));
        model.update(totals);
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(text(model, 0, EndpointModel::Endpoint), u"POST /createRoom"_s);
        QCOMPARE(text(model, 1, EndpointModel::Requests), u"15"_s);
        QCOMPARE(text(model, 2, EndpointModel::Endpoint), u"GET /sync (long poll)"_s);
    }

    void ratesAreOfTheLastTenSeconds()
    {
        EndpointModel model;
        metrics::Totals totals;
        for (int second = 1; second <= 30; ++second) {
            totals.add(snapshot(second,
                { endpoint("PUT", sendName, metrics::Kind::Ordinary, second <= 20 ? 100 : 5, milliseconds(9)) }));
            model.update(totals);
        }
        QCOMPARE(model.index(0, EndpointModel::Rate).data(Qt::UserRole).toDouble(), 5.0);
    }

    void failuresAndRefusalsAreCountedApart()
    {
        EndpointModel model;
        metrics::Totals totals;
        auto delta = endpoint("PUT", sendName, metrics::Kind::Ordinary, 90, milliseconds(10));
        delta.outcomes[std::size_t(metrics::Outcome::MatrixError)] = 10;
        delta.outcomes[std::size_t(metrics::Outcome::RateLimited)] = 1'234;
        totals.add(snapshot(1, { delta }));
        model.update(totals);
        QCOMPARE(text(model, 0, EndpointModel::RateLimited), u"1,234"_s);
        QCOMPARE(model.index(0, EndpointModel::Failures).data(Qt::UserRole).toDouble(), 10.0 / 1334);
    }

    void anEndpointWithoutAnswersShowsNoTimes()
    {
        EndpointModel model;
        metrics::Totals totals;
        auto delta = endpoint("POST", "/_matrix/client/v3/login", metrics::Kind::Ordinary, 0, milliseconds(0));
        delta.outcomes[std::size_t(metrics::Outcome::NetworkError)] = 3;
        totals.add(snapshot(1, { delta }));
        model.update(totals);
        QCOMPARE(text(model, 0, EndpointModel::P50), u"–"_s);
        QCOMPARE(text(model, 0, EndpointModel::Failures), u"100 %"_s);
    }

    void errorsComeAndGrowInPlace()
    {
        ErrorModel model;
        QAbstractItemModelTester tester(&model, Reporting::Fatal);
        metrics::Totals totals;
        auto first = snapshot(1, {});
        first.errors.push_back({ { "PUT", sendName, metrics::Kind::Ordinary }, metrics::Outcome::MatrixError,
            "M_FORBIDDEN", "not in room", 2, 1'700'000'000'000, 1'700'000'000'500 });
        totals.add(first);
        model.update(totals);
        auto second = snapshot(2, {});
        second.errors.push_back({ { "GET", syncName, metrics::Kind::PollSync }, metrics::Outcome::HttpError, "HTTP 502",
            "Bad Gateway", 1, 1'700'000'001'000, 1'700'000'001'000 });
        second.errors.push_back({ { "PUT", sendName, metrics::Kind::Ordinary }, metrics::Outcome::MatrixError,
            "M_FORBIDDEN", "not in room", 40, 1'700'000'001'000, 1'700'000'001'900 });
        std::sort(
            second.errors.begin(), second.errors.end(), [](const auto &a, const auto &b) { return a.key < b.key; });
        totals.add(second);
        model.update(totals);
        QCOMPARE(model.rowCount(), 2);
        QStringList rows;
        for (int row = 0; row < 2; ++row)
            rows.append(text(model, row, ErrorModel::Error) + u' ' + text(model, row, ErrorModel::Count));
        rows.sort();
        QCOMPARE(rows, QStringList({ u"HTTP 502 1"_s, u"M_FORBIDDEN 42"_s }));
    }

    void theLogForgetsItsOldestLines()
    {
        LogModel model;
        QAbstractItemModelTester tester(&model, Reporting::Fatal);
        for (int i = 0; i < LogModel::most + 5; ++i)
            model.append(LogModel::Level::Info, QString::number(i));
        QCOMPARE(model.rowCount(), LogModel::most);
        QCOMPARE(text(model, 0, LogModel::Text), u"5"_s);
    }

    void theTableSortsFiltersAndCopies()
    {
        EndpointModel model;
        metrics::Totals totals;
        totals.add(snapshot(1,
            { endpoint("PUT", sendName, metrics::Kind::Ordinary, 9, milliseconds(1'500)),
                endpoint("POST", "/_matrix/client/v3/createRoom", metrics::Kind::Ordinary, 10, milliseconds(900)),
                endpoint("GET", syncName, metrics::Kind::InitialSync, 100, milliseconds(80)) }));
        model.update(totals);
        DataTable table;
        table.showModel(&model, EndpointModel::Endpoint, EndpointModel::Requests, Qt::DescendingOrder);
        // By number, not by text: "9" after "10".
        QStringList order;
        for (int row = 0; row < 3; ++row)
            order.append(table.model()->index(row, EndpointModel::Requests).data().toString());
        QCOMPARE(order, QStringList({ u"100"_s, u"10"_s, u"9"_s }));

        table.setFilter(u"SEND"_s);
        QCOMPARE(table.model()->rowCount(), 1);
        table.setFilter({});
        QCOMPARE(table.model()->rowCount(), 3);

        table.show();
        table.selectRow(2);
        QTest::keySequence(&table, QKeySequence::Copy);
        const QStringList lines = QApplication::clipboard()->text().trimmed().split(u'\n');
        QCOMPARE(lines.size(), 2);
        QVERIFY(lines[0].startsWith(u"Endpoint\tRequests\tFailures (share)\t429\tp50 (ms)"));
        const QStringList cells = lines[1].split(u'\t');
        QCOMPARE(cells[0], u"PUT /rooms/_/send/m.room.message"_s);
        QVERIFY(qAbs(cells[4].toDouble() - 1'500) < 2); // plain milliseconds, as a spreadsheet wants them
    }
};

QTEST_MAIN(RunModelsTest)
#include "test_runmodels.moc"
