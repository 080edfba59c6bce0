// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/matrixlocustexport.h"

#include "engine/base/words.h"
#include "engine/project/hooksjson.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace throng::project {

namespace {

/// What a set-up test without a run time may take there: ours ends when all is done, run.py's when time is up.
std::chrono::milliseconds generousTime(const Test &test, int users)
{
    const double spawning = std::ceil(users / test.spawnRate);
    // A createRoom takes a server a tenth of a second of its own, and big rooms many times that.
    const double working = test.behaviour == users::Behaviour::CreateRooms ? users : users / 10.0;
    const double minutes = std::ceil((spawning + working) / 60) + 1;
    return std::chrono::minutes(qint64(minutes));
}

/// Fills in what one test needs.
class Filler {
public:
    Filler(Test &test, int accounts, QStringList &notes)
        : m_test(test)
        , m_accounts(std::max(accounts, 1))
        , m_notes(notes)
    {
    }

    void fill()
    {
        if (m_test.name.isEmpty() || !isWritten(u"name"_s))
            write(u"name"_s, m_test.name, m_test.name);
        if (!m_test.users) {
            m_test.users = m_accounts;
            write(u"num_users"_s, m_accounts, Words::tr("%1, as many as there are accounts").arg(m_accounts));
        }
        if (!isWritten(u"spawn_rate"_s))
            write(u"spawn_rate"_s, m_test.spawnRate, QString::number(m_test.spawnRate));
        if (!m_test.runTime) {
            m_test.runTime = generousTime(m_test, *m_test.users);
            const QString time = formatRunTime(*m_test.runTime);
            write(u"runtime"_s, time, Words::tr("%1: run.py does not end a test when all is done").arg(time));
        }
        pairArguments(u"pre_script_command"_s, m_test.preHooks);
        pairArguments(u"post_script_command"_s, m_test.postHooks);
        if (!m_test.enabled)
            note(Words::tr("is switched off here; run.py runs it all the same"));
        if (m_test.isSetup() && m_test.stopWhenDone && isWritten(u"runtime"_s) && m_test.source.contains(u"runtime"_s))
            note(Words::tr("ends here when all accounts are done, there after its runtime"));
        const auto isPlain = [](const Hook &hook) { return hook == Hook { hook.command, hook.arguments }; };
        if (!std::all_of(m_test.preHooks.begin(), m_test.preHooks.end(), isPlain)
            || !std::all_of(m_test.postHooks.begin(), m_test.postHooks.end(), isPlain))
            note(Words::tr("time limits and failures of commands mean nothing to run.py"));
    }

private:
    [[nodiscard]] bool isWritten(const QString &key) const
    {
        return m_test.source.contains(key) || m_test.imported.contains(key);
    }

    void note(const QString &text) { m_notes += u"%1: %2"_s.arg(m_test.name, text); }

    void write(const QString &key, const QJsonValue &value, const QString &shown)
    {
        m_test.source.insert(key, value);
        note(Words::tr("%1 filled in: %2").arg(key, shown));
    }

    /// run.py goes through both lists side by side and stops at the end of the shorter one.
    void pairArguments(const QString &key, const QList<Hook> &hooks)
    {
        const QString arguments = key + u"_args"_s;
        const QJsonObject &from = m_test.source.contains(key) ? m_test.source : m_test.imported;
        if (hooks.isEmpty() || !from.contains(key))
            return; // written whole
        if (from.value(key).isArray() && from.value(arguments).toArray().size() == hooks.size())
            return;
        writePairedHooks(m_test.source, key, hooks);
        note(Words::tr("%1 and its arguments written as lists of one length").arg(key));
    }

    Test &m_test;
    const int m_accounts;
    QStringList &m_notes;
};

} // namespace

Result<QStringList> exportMatrixLocustSuite(const QString &path, const Suite &suite, int accounts)
{
    QStringList notes;
    Suite exported = suite;
    exported.tests.removeIf([&notes](const Test &test) {
        const bool isOurs = test.behaviour == users::Behaviour::FillRooms;
        if (isOurs)
            notes += Words::tr("%1: left out, matrix-locust has no script that fills rooms").arg(test.name);
        return isOurs;
    });
    for (Test &test : exported.tests)
        Filler(test, accounts, notes).fill();
    if (suite.rounds > 1)
        notes += Words::tr("run.py does not repeat a suite: start it %1 times").arg(suite.rounds);
    if (!suite.beforeHooks.isEmpty() || !suite.afterHooks.isEmpty() || !suite.eventHooks.isEmpty())
        notes += Words::tr("run.py does not know commands of a whole suite or of an event; they are kept in the file");
    if (const Result<> written = writeSuiteFile(path, exported); !written)
        return tl::unexpected(written.error());
    return notes;
}

} // namespace throng::project
