// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/results/keptrun.h"

#include <QObject>
#include <QUndoStack>

#include <functional>

namespace throng::ui {

class Background;

/// What a person does to kept runs, each of which can be undone: titles, notes, removal. They are no part of the
/// project's own history: the project is not modified by them.
class RunEdits : public QObject {
    Q_OBJECT
public:
    /// Files are written there. `background` outlives this.
    explicit RunEdits(Background &background, QObject *parent = nullptr);

    [[nodiscard]] QUndoStack *undoStack() { return &m_undoStack; }

    void setTitle(const QString &path, const QString &before, const QString &after);
    void setNote(const QString &path, const QString &before, const QString &after);
    /// Remarks at a moment of the run; `at`: Unix milliseconds.
    void addRemark(const QString &path, qint64 at, const QString &text);
    void changeRemark(const QString &path, const results::KeptMessage &remark, const QString &text);
    void removeRemark(const QString &path, const results::KeptMessage &remark);
    /// Puts their files aside.
    void remove(const QStringList &paths);

Q_SIGNALS:
    void changed(); ///< files are not as they were
    void removed(const QStringList &paths); ///< by remove(), not by redoing it
    void failed(const QString &headline, const QString &why);

private:
    using Work = std::function<Result<>()>;
    void perform(const QString &headline, Work work, const std::function<void()> &onDone = {});
    void write(const QString &text, const QString &headline, const Work &redo, const Work &undo);

    Background &m_background;
    QUndoStack m_undoStack;
};

} // namespace throng::ui
