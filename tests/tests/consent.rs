//! Asking hosts, through the built program and the application: what was agreed to is remembered, nobody else is asked, and
//! every request is in the log before the program ends, with its reason and what came of it.
use std::path::Path;

use backpack::{
    CancellationToken, ImportInput, NetworkPolicy, OpenOptions, VerifierOptions,
    view::{CandidateDetail, Query},
};
use serde_json::Value;
use whole_system::{Award, Backpack, Issued, Issuer, Kind, Reply};

/// The host of an issuer as consent is given to it.
fn host_of(issuer: &Issuer) -> String {
    format!("{}:{}", issuer.host(), issuer.server().port())
}

fn log(person: &Backpack) -> Vec<Value> {
    person.run(["log", "--json"]).exits(0).lines()
}

/// The code of an error line and the host that it names, without its port.
fn refusal(line: &Value) -> (&str, &str) {
    let error = &line["error"];
    (error["code"].as_str().unwrap(), error["found"].as_str().unwrap().split(':').next().unwrap())
}

#[test]
fn request_log_has_every_request_with_reason_and_result() {
    let issuer = Issuer::default();
    let person = Backpack::with_access_to(&issuer);
    let badge = issuer.issue(Kind::RdfcHttps, &Award::of("Robotics"));
    issuer.misbehave("/badge", Reply::document("application/json", badge.text.clone()));
    issuer.misbehave("/link", Reply::Redirect(302, "/badge".into()));
    issuer.misbehave("/gone", Reply::Status(410, Vec::new()));
    issuer.misbehave("/page", Reply::web_page());
    let line = person.run(["import", "--yes", "--json", &issuer.url("/link")]).exits(0).json();
    let id = line["kept"]["badge_id"].as_str().unwrap();
    for path in ["/gone", "/page"] {
        person.run(["import", "--yes", &issuer.url(path)]).exits(3);
    }
    let mut lines = log(&person);
    lines.reverse();
    let host = host_of(&issuer);
    let path = |line: &Value| line["url"].as_str().unwrap().rsplit_once(&host).unwrap().1.to_owned();
    let told: Vec<String> = lines.iter().map(path).collect();
    let seen: Vec<String> = issuer.server().seen().into_iter().map(|seen| seen.path).collect();
    assert_eq!(told, seen, "each request once");
    assert!(lines.iter().all(|line| line["host"] == host.as_str()), "{lines:#?}");

    let [link, badges, of_the_check @ .., gone, page, beside, baked] = &lines[..] else {
        panic!("{lines:#?}")
    };
    assert!(!of_the_check.is_empty());
    // A page names no badge; beside it there may be one.
    for (line, outcome, failure) in [
        (link, "redirected", None),
        (badges, "had", None),
        (gone, "gone", Some("gone")),
        (page, "had", None),
        (beside, "failed", Some("NET_NOT_FOUND")),
        (baked, "failed", Some("NET_NOT_FOUND")),
    ] {
        let told = (&line["outcome"], &line["failure"], &line["reason"], &line["badge_id"]);
        let failure = failure.map_or(Value::Null, Value::from);
        assert_eq!(told, (&outcome.into(), &failure, &"The badge behind a link".into(), &Value::Null));
    }
    assert_eq!(badges["bytes"], badge.text.len());
    for line in of_the_check {
        assert_eq!((&line["badge_id"], &line["outcome"]), (&id.into(), &"had".into()), "{line:#}");
        assert!(line["reason"].as_str().unwrap().contains("Robotics"), "{line:#}");
    }
    let text = person.run(["activity"]).exits(0).stdout;
    assert!(text.contains("[NET_NOT_FOUND]") && text.contains("Robotics"), "{text}");
}

#[test]
fn contacts_only_allowed_hosts() {
    let issuer = Issuer::default();
    let badge = issuer.issue(Kind::RdfcHttps, &Award::of("Robotics"));
    let document = || Reply::document("application/json", badge.text.clone());
    issuer.misbehave("/badge", document());
    // A page at the host that was agreed to leads to one that was not.
    issuer.server().serve("other.example", "/badge", document());
    issuer.misbehave("/away", Reply::Redirect(302, issuer.server().url("other.example", "/badge")));
    let person = Backpack::with_access_to(&issuer);
    person.write("badge.json", &badge.text);
    let import = |input: &str| person.run(["import", "--yes", "--json", "--agreed-hosts", input]);
    let recheck = || person.run(["recheck", "--json", "--agreed-hosts"]);

    assert_eq!(refusal(&import(&issuer.url("/badge")).exits(5).json()), ("NET_CONSENT", issuer.host()));
    assert_eq!(import("badge.json").exits(1).json()["verdict"], "unconfirmed", "kept, and nobody was asked");
    assert!(issuer.server().seen().is_empty() && log(&person).is_empty());

    person.run(["host", "agree", &issuer.url("/badge")]).exits(0);
    let line = import(&issuer.url("/badge")).exits(0).json();
    assert_eq!((&line["verdict"], &line["kept"]["outcome"]), (&"verified".into(), &"already-held".into()));
    assert_eq!(recheck().exits(0).json()["verdict"], "verified");
    assert_eq!(refusal(&import(&issuer.url("/away")).exits(5).json()), ("NET_CONSENT", "other.example"));

    person.run(["host", "forget", &host_of(&issuer)]).exits(0);
    let seen = issuer.server().seen();
    assert_eq!(recheck().exits(1).json()["verdict"], "unconfirmed");
    assert_eq!(issuer.server().seen(), seen, "it was forgotten");
    assert!(seen.iter().all(|seen| seen.host == issuer.host()), "the other host was asked");
    // Without the option the command is the consent.
    person.run(["recheck"]).exits(0);
}

