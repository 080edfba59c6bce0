// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QTemporaryFile>

#include <curl/curl.h>

#include <memory>

namespace throng::http {

struct CurlListDeleter {
    void operator()(curl_slist *list) const { curl_slist_free_all(list); }
};

/// An origin in libcurl's words. Read by all workers, written by none.
struct DialSettings {
    QByteArray url;
    QByteArray proxy; ///< "" for none: NULL would let the environment choose one
    std::unique_ptr<curl_slist, CurlListDeleter> addresses; ///< for CURLOPT_RESOLVE
    /// One file of trusted authorities: libcurl reads it once a thread then. Debian's CAPATH would cost 21 ms of CPU
    /// and 888 KB for each connection.
    QByteArray caFile;
    std::unique_ptr<QTemporaryFile> caBundle; ///< when caFile had to be put together
    bool tls = false;
    bool verify = true;
};

} // namespace throng::http
