//! Damage is named and never hides intact badges. Lost data is restored from its second copy. Nothing is
//! readable without the key.

use std::{collections::BTreeMap, fs, path::Path};

use crate::world::*;
use badge_store::{DamageKind, DataKey, RebuildReason, Store, StoreCode, StoreError};
use openbadges::{Identity, IdentityKind};
use serde_json::json;

/// Pseudo-random numbers, the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

fn filled(badges: u32) -> (World, Vec<Sample>) {
    let world = World::new();
    let samples: Vec<Sample> = (1..=badges).map(sample).collect();
    let store = world.open_clean();
    samples.iter().for_each(|sample| drop(sample.add_to(&store)));
    let mail = Identity { kind: IdentityKind::Email, value: "learner@example.org".to_owned() };
    store.put_identity(&mail, time(1)).unwrap();
    store.put_setting("a setting", &json!("its value")).unwrap();
    drop(store);
    (world, samples)
}

fn files_in(world: &World, folder: &str) -> Vec<std::path::PathBuf> {
    files_below(&world.dir().join(folder))
}

#[test]
fn lost_index_loses_nothing() {
    let (world, samples) = filled(4);
    fs::remove_dir_all(world.dir().join("index")).unwrap();
    let (store, report) = world.open();
    assert_eq!(report.rebuilt, Some(RebuildReason::Missing));
    assert_eq!((report.badges, report.damaged.len()), (4, 0));
    samples.iter().for_each(|sample| sample.assert_in(&store));
    assert_eq!(store.identities().unwrap().len(), 1);
    assert_eq!(store.setting("a setting").unwrap(), Some(json!("its value")));
    drop(store);
    world.open_clean();
}

#[test]
fn damaged_index_is_moved_aside_and_rebuilt() {
    let (world, samples) = filled(3);
    let db = world.dir().join("index/db");
    let mut bytes = fs::read(&db).unwrap();
    bytes.iter_mut().for_each(|byte| *byte = !*byte);
    fs::write(&db, bytes).unwrap();
    let (store, report) = world.open();
    assert!(report.rebuilt.is_some(), "{report:?}");
    assert!(report.moved_aside.iter().all(|path| path.exists()), "moved, not deleted");
    samples.iter().for_each(|sample| sample.assert_in(&store));
}

#[test]
fn unfinished_snapshot_does_not_block_opening() {
    let (world, samples) = filled(2);
    fs::write(world.dir().join("index/snap.0000000000000000.generating"), b"").unwrap();
    let (store, report) = world.open();
    assert_eq!((report.rebuilt, report.moved_aside.len()), (None, 1));
    samples.iter().for_each(|sample| sample.assert_in(&store));
}

#[test]
fn badges_are_restored_from_originals_alone() {
    let (world, samples) = filled(3);
    fs::remove_dir_all(world.dir().join("index")).unwrap();
    fs::remove_dir_all(world.dir().join("records")).unwrap();
    let (store, report) = world.open();
    assert_eq!((report.badges, report.restored), (3, 3));
    for sample in &samples {
        let entry = store.badge(&sample.id()).unwrap();
        assert_eq!((entry.badge.name, entry.added_at), (sample.badge.name.clone(), sample.at));
        assert_eq!(store.originals(&sample.id()).unwrap()[0].bytes, sample.original);
    }
}

#[test]
fn entries_are_restored_from_index_alone() {
    let (world, samples) = filled(3);
    fs::remove_dir_all(world.dir().join("records")).unwrap();
    let (store, report) = world.open();
    assert_eq!((report.badges, report.damaged.len()), (3, 0), "{report:?}");
    samples.iter().for_each(|sample| sample.assert_in(&store));
    drop(store);
    fs::remove_dir_all(world.dir().join("index")).unwrap();
    let (store, _) = world.open();
    assert_eq!(store.identities().unwrap().len(), 1, "the files of the entries were written again");
}

#[test]
fn damaged_original_is_named_and_hides_no_other() {
    let (world, samples) = filled(3);
    let mut by_size = files_in(&world, "originals");
    by_size.sort_by_key(|path| fs::metadata(path).unwrap().len());
    // The smallest original is that of the first badge.
    let mut bytes = fs::read(&by_size[0]).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&by_size[0], bytes).unwrap();
    let (store, _) = world.open();
    let error = store.originals(&samples[0].id()).unwrap_err();
    assert!(matches!(&error, StoreError::Damaged { what, .. } if what == "Weaving 1"), "{error}");
    assert_eq!(error.code(), StoreCode::Damaged);
    let report = store.doctor().unwrap();
    let named: Vec<_> = report.damaged.iter().map(|damage| (damage.kind, damage.what.as_str())).collect();
    assert_eq!(named, [(DamageKind::Original, "Weaving 1")]);
    samples[1..].iter().for_each(|sample| sample.assert_in(&store));
    // Importing the badge again repairs it, as the report advises.
    samples[0].add_to(&store);
    samples[0].assert_in(&store);
    assert!(store.doctor().unwrap().damaged.is_empty());
}

