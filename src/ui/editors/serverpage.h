// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editors/page.h"

namespace throng::ui {

class Document;
class Questions;
class SecretStore;
class ServerEditor;

/// The server under test, and what it says of itself.
class ServerPage : public Page {
    Q_OBJECT
public:
    ServerPage(Document &document, Questions &questions, QWidget *parent = nullptr);

    /// Where secrets are kept between sessions; null: nowhere.
    void setSecretStore(SecretStore *store);
    void checkServer();
    /// A run has found it there; `software` as far as it is known.
    void serverReached(const QUrl &server, const QString &software);
    /// "Synapse 1.163.2", once it is known.
    [[nodiscard]] const QString &software() const;

Q_SIGNALS:
    void serverKnown(); ///< or no longer known

private:
    void reload();
    void apply(const QString &field);

    Document &m_document;
    ServerEditor *m_editor;
    bool m_applying = false;
};

} // namespace throng::ui
