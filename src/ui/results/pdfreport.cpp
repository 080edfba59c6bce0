// SPDX-License-Identifier: GPL-3.0-or-later
//
// The report that needs Qt Gui: the others are the engine's.
#include "engine/results/markdownreport.h"
#include "engine/results/resultfile.h"
#include "ui/charts/chartview.h"
#include "ui/charts/timeseries.h"
#include "ui/dashboard/chartdescriptions.h"
#include "ui/results/runexport.h"
#include "ui/support/appearance.h"
#include "ui/support/format.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextFrame>
#include <QTextTable>
#include <QUrl>

#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

struct Pdf {
    Q_DECLARE_TR_FUNCTIONS(throng::ui::PdfReport)
};

constexpr QSize chartSize(760, 190); // in the document's pixels
constexpr int sharpness = 3;
constexpr int pointsAtMost = 600;

/// One of the dashboard's charts as a picture, for paper: light, whatever the window is.
QImage chartOf(
    const ChartDescription &description, const results::ReportTest &test, const QList<ChartView::Marker> &remarks)
{
    ChartView view(description.valueText);
    view.setPalette(AppearanceSwitch::paletteFor(false));
    view.resize(chartSize);
    view.setSeries(description.series);
    view.setRange(test.extent.from, test.extent.to);
    view.setMarkers(remarks);
    std::vector<QList<QPointF>> lines(std::size_t(description.series.size()));
    std::vector<double> values;
    for (const metrics::HistoryPoint &point : test.totals.history()) {
        values.assign(lines.size(), std::numeric_limits<double>::quiet_NaN());
        description.values(point, values);
        for (std::size_t line = 0; line < lines.size(); ++line) {
            if (!std::isnan(values[line]))
                lines[line].append({ double(point.unixMilliseconds), values[line] });
        }
    }
    for (std::size_t line = 0; line < lines.size(); ++line)
        view.setPoints(int(line), decimateMinMax(lines[line], pointsAtMost));
    view.fitValues();
    QImage image(chartSize * sharpness, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    view.grab(); // lays it out, without being shown
    view.render(&painter, QRectF(QPointF(), QSizeF(image.size())));
    return image;
}

/// "p50 (solid), p95 (dashed)": pages may be printed without colours.
QString legendOf(const ChartDescription &description)
{
    const auto dashes = [](Qt::PenStyle style) {
        switch (style) {
        case Qt::DashLine:
            return Pdf::tr("dashed");
        case Qt::DotLine:
            return Pdf::tr("dotted");
        default:
            return Pdf::tr("solid");
        }
    };
    QStringList names;
    for (const ChartSeries &series : description.series)
        names += Pdf::tr("%1 (%2)").arg(series.name, dashes(series.dash));
    return names.join(u", "_s);
}

QList<ChartView::Marker> remarksOf(const results::Report &report)
{
    QList<ChartView::Marker> remarks;
    for (const results::KeptMessage &message : report.messages) {
        if (message.kind == results::KeptMessage::Kind::Annotation)
            remarks.append({ message.at, message.text, true });
    }
    return remarks;
}

void addCharts(QTextCursor &cursor, const results::ReportTest &test, const QList<ChartView::Marker> &remarks)
{
    QTextCharFormat heading;
    heading.setFontWeight(QFont::Bold);
    const QList<ChartDescription> descriptions = chartDescriptions();
    for (const ChartDescription &description : descriptions) {
        if (!description.values || !description.isShownAtFirst)
            continue;
        QTextBlockFormat together;
        together.setNonBreakableLines(true);
        together.setTopMargin(10);
        cursor.insertBlock(together, heading);
        cursor.insertText(Pdf::tr("%1: %2", "a test, a chart").arg(test.test.name, description.title));
        QTextCharFormat small;
        small.setFontPointSize(8);
        cursor.insertText(u"   "_s + legendOf(description), small);
        cursor.insertBlock();
        QTextImageFormat picture;
        const QString name = u"chart:%1:%2"_s.arg(test.test.index).arg(description.name);
        cursor.document()->addResource(QTextDocument::ImageResource, QUrl(name), chartOf(description, test, remarks));
        picture.setName(name);
        picture.setWidth(chartSize.width() * 0.85);
        picture.setHeight(chartSize.height() * 0.85);
        cursor.insertImage(picture);
    }
}

/// Markdown's tables come without a line between their cells.
void ruleTables(const QTextFrame *root)
{
    for (QTextFrame *frame : root->childFrames()) {
        if (auto *table = qobject_cast<QTextTable *>(frame)) {
            QTextTableFormat format = table->format();
            format.setBorder(0.5);
            format.setBorderBrush(Qt::lightGray);
            format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
            format.setBorderCollapse(true);
            format.setCellPadding(3);
            format.setCellSpacing(0);
            table->setFormat(format);
        }
    }
}

} // namespace

Result<> writePdfReport(const QString &path, const results::Report &report)
{
    QTextDocument document;
    QFont font(u"sans-serif"_s);
    font.setPointSizeF(9);
    document.setDefaultFont(font);
    document.setMarkdown(QString::fromUtf8(results::markdownReport(report)));
    ruleTables(document.rootFrame());
    QTextCursor cursor(&document);
    cursor.movePosition(QTextCursor::End);
    for (const results::ReportTest &test : report.tests) {
        if (!test.totals.history().empty() && (!test.test.isSetup || report.tests.size() == 1))
            addCharts(cursor, test, remarksOf(report));
    }

    QBuffer pages;
    if (!pages.open(QIODevice::WriteOnly))
        return failure(pages.errorString(), path);
    {
        QPdfWriter writer(&pages);
        writer.setTitle(report.title());
        writer.setCreator(QCoreApplication::applicationName());
        writer.setPageSize(QPageSize(QPageSize::A4));
        writer.setPageMargins(QMarginsF(15, 15, 15, 15), QPageLayout::Millimeter);
        document.print(&writer);
    }
    return results::writeResultFile(path, pages.data());
}

} // namespace throng::ui
