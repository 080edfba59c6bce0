# SPDX-License-Identifier: GPL-3.0-or-later
"""The four behaviours that matrix-locust's users know, as a script of Locust's own: what they send, in that order.

Reads users.csv and rooms.json of the folder THRONG_PROJECT and keeps tokens.csv there, as matrix-locust's scripts do.
One of the classes below is run at a time. Pauses are a hundredth of a person's, and a long poll waits seconds instead
of half a minute, so that the last ones are over soon after the stop; THRONG_HASTE=1 and THRONG_POLL_MS=30000 make people
of them (tests/bench/chatusers.py).
"""

import csv
import itertools
import json
import os
import random
import urllib.parse
from pathlib import Path

import gevent
from gevent.queue import Empty, Queue
from locust import FastHttpUser, events, task
from locust.exception import StopUser

FOLDER = Path(os.environ["THRONG_PROJECT"])
V3 = "/_matrix/client/v3"
HASTE = float(os.environ.get("THRONG_HASTE", "0.01"))
POLL_MS = int(os.environ.get("THRONG_POLL_MS", "3000"))
TRIES = 3
WORDS = "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor".split()
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(2_000)

with (FOLDER / "users.csv").open(newline="", encoding="utf-8") as users_file:
    ACCOUNTS = [(row["username"], row["password"]) for row in csv.DictReader(users_file)]
ROOMS: dict[str, list[str]] = json.loads((FOLDER / "rooms.json").read_text(encoding="utf-8"))
TOKENS: dict[str, tuple[str, str]] = {}  # username → user ID, access token
if (FOLDER / "tokens.csv").exists():
    with (FOLDER / "tokens.csv").open(newline="", encoding="utf-8") as tokens_file:
        TOKENS = {row["username"]: (row["user_id"], row["access_token"]) for row in csv.DictReader(tokens_file)}

todo: Queue = Queue(items=ACCOUNTS)
unfinished = len(ACCOUNTS)
transactions = itertools.count(1)
stopping = False


@events.test_stopping.add_listener
def no_more(**_):
    global stopping
    stopping = True


