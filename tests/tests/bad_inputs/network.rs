//! Section J: forbidden addresses, and hosts that replace_reply.

use std::{
    io::{Read, Write},
    net::TcpListener,
    thread,
    time::Duration,
};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use whole_system::{Award, Backpack, Fault as HostFault, Issuer, Kind, Reply, Status, ob2::assertion_path};

use crate::bad_inputs::{assert_error, assert_is_sentence, check, hosted::hosted};

/// A link that yields no badge: row, description, URL, and code.
type Link = (&'static str, String, String, &'static str);

fn link(row: &'static str, description: &str, url: impl Into<String>, code: &'static str) -> Link {
    (row, description.to_owned(), url.into(), code)
}

/// Verifies the links in one run, and asserts the error of each.
#[track_caller]
fn assert_reported(person: &Backpack, links: &[Link]) {
    let urls = links.iter().map(|(_, _, url, _)| url.as_str());
    let run = person.run(["verify", "--json"].into_iter().chain(urls));
    assert!([3, 5].contains(&run.status), "{}: {}", run.status, run.stderr);
    let lines = run.lines();
    assert_eq!(lines.len(), links.len(), "{}", run.stdout);
    for ((row, description, _, code), line) in links.iter().zip(&lines) {
        assert_error(&format!("{row}, {description}"), line, code);
    }
    assert!(!person.data_dir().exists(), "something was stored");
}

/// Rows J01, J02 and J15: the program refuses these addresses without name resolution or connection.
#[test]
fn unsafe_addresses_are_refused_by_syntax() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let mut links: Vec<Link> = [
        format!("http://127.0.0.1:{port}/"),
        format!("https://127.0.0.1:{port}/"),
        "http://127.0.0.1:631/".into(),
        "http://[::1]/".into(),
        "http://0.0.0.0/".into(),
        "http://localhost/".into(),
        "http://169.254.169.254/latest/meta-data/".into(),
        "http://10.0.0.1/".into(),
        "http://172.16.0.1/".into(),
        "http://192.168.1.1/".into(),
        "http://100.64.0.1/".into(),
        "http://[fe80::1]/".into(),
        "http://[fc00::1]/".into(),
        "http://[::ffff:127.0.0.1]/".into(),
        "http://224.0.0.1/".into(),
    ]
    .into_iter()
    .map(|url| link("J01", "a private address", url, "NET_BLOCKED_ADDRESS"))
    .collect();
    for url in ["http://2130706433/", "http://0177.0.0.1/", "http://0x7f.1/", "http://127.1/"] {
        links.push(link("J02", "a private address in disguise", url, "NET_BLOCKED_ADDRESS"));
    }
    for (description, url) in [
        ("a user and a password", "https://ada:secret@badges.example/1".to_owned()),
        ("the port of SSH", "https://badges.example:22/".to_owned()),
        ("the port of mail", "https://badges.example:25/".to_owned()),
        ("the port of a database", "https://badges.example:6379/".to_owned()),
        ("a line break", "https://badges.example/%0d%0aHost:evil.example".to_owned()),
        ("a NUL", "https://badges.example/%00".to_owned()),
        ("100 KB", format!("https://badges.example/{}", "a".repeat(100 << 10))),
    ] {
        links.push(link("J15", description, url, "NET_URL_INVALID"));
    }
    assert_reported(&Backpack::new(), &links);
    listener.set_nonblocking(true).unwrap();
    assert!(listener.accept().is_err(), "the program connected");
}

/// Row J03: a public name with a private address, alone or among public ones. No address is contacted.
#[test]
fn name_resolving_to_a_private_network_is_refused() {
    for addresses in ["192.168.1.1", "93.184.215.14,192.168.1.1", "127.0.0.1,::1"] {
        let person = Backpack::new().with_resolved_host("badges.example", 443, addresses);
        assert_reported(
            &person,
            &[link("J03", addresses, "https://badges.example/1", "NET_BLOCKED_ADDRESS")],
        );
    }
}

