// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/jsonreader.h"
#include "engine/project/suite.h"

#include <QString>

#include <optional>

namespace throng::project {

/// What becomes of values that came through parameter_import.
enum class ImportedValues : quint8 {
    LeftOut, ///< parameter_import brings them again
    Beside, ///< kept in "imported_parameters", so that the document needs no other file
    WrittenOut, ///< made the test's own, without parameter_import
};

/// A test of a suite's `scripts`. Values that parameter_import brings are found through `folder`, unless the document
/// has them itself.
[[nodiscard]] Result<Test> testFromJson(const JsonReader &test, const QString &where, const QString &folder);

/// Keys as they were read wherever the test still says the same; defaults and imported values are not repeated.
[[nodiscard]] QJsonObject testToJson(const Test &test, ImportedValues importedValues);

/// Keys of the test and of what it imports that mean nothing here: kept, but without effect.
[[nodiscard]] QStringList unknownKeys(const Test &test);

/// The file that a parameter_import means: beside the document, or in the folder above it.
[[nodiscard]] std::optional<QString> findImport(const QString &path, const QString &folder);

} // namespace throng::project
