// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/serversettings.h"

#include <QWidget>

QT_FORWARD_DECLARE_CLASS(QCheckBox)
QT_FORWARD_DECLARE_CLASS(QComboBox)
QT_FORWARD_DECLARE_CLASS(QFormLayout)
QT_FORWARD_DECLARE_CLASS(QLabel)
QT_FORWARD_DECLARE_CLASS(QLineEdit)
QT_FORWARD_DECLARE_CLASS(QPushButton)

namespace throng::ui {

class FieldMessage;
class MetricsField;
class Questions;

/// The server and how accounts are made on it. Used by the page and the wizard.
class ServerForm : public QWidget {
    Q_OBJECT
public:
    explicit ServerForm(Questions &questions, QWidget *parent = nullptr);

    void setValue(const project::ServerSettings &settings); ///< says nothing to edited()
    [[nodiscard]] const project::ServerSettings &value() const { return m_value; }
    [[nodiscard]] bool isValid() const { return m_valid; }
    /// The registration token or shared secret; never in the value.
    [[nodiscard]] QString secret() const;
    void setSecret(const QString &secret);
    [[nodiscard]] bool wantsSecret() const;

    /// Where the secret goes, beside its field. `canBeKept`: there is a keyring to keep it in.
    void showSecretPlace(const QString &text, bool isWarning, bool canBeKept);
    [[nodiscard]] bool keepsSecret() const; ///< the user wants it kept in the keyring
    void showPermission(const QString &text, bool canBeGiven);
    /// A better address, offered below this one; empty text: nothing to say.
    void adviseAddress(const QString &text, const QString &better);
    void setChecking(bool checking);
    /// The field for addresses of metrics: for a page, not for a first acquaintance.
    void offerMetrics();

Q_SIGNALS:
    /// By the user. `field` is "url", "accounts", "caFile", "insecure", "http" or "metricsUrls".
    void edited(const QString &field);
    void secretEdited(); ///< with each key
    void secretDone(); ///< the field was left, or whether it is to be kept has changed
    void permissionWanted();
    void validChanged();
    void checkRequested();

private:
    void build();
    [[nodiscard]] QWidget *makeAddressRow();
    [[nodiscard]] QWidget *makeSecretRow();
    [[nodiscard]] QWidget *makeAuthorityRow();
    [[nodiscard]] QWidget *makeHttpRow();
    [[nodiscard]] QWidget *makePermissionRow();
    void connectFields();
    void check();
    void touched(const QString &field);
    void showRows();
    void takeAddress();

    Questions &m_questions;
    project::ServerSettings m_value;
    bool m_valid = false;
    QFormLayout *m_form;
    QLineEdit *m_url;
    QPushButton *m_check;
    FieldMessage *m_urlMessage;
    QPushButton *m_better; ///< takes the address that it names
    QComboBox *m_accounts;
    FieldMessage *m_accountsHint;
    QLineEdit *m_secret;
    QCheckBox *m_keep;
    FieldMessage *m_secretMessage;
    QLineEdit *m_caFile;
    QCheckBox *m_insecure;
    FieldMessage *m_insecureMessage;
    QComboBox *m_http;
    FieldMessage *m_httpMessage;
    QLabel *m_permission;
    QPushButton *m_permit;
    QString m_betterAddress;
    int m_secretRow = -1;
    int m_authorityRow = -1;
    int m_insecureRow = -1;
    int m_httpRow = -1;
    MetricsField *m_metrics;
    int m_metricsRow = -1;
};

} // namespace throng::ui
