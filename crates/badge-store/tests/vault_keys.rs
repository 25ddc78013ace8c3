//! A vault opens only with its own key slots, and a key slot that fails never causes a new key.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use badge_store::{
    Store, StoreCode,
    vault::{UnlockWith, UnlockedVault, Vault, VaultError, VaultStatus},
};
use secrecy::{ExposeSecret, SecretString};

fn passphrase(text: &str) -> UnlockWith {
    UnlockWith::Passphrase(SecretString::from(text.to_owned()))
}

fn phrase(text: &str) -> UnlockWith {
    UnlockWith::RecoveryPhrase(SecretString::from(text.to_owned()))
}

fn words(unlocked: &UnlockedVault) -> String {
    unlocked.recovery_phrase().unwrap().unwrap().expose_secret().to_owned()
}

/// Returns a folder for a vault. Only the tests at the end of this file use a keyring.
fn folder() -> (tempfile::TempDir, PathBuf) {
    let temporary = tempfile::tempdir().unwrap();
    let dir = temporary.path().join("backpack");
    (temporary, dir)
}

fn code(result: Result<UnlockedVault, VaultError>) -> StoreCode {
    result.err().unwrap().code()
}

#[test]
fn passphrase_and_recovery_phrase_open_same_keys() {
    let (_temporary, dir) = folder();
    let created = Vault::open(&dir, &passphrase("correct horse")).unwrap();
    assert!(created.created() && created.should_offer_keyring());
    assert!(created.did().starts_with("did:key:z6Mk"));
    let words = words(&created);
    assert_eq!(words.split(' ').count(), 12);
    let (store, _) = Store::open(&dir, created.data_key()).unwrap();
    drop(store);
    let uppercase = format!("  {} ", words.to_uppercase().replace(' ', "\n"));
    for unlock in [passphrase("correct horse"), phrase(&words), phrase(&uppercase)] {
        let opened = Vault::open(&dir, &unlock).unwrap();
        assert!(!opened.created());
        assert_eq!(opened.did(), created.did());
        Store::open(&dir, opened.data_key()).unwrap();
    }
    assert_eq!(Vault::status(&dir).unwrap(), VaultStatus { exists: true, keyring: false, passphrase: true });
    assert_eq!(code(Vault::open(&dir, &UnlockWith::Automatic)), StoreCode::PassphraseNeeded);
}

#[test]
fn wrong_words_are_a_key_mismatch() {
    let (_temporary, dir) = folder();
    let created = Vault::open(&dir, &passphrase("correct horse")).unwrap();
    let before = fs::read(dir.join("vault.json")).unwrap();
    let other =
        "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
    for unlock in [passphrase("wrong"), passphrase(""), phrase(other), phrase("no such words"), phrase("")] {
        assert_eq!(code(Vault::open(&dir, &unlock)), StoreCode::KeyMismatch, "{unlock:?}");
    }
    assert_eq!(fs::read(dir.join("vault.json")).unwrap(), before);
    assert_eq!(Vault::open(&dir, &passphrase("correct horse")).unwrap().did(), created.did());
}

#[test]
fn recovery_phrase_is_readable_until_confirmed() {
    let (_temporary, dir) = folder();
    let mut created = Vault::open(&dir, &passphrase("correct horse")).unwrap();
    let words = words(&created);
    created.confirm_recovery_phrase().unwrap();
    assert!(created.recovery_phrase().unwrap().is_none());
    let mut opened = Vault::open(&dir, &phrase(&words)).unwrap();
    assert!(opened.recovery_phrase().unwrap().is_none());
    opened.set_passphrase(&SecretString::from("new".to_owned())).unwrap();
    assert_eq!(code(Vault::open(&dir, &passphrase("correct horse"))), StoreCode::KeyMismatch);
    assert_eq!(Vault::open(&dir, &passphrase("new")).unwrap().did(), opened.did());
}

#[test]
fn secrets_are_not_printed_or_stored_in_clear() {
    let (_temporary, dir) = folder();
    let created = Vault::open(&dir, &passphrase("correct horse")).unwrap();
    assert_eq!(
        format!("{:?} {:?}", passphrase("correct horse"), created.data_key()),
        "Passphrase(SecretBox<str>([REDACTED])) <redacted>"
    );
    let file = fs::read_to_string(dir.join("vault.json")).unwrap();
    let words = words(&created);
    let key = data_encoding::HEXLOWER.encode(created.signing_key().as_bytes());
    for secret in words.split(' ').take(3).map(|word| format!(" {word} ")).chain([key, created.did()]) {
        assert!(!file.contains(&secret));
    }
}

#[test]
fn damaged_vault_file_is_restored_from_copy() {
    let (_temporary, dir) = folder();
    let created = Vault::open(&dir, &passphrase("correct horse")).unwrap();
    let whole = fs::read(dir.join("vault.json")).unwrap();
    for name in ["vault.json", "vault.copy.json"] {
        let mut flipped = whole.clone();
        flipped[whole.len() / 2] ^= 4;
        for damage in [flipped, whole[..40].to_vec(), Vec::new()] {
            fs::write(dir.join(name), damage).unwrap();
            assert!(Vault::status(&dir).unwrap().exists);
            assert_eq!(fs::read(dir.join(name)).unwrap(), whole, "{name} is restored");
        }
        fs::remove_file(dir.join(name)).unwrap();
        assert_eq!(Vault::open(&dir, &passphrase("correct horse")).unwrap().did(), created.did());
    }
    fs::write(dir.join("vault.json"), b"{}").unwrap();
    fs::write(dir.join("vault.copy.json"), b"{}").unwrap();
    assert_eq!(code(Vault::open(&dir, &passphrase("correct horse"))), StoreCode::Damaged);
}

