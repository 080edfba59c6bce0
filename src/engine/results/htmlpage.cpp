// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/htmlpage.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonDocument>

#include <cmath>

using namespace Qt::StringLiterals;

// Resources of a static library are found only when asked for by name, outside of any namespace.
static void loadReportResources()
{
    Q_INIT_RESOURCE(report);
}

namespace throng::results {

namespace {

QByteArray resource(const QString &name)
{
    loadReportResources();
    QFile file(u":/throng/report/"_s + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// dygraphs without the line that would have a browser's developer tools look for its source map.
QByteArray chartLibrary()
{
    QByteArray code = resource(u"dygraph.js"_s);
    const qsizetype map = code.lastIndexOf("//# sourceMappingURL=");
    return map < 0 ? code : code.first(map);
}

QByteArray hashOf(const QByteArray &script)
{
    return "'sha256-" + QCryptographicHash::hash(script, QCryptographicHash::Sha256).toBase64() + '\'';
}

/// JSON that no HTML parser takes for the end of its element.
QByteArray embedded(const QJsonObject &data)
{
    QByteArray json = QJsonDocument(data).toJson(QJsonDocument::Compact);
    return json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
}

} // namespace

HtmlTable::HtmlTable(const QStringList &columns, int texts)
    : m_columns(columns)
    , m_texts(texts)
{
}

void HtmlTable::setGroups(const std::vector<std::pair<QString, int>> &groups)
{
    m_groups = groups;
}

QString HtmlTable::classOf(qsizetype column, const QString &more) const
{
    QStringList classes;
    if (column < m_texts)
        classes += u"text"_s;
    qsizetype edge = 0;
    for (const auto &[name, width] : m_groups) {
        if (edge > 0 && edge == column)
            classes += u"edge"_s;
        edge += width;
    }
    if (!more.isEmpty())
        classes += more;
    return classes.isEmpty() ? QString() : u" class=\""_s + classes.join(u' ') + u'"';
}

void HtmlTable::add(const QStringList &cells, const QStringList &classes, const QString &attributes)
{
    m_rows += u"<tr"_s + attributes + u'>';
    for (qsizetype i = 0; i < cells.size(); ++i) {
        QString content = cells[i].toHtmlEscaped();
        if (i == 0 && m_choosable)
            content = u"<button type=\"button\" class=\"endpoint\">"_s + content + u"</button>"_s;
        m_rows += u"<td"_s + classOf(i, classes.value(i)) + u'>' + content + u"</td>"_s;
    }
    m_rows += u"</tr>\n"_s;
}

QString HtmlTable::html() const
{
    QString head;
    if (!m_groups.empty()) {
        head += u"<tr class=\"groups\">"_s;
        qsizetype column = 0;
        for (const auto &[name, width] : m_groups) {
            head += u"<th colspan=\"%1\"%2>%3</th>"_s.arg(
                QString::number(width), column > 0 ? u" class=\"edge\""_s : QString(), name.toHtmlEscaped());
            column += width;
        }
        head += u"</tr>\n"_s;
    }
    head += u"<tr>"_s;
    for (qsizetype i = 0; i < m_columns.size(); ++i)
        head += u"<th scope=\"col\""_s + classOf(i, {}) + u'>' + m_columns[i].toHtmlEscaped() + u"</th>"_s;
    return u"<div class=\"scroll\"><table><thead>"_s + head + u"</tr></thead><tbody>\n"_s + m_rows
        + u"</tbody></table></div>\n"_s;
}

HtmlPage::HtmlPage(const QString &title)
    : m_title(title)
{
}

void HtmlPage::addText(const QString &tag, const QString &text, const QString &className)
{
    m_body += u'<' + tag + (className.isEmpty() ? QString() : u" class=\""_s + className + u'"') + u'>'
        + text.toHtmlEscaped() + u"</"_s + tag + u">\n"_s;
}

void HtmlPage::addList(const QStringList &items)
{
    m_body += u"<ul>\n"_s;
    for (const QString &item : items)
        addText(u"li"_s, item);
    m_body += u"</ul>\n"_s;
}

void HtmlPage::addCharts(const QString &id, QJsonObject group)
{
    group.insert(u"id"_s, id);
    m_groups.append(group);
    m_body += u"<div id=\""_s + id.toHtmlEscaped() + u"\"></div>\n"_s;
}

QByteArray HtmlPage::toHtml() const
{
    const QByteArray library = chartLibrary();
    const QByteArray script = resource(u"report.js"_s);
    QByteArray html = "<!DOCTYPE html>\n<html lang=\"en\" data-theme=\"light\">\n<head>\n<meta charset=\"utf-8\">\n"
                      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; "
                      "form-action 'none'; style-src 'unsafe-inline'; script-src "
        + hashOf(library) + ' ' + hashOf(script)
        + "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"generator\" "
          "content=\"Throng " THRONG_VERSION "\">\n<title>";
    html += m_title.toHtmlEscaped().toUtf8() + "</title>\n<style>\n" + resource(u"report.css"_s)
        + "</style>\n</head>\n<body>\n" + m_body.toUtf8()
        + "<noscript><p class=\"warn\">The charts need JavaScript; the tables do not.</p></noscript>\n"
          "<script type=\"application/json\" id=\"data\">"
        + embedded({ { u"groups"_s, m_groups } }) + "</script>\n<script>" + library + "</script>\n<script>" + script
        + "</script>\n</body>\n</html>\n";
    return html;
}

QJsonValue chartNumber(double value)
{
    return std::isfinite(value) ? QJsonValue(QString::number(value, 'g', 4).toDouble()) : QJsonValue();
}

} // namespace throng::results
