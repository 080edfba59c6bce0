// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/results/keptrun.h"

using namespace Qt::StringLiterals;

namespace throng::results {

QString nameOf(RunState state)
{
    switch (state) {
    case RunState::Running:
        return u"running"_s;
    case RunState::Done:
        return u"done"_s;
    case RunState::Stopped:
        return u"stopped"_s;
    case RunState::Failed:
        return u"failed"_s;
    case RunState::Interrupted:
        break;
    }
    return u"interrupted"_s;
}

} // namespace throng::results
