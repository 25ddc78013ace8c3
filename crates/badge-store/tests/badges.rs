//! Badges, reports, documents and the learner's own entries survive reopening.

use crate::world::*;
use badge_store::{
    AddOutcome, AllowedHost, IssuerPin, LoggedOutcome, LoggedRequest, LoggedSubject, REQUEST_LOG_LIMIT,
    Share, StoreCode, StoreError,
    collection::{Collection, Item},
};
use openbadges::{
    Code, Container, Identity, IdentityKind, IssuerIdentity, ObservedList, Report, documents::Purpose,
};
use serde_json::json;

#[test]
fn badges_survive_reopening() {
    let world = World::new();
    let samples: Vec<Sample> = (1..=5).map(sample).collect();
    let (store, opened) = world.open();
    assert!(opened.created);
    for sample in &samples {
        assert_eq!(sample.add_to(&store), AddOutcome::Added { id: sample.id(), other_version: None });
        sample.assert_in(&store);
    }
    drop(store);
    let store = world.open_clean();
    samples.iter().for_each(|sample| sample.assert_in(&store));
    let names: Vec<_> = store.badges().unwrap().into_iter().filter_map(|entry| entry.badge.name).collect();
    assert_eq!(names, ["Weaving 5", "Weaving 4", "Weaving 3", "Weaving 2", "Weaving 1"], "last added first");
}

#[test]
fn order_is_that_of_adding_despite_clock() {
    let world = World::new();
    let store = world.open_clean();
    for (number, at) in [(1, 3_000), (2, 10), (3, 2_000)] {
        let sample = Sample { at: time(at), ..sample(number) };
        sample.add_to(&store);
    }
    let names: Vec<_> = store.badges().unwrap().into_iter().filter_map(|entry| entry.badge.name).collect();
    assert_eq!(names, ["Weaving 3", "Weaving 2", "Weaving 1"]);
}

/// Row A08: the same file twice, and the same credential as PNG, SVG and JSON.
#[test]
fn same_credential_is_one_badge_with_all_originals() {
    let world = World::new();
    let store = world.open_clean();
    let png = sample(1);
    png.add_to(&store);
    let already_held = AddOutcome::AlreadyHeld { id: png.id(), restored: false };
    assert_eq!(png.add_to(&store), already_held, "the same file twice");
    let svg = Sample {
        original: b"<svg/>".to_vec(),
        container: Container::Svg,
        source: file("weaving.svg"),
        ..sample(1)
    };
    assert_eq!(svg.add_to(&store), already_held);
    let json = Sample {
        original: png.text.clone().into_bytes(),
        container: Container::Bare,
        source: file("weaving.json"),
        ..sample(1)
    };
    assert_eq!(json.add_to(&store), already_held);
    drop(store);
    let store = world.open_clean();
    assert_eq!(store.badges().unwrap().len(), 1);
    let originals = store.originals(&png.id()).unwrap();
    let containers: Vec<_> = originals.iter().map(|original| original.container).collect();
    assert_eq!(containers, [Container::Png, Container::Svg, Container::Bare]);
    assert_eq!(store.badge(&png.id()).unwrap().sources.len(), 3, "the same file twice is one source");
    assert_eq!(store.reports(&png.id()).unwrap().len(), 4, "every report is stored");
}

/// Row A09: same credential id and issuer, different content.
#[test]
fn newer_version_supersedes_regardless_of_order() {
    let world = World::new();
    let store = world.open_clean();
    let newer = sample(1);
    let mut older = sample(1);
    older.text.push(' ');
    older.badge.valid_from = Some(time(-1_000));
    older.report.badge.valid_from = older.badge.valid_from;
    newer.add_to(&store);
    let outcome = older.add_to(&store);
    assert_eq!(outcome, AddOutcome::Added { id: older.id(), other_version: Some(newer.id()) });
    assert_eq!(store.badge(&older.id()).unwrap().superseded_by, Some(newer.id()));
    assert_eq!(store.badge(&newer.id()).unwrap().superseded_by, None);
    assert_eq!(store.badges().unwrap().len(), 2, "nothing is deleted");
    store.remove(&newer.id(), time(9)).unwrap();
    assert_eq!(store.badge(&older.id()).unwrap().superseded_by, None, "the newer badge was removed");
}

