// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/users/parameters.h"

#include <QScrollArea>

#include <functional>

QT_FORWARD_DECLARE_CLASS(QFormLayout)
QT_FORWARD_DECLARE_CLASS(QLabel)
QT_FORWARD_DECLARE_CLASS(QToolButton)
QT_FORWARD_DECLARE_CLASS(QVBoxLayout)

namespace throng::ui {

/// The parameters of a behaviour, a field each by its type, with unit and explanation, and "back to default"
/// beside what differs. Parameters that the engine gains appear here by themselves.
class ParametersForm : public QScrollArea {
    Q_OBJECT
public:
    explicit ParametersForm(QWidget *parent = nullptr);

Q_SIGNALS:
    void edited(const QString &name, const QString &label); ///< by the user

protected:
    /// A field and how it and its value find each other.
    struct Field {
        QString name;
        QWidget *editor = nullptr;
        QToolButton *reset = nullptr;
        std::function<void()> show; ///< value → editor
        std::function<bool()> differs; ///< from the default
    };

    template <typename Parameters, typename Visit>
    void build(Parameters &value, const Parameters &defaults, Visit visit);
    void showAll();

    QList<Field> m_fields;

private:
    void addRow(QLatin1String name, Field field, std::function<void()> toDefault);
    template <typename T>
    Field makeField(QLatin1String name, T &value, const T &standard);
    void touched(const Field &field, const QString &label);

    QVBoxLayout *m_layout;
    QString m_group;
    QFormLayout *m_form = nullptr;
    QList<QLabel *> m_names; ///< left of the fields, in all groups
    bool m_quiet = false;
};

class ChatParametersForm : public ParametersForm {
    Q_OBJECT
public:
    explicit ChatParametersForm(QWidget *parent = nullptr);
    void setValue(const users::ChatParameters &value);
    [[nodiscard]] const users::ChatParameters &value() const { return m_value; }

private:
    users::ChatParameters m_value;
};

class SetupParametersForm : public ParametersForm {
    Q_OBJECT
public:
    explicit SetupParametersForm(QWidget *parent = nullptr);
    void setValue(const users::SetupParameters &value);
    [[nodiscard]] const users::SetupParameters &value() const { return m_value; }

private:
    users::SetupParameters m_value;
};

class HistoryParametersForm : public ParametersForm {
    Q_OBJECT
public:
    explicit HistoryParametersForm(QWidget *parent = nullptr);
    void setValue(const users::HistoryParameters &value);
    [[nodiscard]] const users::HistoryParameters &value() const { return m_value; }

private:
    users::HistoryParameters m_value;
};

} // namespace throng::ui