#[test]
fn store_without_vault_gets_no_new_key() {
    let (_temporary, dir) = folder();
    let created = Vault::open(&dir, &passphrase("correct horse")).unwrap();
    Store::open(&dir, created.data_key()).unwrap();
    fs::remove_file(dir.join("vault.json")).unwrap();
    fs::remove_file(dir.join("vault.copy.json")).unwrap();
    let error = Vault::open(&dir, &passphrase("correct horse")).err().unwrap();
    assert_eq!(error.code(), StoreCode::KeyUnavailable);
    assert_eq!(error.details()["reason"], "vault-file-missing");
    assert!(!dir.join("vault.json").exists());
}

#[test]
fn recovery_phrase_creates_no_backpack() {
    let (_temporary, dir) = folder();
    let words =
        "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
    assert_eq!(code(Vault::open(&dir, &phrase(words))), StoreCode::KeyUnavailable);
    assert_eq!(Vault::status(&dir).unwrap(), VaultStatus::default());
}

/// Runs [`keyring_test_step`] in its own process, through a script that provides a keyring or none.
fn run(script: &str, dir: &Path, step: &str) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/keyring").join(script);
    let output = Command::new("sh")
        .arg(script)
        .arg(std::env::current_exe().unwrap())
        .env("VAULT_TEST_DIR", dir)
        .env("VAULT_TEST_STEP", step)
        .output()
        .unwrap();
    let output_text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{output_text}\n{}", String::from_utf8_lossy(&output.stderr));
    let steps = output_text.lines().filter_map(|line| line.split_once("STEP ")).map(|(_, step)| step);
    steps.collect::<Vec<_>>().join("; ")
}

/// Makes the steps that [`run`] names. Without them this is not a test and does nothing.
#[test]
fn keyring_test_step() {
    let (Ok(dir), Ok(step)) = (std::env::var("VAULT_TEST_DIR"), std::env::var("VAULT_TEST_STEP")) else {
        return;
    };
    let dir = Path::new(&dir);
    let noted = dir.with_extension("phrase");
    for step in step.split(' ') {
        let unlock = match step {
            "phrase" | "rewrap" => phrase(&fs::read_to_string(&noted).unwrap()),
            _ => UnlockWith::Automatic,
        };
        match Vault::open(dir, &unlock) {
            Ok(mut opened) => {
                if let Some(words) = opened.recovery_phrase().unwrap() {
                    fs::write(&noted, words.expose_secret()).unwrap();
                }
                if step == "rewrap" {
                    opened.add_keyring_slot().unwrap();
                }
                let offered = opened.should_offer_keyring();
                println!(
                    "STEP {step}: created {}, keyring offered {offered}, {}",
                    opened.created(),
                    opened.did()
                );
            }
            Err(error) => {
                let reason = error.details().get("reason").cloned().unwrap_or_default();
                println!("STEP {step}: {} {reason}", error.code());
            }
        }
    }
}

#[test]
fn without_keyring_asks_for_passphrase_and_creates_nothing() {
    let (_temporary, dir) = folder();
    assert_eq!(run("without.sh", &dir, "open"), "open: PASSPHRASE_NEEDED no-keyring");
    assert!(!dir.join("vault.json").exists());
}

/// Rows O01 to O03, with gnome-keyring on its own session bus.
#[test]
fn keyring_unlocks_and_emptied_one_is_an_error() {
    let installed = |program: &str| {
        Command::new("sh").args(["-c", &format!("command -v {program}")]).output().unwrap().status.success()
    };
    if !["dbus-run-session", "gnome-keyring-daemon", "dbus-send"].into_iter().all(installed) {
        println!("SKIPPED: gnome-keyring is not installed");
        assert!(std::env::var_os("BADGE_KEYRING_REQUIRED").is_none(), "BADGE_KEYRING_REQUIRED is set");
        return;
    }
    let (_temporary, dir) = folder();
    let unlocked = run("with.sh", &dir, "first again");
    let did = unlocked.rsplit(' ').next().unwrap().to_owned();
    assert_eq!(
        unlocked,
        format!(
            "first: created true, keyring offered false, {did}; again: created false, keyring offered false, {did}"
        )
    );
    // An empty keyring: another session with another home folder.
    let emptied = run("with.sh", &dir, "emptied phrase rewrap again");
    assert_eq!(
        emptied,
        format!(
            "emptied: KEY_UNAVAILABLE keyring-emptied; phrase: created false, keyring offered true, {did}; \
             rewrap: created false, keyring offered false, {did}; again: created false, keyring offered false, {did}"
        )
    );
    // No keyring, but an existing backpack.
    let without_keyring = run("without.sh", &dir, "gone phrase");
    assert_eq!(
        without_keyring,
        format!("gone: KEY_UNAVAILABLE no-keyring; phrase: created false, keyring offered true, {did}")
    );
}