/// Rows J05, J06 and J07: every redirect obeys the rules for the first address.
#[test]
fn redirects_obey_the_rules_for_links() {
    let issuer = Issuer::default();
    let mut links = Vec::new();
    let mut add = |row: &'static str, description: &str, reply: Reply, code: &'static str| {
        let path = format!("/redirect/{}", links.len());
        issuer.replace_reply(&path, reply);
        links.push(link(row, description, issuer.url(&path), code));
    };
    let to = |location: &str| Reply::Redirect(302, location.to_owned());
    add("J05", "into a private network", to("http://169.254.169.254/"), "NET_BLOCKED_ADDRESS");
    add("J05", "into a private network, by https", to("https://169.254.169.254/"), "NET_BLOCKED_ADDRESS");
    add("J05", "into a private network at the second hop", to("/second"), "NET_BLOCKED_ADDRESS");
    issuer.replace_reply("/second", to("https://169.254.169.254/"));
    add("J06", "in a circle", to("/redirect/3"), "NET_REDIRECT");
    add("J06", "six times", to("/hop/1"), "NET_REDIRECT");
    for hop in 1..=6 {
        issuer.replace_reply(&format!("/hop/{hop}"), to(&format!("/hop/{}", hop + 1)));
    }
    let without_location = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n".to_vec();
    add("J06", "without an address", Reply::Raw(without_location), "NET_REDIRECT");
    for scheme in
        ["javascript:alert(1)", "data:application/json,{}", "file:///etc/passwd", "ftp://a.example/"]
    {
        add("J06", scheme, to(scheme), "NET_SCHEME");
    }
    add("J07", "to a page without TLS", to("http://badges.example/1"), "NET_DOWNGRADE");
    assert_reported(&Backpack::with_access_to(&issuer), &links);
}

/// Row J08. For certificates signed with SHA-1 see the tests of the HTTP client.
#[test]
fn host_with_invalid_certificate_is_not_contacted() {
    let issuer = Issuer::default();
    let faults = [
        ("self-signed", HostFault::SelfSigned),
        ("expired", HostFault::Expired),
        ("not yet valid", HostFault::NotYetValid),
        ("another name", HostFault::WrongName),
        ("every host of a top-level domain", HostFault::TopLevelWildcard),
        ("an unknown authority", HostFault::UnknownAuthority),
    ];
    let mut links = Vec::new();
    for (number, (description, fault)) in faults.into_iter().enumerate() {
        let host = format!("host{number}.example");
        issuer.server().serve(&host, "/1", Reply::document("application/json", "{}"));
        issuer.server().use_faulty_certificate(&host, fault);
        links.push(link("J08", description, issuer.server().url(&host, "/1"), "NET_TLS"));
    }
    let port = start_tls_1_0_host();
    links.push(link("J08", "TLS 1.0", format!("https://old.example:{port}/1"), "NET_TLS"));
    assert_reported(
        &Backpack::with_access_to(&issuer).with_resolved_host("old.example", port, "127.0.0.1"),
        &links,
    );
    assert!(issuer.server().requests().is_empty(), "a request was sent");
}

/// Starts a host that sends a ServerHello of TLS 1.0 (RFC 2246, section 7.4.1.3), and returns its port.
fn start_tls_1_0_host() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        let mut hello = vec![2, 0, 0, 38, 3, 1];
        hello.extend([7; 32]);
        hello.extend([0, 0, 0x2f, 0]);
        let record = [&[22, 3, 1, 0, 42][..], &hello].concat();
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut client_hello = [0; 4096];
            if stream.read(&mut client_hello).unwrap() > 0 {
                stream.write_all(&record).unwrap();
                // The client sends an alert before it closes the connection, or only closes it.
                if stream.read(&mut client_hello).is_err() {
                    continue;
                }
            }
        }
    });
    port
}

/// Rows J09, J11 and J12: responses that are too large, too slow, or web pages.
#[test]
fn responses_are_limited_and_classified_by_content() {
    let issuer = Issuer::default();
    let mut links = Vec::new();
    let mut add = |row: &'static str, description: &str, reply: Reply, code: &'static str| {
        let path = format!("/response/{}", links.len());
        issuer.replace_reply(&path, reply);
        links.push(link(row, description, issuer.url(&path), code));
    };
    let head = |headers: &str| format!("HTTP/1.1 200 OK\r\n{headers}\r\n").into_bytes();
    let endless = |headers: &str| Reply::Endless {
        start: head(headers),
        again: vec![b' '; 1 << 16],
        every: Duration::ZERO,
    };
    add(
        "J09",
        "10 GB according to Content-Length",
        endless("Content-Length: 10000000000\r\n"),
        "NET_TOO_LARGE",
    );
    add("J09", "without an end", endless(""), "NET_TOO_LARGE");
    let large_header = format!("X: {}\r\n", "x".repeat(1 << 20));
    add("J11", "a header of 1 MB", Reply::Raw(head(&large_header)), "NET_LIMIT");
    add("J11", "10,000 headers", Reply::Raw(head(&"X: x\r\n".repeat(10_000))), "NET_LIMIT");
    // A learner's link may lead to a web page, so the program searches the page for a badge.
    add("J12", "a web page", Reply::web_page(), "LINK_NO_BADGE");
    add(
        "J12",
        "a web page with the media type of JSON",
        Reply::document("application/json", "<!DOCTYPE html><p>{}"),
        "LINK_NO_BADGE",
    );
    // A host that accepts the connection and sends nothing.
    let mute = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = mute.local_addr().unwrap().port();
    links.push(link("J11", "silence", format!("https://mute.example:{port}/"), "NET_TIMEOUT"));
    assert_reported(
        &Backpack::with_access_to(&issuer).with_resolved_host("mute.example", port, "127.0.0.1"),
        &links,
    );
}

