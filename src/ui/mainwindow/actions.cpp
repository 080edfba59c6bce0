// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/actions.h"

#include "ui/support/icons.h"

#include <QAction>
#include <QActionGroup>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QUndoGroup>
#include <QWhatsThis>

using namespace Qt::StringLiterals;

namespace throng::ui {

QAction *Actions::make(
    const QString &name, const QString &text, const QKeySequence &key, const QString &iconName, const QString &tip)
{
    auto *action = new QAction(text, this);
    action->setObjectName(name);
    action->setShortcut(key);
    if (!iconName.isEmpty())
        action->setIcon(icon(iconName));
    if (!tip.isEmpty()) {
        action->setToolTip(key.isEmpty() ? tip : u"%1 (%2)"_s.arg(tip, key.toString(QKeySequence::NativeText)));
        action->setWhatsThis(tip);
    }
    return action;
}

Actions::Actions(QMainWindow &window, QUndoGroup &undoGroup)
    : QObject(&window)
{
    newProject = make(u"actionNew"_s, tr("&New Project…"), QKeySequence::New, u"new"_s, tr("Make a new project"));
    newProject->setIconText(u' ' + tr("New"));
    newWindow = make(u"actionNewWindow"_s, tr("New &Window"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N), {},
        tr("Another window, for another project"));
    open = make(
        u"actionOpen"_s, tr("&Open…"), QKeySequence::Open, u"open"_s, tr("Open a project or a matrix-locust folder"));
    open->setIconText(u' ' + tr("Open"));
    save = make(u"actionSave"_s, tr("&Save"), QKeySequence::Save, u"save"_s, tr("Save the project"));
    saveAs = make(u"actionSaveAs"_s, tr("Save &As…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S), {},
        tr("Save the project to another folder and go on there"));
    closeProject = make(u"actionClose"_s, tr("&Close Project"), QKeySequence::Close);
    quit = make(u"actionQuit"_s, tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q));
    quit->setMenuRole(QAction::QuitRole);

    undo = undoGroup.createUndoAction(this, tr("&Undo"));
    undo->setObjectName(u"actionUndo"_s);
    undo->setShortcut(QKeySequence::Undo);
    undo->setIcon(icon(u"undo"_s));
    redo = undoGroup.createRedoAction(this, tr("&Redo"));
    redo->setObjectName(u"actionRedo"_s);
    redo->setShortcuts({ QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y) });
    redo->setIcon(icon(u"redo"_s));

    preferences = make(u"actionPreferences"_s, tr("&Preferences…"), QKeySequence(Qt::CTRL | Qt::Key_Comma));
    preferences->setMenuRole(QAction::PreferencesRole);

    start = make(
        u"actionStart"_s, tr("&Start"), QKeySequence(Qt::Key_F5), u"start"_s, tr("Save the project and run the suite"));
    startTrials = make(u"actionStartTrials"_s, tr("Start Se&veral Times…"), {}, {},
        tr("Run the suite again and again, for figures that can be compared with others"));
    stop = make(u"actionStop"_s, tr("S&top (Users Finish)"), QKeySequence(Qt::SHIFT | Qt::Key_F5), u"stop"_s,
        tr("No new actions; users finish what they are doing. Pressed again: at once"));
    stop->setIcon(icon(u"stop"_s, QPalette::BrightText));
    stop->setIconText(u' ' + tr("Stop (users finish)"));
    stopNow = make(u"actionStopNow"_s, tr("Stop &Now"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F5), u"stop-now"_s,
        tr("Give up everything under way at once"));
    stopNow->setIcon(icon(u"stop-now"_s, QPalette::BrightText));
    stopNow->setIconText(u' ' + tr("Stop now"));
    // A space keeps the text off the icon: the style sheet knows no distance between the two.
    save->setIconText(u' ' + tr("Save"));
    start->setIconText(u' ' + tr("Start"));
    start->setIcon(icon(u"start"_s, QPalette::HighlightedText)); // it stands on the accent colour
    start->setIconVisibleInMenu(false);

