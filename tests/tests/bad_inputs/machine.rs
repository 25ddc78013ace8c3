//! Section N: failing disks, unsafe folders, newer versions and wrong passphrases.
//!
//! Crashes and write errors are tested in `tests/durability` and in `badge-store`.

use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::Path,
};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use whole_system::{Award, Backpack, Issuer, Kind};

/// Row N07: the program reports a failed sync of the index, and stores the badge.
#[test]
fn failing_index_is_reported_and_badge_is_stored() {
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    learner.run(["list"]).exits(0);
    // A file of the index that cannot be opened, and therefore not synced.
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

/// Row N11: a folder that the user may not read. As root, the program runs as another user.
#[cfg(target_os = "linux")]
#[test]
fn unreadable_folder_is_named() {
    const NOBODY_UID: u32 = 65_534;
    let learner = Backpack::new();
    let learner = if learner.is_root() { learner.as_user(NOBODY_UID) } else { learner };
    learner.run(["list"]).exits(0);
    fs::set_permissions(learner.data_dir(), fs::Permissions::from_mode(0o000)).unwrap();
    let line = learner.run(["list", "--json"]).exits(4).json();
    let error = &line["error"];
    assert_eq!(error["code"], "STORE_IO", "{line:#}");
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
    let run = learner.run(["list"]).exits(4);
    assert!(run.stderr.contains("[STORE_PERMISSION]"), "{}", run.stderr);
    assert!(run.stderr.contains("Next: Make sure that the folder belongs only to you"), "{}", run.stderr);
    assert_eq!(mode(&learner.data_dir()), 0o777, "the permissions are unchanged");
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
    let content = format.split_once("sha256: ").unwrap().0.replace("format: 1", "format: 999");
    let newer = format!("{content}sha256: {}\n", HEXLOWER.encode(&Sha256::digest(&content)));
    fs::write(&file, &newer).unwrap();
    let line = learner.run(["list", "--json"]).exits(4).json();
    assert_eq!(line["error"]["code"], "STORE_NEWER", "{line:#}");
    assert_eq!(fs::read_to_string(&file).unwrap(), newer);
}

#[test]
fn wrong_passphrase_opens_and_changes_nothing() {
    let learner = Backpack::new();
    learner.run(["list"]).exits(0);
    learner.write("passphrase", "another\n");
    let line = learner.run(["list", "--json"]).exits(4).json();
    assert_eq!(line["error"]["code"], "KEY_MISMATCH", "{line:#}");
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
        let line = learner.run([arguments, &["--json"]].concat()).exits(2).json();
        assert_eq!(line["error"]["code"], code, "{arguments:?}: {line:#}");
    }
    learner.run(["collection", "new", "Work"]).exits(0);
    let line = learner.run(["export", "Work", "-o", "work.badgebundle", "--json"]).exits(2).json();
    assert_eq!(line["error"]["code"], "COLLECTION_EMPTY");
    assert!(!learner.path("work.badgebundle").exists());
}
