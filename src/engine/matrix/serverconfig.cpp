// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/matrix/serverconfig.h"

#include "engine/base/words.h"

#include <algorithm>
#include <array>

namespace throng::matrix {

using namespace Qt::StringLiterals;

namespace {

// Every limiter of Synapse 1.163. Left at 1,000 a second and 100,000 at once, a bucket is never empty in a test.
QString synapseBlock()
{
    return u"# For a server used for tests only: this takes away its protection from abuse.\n"
           "enable_registration: true\n"
           "enable_registration_without_verification: true\n"
           "bcrypt_rounds: 4            # the default, 12, costs about 0.3 s of CPU for each password\n"
           "enable_metrics: true\n"
           "trusted_key_servers: []\n"
           "rc_message: &r {per_second: 100000, burst_count: 100000}\n"
           "rc_registration: *r\n"
           "rc_registration_token_validity: *r\n"
           "rc_login: {address: *r, account: *r, failed_attempts: *r}\n"
           "rc_admin_redaction: *r\n"
           "rc_joins: {local: *r, remote: *r}\n"
           "rc_joins_per_room: *r\n"
           "rc_invites: {per_room: *r, per_user: *r, per_issuer: *r}\n"
           "rc_third_party_invite: *r\n"
           "rc_3pid_validation: *r\n"
           "rc_media_create: *r\n"
           "rc_presence: {per_user: *r}\n"
           "rc_delayed_event_mgmt: *r\n"
           "rc_reports: *r\n"
           "rc_room_creation: *r\n"
           "rc_user_directory: *r\n"_s;
}

QString dendriteBlock()
{
    return u"# For a server used for tests only: this takes away its protection from abuse.\n"
           "client_api:\n"
           "  registration_disabled: false\n"
           "  rate_limiting:\n"
           "    enabled: false\n"
           "user_api:\n"
           "  bcrypt_cost: 4\n"_s;
}

QString conduitBlock()
{
    return u"# For a server used for tests only: whoever finds it may register.\n"
           "allow_registration = true\n"
           "yes_i_am_very_very_sure_i_want_an_open_registration_server_prone_to_abuse = true\n"_s;
}

bool isConduit(const QString &software)
{
    static constexpr std::array names { "conduit"_L1, "conduwuit"_L1, "continuwuity"_L1, "tuwunel"_L1, "grapevine"_L1 };
    return std::any_of(names.begin(), names.end(),
        [&software](QLatin1StringView name) { return software.startsWith(name, Qt::CaseInsensitive); });
}

} // namespace

bool isSynapse(const QString &software)
{
    return software.startsWith(u"synapse", Qt::CaseInsensitive);
}

std::optional<ServerConfig> configForLoadTest(const QString &software)
{
    if (isSynapse(software))
        return ServerConfig { u"homeserver.yaml"_s, synapseBlock(),
            Words::tr("Keys that the file has already must go, or the last one counts. Restart Synapse afterwards.") };
    if (software.startsWith(u"dendrite", Qt::CaseInsensitive))
        return ServerConfig { u"dendrite.yaml"_s, dendriteBlock(),
            Words::tr("Put each line into its section, and start Dendrite with --really-enable-open-registration.") };
    if (isConduit(software))
        return ServerConfig { u"conduit.toml"_s, conduitBlock(),
            Words::tr("The lines belong into [global]. The first account that is made becomes the administrator.") };
    return std::nullopt;
}

} // namespace throng::matrix
