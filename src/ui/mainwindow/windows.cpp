// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/windows.h"

#include "ui/document/document.h"

#include <QFileInfo>

#include <algorithm>

namespace throng::ui {

Windows::Windows(const MainWindow::Surroundings &surroundings, QObject *parent)
    : QObject(parent)
    , m_surroundings(surroundings)
{
}

Windows::~Windows()
{
    qDeleteAll(all());
}

QList<MainWindow *> Windows::all() const
{
    QList<MainWindow *> result;
    for (const QPointer<MainWindow> &window : m_windows) {
        if (window)
            result.append(window);
    }
    return result;
}

MainWindow *Windows::open()
{
    auto *window = new MainWindow(m_surroundings);
    window->setAttribute(Qt::WA_DeleteOnClose);
    const QList<MainWindow *> others = all();
    // Not exactly upon the one that is there, whose geometry it remembers.
    if (!others.isEmpty())
        window->move(others.last()->pos() + QPoint(32, 32));
    m_windows.removeIf([](const QPointer<MainWindow> &known) { return known.isNull(); });
    m_windows.append(window);
    connect(window, &MainWindow::anotherWindowRequested, this, &Windows::open);
    window->setElsewhere([this, window](const QString &path) {
        MainWindow *other = windowOf(path);
        if (!other || other == window)
            return false;
        other->comeToFront();
        return true;
    });
    window->show();
    return window;
}

MainWindow *Windows::windowOf(const QString &path) const
{
    const QFileInfo wanted(path);
    for (MainWindow *window : all()) {
        if (!window->document())
            continue;
        const project::ProjectFolder &folder = window->document()->folder();
        if (QFileInfo(folder.projectFile()) == wanted || QFileInfo(folder.path()) == wanted)
            return window;
    }
    return nullptr;
}

void Windows::openPath(const QString &path)
{
    MainWindow *window = windowOf(path);
    if (!window) {
        const QList<MainWindow *> windows = all();
        const auto empty =
            std::find_if(windows.begin(), windows.end(), [](const MainWindow *each) { return !each->document(); });
        window = empty == windows.end() ? open() : *empty;
        window->openPath(path);
    }
    window->comeToFront();
}

} // namespace throng::ui
