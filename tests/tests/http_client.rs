//! The HTTP client against an HTTPS server with invalid responses: `bad-inputs` J05–J12 and J17.
//!
//! The unit tests of `badge-network` cover everything that needs no TLS: addresses, names and budgets.
use std::{io::Write, sync::Arc, sync::Mutex, time::Duration};

use backpack::network::{HttpClient, NetworkOptions, RequestOutcome, RequestRecord, TimeLimits, limits};
use openbadges::{
    Code, Document, Documents, FetchError,
    documents::{FetchErrorKind, Purpose, Request},
};
use whole_system::{Fault, Reply, Server, authority::read_certified_key};

const HOST: &str = "badges.example";

fn options(server: &Server) -> NetworkOptions {
    let hosts = [HOST, "other.example", "third.example"];
    NetworkOptions {
        cacert: Some(server.ca_pem().into()),
        resolve: hosts.iter().map(|host| server.resolve(host).parse().unwrap()).collect(),
        allow_private_network: true,
        ..NetworkOptions::default()
    }
}

async fn get(client: &HttpClient, url: String, purpose: Purpose) -> Result<Document, FetchError> {
    client.session().get(&Request { url, purpose }).await
}

/// Serves `reply` and fetches it for `purpose`.
async fn fetch(reply: Reply, purpose: Purpose) -> Result<Document, FetchError> {
    let server = Server::start();
    server.serve(HOST, "/page", reply);
    get(&HttpClient::new(options(&server)).unwrap(), server.url(HOST, "/page"), purpose).await
}

async fn code(reply: Reply, purpose: Purpose) -> Option<(FetchErrorKind, Code)> {
    fetch(reply, purpose).await.err().map(|error| (error.kind, error.code))
}

#[tokio::test]
async fn fetch_returns_metadata_and_sends_no_identifying_headers() {
    let server = Server::start();
    server.serve(HOST, "/from", Reply::Redirect(302, "/to?x=1".into()));
    server.serve(HOST, "/to?x=1", Reply::document("application/LD+JSON; charset=utf-8", "{\"a\":1}"));
    let log = Arc::new(Mutex::<Vec<RequestRecord>>::default());
    let client = HttpClient::new(NetworkOptions { request_log: log.clone(), ..options(&server) }).unwrap();

    let url = server.url(HOST, "/from#key");
    let document = get(&client, url.clone(), Purpose::Issuer).await.unwrap();
    assert_eq!(document.bytes, b"{\"a\":1}");
    assert_eq!(document.media_type, "application/ld+json");
    assert_eq!((document.url, document.final_url), (url, server.url(HOST, "/to?x=1")));

    for request in server.requests() {
        assert_eq!(request.header("accept"), Some("application/ld+json, application/json"));
        assert!(request.header("user-agent").unwrap().starts_with("BadgeBackpack/"));
        for name in ["cookie", "referer", "accept-language", "origin", "if-none-match"] {
            assert_eq!(request.header(name), None, "{name}");
        }
    }
    let log = log.lock().unwrap();
    let records: Vec<_> =
        log.iter().map(|record| (record.host.as_str(), record.bytes, &record.outcome)).collect();
    let redirected = RequestOutcome::Redirected { to: "/to?x=1".into() };
    let host = format!("{HOST}:{}", server.port());
    assert_eq!(records, [(&*host, 0, &redirected), (&*host, 7, &RequestOutcome::Answered)]);
}

