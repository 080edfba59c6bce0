// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"

#include <QByteArray>

#include <memory>

using SSL_CTX = struct ssl_ctx_st;

namespace throng::practice {

/// A certificate for 127.0.0.1 and localhost that signs itself, made anew each time, and a TLS context that shows it.
class Certificate {
public:
    static Result<std::unique_ptr<Certificate>> make();
    ~Certificate();

    [[nodiscard]] SSL_CTX *context() const { return m_context; }
    [[nodiscard]] QByteArray pem() const { return m_pem; }

private:
    Certificate() = default;

    SSL_CTX *m_context = nullptr;
    QByteArray m_pem;
};

} // namespace throng::practice
