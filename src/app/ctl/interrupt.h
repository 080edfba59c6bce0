// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QSocketNotifier;

namespace throng::ctl {

/// Ctrl-C and SIGTERM as a Qt signal. One at a time: it holds the process's handlers while it lives.
class Interrupt : public QObject {
    Q_OBJECT

public:
    explicit Interrupt(QObject *parent = nullptr);
    ~Interrupt() override;

Q_SIGNALS:
    /// `count`: how often by now. The first asks politely, the second does not.
    void received(int count);

private:
    void read();

    int m_readEnd = -1;
    int m_count = 0;
    QSocketNotifier *m_notifier = nullptr;
};

} // namespace throng::ctl
