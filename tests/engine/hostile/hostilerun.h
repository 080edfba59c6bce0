// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "../run/runfixture.h"

#include <QElapsedTimer>

#include <array>
#include <memory>
#include <vector>

namespace throng::test {

/// A fault of the practice homeserver, and what Throng is to say of a request that it strikes.
struct Blow {
    const char *name;
    QByteArray fault; ///< its members in a fault plan
    metrics::Outcome outcome = metrics::Outcome::Ok; ///< Ok: it does no harm
    QByteArray label {}; ///< in the table of errors
    QString text {}; ///< part of the error's text
    enum Kind { AtOnce, Hangs, OfTimelines, OfConnections, Restarts };
    Kind kind = AtOnce;
    // Where there are two ways to notice
    QByteArray orLabel {}; ///< of a NetworkError
    QString orText {};

    [[nodiscard]] bool harms() const { return outcome != metrics::Outcome::Ok; }
    [[nodiscard]] bool isAnswer() const ///< it harms by what is answered
    {
        return outcome != metrics::Outcome::Timeout && outcome != metrics::Outcome::NetworkError;
    }
    /// False where nobody looks at what this damages.
    [[nodiscard]] bool harmsAt(const practice::Truth::Endpoint &endpoint) const;
    [[nodiscard]] bool isSaidIn(const QString &text) const;
    [[nodiscard]] bool isReportedBy(const metrics::ErrorDelta &error) const;
};

/// In one of the tests, in their order, or in each of them.
enum class Where { Everywhere, Register, CreateRooms, JoinRooms, FillRooms, Chat };

/// A test of the run, and how a fault can meet it.
struct Stage {
    Where where;
    const char *name;
    users::Behaviour behaviour;
    bool syncs; ///< else what is wrong with timelines must not strike it: it asks for none
};
inline constexpr std::array stages {
    Stage { Where::Register, "register", users::Behaviour::Register, false },
    Stage { Where::CreateRooms, "create rooms", users::Behaviour::CreateRooms, false },
    Stage { Where::JoinRooms, "join rooms", users::Behaviour::JoinRooms, true },
    Stage { Where::FillRooms, "fill rooms", users::Behaviour::FillRooms, false },
    Stage { Where::Chat, "chat", users::Behaviour::Chat, true },
};

/// A whole run of the five tests with six users, with its worker threads and files, against a server of its own that
/// does one thing wrong. `Everywhere`: here and there in each of them, so that all is done in the end. Else: for good,
/// from the beginning of that one test, which is then the last.
class HostileRun : public QObject {
public:
    static constexpr int users = 6;
    static constexpr int rooms = 4; ///< of three members each
    static constexpr auto timeout = std::chrono::milliseconds(2'000); ///< of requests to a server that hangs

    HostileRun(Blow blow, Where where);

    void start();
    [[nodiscard]] bool isFinished() const { return m_driver && m_driver->isFinished(); }
    [[nodiscard]] bool isStarted() const { return m_timer.isValid(); }

    /// What is not as it should be, one line each; empty when all is well.
    [[nodiscard]] QStringList complaints();
    /// The same project again, with a server that has come to its senses: complaints unless everything is done now.
    [[nodiscard]] QStringList heal();

private:
    struct Books; ///< of one endpoint
    [[nodiscard]] static QList<run::TestPlan> tests(); ///< as `stages` has them
    [[nodiscard]] practice::FaultPlan faultsIn(int test) const;
    /// How often the fault has struck by now, and how many messages there are and were sent.
    struct Mark {
        quint64 struck = 0;
        quint64 messages = 0; ///< in the rooms
        quint64 sends = 0; ///< requests, however they ended
    };
    [[nodiscard]] Mark mark() const;
    void checkErrors(const run::TestSummary &test);
    void checkBooks();
    void checkBounds();
    void checkDone(const run::RunSummary &summary, bool chats);
    void checkFailure();
    void checkState(const run::RunSummary &summary);
    [[nodiscard]] bool hasSeenEnough();
    void check(bool right, const QString &otherwise)
    {
        if (!right)
            m_complaints += otherwise;
    }
    [[nodiscard]] QStringList taken() { return std::exchange(m_complaints, {}); }

    const Blow m_blow;
    const Where m_where;
    practice::PracticeServer m_server;
    SmallProject m_project;
    std::unique_ptr<Driver> m_driver;
    std::vector<Mark> m_marks; ///< at the end of each test
    QElapsedTimer m_timer;
    qint64 m_took = 0;
    QStringList m_complaints;
};

/// Some runs at once: those against a server that hangs do nothing but wait.
class HostileStage {
public:
    /// So many runs go on at once.
    explicit HostileStage(std::size_t together)
        : m_together(together)
    {
    }

    /// Rows of a test: each blow everywhere, and in each behaviour.
    void addRows(const QList<Blow> &blows);
    /// Plays the row's run; what is wrong, one line each. The runs of the rows behind it go on meanwhile.
    [[nodiscard]] QStringList play(const QByteArray &row);

private:
    struct Entry {
        QByteArray name;
        Blow blow;
        Where where;
        std::unique_ptr<HostileRun> run;
    };
    [[nodiscard]] bool startMore(std::vector<Entry>::iterator from);

    const std::size_t m_together;
    std::vector<Entry> m_entries;
};

} // namespace throng::test
