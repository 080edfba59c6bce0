// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/commandssection.h"

#include "ui/editors/hooklist.h"
#include "ui/support/format.h"
#include "ui/support/widgets.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

CommandsSection::CommandsSection(QWidget *parent)
    : TestSection(parent)
    , m_before(new HookList(tr("Before the test"), HookModel::Kind::InOrder, this))
    , m_after(new HookList(tr("After the test"), HookModel::Kind::InOrder, this))
    , m_note(new FieldMessage(this))
{
    m_before->setObjectName(u"hooksBefore"_s);
    m_after->setObjectName(u"hooksAfter"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 12, spacing, 0);
    layout->setSpacing(spacing);
    layout->addWidget(makeMuted(
        tr("Each command is called with the server's address, the folder of the results, and its arguments: to clear "
           "a cache, to note a state of the database, to collect logs."),
        this));
    layout->addWidget(m_note);
    layout->addWidget(m_before, 1);
    layout->addWidget(m_after, 1);
    connect(m_before, &HookList::edited, this, [this] {
        showNote();
        Q_EMIT edited(u"preHooks"_s, tr("commands before"));
    });
    connect(m_after, &HookList::edited, this, [this] {
        showNote();
        Q_EMIT edited(u"postHooks"_s, tr("commands after"));
    });
}

void CommandsSection::setTest(const project::Test &test, int)
{
    m_before->model().setHooks(test.preHooks);
    m_after->model().setHooks(test.postHooks);
    showNote();
}

void CommandsSection::writeTo(project::Test &test) const
{
    test.preHooks = m_before->model().hooks();
    test.postHooks = m_after->model().hooks();
}

QString CommandsSection::title() const
{
    const int count = m_before->model().rowCount() + m_after->model().rowCount();
    return count > 0 ? tr("Commands %1").arg(formatCount(count)) : tr("Commands");
}

void CommandsSection::showNote()
{
    if (!m_before->isWhole() || !m_after->isWhole())
        m_note->show(FieldMessage::Kind::Error, tr("A row has no command: write one, or remove the row."));
    else if (m_before->model().rowCount() + m_after->model().rowCount() > 0)
        m_note->show(FieldMessage::Kind::Hint,
            tr("Throng shows all commands of the suite and asks before it runs them for the first time."));
    else
        m_note->clear();
}

} // namespace throng::ui