#[test]
fn finds_badge_by_id_prefix() {
    let world = World::new();
    let store = world.open_clean();
    let samples: Vec<Sample> = (1..=40).map(sample).collect();
    for sample in &samples[..20] {
        store.add(badge_store::NewBadge { report: None, documents: &[], ..sample.new_badge() }).unwrap();
    }
    let id = samples[3].id();
    assert_eq!(store.find(id.as_str()).unwrap(), id);
    assert_eq!(store.find(&id.as_str()[..16]).unwrap(), id);
    assert_eq!(store.find(samples[30].id().as_str()).unwrap_err().code(), StoreCode::NotFound);
    assert_eq!(store.find("").unwrap_err().code(), StoreCode::NotFound);
    // Twenty ids have sixteen possible first digits, so at least two ids begin with the same digit.
    let shared = (0..16).map(|digit| format!("{digit:x}")).find_map(|digit| store.find(&digit).err());
    let shared =
        shared.into_iter().chain((0..16).filter_map(|digit| store.find(&format!("{digit:x}")).err()));
    assert!(
        shared
            .into_iter()
            .any(|error| matches!(error, StoreError::Ambiguous { candidates, .. } if candidates.len() > 1))
    );
}

/// Row N18.
#[test]
fn removal_is_undoable_until_purged() {
    let world = World::new();
    let (removed, other) = (sample(1), sample(2));
    let store = world.open_clean();
    removed.add_to(&store);
    other.add_to(&store);
    store.remove(&removed.id(), time(100)).unwrap();
    assert_eq!(store.badges().unwrap().len(), 1);
    drop(store);
    let store = world.open_clean();
    assert_eq!(store.removed().unwrap()[0].id, removed.id());
    assert_eq!(store.purge(time(100)).unwrap(), 0, "removed too recently");
    store.restore_badge(&removed.id()).unwrap();
    removed.assert_in(&store);
    assert_eq!(store.badges().unwrap().len(), 2);

    store.remove(&removed.id(), time(100)).unwrap();
    assert_eq!(removed.add_to(&store), AddOutcome::AlreadyHeld { id: removed.id(), restored: true });
    store.remove(&removed.id(), time(100)).unwrap();
    // A purge rewrites the index's own files.
    let index = world.dir().join("index");
    let sealed = || world.files().iter().filter(|file| !file.starts_with(&index)).count();
    let files = sealed();
    assert_eq!(store.purge(time(101)).unwrap(), 1);
    assert_eq!(store.badge(&removed.id()).unwrap_err().code(), StoreCode::NotFound);
    // Entry, original and two reports. The document stays, because other badges may use it.
    assert_eq!(sealed(), files - 4, "purged files are deleted");
    drop(store);
    let store = world.open_clean();
    other.assert_in(&store);
    assert!(store.removed().unwrap().is_empty());
    assert_eq!(
        removed.add_to(&store),
        AddOutcome::Added { id: removed.id(), other_version: None },
        "a purged badge can be added again"
    );
    drop(store);
    removed.assert_in(&world.open_clean());
}

