// SPDX-License-Identifier: GPL-3.0-or-later
// /_practice/…: the truth, and the levers behind the stage. No part of Matrix; no faults strike here, nothing counts
// it.
#include "engine/practice/api.h"
#include "engine/practice/call.h"

namespace throng::practice {

namespace {

using Access = Route::Access;

void truth(Call &call)
{
    const bool lists = call.query("lists").value_or("false") == "true";
    call.ok(call.server.backstage.truthJson(lists).toStdString());
}

void reset(Call &call)
{
    call.server.backstage.resetTruth();
    call.ok();
}

void recording(Call &call)
{
    simdjson::dom::object body;
    if (!call.json(body))
        return;
    call.server.backstage.setRecording(flagOf(body, "requests"), flagOf(body, "deliveries"));
    call.ok();
}

void failWith(Call &call, const Error &error)
{
    call.fail(400, "M_INVALID_PARAM", error.toString().toStdString());
}

void faults(Call &call)
{
    const std::string &body = call.exchange->request.body;
    const QByteArray json(body.data(), static_cast<qsizetype>(body.size()));
    Result<FaultPlan> plan = FaultPlan::fromJson(json, QStringLiteral("request"));
    if (!plan)
        return failWith(call, plan.error());
    call.server.backstage.setFaults(std::move(*plan));
    call.ok();
}

void performance(Call &call)
{
    simdjson::dom::object body;
    if (!call.json(body))
        return;
    std::string_view name;
    const std::string &text = call.exchange->request.body;
    Result<PerformanceModel> model = PerformanceModel();
    if (body["preset"].get(name) != simdjson::SUCCESS)
        model = PerformanceModel::fromJson(
            QByteArray(text.data(), static_cast<qsizetype>(text.size())), QStringLiteral("request"));
    else if (name != "instant")
        model = PerformanceModel::preset(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
    if (!model)
        return failWith(call, model.error());
    call.server.backstage.setPerformance(std::move(*model));
    call.ok();
}

} // namespace

void addPracticeApi(Router &router)
{
    router.add({ "GET", "/_practice/truth", Access::Practice, truth });
    router.add({ "POST", "/_practice/truth/reset", Access::Practice, reset });
    router.add({ "PUT", "/_practice/recording", Access::Practice, recording });
    router.add({ "PUT", "/_practice/faults", Access::Practice, faults });
    router.add({ "PUT", "/_practice/performance", Access::Practice, performance });
}

} // namespace throng::practice
