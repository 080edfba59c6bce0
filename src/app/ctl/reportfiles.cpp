// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/reportfiles.h"

#include "app/ctl/command.h"
#include "app/ctl/output.h"
#include "engine/results/htmlreport.h"
#include "engine/results/jsonreport.h"
#include "engine/results/junitreport.h"
#include "engine/results/locustfiles.h"
#include "engine/results/markdownreport.h"
#include "engine/results/resultfile.h"

#include <array>

using namespace Qt::StringLiterals;

namespace throng::ctl {

namespace {

/// The members in the order in which they are written.
constexpr std::array members { &ReportFiles::html, &ReportFiles::json, &ReportFiles::junit, &ReportFiles::markdown };
constexpr std::array writers { &results::htmlReport, &results::jsonReport, &results::junitReport,
    &results::markdownReport };
static_assert(members.size() == writers.size());

} // namespace

void ReportFiles::addTo(CLI::App &command)
{
    command.add_option("--html", html, "Write a report with charts to look at in a browser, in one file")
        ->type_name("FILE");
    command
        .add_option("--json", json, "Write all figures for programs, as resources/report.schema.json describes them")
        ->type_name("FILE");
    command.add_option("--junit", junit, "Write thresholds and verdict as JUnit XML, for GitLab and the like")
        ->type_name("FILE");
    command.add_option("--markdown", markdown, "Write a summary for a chat or a pull request")->type_name("FILE");
}

bool ReportFiles::isEmpty() const
{
    return std::all_of(members.begin(), members.end(), [this](auto member) { return (this->*member).empty(); });
}

bool ReportFiles::usesStandardOutput() const
{
    return std::any_of(members.begin(), members.end(), [this](auto member) { return this->*member == "-"; });
}

ReportFiles ReportFiles::ofTrial(int trial) const
{
    ReportFiles files = *this;
    for (const auto member : members) {
        std::string &path = files.*member;
        if (!path.empty() && path != "-")
            path = results::pathOfTest(text(path), u"trial-%1"_s.arg(trial)).toLocal8Bit().toStdString();
    }
    return files;
}

Result<> ReportFiles::write(const results::Report &report) const
{
    Result<> result;
    for (std::size_t i = 0; i < members.size(); ++i) {
        const std::string &path = this->*members[i];
        if (path.empty())
            continue;
        const QByteArray content = writers[i](report);
        if (path == "-") {
            say(QString::fromUtf8(content));
            continue;
        }
        Result<> written = results::writeResultFile(text(path), content);
        if (!written && result)
            result = std::move(written);
    }
    return result;
}

} // namespace throng::ctl
