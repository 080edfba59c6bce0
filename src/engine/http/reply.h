// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/stopscope.h"
#include "engine/base/task.h"
#include "engine/http/contentdecoder.h"
#include "engine/http/transfer.h"
#include "engine/http/uploadbody.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>

#include <memory>

namespace throng::http {

class AccessManager;
class Destination;

/// What AccessManager::createRequest() returns: a QNetworkReply over the manager's lanes.
///
/// Follows redirects by the request's policy, decodes gzip and deflate unless the request names an Accept-Encoding,
/// keeps the manager's cookies. Unlike Qt's: no cache, no answer to an authentication challenge (401 is an error at
/// once; a URL's user and password are sent unasked), the TLS settings are the manager's and not the request's, and the
/// text of an error says what happened in more words. Stopping the manager's scope aborts it.
class Reply final : public QNetworkReply, private Transfer, private StopScope::Waiter {
    Q_OBJECT

public:
    Reply(AccessManager &manager, QNetworkAccessManager::Operation operation, const QNetworkRequest &request,
        QIODevice *outgoingData);
    ~Reply() override;

    void abort() override;
    void close() override;
    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] qint64 bytesAvailable() const override;
    void setReadBufferSize(qint64 size) override;

protected:
    qint64 readData(char *data, qint64 size) override;

private:
    // Transfer
    void appendHead(QByteArray &out) const override;
    [[nodiscard]] QByteArray body() override { return m_upload.first(); }
    [[nodiscard]] More moreBody(QByteArray &chunk) override;
    [[nodiscard]] bool rewind() override { return m_upload.rewind(); }
    void sent(qint64 bodyBytes) override;
    void headReceived(qint64 announced, QByteArrayView reason) override;
    void bodyReceived(QByteArrayView data) override;
    void progressed() override;
    [[nodiscard]] bool wantsMore() const override;
    void finished() override;
    [[nodiscard]] bool isHeadRequest() const override { return m_method == "HEAD"; }
    [[nodiscard]] bool isRepeatable() const override;
    // StopScope::Waiter
    void stopped() override;

    void begin();
    Task<> resolveAndSend();
    void send();
    void startAt(Destination &destination);
    void buildHead();
    void appendCookies();
    void takeCookies();
    void takeHeaders();
    void announce();
    void announceSoon();
    [[nodiscard]] bool isRedirect() const;
    void redirect();
    void follow();
    void fail(NetworkError error, const QString &text);
    void failSoon(NetworkError error, const QString &text);
    void conclude();
    void postponeTimeout();

    AccessManager &m_manager;
    QByteArray m_method;
    QByteArray m_head;
    UploadBody m_upload;
    std::unique_ptr<ContentDecoder> m_decoder;
    StopScope m_lookupScope; // ends a name lookup that nobody waits for any more
    QByteArray m_data; // received and not read yet, from m_readAt on
    qsizetype m_readAt = 0;
    qint64 m_received = 0; // body bytes, decoded
    qint64 m_announced = -1;
    qint64 m_uploaded = 0;
    qint64 m_uploadReported = -1;
    QUrl m_target; // of the redirect to follow
    int m_redirectsLeft = 0;
    Nanoseconds m_timeout {}; // without a byte; 0 for none
    NetworkError m_bodyError = NoError;
    QString m_bodyErrorText;
    bool m_decode = false;
    bool m_withCookies = false;
    bool m_headUnreported = false;
    bool m_dataUnreported = false;
    bool m_discards = false; // the body of a redirect, or everything after close()
    bool m_notifying = false;
};

} // namespace throng::http
