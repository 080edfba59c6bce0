// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

using SSL_CTX = struct ssl_ctx_st;

namespace throng::practice {

/// Reads and writes on a non-blocking socket, plain or through TLS. It owns no buffer while idle: that is what
/// keeps a waiting long poll small.
class Transport {
public:
    enum class Status : unsigned char { Ok, WantRead, WantWrite, Closed };
    struct Outcome {
        Status status;
        std::size_t bytes = 0;
    };

    virtual ~Transport() = default;
    virtual Outcome read(std::span<char> into) = 0;
    virtual Outcome write(std::string_view bytes) = 0;
    /// Whether the peer is gone, without taking anything of what it may have sent.
    virtual bool isClosedByPeer() = 0;
    /// Whether bytes may be at hand that the socket's readiness will not tell of.
    virtual bool mayHoldBytes() const = 0;

    static std::unique_ptr<Transport> plain(int descriptor);
    static std::unique_ptr<Transport> tls(int descriptor, SSL_CTX *context);
};

} // namespace throng::practice
