//! Imports badges from e-mails with the built program: mail files of every kind, a mailbox on a real server,
//! and errors.
use std::{
    collections::BTreeSet,
    env, fs,
    io::{BufWriter, Read, Write},
    net::TcpListener,
    path::PathBuf,
    thread,
    time::Instant,
};

use serde_json::{Map, Value};
use whole_system::{Award, Backpack, Dovecot, Issuer, Kind};

fn corpus() -> Vec<(String, Vec<u8>, Value)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("mail");
    let table: Map<String, Value> =
        serde_json::from_slice(&fs::read(folder.join("expected.json")).unwrap()).unwrap();
    let mail = |(name, expected): (String, Value)| {
        let message = fs::read(folder.join(format!("{name}.eml"))).unwrap();
        (name, message, expected)
    };
    table.into_iter().map(mail).collect()
}

fn has_badge_or_link(expected: &Value) -> bool {
    ["badges", "links"].iter().any(|key| expected[key].as_array().is_some_and(|all| !all.is_empty()))
}

/// Returns a mail with `badge` as its attachment.
fn mail_with(badge: &[u8], subject: &str) -> Vec<u8> {
    let encoded = data_encoding::BASE64_MIME.encode(badge);
    format!(
        "From: badges@college.example\r\nTo: {}\r\nSubject: {subject}\r\nDate: Fri, 2 May 2025 10:11:12 +0000\r\n\
         Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nYour badge.\r\n--b\r\n\
         Content-Type: image/png; name=badge.png\r\nContent-Transfer-Encoding: base64\r\n\r\n{encoded}--b--\r\n",
        Award::EMAIL
    )
    .into_bytes()
}

/// Returns the message with another subject.
fn with_subject(message: &[u8], subject: &str) -> Vec<u8> {
    let at = message.windows(9).position(|bytes| bytes == b"Subject: ").unwrap();
    let end = at + message[at..].iter().position(|byte| *byte == b'\n').unwrap();
    [&message[..at], format!("Subject: {subject}\r").as_bytes(), &message[end..]].concat()
}

fn subjects(lines: &[Value]) -> BTreeSet<String> {
    lines.iter().filter_map(|line| line["mail"]["subject"].as_str().map(str::to_owned)).collect()
}

#[test]
fn mail_badges_are_found_verified_offline_and_added() {
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    let signed = issuer.issue(Kind::RdfcDidKey, &Award::of("Welding"));
    let hosted = issuer.issue(Kind::Ob2Hosted, &Award::of("Beekeeping"));
    learner.write("signed.eml", mail_with(&signed.png(), "one"));
    let request_count = issuer.server().requests().len();
    let line = learner.run(["mail", "--json", "--yes", "signed.eml"]).exits(0).json();
    assert_eq!((line["name"].as_str(), line["verdict"].as_str()), (Some("Welding"), Some("verified")));
    assert_eq!(line["kept"]["outcome"], "added");
    assert_eq!(line["mail"]["subject"], "one");
    assert_eq!(line["mail"]["from"], "badges@college.example");
    assert_eq!(line["mail"]["date"], "2025-05-02T10:11:12Z");
    assert_eq!(line["mail"]["recipients"][0], Award::EMAIL);
    // A hosted badge is unconfirmed without consent for its host, with `mail` and with `import` (`bad-inputs`
    // K07).
    learner.write("hosted.eml", mail_with(&hosted.png(), "two"));
    for verb in [&["mail", "--json", "--yes", "hosted.eml"][..], &["import", "--json", "--yes", "hosted.eml"]]
    {
        let line = learner.run(verb).exits(1).json();
        assert_eq!(line["verdict"], "unconfirmed", "{verb:?}");
    }
    assert_eq!(issuer.server().requests().len(), request_count, "reading mails contacts no host");
    let text = learner.run(["mail", "hosted.eml", "--dry-run"]).exits(1).stdout;
    assert!(text.contains("“two”") && text.contains("backpack recheck"), "{text}");
    learner.run(["recheck"]).exits(0);
    let badges = learner.run(["list", "--json"]).exits(0).lines();
    assert_eq!(badges.len(), 2);
}

