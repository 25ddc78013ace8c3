//! Other files: stored byte for byte, damaged, restored, removed and purged, and never listed among the
//! badges.

use std::{fs, path::PathBuf};

use badge_store::{Advice, DamageKind, NewOtherFile, OtherFile, Store, StoreCode};
use proptest::prelude::*;

use crate::world::{World, copy_folder, file, sample, time};

/// Too large for an index entry, so only its file contains it.
const DIPLOMA: &[u8] = &[0x25; 40_000];

fn add(store: &Store, name: &str, bytes: &[u8], at: i64) -> OtherFile {
    store
        .add_other_file(NewOtherFile {
            bytes,
            name,
            kind: "pdf",
            source: file("Diploma.pdf"),
            added_at: time(at),
        })
        .unwrap()
}

fn names(store: &Store) -> Vec<String> {
    store.other_files().unwrap().into_iter().map(|file| file.name).collect()
}

/// Returns the files in a folder that are at least as long as [`DIPLOMA`]: those with its bytes.
fn large(world: &World, folder: &str) -> Vec<PathBuf> {
    let inside = |path: &PathBuf| path.parent().is_some_and(|parent| parent.ends_with(folder));
    let large = |path: &PathBuf| fs::metadata(path).unwrap().len() >= DIPLOMA.len() as u64;
    world.files().into_iter().filter(|path| inside(path) && large(path)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn bytes_name_and_note_survive_reopening(bytes in prop::collection::vec(any::<u8>(), 0..40_000), name in ".{0,40}") {
        let world = World::new();
        let store = world.open_clean();
        let id = add(&store, &name, &bytes, 1).id;
        store.edit_other_file(&id, "My diploma", "From school.").unwrap();
        drop(store);
        let store = world.open_clean();
        let [file] = <[OtherFile; 1]>::try_from(store.other_files().unwrap()).unwrap();
        prop_assert_eq!((file.name.as_str(), file.note.as_str(), file.bytes), ("My diploma", "From school.", bytes.len() as u64));
        prop_assert_eq!(store.other_file_bytes(&id).unwrap(), bytes);
        let on_disk: Vec<u8> = world.files().iter().flat_map(|path| fs::read(path).unwrap()).collect();
        let bare = |words: &[u8]| on_disk.windows(words.len()).any(|window| window == words);
        prop_assert!(!bare(b"My diploma") && !bare(b"From school."), "name and note are not stored in clear");
    }
}

#[test]
fn other_file_is_not_a_badge_and_same_bytes_are_one_file() {
    let world = World::new();
    let store = world.open_clean();
    sample(1).add_to(&store);
    let first = add(&store, "Diploma", DIPLOMA, 1);
    assert_eq!(add(&store, "Another name", DIPLOMA, 2), first, "stored once, with its first name");
    add(&store, "Certificate", b"%PDF", 3);
    assert_eq!(names(&store), ["Certificate", "Diploma"]);
    assert_eq!(store.badges().unwrap().len(), 1);
    assert_eq!(store.find(&first.id).unwrap_err().code(), StoreCode::NotFound);
    assert_eq!(store.other_file(&first.id[..12]).unwrap(), first);
    assert_eq!(store.other_file("").unwrap_err().code(), StoreCode::NotFound);
    drop(store);
    let (_, report) = world.open();
    assert_eq!(report.badges, 1);
}

#[test]
fn removal_is_undoable_until_purge_deletes_everything() {
    let world = World::new();
    let store = world.open_clean();
    let badge = sample(1);
    badge.add_to(&store);
    let before = world.files().len();
    let id = add(&store, "Diploma", DIPLOMA, 1).id;
    store.remove_other_file(&id, time(5)).unwrap();
    assert_eq!((names(&store).len(), store.removed_other_files().unwrap().len()), (0, 1));
    store.restore_other_file(&id).unwrap();
    assert_eq!((names(&store).len(), store.removed_other_files().unwrap().len()), (1, 0));
    store.remove_other_file(&id, time(5)).unwrap();
    assert_eq!(add(&store, "Diploma", DIPLOMA, 6).removed_at, None, "adding it again undoes the removal");
    store.remove_other_file(&id, time(7)).unwrap();
    assert_eq!(store.purge(time(7)).unwrap(), 0, "removed too recently");
    assert_eq!(store.purge(time(8)).unwrap(), 1);
    assert_eq!(store.other_file_bytes(&id).unwrap_err().code(), StoreCode::NotFound);
    assert_eq!(store.restore_other_file(&id).unwrap_err().code(), StoreCode::NotFound);
    drop(store);
    let store = world.open_clean();
    assert!(store.other_files().unwrap().is_empty() && store.removed_other_files().unwrap().is_empty());
    assert_eq!(store.originals(&badge.id()).unwrap().len(), 1, "badges stay");
    drop(store);
    let in_index = |path: &PathBuf| path.components().any(|part| part.as_os_str() == "index");
    let files = world.files().into_iter().filter(|path| !in_index(path)).count();
    assert!(files <= before, "all its files are deleted");
}

#[test]
fn rebuilds_lost_index() {
    let world = World::new();
    let store = world.open_clean();
    let id = add(&store, "Diploma", DIPLOMA, 1).id;
    store.edit_other_file(&id, "My diploma", "").unwrap();
    drop(store);
    fs::remove_dir_all(world.dir().join("index")).unwrap();
    let (store, report) = world.open();
    assert!(report.rebuilt.is_some() && report.damaged.is_empty(), "{report:?}");
    assert_eq!(names(&store), ["My diploma"]);
    assert_eq!(store.other_file_bytes(&id).unwrap(), DIPLOMA);
}

/// The entry is missing from files and index. The header of the sealed bytes is enough to restore it.
#[test]
fn restores_lost_entry_from_its_bytes() {
    let world = World::new();
    let store = world.open_clean();
    let added = add(&store, "Diploma", DIPLOMA, 1);
    drop(store);
    fs::remove_dir_all(world.dir().join("index")).unwrap();
    fs::remove_dir_all(world.dir().join("records")).unwrap();
    let (store, report) = world.open();
    assert_eq!((report.restored, report.damaged.len()), (1, 0), "{report:?}");
    assert_eq!(store.other_files().unwrap(), [added]);
    drop(store);
    world.open_clean();
}

/// Each kind of damage to the file with the bytes, with and without the index.
#[test]
fn damaged_bytes_are_named_and_adding_again_repairs() {
    type Damage = fn(&PathBuf);
    let rows: [(&str, Damage); 3] = [
        ("missing", |path| fs::remove_file(path).unwrap()),
        ("truncated", |path| fs::write(path, &fs::read(path).unwrap()[..500]).unwrap()),
        ("altered", |path| {
            let mut bytes = fs::read(path).unwrap();
            *bytes.last_mut().unwrap() ^= 1;
            fs::write(path, bytes).unwrap();
        }),
    ];
    for (name, damage_file) in rows {
        for index_stays in [true, false] {
            let case = format!("{name}, index stays: {index_stays}");
            let world = World::new();
            let store = world.open_clean();
            let id = add(&store, "Diploma", DIPLOMA, 1).id;
            drop(store);
            let [bytes] = <[PathBuf; 1]>::try_from(large(&world, "originals")).unwrap();
            damage_file(&bytes);
            if !index_stays {
                fs::remove_dir_all(world.dir().join("index")).unwrap();
            }
            let (store, _) = world.open();
            let found = store.doctor().unwrap();
            let [damage] = found.damaged.as_slice() else { panic!("{case}: {found:?}") };
            assert_eq!(
                (damage.kind, damage.what.as_str(), damage.advice),
                (DamageKind::OtherFile, "Diploma", Advice::AddAgain),
                "{case}"
            );
            assert_eq!(store.other_file_bytes(&id).unwrap_err().code(), StoreCode::Damaged, "{case}");
            assert_eq!(names(&store), ["Diploma"], "{case}: still listed");
            add(&store, "Diploma", DIPLOMA, 2);
            assert_eq!(store.other_file_bytes(&id).unwrap(), DIPLOMA, "{case}");
            drop(store);
            let (store, report) = world.open();
            assert!(report.damaged.is_empty(), "{case}: {report:?}");
            assert_eq!(store.other_file_bytes(&id).unwrap(), DIPLOMA, "{case}");
        }
    }
}

/// A program that does not know other files can open a store only if the store contains none.
#[test]
fn first_other_file_raises_format() {
    let world = World::new();
    let store = world.open_clean();
    let format = || fs::read_to_string(world.dir().join("FORMAT")).unwrap();
    sample(1).add_to(&store);
    assert!(format().contains("format: 1\n"));
    add(&store, "Diploma", DIPLOMA, 1);
    assert!(format().contains("format: 2\n"));
    drop(store);
    world.open_clean();
    fs::remove_file(world.dir().join("FORMAT")).unwrap();
    drop(world.open());
    assert!(format().contains("format: 2\n"), "a lost FORMAT is restored");
}

/// After a power cut between the two files that `add` writes, the other file is complete or absent.
#[test]
fn interrupted_add_leaves_nothing_incomplete() {
    let world = World::new();
    drop(world.open_clean());
    let before = World::new();
    copy_folder(&world.dir(), &before.dir());
    let store = world.open_clean();
    let id = add(&store, "Diploma", DIPLOMA, 1).id;
    drop(store);
    // The bytes are written first, so an interruption can leave them without their entry.
    let [bytes] = <[PathBuf; 1]>::try_from(large(&world, "originals")).unwrap();
    let cut = World { key: world.key.clone(), ..before };
    let target = cut.dir().join("originals").join(bytes.file_name().unwrap());
    fs::create_dir_all(target.parent().unwrap()).unwrap();
    fs::copy(&bytes, target).unwrap();
    let (store, report) = cut.open();
    assert!(report.damaged.is_empty(), "{report:?}");
    assert_eq!(store.other_file_bytes(&id).unwrap(), DIPLOMA);
    assert_eq!(names(&store), ["Diploma"]);
}
