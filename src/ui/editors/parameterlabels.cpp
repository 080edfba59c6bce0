// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/parameterlabels.h"

#include <QCoreApplication>

#include <array>

namespace throng::ui {

namespace {

struct Entry {
    QLatin1String name;
    const char *group;
    const char *label;
    const char *unit;
    const char *meaning;
};

constexpr const char *context = "throng::ui::parameterLabel";
#define T(text) QT_TRANSLATE_NOOP("throng::ui::parameterLabel", text)

constexpr const char *next = T("What a user does next (4 is four times as often as 1)");
constexpr const char *pauses = T("Pauses (most short, some long)");
constexpr const char *inRoom = T("While chatting in a room");
constexpr const char *content = T("What is sent and looked at");
constexpr const char *syncing = T("Syncing");
constexpr const char *hours = T("Coming and going");
constexpr const char *limits = T("When the server says 429, too many requests");
constexpr const char *setup = T("Setting up");
constexpr const char *past = T("The past of the rooms");
constexpr const char *weight = ""; // of what it is a share, the group says

constexpr std::array entries {
    Entry { QLatin1String("do_nothing_weight"), next, T("Nothing"), weight, T("waits once more") },
    Entry { QLatin1String("send_text_weight"), next, T("Send a text"), weight, T("into one of its rooms") },
    Entry {
        QLatin1String("look_at_room_weight"), next, T("Look at a room"), weight, T("names, pictures, read receipt") },
    Entry { QLatin1String("paginate_weight"), next, T("Scroll back"), weight, T("older messages of a room") },
    Entry { QLatin1String("go_away_weight"), next, T("Go away"), weight, T("the sync goes on meanwhile") },
    Entry { QLatin1String("change_display_name_weight"), next, T("Change its name"), weight,
        T("costly: rewritten in every room") },
    Entry { QLatin1String("chat_in_room_weight"), next, T("Chat in a room"), weight,
        T("texts, pictures, reactions, as below") },
    Entry { QLatin1String("accept_invites_weight"), next, T("Accept invitations"), weight, T("off by default") },

    Entry { QLatin1String("after_action_s"), pauses, T("After each of these"), T("s"), T("mean") },
    Entry { QLatin1String("doing_nothing_s"), pauses, T("Doing nothing"), T("s"), T("mean, besides") },
    Entry { QLatin1String("typing_s"), pauses, T("Typing a text"), T("s"),
        T("mean, between the typing notice and the text") },
    Entry { QLatin1String("being_away_s"), pauses, T("Being away"), T("s"), T("mean") },
    Entry { QLatin1String("accepting_invite_s"), pauses, T("Before accepting an invitation"), T("s"), T("mean") },
    Entry { QLatin1String("in_room_s"), pauses, T("In a room"), T("s"), T("mean, after each thing done there") },

    Entry {
        QLatin1String("room_text_weight"), inRoom, T("Texts"), weight, T("mean and deviation, drawn at each visit") },
    Entry { QLatin1String("room_image_weight"), inRoom, T("Pictures"), weight, T("one of these, drawn at each visit") },
    Entry {
        QLatin1String("room_reaction_weight"), inRoom, T("Reactions"), weight, T("one of these, drawn at each visit") },
    Entry { QLatin1String("room_leave_weight"), inRoom, T("Leave the room"), weight, T("and do something else") },
    Entry { QLatin1String("room_added_weight"), inRoom, T("Added to each"), weight,
        T("as Locust does; 0 takes the table as written") },

    Entry { QLatin1String("words_in_message"), content, T("Words in a text"), "",
        T("log-normal: μ and σ; the median is e^μ") },
    Entry { QLatin1String("recent_messages"), content, T("Messages remembered"), "", T("of each room, to react to") },
    Entry { QLatin1String("paginate_limit"), content, T("Events a scroll"), "", T("asked for at a time") },
    Entry { QLatin1String("image_bytes"), content, T("Size of a picture"), "",
        T("log-normal of bytes: μ and σ; 11.9 is 147 kB") },
    Entry { QLatin1String("largest_image_bytes"), content, T("Largest picture"), T("bytes"), T("whatever is drawn") },
    Entry { QLatin1String("images_per_worker"), content, T("Different pictures"), "",
        T("made once a thread, sent again and again") },
    Entry { QLatin1String("thumbnail_size"), content, T("Thumbnails"), T("pixels"), T("wide and high") },
    Entry { QLatin1String("avatar_size"), content, T("Avatars"), T("pixels"), T("wide and high") },
    Entry {
        QLatin1String("download_share"), content, T("Pictures opened in full"), "", T("share of those seen, 0 to 1") },

    Entry {
        QLatin1String("sync_timeout_ms"), syncing, T("A poll waits at most"), T("s"), T("for something to happen") },
    Entry { QLatin1String("filter"), syncing, T("Filter"), "", T("an ID or JSON; empty: none") },
    Entry {
        QLatin1String("set_presence"), syncing, T("Presence"), "", T("as the server shows it; not said means online") },
    Entry { QLatin1String("use_saved_since"), syncing, T("Go on where the last run ended"), "",
        T("instead of an initial sync") },
    Entry { QLatin1String("pause_after_failed_sync_ms"), syncing, T("Pause after a failed sync"), T("s"),
        T("before the next one") },

    Entry { QLatin1String("online_s"), hours, T("The client is open for"), T("s"), T("mean; 0: it stays open") },
    Entry { QLatin1String("offline_s"), hours, T("and then closed for"), T("s"), T("mean") },
    Entry { QLatin1String("log_out_share"), hours, T("Closings with a logout"), "", T("share, 0 to 1") },
    Entry { QLatin1String("fresh_start_share"), hours, T("Openings with an initial sync"), "",
        T("share, 0 to 1; the others go on where they were") },
    Entry { QLatin1String("outage_after_s"), hours, T("An outage begins after"), T("s"),
        T("of the test; everybody loses the server. 0: none") },
    Entry { QLatin1String("outage_s"), hours, T("and lasts"), T("s"), T("then all come back at once") },

    Entry { QLatin1String("messages_per_room"), past, T("Messages in a room"), "", T("mean over all rooms") },
    Entry { QLatin1String("size_weight"), past, T("More in bigger rooms"), "",
        T("as members to this power; 0: all rooms alike") },
    Entry { QLatin1String("picture_share"), past, T("Pictures among them"), "", T("share, 0 to 1") },
    Entry { QLatin1String("set_profiles"), past, T("Names and avatars"), "", T("each account gets its own") },

    Entry { QLatin1String("tries"), setup, T("Tries"), "", T("for each account, room or message") },
    Entry { QLatin1String("pause_between_tries_ms"), setup, T("Pause between tries"), T("s"),
        T("of one account, room or message") },
    Entry { QLatin1String("invitations_with_room"), setup, T("Invitations with a room"), "",
        T("the others follow one by one") },
    Entry { QLatin1String("fewer_invitations_with_room"), setup, T("… when that is too many"), "",
        T("Synapse's own limit is 10") },
    Entry { QLatin1String("room_preset"), setup, T("Preset"), "", T("who may enter, and who may moderate") },
    Entry { QLatin1String("federate_rooms"), setup, T("Rooms are federated"), "", T("open to other servers") },

    Entry { QLatin1String("rate_limit_retries"), limits, T("Tries again"), "",
        T("times at most; then the request has failed") },
    Entry { QLatin1String("rate_limit_longest_total_ms"), limits, T("Waits at most"), T("s"),
        T("in all, for one request") },
    Entry { QLatin1String("rate_limit_wait_if_unsaid_ms"), limits, T("Waits"), T("s"),
        T("where the server does not say; doubled each time") },
};

#undef T

} // namespace

ParameterLabel parameterLabel(QLatin1String name)
{
    const auto text = [](const char *source) {
        return *source ? QCoreApplication::translate(context, source) : QString();
    };
    for (const Entry &entry : entries) {
        if (entry.name == name)
            return { text(entry.group), text(entry.label), text(entry.unit), text(entry.meaning) };
    }
    return { QCoreApplication::translate(context, "More"), name, {}, {} };
}

QList<ParameterChoice> parameterChoices(QLatin1String name)
{
    const auto text = [](const char *source) { return QCoreApplication::translate(context, source); };
    using namespace Qt::StringLiterals;
    if (name == "room_preset"_L1)
        return { { u"private_chat"_s, text(QT_TRANSLATE_NOOP("throng::ui::parameterLabel", "private")) },
            { u"trusted_private_chat"_s, text(QT_TRANSLATE_NOOP("throng::ui::parameterLabel", "private, trusted")) },
            { u"public_chat"_s, text(QT_TRANSLATE_NOOP("throng::ui::parameterLabel", "public")) } };
    if (name == "set_presence"_L1)
        return { { QString(), text(QT_TRANSLATE_NOOP("throng::ui::parameterLabel", "not said")) },
            { u"online"_s, text(QT_TRANSLATE_NOOP("throng::ui::parameterLabel", "online")) },
            { u"unavailable"_s, text(QT_TRANSLATE_NOOP("throng::ui::parameterLabel", "unavailable")) },
            { u"offline"_s, text(QT_TRANSLATE_NOOP("throng::ui::parameterLabel", "offline")) } };
    return {};
}

} // namespace throng::ui
