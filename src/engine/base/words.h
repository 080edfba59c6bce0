// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>

namespace throng {

/// `Words::tr("the folder cannot be made")`: what the engine says to a person, translated like the window's own texts.
///
/// May be called on any thread. Without a translator, as in throngctl, it is the English text as it is written there:
/// so no "%n thing(s)" here, whose plurals only a translator makes. Call it where something is said, never once for
/// all (a static text would stay in the language of its first use) and never for each request that goes well. What is
/// kept or sent and compared (keys, names of endpoints, formats) is no text for people and stays a literal.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(throng::Words)
};

} // namespace throng
