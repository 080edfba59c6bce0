// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizards/summarysteppage.h"

#include "ui/editors/roompatternform.h"
#include "ui/editors/testnames.h"
#include "ui/support/format.h"
#include "ui/support/questions.h"
#include "ui/support/widgets.h"
#include "ui/wizards/step.h"

#include <QDir>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

SummaryStepPage::SummaryStepPage(
    const project::Project &project, const RoomPatternForm &rooms, Questions &questions, const QString &projectsFolder)
    : m_project(project)
    , m_rooms(rooms)
    , m_projectsFolder(projectsFolder)
    , m_name(new QLineEdit(this))
    , m_folder(new QLineEdit(this))
    , m_summary(new QLabel(this))
    , m_message(new FieldMessage(this))
{
    setObjectName(u"summaryStep"_s);
    setTitle(stepTitle(tr("Ready")));
    setSubTitle(
        tr("The project is written to a folder of this machine. Nothing is sent to the server until you press Start."));
    setFinalPage(true);
    QVBoxLayout *layout = makeStepBody(this);
    m_name->setObjectName(u"projectName"_s);
    m_folder->setObjectName(u"projectFolder"_s);
    QFormLayout *form = makeForm();
    addField(form, tr("&Name"), m_name);
    auto *choose = new QPushButton(tr("&Choose…"), this);
    choose->setAutoDefault(false);
    choose->setObjectName(u"chooseFolder"_s);
    choose->setToolTip(tr("Looks for the folder that the project is to be in"));
    m_folder->setAccessibleName(tr("Folder"));
    auto *where = new QWidget(this);
    auto *row = new QHBoxLayout(where);
    row->setContentsMargins({});
    row->setSpacing(spacing);
    row->addWidget(m_folder, 1);
    row->addWidget(choose);
    where->setFocusProxy(m_folder);
    addField(form, tr("&Folder"), where);
    form->addRow(QString(), m_message);
    layout->addLayout(form);
    auto *card = new Card(this);
    auto *cardLayout = new QVBoxLayout(card);
    cardLayout->setContentsMargins(16, 12, 16, 12);
    m_summary->setObjectName(u"summaryText"_s);
    m_summary->setWordWrap(true);
    m_summary->setTextFormat(Qt::RichText);
    cardLayout->addWidget(m_summary);
    layout->addWidget(card);
    layout->addStretch();
    connect(&m_rooms, &RoomPatternForm::summaryChanged, this, &SummaryStepPage::showSummary);
    connect(m_name, &QLineEdit::textEdited, this, [this] { m_nameTouched = true; });
    connect(m_name, &QLineEdit::textChanged, this, [this] {
        if (!m_folderTouched)
            m_folder->setText(QDir::toNativeSeparators(m_projectsFolder + u'/' + name()));
        check();
    });
    connect(m_folder, &QLineEdit::textEdited, this, [this] { m_folderTouched = true; });
    connect(choose, &QPushButton::clicked, this, [this, &questions] {
        const QString chosen = questions.saveFolder(this, folder());
        if (chosen.isEmpty())
            return;
        m_folderTouched = true;
        m_folder->setText(QDir::toNativeSeparators(chosen));
    });
    connect(m_folder, &QLineEdit::textChanged, this, &SummaryStepPage::check);
}

void SummaryStepPage::initializePage()
{
    if (!m_nameTouched) {
        const auto url = m_project.server.baseUrl();
        QString proposed = url ? url->host() : tr("project");
        static const QRegularExpression unfit(u"[^A-Za-z0-9.-]+"_s);
        proposed.replace(unfit, u"-"_s);
        // A second test of the same server is a project of its own.
        QString free = proposed;
        for (int i = 2; QFileInfo::exists(m_projectsFolder + u'/' + free); ++i)
            free = u"%1-%2"_s.arg(proposed).arg(i);
        m_name->setText(free);
    }
    showSummary();
    check();
}

void SummaryStepPage::showSummary()
{
    const auto row = [](const QString &what, const QString &text) {
        return u"<tr><td style='padding:3px 16px 3px 0'><b>%1</b></td><td style='padding:3px 0'>%2</td></tr>"_s.arg(
            what.toHtmlEscaped(), text.toHtmlEscaped());
    };
    QString html = u"<table>"_s + row(tr("Server"), m_project.server.url)
        + row(
            tr("Users"), tr("%Ln account(s), %1, …", nullptr, m_project.users.count).arg(m_project.users.namePattern));
    const generate::RoomSummary &rooms = m_rooms.summary();
    if (rooms.rooms > 0)
        html += row(tr("Rooms"),
            tr("%1, the largest with %2 members").arg(formatCount(rooms.rooms), formatCount(rooms.largestRoom)));
    if (!m_project.suites.isEmpty()) {
        int number = 1;
        for (const project::Test &test : m_project.suites.first().tests) {
            if (test.enabled)
                html += row(tr("Test %1").arg(number++),
                    behaviourName(test.behaviour) + u": "_s + testInOneLine(test, m_project.users.count, {}));
        }
    }
    m_summary->setText(html + u"</table>"_s);
}

void SummaryStepPage::check()
{
    const QString path = folder();
    QString wrong;
    const QFileInfo info(path);
    static const QRegularExpression slashes(u"[/\\\\]"_s);
    if (name().isEmpty() || name().contains(slashes) || name().startsWith(u'.'))
        wrong = tr("A name without slashes, please: the project's file is called by it.");
    else if (path.isEmpty() || !QDir::isAbsolutePath(path))
        wrong = tr("A whole path, please, such as %1.").arg(QDir::toNativeSeparators(m_projectsFolder + u"/test"_s));
    else if (info.exists() && !info.isDir())
        wrong = tr("There is a file of this name.");
    else if (info.isDir() && !QDir(path).entryList({ u"*.throng"_s }, QDir::Files).isEmpty())
        wrong = tr("There is a project in this folder already.");
    if (wrong.isEmpty())
        m_message->clear();
    else
        m_message->show(FieldMessage::Kind::Error, wrong);
    m_complete = wrong.isEmpty();
    Q_EMIT completeChanged();
}

bool SummaryStepPage::isComplete() const
{
    return m_complete;
}

void SummaryStepPage::showFailure(const QString &why)
{
    m_message->show(FieldMessage::Kind::Error, tr("The project could not be made. %1").arg(why));
}

QString SummaryStepPage::folder() const
{
    return QDir::fromNativeSeparators(m_folder->text().trimmed());
}

QString SummaryStepPage::name() const
{
    return m_name->text().trimmed();
}

} // namespace throng::ui
