//! Rows of the catalogue of bad inputs through the built program: each is told by its code, in a sentence, in time, and
//! nothing of it is kept.
#![allow(clippy::unwrap_used)]

use std::{
    fs::{self, File},
    os::unix::{fs::PermissionsExt, net::UnixListener},
    path::Path,
    time::Duration,
};

use data_encoding::HEXLOWER;
use serde_json::Value;
use sha2::{Digest, Sha256};
use whole_system::{Award, Backpack, Issuer, Kind, picture};

/// Far more than any of these takes, and far less than for ever.
const HANG: Duration = Duration::from_secs(10);

/// A PNG with these chunks between its header and the rest.
fn png_with(chunks: &[u8]) -> Vec<u8> {
    const SIGNATURE_AND_HEADER: usize = 8 + 25;
    let mut png = picture::png(32, 1);
    png.splice(SIGNATURE_AND_HEADER..SIGNATURE_AND_HEADER, chunks.iter().copied());
    png
}

fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(kind);
    crc.update(content);
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [&length[..], kind, content, &crc.sum().to_be_bytes()].concat()
}

/// An `iTXt` chunk under the keyword of Open Badges 3.0.
fn itxt(text: &[u8]) -> Vec<u8> {
    chunk(b"iTXt", &[b"openbadgecredential\0\0\0\0\0".as_slice(), text].concat())
}

fn svg(before: &str, inside: &str) -> Vec<u8> {
    format!(r#"{before}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inside}</svg>"#).into()
}

/// Row, file name, content, code.
fn files() -> Vec<(&'static str, &'static str, Vec<u8>, &'static str)> {
    let text = |text: &str| text.as_bytes().to_vec();
    let broken_crc = {
        let mut png = png_with(&itxt(b"{}"));
        let at = png.windows(4).position(|bytes| bytes == b"IDAT").unwrap() - 5;
        png[at] ^= 1;
        png
    };
    let huge_header = {
        let mut header = vec![0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff];
        header.extend([1, 0, 0, 0, 0]);
        [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &header), chunk(b"IEND", b"")].concat()
    };
    let entities = r#"<!DOCTYPE svg [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>"#;
    let secret = r#"<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>"#;
    let gzip = b"\x1f\x8b\x08\0\0\0\0\0\0\x03".to_vec();
    vec![
        ("A01", "empty.png", Vec::new(), "IMPORT_EMPTY"),
        ("A03", "notes.png", text("Buy milk."), "IMPORT_UNRECOGNISED"),
        ("B01", "cut.png", picture::png(32, 1)[..8].to_vec(), "PNG_MALFORMED"),
        ("B01", "cut.png", picture::png(32, 1)[..60].to_vec(), "PNG_MALFORMED"),
        ("B03", "huge.png", huge_header, "PNG_DIMENSIONS"),
        ("B07", "many.png", png_with(&chunk(b"tEXt", b"a\0b").repeat(5_000)), "PNG_LIMIT"),
        ("B08", "two.png", png_with(&[itxt(b"{}"), itxt(b"[]")].concat()), "PNG_MULTIPLE_BADGES"),
        ("B10", "crc.png", broken_crc, "PNG_CRC"),
        ("B11", "utf8.png", png_with(&itxt(&[0xc3, 0x28])), "TEXT_ENCODING"),
        ("B13", "plain.png", picture::png(32, 1), "PNG_NO_BADGE"),
        ("B16", "scheme.png", png_with(&chunk(b"tEXt", b"openbadges\0file:///etc/passwd")), "NET_SCHEME"),
        ("C01", "laughs.svg", svg(entities, "&c;"), "SVG_DTD"),
        ("C02", "secret.svg", svg(secret, "&x;"), "SVG_DTD"),
        ("C06", "gzip.svgz", gzip, "IMPORT_UNRECOGNISED"),
        ("C10", "plain.svg", picture::svg(1), "SVG_NO_BADGE"),
        ("D01", "cut.json", text("{\"id\":"), "JSON_SYNTAX"),
        ("D02", "data.json", text("{\"a\":[1,2]}"), "JSON_NOT_A_BADGE"),
        ("D03", "deep.json", text(&"[".repeat(100_000)), "JSON_DEPTH"),
        (
            "D04",
            "twice.json",
            text("{\"issuer\":\"did:key:A\",\"issuer\":\"https://a.example\"}"),
            "JSON_DUP_KEY",
        ),
        ("D06", "number.json", text("{\"a\":1e400}"), "JSON_NUMBER"),
        ("D07", "surrogate.json", text("{\"a\":\"\\ud800\"}"), "TEXT_ENCODING"),
        ("D08", "long.json", text(&format!("{{\"a\":\"{}\"}}", "x".repeat(3 << 20))), "JSON_LIMIT"),
        ("D09", "string.json", text("\"a badge\""), "JSON_NOT_A_BADGE"),
        ("D09", "null.json", text("null"), "JSON_NOT_A_BADGE"),
        ("E01", "none.jwt", text("eyJhbGciOiJub25lIn0.e30"), "JWT_ALG_FORBIDDEN"),
        ("E19", "four.jwt", text("eyJhbGciOiJFZERTQSJ9.e30.AA.AA"), "JWT_FORMAT"),
    ]
}