/// The application's own verbs, as the window calls them: look, name the hosts, ask once, ask always.
#[tokio::test]
async fn inspection_names_hosts_and_contacts_only_allowed_ones() {
    let issuer = Issuer::default();
    let badge = issuer.issue(Kind::RdfcHttps, &Award::of("Robotics"));
    let folder = tempfile::tempdir().unwrap();
    let backpack = opened(folder.path(), &issuer);
    let host = host_of(&issuer);

    let seen = inspect(&backpack, &badge).await;
    assert_eq!((verdict(&seen), &seen.hosts_to_ask), ("unconfirmed", &vec![host.clone()]));
    assert!(issuer.server().seen().is_empty());

    // Agreeing to somebody else's host does not help; agreeing to this one does, once.
    for (agreed, expected) in [("other.example", "unconfirmed"), (&host, "verified")] {
        let (keys, hosts) = (vec![seen.key.clone()], [agreed.to_owned()]);
        let again = backpack
            .reinspect(keys, &NetworkPolicy::allow(&hosts), &CancellationToken::default(), &|_| {})
            .await
            .remove(0);
        assert_eq!(verdict(&again), expected, "{agreed}");
        assert_eq!(again.hosts_to_ask.is_empty(), expected == "verified", "{agreed}");
    }
    assert_eq!(verdict(&inspect(&backpack, &badge).await), "unconfirmed", "it was for once");

    backpack.allow_host(&host).unwrap();
    drop(backpack);
    let backpack = opened(folder.path(), &issuer);
    let hosts: Vec<String> = backpack.allowed_hosts().unwrap().into_iter().map(|line| line.host).collect();
    assert_eq!(hosts, [host.as_str()]);
    let seen = inspect(&backpack, &badge).await;
    assert_eq!((verdict(&seen), seen.hosts_to_ask.len()), ("verified", 0), "asked at once");

    backpack.add_candidates(&[seen.key], &CancellationToken::default(), &|_| {});
    let id = backpack.list_badges(&Query::default()).unwrap().remove(0).id;
    let asked = issuer.server().seen().len();
    assert!(backpack.show_badge(&id).await.unwrap().hosts_to_ask.is_empty(), "it may always be asked");
    backpack.disallow_host(&host).unwrap();
    assert_eq!(
        backpack.show_badge(&id).await.unwrap().hosts_to_ask,
        std::slice::from_ref(&host),
        "what a check would ask"
    );
    assert_eq!(issuer.server().seen().len(), asked, "showing asks nobody");

    for (agreed, expected) in [(None, "unconfirmed"), (Some(&host), "verified")] {
        let hosts: Vec<String> = agreed.into_iter().cloned().collect();
        let again = backpack
            .reverify(vec![id.clone()], &NetworkPolicy::allow(&hosts), &CancellationToken::default(), &|_| {})
            .await;
        let again = again.unwrap().remove(0);
        assert_eq!(
            (again.report.verdict.as_str(), again.hosts_to_ask.is_empty()),
            (expected, agreed.is_some())
        );
    }
    backpack.allow_host(&host).unwrap();

    // Whoever has the folder has the switch, and it takes effect at once.
    backpack::Backpack::switch_offline(Some(&folder.path().join("backpack")), true).unwrap();
    assert!(backpack.offline());
    assert_eq!(verdict(&inspect(&backpack, &badge).await), "unconfirmed");
    backpack.set_offline(false).unwrap();
    assert_eq!(verdict(&inspect(&backpack, &badge).await), "verified");
    assert_eq!(backpack.log(usize::MAX).unwrap().len(), issuer.server().seen().len());
}

fn opened(folder: &Path, issuer: &Issuer) -> backpack::Backpack {
    let ca = folder.join("ca.pem");
    std::fs::write(&ca, issuer.server().ca_pem()).unwrap();
    let options = OpenOptions {
        data_dir: Some(folder.join("backpack")),
        passphrase: Some("four plain words here".into()),
        recovery_phrase: None,
    };
    let checker = VerifierOptions {
        cacert: Some(ca),
        resolve: issuer.server().resolve_all(),
        allow_private_network: true,
        ..VerifierOptions::default()
    };
    let (state, backpack) = backpack::Backpack::open(&options, checker);
    backpack.unwrap_or_else(|| panic!("{state:?}"))
}

async fn inspect(backpack: &backpack::Backpack, badge: &Issued) -> CandidateDetail {
    let handed = vec![ImportInput::Text(badge.text.clone())];
    backpack
        .inspect(handed, &NetworkPolicy::allow([]), &CancellationToken::default(), &|_| {})
        .await
        .remove(0)
}

fn verdict(candidate: &CandidateDetail) -> &'static str {
    candidate.badge.as_ref().unwrap().verdict.as_str()
}
