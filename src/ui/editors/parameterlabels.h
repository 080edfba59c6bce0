// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLatin1String>
#include <QList>
#include <QString>

namespace throng::ui {

/// How a form calls a parameter of a behaviour, and what it means.
struct ParameterLabel {
    QString group;
    QString label;
    QString unit; ///< empty: a plain number
    QString meaning;
};

/// `name` as in the suite file ("do_nothing_weight"). One that is not known here is shown under its own name.
[[nodiscard]] ParameterLabel parameterLabel(QLatin1String name);

/// One of the values that a parameter may have, as the suite file has it and as a person reads it.
struct ParameterChoice {
    QString value;
    QString label;
};
/// Empty: it may be anything of its type.
[[nodiscard]] QList<ParameterChoice> parameterChoices(QLatin1String name);

} // namespace throng::ui
