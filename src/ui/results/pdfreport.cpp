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

#include <QAbstractTextDocumentLayout>
#include <QBuffer>
#include <QCoreApplication>
#include <QPageLayout>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QRegularExpression>
#include <QTextBlock>
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

constexpr double pixelsPerMillimeter = 96 / 25.4; // the document's, whatever screen there is
constexpr double marginMillimeters = 15;
constexpr double footerPixels = 36;
constexpr QSize chartSize(680, 176); // in the document's pixels: as wide as A4 lets it
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
    image.setDevicePixelRatio(sharpness);
    image.fill(Qt::white);
    view.render(&image, {}, {}, {});
    image.setDevicePixelRatio(1);
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

/// A heading and its chart, which are one block: Qt would leave the one at a page's end and take the other to the next.
void keepOnOnePage(QTextCursor &cursor)
{
    const QTextDocument &document = *cursor.document();
    const double page = document.pageSize().height();
    const QRectF box = document.documentLayout()->blockBoundingRect(cursor.block());
    if (std::floor(box.top() / page) == std::floor((box.bottom() - 1) / page))
        return;
    QTextBlockFormat block = cursor.blockFormat();
    block.setPageBreakPolicy(QTextFormat::PageBreak_AlwaysBefore);
    cursor.setBlockFormat(block);
}

void addCharts(QTextCursor &cursor, const results::ReportTest &test, const QList<ChartView::Marker> &remarks)
{
    QTextCharFormat heading;
    heading.setFontWeight(QFont::Bold);
    QTextCharFormat small;
    small.setProperty(QTextFormat::FontPixelSize, 11);
    const QList<ChartDescription> descriptions = chartDescriptions();
    for (const ChartDescription &description : descriptions) {
        if (!description.values || !description.isShownAtFirst)
            continue;
        QTextBlockFormat block;
        block.setTopMargin(12);
        cursor.insertBlock(block, heading);
        cursor.insertText(Pdf::tr("%1: %2", "a test, a chart").arg(test.test.name, description.title));
        cursor.insertText(u"   "_s + legendOf(description) + QChar(QChar::LineSeparator), small);
        QTextImageFormat picture;
        const QString name = u"chart:%1:%2"_s.arg(test.test.index).arg(description.name);
        cursor.document()->addResource(QTextDocument::ImageResource, QUrl(name), chartOf(description, test, remarks));
        picture.setName(name);
        picture.setWidth(chartSize.width());
        picture.setHeight(chartSize.height());
        cursor.insertImage(picture);
        keepOnOnePage(cursor);
    }
}

/// What the report says in words and tables. A quotation is set in italics: Qt makes it part of the table below.
QString textOf(const results::Report &report)
{
    static const QRegularExpression quotation(u"^> (.+)$"_s, QRegularExpression::MultilineOption);
    return QString::fromUtf8(results::markdownReport(report)).replace(quotation, u"*\\1*"_s);
}

void spaceParagraphs(QTextDocument &document)
{
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        QTextCursor cursor(block);
        if (cursor.currentTable() || cursor.currentList())
            continue;
        QTextBlockFormat format = block.blockFormat();
        format.setBottomMargin(6);
        cursor.setBlockFormat(format);
    }
}

/// Markdown's tables come without a line between their cells.
void ruleTables(const QTextFrame *root)
{
    for (QTextFrame *frame : root->childFrames()) {
        if (auto *table = qobject_cast<QTextTable *>(frame)) {
            QTextTableFormat format = table->format();
            format.setBorder(1);
            format.setBorderBrush(Qt::lightGray);
            format.setTopMargin(4);
            format.setBottomMargin(8);
            format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
            format.setBorderCollapse(true);
            format.setCellPadding(3);
            format.setCellSpacing(0);
            table->setFormat(format);
        }
    }
}

/// Page after page, each with the report's title and its number below.
void print(QTextDocument &document, const QString &title, QPdfWriter &writer)
{
    const QSizeF page = document.pageSize();
    const double scale = writer.width() / page.width();
    const int pages = document.pageCount();
    QPainter painter(&writer);
    painter.scale(scale, scale);
    QFont small = document.defaultFont();
    small.setPixelSize(11);
    for (int number = 0; number < pages; ++number) {
        if (number > 0)
            writer.newPage();
        painter.save();
        painter.translate(0, -number * page.height());
        document.drawContents(&painter, QRectF(QPointF(0, number * page.height()), page));
        painter.restore();
        painter.setFont(small);
        painter.setPen(Qt::darkGray);
        const QRectF footer(0, page.height() + footerPixels / 2, page.width(), footerPixels / 2);
        painter.drawText(footer, Qt::AlignLeft | Qt::AlignBottom, title);
        painter.drawText(footer, Qt::AlignRight | Qt::AlignBottom, Pdf::tr("page %1 of %2").arg(number + 1).arg(pages));
    }
}

} // namespace

Result<> writePdfReport(const QString &path, const results::Report &report)
{
    const QPageLayout layout(QPageSize(QPageSize::A4), QPageLayout::Portrait,
        QMarginsF(marginMillimeters, marginMillimeters, marginMillimeters, marginMillimeters), QPageLayout::Millimeter);
    const QSizeF paper = layout.paintRect(QPageLayout::Millimeter).size() * pixelsPerMillimeter;

    QTextDocument document;
    QFont font(u"sans-serif"_s);
    font.setPixelSize(12);
    font.setHintingPreference(QFont::PreferNoHinting); // printers are finer than the screen
    document.setDefaultFont(font);
    document.setDocumentMargin(0);
    document.setUseDesignMetrics(true);
    document.setPageSize({ paper.width(), paper.height() - footerPixels });
    document.setMarkdown(textOf(report));
    spaceParagraphs(document);
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
        writer.setPageLayout(layout);
        print(document, report.title(), writer);
    }
    return results::writeResultFile(path, pages.data());
}

} // namespace throng::ui
