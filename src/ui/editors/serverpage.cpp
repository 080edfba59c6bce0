// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/serverpage.h"

#include "engine/run/runfiles.h"
#include "ui/document/document.h"
#include "ui/editors/servereditor.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

ServerPage::ServerPage(Document &document, Questions &questions, QWidget *parent)
    : Page(tr("Server"), tr("which homeserver is tested; checking it creates nothing there"), parent)
    , m_document(document)
    , m_editor(new ServerEditor(document.secrets(), questions, this))
{
    setObjectName(u"serverPage"_s);
    body()->addWidget(m_editor, 1);
    m_editor->offerMetrics();
    m_editor->setAccounts([&document] {
        const auto input = run::ProjectRunFiles(document.folder()).read();
        return input ? input->accounts : std::vector<users::Account>();
    });
    connect(m_editor, &ServerEditor::edited, this, &ServerPage::apply);
    connect(m_editor, &ServerEditor::statusChanged, this, [this] {
        setStatus(m_editor->status());
        Q_EMIT serverKnown();
    });
    connect(m_editor, &ServerEditor::permissionsChanged, this, [this](const project::Permissions &permissions) {
        m_document.set<project::Permissions>(
            u"permissions"_s, tr("Allow the server to be loaded"),
            [](project::Project &project) -> project::Permissions & { return project.permissions; }, permissions);
    });
    connect(&m_document, &Document::changed, this, &ServerPage::reload);
    reload();
}

void ServerPage::setSecretStore(SecretStore *store)
{
    m_editor->setSecretStore(store, true);
}

const QString &ServerPage::software() const
{
    return m_editor->software();
}

void ServerPage::checkServer()
{
    m_editor->checkServer();
}

void ServerPage::serverReached(const QUrl &server, const QString &software)
{
    // The address may have been edited since the run began.
    if (const auto url = m_document.project().server.baseUrl(); url && *url == server)
        m_editor->serverReached(software);
}

void ServerPage::reload()
{
    m_editor->setPermissions(m_document.project().permissions);
    if (m_applying)
        return;
    const project::ServerSettings &server = m_document.project().server;
    const bool other = m_editor->value().url != server.url;
    m_editor->setFolder(m_document.folder().path());
    if (other || m_editor->value() != server || status().isEmpty())
        m_editor->setValue(server);
    if (other || status().isEmpty())
        m_editor->forget(tr("not checked yet"));
}

void ServerPage::apply(const QString &field)
{
    m_applying = true;
    const QString text = field == u"url" ? tr("Change the server's address")
        : field == u"accounts"           ? tr("Change how accounts are made")
        : field == u"caFile"             ? tr("Change the extra authority")
        : field == u"http"               ? tr("Change the HTTP version")
        : field == u"metricsUrls"        ? tr("Change the addresses of metrics")
                                         : tr("Change the checking of certificates");
    m_document.set<project::ServerSettings>(
        u"server."_s + field, text,
        [](project::Project &project) -> project::ServerSettings & { return project.server; }, m_editor->value());
    m_applying = false;
}

} // namespace throng::ui
