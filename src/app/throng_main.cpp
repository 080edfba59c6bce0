// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/windows.h"
#include "ui/session/notifications.h"
#include "ui/session/singleinstance.h"
#include "ui/support/appearance.h"
#include "ui/support/englishplurals.h"
#include "ui/support/icons.h"
#include "ui/support/questions.h"
#include "ui/support/secretstore.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QLibraryInfo>
#include <QLocale>
#include <QSettings>
#include <QStandardPaths>
#include <QTranslator>

#include <cstdio>

using namespace Qt::StringLiterals;

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QApplication::setOrganizationName(u"Throng"_s);
    QApplication::setApplicationName(u"throng"_s);
    QApplication::setApplicationDisplayName(u"Throng"_s);
    QApplication::setApplicationVersion(QStringLiteral(THRONG_VERSION));
    QApplication::setDesktopFileName(u"throng"_s);
    QApplication::setWindowIcon(throng::ui::applicationIcon());

    throng::ui::EnglishPlurals plurals;
    QApplication::installTranslator(&plurals);
    QTranslator qtTexts;
    if (qtTexts.load(QLocale(), u"qtbase"_s, u"_"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QApplication::installTranslator(&qtTexts);

    QCommandLineParser parser;
    parser.setApplicationDescription(QApplication::translate("main", "Load tests for Matrix homeservers"));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(
        u"project"_s, QApplication::translate("main", "A project or a matrix-locust folder to open."), u"[project]"_s);
    const QCommandLineOption demo(u"demo"_s,
        QApplication::translate(
            "main", "Try it with the practice homeserver: a small test runs at once on this machine."));
    parser.addOption(demo);
    parser.process(application);
    if (parser.positionalArguments().size() > (parser.isSet(demo) ? 0 : 1)) {
        std::fputs(qPrintable(QApplication::translate("main", "throng: one project, or --demo; see --help\n")), stderr);
        return 2;
    }

    // The one who handed a path over is in another folder.
    QStringList paths = parser.positionalArguments();
    for (QString &path : paths)
        path = QFileInfo(path).absoluteFilePath();
    const QString data = QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation);
    // A screen has a program of its own: a window on the other one would help nobody.
    throng::ui::SingleInstance instance(
        data + u'|' + qEnvironmentVariable("WAYLAND_DISPLAY") + u'|' + qEnvironmentVariable("DISPLAY"));
    if (!parser.isSet(demo) && instance.handOver(paths))
        return 0;
    instance.listen();

    QSettings settings;
    throng::ui::DialogQuestions questions;
    throng::ui::AppearanceSwitch appearance;
    const auto keyring = throng::ui::makeSystemKeyring();
    const auto notifications = throng::ui::makeDesktopNotifications();
    throng::ui::Windows windows(
        { settings, questions, appearance, data + u"/recovery"_s, keyring.get(), notifications.get() });
    QObject::connect(
        &instance, &throng::ui::SingleInstance::handedOver, &windows, [&windows](const QStringList &handed) {
            if (handed.isEmpty())
                windows.open()->comeToFront();
            for (const QString &path : handed)
                windows.openPath(path);
        });
    throng::ui::MainWindow *window = windows.open();
    if (!paths.isEmpty())
        window->openPath(paths.first());
    else if (parser.isSet(demo))
        window->startPractice();
    return QApplication::exec();
}
