// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/task.h"
#include "engine/matrix/apierror.h"
#include "engine/matrix/types.h"

#include <QList>
#include <QString>

#include <optional>

QT_FORWARD_DECLARE_CLASS(QJsonObject)

namespace throng::http {
class AccessManager;
struct Request;
struct Response;
} // namespace throng::http

namespace throng::matrix {

/// As much of Synapse's admin API as a clean-up needs. The manager carries an administrator's token. These requests
/// are no part of any measurement.
///
/// Synapse's documentation: "Admin API", rooms, users, media, register.
class SynapseAdmin {
public:
    struct Room {
        QString id;
        QString creator; ///< user ID; empty where the server does not know it any more
    };
    struct RoomPage {
        QList<Room> rooms;
        std::optional<qint64> next; ///< `from` of the next page
    };
    enum class Deletion : quint8 { UnderWay, Complete, Failed };

    explicit SynapseAdmin(http::AccessManager &manager)
        : m_manager(manager)
    {
    }

    /// An administrator made with the registration shared secret.
    Task<ApiResult<LoginResponse>> makeAdmin(QByteArray sharedSecret, QString username, QString password);
    /// All rooms of the server, page by page. 403 for who is no administrator, 404 on another server than Synapse.
    Task<ApiResult<RoomPage>> rooms(qint64 from);
    /// Begins to shut a room down and to purge it; the ID of the deletion.
    Task<ApiResult<QString>> deleteRoom(QString roomId);
    Task<ApiResult<Deletion>> deletion(QString deleteId);
    /// Removes some of what a user has uploaded; how many files that were. 0: there is nothing left.
    Task<ApiResult<int>> deleteMedia(QString userId);
    Task<ApiResult<>> deactivate(QString userId); ///< and erases what the user has written

private:
    Task<ApiResult<QJsonObject>> call(http::Request request);

    http::AccessManager &m_manager;
};

/// POST /account/deactivate with erase: asks, and confirms with the password (user-interactive authentication). The
/// manager carries the account's token.
Task<ApiResult<>> deactivateAccount(http::AccessManager &manager, QString userId, QString password);

} // namespace throng::matrix
