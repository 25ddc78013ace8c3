//! Verifies badges that `joserfc` over OpenSSL signed (RS256) and `openbadges-bakery` baked (Python).
//!
//! `openbadges-bakery` belongs to the OB 2.0 reference implementation. A real server serves the documents.

use backpack::network::{HttpClient, NetworkOptions};
use data_encoding::BASE64;
use openbadges::{Outcome, Verdict};
use whole_system::{Award, Reply, Server, faults};

use super::{inspect, parse_output, run};

#[tokio::test]
async fn verifies_badges_baked_by_python_and_rejects_changed_ones() {
    const HOST: &str = "peer.example";
    let server = Server::start();
    let origin = server.url(HOST, "");
    let output = parse_output(&run(".venv/bin/python", &["sign_ob2.py", &origin, Award::EMAIL], ""));
    for (path, document) in output["documents"].as_object().unwrap() {
        server.serve(HOST, path, Reply::json(document));
    }
    let client = HttpClient::new(NetworkOptions {
        cacert: Some(server.ca_pem().into()),
        resolve: vec![server.resolve(HOST).parse().unwrap()],
        allow_private_network: true,
        ..NetworkOptions::default()
    })
    .unwrap();

    let badges = output["badges"].as_object().unwrap();
    assert_eq!(badges.len(), 5);
    for (name, badge) in badges {
        let bytes = BASE64.decode(badge.as_str().unwrap().as_bytes()).unwrap();
        let report = inspect(&bytes, &client.session()).await;
        assert_eq!(report.verdict, Verdict::Verified, "{name}: {:#?}", faults(&report));
        assert_eq!(report.recipient.outcome, Outcome::Passed, "{name}");
        assert_eq!(report.badge.name.as_deref(), Some("Übung 機械"), "{name}");
    }

    let signed =
        String::from_utf8(BASE64.decode(badges["signed"].as_str().unwrap().as_bytes()).unwrap()).unwrap();
    let (input, signature) = signed.rsplit_once('.').unwrap();
    let other = if signature.starts_with('A') { "B" } else { "A" };
    let changed = format!("{input}.{other}{}", &signature[1..]);
    let report = inspect(changed.as_bytes(), &client.session()).await;
    assert_eq!(report.verdict, Verdict::Invalid, "changed signature: {:#?}", faults(&report));
    let hosted =
        String::from_utf8(BASE64.decode(badges["hosted"].as_str().unwrap().as_bytes()).unwrap()).unwrap();
    let changed = hosted.replace("2025-05-01", "2025-05-02");
    assert_ne!(changed, hosted);
    let report = inspect(changed.as_bytes(), &client.session()).await;
    assert_eq!(report.verdict, Verdict::Invalid, "differs from the hosted page: {:#?}", faults(&report));
}
