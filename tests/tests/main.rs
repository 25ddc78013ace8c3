//! Tests of the whole system: the built programs, real servers, independent software and the real window.
//!
//! `tests/all.sh` runs them in parts. `window` needs a display and a WebDriver (`tests/window/run.sh`);
//! everything else needs the programs that `tests/setup.sh` installs.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it fails")]

mod bad_inputs;
mod badge_kinds;
mod cancellation;
mod candidates;
mod consent;
mod dependencies;
mod http_client;
mod import;
mod json_contract;
mod links;
mod mail;
mod main_job;
mod modules;
mod offers;
mod packaging;
mod peers;
mod window;

/// Cargo does not compile a file that no module declares.
#[test]
fn every_test_file_is_a_module() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut folders = vec![folder.clone()];
    while let Some(folder) = folders.pop() {
        let root = ["main.rs", "mod.rs"].map(|name| folder.join(name)).into_iter().find(|file| file.exists());
        let declared = std::fs::read_to_string(root.unwrap()).unwrap();
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap();
            if path.is_dir() {
                assert!(declared.contains(&format!("mod {name};")), "{}", path.display());
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs")
                && !["main", "mod"].contains(&name)
            {
                assert!(declared.contains(&format!("mod {name};")), "{}", path.display());
            }
        }
    }
}
