//! Sections A to D: files without a badge, and files whose badge gets a note. For pictures with a badge see
//! [`pictures`](crate::bad_inputs::pictures).

use std::{
    fs::{self, File},
    os::unix::net::UnixListener,
};

use serde_json::{Value, json};
use whole_system::{Award, Backpack, Issuer, Kind, picture};

use crate::bad_inputs::{assert_error, notes};

/// Returns a PNG with these chunks after its header.
pub(crate) fn png_with(chunks: &[u8]) -> Vec<u8> {
    const SIGNATURE_AND_HEADER: usize = 8 + 25;
    let mut png = picture::png(32, 1);
    png.splice(SIGNATURE_AND_HEADER..SIGNATURE_AND_HEADER, chunks.iter().copied());
    png
}

pub(crate) fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(kind);
    crc.update(content);
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [&length[..], kind, content, &crc.sum().to_be_bytes()].concat()
}

/// Returns a PNG without pixels whose header states a square of this side, this depth and colour type.
pub(crate) fn png_with_header(side: u32, [depth, color]: [u8; 2], chunks: &[u8]) -> Vec<u8> {
    let side = side.to_be_bytes();
    let header = [&side[..], &side, &[depth, color, 0, 0, 0]].concat();
    [b"\x89PNG\r\n\x1a\n", &chunk(b"IHDR", &header)[..], chunks, &chunk(b"IEND", b"")].concat()
}

/// Returns an `iTXt` chunk with the keyword of Open Badges 3.0.
pub(crate) fn itxt(text: &[u8]) -> Vec<u8> {
    chunk(b"iTXt", &[b"openbadgecredential\0\0\0\0\0".as_slice(), text].concat())
}

