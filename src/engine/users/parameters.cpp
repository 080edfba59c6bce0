// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/parameters.h"

namespace throng::users {

ChatParameters ChatParameters::asWritten()
{
    ChatParameters parameters;
    parameters.doingNothing = Exponential { 0 };
    parameters.roomAddedWeight = 0;
    return parameters;
}

} // namespace throng::users