    practice = make(u"actionPractice"_s, tr("&Practice Test"), {}, {},
        tr("Start a practice homeserver on this machine and run a small test against it"));
    checkServer = make(u"actionCheckServer"_s, tr("&Check the Server"), QKeySequence(Qt::CTRL | Qt::Key_R), {},
        tr("Ask the server what it is and what it allows; nothing is created"));
    generateUsers = make(u"actionGenerateUsers"_s, tr("Generate &Users…"), {}, {},
        tr("Make the accounts of this project anew; nothing is sent to the server"));
    generateRooms = make(u"actionGenerateRooms"_s, tr("Generate &Rooms…"), {}, {},
        tr("Draw the rooms of this project anew; nothing is sent to the server"));
    cleanUp = make(u"actionCleanUp"_s, tr("C&lean Up the Server…"), {}, {},
        tr("Remove rooms, files and accounts that this project's tests have made"));
    firstSteps = make(u"actionFirstSteps"_s, tr("&First Steps"), QKeySequence::HelpContents);
    whatsThis = QWhatsThis::createAction(this);
    whatsThis->setObjectName(u"actionWhatsThis"_s);
    whatsThis->setText(tr("&What's This?"));
    whatsThis->setIcon({});
    about = make(u"actionAbout"_s, tr("&About Throng"), {});
    about->setMenuRole(QAction::AboutRole);

    QMenuBar *bar = window.menuBar();
    QMenu *file = bar->addMenu(tr("&File"));
    file->addActions({ newProject, newWindow, open });
    recentMenu = file->addMenu(tr("Open &Recent"));
    recentMenu->setObjectName(u"recentMenu"_s);
    file->addSeparator();
    file->addActions({ save, saveAs });
    file->addSeparator();
    file->addActions({ closeProject, quit });

    QMenu *edit = bar->addMenu(tr("&Edit"));
    edit->addActions({ undo, redo });
    edit->addSeparator();
    edit->addAction(preferences);

    QMenu *view = bar->addMenu(tr("&View"));
    const QStringList names { tr("&Server"), tr("&Users"), tr("&Rooms"), tr("&Tests"), tr("Ru&n"), tr("R&esults") };
    for (int i = 0; i < names.size(); ++i) {
        pages.append(make(u"actionPage%1"_s.arg(i), names[i],
            QKeySequence(QKeyCombination(Qt::CTRL, static_cast<Qt::Key>(Qt::Key_1 + i)))));
        view->addAction(pages.last());
    }
    view->addSeparator();
    QMenu *look = view->addMenu(tr("&Appearance"));
    appearances = new QActionGroup(this);
    for (const auto &[value, name, text] : { std::tuple { Appearance::System, u"actionSystem"_s, tr("As the &System") },
             std::tuple { Appearance::Light, u"actionLight"_s, tr("&Light") },
             std::tuple { Appearance::Dark, u"actionDark"_s, tr("&Dark") } }) {
        QAction *action = make(name, text, {});
        action->setCheckable(true);
        action->setData(static_cast<int>(value));
        appearances->addAction(action);
        look->addAction(action);
    }

    QMenu *run = bar->addMenu(tr("&Run"));
    run->addActions({ start, startTrials, stop, stopNow });

    QMenu *tools = bar->addMenu(tr("&Tools"));
    tools->addActions({ generateUsers, generateRooms });
    tools->addSeparator();
    tools->addActions({ checkServer, cleanUp, practice });

    QMenu *help = bar->addMenu(tr("&Help"));
    help->addActions({ firstSteps, whatsThis, about });
}

QAction *Actions::appearance(Appearance appearance) const
{
    for (QAction *action : appearances->actions()) {
        if (action->data().toInt() == static_cast<int>(appearance))
            return action;
    }
    return nullptr;
}

} // namespace throng::ui
