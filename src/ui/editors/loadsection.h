// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editors/testsection.h"

#include <functional>

QT_FORWARD_DECLARE_CLASS(QCheckBox)
QT_FORWARD_DECLARE_CLASS(QComboBox)
QT_FORWARD_DECLARE_CLASS(QDoubleSpinBox)
QT_FORWARD_DECLARE_CLASS(QFormLayout)
QT_FORWARD_DECLARE_CLASS(QLabel)
QT_FORWARD_DECLARE_CLASS(QLineEdit)
QT_FORWARD_DECLARE_CLASS(QSpinBox)
QT_FORWARD_DECLARE_CLASS(QToolButton)

namespace throng::ui {

class FieldMessage;
class ShapeChart;

/// What a test is called, what it does, with how many users, and when it ends.
class LoadSection : public TestSection {
    Q_OBJECT
public:
    explicit LoadSection(QWidget *parent = nullptr);

    /// The project's, which a load shape's file is relative to; counts from the next setTest() on.
    void setFolder(const QString &folder) { m_folder = folder; }
    void setTest(const project::Test &test, int accounts) override;
    void writeTo(project::Test &test) const override;
    [[nodiscard]] QString title() const override;

private:
    /// "Back to default" of one value.
    struct Reset {
        QToolButton *button;
        std::function<bool(const project::Test &, const project::Test &)> differs;
    };

    void setUpFields();
    void addRows(QFormLayout *form);
    void addReset(const QString &label, const QString &field, QWidget *hint, QWidget *&row,
        const std::function<void(project::Test &, const project::Test &)> &toDefault,
        std::function<bool(const project::Test &, const project::Test &)> differs);
    void connectFields();
    void touched(const QString &field, const QString &label);
    void showHints();
    void showPlan();

    QString m_folder;
    project::Test m_value;
    int m_accounts = 0;
    bool m_quiet = false;
    QLineEdit *m_name;
    QComboBox *m_behaviour;
    QCheckBox *m_allUsers;
    QSpinBox *m_users;
    QDoubleSpinBox *m_spawnRate;
    QCheckBox *m_limited;
    QDoubleSpinBox *m_minutes;
    QCheckBox *m_stopWhenDone;
    QSpinBox *m_warmUp;
    QLabel *m_usersHint;
    QLabel *m_rampHint;
    QLabel *m_endHint;
    QLabel *m_warmUpHint;
    FieldMessage *m_nameMessage;
    FieldMessage *m_usersMessage;
    FieldMessage *m_endMessage;
    FieldMessage *m_warmUpMessage;
    ShapeChart *m_plan; ///< the users over time
    QList<Reset> m_resets;
};

} // namespace throng::ui
