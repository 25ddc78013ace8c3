//! Consent and the request log, with the built program and the application core.
//!
//! Consent is stored, other hosts are not contacted, and every request is in the log before the program ends,
//! with its reason and result.
use std::path::Path;

use backpack::{
    CancellationToken, ImportInput, NetworkPolicy, OpenOptions, VerifierOptions,
    view::{CandidateDetail, Query},
};
use serde_json::Value;
use whole_system::{Award, Backpack, IssuedBadge, Issuer, Kind, Reply};

/// Returns the issuer's host as it appears in consent: with the port.
fn host_of(issuer: &Issuer) -> String {
    format!("{}:{}", issuer.host(), issuer.server().port())
}

fn log(learner: &Backpack) -> Vec<Value> {
    learner.run(["log", "--json"]).exits(0).lines()
}

/// Returns the code of an error line and the host in it, without the port.
fn refusal(line: &Value) -> (&str, &str) {
    let error = &line["error"];
    (error["code"].as_str().unwrap(), error["found"].as_str().unwrap().split(':').next().unwrap())
}

#[test]
fn request_log_has_every_request_with_reason_and_result() {
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    let badge = issuer.issue(Kind::RdfcHttps, &Award::of("Robotics"));
    issuer.replace_reply("/badge", Reply::document("application/json", badge.text.clone()));
    issuer.replace_reply("/link", Reply::Redirect(302, "/badge".into()));
    issuer.replace_reply("/gone", Reply::Status(410, Vec::new()));
    issuer.replace_reply("/page", Reply::web_page());
    let line = learner.run(["import", "--yes", "--json", &issuer.url("/link")]).exits(0).json();
    let id = line["kept"]["badge_id"].as_str().unwrap();
    for path in ["/gone", "/page"] {
        learner.run(["import", "--yes", &issuer.url(path)]).exits(3);
    }
    let mut lines = log(&learner);
    lines.reverse();
    let host = host_of(&issuer);
    let path = |line: &Value| line["url"].as_str().unwrap().rsplit_once(&host).unwrap().1.to_owned();
    let logged: Vec<String> = lines.iter().map(path).collect();
    let received: Vec<String> = issuer.server().requests().into_iter().map(|request| request.path).collect();
    assert_eq!(logged, received, "logs each request once");
    assert!(lines.iter().all(|line| line["host"] == host.as_str()), "{lines:#?}");

    let [link, document, verification @ .., gone, page, sibling, baked] = &lines[..] else {
        panic!("{lines:#?}")
    };
    assert!(!verification.is_empty());
    // The page contains no badge, so the program also tries two addresses derived from its own.
    for (line, outcome, failure) in [
        (link, "redirected", None),
        (document, "had", None),
        (gone, "gone", Some("gone")),
        (page, "had", None),
        (sibling, "failed", Some("NET_NOT_FOUND")),
        (baked, "failed", Some("NET_NOT_FOUND")),
    ] {
        let entry = (&line["outcome"], &line["failure"], &line["reason"], &line["badge_id"]);
        let failure = failure.map_or(Value::Null, Value::from);
        assert_eq!(entry, (&outcome.into(), &failure, &"The badge behind a link".into(), &Value::Null));
    }
    assert_eq!(document["bytes"], badge.text.len());
    for line in verification {
        assert_eq!((&line["badge_id"], &line["outcome"]), (&id.into(), &"had".into()), "{line:#}");
        assert!(line["reason"].as_str().unwrap().contains("Robotics"), "{line:#}");
    }
    let text = learner.run(["activity"]).exits(0).stdout;
    assert!(text.contains("[NET_NOT_FOUND]") && text.contains("Robotics"), "{text}");
}

#[test]
fn contacts_only_allowed_hosts() {
    let issuer = Issuer::default();
    let badge = issuer.issue(Kind::RdfcHttps, &Award::of("Robotics"));
    let document = || Reply::document("application/json", badge.text.clone());
    issuer.replace_reply("/badge", document());
    // A page on the allowed host redirects to a host that is not allowed.
    issuer.server().serve("other.example", "/badge", document());
    issuer.replace_reply("/away", Reply::Redirect(302, issuer.server().url("other.example", "/badge")));
    let learner = Backpack::with_access_to(&issuer);
    learner.write("badge.json", &badge.text);
    let import = |input: &str| learner.run(["import", "--yes", "--json", "--agreed-hosts", input]);
    let reverify = || learner.run(["recheck", "--json", "--agreed-hosts"]);

    assert_eq!(refusal(&import(&issuer.url("/badge")).exits(5).json()), ("NET_CONSENT", issuer.host()));
    assert_eq!(
        import("badge.json").exits(1).json()["verdict"],
        "unconfirmed",
        "adds the badge without contacting a host"
    );
    assert!(issuer.server().requests().is_empty() && log(&learner).is_empty());

    learner.run(["host", "agree", &issuer.url("/badge")]).exits(0);
    let line = import(&issuer.url("/badge")).exits(0).json();
    assert_eq!((&line["verdict"], &line["kept"]["outcome"]), (&"verified".into(), &"already-held".into()));
    assert_eq!(reverify().exits(0).json()["verdict"], "verified");
    assert_eq!(refusal(&import(&issuer.url("/away")).exits(5).json()), ("NET_CONSENT", "other.example"));

    learner.run(["host", "forget", &host_of(&issuer)]).exits(0);
    let requests = issuer.server().requests();
    assert_eq!(reverify().exits(1).json()["verdict"], "unconfirmed");
    assert_eq!(issuer.server().requests(), requests, "does not contact the removed host");
    assert!(requests.iter().all(|request| request.host == issuer.host()), "does not contact the other host");
    // Without `--agreed-hosts` the command itself is the consent.
    learner.run(["recheck"]).exits(0);
}

