//! Cancels long tasks: finished parts stay, no part is incomplete, and the rest can be done later.
use std::{fs, path::Path, pin::pin, time::Duration};

use backpack::{
    Backpack, CancellationToken, ImportInput, NetworkPolicy, OpenOptions, ReviewRequest, VerifierOptions,
    view::{AddResult, AddStatus, CandidateDetail, ExportOptions, Progress, Query},
};
use serde_json::json;
use whole_system::{Award, Backpack as Learner, Issuer, Kind, Reply};

use crate::consent::open_with_access;

const NAMES: [&str; 5] = ["Beekeeping", "Chemistry", "First Aid", "Rhetoric", "Welding"];

fn open(folder: &Path) -> Backpack {
    let options = OpenOptions {
        data_dir: Some(folder.join("backpack")),
        passphrase: Some("four plain words here".into()),
        recovery_phrase: None,
    };
    let (state, backpack) = Backpack::open(&options, VerifierOptions { offline: true, ..Default::default() });
    backpack.unwrap_or_else(|| panic!("{state:?}"))
}

/// Inspects five badges. Returns the keys of the candidates, in order.
async fn inspected_badges(backpack: &Backpack) -> Vec<String> {
    let issuer = Issuer::default();
    let inputs = NAMES
        .iter()
        .map(|name| ImportInput::Text(issuer.issue(Kind::RdfcDidKey, &Award::of(name)).text))
        .collect();
    let candidates =
        backpack.inspect(inputs, &NetworkPolicy::allow([]), &CancellationToken::default(), &|_| {}).await;
    candidates.into_iter().map(|candidate| candidate.key).collect()
}

fn statuses(results: &[AddResult]) -> Vec<(&str, AddStatus, Option<&str>)> {
    let code = |result: &AddResult| result.error.as_ref().map(|error| error.code.clone());
    results
        .iter()
        .map(|result| {
            let cancelled = code(result).is_some_and(|code| code == "CANCELLED");
            (result.name.as_deref().unwrap(), result.outcome, cancelled.then_some("CANCELLED"))
        })
        .collect()
}

fn badge_count(backpack: &Backpack) -> usize {
    backpack.list_badges(&Query::default()).unwrap().len()
}

#[tokio::test]
async fn cancelled_add_keeps_finished_badges_and_can_continue() {
    let folder = tempfile::tempdir().unwrap();
    let backpack = open(folder.path());
    let keys = inspected_badges(&backpack).await;
    let cancel = CancellationToken::default();
    let results = backpack.add_candidates(&keys, &cancel, &|step: Progress| {
        assert_eq!(step.total, 5);
        if step.current == "Chemistry" {
            cancel.cancel();
        }
    });
    // The badge in progress is finished.
    let expected = [
        ("Beekeeping", AddStatus::Added, None),
        ("Chemistry", AddStatus::Added, None),
        ("First Aid", AddStatus::Failed, Some("CANCELLED")),
        ("Rhetoric", AddStatus::Failed, Some("CANCELLED")),
        ("Welding", AddStatus::Failed, Some("CANCELLED")),
    ];
    assert_eq!(statuses(&results), expected);
    assert_eq!(badge_count(&backpack), 2);

    let rest = backpack.add_candidates(&keys[2..], &CancellationToken::default(), &|_| {});
    assert!(rest.iter().all(|result| result.outcome == AddStatus::Added), "{rest:?}");
    assert_eq!(badge_count(&backpack), 5);
    drop(backpack);
    assert_eq!(badge_count(&open(folder.path())), 5, "added badges are there after reopening");
}

#[tokio::test]
async fn add_cancelled_before_start_stores_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let backpack = open(folder.path());
    let keys = inspected_badges(&backpack).await;
    let cancel = CancellationToken::default();
    cancel.cancel();
    let results = backpack.add_candidates(&keys, &cancel, &|_| {});
    assert!(statuses(&results).iter().all(|(_, _, code)| *code == Some("CANCELLED")));
    assert_eq!(badge_count(&backpack), 0);
}

#[tokio::test]
async fn cancelled_export_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let backpack = open(folder.path());
    let keys = inspected_badges(&backpack).await;
    let ids: Vec<String> = backpack
        .add_candidates(&keys, &CancellationToken::default(), &|_| {})
        .into_iter()
        .filter_map(|result| result.badge_id)
        .collect();
    let collection = backpack.create_collection("For City Hospital", "").unwrap().id;
    backpack.add_to_collection(&collection, &ids, None).unwrap();

    let out = folder.path().join("out");
    fs::create_dir(&out).unwrap();
    let target = out.join("mine.badgebundle");
    let options = ExportOptions::default();
    let export = |stop_at: Option<u32>| {
        let cancel = CancellationToken::default();
        let progress = |step: Progress| {
            if Some(step.done) == stop_at {
                cancel.cancel();
            }
        };
        backpack.export_bundle(&collection, &target, &options, &cancel, &progress)
    };
    for step in 0..=5 {
        assert_eq!(export(Some(step)).unwrap_err().code, "CANCELLED", "cancelled at {step}");
        assert_eq!(fs::read_dir(&out).unwrap().count(), 0, "cancelled at {step}");
    }
    assert_eq!(export(None).unwrap().badges, 5);
    let first = fs::read(&target).unwrap();
    assert_eq!(export(Some(5)).unwrap_err().code, "CANCELLED");
    assert_eq!(fs::read(&target).unwrap(), first, "a cancelled export leaves an existing file unchanged");
    assert_eq!(fs::read_dir(&out).unwrap().count(), 1);
}

