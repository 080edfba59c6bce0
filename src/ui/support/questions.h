// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

QT_FORWARD_DECLARE_CLASS(QWidget)

namespace throng::ui {

/// Every question the application asks in a dialog of its own, in one place: tests answer them without one.
class Questions {
public:
    enum class Save { Save, Discard, Cancel };

    virtual ~Questions() = default;

    virtual Save saveChanges(QWidget *parent, const QString &projectName) = 0;
    /// The project's file is not as we left it.
    virtual bool overwriteChangedOnDisk(QWidget *parent, const QString &path) = 0;
    /// A run goes on; may it be stopped for this?
    virtual bool stopRunToClose(QWidget *parent) = 0;
    /// May this private address be loaded?
    virtual bool allowPrivateTarget(QWidget *parent, const QString &host, const QString &reason) = 0;
    /// The same for a public one: the answer is what the user typed; null when cancelled.
    virtual QString typeHostToAllow(QWidget *parent, const QString &host, const QString &reason) = 0;
    /// May what was put aside be deleted, so that nothing brings it back?
    virtual bool deleteForGood(QWidget *parent) = 0;
    enum class Commands { Run, LeaveOut, Cancel };
    /// A suite brings commands that would be run on this machine.
    virtual Commands runCommands(QWidget *parent, const QString &suite, const QStringList &commands) = 0;
    /// A registration token or shared secret, kept for this session only; null when cancelled.
    virtual QString secret(QWidget *parent, const QString &what) = 0;

    virtual QString openProject(QWidget *parent, const QString &startFolder) = 0; ///< file or folder; null: cancelled
    virtual QString openSuite(QWidget *parent, const QString &startFolder) = 0;
    virtual QString openCertificate(QWidget *parent, const QString &startFolder) = 0;
    /// A file of a kind that has no question of its own; null: cancelled.
    virtual QString openFile(
        QWidget *parent, const QString &title, const QString &startFolder, const QString &filter) = 0;
    virtual QString saveFolder(QWidget *parent, const QString &suggested) = 0; ///< of a project to be; null: cancelled
    virtual QString saveFile(QWidget *parent, const QString &suggested, const QString &filter) = 0;

    virtual void tell(QWidget *parent, const QString &headline, const QString &text) = 0; ///< of a failure
};

/// The questions as dialogs.
class DialogQuestions : public Questions {
public:
    Save saveChanges(QWidget *parent, const QString &projectName) override;
    bool overwriteChangedOnDisk(QWidget *parent, const QString &path) override;
    bool stopRunToClose(QWidget *parent) override;
    bool deleteForGood(QWidget *parent) override;
    bool allowPrivateTarget(QWidget *parent, const QString &host, const QString &reason) override;
    QString typeHostToAllow(QWidget *parent, const QString &host, const QString &reason) override;
    Commands runCommands(QWidget *parent, const QString &suite, const QStringList &commands) override;
    QString secret(QWidget *parent, const QString &what) override;
    QString openProject(QWidget *parent, const QString &startFolder) override;
    QString openSuite(QWidget *parent, const QString &startFolder) override;
    QString openCertificate(QWidget *parent, const QString &startFolder) override;
    QString openFile(QWidget *parent, const QString &title, const QString &startFolder, const QString &filter) override;
    QString saveFolder(QWidget *parent, const QString &suggested) override;
    QString saveFile(QWidget *parent, const QString &suggested, const QString &filter) override;
    void tell(QWidget *parent, const QString &headline, const QString &text) override;
};

} // namespace throng::ui
