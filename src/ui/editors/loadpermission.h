// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/targetguard.h"

#include <QObject>
#include <QUrl>

#include <optional>

QT_FORWARD_DECLARE_CLASS(QWidget)

namespace throng::ui {

class Questions;

/// Whether a server may be loaded: what the guard says of its addresses, and the question where it wants an answer.
class LoadPermission : public QObject {
    Q_OBJECT
public:
    explicit LoadPermission(Questions &questions, QWidget *dialogParent);
    ~LoadPermission() override;

    void setPermissions(const project::Permissions &permissions);
    /// Judged at once when the host is an address itself, or this machine; else once it was looked up.
    void setServer(const QUrl &server);
    /// Asks the name server, once. Nothing is sent to the homeserver.
    void lookUp();
    /// Empty as long as the addresses are not known.
    [[nodiscard]] const std::optional<project::Verdict> &verdict() const { return m_verdict; }
    [[nodiscard]] bool isAskable() const;
    /// Puts the question. What was answered comes by granted().
    bool ask();
    /// The same about `addresses`, which are known from elsewhere.
    bool ask(const QList<QHostAddress> &addresses);

Q_SIGNALS:
    void changed();
    void granted(const throng::project::Permissions &permissions);

private:
    void judge(const QList<QHostAddress> &addresses);

    Questions &m_questions;
    QWidget *m_dialogParent;
    project::Permissions m_permissions;
    QString m_host;
    QList<QHostAddress> m_addresses;
    std::optional<project::Verdict> m_verdict;
    int m_lookup = -1;
};

} // namespace throng::ui
