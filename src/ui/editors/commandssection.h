// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editors/testsection.h"

namespace throng::ui {

class FieldMessage;
class HookList;

/// The commands around a test: before it begins and after it has ended.
class CommandsSection : public TestSection {
    Q_OBJECT
public:
    explicit CommandsSection(QWidget *parent = nullptr);

    void setTest(const project::Test &test, int accounts) override;
    void writeTo(project::Test &test) const override;
    [[nodiscard]] QString title() const override;

private:
    void showNote();

    HookList *m_before;
    HookList *m_after;
    FieldMessage *m_note;
};

} // namespace throng::ui