#[test]
fn learner_entries_survive_reopening() {
    let world = World::new();
    let store = world.open_clean();
    let collection = |id: &str, changed| Collection {
        id: id.to_owned(),
        title: format!("Collection {id}"),
        introduction: "What I can do".to_owned(),
        items: vec![Item { badge: sample(1).id(), note: "my first".to_owned() }],
        created_at: time(0),
        changed_at: time(changed),
    };
    store.put_collection(&collection("a", 1)).unwrap();
    store.put_collection(&collection("b", 2)).unwrap();
    store.put_collection(&collection("a", 3)).unwrap();
    store.put_collection(&collection("c", 4)).unwrap();
    assert!(store.remove_collection("c").unwrap());
    assert!(!store.remove_collection("c").unwrap());
    let mail = Identity { kind: IdentityKind::Email, value: "learner@example.org".to_owned() };
    let page = Identity { kind: IdentityKind::Url, value: "https://learner.example".to_owned() };
    store.put_identity(&mail, time(1)).unwrap();
    store.put_identity(&page, time(2)).unwrap();
    store.put_identity(&mail, time(3)).unwrap();
    store.put_setting("offline", &json!(true)).unwrap();
    store.put_setting("offline", &json!(false)).unwrap();
    let pin = IssuerPin {
        issuer: "https://weavers.example".to_owned(),
        name: None,
        keys: vec!["z6Mk".to_owned()],
        first_seen: time(0),
        last_seen: time(1),
    };
    store.pin_issuer(&pin).unwrap();
    let share = Share {
        id: "s1".to_owned(),
        collection: "a".to_owned(),
        title: "Collection a".to_owned(),
        badges: vec![sample(1).id()],
        format: "bundle".to_owned(),
        sha256: "00".repeat(32),
        audience: Some("career@example.org".to_owned()),
        until: None,
        at: time(5),
    };
    store.add_share(&share).unwrap();
    drop(store);
    let store = world.open_clean();
    assert_eq!(store.collections().unwrap(), [collection("a", 3), collection("b", 2)], "last changed first");
    let known: Vec<_> = store.identities().unwrap().into_iter().map(|own| own.identity).collect();
    assert_eq!(known, [mail.clone(), page]);
    assert!(store.remove_identity(&mail).unwrap());
    assert_eq!(store.setting("offline").unwrap(), Some(json!(false)));
    assert_eq!(store.setting("never set").unwrap(), None);
    assert_eq!(store.issuers().unwrap(), [pin]);
    assert_eq!(store.shares().unwrap(), [share]);
}

/// Row G14: the first pinned keys stay until the issuer is unpinned.
#[test]
fn issuer_is_pinned_with_first_established_badge() {
    let world = World::new();
    let store = world.open_clean();
    let proven = || IssuerIdentity::ProvenDomain { domain: "weavers.example".into() };
    let mut number = 0;
    let mut add = |identity: IssuerIdentity, keys: &[&str]| {
        number += 1;
        let mut sample = sample(number);
        sample.report.issuer.identity = identity;
        sample.report.issuer.keys = keys.iter().map(|key| (*key).to_owned()).collect();
        sample.add_to(&store);
        store.issuers().unwrap().into_iter().map(|pin| (pin.keys, pin.first_seen)).collect::<Vec<_>>()
    };
    assert_eq!(add(IssuerIdentity::Unproven, &[]), []);
    assert_eq!(add(IssuerIdentity::SelfIssued, &["a"]), []);
    assert_eq!(add(proven(), &[]), [(vec![], time(3))], "pinned without keys");
    let pinned = [(vec!["a".to_owned(), "b".to_owned()], time(3))];
    assert_eq!(add(proven(), &["a", "b"]), pinned, "the first keys");
    assert_eq!(add(proven(), &["c"]), pinned, "other keys");
    assert_eq!(add(proven(), &[]), pinned, "no keys");
    assert!(store.unpin_issuer("https://weavers.example").unwrap());
    assert!(!store.unpin_issuer("https://weavers.example").unwrap());
    assert_eq!(reverify(&store, proven()), [vec!["c".to_owned()]], "pinned again");
}

/// Re-verifies a stored badge with the key `c` and returns the pinned keys of every issuer.
fn reverify(store: &badge_store::Store, identity: IssuerIdentity) -> Vec<Vec<String>> {
    let mut report = sample(1).report;
    report.issuer.identity = identity;
    report.issuer.keys = vec!["c".into()];
    store.add_report(&sample(1).id(), &report, &[]).unwrap();
    store.issuers().unwrap().into_iter().map(|pin| pin.keys).collect()
}

#[test]
fn deleted_and_recreated_entry_stays() {
    let world = World::new();
    for round in 0..4 {
        let store = world.open_clean();
        assert_eq!(store.setting("a").unwrap(), (round > 0).then(|| json!(round - 1)));
        let identity = Identity { kind: IdentityKind::Email, value: "learner@example.org".to_owned() };
        for _ in 0..3 {
            store.put_identity(&identity, time(1)).unwrap();
            assert!(store.remove_identity(&identity).unwrap());
        }
        store.put_setting("a", &json!(round)).unwrap();
        drop(store);
        assert!(world.open_clean().identities().unwrap().is_empty());
    }
}

