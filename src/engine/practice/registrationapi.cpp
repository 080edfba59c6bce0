// SPDX-License-Identifier: GPL-3.0-or-later
// POST /register with user-interactive authentication, and registration by shared secret.
#include "engine/practice/api.h"
#include "engine/practice/call.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>

#include <algorithm>

namespace throng::practice {

namespace {

using Access = Route::Access;

/// The 401 that says which stages are left. With `problem` it also says why the last one failed.
void askForStages(
    Call &call, std::string_view session, const RegistrationSession &state, const Refusal *problem = nullptr)
{
    const RegistrationOptions &options = call.server.options.registration;
    Answer answer;
    answer.status = 401;
    JsonWriter writer(answer.body);
    writer.beginObject().member("session", session).key("flows").beginArray();
    bool terms = false;
    for (const QStringList &flow : options.flows) {
        writer.beginObject().key("stages").beginArray();
        for (const QString &stage : flow) {
            writer.string(stage.toStdString());
            terms |= stage == QLatin1StringView("m.login.terms");
        }
        writer.endArray().endObject();
    }
    writer.endArray().key("params").beginObject();
    if (terms)
        writer.rawMember("m.login.terms",
            R"({"policies":{"privacy_policy":{"version":"1.0","en":{"name":"Terms","url":"https://localhost/terms"}}}})");
    writer.endObject();
    if (!state.completed.empty()) {
        writer.key("completed").beginArray();
        for (const std::string &stage : state.completed)
            writer.string(stage);
        writer.endArray();
    }
    if (problem)
        writer.member("errcode", problem->errcode).member("error", problem->message);
    writer.endObject();
    call.exchange->answer(std::move(answer));
}

bool isOffered(const RegistrationOptions &options, std::string_view stage)
{
    const QString name = QString::fromUtf8(stage.data(), static_cast<qsizetype>(stage.size()));
    return std::any_of(
        options.flows.begin(), options.flows.end(), [&name](const QStringList &flow) { return flow.contains(name); });
}

bool isComplete(const RegistrationOptions &options, const RegistrationSession &state)
{
    return std::any_of(options.flows.begin(), options.flows.end(), [&state](const QStringList &flow) {
        return std::all_of(flow.begin(), flow.end(),
            [&state](const QString &stage) { return state.completed.contains(stage.toStdString()); });
    });
}

Allowed<> checkStage(const RegistrationOptions &options, std::string_view stage, simdjson::dom::object auth)
{
    if (stage.empty())
        return {}; // only the session: asks how things stand
    if (!isOffered(options, stage))
        return refused(401, "M_UNRECOGNIZED", "Unknown stage");
    if (stage == "m.login.registration_token" && textOf(auth, "token") != options.token.toStdString())
        return refused(401, "M_UNAUTHORIZED", "Invalid registration token");
    return {};
}

void answerRegistered(Call &call, User &user, const Accounts::Login *login)
{
    std::string body;
    JsonWriter writer(body);
    writer.beginObject().member("user_id", user.id).member("home_server", call.server.name);
    if (login) {
        const Device &device = call.server.accounts.login(user, *login);
        writer.member("access_token", device.accessToken).member("device_id", device.id);
        if (device.expires)
            writer.member("refresh_token", device.refreshToken)
                .member("expires_in_ms", call.server.options.accessTokenLifetime.count());
    }
    writer.endObject();
    call.ok(std::move(body));
}

void registerUser(Call &call)
{
    const RegistrationOptions &options = call.server.options.registration;
    simdjson::dom::object body;
    if (!call.json(body))
        return;
    if (!options.open)
        return call.fail(403, "M_FORBIDDEN", "Registration has been disabled");
    if (call.query("kind").value_or("user") == "guest")
        return call.fail(403, "M_FORBIDDEN", "Guest access is disabled");
    const std::string username(textOf(body, "username"));
    const std::string name = username.empty() ? call.server.randomText(12, Homeserver::Alphabet::Hex) : username;
    if (const Allowed<> free = call.server.accounts.checkNewName(name); !free)
        return call.fail(free.error());

    const auto auth = objectOf(body, "auth");
    std::string session(auth ? textOf(*auth, "session") : std::string_view());
    RegistrationSession oneShot;
    RegistrationSession *state = nullptr;
    if (!session.empty()) {
        state = call.server.accounts.registration(session);
        if (!state)
            return call.fail(400, "M_UNKNOWN", "Unknown session ID: " + session);
        if (state->username.empty())
            state->username = username;
        else if (state->username != username)
            return call.fail(400, "M_UNKNOWN", "Requested operation has changed during the UI authentication session.");
    } else if (!auth) {
        session = call.server.accounts.beginRegistration();
        state = call.server.accounts.registration(session);
        state->username = username;
        return askForStages(call, session, *state);
    } else {
        state = &oneShot; // Synapse lets m.login.dummy pass without a session
    }

    const std::string stage(textOf(*auth, "type"));
    const Allowed<> passed = checkStage(options, stage, *auth);
    if (passed && !stage.empty())
        state->completed.insert(stage);
    if (!passed || !isComplete(options, *state)) {
        if (state == &oneShot) {
            session = call.server.accounts.beginRegistration();
            state = call.server.accounts.registration(session);
            *state = { username, oneShot.completed };
        }
        return askForStages(call, session, *state, passed ? nullptr : &passed.error());
    }
    const std::string_view password = textOf(body, "password");
    if (password.empty())
        return call.fail(400, "M_MISSING_PARAM", "Missing params: password");
    const Allowed<User *> user = call.server.accounts.create(name, password, false);
    if (!user)
        return call.fail(user.error());
    ++call.server.books.registrations;
    call.server.accounts.endRegistration(session);
    if (flagOf(body, "inhibit_login"))
        return answerRegistered(call, **user, nullptr);
    const Accounts::Login login { std::string(textOf(body, "device_id")),
        std::string(textOf(body, "initial_device_display_name")), flagOf(body, "refresh_token") };
    answerRegistered(call, **user, &login);
}

void isAvailable(Call &call)
{
    const Allowed<> free = call.server.accounts.checkNewName(call.query("username").value_or(std::string()));
    if (!free)
        return call.fail(free.error());
    call.ok(R"({"available":true})");
}

// ---------------------------------------------------------------------------------------- shared secret

void nonce(Call &call)
{
    if (call.server.options.registration.sharedSecret.isEmpty())
        return call.fail(400, "M_UNKNOWN", "Shared secret registration is not enabled");
    std::string body;
    JsonWriter(body).beginObject().member("nonce", call.server.accounts.newNonce()).endObject();
    call.ok(std::move(body));
}

QByteArray bytes(std::string_view text)
{
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

void registerWithSecret(Call &call)
{
    const QByteArray secret = call.server.options.registration.sharedSecret.toUtf8();
    if (secret.isEmpty())
        return call.fail(400, "M_UNKNOWN", "Shared secret registration is not enabled");
    simdjson::dom::object body;
    if (!call.json(body))
        return;
    const std::string username(textOf(body, "username"));
    const std::string_view password = textOf(body, "password");
    const bool admin = flagOf(body, "admin");
    if (textOf(body, "nonce").empty() || username.empty() || password.empty())
        return call.fail(400, "M_BAD_JSON", "nonce, username and password must be specified");
    if (!call.server.accounts.takeNonce(textOf(body, "nonce")))
        return call.fail(400, "M_UNKNOWN", "unrecognised nonce");
    QMessageAuthenticationCode mac(QCryptographicHash::Sha1, secret);
    mac.addData(bytes(textOf(body, "nonce")) + '\0' + bytes(username) + '\0' + bytes(password) + '\0'
        + (admin ? QByteArray("admin") : QByteArray("notadmin")));
    if (mac.result().toHex() != bytes(textOf(body, "mac")).toLower())
        return call.fail(403, "M_UNKNOWN", "HMAC incorrect");
    const Allowed<User *> user = call.server.accounts.create(username, password, admin);
    if (!user)
        return call.fail(user.error());
    ++call.server.books.registrations;
    if (const std::string_view name = textOf(body, "displayname"); !name.empty())
        (*user)->displayName = name;
    const Accounts::Login login;
    answerRegistered(call, **user, flagOf(body, "inhibit_login") ? nullptr : &login);
}

} // namespace

void addRegistrationApi(Router &router)
{
    router.add({ "POST", "/_matrix/client/v3/register", Access::Anyone, registerUser });
    router.add({ "GET", "/_matrix/client/v3/register/available", Access::Anyone, isAvailable });
    router.add({ "GET", "/_synapse/admin/v1/register", Access::Anyone, nonce });
    router.add({ "POST", "/_synapse/admin/v1/register", Access::Anyone, registerWithSecret });
}

} // namespace throng::practice