/// A running fetch ends at once, and the request log says so. Without the cancellation, the same fetch would
/// end with `NET_TIMEOUT`.
#[tokio::test]
async fn cancelled_import_stops_the_running_fetch() {
    let (folder, issuer) = (tempfile::tempdir().unwrap(), Issuer::default());
    let backpack = open_with_access(folder.path(), &issuer);
    let hosted = issuer.issue(Kind::Ob2Hosted, &Award::of("Robotics"));
    issuer.replace_reply("/link", silence());
    issuer.server().serve(issuer.host(), path_of(&hosted.id), silence());
    for first in [issuer.url("/link"), hosted.text] {
        let second = issuer.issue(Kind::RdfcDidKey, &Award::of("Welding")).text;
        let inputs = [first, second].map(ImportInput::Text).to_vec();
        let found = cancel_during_fetch(&issuer, async |cancel| {
            backpack.inspect(inputs, &NetworkPolicy::Any, cancel, &|_| {}).await
        })
        .await;
        assert_eq!(codes(&found), [Some("CANCELLED"); 2], "{found:#?}");
        assert!(found.iter().all(|candidate| candidate.badge.is_none()));
        assert_eq!(last_failure(&backpack).as_deref(), Some("NET_UNAVAILABLE"));
    }
}

/// What was found before can be verified later.
#[tokio::test]
async fn cancelled_verification_leaves_candidates_as_they_were() {
    let (folder, issuer) = (tempfile::tempdir().unwrap(), Issuer::default());
    let backpack = open_with_access(folder.path(), &issuer);
    let hosted = issuer.issue(Kind::Ob2Hosted, &Award::of("Robotics"));
    let offer = json!({
        "credential_issuer": issuer.url(""),
        "credential_configuration_ids": ["Welding"],
        "grants": {"urn:ietf:params:oauth:grant-type:pre-authorized_code": {"pre-authorized_code": "c"}},
    });
    let offer =
        url::Url::parse_with_params("openid-credential-offer://", [("credential_offer", offer.to_string())])
            .unwrap();
    let cases = [
        ("badge", hosted.text.clone(), path_of(&hosted.id).to_owned()),
        ("link", hosted.id.clone(), path_of(&hosted.id).to_owned()),
        ("offer", offer.into(), "/.well-known/openid-credential-issuer".to_owned()),
    ];
    for (case, input, path) in cases {
        let offline = NetworkPolicy::allow([]);
        let inputs = vec![ImportInput::Text(input)];
        let before = backpack.inspect(inputs, &offline, &CancellationToken::new(), &|_| {}).await.remove(0);
        let reply = issuer.server().documents().remove(&issuer.url(&path));
        issuer.server().serve(issuer.host(), &path, silence());
        let keys = vec![before.key.clone()];
        let after = cancel_during_fetch(&issuer, async |cancel| {
            backpack.reinspect(keys, &NetworkPolicy::Any, cancel, &|_| {}).await.remove(0)
        })
        .await;
        let kept = |candidate: &CandidateDetail| {
            let verdict = candidate.badge.as_ref().map(|badge| badge.verdict);
            (candidate.key.clone(), verdict, candidate.offer.is_some(), candidate.hosts_to_ask.clone())
        };
        assert_eq!(kept(&after), kept(&before), "{case}");
        assert!(!after.hosts_to_ask.is_empty(), "{case}: the fetch can be tried again");
        assert_eq!(last_failure(&backpack).as_deref(), Some("NET_UNAVAILABLE"), "{case}");

        let Some(reply) = reply else { continue };
        issuer.server().serve(issuer.host(), &path, Reply::document("application/json", reply));
        let keys = vec![after.key];
        let later = backpack.reinspect(keys, &NetworkPolicy::Any, &CancellationToken::new(), &|_| {}).await;
        assert_eq!(later[0].badge.as_ref().unwrap().verdict.as_str(), "verified", "{case}");
    }
}