/// `bad-inputs` I11: an observed status list is available at the next verification.
#[test]
fn observed_status_lists_are_stored_and_merged() {
    let world = World::new();
    let store = world.open_clean();
    let sample = sample(1);
    sample.add_to(&store);
    assert!(store.observed_lists().unwrap().is_empty());
    let observed = |url: &str, from: i64, revoked: &[&str]| ObservedList {
        url: url.into(),
        valid_from: Some(time(from)),
        sha256: format!("{from:064}"),
        fetched_at: time(from + 1),
        revoked: revoked.iter().map(|place| ((*place).to_owned(), Some(time(from)))).collect(),
    };
    let (first, second) = ("https://weavers.example/list/1", "https://weavers.example/list/2");
    for lists in
        [vec![observed(first, 20, &["5"]), observed(second, 7, &[])], vec![observed(first, 10, &["6"])]]
    {
        let report = Report { status_lists: lists, ..sample.report.clone() };
        store.add_report(&sample.id(), &report, &[]).unwrap();
    }
    let mut expected = observed(first, 20, &["5"]);
    expected.revoked.insert("6".into(), Some(time(10)));
    let expected = [expected, observed(second, 7, &[])];
    assert_eq!(store.observed_lists().unwrap(), expected);
    drop(store);
    assert_eq!(world.open_clean().observed_lists().unwrap(), expected);
}

#[test]
fn request_log_is_newest_first_after_reopening() {
    let world = World::new();
    let store = world.open_clean();
    let entry = |n: i64| LoggedRequest {
        at: time(n),
        host: "weavers.example".to_owned(),
        url: format!("https://weavers.example/{n}"),
        purpose: Purpose::StatusList,
        badge: (n % 2 == 0).then(|| LoggedSubject { id: sample(1).id().to_string(), name: None }),
        sent: 0,
        bytes: 10,
        outcome: match n % 3 {
            0 => LoggedOutcome::Fetched,
            1 => LoggedOutcome::Redirected { to: "/there".to_owned() },
            _ => LoggedOutcome::Failed { code: Code::NetTimeout, detail: "31 s".to_owned() },
        },
    };
    assert!(store.requests(100).unwrap().is_empty());
    // More than one page.
    for n in 1..=100 {
        store.log_request(&entry(n)).unwrap();
    }
    assert_eq!(store.requests(2).unwrap(), [entry(100), entry(99)]);
    drop(store);
    let all: Vec<_> = (1..=100).rev().map(entry).collect();
    assert_eq!(world.open_clean().requests(REQUEST_LOG_LIMIT).unwrap(), all);
    const { assert!(REQUEST_LOG_LIMIT >= 1_000) };
}

#[test]
fn allowed_hosts_are_stored_until_disallowed() {
    let world = World::new();
    let store = world.open_clean();
    let allowed = |host: &str, at| AllowedHost { host: host.to_owned(), allowed_at: time(at) };
    for (host, at) in [("b.example", 1), ("a.example:8443", 2), ("b.example", 3)] {
        store.allow_host(&allowed(host, at)).unwrap();
    }
    drop(store);
    let store = world.open_clean();
    let known = [allowed("a.example:8443", 2), allowed("b.example", 1)];
    assert_eq!(store.allowed_hosts().unwrap(), known, "with the time of the first consent");
    assert!(store.disallow_host("b.example").unwrap());
    assert!(!store.disallow_host("b.example").unwrap());
    drop(store);
    assert_eq!(world.open_clean().allowed_hosts().unwrap(), known[..1]);
}

#[test]
fn imports_from_many_threads_are_all_stored() {
    let world = World::new();
    let store = world.open_clean();
    std::thread::scope(|scope| {
        for thread in 0..5 {
            let store = &store;
            scope.spawn(move || (0..4).for_each(|n| drop(sample(thread * 10 + n).add_to(store))));
        }
    });
    assert_eq!(store.badges().unwrap().len(), 20);
    drop(store);
    assert_eq!(world.open_clean().badges().unwrap().len(), 20);
}
