// SPDX-License-Identifier: GPL-3.0-or-later
// What peers.py has k6 do: the request that the other generators send, without think time.
import http from "k6/http";

const body = JSON.stringify({ msgtype: "m.text", body: "a message of an ordinary length, as people send" });
const options_ = { headers: { Authorization: "Bearer syt_bench", "Content-Type": "application/json" }, tags: { name: "send" } };

export default function () {
    http.put(__ENV.THRONG_BENCH_URL, body, options_);
}

export function handleSummary(data) {
    // Of a rate that counts failures, those that "pass" are the failed ones.
    const failures = data.metrics.http_req_failed.values.passes;
    return { [__ENV.THRONG_BENCH_RESULT]: JSON.stringify({ failures }) };
}
