// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/stopscope.h"

#include <QObject>

#include <memory>

namespace throng::http {
class AccessManager;
class Reactor;
struct Origin;
} // namespace throng::http

namespace throng::run {

/// Asks a server once for its name and version ("Synapse 1.163.2"), by /_matrix/federation/v1/version, over a
/// connection of its own that nothing measures. Deletes itself when the answer is there, or when none will come.
class ServerSoftware : public QObject {
    Q_OBJECT

public:
    /// Connects to that origin's addresses and to no other.
    explicit ServerSoftware(std::shared_ptr<const http::Origin> origin, QObject *parent = nullptr);
    ~ServerSoftware() override;

    void ask();

Q_SIGNALS:
    void told(const QString &software);

private:
    StopScope m_scope;
    std::shared_ptr<const http::Origin> m_origin;
    std::unique_ptr<http::Reactor> m_reactor;
    std::unique_ptr<http::AccessManager> m_manager;
};

} // namespace throng::run