/// Row J14: a badge that names 10,000 addresses.
#[test]
fn requests_per_badge_are_limited() {
    const LIMIT: usize = 40;
    let issuer = Issuer::default();
    let person = Backpack::with_access_to(&issuer);
    let badge = issuer.issue(Kind::RdfcDidKey, &Award::of("Robotics"));
    // Every resource exists and matches its digest, so only the number of resources is wrong.
    let digest = format!("sha256-{}", data_encoding::BASE64.encode(&Sha256::digest(b"x")));
    for number in 0..2 * LIMIT {
        issuer.replace_reply(&format!("/resource/{number}"), Reply::document("text/plain", "x"));
    }
    let resource =
        |number: usize| json!({"id": issuer.url(&format!("/resource/{number}")), "digestSRI": digest});
    let mut greedy: Value = serde_json::from_str(&badge.text).unwrap();
    greedy["relatedResource"] = (0..10_000).map(resource).collect();
    person.write("greedy.json", greedy.to_string());
    let line = person.run(["verify", "--json", "greedy.json"]).exits(1).json();
    let resources = check(&line, "integrity.resources");
    assert_eq!((&resources["outcome"], &resources["code"]), (&"unknown".into(), &"NET_BUDGET".into()), "J14");
    assert_is_sentence("J14", "NET_BUDGET", &resources["message"]);
    assert_is_sentence("J14", "NET_BUDGET", &resources["next_step"]);
    let requests = issuer.server().requests().len();
    assert!((1..=LIMIT).contains(&requests), "J14: {requests} requests");
}

/// Row J17: a network that answers every request with its own page makes no badge invalid and adds nothing.
#[test]
fn captive_portal_is_not_an_issuer() {
    let issuer = Issuer::default();
    issuer.server().serve("portal.example", "/", Reply::web_page());
    let (badge, assertion) = hosted(&issuer);
    let person = Backpack::with_access_to(&issuer);
    person.write("badge.json", assertion.to_string());
    person.run(["import", "--yes", "badge.json"]).exits(0);
    let originals = person.originals();
    let path = assertion_path(badge.number);
    for portal in [Reply::web_page(), Reply::Redirect(302, issuer.server().url("portal.example", "/"))] {
        issuer.replace_reply(&path, portal);
        let line = person.run(["recheck", "--json"]).exits(1).json();
        let copy = check(&line, "hosted.copy");
        assert_eq!(
            (line["verdict"].as_str(), copy["outcome"].as_str(), copy["code"].as_str()),
            (Some("unconfirmed"), Some("unknown"), Some("HOSTED_UNAVAILABLE")),
            "J17: {line:#}"
        );
        let line = person.run(["import", "--yes", "--json", &issuer.url(&path)]).exits(3).json();
        assert_error("J17", &line, "LINK_NO_BADGE");
        assert_eq!(person.originals(), originals, "J17: a page was stored");
    }
}

/// Row J18: the program ignores proxy variables, and does not send their password.
#[test]
fn environment_proxies_are_ignored() {
    let issuer = Issuer::default();
    let badge = issuer.issue(Kind::RdfcDidKey, &Award::of("Robotics"));
    issuer.replace_reply("/badge", Reply::document("application/json", badge.text.clone()));
    let proxy = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = proxy.local_addr().unwrap();
    let mut person = Backpack::with_access_to(&issuer);
    for name in ["http_proxy", "https_proxy", "all_proxy"] {
        for name in [name.to_owned(), name.to_uppercase()] {
            person = person.with_variable(&name, &format!("http://ada:secret@{address}"));
        }
    }
    let line = person.run(["verify", "--json", &issuer.url("/badge")]).exits(0).json();
    assert_eq!(line["verdict"], "verified", "J18: {line:#}");
    proxy.set_nonblocking(true).unwrap();
    assert!(proxy.accept().is_err(), "J18: the proxy was contacted");
    let [request] = &issuer.server().requests()[..] else { panic!("J18: not one request") };
    assert!(
        !request.head.to_lowercase().contains("proxy") && !request.head.contains("secret"),
        "J18: {}",
        request.head
    );
}

