// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/virtualuser.h"

#include "engine/base/words.h"
#include "engine/users/behaviours.h"

#include <exception>

namespace throng::users {

class VirtualUser::Private {
public:
    Private(VirtualUser &user, const Environment &environment, int number, Finished finished)
        : m_user(user)
        , m_finished(std::move(finished))
        , actor(environment, number)
    {
    }

    Task<> live();

private:
    Task<> behave();
    void announceEnd();

    VirtualUser &m_user;
    Finished m_finished;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);

public:
    Actor actor;
    bool started = false;
    bool ended = false;
};

Task<> VirtualUser::Private::behave()
{
    switch (actor.environment().behaviour) {
    case Behaviour::Register:
        return registerAccounts(actor);
    case Behaviour::CreateRooms:
        return createRooms(actor);
    case Behaviour::JoinRooms:
        return joinRooms(actor);
    case Behaviour::FillRooms:
        return fillRooms(actor);
    case Behaviour::Chat:
        return chat(actor);
    }
    Q_UNREACHABLE();
}

/// The top of the user's coroutines: nothing that is thrown gets past it.
Task<> VirtualUser::Private::live()
{
    QString mistake;
    try {
        Task<> behaving = behave();
        co_await behaving;
    } catch (const Stopped &) {
        // as it should be
    } catch (const std::exception &exception) {
        mistake = QString::fromUtf8(exception.what());
    } catch (...) {
        mistake = Words::tr("an exception of unknown type");
    }
    if (!mistake.isEmpty())
        actor.sink().internalError(actor.number(), mistake);
    actor.stopEverything();
    actor.putBackAccount();
    ended = true;
    announceEnd();
}

/// From the event loop: the coroutines are still on the stack here, and so may be a StopScope.
void VirtualUser::Private::announceEnd()
{
    const auto announce = [this, alive = std::weak_ptr(m_alive)] {
        if (!alive.expired() && m_finished)
            m_finished(m_user);
    };
    QMetaObject::invokeMethod(&actor.environment().reactor, announce, Qt::QueuedConnection);
}

VirtualUser::VirtualUser(const Environment &environment, int number, Finished finished)
    : d(std::make_unique<Private>(*this, environment, number, std::move(finished)))
{
}

VirtualUser::~VirtualUser()
{
    stopNow();
}

void VirtualUser::start()
{
    Q_ASSERT(!d->started);
    d->started = true;
    d->live(); // dropped, but never lost: it catches everything, and ends before this object does
}

void VirtualUser::stopGracefully()
{
    d->actor.stopPauses();
}

void VirtualUser::stopNow()
{
    d->actor.stopEverything();
    Q_ASSERT(!d->started || d->ended);
}

int VirtualUser::number() const
{
    return d->actor.number();
}

bool VirtualUser::isFinished() const
{
    return d->ended;
}

void VirtualUser::reportPlan()
{
    if (PlanSource *const plan = d->actor.planSource()) {
        if (const int due = plan->actionsDue(); due > 0)
            d->actor.sink().actionsPlanned(due);
    }
}

} // namespace throng::users
