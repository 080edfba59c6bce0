// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/matrix/limitsprobe.h"
#include "engine/matrix/serverreport.h"

#include <QWidget>

QT_FORWARD_DECLARE_CLASS(QLabel)
QT_FORWARD_DECLARE_CLASS(QProgressBar)
QT_FORWARD_DECLARE_CLASS(QPushButton)
QT_FORWARD_DECLARE_CLASS(QScrollArea)
QT_FORWARD_DECLARE_CLASS(QVBoxLayout)

namespace throng::ui {

class FindingRow;
class LimitsOffer;
class ServerCheck;

/// What the server said: a row for each finding, as they come, with what it means; progress and Cancel above, and the
/// offer to find out the rate limits.
class ProbeView : public QWidget {
    Q_OBJECT
public:
    explicit ProbeView(ServerCheck &check, QWidget *parent = nullptr);

    void begin(); ///< call before the check starts
    void beginLimits(); ///< call before the limits are probed; what the check found stays
    void limitsFailed(const QString &why); ///< they were not probed; empty: because the user said no
    void forget(const QString &why); ///< what was found no longer holds
    void sayReached(); ///< a run has just found a server there, of which nothing was asked here
    /// As a person knows the server, and whether an account would be made on it: what the offer says.
    void setTarget(const QString &server, bool makesAccount);

Q_SIGNALS:
    void cancelled(); ///< a check; of a probe of the limits the check says when it has cleaned up
    void limitsWanted();

private:
    void add(const matrix::Finding &finding);
    void removeRows();
    void removeLimits();
    void working(const QString &text);
    void end(const QString &text);
    void showSteps(int step, int steps, const QString &what);
    void cancel();
    void limitsFinished(const matrix::LimitsReport &report);
    void setMayProbe(bool may);

    ServerCheck &m_check;
    QLabel *m_state;
    QPushButton *m_probeLimits;
    QPushButton *m_cancel;
    QProgressBar *m_progress;
    LimitsOffer *m_offer;
    QScrollArea *m_scroll;
    QWidget *m_rows;
    QVBoxLayout *m_list;
    QList<FindingRow *> m_findings;
    QString m_server;
    bool m_makesAccount = true;
    bool m_mayProbe = false; ///< a homeserver is there
};

} // namespace throng::ui
