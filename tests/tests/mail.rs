//! Mails through the built program: files of every kind, a mailbox on a real server, and what goes wrong with either.
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

fn carries(expected: &Value) -> bool {
    ["badges", "links"].iter().any(|what| expected[what].as_array().is_some_and(|all| !all.is_empty()))
}

/// A mail with one badge that the issuer signed, attached.
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

/// The message under another subject.
fn renamed(message: &[u8], subject: &str) -> Vec<u8> {
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
    let person = Backpack::with_access_to(&issuer);
    let signed = issuer.issue(Kind::RdfcDidKey, &Award::of("Welding"));
    let hosted = issuer.issue(Kind::Ob2Hosted, &Award::of("Beekeeping"));
    person.write("signed.eml", mail_with(&signed.png(), "one"));
    let asked = issuer.server().seen().len();
    let line = person.run(["mail", "--json", "--yes", "signed.eml"]).exits(0).json();
    assert_eq!((line["name"].as_str(), line["verdict"].as_str()), (Some("Welding"), Some("verified")));
    assert_eq!(line["kept"]["outcome"], "added");
    assert_eq!(line["mail"]["subject"], "one");
    assert_eq!(line["mail"]["from"], "badges@college.example");
    assert_eq!(line["mail"]["date"], "2025-05-02T10:11:12Z");
    assert_eq!(line["mail"]["recipients"][0], Award::EMAIL);
    // A hosted badge is not confirmed before its host may be asked, by `mail` or by `import` (`bad-inputs` K07).
    person.write("hosted.eml", mail_with(&hosted.png(), "two"));
    for verb in [&["mail", "--json", "--yes", "hosted.eml"][..], &["import", "--json", "--yes", "hosted.eml"]]
    {
        let line = person.run(verb).exits(1).json();
        assert_eq!(line["verdict"], "unconfirmed", "{verb:?}");
    }
    assert_eq!(issuer.server().seen().len(), asked, "reading mails asks nobody");
    let told = person.run(["mail", "hosted.eml", "--dry-run"]).exits(1);
    assert!(told.stdout.contains("“two”") && told.stdout.contains("backpack recheck"), "{}", told.stdout);
    person.run(["recheck"]).exits(0);
    // The bytes that were attached are what is kept.
    let kept = person.run(["list", "--json"]).exits(0).lines();
    assert_eq!(kept.len(), 2);
}

