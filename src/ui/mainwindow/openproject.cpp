// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/openproject.h"

#include "engine/project/matrixlocustimport.h"
#include "ui/dashboard/runcontroller.h"
#include "ui/document/document.h"
#include "ui/document/recoveryfolder.h"
#include "ui/mainwindow/practicetest.h"
#include "ui/mainwindow/recentprojects.h"
#include "ui/session/preferences.h"
#include "ui/support/explanations.h"
#include "ui/support/messagebar.h"
#include "ui/support/questions.h"
#include "ui/wizards/newprojectwizard.h"

#include <QFileInfo>
#include <QSettings>

using namespace Qt::StringLiterals;

namespace throng::ui {

OpenProject::OpenProject(const Surroundings &surroundings, QWidget *window)
    : QObject(window)
    , m_is(surroundings)
    , m_window(window)
{
}

OpenProject::~OpenProject() = default;

void OpenProject::showError(const QString &headline, const QString &text)
{
    m_is.messages.show(MessageBar::Kind::Error, headline, text);
}

QString OpenProject::projectsFolder() const
{
    return Preferences::load(m_is.settings).projectsFolder;
}

void OpenProject::set(std::unique_ptr<Document> document)
{
    m_is.messages.clear();
    Q_EMIT aboutToChange();
    // What looks at the document goes before it, and the run before the practice server it talks to.
    m_controller.reset();
    m_document = std::move(document);
    m_practice.reset();
    if (m_document)
        m_controller = std::make_unique<RunController>(*m_document, m_is.questions, m_window);
    Q_EMIT changed();
}

void OpenProject::remember()
{
    m_is.settings.setValue(u"projectsFolder"_s, QFileInfo(m_document->folder().path()).absolutePath());
    m_is.recent.opened({ m_document->folder().projectFile(), m_document->name(), m_document->project().server.url,
        QDateTime::currentDateTime() });
}

void OpenProject::makeNew()
{
    auto *wizard = new NewProjectWizard(m_is.questions, projectsFolder(), m_window);
    wizard->setAttribute(Qt::WA_DeleteOnClose);
    wizard->setSecretStore(m_is.secretStore);
    explain(wizard);
    wizard->setMake([this, wizard] {
        // What is open is asked about now: until here the wizard may still be cancelled. Whoever thinks better of it
        // then has everything that was chosen before them.
        if (!mayClose())
            return false;
        auto document = Document::create(wizard->folder(), wizard->project(), wizard->projectName());
        if (!document) {
            wizard->showFailure(document.error().toString());
            return false;
        }
        wizard->keepSecret();
        (*document)->secrets() = wizard->secrets();
        set(std::move(*document));
        remember();
        return true;
    });
    connect(wizard, &QDialog::accepted, this, &OpenProject::made);
    wizard->open();
}

QString OpenProject::choose()
{
    return m_is.questions.openProject(m_window, projectsFolder());
}

bool OpenProject::openPath(const QString &path)
{
    if (!mayClose())
        return false;
    QFileInfo file(path);
    const QString folder = file.isDir() ? file.absoluteFilePath() : file.absolutePath();
    const bool isProjectFile = file.suffix() == project::ProjectFolder::suffix;
    const bool isLocust = !isProjectFile && project::isMatrixLocustFolder(folder);
    auto document = isLocust ? Document::importMatrixLocust(folder)
                             : Document::open(isProjectFile ? file.absoluteFilePath() : folder);
    if (!document) {
        m_is.recent.remove(file.absoluteFilePath());
        showError(tr("This could not be opened."), document.error().toString());
        return false;
    }
    const QStringList notes = (*document)->importNotes();
    set(std::move(*document));
    remember();
    if (!notes.isEmpty())
        m_is.messages.show(MessageBar::Kind::Info, tr("Taken over from matrix-locust:"), notes.join(u" · "_s));
    return true;
}

bool OpenProject::openFor(const KeptChanges &changes)
{
    if (QFileInfo::exists(changes.projectFile))
        return openPath(changes.projectFile);
    const QString folder = m_is.questions.saveFolder(m_window, QFileInfo(changes.projectFile).absolutePath());
    if (folder.isEmpty())
        return false;
    auto document = Document::create(folder, changes.project, changes.projectName());
    if (!document) {
        showError(tr("The project could not be made."), document.error().toString());
        return false;
    }
    set(std::move(*document));
    remember();
    return true;
}

bool OpenProject::openPractice()
{
    if (!mayClose())
        return false;
    auto practice = std::make_unique<PracticeTest>();
    auto document = practice->begin();
    if (!document) {
        showError(tr("The practice homeserver could not be started."), document.error().toString());
        return false;
    }
    set(std::move(*document));
    m_practice = std::move(practice);
    return true;
}

bool OpenProject::save()
{
    if (!m_document)
        return true;
    auto overwrite = project::ProjectFolder::Overwrite::OnlyIfUnchanged;
    if (QFileInfo::exists(m_document->folder().projectFile()) && m_document->isChangedOnDisk()) {
        if (!m_is.questions.overwriteChangedOnDisk(m_window, m_document->folder().projectFile()))
            return false;
        overwrite = project::ProjectFolder::Overwrite::Always;
    }
    if (const auto saved = m_document->save(overwrite); !saved) {
        m_is.messages.show(MessageBar::Kind::Error, tr("The project could not be saved."), saved.error().toString(),
            tr("Save As…"), [this] { saveAs(); });
        return false;
    }
    Q_EMIT saved();
    return true;
}

bool OpenProject::saveAs()
{
    if (!m_document)
        return true;
    const QString folder = m_is.questions.saveFolder(m_window, m_document->folder().path() + tr(" copy"));
    if (folder.isEmpty())
        return false;
    if (const auto saved = m_document->saveAs(folder); !saved) {
        showError(tr("The project could not be saved there."), saved.error().toString());
        return false;
    }
    m_is.messages.clear(); // it may have said that saving failed
    remember();
    Q_EMIT savedElsewhere();
    return true;
}

bool OpenProject::mayClose()
{
    if (m_controller && m_controller->isActive()) {
        if (!m_is.questions.stopRunToClose(m_window))
            return false;
        m_controller->stopNow();
    }
    if (!m_document || !m_document->isModified())
        return true;
    switch (m_is.questions.saveChanges(m_window, m_document->name())) {
    case Questions::Save::Save:
        return save();
    case Questions::Save::Discard:
        return true;
    case Questions::Save::Cancel:
        break;
    }
    return false;
}

bool OpenProject::close()
{
    if (!mayClose())
        return false;
    set(nullptr);
    return true;
}

} // namespace throng::ui
