//! `joserfc` over OpenSSL (RS256) and `openbadges-bakery`, the bakery of the OB 2.0 reference implementation (Python): they
//! sign and bake, we read and verify, from a real server.

use backpack::network::{HttpClient, NetworkOptions};
use data_encoding::BASE64;
use openbadges::{Outcome, Verdict};
use whole_system::{Award, Reply, Server, faults};

use super::{answer, judge, run};

#[tokio::test]
async fn verifies_badges_baked_by_python_and_rejects_changed_ones() {
    const HOST: &str = "peer.example";
    let server = Server::start();
    let origin = server.url(HOST, "");
    let made = answer(&run(".venv/bin/python", &["sign_ob2.py", &origin, Award::EMAIL], ""));
    for (path, document) in made["documents"].as_object().unwrap() {
        server.serve(HOST, path, Reply::json(document));
    }
    let door = HttpClient::new(NetworkOptions {
        cacert: Some(server.ca_pem().into()),
        resolve: vec![server.resolve(HOST).parse().unwrap()],
        allow_private_network: true,
        ..NetworkOptions::default()
    })
    .unwrap();

    let badges = made["badges"].as_object().unwrap();
    assert_eq!(badges.len(), 5);
    for (name, badge) in badges {
        let bytes = BASE64.decode(badge.as_str().unwrap().as_bytes()).unwrap();
        let report = judge(&bytes, &door.session()).await;
        assert_eq!(report.verdict, Verdict::Verified, "{name}: {:#?}", faults(&report));
        assert_eq!(report.recipient.outcome, Outcome::Passed, "{name}");
        assert_eq!(report.badge.name.as_deref(), Some("Übung 機械"), "{name}");
    }

    let signed =
        String::from_utf8(BASE64.decode(badges["signed"].as_str().unwrap().as_bytes()).unwrap()).unwrap();
    let (input, signature) = signed.rsplit_once('.').unwrap();
    let other = if signature.starts_with('A') { "B" } else { "A" };
    let changed = format!("{input}.{other}{}", &signature[1..]);
    let report = judge(changed.as_bytes(), &door.session()).await;
    assert_eq!(report.verdict, Verdict::Invalid, "another signature: {:#?}", faults(&report));
    let hosted =
        String::from_utf8(BASE64.decode(badges["hosted"].as_str().unwrap().as_bytes()).unwrap()).unwrap();
    let changed = hosted.replace("2025-05-01", "2025-05-02");
    assert_ne!(changed, hosted);
    let report = judge(changed.as_bytes(), &door.session()).await;
    assert_eq!(report.verdict, Verdict::Invalid, "not what is hosted: {:#?}", faults(&report));
}
