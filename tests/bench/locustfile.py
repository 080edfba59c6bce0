# SPDX-License-Identifier: GPL-3.0-or-later
"""What bench.py has Locust do: the request that the other generators send, without think time.

CPU and requests are counted from the moment all users run, as for the others, so that Locust's imports and its
spawning are not held against it. The result goes to the file named by THRONG_BENCH_RESULT.
"""

import json
import os
import resource

import gevent
from locust import FastHttpUser, constant, events, task

BODY = json.dumps({"msgtype": "m.text", "body": "a message of an ordinary length, as people send"})
HEADERS = {"Authorization": "Bearer syt_bench", "Content-Type": "application/json"}
PATH = "/_matrix/client/v3/rooms/!bench:localhost/send/m.room.message/1"


class Sender(FastHttpUser):
    wait_time = constant(0)

    @task
    def send(self):
        self.client.put(PATH, data=BODY, headers=HEADERS, name="send")


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def measure(environment, user_count):
    total = environment.stats.total
    cpu, requests, failures = cpu_seconds(), total.num_requests, total.num_failures
    gevent.sleep(float(os.environ["THRONG_BENCH_SECONDS"]))
    result = {
        "requests": total.num_requests - requests - (total.num_failures - failures),
        "failures": total.num_failures - failures,
        "cpu_seconds": cpu_seconds() - cpu,
    }
    with open(os.environ["THRONG_BENCH_RESULT"], "w", encoding="utf-8") as file:
        json.dump(result, file)
    environment.runner.quit()


@events.spawning_complete.add_listener
def all_users_run(user_count, **_):
    gevent.spawn(measure, environment, user_count)


@events.init.add_listener
def remember(environment, **_):
    globals()["environment"] = environment
