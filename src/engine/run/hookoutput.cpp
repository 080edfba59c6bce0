// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/hookoutput.h"

#include "engine/base/words.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace throng::run {

QString HookOutput::line(QByteArrayView bytes)
{
    QString text = QString::fromUtf8(bytes.first(std::min<qsizetype>(bytes.size(), lineBytes)));
    while (text.endsWith(u'\r'))
        text.chop(1);
    // Colours and cursor movements mean something on a terminal alone.
    std::replace_if(
        text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x20 || c.unicode() == 0x7f; }, u' ');
    return bytes.size() > lineBytes ? text + u" …"_s : text;
}

QStringList HookOutput::takeLines()
{
    QStringList lines;
    qsizetype begin = 0;
    while (!m_full) {
        const qsizetype end = m_pending.indexOf('\n', begin);
        if (end < 0)
            break;
        const QByteArrayView bytes = QByteArrayView(m_pending).sliced(begin, end - begin);
        lines += line(bytes);
        m_shown += int(std::min<qsizetype>(bytes.size(), lineBytes));
        m_full = ++m_lines >= firstLines || m_shown >= firstBytes;
        begin = end + 1;
    }
    m_pending.remove(0, begin);
    // A line without end is no reason to keep all of it.
    if (!m_full && m_pending.size() > firstBytes) {
        lines += line(m_pending);
        m_full = true;
        m_leftOut += m_pending.size();
        m_pending.clear();
    }
    return lines;
}

QStringList HookOutput::feed(const QByteArray &bytes)
{
    m_bytes += bytes.size();
    m_pending += bytes;
    const QStringList lines = takeLines();
    if (m_full && m_pending.size() > lastBytes) {
        m_leftOut += m_pending.size() - lastBytes;
        m_pending = m_pending.last(lastBytes);
    }
    return lines;
}

QStringList HookOutput::finish()
{
    QStringList lines;
    if (m_leftOut > 0)
        lines += Words::tr("(%1 bytes left out)").arg(m_leftOut);
    for (const QByteArray &last : m_pending.split('\n')) {
        if (!last.isEmpty())
            lines += line(last);
    }
    m_pending.clear();
    return lines;
}

} // namespace throng::run