/// Everything that an error line promises.
fn assert_told(row: &str, line: &Value, code: &str) {
    let fields: Vec<&str> = line.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(fields, ["source", "error"], "{row}: {line:#}");
    let fields: Vec<&str> = line["error"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(fields, ["code", "message", "found", "next_step"], "{row}");
    assert_eq!(line["error"]["code"], code, "{row}: {line:#}");
    let message = line["error"]["message"].as_str().unwrap();
    assert!(message.ends_with(['.', '?']) && message.starts_with(char::is_uppercase), "{row}: {message}");
    assert!(!message.contains(code) && !message.contains("{ "), "{row}: {message}");
}

#[test]
fn files_that_are_no_badges_are_told_so_and_nothing_is_kept() {
    let issuer = Issuer::default();
    let learner = Backpack::reaching(&issuer);
    let badge = issuer.issue(Kind::RdfcDidKey, &Award::of("Robotics"));
    learner.write("badge.json", &badge.text);
    learner.run(["import", "--yes", "badge.json"]).exits(0);
    let before = learner.originals();
    let handed_over = learner.path("handed-over");
    fs::create_dir(&handed_over).unwrap();
    for (row, name, content, code) in files() {
        learner.write(name, content);
        let checked = learner.run(["verify", "--json", name]).exits(3);
        assert!(checked.took < HANG, "{row}: {:?}", checked.took);
        assert_told(row, &checked.json(), code);
        fs::rename(learner.path(name), handed_over.join(format!("{row}-{name}"))).unwrap();
    }
    // All at once, as a folder: none spoils the others, and none is kept.
    let lines = learner.run(["import", "--yes", "--json", "handed-over"]).exits(3).lines();
    assert!(lines.iter().all(|line| line["error"].is_object()), "{lines:#?}");
    assert_eq!(learner.originals(), before);
    assert_eq!(learner.run(["list", "--json"]).exits(0).lines().len(), 1);
}

#[test]
fn every_refusal_says_what_to_do_next() {
    let nobody = Backpack::new();
    // What was only a picture too large to draw leaves nothing to be done.
    for (row, name, content, code) in files().into_iter().filter(|(.., code)| *code != "PNG_DIMENSIONS") {
        nobody.write(name, content);
        let told = nobody.run(["verify", name]).exits(3);
        assert_eq!(told.stdout, "", "{row}");
        assert!(told.stderr.contains(&format!("[{code}]")), "{row}: {}", told.stderr);
        assert!(told.stderr.contains("Next: "), "{row}: {}", told.stderr);
    }
}

#[test]
fn places_that_are_no_files_are_refused_at_once() {
    let nobody = Backpack::new();
    // A02: a file far larger than the machine's memory is judged by its size.
    File::create(nobody.path("sparse.json")).unwrap().set_len(4 << 30).unwrap();
    let _socket = UnixListener::bind(nobody.path("socket")).unwrap();
    let fifo = std::process::Command::new("mkfifo").arg(nobody.path("pipe")).status().unwrap();
    assert!(fifo.success());
    fs::create_dir(nobody.path("folder")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", nobody.path("folder/badge.png")).unwrap();
    for (row, input, code) in [
        ("A02", "sparse.json", "IMPORT_TOO_LARGE"),
        ("A05", "pipe", "IMPORT_NOT_A_FILE"),
        ("A05", "socket", "IMPORT_NOT_A_FILE"),
        ("A05", "/dev/zero", "IMPORT_NOT_A_FILE"),
        ("A06", "folder", "IMPORT_SYMLINK"),
        ("missing", "missing.json", "IMPORT_UNREADABLE"),
        ("B16", "http://127.0.0.1:631/", "NET_BLOCKED_ADDRESS"),
    ] {
        let told = nobody.run(["verify", "--json", input]).exits(3);
        assert!(told.took < HANG, "{row}: {:?}", told.took);
        assert_told(row, &told.json(), code);
        assert!(!told.stdout.contains("root:"), "{row}");
    }
    assert!(!nobody.data_dir().exists());
}

/// Rows A03 and A04.
#[test]
fn content_counts_and_not_the_name() {
    let issuer = Issuer::default();
    let learner = Backpack::reaching(&issuer);
    let notes = |line: &Value| -> Vec<String> {
        line["notes"].as_array().unwrap().iter().map(|note| note["code"].as_str().unwrap().into()).collect()
    };
    let badge = issuer.issue(Kind::RdfcDidKey, &Award::of("Robotics"));
    let jwt = issuer.issue(Kind::JwtEdDsa, &Award::of("Robotics"));
    for (name, content) in [
        ("badge.json", badge.png()),
        ("badge.png", badge.text.clone().into_bytes()),
        ("badge.svg", jwt.text.into_bytes()),
    ] {
        learner.write(name, content);
        let line = learner.run(["verify", "--json", name]).exits(0).json();
        assert!(notes(&line).contains(&"TYPE_NAME_MISMATCH".into()), "{name}: {line:#}");
    }
    let polyglot = [badge.png(), b"<script>alert(1)</script>".to_vec()].concat();
    learner.write("polyglot.png", &polyglot);
    let line = learner.run(["import", "--yes", "--json", "polyglot.png"]).exits(0).json();
    assert!(notes(&line).contains(&"PNG_TRAILING_DATA".into()), "{line:#}");
    assert_eq!(line["verdict"], "verified");
}

/// Row N11.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_others_may_write_to_is_not_opened() {
    let learner = Backpack::new();
    learner.run(["list"]).exits(0);
    assert_eq!(mode(&learner.data_dir()), 0o700);
    fs::set_permissions(learner.data_dir(), fs::Permissions::from_mode(0o777)).unwrap();
    let told = learner.run(["list"]).exits(4);
    assert!(told.stderr.contains("[STORE_PERMISSION]"), "{}", told.stderr);
    assert!(told.stderr.contains("Next: Make the folder yours alone"), "{}", told.stderr);
    assert_eq!(mode(&learner.data_dir()), 0o777, "nobody's folder is changed behind their back");
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// Row N13.
#[test]
fn a_newer_backpack_is_left_alone() {
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
fn a_wrong_passphrase_opens_nothing_and_changes_nothing() {
    let learner = Backpack::new();
    learner.run(["list"]).exits(0);
    learner.write("passphrase", "another\n");
    let told = learner.run(["list", "--json"]).exits(4).json();
    assert_eq!(told["error"]["code"], "KEY_MISMATCH", "{told:#}");
    learner.write("passphrase", Backpack::PASSPHRASE);
    learner.run(["list"]).exits(0);
}

#[test]
fn what_is_not_there_is_named_and_usage_is_two() {
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
