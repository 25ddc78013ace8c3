use std::io;

use data_encoding::BASE64;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, DuplexStream};

use super::*;

/// Simulates a server that sends one of `responses` after each command, and returns what it received.
fn server(responses: &'static [&'static str]) -> (DuplexStream, tokio::task::JoinHandle<String>) {
    let (client, mut stream) = tokio::io::duplex(1 << 20);
    let received = tokio::spawn(async move {
        let mut received = String::new();
        let mut buffer = vec![0; 4_096];
        for (index, response) in responses.iter().enumerate() {
            if index > 0 {
                let count = stream.read(&mut buffer).await.unwrap_or_default();
                received.push_str(&String::from_utf8_lossy(&buffer[..count]));
            }
            if stream.write_all(response.as_bytes()).await.is_err() {
                break;
            }
        }
        received
    });
    (client, received)
}

const LOGIN: [&str; 3] = ["* OK [CAPABILITY IMAP4rev1] ready\r\n", "+ \r\n", "B1 OK Logged in\r\n"];

/// Logs in to a server that sends `responses` after the login and then closes the connection.
async fn logged_in(responses: &[u8]) -> Session<impl AsyncRead + AsyncWrite + Unpin> {
    let script = [LOGIN.concat().as_bytes(), responses].concat();
    let stream = tokio::io::join(io::Cursor::new(script), tokio::io::sink());
    Session::log_in(stream, "ada", "secret").await.unwrap()
}

#[tokio::test]
async fn session_only_reads() {
    let (stream, received) = server(&[
        LOGIN[0],
        LOGIN[1],
        LOGIN[2],
        "* 3 EXISTS\r\n* OK [UIDVALIDITY 77] valid\r\n* FLAGS (\\Seen)\r\nB2 OK [READ-ONLY] done\r\n",
        "* SEARCH 9 4 7\r\nB3 OK done\r\n",
        "* 1 FETCH (UID 7 RFC822.SIZE 12)\r\n* 2 FETCH (UID 9 RFC822.SIZE 99999999)\r\nB4 OK done\r\n",
        "* 1 FETCH (UID 7 BODY[] {12}\r\nSubject: x\r\n)\r\n* 3 EXPUNGE\r\nB5 OK done\r\n",
        "* BYE bye\r\nB6 OK done\r\n",
    ]);
    let mut session = Session::log_in(stream, "ada@learner.example", "pass \"word\"").await.unwrap();
    assert_eq!(session.examine("In\"box").await.unwrap(), FolderState { uid_validity: 77, messages: 3 });
    let criteria = Criteria {
        since: Some(jiff::civil::date(2025, 5, 2)),
        senders: vec!["credly.com".into(), "badgr.io".into()],
    };
    assert_eq!(session.search(&criteria, 4).await.unwrap(), [7, 9]);
    let sizes = session.sizes(&[7, 9]).await.unwrap();
    assert_eq!(sizes, [(7, 12), (9, 99_999_999)]);
    let message = Some(b"Subject: x\r\n".to_vec());
    assert_eq!(session.fetch(&sizes).await.unwrap(), (1, vec![FetchedMessage { uid: 7, message }]));
    session.log_out().await.unwrap();
    let received = received.await.unwrap();
    let plain = BASE64.encode(b"\0ada@learner.example\0pass \"word\"");
    assert_eq!(
        received.lines().collect::<Vec<_>>(),
        [
            "B1 AUTHENTICATE PLAIN",
            plain.as_str(),
            "B2 EXAMINE \"In\\\"box\"",
            "B3 UID SEARCH UID 5:* SINCE 2-May-2025 OR FROM \"credly.com\" FROM \"badgr.io\"",
            "B4 UID FETCH 7,9 (UID RFC822.SIZE)",
            "B5 UID FETCH 7 (UID BODY.PEEK[])",
            "B6 LOGOUT",
        ]
    );
}

/// `bad-inputs` K13 and K15: responses that prevent a login. The password is sent at most once.
#[tokio::test]
async fn leaves_misbehaving_server() {
    let rows: &[(&'static [&'static str], &str, usize)] = &[
        (&["* PREAUTH welcome\r\n"], "Preauth", 0),
        (&["* BYE too many\r\n"], "Refused(\"too many\")", 0),
        (&["HTTP/1.1 400 Bad Request\r\n\r\n"], "NotImap", 0),
        // The text after a response code begins with a space.
        (&["* OK [ALERT]é\r\n"], "NotImap", 0),
        (&["* OK ready\r\n", "B1 NO [PRIVACYREQUIRED] no\r\n"], "Refused(\"[PRIVACYREQUIRED] no\")", 1),
        (
            &["* OK ready\r\n", "+ \r\n", "B1 NO [AUTHENTICATIONFAILED] no\r\n"],
            "Auth(\"[AUTHENTICATIONFAILED] no\")",
            2,
        ),
        (&["* OK ready\r\n", "+ \r\n"], "Io(", 1),
    ];
    for (lines, expected, commands) in rows {
        let (stream, received) = server(lines);
        let error = Session::log_in(stream, "ada", "secret").await.err().unwrap();
        assert!(format!("{error:?}").starts_with(expected), "{lines:?}: {error:?}");
        assert_eq!(received.await.unwrap().lines().count(), *commands, "{lines:?}");
    }
}