@events.test_stop.add_listener
def keep_tokens(**_):
    with (FOLDER / "tokens.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["username", "user_id", "access_token", "next_batch"])
        writer.writerows([name, *token, ""] for name, token in TOKENS.items())


def exponential(mean: float) -> float:
    return random.expovariate(1 / (mean * HASTE))


def pause(mean: float) -> None:
    gevent.sleep(exponential(mean))


def percent(text: str) -> str:
    return urllib.parse.quote(text, safe="")


class MatrixUser(FastHttpUser):
    abstract = True
    username = ""
    user_id = ""
    token = ""

    def call(self, method, path, name, body=None, query="", expected=(200,), data=None, headers=None):
        """The answer's JSON, or None if it was none that was hoped for: that is a failure in the statistics."""
        headers = dict(headers or {})
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if data is None and method != "GET":
            data, headers["Content-Type"] = json.dumps(body or {}), "application/json"
        with self.client.request(method, path + query, data=data, headers=headers, name=name, catch_response=True) as answer:
            if answer.status_code not in expected:
                answer.failure(f"{answer.status_code}: {answer.text}")
                return None
            answer.success()
            return answer.json() if (answer.headers.get("Content-Type") or "").startswith("application/json") else {}

    def act_as(self, username):
        self.username = username
        self.user_id, self.token = TOKENS.get(username, ("", ""))

    def login(self, password):
        self.token = ""
        answer = self.call("POST", f"{V3}/login", f"{V3}/login", {
            "type": "m.login.password", "identifier": {"type": "m.id.user", "user": self.username}, "password": password})
        if answer:
            self.remember(answer)
        return bool(answer)

    def remember(self, answer):
        self.user_id, self.token = answer["user_id"], answer["access_token"]
        TOKENS[self.username] = (self.user_id, self.token)

    def sync(self, since="", timeout=0):
        query = f"?timeout={timeout}" + (f"&since={since}" if since else "")
        return self.call("GET", f"{V3}/sync", f"{V3}/sync", query=query)


class SetupUser(MatrixUser):
    """Takes the next account until none is left; three tries each."""

    abstract = True

    @task
    def next_account(self):
        global unfinished
        try:
            username, password = todo.get_nowait()
        except Empty:
            raise StopUser from None
        for _ in range(TRIES):
            self.username = username
            self.user_id, self.token = TOKENS.get(username, ("", ""))
            if self.set_up(password):
                break
        unfinished -= 1
        if unfinished == 0:
            gevent.spawn(self.environment.runner.quit)

    def set_up(self, password):
        raise NotImplementedError


class Register(SetupUser):
    def set_up(self, password):
        # Every other account gets no token: a later test has to log it in.
        body = {"username": self.username, "password": password, "inhibit_login": self.username[-1] in "13579"}
        asked = self.call("POST", f"{V3}/register", f"{V3}/register", body, expected=(401,))
        if not asked:
            return False
        for stage in asked["flows"][0]["stages"]:
            body["auth"] = {"type": stage, "session": asked["session"]}
            answer = self.call("POST", f"{V3}/register", f"{V3}/register", body, expected=(200, 401))
            if not answer:
                return False
        if "access_token" in answer:
            self.remember(answer)
        return "user_id" in answer


class CreateRoom(SetupUser):
    def set_up(self, password):
        mine = {name: members for name, members in ROOMS.items() if members[0] == self.username}
        if not mine:
            return True
        if not self.token and not self.login(password):
            return False
        domain = self.user_id.split(":", 1)[1]
        return all(self.call("POST", f"{V3}/createRoom", f"{V3}/createRoom", {
            "preset": "private_chat", "name": name, "invite": [f"@{member}:{domain}" for member in members[1:]],
        }) for name, members in mine.items())


class Join(SetupUser):
    def set_up(self, password):
        if not self.token and not self.login(password):
            return False
        answer = self.sync()
        return answer is not None and all(
            self.call("POST", f"{V3}/rooms/{percent(room)}/join", f"{V3}/rooms/_/join")
            for room in answer.get("rooms", {}).get("invite", {}))


class Room:
    def __init__(self, identifier, prev_batch):
        self.path = f"{V3}/rooms/{percent(identifier)}"
        self.oldest = prev_batch
        self.messages = []


class Chat(MatrixUser):
    """One account a virtual user: a poll that hangs all the time, and meanwhile one of the tasks, by weight."""

    polling = None

    def wait_time(self):
        return exponential(10)

    def on_start(self):
        self.username, password = todo.get_nowait()
        self.user_id, self.token = TOKENS.get(self.username, ("", ""))
        self.rooms, self.seen, self.reacted = {}, set(), set()
        if not self.token and not self.login(password):
            raise StopUser
        first = self.sync()
        if first is None:
            raise StopUser
        self.polling = gevent.spawn(self.poll, self.take(first))

    def on_stop(self):
        if self.polling:
            self.polling.join()

    def poll(self, since):
        while not stopping:
            answer = self.sync(since, POLL_MS)
            if answer is None:
                return
            since = self.take(answer)

    def take(self, answer):
        for identifier, news in answer.get("rooms", {}).get("join", {}).items():
            room = self.rooms.setdefault(identifier, Room(identifier, news["timeline"].get("prev_batch")))
            room.messages += [event for event in news["timeline"]["events"] if event["type"] == "m.room.message"]
        return answer["next_batch"]

    def room(self):
        return random.choice(list(self.rooms.values())) if self.rooms else None

    # What each of them sends

    def send(self, room, kind, content):
        return self.call("PUT", f"{room.path}/send/{kind}/{next(transactions)}", f"{V3}/rooms/_/send/{kind}", content)

    def write(self, room):
        self.call("PUT", f"{room.path}/typing/{percent(self.user_id)}", f"{V3}/rooms/_/typing/_", {"typing": True, "timeout": 30_000})
        pause(5)
        words = min(len(WORDS), max(1, round(random.lognormvariate(1, 1))))
        self.send(room, "m.room.message", {"msgtype": "m.text", "body": " ".join(random.sample(WORDS, words))})

    def send_image(self, room):
        uploaded = self.call("POST", "/_matrix/media/v3/upload", "/_matrix/media/v3/upload", query="?filename=picture.png",
                             data=PICTURE, headers={"Content-Type": "image/png"})
        if uploaded:
            self.send(room, "m.room.message", {"msgtype": "m.image", "body": "picture.png", "url": uploaded["content_uri"],
                                               "info": {"mimetype": "image/png", "size": len(PICTURE)}})

    def react(self, room):
        fresh = [message["event_id"] for message in room.messages[-10:] if message["event_id"] not in self.reacted]
        if fresh:
            event = random.choice(fresh)
            self.reacted.add(event)
            self.send(room, "m.reaction", {"m.relates_to": {"rel_type": "m.annotation", "event_id": event, "key": "👍"}})

    def load(self, room):
        for sender in {message["sender"] for message in room.messages[-10:]} - self.seen:
            self.seen.add(sender)
            for field in ("displayname", "avatar_url"):
                answer = self.call("GET", f"{V3}/profile/{percent(sender)}/{field}", f"{V3}/profile/_/{field}", expected=(200, 404))
                if uri := (answer or {}).get("avatar_url"):
                    self.fetch("thumbnail", uri, "?width=32&height=32")
        if room.messages:
            newest = room.messages[-1]
            self.call("POST", f"{room.path}/receipt/m.read/{percent(newest['event_id'])}", f"{V3}/rooms/_/receipt/m.read/_", {"thread_id": "main"})
            if uri := newest["content"].get("url"):
                self.fetch("download", uri)

    def fetch(self, how, uri, query=""):
        path = f"/_matrix/client/v1/media/{how}/"
        self.call("GET", path + uri.removeprefix("mxc://"), path + "_/_", query=query)

    # The tasks

    @task(23)
    def do_nothing(self):
        pause(10)

    @task(1)
    def send_text(self):
        if room := self.room():
            self.write(room)

    @task(4)
    def look_at_room(self):
        if room := self.room():
            self.load(room)

    @task(1)
    def paginate(self):
        room = self.room()
        if room and room.oldest:
            page = self.call("GET", f"{room.path}/messages", f"{V3}/rooms/_/messages", query=f"?dir=b&from={percent(room.oldest)}")
            if page is not None:
                room.oldest = page.get("end")

    @task(1)
    def go_away(self):
        pause(600 * HASTE)

    @task(1)
    def change_display_name(self):
        self.call("PUT", f"{V3}/profile/{percent(self.user_id)}/displayname", f"{V3}/profile/_/displayname",
                  {"displayname": f"{self.username} {random.randrange(1000)}"})

    @task(3)
    def chat_in_room(self):
        room = self.room()
        if not room:
            return
        self.load(room)
        deeds = [self.write, self.send_image, self.react, None]
        weights = [max(1, round(random.gauss(15, 4))) + 1, random.choice((0, 0, 0, 1, 1, 2)) + 1, random.choice((0, 0, 1, 1, 1, 2, 3)) + 1, 2]
        while not stopping:
            pause(25)
            deed = random.choices(deeds, weights)[0]
            if deed is None:
                return
            deed(room)