#[test]
fn reads_folders_maildirs_and_mailboxes() {
    let issuer = Issuer::default();
    let person = Backpack::with_access_to(&issuer);
    let badge = |name: &str| issuer.issue(Kind::RdfcDidKey, &Award::of(name)).png();
    for folder in ["Maildir/cur", "Maildir/new", "Maildir/tmp"] {
        fs::create_dir_all(person.path(folder)).unwrap();
    }
    person.write("Maildir/cur/1.M1.host:2,S", mail_with(&badge("Seen"), "seen"));
    person.write("Maildir/new/2.M2.host", mail_with(&badge("New"), "new"));
    person.write("Maildir/tmp/3.M3.host", mail_with(&badge("Half"), "half"));
    person.write("Maildir/new/4.M4.host", b"From: a@b.example\nSubject: no badge\n\nx\n");
    let lines = person.run(["mail", "--json", "--yes", "Maildir"]).exits(0).lines();
    assert_eq!(subjects(&lines), ["new", "seen"].map(String::from).into());
    assert_eq!(lines.len(), 2, "a mail without a badge is nothing to tell of where there are many");

    let from = b"From badges@college.example Fri May  2 10:11:12 2025\n";
    let mails = ["One", "Two"].map(|name| [from, &mail_with(&badge(name), name)[..], b"\n"].concat());
    person.write("all.mbox", mails.concat());
    let lines = person.run(["import", "--json", "--yes", "all.mbox"]).exits(0).lines();
    let names: Vec<&str> = lines.iter().map(|line| line["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["One", "Two"]);

    person.write("none.eml", b"From: a@b.example\nSubject: x\n\nnothing\n");
    let line = person.run(["mail", "--json", "--dry-run", "none.eml"]).exits(3).json();
    assert_eq!(line["error"]["code"], "MAIL_NO_BADGE");
    // What was there and could not be looked into is named.
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
        person.write(name, format!("From: a@b.example\nSubject: x\n{part}"));
        let line = person.run(["mail", "--json", "--dry-run", name]).exits(0).json();
        assert_eq!(line["error"]["code"], "ATTACH_SKIPPED", "{name}");
        assert!(line["error"]["message"].as_str().unwrap().contains("“a.zip”"), "{name}: {line}");
    }
}

/// A link is told with its host and what to do, and asked by nobody (`bad-inputs` K09).
#[test]
fn mail_links_are_reported_and_not_followed() {
    let issuer = Issuer::default();
    let person = Backpack::with_access_to(&issuer);
    fs::create_dir(person.path("mails")).unwrap();
    for (name, message, _) in corpus() {
        person.write(&format!("mails/{name}.eml"), message);
    }
    let run = person.run(["mail", "--json", "--dry-run", "mails"]);
    let lines = run.lines();
    for (name, _, expected) in corpus() {
        let of_mail = format!("mails/{name}.eml › ");
        let links: Vec<&Value> = lines
            .iter()
            .filter(|line| line["source"].as_str().is_some_and(|source| source.contains(&of_mail)))
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
    assert!(issuer.server().seen().is_empty());
}

/// A mailbox of `MAILBOX_MIB` (4096: of 200,000 messages) is gone through in bounded memory. Killed or stopped half-way it has
/// kept what it came to, and the next run adds the rest and nothing twice (`bad-inputs` K12).
#[test]
fn large_mailbox_uses_little_memory_and_can_be_interrupted() {
    const BADGES: u64 = 40;
    const MEMORY_KIB: u64 = 256 << 10;
    let (mib, began) = (number("MAILBOX_MIB", 32), Instant::now());
    let messages = (mib * 200_000).div_ceil(4_096).next_multiple_of(BADGES);
    let issuer = Issuer::default();
    let person = Backpack::with_access_to(&issuer);
    // One message with a photograph, of about the size that makes the whole as large as it is to be.
    let photo =
        [b"\xff\xd8\xff\xe0".as_slice(), &vec![7; ((mib << 20) / messages) as usize * 3 / 4]].concat();
    let letter = mail_with(&photo, "holidays");
    let mut mailbox = BufWriter::new(fs::File::create(person.path("all.mbox")).unwrap());
    for number in 1..=messages {
        mailbox.write_all(b"From badges@college.example Fri May  2 10:11:12 2025\n").unwrap();
        if number.is_multiple_of(messages / BADGES) {
            let badge = issuer.issue(Kind::RdfcDidKey, &Award::of(&format!("Badge {number}")));
            mailbox.write_all(&mail_with(&badge.png(), "a badge")).unwrap();
        } else {
            mailbox.write_all(&letter).unwrap();
        }
        mailbox.write_all(b"\n").unwrap();
    }
    mailbox.into_inner().unwrap();
    assert!(fs::metadata(person.path("all.mbox")).unwrap().len() >= mib << 20);
    let held = || person.run(["list", "--json"]).exits(0).lines().len();
    let arguments = ["mail", "--json", "--yes", "all.mbox"];

    let mut killed = person.start(arguments);
    assert_eq!(killed.lines(10).len(), 10);
    killed.kill();
    let kept = held();
    assert!((10..BADGES as usize).contains(&kept), "{kept}");

    let mut stopped = person.start(arguments);
    assert_eq!(stopped.lines(20).len(), 20);
    stopped.interrupt();
    let rest = stopped.lines(usize::MAX);
    assert_eq!(rest.last().unwrap()["error"]["code"], "CANCELLED", "{rest:?}");
    assert_ne!(stopped.exit_code(), 0);
    let kept = held();
    // The one that was found when it was stopped is told and not kept.
    let told = rest.iter().filter(|line| line["kept"]["badge_id"].is_string()).count();
    assert_eq!(kept, 20 + told, "what was told to be kept before it stopped is kept");

    let mut whole = person.start(arguments);
    let lines = whole.lines(usize::MAX);
    let peak = whole.peak_kib();
    assert_eq!(whole.exit_code(), 0);
    let already = lines.iter().filter(|line| line["kept"]["outcome"] == "already-held").count();
    assert_eq!((lines.len(), already, held()), (BADGES as usize, kept, BADGES as usize));
    if let Some(kib) = peak {
        println!(
            "mailbox: {mib} MiB, {messages} messages, {} MiB of memory, {:?}",
            kib >> 10,
            began.elapsed()
        );
        assert!(kib < MEMORY_KIB, "{} MiB", kib >> 10);
    }
}

/// How much of something the environment asks for.
fn number(name: &str, default: u64) -> u64 {
    env::var(name).map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{name}: {text}")))
}

/// A person who reaches the mail server and has its password in a file.
fn reaching(server: &Dovecot) -> (Backpack, Vec<String>) {
    let person = Backpack::new();
    person.write("ca.pem", server.ca_pem());
    person.write("password", format!("{}\n", Dovecot::PASSWORD));
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
    (person, options.map(str::to_owned).to_vec())
}

/// `MAIL_MESSAGES` on a real server, among which are those of the corpus that carry something. `bad-inputs` K15 and K16.
#[test]
fn imap_search_finds_every_badge_and_changes_nothing() {
    let with: Vec<_> = corpus().into_iter().filter(|(_, _, expected)| carries(expected)).collect();
    let without: Vec<_> = corpus().into_iter().filter(|(_, _, expected)| !carries(expected)).collect();
    assert!(with.len() >= 60 && without.len() >= 8, "{} and {}", with.len(), without.len());
    let count = number("MAIL_MESSAGES", 200) as usize;
    let messages: Vec<Vec<u8>> = (0..count)
        .map(|number| {
            let step = count / with.len();
            match with.get(number / step).filter(|_| number % step == 0) {
                Some((name, message, _)) => renamed(message, &format!("badge: {name}")),
                None => renamed(&without[number % without.len()].1, &format!("other: {number}")),
            }
        })
        .collect();
    let server = Dovecot::start(&messages);
    let (person, options) = reaching(&server);
    let address = server.address();
    let run = |extra: &[&str]| {
        let extra = extra.iter().map(|one| (*one).to_owned()).chain([address.clone()]);
        person.run(options.iter().cloned().chain(extra))
    };
    let found = run(&["--dry-run"]);
    let lines = found.lines();
    let names: BTreeSet<String> = with.iter().map(|(name, ..)| format!("badge: {name}")).collect();
    let told: Vec<Value> =
        lines.iter().filter(|line| line["error"].is_null() || line["verdict"].is_string()).cloned().collect();
    let missing: Vec<&String> = names.iter().filter(|name| !subjects(&told).contains(*name)).collect();
    assert_eq!(subjects(&told), names, "missing: {missing:?}\n{}\n{}", found.stderr, server.log());

    // Killed half-way and resumed: each badge is kept once.
    let mut arguments = options.clone();
    arguments.extend(["--yes".to_owned(), address.clone()]);
    let mut killed = person.start(arguments);
    assert_eq!(killed.lines(30).len(), 30);
    killed.kill();
    let before = person.run(["list", "--json"]).exits(0).lines().len();
    run(&["--yes"]);
    let kept: BTreeSet<String> = person
        .run(["list", "--json"])
        .exits(0)
        .lines()
        .iter()
        .map(|line| line["id"].as_str().unwrap().to_owned())
        .collect();
    let badges: BTreeSet<&str> = told.iter().filter_map(|line| line["sha256"].as_str()).collect();
    assert!(before > 0 && before < kept.len() && kept.len() <= badges.len(), "{before}, {}", kept.len());
    // What was looked through is not looked through again; only `--again` begins anew, and adds nothing.
    assert!(run(&["--yes"]).exits(0).lines().is_empty());
    let again = run(&["--yes", "--again"]).lines();
    assert!(again.iter().all(|line| line["kept"].is_null() || line["kept"]["outcome"] == "already-held"));
    assert_eq!(person.run(["list", "--json"]).exits(0).lines().len(), kept.len());

    // Where the numbers mean other messages, everything is looked through anew, and held once.
    server.renumber();
    let anew = run(&["--yes"]).lines();
    assert_eq!(subjects(&anew), subjects(&again));
    assert!(anew.iter().all(|line| line["kept"].is_null() || line["kept"]["outcome"] == "already-held"));
    assert_eq!(person.run(["list", "--json"]).exits(0).lines().len(), kept.len());

    // Searching is the server's work.
    let senders = subjects(&run(&["--dry-run", "--from", "admin@credly.com"]).lines());
    assert_eq!(senders, ["badge: credly-accept".to_owned()].into());
    assert!(run(&["--dry-run", "--since", "2100-01-01"]).exits(0).lines().is_empty());

    // Nothing but reading was ever asked for, and nothing was changed.
    let commands = server.commands();
    let allowed = ["EXAMINE \"INBOX\"", "UID SEARCH UID ", "UID FETCH ", "LOGOUT"];
    let other: Vec<&String> =
        commands.iter().filter(|command| !allowed.iter().any(|start| command.starts_with(start))).collect();
    assert!(commands.len() > 20 && other.is_empty(), "{other:?}");
    let fetches = commands.iter().filter(|command| command.starts_with("UID FETCH"));
    let peeks = ["(UID RFC822.SIZE)", "(UID BODY.PEEK[])"];
    assert!(fetches.clone().all(|command| peeks.iter().any(|end| command.ends_with(end))));
    for changing in ["flag_change", "expunge", "delete", "save", "append", "copy", "mailbox_"] {
        assert!(!server.log().contains(&format!(": {changing}")), "{}", server.log());
    }
    let files = server.files();
    assert_eq!(files.len(), count);
    assert!(files.iter().all(|name| !name.contains(":2,") || name.ends_with(":2,")), "no message has a flag");
}

/// `bad-inputs` K13 and K15: who is not let in, and to whom the password is not said.
#[test]
fn untrusted_mail_server_never_receives_the_password() {
    let server = Dovecot::start(&[]);
    let (person, options) = reaching(&server);
    let code = |arguments: Vec<String>, exit: i32| {
        let line = person.run(arguments).exits(exit).json();
        line["error"]["code"].as_str().unwrap().to_owned()
    };
    let to =
        |address: &str| options.iter().cloned().chain(["--dry-run".to_owned(), address.to_owned()]).collect();

    person.write("password", "wrong\n");
    assert_eq!(code(to(&server.address()), 4), "MAIL_AUTH");
    let refused = server.log().matches("auth failed").count();
    assert_eq!(refused, 1, "a password that is not accepted is not tried again: {}", server.log());
    person.write("password", format!("{}\n", Dovecot::PASSWORD));

    // Its authority is not known here.
    let without: Vec<String> =
        ["mail", "--json", "--allow-private-network", "--dry-run", "--password-file", "password"]
            .map(str::to_owned)
            .into_iter()
            .chain(["--resolve".to_owned(), server.resolve(), server.address()])
            .collect();
    assert_eq!(code(without, 5), "MAIL_TLS");

    // Servers that begin in the clear: with an offer of STARTTLS, with PREAUTH, with something injected.
    for greeting in [
        "* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n",
        "* PREAUTH welcome\r\n",
        "* OK ready\r\n* 1 EXISTS\r\nB1 OK in\r\n",
    ] {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            stream.write_all(greeting.as_bytes()).unwrap();
            let mut heard = Vec::new();
            drop(stream.read_to_end(&mut heard));
            heard
        });
        let address = format!("imap://ada@127.0.0.1:{port}/INBOX");
        assert_eq!(code(to(&address), 5), "MAIL_TLS", "{greeting}");
        let heard = heard.join().unwrap();
        let text = String::from_utf8_lossy(&heard);
        assert!(!text.contains("AUTHENTICATE") && !text.contains(Dovecot::PASSWORD), "{greeting}");
    }

    // The port for mail in the clear, a password in the address, nobody's name.
    let plain: Vec<String> = [
        "mail",
        "--json",
        "--dry-run",
        "--password-file",
        "password",
        "imap://ada@mail.learner.example:143/",
    ]
    .map(str::to_owned)
    .to_vec();
    assert_eq!(code(plain, 3), "NET_URL_INVALID");
    for address in ["imap://ada:secret@mail.learner.example/", "imap://mail.learner.example/"] {
        assert_eq!(code(to(address), 2), "INPUT_INVALID", "{address}");
    }
}
