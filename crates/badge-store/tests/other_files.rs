//! Unverified records in the store: kept as they were handed over, found again, damaged, removed and purged; and never among
//! the badges.

use std::{fs, path::PathBuf};

use badge_store::{Advice, DamagedKind, NewOtherFile, OtherFile, Store, StoreCode};
use proptest::prelude::*;

use crate::world::{World, copy_folder, file, sample, time};

/// More than an index entry holds, so that it is in its file alone.
const DIPLOMA: &[u8] = &[0x25; 40_000];

fn keep(store: &Store, name: &str, bytes: &[u8], at: i64) -> OtherFile {
    store
        .keep_record(NewOtherFile {
            bytes,
            name,
            kind: "pdf",
            source: file("Diploma.pdf"),
            added_at: time(at),
        })
        .unwrap()
}

fn names(store: &Store) -> Vec<String> {
    store.records().unwrap().into_iter().map(|record| record.name).collect()
}

/// The files of a folder whose contents are at least so long: those that hold originals' bytes.
fn large(world: &World, folder: &str) -> Vec<PathBuf> {
    let inside = |path: &PathBuf| path.parent().is_some_and(|parent| parent.ends_with(folder));
    let large = |path: &PathBuf| fs::metadata(path).unwrap().len() >= DIPLOMA.len() as u64;
    world.files().into_iter().filter(|path| inside(path) && large(path)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn what_is_kept_comes_back_byte_for_byte(bytes in prop::collection::vec(any::<u8>(), 0..40_000), name in ".{0,40}") {
        let world = World::new();
        let store = world.open_sound();
        let id = keep(&store, &name, &bytes, 1).id;
        store.edit_record(&id, "My diploma", "From school.").unwrap();
        drop(store);
        let store = world.open_sound();
        let [record] = <[OtherFile; 1]>::try_from(store.records().unwrap()).unwrap();
        prop_assert_eq!((record.name.as_str(), record.note.as_str(), record.bytes), ("My diploma", "From school.", bytes.len() as u64));
        prop_assert_eq!(store.record_bytes(&id).unwrap(), bytes);
        let on_disk: Vec<u8> = world.files().iter().flat_map(|path| fs::read(path).unwrap()).collect();
        let bare = |words: &[u8]| on_disk.windows(words.len()).any(|window| window == words);
        prop_assert!(!bare(b"My diploma") && !bare(b"From school."), "nothing of it is legible on the disk");
    }
}

#[test]
fn a_record_is_no_badge_and_the_same_bytes_are_one() {
    let world = World::new();
    let store = world.open_sound();
    sample(1).keep_in(&store);
    let first = keep(&store, "Diploma", DIPLOMA, 1);
    assert_eq!(keep(&store, "Another name", DIPLOMA, 2), first, "kept once, by its first name");
    keep(&store, "Certificate", b"%PDF", 3);
    assert_eq!(names(&store), ["Certificate", "Diploma"]);
    assert_eq!(store.badges().unwrap().len(), 1);
    assert_eq!(store.find(&first.id).unwrap_err().code(), StoreCode::NotFound);
    assert_eq!(store.record(&first.id[..12]).unwrap(), first);
    assert_eq!(store.record("").unwrap_err().code(), StoreCode::NotFound);
    drop(store);
    let (_, report) = world.open();
    assert_eq!(report.badges, 1);
}

#[test]
fn a_removal_can_be_taken_back_until_it_is_purged_and_then_nothing_is_left() {
    let world = World::new();
    let store = world.open_sound();
    let badge = sample(1);
    badge.keep_in(&store);
    let before = world.files().len();
    let id = keep(&store, "Diploma", DIPLOMA, 1).id;
    store.remove_record(&id, time(5)).unwrap();
    assert_eq!((names(&store).len(), store.removed_records().unwrap().len()), (0, 1));
    store.undo_remove_record(&id).unwrap();
    assert_eq!((names(&store).len(), store.removed_records().unwrap().len()), (1, 0));
    store.remove_record(&id, time(5)).unwrap();
    assert_eq!(keep(&store, "Diploma", DIPLOMA, 6).removed_at, None, "handed over again, it is back");
    store.remove_record(&id, time(7)).unwrap();
    assert_eq!(store.purge(time(7)).unwrap(), 0, "not old enough");
    assert_eq!(store.purge(time(8)).unwrap(), 1);
    assert_eq!(store.record_bytes(&id).unwrap_err().code(), StoreCode::NotFound);
    assert_eq!(store.undo_remove_record(&id).unwrap_err().code(), StoreCode::NotFound);
    drop(store);
    let store = world.open_sound();
    assert!(store.records().unwrap().is_empty() && store.removed_records().unwrap().is_empty());
    assert_eq!(store.originals(&badge.id()).unwrap().len(), 1, "badges stay");
    drop(store);
    let of_engine = |path: &PathBuf| path.components().any(|part| part.as_os_str() == "index");
    let files = world.files().into_iter().filter(|path| !of_engine(path)).count();
    assert!(files <= before, "no file of it is left");
}

#[test]
fn a_lost_index_is_made_again_with_the_records() {
    let world = World::new();
    let store = world.open_sound();
    let id = keep(&store, "Diploma", DIPLOMA, 1).id;
    store.edit_record(&id, "My diploma", "").unwrap();
    drop(store);
    fs::remove_dir_all(world.dir().join("index")).unwrap();
    let (store, report) = world.open();
    assert!(report.rebuilt.is_some() && report.damaged.is_empty(), "{report:?}");
    assert_eq!(names(&store), ["My diploma"]);
    assert_eq!(store.record_bytes(&id).unwrap(), DIPLOMA);
}

/// The small record is gone from files and index: what the file of the bytes says is enough to make it again.
#[test]
fn a_lost_record_is_made_again_from_its_bytes() {
    let world = World::new();
    let store = world.open_sound();
    let kept = keep(&store, "Diploma", DIPLOMA, 1);
    drop(store);
    fs::remove_dir_all(world.dir().join("index")).unwrap();
    fs::remove_dir_all(world.dir().join("records")).unwrap();
    let (store, report) = world.open();
    assert_eq!((report.healed, report.damaged.len()), (1, 0), "{report:?}");
    assert_eq!(store.records().unwrap(), [kept]);
    drop(store);
    world.open_sound();
}

/// (what happens to the file of the bytes, whether the index stays)
#[test]
fn damaged_bytes_are_told_by_name_and_handing_them_over_again_mends_them() {
    type Harm = fn(&PathBuf);
    let harms: [(&str, Harm); 3] = [
        ("gone", |path| fs::remove_file(path).unwrap()),
        ("cut short", |path| fs::write(path, &fs::read(path).unwrap()[..500]).unwrap()),
        ("altered", |path| {
            let mut bytes = fs::read(path).unwrap();
            *bytes.last_mut().unwrap() ^= 1;
            fs::write(path, bytes).unwrap();
        }),
    ];
    for (name, harm) in harms {
        for index_stays in [true, false] {
            let what = format!("{name}, index stays: {index_stays}");
            let world = World::new();
            let store = world.open_sound();
            let id = keep(&store, "Diploma", DIPLOMA, 1).id;
            drop(store);
            let [bytes] = <[PathBuf; 1]>::try_from(large(&world, "originals")).unwrap();
            harm(&bytes);
            if !index_stays {
                fs::remove_dir_all(world.dir().join("index")).unwrap();
            }
            let (store, _) = world.open();
            let found = store.doctor().unwrap();
            let [damage] = found.damaged.as_slice() else { panic!("{what}: {found:?}") };
            assert_eq!(
                (damage.kind, damage.what.as_str(), damage.advice),
                (DamagedKind::OtherFile, "Diploma", Advice::AddAgain),
                "{what}"
            );
            assert_eq!(store.record_bytes(&id).unwrap_err().code(), StoreCode::Damaged, "{what}");
            assert_eq!(names(&store), ["Diploma"], "{what}: it is still listed");
            keep(&store, "Diploma", DIPLOMA, 2);
            assert_eq!(store.record_bytes(&id).unwrap(), DIPLOMA, "{what}");
            drop(store);
            let (store, report) = world.open();
            assert!(report.damaged.is_empty(), "{what}: {report:?}");
            assert_eq!(store.record_bytes(&id).unwrap(), DIPLOMA, "{what}");
        }
    }
}

/// A program that does not know unverified records must not open a store that has some, and may open one that has none.
#[test]
fn the_format_is_raised_with_the_first_record_and_not_before() {
    let world = World::new();
    let store = world.open_sound();
    let format = || fs::read_to_string(world.dir().join("FORMAT")).unwrap();
    sample(1).keep_in(&store);
    assert!(format().contains("format: 1\n"));
    keep(&store, "Diploma", DIPLOMA, 1);
    assert!(format().contains("format: 2\n"));
    drop(store);
    world.open_sound();
    fs::remove_file(world.dir().join("FORMAT")).unwrap();
    drop(world.open());
    assert!(format().contains("format: 2\n"), "a lost one is made anew as it was");
}

/// A power cut between any two of the files that keeping writes leaves the record whole or not there at all.
#[test]
fn a_keeping_that_was_cut_off_leaves_nothing_half() {
    let world = World::new();
    drop(world.open_sound());
    let before = World::new();
    copy_folder(&world.dir(), &before.dir());
    let store = world.open_sound();
    let id = keep(&store, "Diploma", DIPLOMA, 1).id;
    drop(store);
    // The bytes are written first: a cut then leaves them without their record.
    let [bytes] = <[PathBuf; 1]>::try_from(large(&world, "originals")).unwrap();
    let cut = World { key: world.key.clone(), ..before };
    let target = cut.dir().join("originals").join(bytes.file_name().unwrap());
    fs::create_dir_all(target.parent().unwrap()).unwrap();
    fs::copy(&bytes, target).unwrap();
    let (store, report) = cut.open();
    assert!(report.damaged.is_empty(), "{report:?}");
    assert_eq!(store.record_bytes(&id).unwrap(), DIPLOMA);
    assert_eq!(names(&store), ["Diploma"]);
}
