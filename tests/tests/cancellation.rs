//! Cancels long tasks: finished parts stay, no part is incomplete, and the rest can be done later.
use std::{fs, path::Path};

use backpack::{
    Backpack, CancellationToken, ImportInput, NetworkPolicy, OpenOptions, VerifierOptions,
    view::{AddResult, AddStatus, ExportOptions, Progress, Query},
};
use whole_system::{Award, Issuer, Kind};

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
