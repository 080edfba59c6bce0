// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/runedits.h"

#include "engine/results/runfolder.h"
#include "ui/support/background.h"

#include <QUndoCommand>

#include <memory>

namespace throng::ui {

namespace {

/// Something that was done before it came onto the stack: only what was possible can be undone.
class Done : public QUndoCommand {
public:
    Done(const QString &text, std::function<void()> redo, std::function<void()> undo)
        : QUndoCommand(text)
        , m_redo(std::move(redo))
        , m_undo(std::move(undo))
    {
    }
    void redo() override
    {
        if (!m_isFirst)
            m_redo();
        m_isFirst = false;
    }
    void undo() override { m_undo(); }

private:
    std::function<void()> m_redo;
    std::function<void()> m_undo;
    bool m_isFirst = true;
};

/// What has become of files that were to be removed.
struct Removal {
    QStringList paths; ///< of those that were
    QStringList aside; ///< where they are now
    Result<> outcome;
};

Removal removeAll(const QStringList &paths)
{
    Removal removal;
    for (const QString &path : paths) {
        const Result<QString> aside = results::removeRun(path);
        if (!aside) {
            removal.outcome = tl::unexpected(aside.error());
            break;
        }
        removal.paths += path;
        removal.aside += *aside;
    }
    return removal;
}

Result<> restoreAll(const QStringList &aside)
{
    for (const QString &path : aside) {
        if (const Result<QString> restored = results::restoreRun(path); !restored)
            return tl::unexpected(restored.error());
    }
    return {};
}

} // namespace

RunEdits::RunEdits(Background &background, QObject *parent)
    : QObject(parent)
    , m_background(background)
{
}

void RunEdits::perform(const QString &headline, Work work, const std::function<void()> &onDone)
{
    m_background.run(this, std::move(work), [this, headline, onDone](const Result<> &outcome) {
        if (!outcome)
            Q_EMIT failed(headline, outcome.error().toString());
        else if (onDone)
            onDone();
        Q_EMIT changed(); // in any case: what is shown may be what could not be written
    });
}

void RunEdits::write(const QString &text, const QString &headline, const Work &redo, const Work &undo)
{
    perform(headline, redo, [this, text, headline, redo, undo] {
        m_undoStack.push(new Done(
            text, [this, headline, redo] { perform(headline, redo); },
            [this, headline, undo] { perform(headline, undo); }));
    });
}

void RunEdits::setTitle(const QString &path, const QString &before, const QString &after)
{
    write(
        tr("Rename a Run"), tr("The run could not be renamed."),
        [path, after] { return results::setRunTitle(path, after); },
        [path, before] { return results::setRunTitle(path, before); });
}

void RunEdits::setNote(const QString &path, const QString &before, const QString &after)
{
    write(
        tr("Change a Run's Note"), tr("The note could not be written."),
        [path, after] { return results::setRunNote(path, after); },
        [path, before] { return results::setRunNote(path, before); });
}

void RunEdits::addRemark(const QString &path, qint64 at, const QString &text)
{
    // Its number is known once it is written; done again after an undo, it keeps that.
    const auto remark = std::make_shared<results::KeptMessage>(
        results::KeptMessage { 0, at, results::KeptMessage::Kind::Annotation, text });
    write(
        tr("Add a Remark"), tr("The remark could not be written."),
        [path, remark]() -> Result<> {
            if (remark->id > 0)
                return results::restoreAnnotation(path, *remark);
            const Result<qint64> id = results::addAnnotation(path, remark->at, remark->text);
            if (!id)
                return tl::unexpected(id.error());
            remark->id = *id;
            return {};
        },
        [path, remark] { return results::removeAnnotation(path, remark->id); });
}

void RunEdits::changeRemark(const QString &path, const results::KeptMessage &remark, const QString &text)
{
    write(
        tr("Edit a Remark"), tr("The remark could not be written."),
        [path, id = remark.id, text] { return results::changeAnnotation(path, id, text); },
        [path, remark] { return results::changeAnnotation(path, remark.id, remark.text); });
}

void RunEdits::removeRemark(const QString &path, const results::KeptMessage &remark)
{
    write(
        tr("Delete a Remark"), tr("The remark could not be deleted."),
        [path, id = remark.id] { return results::removeAnnotation(path, id); },
        [path, remark] { return results::restoreAnnotation(path, remark); });
}

void RunEdits::remove(const QStringList &paths)
{
    const QString headline = tr("The run could not be removed.");
    m_background.run(
        this, [paths] { return removeAll(paths); },
        [this, headline](const Removal &removal) {
            if (!removal.paths.isEmpty()) {
                m_undoStack.push(new Done(
                    tr("Remove %n Run(s)", nullptr, int(removal.paths.size())),
                    [this, headline, paths = removal.paths] {
                        perform(headline, [paths] { return removeAll(paths).outcome; });
                    },
                    [this, aside = removal.aside] {
                        perform(tr("The run could not be brought back."), [aside] { return restoreAll(aside); });
                    }));
                Q_EMIT removed(removal.paths);
            }
            if (!removal.outcome)
                Q_EMIT failed(headline, removal.outcome.error().toString());
            Q_EMIT changed();
        });
}

} // namespace throng::ui
