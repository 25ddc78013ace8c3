//! What is kept is there again: badges, reports, documents, and the learner's own records, in every opening after.

use crate::world::*;
use badge_store::{
    ACTIVITY_LOG_REQUESTS, AddOutcome, AgreedHost, IssuerPin, LoggedOutcome, LoggedRequest, LoggedSubject,
    Share, StoreCode, StoreError,
    collection::{Collection, Item},
};
use openbadges::{
    Code, Container, Identity, IdentityKind, IssuerIdentity, ObservedList, Report, documents::Purpose,
};
use serde_json::json;

#[test]
fn a_badge_is_there_after_opening_again() {
    let world = World::new();
    let samples: Vec<Sample> = (1..=5).map(sample).collect();
    let (store, opened) = world.open();
    assert!(opened.created);
    for sample in &samples {
        assert_eq!(sample.keep_in(&store), AddOutcome::Added { id: sample.id(), other_version: None });
        sample.assert_in(&store);
    }
    drop(store);
    let store = world.open_sound();
    samples.iter().for_each(|sample| sample.assert_in(&store));
    let names: Vec<_> = store.badges().unwrap().into_iter().filter_map(|record| record.badge.name).collect();
    assert_eq!(names, ["Weaving 5", "Weaving 4", "Weaving 3", "Weaving 2", "Weaving 1"], "last kept first");
}

#[test]
fn order_is_that_of_keeping_whatever_the_clock_says() {
    let world = World::new();
    let store = world.open_sound();
    for (number, at) in [(1, 3_000), (2, 10), (3, 2_000)] {
        let sample = Sample { at: time(at), ..sample(number) };
        sample.keep_in(&store);
    }
    let names: Vec<_> = store.badges().unwrap().into_iter().filter_map(|record| record.badge.name).collect();
    assert_eq!(names, ["Weaving 3", "Weaving 2", "Weaving 1"]);
}

/// Row A08: the same file twice; the same credential as PNG, SVG and JSON.
#[test]
fn the_same_credential_is_one_badge_with_all_its_originals() {
    let world = World::new();
    let store = world.open_sound();
    let png = sample(1);
    png.keep_in(&store);
    let held = AddOutcome::AlreadyHeld { id: png.id(), brought_back: false };
    assert_eq!(png.keep_in(&store), held, "the same file twice");
    let svg = Sample {
        original: b"<svg/>".to_vec(),
        container: Container::Svg,
        source: file("weaving.svg"),
        ..sample(1)
    };
    assert_eq!(svg.keep_in(&store), held);
    let json = Sample {
        original: png.text.clone().into_bytes(),
        container: Container::Bare,
        source: file("weaving.json"),
        ..sample(1)
    };
    assert_eq!(json.keep_in(&store), held);
    drop(store);
    let store = world.open_sound();
    assert_eq!(store.badges().unwrap().len(), 1);
    let originals = store.originals(&png.id()).unwrap();
    let containers: Vec<_> = originals.iter().map(|original| original.container).collect();
    assert_eq!(containers, [Container::Png, Container::Svg, Container::Bare]);
    assert_eq!(store.badge(&png.id()).unwrap().sources.len(), 3, "the same file twice is one source");
    assert_eq!(store.reports(&png.id()).unwrap().len(), 4, "every verification is remembered");
}

/// Row A09: same credential id and issuer, other content.
#[test]
fn the_newer_of_two_versions_is_current_whichever_came_first() {
    let world = World::new();
    let store = world.open_sound();
    let newer = sample(1);
    let mut older = sample(1);
    older.text.push(' ');
    older.badge.valid_from = Some(time(-1_000));
    older.report.badge.valid_from = older.badge.valid_from;
    newer.keep_in(&store);
    let kept = older.keep_in(&store);
    assert_eq!(kept, AddOutcome::Added { id: older.id(), other_version: Some(newer.id()) });
    assert_eq!(store.badge(&older.id()).unwrap().superseded_by, Some(newer.id()));
    assert_eq!(store.badge(&newer.id()).unwrap().superseded_by, None);
    assert_eq!(store.badges().unwrap().len(), 2, "nothing is deleted");
    store.remove(&newer.id(), time(9)).unwrap();
    assert_eq!(store.badge(&older.id()).unwrap().superseded_by, None, "the newer one was removed");
}

#[test]
fn a_badge_is_found_by_the_beginning_of_its_id() {
    let world = World::new();
    let store = world.open_sound();
    let samples: Vec<Sample> = (1..=40).map(sample).collect();
    for sample in &samples[..20] {
        store.keep(badge_store::NewBadge { report: None, documents: &[], ..sample.new_badge() }).unwrap();
    }
    let id = samples[3].id();
    assert_eq!(store.find(id.as_str()).unwrap(), id);
    assert_eq!(store.find(&id.as_str()[..16]).unwrap(), id);
    assert_eq!(store.find(samples[30].id().as_str()).unwrap_err().code(), StoreCode::NotFound);
    assert_eq!(store.find("").unwrap_err().code(), StoreCode::NotFound);
    // Twenty ids begin with sixteen digits: two of them share one.
    let shared = (0..16).map(|digit| format!("{digit:x}")).find_map(|digit| store.find(&digit).err());
    let shared =
        shared.into_iter().chain((0..16).filter_map(|digit| store.find(&format!("{digit:x}")).err()));
    assert!(
        shared
            .into_iter()
            .any(|error| matches!(error, StoreError::Ambiguous { candidates, .. } if candidates.len() > 1))
    );
}

