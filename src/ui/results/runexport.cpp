// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/runexport.h"

#include "engine/results/htmlreport.h"
#include "engine/results/jsonreport.h"
#include "engine/results/junitreport.h"
#include "engine/results/locustfiles.h"
#include "engine/results/markdownreport.h"
#include "engine/results/resultfile.h"

#include <QAction>
#include <QCoreApplication>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

struct Forms {
    Q_DECLARE_TR_FUNCTIONS(throng::ui::RunExport)
};

template <QByteArray (*make)(const results::Report &)>
Result<> writeReport(const QString &run, const QString &path)
{
    const auto report = results::Report::ofFile(run);
    if (!report)
        return tl::unexpected(report.error());
    return results::writeResultFile(path, make(*report));
}

/// PREFIX_stats.csv and its companions of each test: PREFIX is the chosen path without its suffix.
Result<> writeTables(const QString &run, const QString &path)
{
    const auto reader = results::RunReader::open(run);
    if (!reader)
        return tl::unexpected(reader.error());
    const QString prefix = path.endsWith(u".csv"_s) ? path.chopped(4) : path;
    for (const results::KeptTest &test : (*reader)->tests()) {
        const auto totals = (*reader)->totals(test.index, {}, results::RunReader::Detail::Locust);
        if (!totals)
            return tl::unexpected(totals.error());
        const bool isAlone = (*reader)->tests().size() == 1;
        const QString own = isAlone ? prefix : results::csvPrefixOfTest(prefix, test.name);
        if (const Result<> written = results::writeLocustCsv(own, *totals); !written)
            return written;
    }
    return {};
}

} // namespace

QList<ExportForm> exportForms()
{
    return {
        { u"exportPdf"_s, Forms::tr("&PDF…"), u".pdf"_s, Forms::tr("PDF (*.pdf)"), nullptr },
        { u"exportHtml"_s, Forms::tr("&HTML with Charts…"), u".html"_s, Forms::tr("HTML (*.html)"),
            &writeReport<&results::htmlReport> },
        { u"exportCsv"_s, Forms::tr("&Tables in Locust's Columns…"), u".csv"_s,
            Forms::tr("Comma-separated values (*.csv)"), &writeTables },
        { u"exportJson"_s, Forms::tr("&JSON…"), u".json"_s, Forms::tr("JSON (*.json)"),
            &writeReport<&results::jsonReport> },
        { u"exportJunit"_s, Forms::tr("JUnit &XML…"), u".xml"_s, Forms::tr("JUnit XML (*.xml)"),
            &writeReport<&results::junitReport> },
        { u"exportMarkdown"_s, Forms::tr("&Markdown…"), u".md"_s, Forms::tr("Markdown (*.md)"),
            &writeReport<&results::markdownReport> },
    };
}

void fillExportMenu(QMenu *menu, const std::function<void(const ExportForm &)> &chosen)
{
    for (const ExportForm &form : exportForms()) {
        QAction *action = menu->addAction(form.text);
        action->setObjectName(form.name);
        QObject::connect(action, &QAction::triggered, menu, [chosen, form] { chosen(form); });
    }
}

} // namespace throng::ui