#[test]
fn reads_folders_maildirs_and_mailboxes() {
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    let badge = |name: &str| issuer.issue(Kind::RdfcDidKey, &Award::of(name)).png();
    for folder in ["Maildir/cur", "Maildir/new", "Maildir/tmp"] {
        fs::create_dir_all(learner.path(folder)).unwrap();
    }
    learner.write("Maildir/cur/1.M1.host:2,S", mail_with(&badge("Seen"), "seen"));
    learner.write("Maildir/new/2.M2.host", mail_with(&badge("New"), "new"));
    learner.write("Maildir/tmp/3.M3.host", mail_with(&badge("Half"), "half"));
    learner.write("Maildir/new/4.M4.host", b"From: a@b.example\nSubject: no badge\n\nx\n");
    let lines = learner.run(["mail", "--json", "--yes", "Maildir"]).exits(0).lines();
    assert_eq!(subjects(&lines), ["new", "seen"].map(String::from).into());
    assert_eq!(lines.len(), 2, "a folder's mails without a badge are not reported");

    let from = b"From badges@college.example Fri May  2 10:11:12 2025\n";
    let mails = ["One", "Two"].map(|name| [from, &mail_with(&badge(name), name)[..], b"\n"].concat());
    learner.write("all.mbox", mails.concat());
    let lines = learner.run(["import", "--json", "--yes", "all.mbox"]).exits(0).lines();
    let names: Vec<&str> = lines.iter().map(|line| line["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["One", "Two"]);

    learner.write("none.eml", b"From: a@b.example\nSubject: x\n\nnothing\n");
    let line = learner.run(["mail", "--json", "--dry-run", "none.eml"]).exits(3).json();
    assert_eq!(line["error"]["code"], "MAIL_NO_BADGE");
    // An attachment that cannot be read is reported by name.
    let rows: &[(&str, &str)] = &[
        ("zip.eml", "Content-Type: application/zip; name=a.zip\n\nPK\x03\x04"),
        ("base64.eml", "Content-Type: image/png; name=a.zip\nContent-Transfer-Encoding: base64\n\n!?!?\n"),
        (
            "uuencode.eml",
            "Content-Type: image/png; name=a.zip\nContent-Transfer-Encoding: x-uuencode\n\nM____\n",
        ),
        (
            "compound.eml",
            "Content-Type: image/png; name=a.zip\nContent-Transfer-Encoding: base64\n\n0M8R4KGxGuE=\n",
        ),
    ];
    for (name, part) in rows {
        learner.write(name, format!("From: a@b.example\nSubject: x\n{part}"));
        let line = learner.run(["mail", "--json", "--dry-run", name]).exits(0).json();
        assert_eq!(line["error"]["code"], "ATTACH_SKIPPED", "{name}");
        assert!(line["error"]["message"].as_str().unwrap().contains("“a.zip”"), "{name}: {line}");
    }
}

/// A link is reported with its host and a next step, and its host is not contacted (`bad-inputs` K09).
#[test]
fn mail_links_are_reported_and_not_followed() {
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    fs::create_dir(learner.path("mails")).unwrap();
    for (name, message, _) in corpus() {
        learner.write(&format!("mails/{name}.eml"), message);
    }
    let run = learner.run(["mail", "--json", "--dry-run", "mails"]);
    let lines = run.lines();
    for (name, _, expected) in corpus() {
        let source_prefix = format!("mails/{name}.eml › ");
        let links: Vec<&Value> = lines
            .iter()
            .filter(|line| line["source"].as_str().is_some_and(|source| source.contains(&source_prefix)))
            .map(|line| &line["link"])
            .filter(|link| !link.is_null())
            .collect();
        let expected = expected["links"].as_array().unwrap();
        assert_eq!(links.len(), expected.len(), "{name}: {links:?}");
        for (link, expected) in links.iter().zip(expected) {
            assert_eq!((&link["url"], &link["leads"]), (&expected["url"], &expected["leads"]), "{name}");
            for sentence in [&link["message"], &link["next_step"]] {
                let sentence = sentence.as_str().unwrap();
                assert!(
                    sentence.starts_with(char::is_uppercase) && !sentence.contains("{ "),
                    "{name}: {sentence}"
                );
            }
        }
    }
    assert!(issuer.server().requests().is_empty());
}

/// Imports a mailbox of `MAILBOX_MIB` (4096 MiB have 200,000 messages) with a memory limit. A run that is
/// killed or cancelled keeps the badges added so far, and the next run adds the rest without duplicates
/// (`bad-inputs` K12).
#[test]
fn large_mailbox_uses_little_memory_and_can_be_interrupted() {
    const BADGES: u64 = 40;
    const MEMORY_KIB: u64 = 256 << 10;
    let (mib, start) = (number("MAILBOX_MIB", 32), Instant::now());
    let messages = (mib * 200_000).div_ceil(4_096).next_multiple_of(BADGES);
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    // A message without a badge, with a photograph whose size gives the mailbox its total size.
    let photo =
        [b"\xff\xd8\xff\xe0".as_slice(), &vec![7; ((mib << 20) / messages) as usize * 3 / 4]].concat();
    let without_badge = mail_with(&photo, "holidays");
    let mut mailbox = BufWriter::new(fs::File::create(learner.path("all.mbox")).unwrap());
    for number in 1..=messages {
        mailbox.write_all(b"From badges@college.example Fri May  2 10:11:12 2025\n").unwrap();
        if number.is_multiple_of(messages / BADGES) {
            let badge = issuer.issue(Kind::RdfcDidKey, &Award::of(&format!("Badge {number}")));
            mailbox.write_all(&mail_with(&badge.png(), "a badge")).unwrap();
        } else {
            mailbox.write_all(&without_badge).unwrap();
        }
        mailbox.write_all(b"\n").unwrap();
    }
    mailbox.into_inner().unwrap();
    assert!(fs::metadata(learner.path("all.mbox")).unwrap().len() >= mib << 20);
    let badge_count = || learner.run(["list", "--json"]).exits(0).lines().len();
    let arguments = ["mail", "--json", "--yes", "all.mbox"];

    let mut killed = learner.start(arguments);
    assert_eq!(killed.lines(10).len(), 10);
    killed.kill();
    let stored = badge_count();
    assert!((10..BADGES as usize).contains(&stored), "{stored}");

    let mut cancelled = learner.start(arguments);
    assert_eq!(cancelled.lines(20).len(), 20);
    cancelled.interrupt();
    let rest = cancelled.lines(usize::MAX);
    assert_eq!(rest.last().unwrap()["error"]["code"], "CANCELLED", "{rest:?}");
    assert_ne!(cancelled.exit_code(), 0);
    let stored = badge_count();
    // A badge found at the time of the cancellation is reported without an id and not added.
    let reported = rest.iter().filter(|line| line["kept"]["badge_id"].is_string()).count();
    assert_eq!(stored, 20 + reported, "every badge reported as added is stored");

    let mut complete = learner.start(arguments);
    let lines = complete.lines(usize::MAX);
    let peak = complete.peak_kib();
    assert_eq!(complete.exit_code(), 0);
    let already_stored = lines.iter().filter(|line| line["kept"]["outcome"] == "already-held").count();
    assert_eq!((lines.len(), already_stored, badge_count()), (BADGES as usize, stored, BADGES as usize));
    if let Some(kib) = peak {
        println!(
            "mailbox: {mib} MiB, {messages} messages, {} MiB of memory, {:?}",
            kib >> 10,
            start.elapsed()
        );
        assert!(kib < MEMORY_KIB, "{} MiB", kib >> 10);
    }
}

/// Returns the number in an environment variable.
fn number(name: &str, default: u64) -> u64 {
    env::var(name).map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{name}: {text}")))
}

/// Creates a learner with access to the mail server. Returns the learner and the options of `mail`.
fn learner_with_access_to(server: &Dovecot) -> (Backpack, Vec<String>) {
    let learner = Backpack::new();
    learner.write("ca.pem", server.ca_pem());
    learner.write("password", format!("{}\n", Dovecot::PASSWORD));
    let options = [
        "mail",
        "--json",
        "--allow-private-network",
        "--cacert",
        "ca.pem",
        "--password-file",
        "password",
        "--resolve",
        &server.resolve(),
    ];
    (learner, options.map(str::to_owned).to_vec())
}

/// A mailbox with `MAIL_MESSAGES` messages on a real server, including all messages of the corpus with a badge
/// or a link (`bad-inputs` K15 and K16).
#[test]
fn imap_search_finds_every_badge_and_changes_nothing() {
    let with: Vec<_> = corpus().into_iter().filter(|(_, _, expected)| has_badge_or_link(expected)).collect();
    let without: Vec<_> =
        corpus().into_iter().filter(|(_, _, expected)| !has_badge_or_link(expected)).collect();
    assert!(with.len() >= 60 && without.len() >= 8, "{} and {}", with.len(), without.len());
    let count = number("MAIL_MESSAGES", 200) as usize;
    let messages: Vec<Vec<u8>> = (0..count)
        .map(|number| {
            let step = count / with.len();
            match with.get(number / step).filter(|_| number % step == 0) {
                Some((name, message, _)) => with_subject(message, &format!("badge: {name}")),
                None => with_subject(&without[number % without.len()].1, &format!("other: {number}")),
            }
        })
        .collect();
    let server = Dovecot::start(&messages);
    let (learner, options) = learner_with_access_to(&server);
    let address = server.address();
    let run = |extra: &[&str]| {
        let extra = extra.iter().map(|argument| (*argument).to_owned()).chain([address.clone()]);
        learner.run(options.iter().cloned().chain(extra))
    };
    let dry_run = run(&["--dry-run"]);
    let lines = dry_run.lines();
    let expected: BTreeSet<String> = with.iter().map(|(name, ..)| format!("badge: {name}")).collect();
    let found: Vec<Value> =
        lines.iter().filter(|line| line["error"].is_null() || line["verdict"].is_string()).cloned().collect();
    let missing: Vec<&String> = expected.iter().filter(|name| !subjects(&found).contains(*name)).collect();
    assert_eq!(subjects(&found), expected, "missing: {missing:?}\n{}\n{}", dry_run.stderr, server.log());

    // A killed run that is repeated adds each badge once.
    let mut arguments = options.clone();
    arguments.extend(["--yes".to_owned(), address.clone()]);
    let mut killed = learner.start(arguments);
    assert_eq!(killed.lines(30).len(), 30);
    killed.kill();
    let before = learner.run(["list", "--json"]).exits(0).lines().len();
    run(&["--yes"]);
    let stored: BTreeSet<String> = learner
        .run(["list", "--json"])
        .exits(0)
        .lines()
        .iter()
        .map(|line| line["id"].as_str().unwrap().to_owned())
        .collect();
    let badges: BTreeSet<&str> = found.iter().filter_map(|line| line["sha256"].as_str()).collect();
    assert!(
        before > 0 && before < stored.len() && stored.len() <= badges.len(),
        "{before}, {}",
        stored.len()
    );
    // The next run skips all searched messages. `--again` searches them again and adds nothing.
    assert!(run(&["--yes"]).exits(0).lines().is_empty());
    let again = run(&["--yes", "--again"]).lines();
    assert!(again.iter().all(|line| line["kept"].is_null() || line["kept"]["outcome"] == "already-held"));
    assert_eq!(learner.run(["list", "--json"]).exits(0).lines().len(), stored.len());

    // After a change of UIDVALIDITY all messages are searched again, and nothing is added.
    server.renumber();
    let renumbered = run(&["--yes"]).lines();
    assert_eq!(subjects(&renumbered), subjects(&again));
    assert!(
        renumbered.iter().all(|line| line["kept"].is_null() || line["kept"]["outcome"] == "already-held")
    );
    assert_eq!(learner.run(["list", "--json"]).exits(0).lines().len(), stored.len());

    // The server searches by sender and date.
    let senders = subjects(&run(&["--dry-run", "--from", "admin@credly.com"]).lines());
    assert_eq!(senders, ["badge: credly-accept".to_owned()].into());
    assert!(run(&["--dry-run", "--since", "2100-01-01"]).exits(0).lines().is_empty());

    // The program sends only reading commands and changes nothing.
    let commands = server.commands();
    let allowed = ["EXAMINE \"INBOX\"", "UID SEARCH UID ", "UID FETCH ", "LOGOUT"];
    let other: Vec<&String> =
        commands.iter().filter(|command| !allowed.iter().any(|start| command.starts_with(start))).collect();
    assert!(commands.len() > 20 && other.is_empty(), "{other:?}");
    let fetches = commands.iter().filter(|command| command.starts_with("UID FETCH"));
    let peeks = ["(UID RFC822.SIZE)", "(UID BODY.PEEK[])"];
    assert!(fetches.clone().all(|command| peeks.iter().any(|end| command.ends_with(end))));
    for change in ["flag_change", "expunge", "delete", "save", "append", "copy", "mailbox_"] {
        assert!(!server.log().contains(&format!(": {change}")), "{}", server.log());
    }
    let files = server.files();
    assert_eq!(files.len(), count);
    assert!(files.iter().all(|name| !name.contains(":2,") || name.ends_with(":2,")), "sets no flag");
}

/// `bad-inputs` K13 and K15: a rejected password, and servers that must not receive the password.
#[test]
fn untrusted_mail_server_never_receives_the_password() {
    let server = Dovecot::start(&[]);
    let (learner, options) = learner_with_access_to(&server);
    let code = |arguments: Vec<String>, exit: i32| {
        let line = learner.run(arguments).exits(exit).json();
        line["error"]["code"].as_str().unwrap().to_owned()
    };
    let arguments =
        |address: &str| options.iter().cloned().chain(["--dry-run".to_owned(), address.to_owned()]).collect();

    learner.write("password", "wrong\n");
    assert_eq!(code(arguments(&server.address()), 4), "MAIL_AUTH");
    let refused = server.log().matches("auth failed").count();
    assert_eq!(refused, 1, "tries a rejected password once: {}", server.log());
    learner.write("password", format!("{}\n", Dovecot::PASSWORD));

    // Without `--cacert` the server's authority is unknown.
    let unknown_authority: Vec<String> =
        ["mail", "--json", "--allow-private-network", "--dry-run", "--password-file", "password"]
            .map(str::to_owned)
            .into_iter()
            .chain(["--resolve".to_owned(), server.resolve(), server.address()])
            .collect();
    assert_eq!(code(unknown_authority, 5), "MAIL_TLS");

    // Servers that start without TLS: with STARTTLS, with PREAUTH, with an injected response.
    for greeting in [
        "* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n",
        "* PREAUTH welcome\r\n",
        "* OK ready\r\n* 1 EXISTS\r\nB1 OK in\r\n",
    ] {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let received = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            stream.write_all(greeting.as_bytes()).unwrap();
            let mut bytes = Vec::new();
            drop(stream.read_to_end(&mut bytes));
            bytes
        });
        let address = format!("imap://ada@127.0.0.1:{port}/INBOX");
        assert_eq!(code(arguments(&address), 5), "MAIL_TLS", "{greeting}");
        let received = received.join().unwrap();
        let text = String::from_utf8_lossy(&received);
        assert!(!text.contains("AUTHENTICATE") && !text.contains(Dovecot::PASSWORD), "{greeting}");
    }

    // The port without TLS, a password in the address, an address without a user.
    let port_without_tls: Vec<String> = [
        "mail",
        "--json",
        "--dry-run",
        "--password-file",
        "password",
        "imap://ada@mail.learner.example:143/",
    ]
    .map(str::to_owned)
    .to_vec();
    assert_eq!(code(port_without_tls, 3), "NET_URL_INVALID");
    for address in ["imap://ada:secret@mail.learner.example/", "imap://mail.learner.example/"] {
        assert_eq!(code(arguments(address), 2), "INPUT_INVALID", "{address}");
    }
}
