// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"

#include <QTemporaryDir>

#include <memory>

namespace throng::practice {
class PracticeServer;
}

namespace throng::ui {

class Document;

/// The practice homeserver on this machine and a small project for it, both gone when this is.
class PracticeTest {
public:
    PracticeTest();
    ~PracticeTest();

    /// Starts the server and makes the project: a hundred users who chat for two minutes.
    [[nodiscard]] Result<std::unique_ptr<Document>> begin();

private:
    QTemporaryDir m_folder;
    std::unique_ptr<practice::PracticeServer> m_server;
};

} // namespace throng::ui
