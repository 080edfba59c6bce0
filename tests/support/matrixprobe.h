// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QUrl>

#include <memory>

namespace throng::test {

/// What a homeserver answered.
struct ProbeAnswer {
    int status = 0; ///< 0: no HTTP answer
    QNetworkReply::NetworkError error = QNetworkReply::NoError;
    QByteArray body;
    QJsonObject json; ///< of a body that is an object
    QList<QNetworkReply::RawHeaderPair> headers;

    QString errcode() const { return json.value(QLatin1StringView("errcode")).toString(); }
    QByteArray header(QByteArrayView name) const;
    QString text(QLatin1StringView key) const { return json.value(key).toString(); }
    /// A value deep inside: keys and array indexes parted by '/'; event types and room IDs hold no slash.
    QJsonValue at(const QString &path) const;
};

/// A plain client of the Matrix API for tests: Qt's own HTTP, nothing of Throng's.
class MatrixProbe {
public:
    explicit MatrixProbe(const QUrl &server, QString token = {});

    QString token;
    QString userId;

    ProbeAnswer get(const QString &path);
    ProbeAnswer post(const QString &path, const QJsonObject &body = {});
    ProbeAnswer put(const QString &path, const QJsonObject &body = {});
    ProbeAnswer send(const QByteArray &method, const QString &path, const QByteArray &body,
        const QByteArray &contentType = "application/json");
    /// A request in progress; end it with answerOf().
    std::unique_ptr<QNetworkReply> begin(const QString &path);
    ProbeAnswer answerOf(QNetworkReply &reply);

    /// From now on writes every answer to `device`: a line of JSON each, with method, path, status and body.
    void record(QIODevice *device) { m_record = device; }

    /// Registers by m.login.dummy and keeps the token.
    ProbeAnswer registerUser(const QString &name, const QString &password = QStringLiteral("secret"));
    ProbeAnswer login(const QString &name, const QString &password = QStringLiteral("secret"));
    /// Room ID of a new room.
    QString createRoom(const QJsonObject &body);
    /// Event ID.
    QString sendText(const QString &room, const QString &text, const QString &transaction);
    ProbeAnswer sync(const QString &since = {}, const QString &more = {});

    /// A path part, percent-encoded.
    static QString part(const QString &text) { return QString::fromLatin1(QUrl::toPercentEncoding(text)); }

private:
    QUrl m_server;
    QNetworkAccessManager m_network;
    QIODevice *m_record = nullptr;
};

} // namespace throng::test
