// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/practicetest.h"

#include "engine/practice/practiceserver.h"
#include "ui/document/document.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

constexpr int users = 100;

}

PracticeTest::PracticeTest() = default;

PracticeTest::~PracticeTest() = default;

Result<std::unique_ptr<Document>> PracticeTest::begin()
{
    if (!m_folder.isValid())
        return failure(Document::tr("no temporary folder could be made"), m_folder.path());
    practice::Options options;
    // A small server with a queue: one as fast as this machine would draw flat lines.
    options.performance.workers = 8;
    options.performance.ordinary.shape = practice::ServiceTime::Shape::LogNormal;
    options.performance.ordinary.mean = std::chrono::milliseconds(8);
    options.performance.ordinary.sigma = 0.6;
    m_server = std::make_unique<practice::PracticeServer>(options);
    const auto url = m_server->start();
    if (!url)
        return tl::unexpected(url.error());

    project::Project project = project::Project::withDefaults(url->toString());
    project.users.count = users;
    for (project::Test &test : project.suites.first().tests) {
        test.spawnRate = 40; // the chart of a chat within seconds
        if (test.isSetup())
            continue;
        test.runTime = std::chrono::minutes(2);
        // Livelier than people are, so that there is something to see within two minutes.
        test.chat.doNothingWeight = 2;
        test.chat.goAwayWeight = 0;
        test.chat.afterAction.mean = 2;
        test.chat.doingNothing.mean = 2;
        test.chat.typing.mean = 1;
        test.chat.inRoom.mean = 3;
    }
    return Document::create(m_folder.filePath(u"practice"_s), project, Document::tr("Practice"));
}

} // namespace throng::ui
