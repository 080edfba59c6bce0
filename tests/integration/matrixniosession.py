# SPDX-License-Identifier: GPL-3.0-or-later
"""An evening with two people who use an ordinary Matrix client library.

usage: matrixniosession.py URL COUNTS

Run by the Python that has matrix-nio. Ends with an AssertionError at the first thing that the library did not get as
it should; else COUNTS has what was asked of the server, by method and path.
"""

import asyncio
import io
import json
import struct
import sys
import zlib
from collections import Counter
from pathlib import Path

import nio

PATIENCE = 60


def png(size: int) -> bytes:
    """A grey square."""
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes([y % 256]) * size for y in range(size))
    header = struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


class Person(nio.AsyncClient):
    """The library's client, which also keeps count of what goes over the wire."""

    asked: Counter = Counter()

    async def send(self, method, path, *arguments, **keywords):
        answer = await super().send(method, path, *arguments, **keywords)
        Person.asked[f"{method} {path.split('?')[0]}"] += 1
        return answer

    async def want(self, kind: type, call):
        """What the call answers, which has to be of that kind."""
        answer = await asyncio.wait_for(call, PATIENCE)
        assert isinstance(answer, kind), f"{kind.__name__} expected: {answer}"
        return answer

    async def sync_until(self, what: str, found, **keywords):
        """Long polls until `found` says of an answer that this is it."""
        async def until():
            while True:
                answer = await self.want(nio.SyncResponse, self.sync(timeout=10_000, **keywords))
                if (result := found(answer)) is not None:
                    return result
        try:
            return await asyncio.wait_for(until(), PATIENCE)
        except asyncio.TimeoutError:
            raise AssertionError(f"never synced: {what}") from None


def timeline_event(room: str, event_id: str):
    """For sync_until(): that event, in that room."""
    def find(answer: nio.SyncResponse):
        joined = answer.rooms.join.get(room)
        return next((event for event in joined.timeline.events if event.event_id == event_id), None) if joined else None
    return find


def ephemeral(room: str, kind: type, holds):
    def find(answer: nio.SyncResponse):
        joined = answer.rooms.join.get(room)
        return next((event for event in joined.ephemeral if isinstance(event, kind) and holds(event)), None) if joined else None
    return find


async def sign_up(url: str, name: str) -> Person:
    registering = Person(url, name)
    await registering.want(nio.DiscoveryInfoResponse, registering.discovery_info())
    assert "m.login.password" in (await registering.want(nio.LoginInfoResponse, registering.login_info())).flows
    made = await registering.want(nio.RegisterResponse, registering.register(name, "a secret", "first device"))
    assert (await registering.want(nio.WhoamiResponse, registering.whoami())).user_id == made.user_id
    await registering.want(nio.LogoutResponse, registering.logout())
    await registering.close()

    person = Person(url, name)
    wrong = await person.login("not the secret")
    assert isinstance(wrong, nio.LoginError) and wrong.status_code == "M_FORBIDDEN", wrong
    login = await person.want(nio.LoginResponse, person.login("a secret", "second device"))
    assert login.user_id == made.user_id == person.user_id
    devices = await person.want(nio.DevicesResponse, person.devices())
    assert [device.id for device in devices.devices] == [login.device_id], devices
    return person


async def meet(alice: Person, bob: Person) -> str:
    filtered = await alice.want(
        nio.UploadFilterResponse, alice.upload_filter(room={"state": {"lazy_load_members": True}, "timeline": {"limit": 20}}))
    for person in (alice, bob):
        await person.want(nio.SyncResponse, person.sync(timeout=0, full_state=True, sync_filter=filtered.filter_id
                                                        if person is alice else None))
    made = await alice.want(nio.RoomCreateResponse, alice.room_create(
        name="Kitchen", topic="Who cooks?", invite=[bob.user_id], preset=nio.RoomPreset.private_chat))
    room = made.room_id
    await bob.sync_until("the invitation", lambda answer: answer.rooms.invite.get(room))
    assert bob.invited_rooms[room].inviter == alice.user_id
    await bob.want(nio.JoinResponse, bob.join(room))
    await bob.sync_until("being in the room", lambda answer: answer.rooms.join.get(room))
    await alice.sync_until("the other's coming", lambda _: bob.user_id in alice.rooms[room].users or None)
    assert bob.rooms[room].display_name == "Kitchen" and bob.rooms[room].topic == "Who cooks?"
    assert (await bob.want(nio.JoinedRoomsResponse, bob.joined_rooms())).rooms == [room]
    members = await bob.want(nio.JoinedMembersResponse, bob.joined_members(room))
    assert {member.user_id for member in members.members} == {alice.user_id, bob.user_id}
    return room


