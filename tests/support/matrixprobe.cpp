// SPDX-License-Identifier: GPL-3.0-or-later
#include "matrixprobe.h"

#include <QEventLoop>
#include <QJsonDocument>
#include <QNetworkRequest>
#include <QSignalSpy>
#include <QSslConfiguration>

namespace throng::test {

using namespace Qt::StringLiterals;

QByteArray ProbeAnswer::header(QByteArrayView name) const
{
    for (const auto &[key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

QJsonValue ProbeAnswer::at(const QString &path) const
{
    QJsonValue value = json;
    for (const QString &key : path.split(u'/')) {
        if (value.isArray()) {
            const QJsonArray array = value.toArray();
            const qsizetype index = key.toInt();
            value = array.at(index < 0 ? array.size() + index : index);
        } else {
            value = value.toObject().value(key);
        }
    }
    return value;
}

MatrixProbe::MatrixProbe(const QUrl &server, QString accessToken)
    : token(std::move(accessToken))
    , m_server(server)
{
    m_network.setTransferTimeout(20'000);
}

ProbeAnswer MatrixProbe::get(const QString &path)
{
    return send("GET", path, {});
}

ProbeAnswer MatrixProbe::post(const QString &path, const QJsonObject &body)
{
    return send("POST", path, QJsonDocument(body).toJson(QJsonDocument::Compact));
}

ProbeAnswer MatrixProbe::put(const QString &path, const QJsonObject &body)
{
    return send("PUT", path, QJsonDocument(body).toJson(QJsonDocument::Compact));
}

namespace {

QNetworkRequest requestFor(const QUrl &server, const QString &path, const QString &token)
{
    QNetworkRequest request(QUrl(server.toString(QUrl::StripTrailingSlash) + path, QUrl::StrictMode));
    if (!token.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + token.toUtf8());
    return request;
}

} // namespace

ProbeAnswer MatrixProbe::send(
    const QByteArray &method, const QString &path, const QByteArray &body, const QByteArray &contentType)
{
    QNetworkRequest request = requestFor(m_server, path, token);
    if (!body.isEmpty())
        request.setHeader(QNetworkRequest::ContentTypeHeader, contentType);
    const std::unique_ptr<QNetworkReply> reply(m_network.sendCustomRequest(request, method, body));
    return answerOf(*reply);
}

std::unique_ptr<QNetworkReply> MatrixProbe::begin(const QString &path)
{
    return std::unique_ptr<QNetworkReply>(m_network.get(requestFor(m_server, path, token)));
}

ProbeAnswer MatrixProbe::answerOf(QNetworkReply &reply)
{
    if (!reply.isFinished()) {
        QEventLoop loop;
        QObject::connect(&reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
        loop.exec();
    }
    ProbeAnswer answer;
    answer.status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    answer.error = reply.error();
    answer.body = reply.readAll();
    answer.json = QJsonDocument::fromJson(answer.body).object();
    answer.headers = reply.rawHeaderPairs();
    if (m_record && answer.header("Content-Type") == "application/json") {
        const QJsonDocument body = QJsonDocument::fromJson(answer.body);
        const QByteArray method = reply.operation() == QNetworkAccessManager::CustomOperation
            ? reply.request().attribute(QNetworkRequest::CustomVerbAttribute).toByteArray()
            : QByteArray("GET");
        const QJsonObject line { { u"method"_s, QString::fromLatin1(method) },
            { u"path"_s, reply.url().toString(QUrl::RemoveScheme | QUrl::RemoveAuthority | QUrl::FullyEncoded) },
            { u"status"_s, answer.status },
            { u"body"_s, body.isArray() ? QJsonValue(body.array()) : QJsonValue(body.object()) } };
        m_record->write(QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n');
    }
    return answer;
}

ProbeAnswer MatrixProbe::registerUser(const QString &name, const QString &password)
{
    const QJsonObject auth { { u"type"_s, u"m.login.dummy"_s } };
    ProbeAnswer answer = post(u"/_matrix/client/v3/register"_s,
        { { u"username"_s, name }, { u"password"_s, password }, { u"auth"_s, auth } });
    token = answer.text("access_token"_L1);
    userId = answer.text("user_id"_L1);
    return answer;
}

ProbeAnswer MatrixProbe::login(const QString &name, const QString &password)
{
    const QJsonObject identifier { { u"type"_s, u"m.id.user"_s }, { u"user"_s, name } };
    ProbeAnswer answer = post(u"/_matrix/client/v3/login"_s,
        { { u"type"_s, u"m.login.password"_s }, { u"identifier"_s, identifier }, { u"password"_s, password } });
    token = answer.text("access_token"_L1);
    userId = answer.text("user_id"_L1);
    return answer;
}

QString MatrixProbe::createRoom(const QJsonObject &body)
{
    return post(u"/_matrix/client/v3/createRoom"_s, body).text("room_id"_L1);
}

QString MatrixProbe::sendText(const QString &room, const QString &text, const QString &transaction)
{
    return put(u"/_matrix/client/v3/rooms/"_s + part(room) + u"/send/m.room.message/"_s + part(transaction),
        { { u"msgtype"_s, u"m.text"_s }, { u"body"_s, text } })
        .text("event_id"_L1);
}

ProbeAnswer MatrixProbe::sync(const QString &since, const QString &more)
{
    QString path = u"/_matrix/client/v3/sync?timeout=0"_s;
    if (!since.isEmpty())
        path += u"&since="_s + since;
    return get(path + more);
}

} // namespace throng::test