/// Row N18: delete, undo after a restart, purge.
#[test]
fn removal_can_be_undone_after_a_restart_until_it_is_purged() {
    let world = World::new();
    let (one, two) = (sample(1), sample(2));
    let store = world.open_sound();
    one.keep_in(&store);
    two.keep_in(&store);
    store.remove(&one.id(), time(100)).unwrap();
    assert_eq!(store.badges().unwrap().len(), 1);
    drop(store);
    let store = world.open_sound();
    assert_eq!(store.removed().unwrap()[0].id, one.id());
    assert_eq!(store.purge(time(100)).unwrap(), 0, "not old enough");
    store.undo_remove(&one.id()).unwrap();
    one.assert_in(&store);
    assert_eq!(store.badges().unwrap().len(), 2);

    store.remove(&one.id(), time(100)).unwrap();
    assert_eq!(one.keep_in(&store), AddOutcome::AlreadyHeld { id: one.id(), brought_back: true });
    store.remove(&one.id(), time(100)).unwrap();
    // The engine's own files are made anew by a purge.
    let index = world.dir().join("index");
    let sealed = || world.files().iter().filter(|file| !file.starts_with(&index)).count();
    let files = sealed();
    assert_eq!(store.purge(time(101)).unwrap(), 1);
    assert_eq!(store.badge(&one.id()).unwrap_err().code(), StoreCode::NotFound);
    // Record, original and two reports; the issuer's page may serve other badges.
    assert_eq!(sealed(), files - 4, "what was purged is gone from the disk");
    drop(store);
    let store = world.open_sound();
    two.assert_in(&store);
    assert!(store.removed().unwrap().is_empty());
    assert_eq!(
        one.keep_in(&store),
        AddOutcome::Added { id: one.id(), other_version: None },
        "it can come again"
    );
    drop(store);
    one.assert_in(&world.open_sound());
}

#[test]
fn the_learners_own_records_are_there_after_opening_again() {
    let world = World::new();
    let store = world.open_sound();
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
    let store = world.open_sound();
    assert_eq!(store.collections().unwrap(), [collection("a", 3), collection("b", 2)], "last changed first");
    let known: Vec<_> = store.identities().unwrap().into_iter().map(|own| own.identity).collect();
    assert_eq!(known, [mail.clone(), page]);
    assert!(store.remove_identity(&mail).unwrap());
    assert_eq!(store.setting("offline").unwrap(), Some(json!(false)));
    assert_eq!(store.setting("never set").unwrap(), None);
    assert_eq!(store.issuers().unwrap(), [pin]);
    assert_eq!(store.shares().unwrap(), [share]);
}

/// Row G14: what was first seen of an issuer stays what it was; nothing but forgetting makes room for other keys.
#[test]
fn an_issuer_is_remembered_with_the_first_badge_that_is_shown_to_be_its_own() {
    let world = World::new();
    let store = world.open_sound();
    let proven = || IssuerIdentity::ProvenDomain { domain: "weavers.example".into() };
    let mut number = 0;
    let mut keep = |standing: IssuerIdentity, keys: &[&str]| {
        number += 1;
        let mut sample = sample(number);
        sample.report.issuer.standing = standing;
        sample.report.issuer.keys = keys.iter().map(|key| (*key).to_owned()).collect();
        sample.keep_in(&store);
        store.issuers().unwrap().into_iter().map(|pin| (pin.keys, pin.first_seen)).collect::<Vec<_>>()
    };
    assert_eq!(keep(IssuerIdentity::Unproven, &[]), []);
    assert_eq!(keep(IssuerIdentity::SelfIssued, &["a"]), []);
    assert_eq!(keep(proven(), &[]), [(vec![], time(3))], "known by its pages");
    let pinned = [(vec!["a".to_owned(), "b".to_owned()], time(3))];
    assert_eq!(keep(proven(), &["a", "b"]), pinned, "the first keys");
    assert_eq!(keep(proven(), &["c"]), pinned, "other keys");
    assert_eq!(keep(proven(), &[]), pinned, "no keys");
    assert!(store.forget_issuer("https://weavers.example").unwrap());
    assert!(!store.forget_issuer("https://weavers.example").unwrap());
    assert_eq!(keep_again(&store, proven()), [vec!["c".to_owned()]], "met anew");
}

