//! Section N, and keys: the machine fails, or is not ours alone. What breaks while it writes is in `tests/durability`
//! and beside the store.

use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::Path,
};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use whole_system::{Award, Backpack, Issuer, Kind};

/// Row N07: a sync that fails beside the badges is told at once, and costs no badge.
#[test]
fn failing_index_is_reported_and_badge_is_stored() {
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    learner.run(["list"]).exits(0);
    // A file of the index that cannot be opened, and so not be synced.
    symlink("loop", learner.data_dir().join("index/loop")).unwrap();
    learner.write("badge.json", issuer.issue(Kind::RdfcDidKey, &Award::of("Robotics")).text);
    let run = learner.run(["import", "--yes", "--json", "badge.json"]).exits(0);
    assert_eq!(run.json()["kept"]["outcome"], "added");
    assert!(run.stderr.contains("[STORE_INDEX_FAILED]"), "{}", run.stderr);
    assert!(run.stderr.contains("Next: Copy the backpack’s folder to another disk"), "{}", run.stderr);
    fs::remove_file(learner.data_dir().join("index/loop")).unwrap();
    let run = learner.run(["list", "--json"]).exits(0);
    assert_eq!(run.json()["name"], "Robotics");
    assert!(!run.stderr.contains("STORE_INDEX_FAILED"), "{}", run.stderr);
}

/// Row N11: a folder that this user may not read, as somebody who is not root.
#[cfg(target_os = "linux")]
#[test]
fn unreadable_folder_is_named() {
    const NOBODY: u32 = 65_534;
    let learner = Backpack::new();
    let learner = if learner.is_root() { learner.as_user(NOBODY) } else { learner };
    learner.run(["list"]).exits(0);
    fs::set_permissions(learner.data_dir(), fs::Permissions::from_mode(0o000)).unwrap();
    let told = learner.run(["list", "--json"]).exits(4).json();
    let error = &told["error"];
    assert_eq!(error["code"], "STORE_IO", "{told:#}");
    let message = error["message"].as_str().unwrap();
    assert!(message.contains(&learner.data_dir().display().to_string()), "{message}");
    assert!(message.contains("Permission denied"), "{message}");
    crate::bad_inputs::assert_is_sentence("N11", "STORE_IO", &error["next_step"]);
    fs::set_permissions(learner.data_dir(), fs::Permissions::from_mode(0o700)).unwrap();
    learner.run(["list"]).exits(0);
}

/// Row N11.
#[cfg(target_os = "linux")]
#[test]
fn folder_writable_by_others_is_refused() {
    let learner = Backpack::new();
    learner.run(["list"]).exits(0);
    assert_eq!(mode(&learner.data_dir()), 0o700);
    fs::set_permissions(learner.data_dir(), fs::Permissions::from_mode(0o777)).unwrap();
    let told = learner.run(["list"]).exits(4);
    assert!(told.stderr.contains("[STORE_PERMISSION]"), "{}", told.stderr);
    assert!(told.stderr.contains("Next: Make sure that the folder belongs only to you"), "{}", told.stderr);
    assert_eq!(mode(&learner.data_dir()), 0o777, "nobody's folder is changed behind their back");
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// Rows N13 and N15.
#[test]
fn newer_backpack_is_not_changed() {
    let learner = Backpack::new();
    learner.run(["list"]).exits(0);
    let file = learner.data_dir().join("FORMAT");
    let format = fs::read_to_string(&file).unwrap();
    let said = format.split_once("sha256: ").unwrap().0.replace("format: 1", "format: 999");
    let newer = format!("{said}sha256: {}\n", HEXLOWER.encode(&Sha256::digest(&said)));
    fs::write(&file, &newer).unwrap();
    let told = learner.run(["list", "--json"]).exits(4).json();
    assert_eq!(told["error"]["code"], "STORE_NEWER", "{told:#}");
    assert_eq!(fs::read_to_string(&file).unwrap(), newer);
}

#[test]
fn wrong_passphrase_opens_and_changes_nothing() {
    let learner = Backpack::new();
    learner.run(["list"]).exits(0);
    learner.write("passphrase", "another\n");
    let told = learner.run(["list", "--json"]).exits(4).json();
    assert_eq!(told["error"]["code"], "KEY_MISMATCH", "{told:#}");
    learner.write("passphrase", Backpack::PASSPHRASE);
    learner.run(["list"]).exits(0);
}

#[test]
fn missing_inputs_are_named_and_usage_errors_exit_with_two() {
    let learner = Backpack::new();
    for (arguments, code) in [
        (&["show", "ffff"][..], "NOT_FOUND"),
        (&["collection", "show", "Work"], "NOT_FOUND"),
        (&["identity", "add", "nonsense"], "INPUT_INVALID"),
        (&["identity", "remove", "ada@learner.example"], "NOT_FOUND"),
        (&["collection", "new", " "], "INPUT_INVALID"),
        (&["verify", "--at", "yesterday", "passphrase"], "INPUT_INVALID"),
    ] {
        let told = learner.run([arguments, &["--json"]].concat()).exits(2).json();
        assert_eq!(told["error"]["code"], code, "{arguments:?}: {told:#}");
    }
    learner.run(["collection", "new", "Work"]).exits(0);
    let told = learner.run(["export", "Work", "-o", "work.badgebundle", "--json"]).exits(2).json();
    assert_eq!(told["error"]["code"], "COLLECTION_EMPTY");
    assert!(!learner.path("work.badgebundle").exists());
}
