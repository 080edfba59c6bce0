// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/matrix/limitsprobe.h"
#include "engine/project/permission.h"
#include "engine/project/serversettings.h"
#include "engine/run/runplan.h"
#include "engine/users/account.h"

#include <QWidget>

#include <functional>
#include <vector>

namespace throng::ui {

class LoadPermission;
class ProbeView;
class Questions;
class SecretStore;
class ServerCheck;
class ServerForm;

/// Everything about the server in one place: the form, the check, the probe of the limits, the permission and the
/// keyring. The page and the wizard each put one over what they edit.
class ServerEditor : public QWidget {
    Q_OBJECT
public:
    /// `secrets` is what is edited of them; outlives the editor.
    ServerEditor(run::Secrets &secrets, Questions &questions, QWidget *parent = nullptr);

    void setValue(const project::ServerSettings &settings);
    [[nodiscard]] const project::ServerSettings &value() const;
    void setPermissions(const project::Permissions &permissions);
    void setFolder(const QString &folder) { m_folder = folder; } ///< of the project, for relative paths
    /// Where the accounts come from that exist already, asked when the limits are probed.
    void setAccounts(std::function<std::vector<users::Account>()> accounts) { m_accounts = std::move(accounts); }
    /// Null: there is no keyring. `atOnce`: a secret goes there as soon as it was typed, else with keepSecret().
    void setSecretStore(SecretStore *store, bool atOnce);
    void keepSecret();
    void offerMetrics(); ///< as ServerForm's

    [[nodiscard]] bool isValid() const;
    void checkServer();
    [[nodiscard]] bool isChecking() const;
    [[nodiscard]] bool isProbingLimits() const;
    /// A run has found it there; `software` as far as it is known.
    void serverReached(const QString &software);
    /// Ends what is under way.
    void leave();
    /// What was found no longer holds, or nothing was.
    void forget(const QString &why);
    /// For a sidebar: "Synapse 1.163.2, reachable".
    [[nodiscard]] const QString &status() const { return m_status; }
    [[nodiscard]] const QString &software() const { return m_software; } ///< empty: not known

Q_SIGNALS:
    void edited(const QString &field); ///< as ServerForm's
    void permissionsChanged(const throng::project::Permissions &permissions);
    void validChanged();
    void statusChanged();
    void checked(const throng::matrix::ServerReport &report);
    void notChecked(); ///< a check ended without a report: it was cancelled, or the address is unusable

private:
    void connectCheck();
    void fieldEdited(const QString &field);
    void probeLimits();
    void showReport(const matrix::ServerReport &report);
    void setStatus(const QString &status);
    void setReachable();
    void showTarget();
    void showPermission();
    void takeSecret();
    void showSecret();
    void lookForSecret();
    void showSecretPlace();
    [[nodiscard]] QByteArray *secretInUse() const; ///< null where none is needed
    [[nodiscard]] QString secretKey() const;

    run::Secrets &m_secrets;
    SecretStore *m_store = nullptr;
    bool m_keepsAtOnce = false;
    QString m_keyringProblem;
    QString m_keptKey; ///< what is in the keyring under this, as far as we know, is what is in the field
    QString m_folder;
    std::function<std::vector<users::Account>()> m_accounts;
    ServerCheck *m_check;
    ServerForm *m_form;
    ProbeView *m_view;
    LoadPermission *m_permission;
    QString m_status;
    QString m_software;
};

} // namespace throng::ui
