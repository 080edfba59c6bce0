// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/suite.h"

#include <QWidget>

namespace throng::ui {

/// A tab of a test's form: it shows a test, and edits its own part of it. TestForm::addSection() puts it into the form.
class TestSection : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;

    /// `accounts` is how many the project has. Says nothing to edited().
    virtual void setTest(const project::Test &test, int accounts) = 0;
    /// Writes what the fields say into its part of `test`, and leaves the rest alone.
    virtual void writeTo(project::Test &test) const = 0;
    /// What the tab is called; asked again after every change, so that it may count: "Thresholds 2".
    [[nodiscard]] virtual QString title() const = 0;

Q_SIGNALS:
    /// By the user. `field` tells fields apart (edits of one that follow each other are one step), `label` names it
    /// for the undo history: "Change LABEL of “chat”".
    void edited(const QString &field, const QString &label);
};

} // namespace throng::ui