#[tokio::test]
async fn j05_j06_j07_checks_the_policy_at_each_redirect() {
    let server = Server::start();
    let client = HttpClient::new(options(&server)).unwrap();
    server.serve(HOST, "/good", Reply::document("application/json", "{}"));
    let to = |server: &Server, to: &str| server.serve(HOST, "/from", Reply::Redirect(301, to.into()));

    for hop in 0..=limits::REDIRECTS {
        server.serve(HOST, &format!("/hop/{hop}"), Reply::Redirect(307, format!("/hop/{}", hop + 1)));
    }
    server.serve(HOST, &format!("/hop/{}", limits::REDIRECTS + 1), Reply::document("application/json", "{}"));
    assert!(get(&client, server.url(HOST, "/hop/1"), Purpose::Issuer).await.is_ok(), "five redirects");
    let six = get(&client, server.url(HOST, "/hop/0"), Purpose::Issuer).await.unwrap_err();
    assert_eq!(six.code, Code::NetRedirect, "six redirects: {six}");

    server.serve("other.example", "/from", Reply::Redirect(302, "https://169.254.169.254/latest/".into()));
    let other = server.url("other.example", "/from");
    let cases: &[(&str, Code)] = &[
        ("/from", Code::NetRedirect),
        ("https://", Code::NetRedirect),
        ("javascript:alert(1)", Code::NetScheme),
        ("data:application/json,{}", Code::NetScheme),
        ("file:///etc/passwd", Code::NetScheme),
        ("ftp://badges.example/", Code::NetScheme),
        ("http://badges.example/", Code::NetDowngrade),
        ("https://169.254.169.254/", Code::NetBlockedAddress),
        ("https://user:secret@badges.example/", Code::NetUrlInvalid),
        (&other, Code::NetBlockedAddress),
    ];
    for (location, expected) in cases {
        to(&server, location);
        let error = get(&client, server.url(HOST, "/from"), Purpose::Issuer).await.unwrap_err();
        assert_eq!(error.code, *expected, "{location}: {error}");
    }
    let without_location = Reply::Raw(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n".to_vec());
    assert_eq!(
        code(without_location, Purpose::Issuer).await,
        Some((FetchErrorKind::Failed, Code::NetRedirect))
    );
}

#[tokio::test]
async fn j08_rejects_invalid_certificates() {
    for fault in [
        Fault::SelfSigned,
        Fault::Expired,
        Fault::NotYetValid,
        Fault::WrongName,
        Fault::TopLevelWildcard,
        Fault::UnknownAuthority,
    ] {
        let server = Server::start();
        server.serve(HOST, "/page", Reply::document("application/json", "{}"));
        server.use_faulty_certificate(HOST, fault);
        let client = HttpClient::new(options(&server)).unwrap();
        let error = get(&client, server.url(HOST, "/page"), Purpose::Issuer).await.unwrap_err();
        assert_eq!((error.kind, error.code), (FetchErrorKind::Failed, Code::NetTls), "{fault:?}: {error}");
        assert!(server.requests().is_empty(), "{fault:?}: sends no request");
    }
    let server = Server::start();
    server.serve(HOST, "/page", Reply::document("application/json", "{}"));
    let without_our_ca = NetworkOptions { cacert: None, ..options(&server) };
    let error =
        get(&HttpClient::new(without_our_ca).unwrap(), server.url(HOST, "/page"), Purpose::Issuer).await;
    assert_eq!(error.unwrap_err().code, Code::NetTls, "the machine does not trust the authority");
}

/// Two certificates with the same key and authority that differ only in the hash
/// (`tests/certificates/make.sh`).
#[tokio::test]
async fn j08_rejects_sha1_certificates() {
    let key = include_str!("../certificates/host.key");
    let by_sha1 = (include_str!("../certificates/host-sha1.pem"), Some(Code::NetTls));
    let by_sha256 = (include_str!("../certificates/host-sha256.pem"), None);
    for (certificate, expected) in [by_sha1, by_sha256] {
        let server = Server::start();
        server.serve(HOST, "/page", Reply::document("application/json", "{}"));
        server.use_certificate(HOST, read_certified_key(certificate, key));
        let authority = include_bytes!("../certificates/authority.pem");
        let client =
            HttpClient::new(NetworkOptions { cacert: Some(authority.to_vec()), ..options(&server) }).unwrap();
        let answer = get(&client, server.url(HOST, "/page"), Purpose::Issuer).await;
        assert_eq!(answer.err().map(|error| error.code), expected);
        assert_eq!(server.requests().is_empty(), expected.is_some(), "sends a request only with SHA-256");
    }
}

#[tokio::test]
async fn j09_limits_body_size_while_reading() {
    let head = |more: &str| format!("HTTP/1.1 200 OK\r\n{more}\r\n").into_bytes();
    let endless =
        |more: &str| Reply::Endless { start: head(more), again: vec![b' '; 1 << 16], every: Duration::ZERO };
    let too_large = Some((FetchErrorKind::Failed, Code::NetTooLarge));
    assert_eq!(
        code(endless("Content-Length: 10000000000\r\n"), Purpose::Issuer).await,
        too_large,
        "declared"
    );
    assert_eq!(code(endless(""), Purpose::Issuer).await, too_large, "endless");

    for (purpose, limit) in [
        (Purpose::Issuer, limits::DOCUMENT_BYTES),
        (Purpose::StatusList, limits::STATUS_LIST_BYTES),
        (Purpose::Picture, limits::PICTURE_BYTES),
    ] {
        let body = |bytes: usize| [b"{".to_vec(), b" ".repeat(bytes - 1)].concat();
        assert_eq!(
            code(Reply::document("", body(limit)), purpose).await,
            None,
            "{purpose:?}: exactly the limit"
        );
        assert_eq!(
            code(Reply::document("", body(limit + 1)), purpose).await,
            too_large,
            "{purpose:?}: one byte over the limit"
        );
        let chunked =
            [head("Transfer-Encoding: chunked\r\n"), format!("{:x}\r\n", limit + 1).into(), body(limit + 1)];
        assert_eq!(code(Reply::Raw(chunked.concat()), purpose).await, too_large, "{purpose:?}: chunked");
    }

    // The client reads only the declared length. A shorter body is an error.
    let short = [head("Content-Length: 10\r\n"), b"{".repeat(10 << 20)].concat();
    assert_eq!(fetch(Reply::Raw(short), Purpose::Issuer).await.unwrap().bytes.len(), 10);
    let cut = [head("Content-Length: 10\r\n"), b"{}".to_vec()].concat();
    assert_eq!(
        code(Reply::Raw(cut), Purpose::Issuer).await,
        Some((FetchErrorKind::Failed, Code::NetUnavailable))
    );

    // 100 MiB of spaces compress to about 100 KiB.
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..100 {
        gzip.write_all(&[b' '; 1 << 20]).unwrap();
    }
    let bomb = gzip.finish().unwrap();
    assert!(bomb.len() < 200 << 10, "{}", bomb.len());
    let bomb = [head("Content-Encoding: gzip\r\n"), bomb].concat();
    assert_eq!(code(Reply::Raw(bomb), Purpose::Issuer).await, too_large, "gzip bomb");
}

#[tokio::test]
async fn j11_aborts_slow_hosts_and_long_headers() {
    let server = Server::start();
    let time_limits = TimeLimits {
        connect: Duration::from_secs(20),
        idle: Duration::from_secs(20),
        total: Duration::from_millis(1500),
    };
    let start = b"HTTP/1.1 200 OK\r\n".to_vec();
    let drip = |start: &[u8], again: &[u8], every| Reply::Endless {
        start: start.into(),
        again: again.into(),
        every: Duration::from_millis(every),
    };
    server.serve(HOST, "/slow-body", drip(b"HTTP/1.1 200 OK\r\n\r\n{", b" ", 100));
    server.serve(HOST, "/slow-head", drip(&start, b"x", 100));
    server.serve(HOST, "/silent", drip(b"", b"", 100));
    let client = HttpClient::new(NetworkOptions { time_limits, ..options(&server) }).unwrap();
    for path in ["/slow-body", "/slow-head", "/silent"] {
        let error = get(&client, server.url(HOST, path), Purpose::Issuer).await.unwrap_err();
        assert_eq!((error.kind, error.code), (FetchErrorKind::Failed, Code::NetTimeout), "{path}: {error}");
    }
    let short_idle =
        TimeLimits { idle: Duration::from_millis(700), total: Duration::from_secs(60), ..time_limits };
    let client = HttpClient::new(NetworkOptions { time_limits: short_idle, ..options(&server) }).unwrap();
    let error = get(&client, server.url(HOST, "/silent"), Purpose::Issuer).await.unwrap_err();
    assert_eq!(error.code, Code::NetTimeout, "{error}");

    // A host that accepts the connection and never starts TLS.
    let silent = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = silent.local_addr().unwrap().port();
    let short_connect = TimeLimits { connect: Duration::from_millis(700), ..short_idle };
    let resolve = vec![format!("{HOST}:{port}:127.0.0.1").parse().unwrap()];
    let client =
        HttpClient::new(NetworkOptions { time_limits: short_connect, resolve, ..options(&server) }).unwrap();
    let error = get(&client, format!("https://{HOST}:{port}/"), Purpose::Issuer).await.unwrap_err();
    assert_eq!(error.code, Code::NetTimeout, "{error}");

    let limit = Some((FetchErrorKind::Failed, Code::NetLimit));
    let page = |headers: String| Reply::Raw(format!("HTTP/1.1 200 OK\r\n{headers}\r\n{{}}").into());
    assert_eq!(
        code(page(format!("X: {}\r\n", "x".repeat(1 << 20))), Purpose::Issuer).await,
        limit,
        "1 MiB header"
    );
    assert_eq!(
        code(page(format!("X: {}\r\n", "x".repeat(65 << 10))), Purpose::Issuer).await,
        limit,
        "65 KiB header"
    );
    assert_eq!(code(page("X: x\r\n".repeat(10_000)), Purpose::Issuer).await, limit, "10,000 headers");
    assert_eq!(code(page("X: x\r\n".repeat(50)), Purpose::Issuer).await, None, "50 headers");
}

#[tokio::test]
async fn j12_j17_rejects_web_page_instead_of_document() {
    let rejected = Some((FetchErrorKind::Failed, Code::NetContentType));
    for purpose in [Purpose::HostedAssertion, Purpose::Issuer, Purpose::StatusList, Purpose::Picture] {
        assert_eq!(code(Reply::web_page(), purpose).await, rejected, "{purpose:?}");
    }
    // Some hosts serve badges with a wrong media type. The content decides.
    for media_type in ["text/html", "text/plain", "", "application/octet-stream"] {
        assert_eq!(
            code(Reply::document(media_type, "{}"), Purpose::HostedAssertion).await,
            None,
            "{media_type}"
        );
    }
    let portal = Server::start();
    portal.serve(HOST, "/badge", Reply::Redirect(302, portal.url("third.example", "/portal")));
    portal.serve("third.example", "/portal", Reply::web_page());
    let client = HttpClient::new(options(&portal)).unwrap();
    let error = get(&client, portal.url(HOST, "/badge"), Purpose::HostedAssertion).await.unwrap_err();
    assert_eq!((error.kind, error.code), (FetchErrorKind::Failed, Code::NetContentType));
}

#[tokio::test]
async fn reports_error_statuses_and_distinguishes_gone() {
    for status in [204, 206, 300, 304, 400, 401, 403, 429, 500, 503] {
        let error = fetch(Reply::Status(status, b"{}".to_vec()), Purpose::Issuer).await.unwrap_err();
        assert_eq!((error.kind, error.code), (FetchErrorKind::Failed, Code::NetUnavailable), "{status}");
        assert!(error.detail.contains(&status.to_string()), "{status}: {}", error.detail);
    }
    let gone = fetch(Reply::Status(410, b"{\"revoked\":true}".to_vec()), Purpose::HostedAssertion)
        .await
        .unwrap_err();
    assert_eq!(gone.kind, FetchErrorKind::Gone);
    assert_eq!(gone.gone_body.as_deref(), Some(&b"{\"revoked\":true}"[..]));
    let empty = fetch(Reply::Status(410, Vec::new()), Purpose::HostedAssertion).await.unwrap_err();
    assert_eq!((empty.kind, empty.gone_body), (FetchErrorKind::Gone, Some(Vec::new())));

    let server = Server::start();
    let client = HttpClient::new(options(&server)).unwrap();
    let url = server.url(HOST, "/page");
    drop(server);
    let error = get(&client, url, Purpose::Issuer).await.unwrap_err();
    assert_eq!(
        (error.kind, error.code),
        (FetchErrorKind::Failed, Code::NetUnavailable),
        "stopped server: {error}"
    );
}