/// Checks a kept badge again, which now shows the key `c`.
fn keep_again(store: &badge_store::Store, standing: IssuerIdentity) -> Vec<Vec<String>> {
    let mut report = sample(1).report;
    report.issuer.standing = standing;
    report.issuer.keys = vec!["c".into()];
    store.add_report(&sample(1).id(), &report, &[]).unwrap();
    store.issuers().unwrap().into_iter().map(|pin| pin.keys).collect()
}

#[test]
fn something_deleted_and_made_again_stays() {
    let world = World::new();
    for round in 0..4 {
        let store = world.open_sound();
        assert_eq!(store.setting("a").unwrap(), (round > 0).then(|| json!(round - 1)));
        let identity = Identity { kind: IdentityKind::Email, value: "learner@example.org".to_owned() };
        for _ in 0..3 {
            store.put_identity(&identity, time(1)).unwrap();
            assert!(store.remove_identity(&identity).unwrap());
        }
        store.put_setting("a", &json!(round)).unwrap();
        drop(store);
        assert!(world.open_sound().identities().unwrap().is_empty());
    }
}

/// `bad-inputs` I11: what a check saw of a status list is there at the next check, whatever was seen in between.
#[test]
fn status_lists_are_remembered_with_the_reports_that_stood_on_them() {
    let world = World::new();
    let store = world.open_sound();
    let sample = sample(1);
    sample.keep_in(&store);
    assert!(store.seen_lists().unwrap().is_empty());
    let seen = |url: &str, from: i64, revoked: &[&str]| ObservedList {
        url: url.into(),
        valid_from: Some(time(from)),
        sha256: format!("{from:064}"),
        had_at: time(from + 1),
        revoked: revoked.iter().map(|place| ((*place).to_owned(), Some(time(from)))).collect(),
    };
    let (one, other) = ("https://weavers.example/list/1", "https://weavers.example/list/2");
    for lists in [vec![seen(one, 20, &["5"]), seen(other, 7, &[])], vec![seen(one, 10, &["6"])]] {
        let report = Report { status_lists: lists, ..sample.report.clone() };
        store.add_report(&sample.id(), &report, &[]).unwrap();
    }
    let mut expected = seen(one, 20, &["5"]);
    expected.revoked.insert("6".into(), Some(time(10)));
    let expected = [expected, seen(other, 7, &[])];
    assert_eq!(store.seen_lists().unwrap(), expected);
    drop(store);
    assert_eq!(world.open_sound().seen_lists().unwrap(), expected);
}

#[test]
fn the_activity_log_is_bounded_and_newest_first_in_every_opening_after() {
    let world = World::new();
    let store = world.open_sound();
    let entry = |n: i64| LoggedRequest {
        at: time(n),
        host: "weavers.example".to_owned(),
        url: format!("https://weavers.example/{n}"),
        purpose: Purpose::StatusList,
        badge: (n % 2 == 0).then(|| LoggedSubject { id: sample(1).id().to_string(), name: None }),
        sent: 0,
        bytes: 10,
        outcome: match n % 3 {
            0 => LoggedOutcome::Had,
            1 => LoggedOutcome::Redirected { to: "/there".to_owned() },
            _ => LoggedOutcome::Failed { code: Code::NetTimeout, detail: "31 s".to_owned() },
        },
    };
    assert!(store.activities(100).unwrap().is_empty());
    // More than one page of it.
    for n in 1..=100 {
        store.log_activity(&entry(n)).unwrap();
    }
    assert_eq!(store.activities(2).unwrap(), [entry(100), entry(99)]);
    drop(store);
    let all: Vec<_> = (1..=100).rev().map(entry).collect();
    assert_eq!(world.open_sound().activities(ACTIVITY_LOG_REQUESTS).unwrap(), all);
    const { assert!(ACTIVITY_LOG_REQUESTS >= 1_000) };
}

#[test]
fn hosts_that_may_always_be_asked_are_remembered_until_they_are_forgotten() {
    let world = World::new();
    let store = world.open_sound();
    let agreed = |host: &str, at| AgreedHost { host: host.to_owned(), agreed_at: time(at) };
    for (host, at) in [("b.example", 1), ("a.example:8443", 2), ("b.example", 3)] {
        store.agree_to_host(&agreed(host, at)).unwrap();
    }
    drop(store);
    let store = world.open_sound();
    let known = [agreed("a.example:8443", 2), agreed("b.example", 1)];
    assert_eq!(store.agreed_hosts().unwrap(), known, "since it was first agreed to");
    assert!(store.forget_host("b.example").unwrap());
    assert!(!store.forget_host("b.example").unwrap());
    drop(store);
    assert_eq!(world.open_sound().agreed_hosts().unwrap(), known[..1]);
}

#[test]
fn imports_from_many_threads_all_arrive() {
    let world = World::new();
    let store = world.open_sound();
    std::thread::scope(|scope| {
        for thread in 0..5 {
            let store = &store;
            scope.spawn(move || (0..4).for_each(|n| drop(sample(thread * 10 + n).keep_in(store))));
        }
    });
    assert_eq!(store.badges().unwrap().len(), 20);
    drop(store);
    assert_eq!(world.open_sound().badges().unwrap().len(), 20);
}