/// Uses the functions that the window calls: inspect, list the hosts, allow a host once, allow a host always.
#[tokio::test]
async fn inspection_names_hosts_and_contacts_only_allowed_ones() {
    let issuer = Issuer::default();
    let badge = issuer.issue(Kind::RdfcHttps, &Award::of("Robotics"));
    let folder = tempfile::tempdir().unwrap();
    let backpack = open_with_access(folder.path(), &issuer);
    let host = host_of(&issuer);

    let candidate = inspect(&backpack, &badge).await;
    assert_eq!((verdict(&candidate), &candidate.hosts_to_ask), ("unconfirmed", &vec![host.clone()]));
    assert!(issuer.server().requests().is_empty());

    // Allowing another host has no effect. Allowing this host applies to one inspection.
    for (allowed, expected) in [("other.example", "unconfirmed"), (&host, "verified")] {
        let (keys, hosts) = (vec![candidate.key.clone()], [allowed.to_owned()]);
        let result = backpack
            .reinspect(keys, &NetworkPolicy::allow(&hosts), &CancellationToken::default(), &|_| {})
            .await
            .remove(0);
        assert_eq!(verdict(&result), expected, "{allowed}");
        assert_eq!(result.hosts_to_ask.is_empty(), expected == "verified", "{allowed}");
    }
    assert_eq!(verdict(&inspect(&backpack, &badge).await), "unconfirmed", "the consent applied once");

    backpack.allow_host(&host).unwrap();
    drop(backpack);
    let backpack = open_with_access(folder.path(), &issuer);
    let hosts: Vec<String> = backpack.allowed_hosts().unwrap().into_iter().map(|line| line.host).collect();
    assert_eq!(hosts, [host.as_str()]);
    let candidate = inspect(&backpack, &badge).await;
    assert_eq!(
        (verdict(&candidate), candidate.hosts_to_ask.len()),
        ("verified", 0),
        "contacts the allowed host"
    );

    backpack.add_candidates(&[candidate.key], &CancellationToken::default(), &|_| {});
    let id = backpack.list_badges(&Query::default()).unwrap().remove(0).id;
    let request_count = issuer.server().requests().len();
    assert!(backpack.show_badge(&id).await.unwrap().hosts_to_ask.is_empty(), "the host is always allowed");
    backpack.disallow_host(&host).unwrap();
    assert_eq!(
        backpack.show_badge(&id).await.unwrap().hosts_to_ask,
        std::slice::from_ref(&host),
        "lists the hosts that a verification would contact"
    );
    assert_eq!(issuer.server().requests().len(), request_count, "showing a badge contacts no host");

    for (allowed, expected) in [(None, "unconfirmed"), (Some(&host), "verified")] {
        let hosts: Vec<String> = allowed.into_iter().cloned().collect();
        let results = backpack
            .reverify(vec![id.clone()], &NetworkPolicy::allow(&hosts), &CancellationToken::default(), &|_| {})
            .await;
        let result = results.unwrap().remove(0);
        assert_eq!(
            (result.report.verdict.as_str(), result.hosts_to_ask.is_empty()),
            (expected, allowed.is_some())
        );
    }
    backpack.allow_host(&host).unwrap();

    // The offline switch is in the data folder and takes effect immediately.
    backpack::Backpack::switch_offline(Some(&folder.path().join("backpack")), true).unwrap();
    assert!(backpack.offline());
    assert_eq!(verdict(&inspect(&backpack, &badge).await), "unconfirmed");
    backpack.set_offline(false).unwrap();
    assert_eq!(verdict(&inspect(&backpack, &badge).await), "verified");
    assert_eq!(backpack.log(usize::MAX).unwrap().len(), issuer.server().requests().len());
}

/// Opens a backpack that resolves the hosts of `issuer` and trusts its authority.
pub(crate) fn open_with_access(folder: &Path, issuer: &Issuer) -> backpack::Backpack {
    let ca = folder.join("ca.pem");
    std::fs::write(&ca, issuer.server().ca_pem()).unwrap();
    let options = OpenOptions {
        data_dir: Some(folder.join("backpack")),
        passphrase: Some("four plain words here".into()),
        recovery_phrase: None,
    };
    let verifier_options = VerifierOptions {
        cacert: Some(ca),
        resolve: issuer.server().resolve_all(),
        allow_private_network: true,
        ..VerifierOptions::default()
    };
    let (state, backpack) = backpack::Backpack::open(&options, verifier_options);
    backpack.unwrap_or_else(|| panic!("{state:?}"))
}

async fn inspect(backpack: &backpack::Backpack, badge: &IssuedBadge) -> CandidateDetail {
    let inputs = vec![ImportInput::Text(badge.text.clone())];
    backpack
        .inspect(inputs, &NetworkPolicy::allow([]), &CancellationToken::default(), &|_| {})
        .await
        .remove(0)
}

fn verdict(candidate: &CandidateDetail) -> &'static str {
    candidate.badge.as_ref().unwrap().verdict.as_str()
}
