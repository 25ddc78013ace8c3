//! Sections B and C: pictures with a badge and hostile or unusual other content.

use std::io::Write;

use flate2::{Compression, write::ZlibEncoder};
use serde_json::{Value, json};
use whole_system::{Award, Backpack, IssuedBadge, Issuer, Kind, picture};

use crate::bad_inputs::{
    files::{chunk, itxt, png_with, png_with_header, svg},
    notes,
};

fn issue() -> (Issuer, Backpack, IssuedBadge) {
    let issuer = Issuer::default();
    let person = Backpack::with_access_to(&issuer);
    let badge = issuer.issue(Kind::RdfcDidKey, &Award::of("Robotics"));
    (issuer, person, badge)
}

#[track_caller]
fn assert_verified(person: &Backpack, row: &str, name: &str, bytes: impl AsRef<[u8]>) -> Value {
    person.write(name, bytes);
    let line = person.run(["verify", "--json", name]).json();
    assert_eq!(
        (&line["verdict"], &line["name"]),
        (&json!("verified"), &json!("Robotics")),
        "{row}: {line:#}"
    );
    line
}

/// Rows B04, B11, B14 and B17.
#[test]
fn png_badge_is_extracted_despite_other_chunks() {
    let (_issuer, person, badge) = issue();
    let marked = ["\u{feff}".as_bytes(), badge.text.as_bytes()].concat();
    let line = assert_verified(&person, "B11", "marked.png", png_with(&itxt(&marked)));
    assert!(notes(&line).contains(&"TEXT_BOM"), "B11: {line:#}");

    let text = itxt(badge.text.as_bytes());
    assert_verified(&person, "B04", "large.png", png_with_header(16_384, [16, 6], &text));

    let million_frames = chunk(b"acTL", &[1_000_000_u32.to_be_bytes(), 0_u32.to_be_bytes()].concat());
    let animated = [million_frames, text].concat();
    assert_verified(&person, "B14", "animated.png", png_with(&animated));

    // A credential in the picture of another badge: the report takes everything from the credential.
    let line = assert_verified(&person, "B17", "repainted.png", badge.baked_into(&picture::png(64, 9)));
    assert!(notes(&line).contains(&"IMAGE_NOT_SIGNED"), "B17: {line:#}");
}

/// Row B05: decompression stops at the limit.
#[test]
fn decompression_bomb_is_rejected() {
    let person = Backpack::new();
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    (0..64).for_each(|_| packed.write_all(&[b' '; 1 << 20]).unwrap());
    let packed = packed.finish().unwrap();
    let compressed = [b"openbadgecredential\0\x01\0\0\0".as_slice(), &packed].concat();
    person.write("bomb.png", png_with(&chunk(b"iTXt", &compressed)));
    let line = person.run(["verify", "--json", "bomb.png"]).exits(3).json();
    crate::bad_inputs::assert_error("B05", &line, "PNG_TEXT_BOMB");
}

/// Row B08: the order of two badges in a picture makes no difference.
#[test]
fn picture_with_two_badges_is_rejected() {
    let (issuer, person, badge) = issue();
    let forged = badge.text.replace("Robotics", "Rocketry");
    for (first, second) in [(&badge.text, &forged), (&forged, &badge.text)] {
        let both = [itxt(first.as_bytes()), itxt(second.as_bytes())].concat();
        person.write("two.png", png_with(&both));
        let line = person.run(["import", "--yes", "--json", "two.png"]).exits(3).json();
        crate::bad_inputs::assert_error("B08", &line, "PNG_MULTIPLE_BADGES");
        assert!(person.originals().is_empty(), "B08");
    }
    drop(issuer);
}

/// Rows C03, C04, C05 and C11.
#[test]
fn svg_yields_only_its_badge() {
    let (issuer, person, badge) = issue();
    let inside = |more: &str, content: &str| {
        let credential = format!(
            r#"<openbadges:credential xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">{content}</openbadges:credential>"#
        );
        svg("", &format!("{credential}{more}"))
    };
    let cdata = format!("<![CDATA[{}]]>", badge.text);
    for (row, more, note) in [
        ("C03", r#"<image href="/home/u/secret.png"/><image href="../../.ssh/x.png"/>"#, "SVG_EXTERNAL_REF"),
        ("C04", r#"<image href="http://evil.example/track.gif"/>"#, "SVG_EXTERNAL_REF"),
        ("C04", "<style>@import url(http://evil.example/s.css);</style>", "SVG_EXTERNAL_REF"),
        ("C05", "<script>alert(1)</script>", "SVG_ACTIVE_CONTENT"),
        ("C05", r#"<rect onload="alert(1)"/>"#, "SVG_ACTIVE_CONTENT"),
        (
            "C05",
            r#"<a href="javascript:alert(1)"><set attributeName="href" to="javascript:alert(1)"/></a>"#,
            "SVG_ACTIVE_CONTENT",
        ),
        (
            "C05",
            r#"<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" srcdoc="x"/></foreignObject>"#,
            "SVG_ACTIVE_CONTENT",
        ),
    ] {
        let line = assert_verified(&person, row, "badge.svg", inside(more, &cdata));
        assert!(notes(&line).contains(&note), "{row}, {more}: {line:#}");
    }
    assert!(issuer.server().requests().is_empty(), "a host was contacted");

    let thirds: Vec<&str> = {
        let (a, b) = (badge.text.len() / 3, badge.text.len() * 2 / 3);
        vec![&badge.text[..a], &badge.text[a..b], &badge.text[b..]]
    };
    let sections: String = thirds.iter().map(|third| format!("<![CDATA[{third}]]>")).collect();
    assert_verified(&person, "C11", "sections.svg", inside("", &sections));
    let escaped = badge.text.replace('&', "&amp;").replace('<', "&lt;");
    assert_verified(&person, "C11", "escaped.svg", inside("", &escaped));
}

/// Row C12.
#[test]
fn svg_in_another_encoding_is_read_correctly_or_reported() {
    let (_issuer, person, badge) = issue();
    let whole = String::from_utf8(badge.svg()).unwrap();
    let utf16: Vec<u8> =
        "\u{feff}".encode_utf16().chain(whole.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let utf7 = format!(r#"<?xml version="1.0" encoding="UTF-7"?>{whole}"#).into_bytes();
    let latin = format!(r#"<?xml version="1.0" encoding="ISO-8859-1"?>{whole}"#).into_bytes();
    for (encoding, bytes) in [("UTF-16", utf16), ("UTF-7", utf7), ("declared as ISO-8859-1", latin)] {
        person.write("encoded.svg", bytes);
        let run = person.run(["verify", "--json", "encoded.svg"]);
        let line = run.json();
        match run.status {
            0 => assert_eq!(line["name"], "Robotics", "C12, {encoding}: {line:#}"),
            3 => crate::bad_inputs::assert_error("C12", &line, "TEXT_ENCODING"),
            status => panic!("C12, {encoding}: exit code {status} {line:#}"),
        }
    }
}
