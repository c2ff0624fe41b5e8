//! The worker's memory while hundreds of thousands of requests pass: it stops growing.

use super::{client, network};
use crate::actors::{responses, vote};
use crate::database::fresh_event;
use crate::share;
use crate::world::{World, parts};
use futures_util::stream::{self, StreamExt};
use reqwest::Client;
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::process::Command;

const AT_ONCE: usize = 16;

/// Votes are as many of the requests as a minute's limit of a survey lets through.
const VOTE_EVERY: usize = 20;

/// Bytes of every WASM memory in the worker, asked of its debugger.
const MEASURE: &str = "
const [inspector] = process.argv.slice(1);
// wrangler lets in who comes from its own machine, and says so.
const socket = new WebSocket(`${inspector}/ws`, { headers: { Origin: 'http://localhost' } });
socket.onclose = socket.onerror = () => process.exit(1);
const asked = new Map();
let context;
const ask = (method, params) => new Promise((answered) => {
  asked.set(asked.size + 1, answered);
  socket.send(JSON.stringify({ id: asked.size, method, params }));
});
socket.onmessage = ({ data }) => {
  const { id, method, params, result, error } = JSON.parse(data);
  if (method === 'Runtime.executionContextCreated') context = params.context.id;
  if (error) throw new Error(JSON.stringify(error));
  asked.get(id)?.(result);
};
await new Promise((opened) => { socket.onopen = opened; });
// Whoever asked before has been told of the context already.
await ask('Runtime.disable');
await ask('Runtime.enable');
const expression = 'WebAssembly.Memory.prototype';
const { result: prototype } = await ask('Runtime.evaluate', { contextId: context, expression });
const { objects } = await ask('Runtime.queryObjects', { prototypeObjectId: prototype.objectId });
const { result: bytes } = await ask('Runtime.callFunctionOn', {
  objectId: objects.objectId,
  returnByValue: true,
  functionDeclaration: 'function () { return this.map((memory) => memory.buffer.byteLength); }',
});
console.log(bytes.value.join(' '));
process.exit();
";

/// The sum over the worker's memories: one, unless a panic made it start anew.
async fn wasm_bytes() -> u64 {
    let mut node = Command::new(&parts().node);
    node.args(["--no-warnings", "--input-type=module", "-e", MEASURE]);
    let said = node.arg(&parts().inspector).stderr(Stdio::inherit());
    let said = tokio::time::timeout(Duration::from_secs(30), said.output());
    let said = said
        .await
        .expect("the debugger answers")
        .expect("node runs");
    let said = String::from_utf8(said.stdout).expect("a text");
    let bytes: Vec<u64> = said
        .split_whitespace()
        .map(|word| word.parse().expect("bytes"))
        .collect();
    assert!(!bytes.is_empty(), "no WASM memory in the worker");
    bytes.iter().sum()
}

/// What a worker is asked for, of every kind.
async fn asks(client: &Client, event: &str, numbers: std::ops::Range<usize>) {
    let url = &parts().url;
    let answers = stream::iter(numbers).map(|number| {
        let request = match number % VOTE_EVERY {
            0 => client
                .post(format!("{url}{}", responses("guest")))
                .body(vote(event, 1 + (number / VOTE_EVERY % 5) as i64).to_string()),
            1 => client
                .post(format!("{url}/v1/callbacks?survey=site"))
                .body("{\"a body\": \"that is refused\"}"),
            2 => client
                .get(format!("{url}/v1/aggregates?survey=guest&event={event}"))
                .bearer_auth(&parts().token),
            3..=6 => client.get(format!("{url}/embed/guest.js?lang=uk")),
            7..=10 => client.get(format!("{url}/s/site?score=2")),
            11 => client.get(format!("{url}/v1/surveys/guest/qr.svg?event={event}")),
            12 => client.get(format!("{url}/no-such-page")),
            _ => client.get(format!("{url}/s/guest?event={event}")),
        };
        let request = request.header("cf-connecting-ip", network(0x8000 + number % 0x4000));
        async move {
            let answer = request.send().await.expect("an answer");
            let status = answer.status().as_u16();
            answer.bytes().await.expect("a body");
            status
        }
    });
    let mut answers = answers.buffer_unordered(AT_ONCE);
    while let Some(status) = answers.next().await {
        assert!(matches!(status, 200 | 201 | 400 | 404 | 429), "{status}");
    }
}

#[tokio::test]
async fn the_workers_memory_stops_growing() {
    let world = World::enter().await;
    let event = fresh_event(&world).await;
    let (first, all) = (share::of(1_000, 10_000), share::of(3_000, 200_000));
    let client = client();
    let started = Instant::now();
    let before = wasm_bytes().await;
    asks(&client, &event.id, 0..first).await;
    let grown = wasm_bytes().await;
    asks(&client, &event.id, first..all).await;
    let after = wasm_bytes().await;
    if share::is_full() {
        assert_eq!(after, grown, "still growing after {first} requests");
    } else {
        // Other tests use the worker too: a page of theirs may be the first of its size.
        assert!(after <= grown + 1_048_576, "{before}, {grown}, {after}");
    }
    share::report(
        "WASM memory of the worker",
        &format!(
            "{} KiB at first, {} after {first} requests, {} after {all}; {:.0} s",
            before / 1_024,
            grown / 1_024,
            after / 1_024,
            started.elapsed().as_secs_f64()
        ),
    );
}
