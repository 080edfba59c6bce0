// SPDX-License-Identifier: GPL-3.0-or-later
//! What peers.py has Goose do: the request that the other generators send, without think time. Closes with a line of
//! JSON that counts all of them.

use goose::prelude::*;

const PATH: &str = "/_matrix/client/v3/rooms/!bench:localhost/send/m.room.message/1";
const BODY: &str = r#"{"msgtype":"m.text","body":"a message of an ordinary length, as people send"}"#;

async fn send(user: &mut GooseUser) -> TransactionResult {
    let builder = user
        .get_request_builder(&GooseMethod::Put, PATH)?
        .header("Authorization", "Bearer syt_bench")
        .header("Content-Type", "application/json")
        .body(BODY);
    let request = GooseRequest::builder().set_request_builder(builder).name("send").build();
    let answer = user.request(request).await?;
    // Read to its end: else the connection cannot be used again.
    if let Ok(response) = answer.response {
        let _ = response.bytes().await;
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), GooseError> {
    let metrics = GooseAttack::initialize()?
        .register_scenario(scenario!("sender").register_transaction(transaction!(send)))
        .execute()
        .await?;
    let requests: usize = metrics.requests.values().map(|one| one.success_count).sum();
    let failures: usize = metrics.requests.values().map(|one| one.fail_count).sum();
    println!("{{\"requests\": {requests}, \"failures\": {failures}}}");
    Ok(())
}
