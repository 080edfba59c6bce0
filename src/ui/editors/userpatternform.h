// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/project/populations.h"

#include <QWidget>

#include <functional>

QT_FORWARD_DECLARE_CLASS(QFormLayout)
QT_FORWARD_DECLARE_CLASS(QLabel)
QT_FORWARD_DECLARE_CLASS(QLineEdit)
QT_FORWARD_DECLARE_CLASS(QSpinBox)

namespace throng::ui {

class FieldMessage;

/// The users to generate, as fields with a sample that follows what is typed. Used by the page and the wizard.
class UserPatternForm : public QWidget {
    Q_OBJECT
public:
    /// `addFirst` puts rows above its own, in line with them.
    explicit UserPatternForm(QWidget *parent = nullptr, const std::function<void(QFormLayout *)> &addFirst = {});

    void setValue(const project::UserPattern &pattern, quint64 seed); ///< says nothing to edited()
    [[nodiscard]] const project::UserPattern &value() const { return m_value; }
    [[nodiscard]] quint64 seed() const { return m_seed; }
    [[nodiscard]] bool isValid() const { return m_valid; }

Q_SIGNALS:
    /// By the user. `field` is "count", "namePattern", "domain", "passwordLength" or "seed".
    void edited(const QString &field);
    void validChanged();

private:
    void check();
    [[nodiscard]] Result<> checkPattern() const;
    void touched(const QString &field);

    project::UserPattern m_value;
    quint64 m_seed = 1;
    bool m_valid = true;
    QSpinBox *m_count;
    QLineEdit *m_names;
    QLineEdit *m_domain;
    QSpinBox *m_passwordLength;
    QLineEdit *m_seedEdit;
    FieldMessage *m_countMessage;
    FieldMessage *m_namesMessage;
    FieldMessage *m_domainMessage;
    FieldMessage *m_message;
    QLabel *m_sample;
};

/// A field for a seed: digits alone, up to 2^64 − 1.
[[nodiscard]] QLineEdit *makeSeedEdit(QWidget *parent);

} // namespace throng::ui