async def talk(alice: Person, bob: Person, room: str) -> None:
    # A poll that hangs until there is something.
    typing = asyncio.ensure_future(bob.sync_until(
        "typing", ephemeral(room, nio.TypingNoticeEvent, lambda event: alice.user_id in event.users)))
    await alice.want(nio.RoomTypingResponse, alice.room_typing(room, True, 30_000))
    await typing
    hearing = asyncio.ensure_future(bob.sync_until(
        "the text", lambda answer: next((event for joined in answer.rooms.join.values() for event in joined.timeline.events
                                         if isinstance(event, nio.RoomMessageText)), None)))
    sent = await alice.want(nio.RoomSendResponse, alice.room_send(
        room, "m.room.message", {"msgtype": "m.text", "body": "Soup “à la” 🥕?"}, tx_id="first"))
    text = await hearing
    assert (text.event_id, text.body, text.sender) == (sent.event_id, "Soup “à la” 🥕?", alice.user_id), text
    again = await alice.want(nio.RoomSendResponse, alice.room_send(
        room, "m.room.message", {"msgtype": "m.text", "body": "Soup “à la” 🥕?"}, tx_id="first"))
    assert again.event_id == sent.event_id

    await bob.want(nio.RoomReadMarkersResponse, bob.room_read_markers(room, sent.event_id, sent.event_id))
    await alice.sync_until("the receipt", ephemeral(room, nio.ReceiptEvent, lambda event: any(
        receipt.user_id == bob.user_id and receipt.event_id == sent.event_id for receipt in event.receipts)))
    await bob.want(nio.UpdateReceiptMarkerResponse, bob.update_receipt_marker(room, sent.event_id))

    reaction = await bob.want(nio.RoomSendResponse, bob.room_send(room, "m.reaction", {
        "m.relates_to": {"rel_type": "m.annotation", "event_id": sent.event_id, "key": "👍"}}))
    seen = await alice.sync_until("the reaction", timeline_event(room, reaction.event_id))
    assert isinstance(seen, nio.ReactionEvent) and (seen.reacts_to, seen.key) == (sent.event_id, "👍"), seen

    await alice.want(nio.RoomRedactResponse, alice.room_redact(room, sent.event_id, "no soup"))
    gone = await bob.want(nio.RoomGetEventResponse, bob.room_get_event(room, sent.event_id))
    assert isinstance(gone.event, nio.RedactedEvent) and gone.event.reason == "no soup", gone.event


async def share_a_picture(alice: Person, bob: Person, room: str) -> None:
    picture = png(300)
    uploaded, _ = await asyncio.wait_for(alice.upload(
        io.BytesIO(picture), content_type="image/png", filename="soup.png", filesize=len(picture)), PATIENCE)
    assert isinstance(uploaded, nio.UploadResponse), uploaded
    assert (await alice.want(nio.ContentRepositoryConfigResponse, alice.content_repository_config())).upload_size >= len(picture)
    sent = await alice.want(nio.RoomSendResponse, alice.room_send(room, "m.room.message", {
        "msgtype": "m.image", "body": "soup.png", "url": uploaded.content_uri,
        "info": {"mimetype": "image/png", "size": len(picture), "w": 300, "h": 300}}))
    image = await bob.sync_until("the picture", timeline_event(room, sent.event_id))
    assert isinstance(image, nio.RoomMessageImage), image
    downloaded = await bob.want(nio.MemoryDownloadResponse, bob.download(image.url))
    assert (downloaded.body, downloaded.content_type, downloaded.filename) == (picture, "image/png", "soup.png"), downloaded
    server, media = image.url.removeprefix("mxc://").split("/")
    thumbnail = await bob.want(nio.ThumbnailResponse, bob.thumbnail(server, media, 96, 96))
    assert thumbnail.body.startswith(b"\x89PNG"), thumbnail.content_type


