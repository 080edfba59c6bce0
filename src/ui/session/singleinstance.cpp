// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/singleinstance.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QLocalSocket>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

// Milliseconds for an instance that may be starting or drawing on a busy machine. Where none runs, that is known at
// once.
constexpr int patience = 20'000;
const auto taken = "taken\n"_ba;

} // namespace

SingleInstance::SingleInstance(const QString &key, QObject *parent)
    : QObject(parent)
    // The key may be long and have slashes in it; a socket's name must not.
    , m_name(u"throng-"_s
          + QString::fromLatin1(QCryptographicHash::hash(key.toUtf8(), QCryptographicHash::Sha256).toHex().left(16)))
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket *socket = m_server.nextPendingConnection()) {
            connect(socket, &QLocalSocket::readyRead, this, [this, socket] { receive(socket); });
            connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
            receive(socket);
        }
    });
}

bool SingleInstance::handOver(const QStringList &paths) const
{
    QLocalSocket socket;
    socket.connectToServer(m_name);
    if (!socket.waitForConnected(patience))
        return false;
    QDataStream stream(&socket);
    stream << paths;
    socket.waitForBytesWritten(patience);
    QByteArray answer;
    while (answer != taken && socket.waitForReadyRead(patience))
        answer += socket.readAll();
    return answer == taken;
}

bool SingleInstance::listen()
{
    if (m_server.listen(m_name))
        return true;
    // One that has crashed left its socket behind: nobody answers there.
    QLocalSocket probe;
    probe.connectToServer(m_name);
    if (probe.waitForConnected(patience))
        return false;
    QLocalServer::removeServer(m_name);
    return m_server.listen(m_name);
}

void SingleInstance::receive(QLocalSocket *socket)
{
    if (socket->bytesAvailable() == 0)
        return;
    QDataStream stream(socket);
    stream.startTransaction();
    QStringList paths;
    stream >> paths;
    if (!stream.commitTransaction())
        return; // the rest is still on its way
    socket->write(taken);
    socket->disconnectFromServer();
    Q_EMIT handedOver(paths);
}

} // namespace throng::ui