#[tokio::test]
async fn limits_responses() {
    let (client, mut stream) = tokio::io::duplex(1 << 20);
    let sending = tokio::spawn(async move {
        let endless = vec![b'x'; 1 << 20];
        stream.write_all(b"* OK ").await.unwrap();
        while stream.write_all(&endless).await.is_ok() {}
    });
    let error = Session::log_in(client, "ada", "secret").await.err().unwrap();
    assert!(matches!(error, ImapError::Limit | ImapError::NotImap), "{error:?}");
    sending.await.unwrap();
}

#[tokio::test]
async fn hostile_responses_end_the_command() {
    let text = |text: &str| text.as_bytes().to_vec();
    let fetch = |body: &str| format!("* 1 FETCH (UID 7 BODY[] {body}").into_bytes();
    let nested = |open: &str, close: &str| fetch(&(open.repeat(100_000) + &close.repeat(100_000) + ")\r\n"));
    let rows: Vec<(&str, Vec<u8>, &str)> = vec![
        ("unterminated literal", fetch("{12}\r\nSubject: x"), "Io("),
        ("unterminated line", fetch("NIL)"), "Io("),
        ("literal over the limit", fetch("{67108865}\r\n"), "Limit"),
        ("largest 32-bit literal", fetch("{4294967295}\r\n"), "Limit"),
        ("64-bit literal", fetch("{18446744073709551616}\r\nx)\r\n"), "NotImap"),
        (
            "literals over the limit",
            fetch(&("{33554432}\r\n".to_owned() + &"x".repeat(32 << 20))).repeat(3),
            "Limit",
        ),
        ("negative literal", fetch("{-1}\r\nx)\r\n"), "NotImap"),
        ("text after a literal", fetch("{1}\r\nxy)\r\n"), "NotImap"),
        ("long line between literals", fetch(&"{0}\r\n".repeat(1 << 20)), "Limit"),
        ("long line", fetch(&"x".repeat(5 << 20)), "Limit"),
        ("NUL in a line", fetch("\"a\0b\")\r\n"), "NotImap"),
        ("NUL in a tag", text("B\x002 OK\r\n"), "NotImap"),
        ("8-bit tag", b"\xff\xfe OK done\r\n".to_vec(), "Io("),
        ("line without CR", text("B2 OK done\n"), "NotImap"),
        ("other protocol", text("HTTP/1.1 400 Bad Request\r\n\r\n"), "NotImap"),
        ("nested parentheses", nested("(", ")"), "NotImap"),
        ("unbalanced parentheses", nested("(", ""), "NotImap"),
        ("connection closed after BYE", text("* BYE too long\r\n"), "Io("),
        ("NO", text("B2 NO [SERVERBUG] later\r\n"), "Refused(\"[SERVERBUG] later\")"),
        ("NO with a known code", text("B2 NO [ALERT] later\r\n"), "Refused(\"later\")"),
        ("BAD", text("B2 BAD what?\r\n"), "Refused(\"what?\")"),
        ("BAD without text", text("B2 BAD\r\n"), "Refused(\"\")"),
        ("NO in UTF-8", text("B2 NO später\r\n"), "Refused(\"später\")"),
        ("NO in Latin-1", b"B2 NO sp\xe4ter\r\n".to_vec(), "Refused(\"sp\u{fffd}ter\")"),
    ];
    for (name, responses, expected) in rows {
        let error = logged_in(&responses).await.fetch(&[(7, 12)]).await.unwrap_err();
        assert!(format!("{error:?}").starts_with(expected), "{name}: {error:?}");
    }
}

/// Without a limit, these responses overflow the stack.
#[tokio::test]
async fn nested_bodies_are_skipped() {
    let message = "(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 1 (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) ";
    let extension = "(\"a\" \"b\" NIL NIL NIL \"7BIT\" 1 NIL NIL NIL NIL ";
    for (start, open) in [("", "("), ("", message), (extension, "(")] {
        let nested = open.repeat(30_000) + &")".repeat(30_000);
        let responses = format!("* 1 FETCH (BODYSTRUCTURE {start}{nested}))\r\nB2 OK done\r\n");
        assert_eq!(logged_in(responses.as_bytes()).await.fetch(&[(7, 12)]).await.unwrap(), (1, vec![]));
    }
    let threads = format!("* THREAD {}{}\r\nB2 OK done\r\n", "((1)".repeat(100_000), ")".repeat(100_000));
    assert_eq!(
        logged_in(threads.as_bytes()).await.search(&Criteria::default(), 0).await.unwrap(),
        [0_u32; 0]
    );
}

