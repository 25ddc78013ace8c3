//! Checks that the files of the packages exist and use the same names and file types. `tests/packaging.sh`
//! checks them with the platform's own tools.
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

fn shell(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../src-tauri").join(path)
}

fn text(path: &str) -> String {
    fs::read_to_string(shell(path)).unwrap()
}

fn config() -> Value {
    serde_json::from_str(&text("tauri.conf.json")).unwrap()
}

/// Returns the overrides for Linux, where the product name is a file name without spaces.
fn on_linux() -> Value {
    serde_json::from_str(&text("tauri.linux.conf.json")).unwrap()
}

#[test]
fn every_packaged_file_exists() {
    let (config, on_linux) = (config(), on_linux());
    let debian = &on_linux["bundle"]["linux"]["deb"];
    let files: BTreeMap<String, String> = serde_json::from_value(debian["files"].clone()).unwrap();
    let icons: Vec<String> = serde_json::from_value(config["bundle"]["icon"].clone()).unwrap();
    let template = debian["desktopTemplate"].as_str().unwrap().to_owned();
    for source in files.values().chain(&icons).chain([&template]) {
        assert!(shell(source).is_file(), "{source}");
    }
    for target in files.keys() {
        assert!(target.starts_with("/usr/share/"), "{target}");
    }
}

#[test]
fn bundle_file_type_is_the_same_on_every_platform() {
    let media = badge_bundle::MEDIA_TYPE;
    let association = &config()["bundle"]["fileAssociations"][0];
    assert_eq!(association["mimeType"], media);
    assert_eq!(association["ext"], serde_json::json!(["badgebundle"]));
    let file_type = text("linux/badge-backpack-mime.xml");
    assert!(file_type.contains(&format!("<mime-type type=\"{media}\">")));
    assert!(file_type.contains(&format!("value=\"mimetype{media}\" offset=\"30\"")));
    assert!(file_type.contains("<glob pattern=\"*.badgebundle\"/>"));
    assert_eq!(opened_types().first().map(String::as_str), Some(media));
    assert!(
        text("linux/org.badgebackpack.desktop.metainfo.xml")
            .contains(&format!("<mediatype>{media}</mediatype>"))
    );
    let icon = format!("/usr/share/icons/hicolor/scalable/mimetypes/{}.svg", media.replace('/', "-"));
    assert!(on_linux()["bundle"]["linux"]["deb"]["files"].get(&icon).is_some(), "{icon}");
}

/// JSON-LD has a registered media type (W3C JSON-LD 1.1, appendix C), so the package defines none.
#[test]
fn json_ld_badges_open_with_the_program() {
    let association = &config()["bundle"]["fileAssociations"][1];
    assert_eq!(association["ext"], serde_json::json!(["jsonld"]));
    let media = association["mimeType"].as_str().unwrap().to_owned();
    assert!(opened_types().contains(&media));
    assert!(
        text("linux/org.badgebackpack.desktop.metainfo.xml")
            .contains(&format!("<mediatype>{media}</mediatype>"))
    );
}

#[test]
fn url_schemes_are_the_same_on_every_platform() {
    let schemes = backpack::links::SCHEMES;
    assert_eq!(config()["plugins"]["deep-link"]["desktop"]["schemes"], serde_json::json!(schemes));
    let handled: Vec<String> = opened_types()
        .iter()
        .filter_map(|kind| kind.strip_prefix("x-scheme-handler/"))
        .map(str::to_owned)
        .collect();
    assert_eq!(handled, schemes);
}

/// Returns the media types in the desktop entry.
fn opened_types() -> Vec<String> {
    let entry = text("linux/badge-backpack.desktop");
    let line = entry.lines().find_map(|line| line.strip_prefix("MimeType=")).unwrap().to_owned();
    line.split_terminator(';').map(str::to_owned).collect()
}

#[test]
fn package_and_program_have_the_same_name() {
    let config = config();
    let identifier = config["identifier"].as_str().unwrap();
    let description = text(&format!("linux/{identifier}.metainfo.xml"));
    assert!(description.contains(&format!("<id>{identifier}</id>")));
    // The desktop entry is installed under the product's name.
    let file = on_linux()["productName"].as_str().unwrap().to_owned();
    assert!(description.contains(&format!("<launchable type=\"desktop-id\">{file}.desktop</launchable>")));
    let name = config["productName"].as_str().unwrap();
    assert!(description.contains(&format!("<name>{name}</name>")));
    let entry = text("linux/badge-backpack.desktop");
    assert!(entry.contains(&format!("\nName={name}\n")));
    assert!(entry.contains("\nExec={{exec}} %U\n"), "the program receives the opened file");
}
