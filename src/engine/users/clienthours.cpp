// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/clienthours.h"

namespace throng::users {

ClientHours::ClientHours(const ChatParameters &parameters, Random random)
    : m_parameters(&parameters)
    , m_random(random)
{
}

ClientHours::Closing ClientHours::closing(double now)
{
    Closing closing;
    if (m_parameters->online.mean > 0) {
        closing.at = now + m_parameters->online.draw(m_random);
        closing.logsOut = m_random.uniform() < m_parameters->logOutShare;
    }
    if (hasOutage() && now < m_parameters->outageAfter && closing.at >= m_parameters->outageAfter)
        closing = { m_parameters->outageAfter, false, true };
    return closing;
}

ClientHours::Opening ClientHours::opening(const Closing &closing)
{
    if (closing.byOutage)
        return { outageEnd(), false };
    Opening opening;
    opening.at = firstOpening(closing.at + m_parameters->offline.draw(m_random));
    // Whoever has logged out is a new device, and no device knows where another's sync ended.
    opening.fresh = m_random.uniform() < m_parameters->freshStartShare || closing.logsOut;
    return opening;
}

double ClientHours::firstOpening(double now) const
{
    return hasOutage() && now >= m_parameters->outageAfter && now < outageEnd() ? outageEnd() : now;
}

} // namespace throng::users
