// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/random.h"
#include "engine/practice/exchange.h"
#include "engine/practice/faultplan.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace throng::practice {

/// A fault of the plan in force, and how far it has come.
struct ActiveFault {
    Fault fault;
    std::string method;
    std::string endpoint; ///< without its "*"
    bool anyRest = false; ///< it had one
    quint64 passed = 0; ///< matching requests let through by Fault::skip
    quint64 strikes = 0;

    [[nodiscard]] bool isUsedUp() const { return fault.count && strikes >= *fault.count; }
};

/// Decides which requests a plan's faults befall.
class FaultInjector {
public:
    explicit FaultInjector(quint64 seed);

    /// Time windows count from now. Requests in progress keep the fault they have.
    void setPlan(const FaultPlan &plan);
    [[nodiscard]] bool isEmpty() const { return m_faults.empty(); }

    /// The first fault that wants this request; null: none does.
    std::shared_ptr<ActiveFault> forRequest(std::string_view method, std::string_view endpoint);

    static TimelineDistortion distortionOf(const Fault &fault);
    /// Changes a good answer into what the fault makes of it, and says how it goes over the wire.
    static WirePlan distort(const Fault &fault, Answer &answer);
    /// The answer of a fault that keeps the request from being served at all; nothing of the others.
    static std::optional<Answer> instead(const Fault &fault);

private:
    [[nodiscard]] static bool matches(const ActiveFault &active, std::string_view method, std::string_view endpoint);

    Random m_random;
    std::vector<std::shared_ptr<ActiveFault>> m_faults;
    Clock::time_point m_begin;
};

} // namespace throng::practice
