// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/matrixlocustfiles.h"

#include "engine/results/locustfiles.h"
#include "engine/results/resultfile.h"

namespace throng::results {

Result<> writeMatrixLocustFiles(
    const QString &outputDirectory, const ReportHeading &heading, const metrics::Totals &totals)
{
    const Result<> csv = writeLocustCsv(matrixLocustCsvPrefix(outputDirectory, heading.test), totals);
    const Result<> html =
        writeResultFile(matrixLocustHtmlPath(outputDirectory, heading.test), locustHtml(heading, totals));
    return csv ? html : csv;
}

} // namespace throng::results
