//! What a mail server says: the conversation ends, the password is said once at most, and nothing is ever asked to change.
#![no_main]

use std::{
    io,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
};

use badge_network::imap::{Criteria, ImapError, Session};
use libfuzzer_sys::fuzz_target;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    runtime::Builder,
};

/// `ada` and `secret` as `AUTHENTICATE PLAIN` says them.
const SECRET: &str = "AGFkYQBzZWNyZXQ=";
const READING: [&str; 5] = ["AUTHENTICATE PLAIN", "EXAMINE ", "UID SEARCH ", "UID FETCH ", "LOGOUT"];

/// A server that says what it says, whatever it hears.
struct Server {
    says: io::Cursor<Vec<u8>>,
    heard: Arc<Mutex<Vec<u8>>>,
}

impl AsyncRead for Server {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.says).poll_read(context, buffer)
    }
}

impl AsyncWrite for Server {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.heard.lock().expect("no panic").extend_from_slice(bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

fuzz_target!(init: {
    // A panic inside the parser is held in by the session; one of ours still ends the run.
    std::panic::set_hook(Box::new(|_| {}));
}, |says: &[u8]| {
    let heard = Arc::new(Mutex::new(Vec::new()));
    // The greeting and the answers to the login are let through, so that what is behind them is reached too.
    let mut script = b"* OK ready\r\n+ \r\nB1 OK in\r\n".to_vec();
    let whole = says.first().is_some_and(|first| first % 4 == 0);
    if whole {
        script.clear();
    }
    script.extend_from_slice(says.get(1..).unwrap_or_default());
    let server = Server { says: io::Cursor::new(script), heard: Arc::clone(&heard) };
    let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime");
    // How it ends is the server's affair.
    drop(runtime.block_on(conversation(server)));
    let heard = heard.lock().expect("no panic");
    let heard = std::str::from_utf8(&heard).expect("what we say is text");
    assert!(heard.matches(SECRET).count() <= 1);
    for line in heard.split_terminator("\r\n").filter(|line| *line != SECRET) {
        let (_, command) = line.split_once(' ').expect("a tag and a command");
        assert!(READING.iter().any(|reading| command.starts_with(reading)), "{command}");
        assert!(!command.contains("BODY["), "{command}");
    }
});

async fn conversation(server: Server) -> Result<(), ImapError> {
    let mut session = Session::log_in(server, "ada", "secret").await?;
    session.examine("INBOX").await?;
    let uids = session.search(&Criteria::default(), 0).await?;
    let sizes = session.sizes(&uids).await?;
    session.fetch(&sizes).await?;
    session.log_out().await
}
