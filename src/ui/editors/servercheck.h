// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/stopscope.h"
#include "engine/base/task.h"
#include "engine/http/origin.h"
#include "engine/matrix/limitsprobe.h"
#include "engine/matrix/serverprobe.h"
#include "engine/project/serversettings.h"

#include <QObject>

#include <memory>
#include <optional>

namespace throng::ui {

class LoadPermission;
class ProbeManager;

/// Puts a ServerProbe or a LimitsProbe to the server of some settings: with their CA file, proxy, and choice not to
/// check. One at a time.
class ServerCheck : public QObject {
    Q_OBJECT
public:
    explicit ServerCheck(QObject *parent = nullptr);
    ~ServerCheck() override;

    /// `folder` is what a relative CA file is relative to. Begins anew when one is under way.
    void start(const project::ServerSettings &settings, const QString &folder, bool secretGiven, bool tokenGiven);
    /// Makes an account and a room there. Looks up the addresses first and asks `permission` about them.
    void probeLimits(const project::ServerSettings &settings, const QString &folder,
        const matrix::LimitsProbeOptions &options, LoadPermission &permission);
    /// A check ends at once; a probe of the limits cleans up first and then finishes.
    void cancel();
    /// Ends at once whatever is under way; nothing is heard of it any more.
    void abandon();
    [[nodiscard]] bool isRunning() const;
    [[nodiscard]] bool isProbingLimits() const { return m_origin || m_limits; }
    [[nodiscard]] const matrix::ServerReport &report() const { return m_report; } ///< of the last whole check

Q_SIGNALS:
    void progress(int step, int steps, const QString &what);
    void found(const throng::matrix::Finding &finding);
    void finished(const throng::matrix::ServerReport &report);
    void limitsFinished(const throng::matrix::LimitsReport &report);
    void failed(const QString &why); ///< nothing was asked: the address or the CA file is unusable
    void limitsFailed(const QString &why); ///< nothing was made on the server; empty: because the user said no

private:
    struct OriginSearch;

    Task<> findOrigin(std::shared_ptr<OriginSearch> search);
    void originFound(const std::shared_ptr<OriginSearch> &search);

    std::unique_ptr<ProbeManager> m_manager;
    std::unique_ptr<matrix::ServerProbe> m_probe;
    std::shared_ptr<OriginSearch> m_origin;
    std::unique_ptr<matrix::LimitsProbe> m_limits;
    matrix::ServerReport m_report;
};

} // namespace throng::ui