/// Row J19: the network fails during an import. Finished badges stay, and the next import adds the others.
#[test]
fn network_loss_during_import_loses_no_badge() {
    const BADGES: usize = 20;
    let issuer = Issuer::default();
    let person = Backpack::with_access_to(&issuer);
    let badges: Vec<_> =
        (0..BADGES).map(|n| issuer.issue(Kind::RdfcDidKey, &Award::of(&format!("Robotics {n}")))).collect();
    let path = |number: usize| format!("/badge/{number}");
    let serve_first = |count: usize| {
        for (number, badge) in badges.iter().enumerate() {
            let unavailable = Reply::Raw(Vec::new());
            let available = Reply::document("application/json", badge.text.clone());
            issuer.replace_reply(&path(number), if number < count { available } else { unavailable });
        }
    };
    let urls: Vec<String> = (0..BADGES).map(|number| issuer.url(&path(number))).collect();
    let import = || {
        let arguments = ["import", "--yes", "--json"].map(str::to_owned);
        person.run(arguments.iter().chain(&urls)).lines()
    };
    let outcome = |line: &Value| match line["kept"]["outcome"].as_str() {
        Some(outcome) => outcome.to_owned(),
        None => line["error"]["code"].as_str().unwrap().to_owned(),
    };
    serve_first(BADGES / 2);
    let lines = import();
    let outcomes: Vec<String> = lines.iter().map(outcome).collect();
    assert_eq!(outcomes[..BADGES / 2], vec!["added"; BADGES / 2], "J19");
    assert_eq!(outcomes[BADGES / 2..], vec!["NET_UNAVAILABLE"; BADGES / 2], "J19");
    assert_error("J19", &lines[BADGES - 1], "NET_UNAVAILABLE");
    assert_eq!(person.originals().len(), BADGES / 2, "J19: an incomplete badge was stored");
    serve_first(BADGES);
    let outcomes: Vec<String> = import().iter().map(outcome).collect();
    assert_eq!(outcomes[..BADGES / 2], vec!["already-held"; BADGES / 2], "J19");
    assert_eq!(outcomes[BADGES / 2..], vec!["added"; BADGES / 2], "J19");
}

/// Row J20: while offline, every badge can be shown, re-verified as far as possible, and exported.
#[test]
fn offline_session_contacts_nobody_and_completes() {
    let issuer = Issuer::default();
    let person = Backpack::with_access_to(&issuer);
    let award = Award::of("Robotics").with_status(Status::Bitstring);
    for (name, badge) in [
        ("status.json", issuer.issue(Kind::RdfcDidKey, &award)),
        ("https.json", issuer.issue(Kind::RdfcHttps, &award)),
    ] {
        person.write(name, &badge.text);
        let line = person.run(["import", "--yes", "--json", name]).exits(0).json();
        assert_eq!(line["verdict"], "verified", "J20: {line:#}");
    }
    let cards = person.run(["list", "--json"]).exits(0).lines();
    person.run(["offline", "on"]).exits(0);
    let requests_before = issuer.server().requests().len();

    for card in &cards {
        let id = card["id"].as_str().unwrap();
        let shown = person.run(["show", "--json", id]).exits(0).json();
        assert_eq!(shown["told"]["verdict"], "verified", "J20: shows the last report");
        assert_eq!(shown["history"][0]["at"], card["checked_at"], "J20");
    }
    let lines = person.run(["recheck", "--json"]).exits(1).lines();
    let signatures: Vec<_> =
        lines.iter().map(|line| check(line, "proof.signature")["outcome"].as_str().unwrap()).collect();
    assert!(signatures.contains(&"passed"), "J20: checks a key that needs no host: {signatures:?}");
    for line in &lines {
        let status = check(line, "status.revocation");
        assert_eq!(
            (line["verdict"].as_str(), status["outcome"].as_str(), status["code"].as_str()),
            (Some("unconfirmed"), Some("unknown"), Some("STATUS_UNKNOWN")),
            "J20: {line:#}"
        );
        assert!(status["message"].as_str().unwrap().contains("It was last checked on"), "J20: {status:#}");
    }
    let line = person.run(["import", "--yes", "--json", &issuer.url("/badge")]).exits(5).json();
    assert_error("J20", &line, "NET_OFFLINE");
    person.run(["collection", "new", "Work"]).exits(0);
    let ids = cards.iter().map(|card| card["id"].as_str().unwrap());
    person.run(["collection", "add", "Work"].into_iter().chain(ids)).exits(0);
    person.run(["export", "Work", "-o", "work.badgebundle"]).exits(0);
    person.run(["review", "--json", "work.badgebundle"]).exits(1);
    assert_eq!(issuer.server().requests().len(), requests_before, "J20: a host was contacted");

    person.run(["offline", "off"]).exits(0);
    assert!(
        person.run(["recheck", "--json"]).exits(0).lines().iter().all(|line| line["verdict"] == "verified")
    );
}