#[test]
fn opening_names_lost_or_truncated_original() {
    for cut in [None, Some(100)] {
        let (world, _) = filled(1);
        let original = files_in(&world, "originals").remove(0);
        match cut {
            None => fs::remove_file(&original).unwrap(),
            Some(len) => fs::write(&original, &fs::read(&original).unwrap()[..len]).unwrap(),
        }
        let (_, report) = world.open();
        let named: Vec<_> = report.damaged.iter().map(|damage| (damage.kind, damage.what.as_str())).collect();
        assert_eq!(named, [(DamageKind::Original, "Weaving 1")], "cut: {cut:?}");
    }
}

#[test]
fn swapped_files_are_damage() {
    let (world, samples) = filled(2);
    let originals = files_in(&world, "originals");
    let [first, second] = [fs::read(&originals[0]).unwrap(), fs::read(&originals[1]).unwrap()];
    fs::write(&originals[0], second).unwrap();
    fs::write(&originals[1], first).unwrap();
    let (store, _) = world.open();
    assert_eq!(store.doctor().unwrap().damaged.len(), 2);
    for sample in samples {
        assert_eq!(store.originals(&sample.id()).unwrap_err().code(), StoreCode::Damaged);
    }
}

/// Row N08: a flipped bit, zeroed bytes or a truncation in any file causes no silent loss and no altered
/// value.
#[test]
fn mutations_of_any_file_are_never_silent() {
    const MUTATIONS: usize = 240;
    let (world, samples) = filled(4);
    let whole = world.temporary.path().join("whole");
    copy_folder(&world.dir(), &whole);
    let mut random = Random(11);
    let mut outcomes = BTreeMap::new();
    for round in 0..MUTATIONS {
        fs::remove_dir_all(world.dir()).unwrap();
        copy_folder(&whole, &world.dir());
        let files: Vec<_> =
            world.files().into_iter().filter(|path| fs::metadata(path).unwrap().len() > 0).collect();
        let file = &files[random.below(files.len())];
        let mutation = mutate(file, round % 3, &mut random);
        let case = format!("round {round}: {mutation} of {}", file.display());
        let (store, opened) = match world.try_open() {
            Ok(opened) => opened,
            Err(error) => panic!("{case}: not opened: {error:?}"),
        };
        let doctor = store.doctor().unwrap();
        let damaged = store.damaged();
        for sample in &samples {
            let named = damaged.iter().any(|damage| damage.badge.as_ref() == Some(&sample.id()));
            match store.originals(&sample.id()) {
                Ok(originals) => assert_eq!(originals[0].bytes, sample.original, "{case}"),
                Err(error) => assert!(named, "{case}: {error} is not named: {damaged:?}"),
            }
            assert_eq!(store.badge(&sample.id()).unwrap().badge.name, sample.badge.name, "{case}");
            let reports = store.reports(&sample.id()).unwrap();
            assert!(reports.len() == 1 || named, "{case}: a report was lost silently");
            match store.document(&sample.documents[0].reference()) {
                Ok(document) => assert_eq!(document.as_ref(), sample.documents.first(), "{case}"),
                Err(error) => assert_eq!(error.code(), StoreCode::Damaged, "{case}"),
            }
        }
        assert_eq!(store.badges().unwrap().len(), samples.len(), "{case}");
        assert_eq!(store.identities().unwrap().len(), 1, "{case}");
        assert_eq!(store.setting("a setting").unwrap(), Some(json!("its value")), "{case}");
        let outcome = if !damaged.is_empty() {
            "named as damaged"
        } else if opened.rebuilt.is_some() {
            "index rebuilt"
        } else if opened.restored + doctor.restored > 0 {
            "restored"
        } else {
            "harmless"
        };
        *outcomes.entry(outcome).or_insert(0) += 1;
    }
    println!("{MUTATIONS} mutations: {outcomes:?}; 0 silent losses, 0 altered values, 0 panics");
    assert!(outcomes.len() >= 3, "the mutations have several outcomes: {outcomes:?}");
}