#[tokio::test]
async fn cancelled_reverification_and_review_keep_no_partial_result() {
    let (folder, issuer) = (tempfile::tempdir().unwrap(), Issuer::default());
    let backpack = open_with_access(folder.path(), &issuer);
    let hosted = issuer.issue(Kind::Ob2Hosted, &Award::of("Robotics"));
    let (policy, running) = (NetworkPolicy::Any, CancellationToken::new());
    let inputs = vec![ImportInput::Text(hosted.text.clone())];
    let key = backpack.inspect(inputs, &policy, &running, &|_| {}).await.remove(0).key;
    let id = backpack.add_candidates(&[key], &running, &|_| {}).remove(0).badge_id.unwrap();
    let collection = backpack.create_collection("For City Hospital", "").unwrap().id;
    backpack.add_to_collection(&collection, std::slice::from_ref(&id), None).unwrap();
    let bundle = folder.path().join("mine.badgebundle");
    backpack.export_bundle(&collection, &bundle, &ExportOptions::default(), &running, &|_| {}).unwrap();
    let history = backpack.show_badge(&id).await.unwrap().history.len();
    issuer.server().serve(issuer.host(), path_of(&hosted.id), silence());

    let reverified = cancel_during_fetch(&issuer, async |cancel| {
        backpack.reverify(vec![id.clone()], &policy, cancel, &|_| {}).await.unwrap()
    })
    .await;
    assert!(reverified.is_empty(), "{reverified:#?}");
    assert_eq!(last_failure(&backpack).as_deref(), Some("NET_UNAVAILABLE"));
    assert_eq!(backpack.show_badge(&id).await.unwrap().history.len(), history, "no report is stored");

    let request =
        ReviewRequest { bundle: ImportInput::Path(bundle), challenge: None, hosts: NetworkPolicy::Any };
    let reviewed = cancel_during_fetch(&issuer, async |cancel| {
        backpack.review(request, cancel, &|_| {}).await.err().map(|error| error.code)
    })
    .await;
    assert_eq!(reviewed.as_deref(), Some("CANCELLED"));
    assert_eq!(last_failure(&backpack).as_deref(), Some("NET_UNAVAILABLE"));
}

/// Ctrl-C ends a command that waits for a server, and its output and exit code say so.
#[test]
fn interrupted_commands_report_the_interruption() {
    let issuer = Issuer::default();
    let learner = Learner::with_access_to(&issuer);
    let hosted = issuer.issue(Kind::Ob2Hosted, &Award::of("Robotics"));
    let (badge, bundle) = (learner.write("badge.json", &hosted.text), learner.path("mine.badgebundle"));
    learner.run(["import", "--yes", badge.to_str().unwrap()]).exits(0);
    learner.run(["collection", "new", "Mine"]).exits(0);
    let id = learner.run(["list", "--json"]).exits(0).json()["id"].as_str().unwrap().to_owned();
    learner.run(["collection", "add", "Mine", &id]).exits(0);
    learner.run(["export", "Mine", "--output", bundle.to_str().unwrap()]).exits(0);
    issuer.server().serve(issuer.host(), path_of(&hosted.id), silence());
    for command in [
        vec!["verify", "--json", badge.to_str().unwrap()],
        vec!["import", "--dry-run", "--json", badge.to_str().unwrap()],
        vec!["recheck", "--json"],
        vec!["review", "--json", bundle.to_str().unwrap()],
    ] {
        let before = issuer.server().requests().len();
        let mut program = learner.start(&command);
        while issuer.server().requests().len() == before {
            std::thread::sleep(Duration::from_millis(10));
        }
        program.interrupt();
        let lines = program.lines(usize::MAX);
        assert_eq!(lines.last().unwrap()["error"]["code"], "CANCELLED", "{command:?}: {lines:#?}");
        assert_eq!(program.exit_code(), 3, "{command:?}");
    }
}

/// A reply that never comes.
fn silence() -> Reply {
    Reply::Endless { start: Vec::new(), again: Vec::new(), every: Duration::from_millis(50) }
}

/// Runs an operation, and cancels it as soon as the issuer has received a request.
async fn cancel_during_fetch<T>(issuer: &Issuer, run: impl AsyncFnOnce(&CancellationToken) -> T) -> T {
    let cancel = CancellationToken::new();
    let before = issuer.server().requests().len();
    let request = async {
        while issuer.server().requests().len() == before {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let mut running = pin!(run(&cancel));
    tokio::select! {
        _ = &mut running => panic!("ended without waiting for the issuer"),
        () = request => cancel.cancel(),
    }
    running.await
}

fn codes(candidates: &[CandidateDetail]) -> Vec<Option<&str>> {
    candidates.iter().map(|candidate| candidate.error.as_ref().map(|error| error.code.as_str())).collect()
}

/// Returns the code with which the newest request in the log failed.
fn last_failure(backpack: &Backpack) -> Option<String> {
    backpack.log(1).unwrap().remove(0).failure
}

/// Returns the path of an address.
fn path_of(url: &str) -> &str {
    let host = url.find("://").unwrap() + 3;
    &url[host + url[host..].find('/').unwrap()..]
}
