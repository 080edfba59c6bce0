// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QThread>

#include <atomic>
#include <functional>
#include <memory>

namespace throng::ui {

/// A thread of its own for what the window must not wait for, such as a disk. It does what it is given in that order.
/// Belongs to the window's thread.
class Background {
public:
    /// `name` is the thread's, for a debugger.
    explicit Background(const QString &name);
    /// Waits for what is being done; what run() was given and has not begun is left undone.
    ~Background();
    Background(const Background &) = delete;
    Background &operator=(const Background &) = delete;

    /// Does `work`, then hands what it returned to `done`, in the window's thread and only while `context` lives.
    template <typename Work, typename Done>
    void run(QObject *context, Work work, Done done)
    {
        post([this, context = QPointer<QObject>(context), work = std::move(work), done = std::move(done)]() mutable {
            if (m_isEnding)
                return;
            using Found = decltype(work());
            const auto found = std::make_shared<Found>(work());
            handOver([context = std::move(context), found, done = std::move(done)] {
                if (context)
                    done(*found);
            });
        });
    }

    /// Does `work` in any case, also when this is about to go: to let go of what belongs to that thread.
    void post(std::function<void()> work);

private:
    void handOver(std::function<void()> done);

    QThread m_thread;
    QObject *m_there; ///< on the thread
    QObject m_here;
    std::atomic<bool> m_isEnding = false;
};

} // namespace throng::ui