async def look_around(alice: Person, bob: Person, room: str) -> None:
    for name in ("Alice", "Alice at home"):
        await alice.want(nio.ProfileSetDisplayNameResponse, alice.set_displayname(name))
    await alice.want(nio.ProfileSetAvatarResponse, alice.set_avatar("mxc://localhost/face"))
    profile = await bob.want(nio.ProfileGetResponse, bob.get_profile(alice.user_id))
    assert (profile.displayname, profile.avatar_url) == ("Alice at home", "mxc://localhost/face")
    assert (await bob.want(nio.ProfileGetDisplayNameResponse, bob.get_displayname(alice.user_id))).displayname == "Alice at home"
    assert (await bob.want(nio.ProfileGetAvatarResponse, bob.get_avatar(alice.user_id))).avatar_url == "mxc://localhost/face"
    await bob.sync_until("the new name", lambda _: bob.rooms[room].user_name(alice.user_id) == "Alice at home" or None)
    await alice.want(nio.PresenceSetResponse, alice.set_presence("unavailable", "cooking"))
    assert (await bob.want(nio.PresenceGetResponse, bob.get_presence(alice.user_id))).status_msg == "cooking"

    texts = []
    for number in range(12):
        sent = await alice.want(nio.RoomSendResponse, alice.room_send(
            room, "m.room.message", {"msgtype": "m.text", "body": f"spoon {number}"}))
        texts.append(sent.event_id)
    token, seen = "", []
    while len(seen) < len(texts):
        page = await bob.want(nio.RoomMessagesResponse, bob.room_messages(room, token, limit=5))
        assert page.chunk, "the history ended early"
        seen += [event.event_id for event in page.chunk]
        token = page.end
    assert seen[:len(texts)] == texts[::-1]
    context = await bob.want(nio.RoomContextResponse, bob.room_context(room, texts[5], limit=4))
    assert [event.event_id for event in context.events_before] == [texts[4], texts[3]]

    await alice.want(nio.RoomPutStateResponse, alice.room_put_state(room, "m.room.topic", {"topic": "Done"}))
    assert (await bob.want(nio.RoomGetStateEventResponse, bob.room_get_state_event(room, "m.room.topic"))).content["topic"] == "Done"
    state = await bob.want(nio.RoomGetStateResponse, bob.room_get_state(room))
    assert "m.room.create" in {event["type"] for event in state.events}


async def say_goodbye(alice: Person, bob: Person, room: str) -> None:
    await bob.want(nio.RoomLeaveResponse, bob.room_leave(room))
    await bob.sync_until("having left", lambda answer: answer.rooms.leave.get(room))
    await bob.want(nio.RoomForgetResponse, bob.room_forget(room))
    refused = await bob.room_send(room, "m.room.message", {"msgtype": "m.text", "body": "one more"})
    assert isinstance(refused, nio.RoomSendError) and refused.status_code == "M_FORBIDDEN", refused
    await alice.want(nio.RoomInviteResponse, alice.room_invite(room, bob.user_id))
    for person in (alice, bob):
        await person.want(nio.LogoutResponse, person.logout(all_devices=True))


async def evening(url: str) -> None:
    people = []
    try:
        for name in ("alice", "bob"):
            people.append(await sign_up(url, name))
        room = await meet(*people)
        await talk(*people, room)
        await share_a_picture(*people, room)
        await look_around(*people, room)
        await say_goodbye(*people, room)
    finally:
        for person in people:
            await person.close()


if __name__ == "__main__":
    asyncio.run(evening(sys.argv[1]))
    Path(sys.argv[2]).write_text(json.dumps(Person.asked), encoding="utf-8")