/// Real servers deviate from the standard and send responses that the client did not request.
#[tokio::test]
async fn accepts_responses_of_real_servers() {
    let responses = b"* FLAGS (\\Seen OIB-Seen-[Gmail]/All \\*)\r\n\
        * OK [PERMANENTFLAGS (\\Seen OIB-Seen-[Gmail]/All \\*)] Flags permitted.\r\n\
        * 3 EXISTS \r\n\
        * OK [UIDVALIDITY 77]\r\n\
        * OK [HIGHESTMODSEQ 5] g\xc3\xbcltig\r\n\
        * X-UNKNOWN (1 2)\r\n\
        A9 OK of another command\r\n\
        B2 OK\r\n\
        * SEARCH 7 8 \r\n\
        * VANISHED 1:3\r\n\
        B3 OK \r\n\
        * 1 FETCH (UID 7 RFC822.SIZE 4 )\r\n\
        * 2 FETCH (FLAGS (\\Seen a]b))\r\n\
        * 2 FETCH (UID 8 MODSEQ (5) RFC822.SIZE 6)\r\n\
        * 9 FETCH (UID 9 RFC822.SIZE 1)\r\n\
        B4 OK done\r\n\
        * 1 FETCH (BODY[] {4}\r\n\0\xff \n UID 7 )\r\n\
        * NO [ALERT] \xff\r\n\
        * 4 EXISTS\r\n\
        * 2 FETCH (UID 8 BODY[] \"a\\\"b\\\\c\" FLAGS (\\Recent))\r\n\
        * 3 FETCH (UID 10 BODY[] {1}\r\nx)\r\n\
        * 1 EXPUNGE\r\n\
        * 4 FETCH (UID 11 BODY[] NIL)\r\n\
        B5 OK done\r\n\
        * BYE\r\n";
    let mut session = logged_in(responses).await;
    assert_eq!(session.examine("INBOX").await.unwrap(), FolderState { uid_validity: 77, messages: 3 });
    assert_eq!(session.search(&Criteria::default(), 0).await.unwrap(), [7, 8]);
    let sizes = session.sizes(&[7, 8]).await.unwrap();
    assert_eq!(sizes, [(7, 4), (8, 6)]);
    let (_, fetched) = session.fetch(&sizes).await.unwrap();
    let message = |uid, message: &[u8]| FetchedMessage { uid, message: Some(message.to_vec()) };
    assert_eq!(fetched, [message(7, b"\x80\xff \n"), message(8, b"a\"b\\c")]);
    session.log_out().await.unwrap();
}

/// An expected response that cannot be parsed must not look like a deleted message.
#[tokio::test]
async fn unreadable_message_is_an_error() {
    let responses = b"* 1 FETCH (UID 7 X-NEW (1) BODY[] {1}\r\nx)\r\nB2 OK done\r\n";
    let error = logged_in(responses).await.fetch(&[(7, 1)]).await.unwrap_err();
    assert!(matches!(error, ImapError::NotImap), "{error:?}");
    let error = logged_in(b"* SEARCH 1 2 3,4\r\nB2 OK done\r\n")
        .await
        .search(&Criteria::default(), 0)
        .await
        .unwrap_err();
    assert!(matches!(error, ImapError::NotImap), "{error:?}");
}

#[tokio::test]
async fn responses_may_arrive_byte_by_byte() {
    let (client, stream) = tokio::io::duplex(1);
    let (mut input, mut output) = tokio::io::split(stream);
    let discarding = tokio::spawn(async move { tokio::io::copy(&mut input, &mut tokio::io::sink()).await });
    let sending = tokio::spawn(async move {
        let fetched = "* 1 FETCH (UID 7 BODY[] {12}\r\nSubject: x\r\n)\r\nB2 OK done\r\n";
        output.write_all((LOGIN.concat() + fetched).as_bytes()).await
    });
    let mut session = Session::log_in(client, "ada", "secret").await.unwrap();
    let message = Some(b"Subject: x\r\n".to_vec());
    assert_eq!(session.fetch(&[(7, 12)]).await.unwrap(), (1, vec![FetchedMessage { uid: 7, message }]));
    drop(session);
    sending.await.unwrap().unwrap();
    discarding.await.unwrap().unwrap();
}
