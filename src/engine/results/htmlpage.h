// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <vector>

namespace throng::results {

/// A table: the first columns hold words, the others figures. Takes plain text and escapes it.
class HtmlTable {
public:
    /// `texts`: how many columns hold words.
    HtmlTable(const QStringList &columns, int texts);

    /// A line above the columns' names: each with how many columns it spans.
    void setGroups(const std::vector<std::pair<QString, int>> &groups);
    /// `classes` of single cells, such as "bad"; empty or shorter: none. `attributes` of the row are markup.
    void add(const QStringList &cells, const QStringList &classes = {}, const QString &attributes = {});
    /// The first cell of the next rows is a button.
    void makeChoosable() { m_choosable = true; }

    [[nodiscard]] bool isEmpty() const { return m_rows.isEmpty(); }
    [[nodiscard]] QString html() const;

private:
    [[nodiscard]] QString classOf(qsizetype column, const QString &more) const;

    QStringList m_columns;
    int m_texts;
    std::vector<std::pair<QString, int>> m_groups;
    QString m_rows;
    bool m_choosable = false;
};

/// The page of a report: one file that needs nothing else and asks for nothing else. Its charts are drawn by dygraphs
/// (MIT licence), which is in it, out of the data given here.
///
/// Only the two scripts of the page may run in it (a Content-Security-Policy with their hashes), so that words of
/// others, should they ever get into it unescaped, are still no program.
class HtmlPage {
public:
    explicit HtmlPage(const QString &title);

    void add(const QString &markup) { m_body += markup; }
    void addText(const QString &tag, const QString &text, const QString &className = {});
    void addList(const QStringList &items);
    /// Charts that are zoomed and read together, where the page is now. `group` as report.js has it, without "id".
    void addCharts(const QString &id, QJsonObject group);

    [[nodiscard]] QByteArray toHtml() const;

private:
    QString m_title;
    QString m_body;
    QJsonArray m_groups;
};

/// A number for a chart: four digits, because a pixel shows no more.
[[nodiscard]] QJsonValue chartNumber(double value);

} // namespace throng::results
