// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/users/account.h"

namespace throng::users {

/// Why an account could not be made ready.
enum class AccountFailure : quint8 {
    OtherPassword, ///< exists already and the password is another: a new name pattern or a clean server is needed
    RegistrationClosed, ///< nobody can register on this server
    RegistrationTokenWrong, ///< the registration token is not, or no longer, good
    RegistrationNeedsPerson, ///< every way to register asks for e-mail, a captcha or a browser
    LoginRefused, ///< the server does not let this account in
    Unfinished, ///< the tries are used up; `reason` says what the last one met
};

/// Where virtual users report to; implemented by whoever conducts them. Called on the worker's thread, in the
/// middle of a behaviour: be quick, and neither stop nor destroy the user from within.
/// Accounts are named by their index in the AccountQueue, rooms by theirs in the RoomBook.
class Sink {
public:
    virtual ~Sink() = default;

    /// Registered, logged in, refreshed, or the user stopped and this is where its sync ended (next_batch).
    /// An invalid session (without a token) is one that the server no longer knows.
    virtual void sessionChanged(int account, const Session &session) = 0;
    /// The account did not exist and was made just now.
    virtual void accountMade(int account) = 0;
    /// All that the behaviour does with this account is done. Set-up behaviours only.
    virtual void accountDone(int account) = 0;
    /// The behaviour gave the account up. `reason` is for a person and holds no secret.
    virtual void accountFailed(int account, AccountFailure failure, const QString &reason) = 0;

    /// The room stands on the server. To be written down at once: a later run finds it so.
    virtual void roomCreated(int room, const QByteArray &roomId, const QString &creator) = 0;
    /// Not made again, because it exists.
    virtual void roomExisted(int room) = 0;
    /// Not made, or not everybody could be invited, although all tries are used up.
    virtual void roomFailed(int room, const QString &reason) = 0;
    virtual void roomJoined(int account, const QByteArray &roomId) = 0;
    /// `roomId` could not be joined although all tries are used up.
    virtual void joinFailed(int account, const QByteArray &roomId, const QString &reason) = 0;

    /// The account has put a file on the server; `mxc` is its URI.
    virtual void mediaUploaded(int account, const QByteArray &mxc) = 0;

    /// The account has written that many messages in the room, those of earlier runs among them. To be written down at
    /// once: a later run goes on from there.
    virtual void historyWritten(int account, int room, int messages, bool isPicture) = 0;
    /// The account has a display name and an avatar now.
    virtual void profileMade(int account) = 0;
    /// Its profile (`room` is -1), or what it was still to write in the room: given up, all tries are used up.
    virtual void historyFailed(int account, int room, const QString &reason) = 0;

    /// What the users would have done by now if the server answered at once, and what they have done.
    /// In set-up an action is an account (register), a room (create), a join or a message (history).
    virtual void actionsPlanned(int count) = 0;
    virtual void actionsDone(int count) = 0;

    /// A mistake of ours: an exception that nobody expected ended the user.
    virtual void internalError(int user, const QString &what) = 0;
};

} // namespace throng::users
