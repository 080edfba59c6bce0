// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/mainwindow/recentprojects.h"

#include <QElapsedTimer>
#include <QMainWindow>
#include <QUndoGroup>

#include <functional>

QT_FORWARD_DECLARE_CLASS(QSettings)
QT_FORWARD_DECLARE_CLASS(QStackedWidget)

namespace throng::ui {

class Actions;
class AppearanceSwitch;
class Document;
class MainToolBar;
class MessageBar;
class Notifications;
class OpenProject;
class ProjectView;
class Questions;
class RunController;
class Safekeeping;
class SecretStore;
class ServerPage;
class StartPage;
class StatusStrip;

/// A window: the start page, or one open project.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    /// What a window is given; all of it outlives the window.
    struct Surroundings {
        QSettings &settings; ///< the user's preferences; never the project's data
        Questions &questions;
        AppearanceSwitch &appearance;
        QString recoveryFolder {}; ///< where unsaved changes are kept; empty: nowhere
        SecretStore *secretStore = nullptr; ///< the system's keyring; null: there is none
        Notifications *notifications = nullptr; ///< the desktop's; null: there are none
    };

    explicit MainWindow(const Surroundings &surroundings, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// A project, its folder, or a matrix-locust folder; asks first about what is open. False when nothing
    /// was opened; the reason is in the message bar.
    bool openPath(const QString &path);
    /// Asked before anything is opened: true when another window has it open and has come to the front.
    void setElsewhere(std::function<bool(const QString &path)> isElsewhere) { m_isElsewhere = std::move(isElsewhere); }
    /// The practice homeserver with a small project of its own, running; asks first about what is open.
    void startPractice();
    void comeToFront();
    [[nodiscard]] Document *document() const;
    [[nodiscard]] ProjectView *projectView() const { return m_projectView; }
    [[nodiscard]] RunController *runController() const;

Q_SIGNALS:
    void anotherWindowRequested();

protected:
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void connectActions();
    void connectProject();
    void letGo();
    void showProject();
    [[nodiscard]] ServerPage *serverPage() const;
    void generate(int what); ///< a GenerateWizard::What
    void startRun();
    void startTrials();
    void runFinished();
    void showSuites();
    void showServer();
    void updateTitle();
    void updateActions();
    void updateRecentMenu();
    void showPreferences();
    void setAppearance(int appearance);

    Surroundings m_is;
    RecentProjects m_recent;
    QUndoGroup m_undoGroup;
    QElapsedTimer m_stopPressed;
    Actions *m_actions;
    MessageBar *m_messages;
    OpenProject *m_project;
    Safekeeping *m_safekeeping;
    QStackedWidget *m_stack;
    StartPage *m_startPage;
    StatusStrip *m_status;
    MainToolBar *m_toolBar;
    ProjectView *m_projectView = nullptr;
    std::function<bool(const QString &)> m_isElsewhere;
};

} // namespace throng::ui
