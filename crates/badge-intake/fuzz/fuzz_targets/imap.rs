//! Any server response: the session ends, the password is sent at most once, and no command changes the mailbox.
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

/// `ada` and `secret` in `AUTHENTICATE PLAIN`.
const SECRET: &str = "AGFkYQBzZWNyZXQ=";
const READ_ONLY_COMMANDS: [&str; 5] = ["AUTHENTICATE PLAIN", "EXAMINE ", "UID SEARCH ", "UID FETCH ", "LOGOUT"];

/// A server that sends its script regardless of what it receives.
struct Server {
    script: io::Cursor<Vec<u8>>,
    received: Arc<Mutex<Vec<u8>>>,
}

impl AsyncRead for Server {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.script).poll_read(context, buffer)
    }
}

impl AsyncWrite for Server {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.received.lock().expect("no panic").extend_from_slice(bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

fuzz_target!(|input: &[u8]| {
    let received = Arc::new(Mutex::new(Vec::new()));
    // The script includes the greeting and the responses to the login, so that the fuzzer reaches the later
    // states.
    let mut script = b"* OK ready\r\n+ \r\nB1 OK in\r\n".to_vec();
    let greeting_in_input = input.first().is_some_and(|first| first % 4 == 0);
    if greeting_in_input {
        script.clear();
    }
    script.extend_from_slice(input.get(1..).unwrap_or_default());
    let server = Server { script: io::Cursor::new(script), received: Arc::clone(&received) };
    let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime");
    // Success and failure are both valid results.
    drop(runtime.block_on(run_session(server)));
    let received = received.lock().expect("no panic");
    let received = std::str::from_utf8(&received).expect("the client sends text");
    assert!(received.matches(SECRET).count() <= 1);
    for line in received.split_terminator("\r\n").filter(|line| *line != SECRET) {
        let (_, command) = line.split_once(' ').expect("a tag and a command");
        assert!(READ_ONLY_COMMANDS.iter().any(|allowed| command.starts_with(allowed)), "{command}");
        assert!(!command.contains("BODY["), "{command}");
    }
});

async fn run_session(server: Server) -> Result<(), ImapError> {
    let mut session = Session::log_in(server, "ada", "secret").await?;
    session.examine("INBOX").await?;
    let uids = session.search(&Criteria::default(), 0).await?;
    let sizes = session.sizes(&uids).await?;
    session.fetch(&sizes).await?;
    session.log_out().await
}