pub(crate) fn svg(before: &str, inside: &str) -> Vec<u8> {
    format!(r#"{before}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inside}</svg>"#).into()
}

/// Returns rows of row id, file name, content and code.
fn files() -> Vec<(&'static str, &'static str, Vec<u8>, &'static str)> {
    let text = |text: &str| text.as_bytes().to_vec();
    let broken_crc = {
        let mut png = png_with(&itxt(b"{}"));
        let last_crc_byte = png.windows(4).position(|bytes| bytes == b"IDAT").unwrap() - 5;
        png[last_crc_byte] ^= 1;
        png
    };
    // A chunk whose content has ten bytes.
    let with_length = |length: u32| png_with(&[&length.to_be_bytes()[..], b"iTXt", b"ten bytes."].concat());
    let keyword = |keyword: &[u8]| png_with(&chunk(b"iTXt", &[keyword, b"\0\0\0\0\0{}"].concat()));
    let before_header = {
        let png = picture::png(32, 1);
        [&png[..8], &itxt(b"{}"), &png[8..]].concat()
    };
    let after_end = [picture::png(32, 1), itxt(b"{}")].concat();
    let address = |address: &str| png_with(&chunk(b"tEXt", &[b"openbadges\0", address.as_bytes()].concat()));
    let entities = r#"<!DOCTYPE svg [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>"#;
    let secret = r#"<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>"#;
    let many_keys: Vec<String> = (0..150_000).map(|n| format!("\"{n}\":0")).collect();
    let many_keys = format!("{{{}}}", many_keys.join(","));
    let gzip = b"\x1f\x8b\x08\0\0\0\0\0\0\x03".to_vec();
    vec![
        ("A01", "empty.png", Vec::new(), "IMPORT_EMPTY"),
        ("A03", "notes.png", text("Buy milk."), "IMPORT_UNRECOGNISED"),
        ("B01", "cut.png", picture::png(32, 1)[..8].to_vec(), "PNG_MALFORMED"),
        ("B01", "cut.png", picture::png(32, 1)[..60].to_vec(), "PNG_MALFORMED"),
        ("B01", "cut.png", picture::png(32, 1)[..20].to_vec(), "PNG_MALFORMED"),
        ("B02", "length.png", with_length(u32::MAX), "PNG_MALFORMED"),
        ("B02", "length.png", with_length(0x7fff_ffff), "PNG_MALFORMED"),
        ("B03", "huge.png", png_with_header(i32::MAX.unsigned_abs(), [1, 0], &[]), "PNG_DIMENSIONS"),
        ("B07", "many.png", png_with(&itxt(&[b'x'; 20]).repeat(100_000)), "PNG_LIMIT"),
        ("B08", "two.png", png_with(&[itxt(b"{}"), itxt(b"[]")].concat()), "PNG_MULTIPLE_BADGES"),
        ("B10", "crc.png", broken_crc, "PNG_CRC"),
        ("B11", "utf8.png", png_with(&itxt(&[0xc3, 0x28])), "TEXT_ENCODING"),
        ("B11", "utf16.png", png_with(&itxt(&[0xff, 0xfe, b'{', 0, b'}', 0])), "TEXT_ENCODING"),
        ("B11", "nul.png", png_with(&itxt(b"{\0}")), "TEXT_ENCODING"),
        ("B12", "case.png", keyword(b"OpenBadgeCredential"), "PNG_NO_BADGE"),
        ("B12", "space.png", keyword(b" openbadgecredential"), "PNG_NO_BADGE"),
        ("B12", "long.png", keyword(&[b'k'; 80]), "PNG_NO_BADGE"),
        ("B13", "plain.png", picture::png(32, 1), "PNG_NO_BADGE"),
        ("B15", "after.png", after_end, "PNG_NO_BADGE"),
        ("B15", "before.png", before_header, "PNG_NO_BADGE"),
        ("B16", "file.png", address("file:///etc/passwd"), "NET_SCHEME"),
        ("B16", "script.png", address("javascript:alert(1)"), "NET_SCHEME"),
        ("C01", "laughs.svg", svg(entities, "&c;"), "SVG_DTD"),
        ("C02", "secret.svg", svg(secret, "&x;"), "SVG_DTD"),
        ("C06", "gzip.svgz", gzip, "IMPORT_UNRECOGNISED"),
        ("C10", "plain.svg", picture::svg(1), "SVG_NO_BADGE"),
        (
            "C10",
            "other.svg",
            svg("", r#"<credential xmlns="https://evil.example/">{}</credential>"#),
            "SVG_NO_BADGE",
        ),
        (
            "C10",
            "bound.svg",
            svg(
                "",
                r#"<openbadges:credential xmlns:openbadges="https://evil.example/">{}</openbadges:credential>"#,
            ),
            "SVG_NO_BADGE",
        ),
        ("D01", "cut.json", text("{\"id\":"), "JSON_SYNTAX"),
        ("D02", "data.json", text("{\"a\":[1,2]}"), "JSON_NOT_A_BADGE"),
        ("D03", "deep.json", text(&"[".repeat(100_000)), "JSON_DEPTH"),
        ("D03", "deep.json", text(&"{\"a\":".repeat(100_000)), "JSON_DEPTH"),
        (
            "D04",
            "twice.json",
            text("{\"issuer\":\"did:key:A\",\"issuer\":\"https://a.example\"}"),
            "JSON_DUP_KEY",
        ),
        ("D06", "number.json", text("{\"a\":1e400}"), "JSON_NUMBER"),
        ("D06", "precise.json", text("{\"a\":1.0000000000000000001}"), "JSON_NUMBER"),
        ("D06", "large.json", text("{\"a\":9007199254740993}"), "JSON_NUMBER"),
        ("D06", "long.json", text("{\"a\":123456789012345678901234567890}"), "JSON_NUMBER"),
        ("D07", "overlong.json", b"{\"a\":\"\xc0\xaf\"}".to_vec(), "TEXT_ENCODING"),
        ("D07", "nul.json", text("{\"a\":\"\\u0000\"}"), "TEXT_ENCODING"),
        ("D07", "surrogate.json", text("{\"a\":\"\\ud800\"}"), "TEXT_ENCODING"),
        ("D08", "long.json", text(&format!("{{\"a\":\"{}\"}}", "x".repeat(3 << 20))), "JSON_LIMIT"),
        ("D08", "keys.json", text(&many_keys), "JSON_LIMIT"),
        ("D08", "elements.json", text(&format!("{{\"a\":[{}1]}}", "1,".repeat(200_000))), "JSON_LIMIT"),
        ("D09", "string.json", text("\"a badge\""), "JSON_NOT_A_BADGE"),
        ("D09", "null.json", text("null"), "JSON_NOT_A_BADGE"),
        ("E01", "none.jwt", text("eyJhbGciOiJub25lIn0.e30"), "JWT_ALG_FORBIDDEN"),
        ("E19", "four.jwt", text("eyJhbGciOiJFZERTQSJ9.e30.AA.AA"), "JWT_FORMAT"),
    ]
}

#[test]
fn files_without_badges_are_reported_and_not_stored() {
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    let badge = issuer.issue(Kind::RdfcDidKey, &Award::of("Robotics"));
    learner.write("badge.json", &badge.text);
    learner.run(["import", "--yes", "badge.json"]).exits(0);
    let before = learner.originals();
    let folder = learner.path("folder");
    fs::create_dir(&folder).unwrap();
    for (row, name, content, code) in files() {
        learner.write(name, content);
        let checked = learner.run(["verify", "--json", name]).exits(3);
        assert_error(row, &checked.json(), code);
        fs::rename(learner.path(name), folder.join(format!("{row}-{name}"))).unwrap();
    }
    // An import of all files as one folder reports each file and stores none.
    let lines = learner.run(["import", "--yes", "--json", "folder"]).exits(3).lines();
    assert!(lines.iter().all(|line| line["error"].is_object()), "{lines:#?}");
    assert_eq!(learner.originals(), before);
    assert_eq!(learner.run(["list", "--json"]).exits(0).lines().len(), 1);
}

#[test]
fn every_rejection_has_a_next_step() {
    let person = Backpack::new();
    for (row, name, content, code) in files() {
        person.write(name, content);
        let run = person.run(["verify", name]).exits(3);
        assert_eq!(run.stdout, "", "{row}");
        assert!(run.stderr.contains(&format!("[{code}]")), "{row}: {}", run.stderr);
        assert!(run.stderr.contains("Next: "), "{row}: {}", run.stderr);
    }
}

#[test]
fn special_files_are_refused_without_waiting() {
    let person = Backpack::new();
    // A02: the program refuses a large file by its size, without reading it.
    File::create(person.path("sparse.json")).unwrap().set_len(4 << 30).unwrap();
    let _socket = UnixListener::bind(person.path("socket")).unwrap();
    let fifo = std::process::Command::new("mkfifo").arg(person.path("pipe")).status().unwrap();
    assert!(fifo.success());
    fs::create_dir(person.path("folder")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", person.path("folder/badge.png")).unwrap();
    for (row, input, code) in [
        ("A02", "sparse.json", "IMPORT_TOO_LARGE"),
        ("A05", "pipe", "IMPORT_NOT_A_FILE"),
        ("A05", "socket", "IMPORT_NOT_A_FILE"),
        ("A05", "/dev/zero", "IMPORT_NOT_A_FILE"),
        ("A06", "folder", "IMPORT_SYMLINK"),
        ("missing", "missing.json", "IMPORT_UNREADABLE"),
        ("B16", "http://127.0.0.1:631/", "NET_BLOCKED_ADDRESS"),
    ] {
        let run = person.run(["verify", "--json", input]).exits(3);
        assert_error(row, &run.json(), code);
        assert!(!run.stdout.contains("root:"), "{row}");
    }
    assert!(!person.data_dir().exists());
}

/// Rows A03 and A04.
#[test]
fn file_type_follows_content_not_name() {
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    let badge = issuer.issue(Kind::RdfcDidKey, &Award::of("Robotics"));
    let jwt = issuer.issue(Kind::JwtEdDsa, &Award::of("Robotics"));
    for (name, content) in [
        ("badge.json", badge.png()),
        ("badge.png", badge.text.clone().into_bytes()),
        ("badge.svg", jwt.text.into_bytes()),
    ] {
        learner.write(name, content);
        let line = learner.run(["verify", "--json", name]).exits(0).json();
        assert!(notes(&line).contains(&"TYPE_NAME_MISMATCH"), "{name}: {line:#}");
    }
    let polyglot = [badge.png(), b"<script>alert(1)</script>".to_vec()].concat();
    learner.write("polyglot.png", &polyglot);
    let line = learner.run(["import", "--yes", "--json", "polyglot.png"]).exits(0).json();
    assert!(notes(&line).contains(&"PNG_TRAILING_DATA"), "{line:#}");
    assert_eq!(line["verdict"], "verified");
}

/// Rows A08 and A09: copies of one badge are stored once, and another badge with the same id as a version.
#[test]
fn same_badge_is_stored_once_and_versions_side_by_side() {
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    let badge = issuer.issue(Kind::RdfcDidKey, &Award::of("Robotics"));
    let import = |name: &str, bytes: Vec<u8>| {
        learner.write(name, bytes);
        learner.run(["import", "--yes", "--json", name]).exits(0).json()["kept"].clone()
    };
    let first = import("badge.json", badge.text.clone().into_bytes());
    assert_eq!(first["outcome"], "added");
    for (name, bytes) in [
        ("badge.json", badge.text.clone().into_bytes()),
        ("badge.png", badge.png()),
        ("badge.svg", badge.svg()),
    ] {
        let again = import(name, bytes);
        assert_eq!((&again["outcome"], &again["code"]), (&json!("already-held"), &json!("ALREADY_HELD")));
        crate::bad_inputs::assert_is_sentence("A08", "ALREADY_HELD", &again["message"]);
        assert_eq!(again["badge_id"], first["badge_id"], "A08, {name}");
    }
    let id = first["badge_id"].as_str().unwrap();
    let shown = learner.run(["show", "--json", id]).exits(0).json();
    assert_eq!(shown["sources"].as_array().unwrap().len(), 3, "A08: {shown:#}");

    let older = Award { from: "2024-05-01T00:00:00Z".parse().unwrap(), ..Award::of("Robotics, first try") };
    let version = import("older.json", issuer.reissue(&badge, &older).text.into_bytes());
    assert_eq!(version["outcome"], "added");
    let cards = learner.run(["list", "--json"]).exits(0).lines();
    let superseded: Vec<(&str, bool)> = cards
        .iter()
        .map(|card| (card["name"].as_str().unwrap(), card["superseded"].as_bool().unwrap()))
        .collect();
    assert_eq!(
        superseded,
        [("Robotics, first try", true), ("Robotics", false)],
        "A09: the newer version is current"
    );
}

/// Row B16, for an https address: the program contacts no private network unless that is allowed.
#[test]
fn address_in_picture_cannot_reach_a_private_network() {
    let person = Backpack::new();
    person.write("address.png", png_with(&chunk(b"tEXt", b"openbadges\0https://127.0.0.1:631/")));
    let line = person.run(["verify", "--json", "address.png"]).exits(1).json();
    let copy = crate::bad_inputs::check(&line, "hosted.copy");
    assert_eq!((&copy["outcome"], &copy["code"]), (&json!("unknown"), &json!("NET_BLOCKED_ADDRESS")));
}

/// Row D09.
#[test]
fn list_of_credentials_yields_one_badge_each() {
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    let texts: Vec<String> = ["Robotics", "Welding", "Rhetoric"]
        .map(|name| issuer.issue(Kind::RdfcDidKey, &Award::of(name)).text)
        .to_vec();
    learner.write("list.json", format!("[{}]", texts.join(",")));
    let lines = learner.run(["import", "--yes", "--json", "list.json"]).exits(0).lines();
    let names: Vec<&str> = lines.iter().map(|line| line["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Robotics", "Welding", "Rhetoric"]);
    assert!(lines.iter().all(|line| line["verdict"] == "verified"), "{lines:#?}");
}

/// Rows D11 and D13: an issuer's text cannot change the text around it. Row D14: unknown members are stored.
#[test]
fn foreign_text_is_sanitised_for_display_and_stored_whole() {
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    let badge = issuer.issue(Kind::RdfcDidKey, &Award::of("Robotics"));
    let named = |name: &str| {
        let mut document: Value = serde_json::from_str(&badge.text).unwrap();
        document["name"] = json!(name);
        document["credentialSubject"]["achievement"]["name"] = json!(name);
        document["https://other.example/3.1/mentor"] = json!({"name": "Grace", "hours": 12});
        document.to_string()
    };
    const CONTROLS: [char; 12] = [
        '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2066}',
        '\u{2067}', '\u{2068}', '\u{2069}', '\u{061c}',
    ];
    for control in CONTROLS {
        let name = format!("Certified{control}tnuocca");
        learner.write("badge.json", named(&name));
        let run = learner.run(["verify", "--json", "badge.json"]).exits(1);
        assert!(!run.stdout.contains(control), "D11: JSON escapes the control: {:?}", run.stdout);
        let line = run.json();
        assert_eq!(line["name"], json!(name), "D11: the value is unchanged");
        assert!(notes(&line).contains(&"TEXT_BIDI"), "D11, {control:?}: {line:#}");
        let text = learner.run(["verify", "badge.json"]).exits(1).stdout;
        let mark = format!("⟦U+{:04X}⟧", u32::from(control));
        assert!(text.contains(&mark) && !text.contains(control), "D11: {text:?}");
    }
    for name in ["x".repeat(1_000_000), "\n".repeat(5_000), String::new(), "א".repeat(200)] {
        learner.write("badge.json", named(&name));
        let text = learner.run(["verify", "badge.json"]).exits(1).stdout;
        let longest = text.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(longest <= 400 && text.lines().count() < 100, "D13: {longest} characters in one line");
        let line = learner.run(["verify", "--json", "badge.json"]).exits(1).json();
        assert_eq!(line["name"].as_str().unwrap_or_default(), name, "D13: the value is complete");
    }
    let text = named("Robotics");
    learner.write("badge.json", &text);
    let line = learner.run(["import", "--yes", "--json", "badge.json"]).exits(1).json();
    let id = line["kept"]["badge_id"].as_str().unwrap();
    let source = learner.run(["show", "--source", id]).exits(1).stdout;
    assert_eq!(source.trim_end(), text, "D14: the source is identical");
}
