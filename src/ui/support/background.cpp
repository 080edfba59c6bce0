// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/background.h"

namespace throng::ui {

Background::Background(const QString &name)
    : m_there(new QObject)
{
    m_thread.setObjectName(name);
    m_there->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_there, &QObject::deleteLater);
    m_thread.start();
}

Background::~Background()
{
    m_isEnding = true;
    // Behind all that was posted before.
    post([this] { m_thread.quit(); });
    m_thread.wait();
}

void Background::post(std::function<void()> work)
{
    QMetaObject::invokeMethod(m_there, std::move(work), Qt::QueuedConnection);
}

void Background::handOver(std::function<void()> done)
{
    QMetaObject::invokeMethod(&m_here, std::move(done), Qt::QueuedConnection);
}

} // namespace throng::ui