fn mutate(file: &Path, kind: usize, random: &mut Random) -> &'static str {
    let mut bytes = fs::read(file).unwrap();
    let at = random.below(bytes.len());
    let mutation = match kind {
        0 => {
            bytes[at] ^= 1 << random.below(8);
            "a bit flip"
        }
        1 => {
            bytes.truncate(at);
            "a truncation"
        }
        _ => {
            let end = bytes.len().min(at + 512);
            bytes[at..end].fill(0);
            "zeroed bytes"
        }
    };
    fs::write(file, bytes).unwrap();
    mutation
}

/// Rows O08 and N18: the files reveal nothing about the badges.
#[test]
fn files_reveal_nothing() {
    let (world, samples) = filled(2);
    let id = samples[0].id().to_string();
    let secrets: [&[u8]; 6] =
        [b"Weaving", b"weavers.example", b"learner@example.org", b"a setting", b"urn:badge", id.as_bytes()];
    for file in world.files() {
        let bytes = fs::read(&file).unwrap();
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        for secret in secrets {
            let text = String::from_utf8_lossy(secret).into_owned();
            assert!(
                !bytes.windows(secret.len()).any(|window| window == secret),
                "{text} in {}",
                file.display()
            );
            assert!(!name.contains(&text), "{text} in the name {name}");
        }
    }
}

#[cfg(unix)]
#[test]
fn files_and_folders_are_private_to_owner() {
    use std::os::unix::fs::PermissionsExt;

    let (world, _) = filled(1);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&world.dir()), 0o700);
    for folder in ["originals", "documents", "records", "index"] {
        assert_eq!(mode(&world.dir().join(folder)), 0o700, "{folder}");
    }
    for file in world.files() {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

#[test]
fn second_opening_names_the_process_that_holds_the_lock() {
    let (world, _) = filled(1);
    let store = world.open_clean();
    let error = world.try_open().err().unwrap();
    assert_eq!(error.code(), StoreCode::LockedByOther);
    assert_eq!(error.details()["pid"], std::process::id().to_string());
    drop(store);
    fs::write(world.dir().join("LOCK"), "4711").unwrap();
    world.open_clean();
}

/// Rows N13 and N15: a store of a newer program is neither opened nor changed.
#[test]
fn newer_store_is_not_touched() {
    let (world, _) = filled(1);
    let format = world.dir().join("FORMAT");
    let text = fs::read_to_string(&format).unwrap().replace("format: 1", "format: 3");
    let head = text.split("sha256: ").next().unwrap();
    let hash = data_encoding::HEXLOWER.encode(&<sha2::Sha256 as sha2::Digest>::digest(head));
    fs::write(&format, format!("{head}sha256: {hash}\n")).unwrap();
    let before: Vec<_> = world.files().into_iter().map(|path| (fs::read(&path).unwrap(), path)).collect();
    let error = world.try_open().err().unwrap();
    assert_eq!(error.code(), StoreCode::Newer);
    assert_eq!(error.details()["version"], "3");
    let after: Vec<_> = world.files().into_iter().map(|path| (fs::read(&path).unwrap(), path)).collect();
    assert!(before == after);
}

#[test]
fn other_key_is_a_mismatch_not_an_empty_store() {
    let (world, _) = filled(1);
    let error = Store::open(&world.dir(), &DataKey::random()).err().unwrap();
    assert_eq!(error.code(), StoreCode::KeyMismatch);
    fs::remove_file(world.dir().join("FORMAT")).unwrap();
    let error = Store::open(&world.dir(), &DataKey::random()).err().unwrap();
    assert_eq!(error.code(), StoreCode::KeyMismatch, "even without FORMAT");
    assert_eq!(world.open_clean().badges().unwrap().len(), 1);
}

/// Row N11.
#[cfg(unix)]
#[test]
fn rejects_unsafe_folder() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let (world, _) = filled(1);
    let problem = |dir: &Path| {
        let error = Store::open(dir, &world.key).err().unwrap();
        assert_eq!(error.code(), StoreCode::Permission);
        error.details()["problem"].clone()
    };
    let link = world.temporary.path().join("link");
    symlink(world.dir(), &link).unwrap();
    assert_eq!(problem(&link), "symbolic-link");
    fs::set_permissions(world.dir(), fs::Permissions::from_mode(0o777)).unwrap();
    assert_eq!(problem(&world.dir()), "others-may-write");
    let file = world.temporary.path().join("file");
    fs::write(&file, b"").unwrap();
    assert!(Store::open(&file, &world.key).is_err());
}

#[test]
fn unfinished_file_is_deleted() {
    let (world, samples) = filled(1);
    fs::write(world.dir().join("originals/unfinished-1-1"), b"half").unwrap();
    let (store, report) = world.open();
    assert_eq!((report.unfinished, report.badges), (1, 1));
    samples[0].assert_in(&store);
    drop(store);
    world.open_clean();
}
