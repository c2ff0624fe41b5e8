//! A request written by hand, as no honest client sends it.

use crate::app::App;
use crate::reply::Reply;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Posts in chunks of 1,000 bytes, so that no header says how long the body is.
pub async fn chunked(app: &App, path: &str, body: &str) -> Reply {
    let authority = crate::proxy::authority(&app.parts.url);
    let mut stream = TcpStream::connect(&*authority)
        .await
        .expect("the worker listens");
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {authority}\r\nContent-Type: text/plain\r\n\
         Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    );
    let mut request = head.into_bytes();
    for piece in body.as_bytes().chunks(1_000) {
        request.extend_from_slice(format!("{:x}\r\n", piece.len()).as_bytes());
        request.extend_from_slice(piece);
        request.extend_from_slice(b"\r\n");
    }
    request.extend_from_slice(b"0\r\n\r\n");
    // The server may close early; its reply decides.
    let _ = stream.write_all(&request).await;
    let mut answer = Vec::new();
    let reading = stream.read_to_end(&mut answer);
    let read = tokio::time::timeout(Duration::from_secs(20), reading).await;
    read.expect("an answer in time").expect("an answer");
    Reply::of_raw(&format!("POST {path} (chunked)"), &answer)
}
