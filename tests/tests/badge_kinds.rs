//! Verifies every kind of badge with `read`, `verify` and the HTTP client, against a real server.
use backpack::network::{HttpClient, NetworkOptions};
use jiff::{SignedDuration, Timestamp};
use openbadges::{CheckId, Code, Identity, IdentityKind, Outcome, Report, Verdict, VerifyOptions, read};
use whole_system::{Award, Issuer, Kind, Reply, Status, faults, outcome};

fn client(issuer: &Issuer) -> HttpClient {
    HttpClient::new(NetworkOptions {
        cacert: Some(issuer.server().ca_pem().into()),
        resolve: vec![issuer.server().resolve(issuer.host()).parse().unwrap()],
        allow_private_network: true,
        ..NetworkOptions::default()
    })
    .unwrap()
}

async fn check(issuer: &Issuer, bytes: &[u8]) -> Report {
    let email = Identity { kind: IdentityKind::Email, value: Award::EMAIL.into() };
    let options = VerifyOptions { identities: vec![email], ..VerifyOptions::new(Timestamp::now()) };
    openbadges::verify(&read(bytes).unwrap(), &client(issuer).session(), &options).await
}

/// Returns the status entries that a kind can have.
fn statuses(kind: Kind) -> &'static [Status] {
    match kind {
        Kind::Ob2Hosted | Kind::Ob2Signed | Kind::Signature2018 | Kind::Signature2020 => &[Status::None],
        // A `1EdTechRevocationList` has no signature and a did:key has no origin, so nothing connects the
        // two.
        Kind::RdfcDidKey | Kind::JcsDidKey | Kind::JwtEdDsa => &[Status::None, Status::Bitstring],
        _ => &[Status::None, Status::Bitstring, Status::RevocationList],
    }
}

#[tokio::test]
async fn each_kind_is_verified_bare_and_baked() {
    let issuer = Issuer::default();
    for kind in Kind::ALL {
        for status in statuses(*kind) {
            let badge = issuer.issue(*kind, &Award::of("Robotics").with_status(*status));
            for (form, bytes) in
                [("bare", badge.text.clone().into_bytes()), ("PNG", badge.png()), ("SVG", badge.svg())]
            {
                let report = check(&issuer, &bytes).await;
                assert_eq!(
                    report.verdict,
                    Verdict::Verified,
                    "{kind:?} {status:?} {form}: {:#?}",
                    faults(&report)
                );
                assert_eq!(report.recipient.outcome, Outcome::Passed, "{kind:?} {status:?} {form}");
                assert_eq!(report.badge.name.as_deref(), Some("Robotics"), "{kind:?} {status:?} {form}");
            }
        }
    }
}

#[tokio::test]
async fn each_kind_is_revoked_and_reinstated_while_the_server_runs() {
    let issuer = Issuer::default();
    for kind in Kind::ALL {
        for status in statuses(*kind) {
            let can_be_revoked = *status != Status::None || matches!(kind, Kind::Ob2Hosted | Kind::Ob2Signed);
            let badge = issuer.issue(*kind, &Award::of("Robotics").with_status(*status));
            let other = issuer.issue(*kind, &Award::of("Welding").with_status(*status));
            issuer.revoke(&badge);
            let expected = if can_be_revoked { Verdict::Revoked } else { Verdict::Verified };
            let report = check(&issuer, badge.text.as_bytes()).await;
            assert_eq!(report.verdict, expected, "{kind:?} {status:?}: {:#?}", faults(&report));
            let report = check(&issuer, other.text.as_bytes()).await;
            assert_eq!(
                report.verdict,
                Verdict::Verified,
                "{kind:?} {status:?}, the other badge: {:#?}",
                faults(&report)
            );
            issuer.reinstate(&badge);
            let report = check(&issuer, badge.text.as_bytes()).await;
            assert_eq!(
                report.verdict,
                Verdict::Verified,
                "{kind:?} {status:?}, reinstated: {:#?}",
                faults(&report)
            );
        }
    }
}

#[tokio::test]
async fn each_kind_respects_its_validity_period() {
    let issuer = Issuer::default();
    let now = Timestamp::now();
    let day = SignedDuration::from_hours(24);
    for kind in Kind::ALL {
        let ended = Award { until: Some(now - day), ..Award::of("Robotics") };
        let report = check(&issuer, issuer.issue(*kind, &ended).text.as_bytes()).await;
        assert_eq!(report.verdict, Verdict::Expired, "{kind:?}: {:#?}", faults(&report));
        let early = Award { from: now + day, ..Award::of("Robotics") };
        let report = check(&issuer, issuer.issue(*kind, &early).text.as_bytes()).await;
        assert_eq!(report.verdict, Verdict::NotYetValid, "{kind:?}: {:#?}", faults(&report));
    }
}

#[tokio::test]
async fn each_changed_kind_is_rejected() {
    let issuer = Issuer::default();
    for kind in Kind::ALL {
        let badge = issuer.issue(*kind, &Award::of("Robotics"));
        let changed = match kind.is_jws() {
            true => {
                let mut parts: Vec<String> = badge.text.split('.').map(str::to_owned).collect();
                let payload = data_encoding::BASE64URL_NOPAD.decode(parts[1].as_bytes()).unwrap();
                let payload = String::from_utf8(payload).unwrap().replace("2025-05-01", "2025-05-02");
                parts[1] = data_encoding::BASE64URL_NOPAD.encode(payload.as_bytes());
                parts.join(".")
            }
            false => badge.text.replace("2025-05-01", "2025-05-02"),
        };
        assert_ne!(changed, badge.text, "{kind:?}");
        let report = check(&issuer, changed.as_bytes()).await;
        assert_eq!(report.verdict, Verdict::Invalid, "{kind:?}: {:#?}", faults(&report));
    }
}

/// `bad-inputs` J17: a host that does not return the expected document makes a badge neither invalid nor
/// verified.
#[tokio::test]
async fn unresponsive_host_makes_no_badge_invalid() {
    let replies = [
        ("a web page", Reply::web_page()),
        ("500", Reply::Status(500, b"{}".to_vec())),
        ("an empty response", Reply::Raw(Vec::new())),
        ("a redirect to a page", Reply::Redirect(302, "/sign-in".into())),
    ];
    for (name, reply) in replies {
        let issuer = Issuer::default();
        issuer.replace_reply("/sign-in", Reply::web_page());
        for (kind, status, path) in [
            (Kind::Ob2Hosted, Status::None, "/ob2/assertion/1"),
            (Kind::Ob2Signed, Status::None, "/ob2/key"),
            (Kind::RdfcDidWeb, Status::None, "/.well-known/did.json"),
            (Kind::RdfcHttps, Status::None, "/ob3/issuer"),
            (Kind::RdfcDidKey, Status::Bitstring, "/ob3/status/did-key"),
            (Kind::RdfcHttps, Status::RevocationList, "/ob3/status/https/ids"),
        ] {
            let badge = issuer.issue(kind, &Award::of("Robotics").with_status(status));
            issuer.replace_reply(path, reply.clone());
            let report = check(&issuer, badge.text.as_bytes()).await;
            assert_eq!(report.verdict, Verdict::Unconfirmed, "{name} at {path}: {:#?}", faults(&report));
            if status != Status::None {
                let unknown = (Outcome::Unknown, Some(Code::StatusUnknown));
                assert_eq!(outcome(&report, CheckId::Revocation), unknown, "{name} at {path}");
            }
        }
    }
}
