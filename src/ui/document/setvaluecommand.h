// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/project.h"

#include <QHash>
#include <QUndoCommand>

#include <functional>
#include <type_traits>

namespace throng::ui {

/// Sets one value of the project. Edits of the same field that follow each other directly, as while a person
/// types, merge into one step; when they end where they began, the step goes away.
template <typename Value>
class SetValueCommand : public QUndoCommand {
public:
    using Locate = std::function<Value &(project::Project &)>;

    /// `field` names the field among all others ("users.count"); `changed` is called after each change.
    SetValueCommand(project::Project &project, const QString &field, const QString &text, Locate locate, Value value,
        std::function<void()> changed)
        : QUndoCommand(text)
        , m_project(project)
        , m_field(field)
        , m_locate(std::move(locate))
        , m_before(m_locate(project))
        , m_after(std::move(value))
        , m_changed(std::move(changed))
    {
    }

    // Another field whose name hashes alike is told apart in mergeWith().
    [[nodiscard]] int id() const override { return static_cast<int>(qHash(m_field) & 0x7fffffff); }

    bool mergeWith(const QUndoCommand *other) override
    {
        const auto *next = dynamic_cast<const SetValueCommand *>(other);
        if (!next || next->m_field != m_field)
            return false;
        m_after = next->m_after;
        setObsolete(m_after == m_before);
        return true;
    }

    void undo() override { put(m_before); }
    void redo() override { put(m_after); }

private:
    void put(const Value &value)
    {
        m_locate(m_project) = value;
        m_changed();
    }

    project::Project &m_project;
    QString m_field;
    Locate m_locate;
    Value m_before;
    Value m_after;
    std::function<void()> m_changed;
};

} // namespace throng::ui
