//! Long work that a person stops: what was finished stays, nothing is half done, and the rest can be done later.
use std::{fs, path::Path};

use backpack::{
    Backpack, CancellationToken, ImportInput, NetworkPolicy, OpenOptions, VerifierOptions,
    view::{AddResult, AddStatus, ExportOptions, Progress, Query},
};
use whole_system::{Award, Issuer, Kind};

const NAMES: [&str; 5] = ["Beekeeping", "Chemistry", "First Aid", "Rhetoric", "Welding"];

fn opened(folder: &Path) -> Backpack {
    let options = OpenOptions {
        data_dir: Some(folder.join("backpack")),
        passphrase: Some("four plain words here".into()),
        recovery_phrase: None,
    };
    let (state, backpack) = Backpack::open(&options, VerifierOptions { offline: true, ..Default::default() });
    backpack.unwrap_or_else(|| panic!("{state:?}"))
}

/// The keys of the candidates of five badges, in order.
async fn inspected_badges(backpack: &Backpack) -> Vec<String> {
    let issuer = Issuer::default();
    let handed = NAMES
        .iter()
        .map(|name| ImportInput::Text(issuer.issue(Kind::RdfcDidKey, &Award::of(name)).text))
        .collect();
    let seen =
        backpack.inspect(handed, &NetworkPolicy::allow([]), &CancellationToken::default(), &|_| {}).await;
    seen.into_iter().map(|candidate| candidate.key).collect()
}

fn what_became(outcomes: &[AddResult]) -> Vec<(&str, AddStatus, Option<&str>)> {
    let code = |outcome: &AddResult| outcome.error.as_ref().map(|error| error.code.clone());
    outcomes
        .iter()
        .map(|one| {
            let cancelled = code(one).is_some_and(|code| code == "CANCELLED");
            (one.name.as_deref().unwrap(), one.outcome, cancelled.then_some("CANCELLED"))
        })
        .collect()
}

fn held(backpack: &Backpack) -> usize {
    backpack.list_badges(&Query::default()).unwrap().len()
}

#[tokio::test]
async fn cancelled_add_keeps_finished_badges_and_can_continue() {
    let folder = tempfile::tempdir().unwrap();
    let backpack = opened(folder.path());
    let keys = inspected_badges(&backpack).await;
    let cancel = CancellationToken::default();
    let outcomes = backpack.add_candidates(&keys, &cancel, &|step: Progress| {
        assert_eq!(step.total, 5);
        if step.current == "Chemistry" {
            cancel.cancel();
        }
    });
    // The one that was under way is finished.
    let expected = [
        ("Beekeeping", AddStatus::Added, None),
        ("Chemistry", AddStatus::Added, None),
        ("First Aid", AddStatus::Failed, Some("CANCELLED")),
        ("Rhetoric", AddStatus::Failed, Some("CANCELLED")),
        ("Welding", AddStatus::Failed, Some("CANCELLED")),
    ];
    assert_eq!(what_became(&outcomes), expected);
    assert_eq!(held(&backpack), 2);

    let rest = backpack.add_candidates(&keys[2..], &CancellationToken::default(), &|_| {});
    assert!(rest.iter().all(|outcome| outcome.outcome == AddStatus::Added), "{rest:?}");
    assert_eq!(held(&backpack), 5);
    drop(backpack);
    assert_eq!(held(&opened(folder.path())), 5, "what was said to be added is there at the next opening");
}

#[tokio::test]
async fn add_cancelled_before_start_stores_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let backpack = opened(folder.path());
    let keys = inspected_badges(&backpack).await;
    let cancel = CancellationToken::default();
    cancel.cancel();
    let outcomes = backpack.add_candidates(&keys, &cancel, &|_| {});
    assert!(what_became(&outcomes).iter().all(|(_, _, code)| *code == Some("CANCELLED")));
    assert_eq!(held(&backpack), 0);
}

#[tokio::test]
async fn cancelled_export_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let backpack = opened(folder.path());
    let keys = inspected_badges(&backpack).await;
    let ids: Vec<String> = backpack
        .add_candidates(&keys, &CancellationToken::default(), &|_| {})
        .into_iter()
        .filter_map(|outcome| outcome.badge_id)
        .collect();
    let collection = backpack.create_collection("For City Hospital", "").unwrap().id;
    backpack.add_to_collection(&collection, &ids, None).unwrap();

    let out = folder.path().join("out");
    fs::create_dir(&out).unwrap();
    let to = out.join("mine.badgebundle");
    let options = ExportOptions::default();
    let export = |stop_at: Option<u32>| {
        let cancel = CancellationToken::default();
        let told = |step: Progress| {
            if Some(step.done) == stop_at {
                cancel.cancel();
            }
        };
        backpack.export_bundle(&collection, &to, &options, &cancel, &told)
    };
    for step in 0..=5 {
        assert_eq!(export(Some(step)).unwrap_err().code, "CANCELLED", "stopped at {step}");
        assert_eq!(fs::read_dir(&out).unwrap().count(), 0, "stopped at {step}");
    }
    assert_eq!(export(None).unwrap().badges, 5);
    let first = fs::read(&to).unwrap();
    assert_eq!(export(Some(5)).unwrap_err().code, "CANCELLED");
    assert_eq!(fs::read(&to).unwrap(), first, "an earlier file is not touched");
    assert_eq!(fs::read_dir(&out).unwrap().count(), 1);
}
