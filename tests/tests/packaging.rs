//! What a package brings names the same program and the same file type everywhere, and everything that it names is there.
//! `tests/packaging.sh` lets the platform's own tools judge the files.
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

/// What is different on Linux: there the product's name becomes that of files, which have no spaces.
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
    for place in files.keys() {
        assert!(place.starts_with("/usr/share/"), "{place}");
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

/// JSON-LD has a type of its own (W3C JSON-LD 1.1, appendix C), so the package brings none.
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
    let called: Vec<String> = opened_types()
        .iter()
        .filter_map(|kind| kind.strip_prefix("x-scheme-handler/"))
        .map(str::to_owned)
        .collect();
    assert_eq!(called, schemes);
}

/// The types that the desktop entry says the program opens.
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
    assert!(entry.contains("\nExec={{exec}} %U\n"), "a file that is opened reaches the program");
}
