//! Baking and unbaking: rows B (PNG) and C (SVG) of the catalogue of bad inputs, and properties of baking.

use std::io::Write;

use flate2::{Compression, write::ZlibEncoder};
use openbadges::{
    Code, Container, Credential, Format, ParsedBadge, ReadError,
    baking::{self, Standard, png, svg},
    read,
};
use proptest::prelude::*;

const CREDENTIAL: &str = r#"{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"type":["VerifiableCredential","OpenBadgeCredential"],"credentialSubject":{"type":"AchievementSubject","achievement":{"name":"Robots"}}}"#;

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut crc = crc32fast::Hasher::new();
    crc.update(kind);
    crc.update(data);
    [&(data.len() as u32).to_be_bytes()[..], kind, data, &crc.finalize().to_be_bytes()].concat()
}

fn header(width: u32, height: u32) -> Vec<u8> {
    chunk(b"IHDR", &[&width.to_be_bytes()[..], &height.to_be_bytes(), &[1, 0, 0, 0, 0]].concat())
}

/// Returns a PNG of the given chunks between a header and an end.
fn png_with(chunks: &[Vec<u8>]) -> Vec<u8> {
    [png::SIGNATURE, &header(8, 8), &chunks.concat(), &chunk(b"IDAT", b"pixels"), &chunk(b"IEND", b"")]
        .concat()
}

fn itxt(keyword: &str, text: &[u8]) -> Vec<u8> {
    chunk(b"iTXt", &[keyword.as_bytes(), &[0, 0, 0, 0, 0], text].concat())
}

fn itxt_compressed(keyword: &str, text: &[u8]) -> Vec<u8> {
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::best());
    zlib.write_all(text).unwrap();
    chunk(
        b"iTXt",
        &[keyword.as_bytes(), &[0, 1, 0], b"en\0", "überschrift\0".as_bytes(), &zlib.finish().unwrap()]
            .concat(),
    )
}

fn text_chunk(keyword: &str, text: &[u8]) -> Vec<u8> {
    chunk(b"tEXt", &[keyword.as_bytes(), &[0], text].concat())
}

fn svg_with(attributes: &str, content: &str) -> Vec<u8> {
    format!(r#"<svg xmlns="http://www.w3.org/2000/svg"{attributes}>{content}</svg>"#).into()
}

fn code(result: Result<ParsedBadge, ReadError>) -> Option<Code> {
    result.err().map(|error| error.code)
}

fn notes(bytes: &[u8]) -> Vec<Code> {
    read(bytes).unwrap().notes.iter().map(|note| note.code).collect()
}

#[test]
fn rejects_malformed_and_hostile_pngs() {
    let badge = itxt("openbadgecredential", CREDENTIAL.as_bytes());
    let valid = png_with(std::slice::from_ref(&badge));
    let head = |rest: &[u8]| [png::SIGNATURE, &header(8, 8), rest].concat();
    let long = "k".repeat(80);
    let rows: Vec<(&str, Vec<u8>, Code)> = vec![
        ("B01 signature only", png::SIGNATURE.to_vec(), Code::PngMalformed),
        ("B01 truncated in IHDR", valid[..20].to_vec(), Code::PngMalformed),
        ("B01 truncated in IDAT", valid[..valid.len() - 16].to_vec(), Code::PngMalformed),
        ("B02 chunk length 0xFFFFFFFF", head(&[0xff; 12]), Code::PngMalformed),
        (
            "B02 chunk length 0x7FFFFFFF",
            head(&[&[0x7f, 0xff, 0xff, 0xff][..], b"IDAT", &[0; 10]].concat()),
            Code::PngMalformed,
        ),
        (
            "B03 a side of 2147483647",
            [png::SIGNATURE, &header(i32::MAX as u32, i32::MAX as u32)].concat(),
            Code::PngDimensions,
        ),
        ("B03 no pixels", [png::SIGNATURE, &header(0, 8)].concat(), Code::PngMalformed),
        (
            "B05 a part of 1 GiB of spaces",
            png_with(&[itxt_compressed("openbadgecredential", &vec![b' '; (2 << 20) + 1])]),
            Code::PngTextBomb,
        ),
        (
            "B05 not compressed, too long",
            png_with(&[itxt("openbadges", &vec![b' '; (2 << 20) + 1])]),
            Code::PngTextBomb,
        ),
        ("B05 broken zlib", png_with(&[chunk(b"iTXt", b"openbadges\0\x01\0\0\0broken")]), Code::PngMalformed),
        ("B07 100,000 chunks", png_with(&vec![itxt("x", b"12345678901234567890"); 100_000]), Code::PngLimit),
        (
            "B08 genuine and forged",
            png_with(&[badge.clone(), itxt("openbadgecredential", br#"{"recipient":1,"badge":2}"#)]),
            Code::PngMultipleBadges,
        ),
        (
            "B08 forged and genuine",
            png_with(&[itxt("openbadges", br#"{"recipient":1,"badge":2}"#), badge.clone()]),
            Code::PngMultipleBadges,
        ),
        (
            "B10 wrong checksum",
            {
                let mut png = valid.clone();
                png[60] ^= 1;
                png
            },
            Code::PngCrc,
        ),
        ("B11 invalid UTF-8", png_with(&[itxt("openbadgecredential", b"{\xc3\x28}")]), Code::TextEncoding),
        ("B11 UTF-16", png_with(&[itxt("openbadgecredential", b"\xff\xfe{\0}\0")]), Code::TextEncoding),
        ("B11 NUL", png_with(&[itxt("openbadgecredential", b"{}\0")]), Code::TextEncoding),
        ("B12 case", png_with(&[itxt("OpenBadgeCredential", CREDENTIAL.as_bytes())]), Code::PngNoBadge),
        ("B12 space", png_with(&[itxt(" openbadgecredential", CREDENTIAL.as_bytes())]), Code::PngNoBadge),
        ("B12 80 bytes", png_with(&[itxt(&long, CREDENTIAL.as_bytes())]), Code::PngNoBadge),
        ("B13 no badge", png_with(&[]), Code::PngNoBadge),
        ("B15 behind IEND", [png_with(&[]), badge.clone()].concat(), Code::PngNoBadge),
        (
            "B15 before IHDR",
            [png::SIGNATURE, &badge, &header(8, 8), &chunk(b"IEND", b"")].concat(),
            Code::PngNoBadge,
        ),
        ("B15 no IHDR", [png::SIGNATURE, &badge, &chunk(b"IEND", b"")].concat(), Code::PngMalformed),
        ("B16 a local file", png_with(&[text_chunk("openbadges", b"file:///etc/passwd")]), Code::NetScheme),
        ("B16 a script", png_with(&[text_chunk("openbadges", b"javascript:alert(1)")]), Code::NetScheme),
        (
            "text is not a badge",
            png_with(&[text_chunk("openbadges", b"hello there")]),
            Code::ImportUnrecognised,
        ),
        ("JSON is not a badge", png_with(&[itxt("openbadges", b"[]")]), Code::JsonNotABadge),
        ("keyword without an end", png_with(&[chunk(b"iTXt", b"openbadges")]), Code::PngNoBadge),
        ("iTXt without its fields", png_with(&[chunk(b"iTXt", b"openbadges\0\0\0en")]), Code::PngMalformed),
    ];
    for (row, bytes, expected) in rows {
        assert_eq!(code(read(&bytes)), Some(expected), "{row}");
    }
}

#[test]
fn reads_badges_from_valid_pngs() {
    let badge = || itxt("openbadgecredential", CREDENTIAL.as_bytes());
    let mut frames = chunk(b"acTL", &[1_000_000_u32.to_be_bytes(), [0; 4]].concat());
    frames.extend(chunk(b"fdAT", b"frame"));
    let with_bom = ["\u{feff}", CREDENTIAL].concat();
    let large = [png::SIGNATURE, &header(16_384, 16_384), &badge(), &chunk(b"IEND", b"")].concat();
    let rows: Vec<(&str, Vec<u8>, Option<Code>)> = vec![
        ("uncompressed", png_with(&[badge()]), None),
        ("compressed", png_with(&[itxt_compressed("openbadgecredential", CREDENTIAL.as_bytes())]), None),
        ("tEXt with JSON", png_with(&[text_chunk("openbadges", CREDENTIAL.as_bytes())]), None),
        ("the same text twice", png_with(&[badge(), badge()]), None),
        (
            "A04 PNG and ZIP",
            [png_with(&[badge()]), b"PK\x03\x04".to_vec()].concat(),
            Some(Code::PngTrailingData),
        ),
        (
            "A04 PNG and HTML",
            [png_with(&[badge()]), b"<script>".to_vec()].concat(),
            Some(Code::PngTrailingData),
        ),
        ("B04 268 megapixels", large, Some(Code::PngDimensions)),
        (
            "B11 byte order mark",
            png_with(&[itxt("openbadgecredential", with_bom.as_bytes())]),
            Some(Code::TextBom),
        ),
        ("B14 a million frames", png_with(&[frames, badge()]), None),
        ("B17 other pixels", png_with(&[chunk(b"IDAT", b"repainted"), badge()]), None),
    ];
    for (row, bytes, note) in rows {
        let found = read(&bytes).unwrap_or_else(|error| panic!("{row}: {error}"));
        assert_eq!(found.credential.text(), CREDENTIAL, "{row}");
        assert_eq!((found.container, found.format), (Container::Png, Format::Ob3DataIntegrity), "{row}");
        assert_eq!(found.original, bytes, "{row}: the original is unchanged");
        let notes: Vec<Code> = found.notes.iter().map(|note| note.code).collect();
        assert_eq!(notes, note.into_iter().chain([Code::ImageNotSigned]).collect::<Vec<_>>(), "{row}");
    }
}

/// B08: both badges are returned.
#[test]
fn returns_every_badge_in_an_image() {
    let other = CREDENTIAL.replace("Robots", "Forged");
    let png = png_with(&[
        itxt("openbadgecredential", CREDENTIAL.as_bytes()),
        itxt("openbadgecredential", other.as_bytes()),
    ]);
    let element = |text: &str| {
        format!(
            r#"<ob:credential xmlns:ob="https://purl.imsglobal.org/ob/v3p0"><![CDATA[{text}]]></ob:credential>"#
        )
    };
    let svg = svg_with("", &(element(CREDENTIAL) + &element(&other)));
    for (bytes, code) in [(png, Code::PngMultipleBadges), (svg, Code::SvgMultipleBadges)] {
        let error = read(&bytes).unwrap_err();
        assert_eq!(error.code, code);
        let names: Vec<_> = error.choices.iter().map(|found| found.badge.name.as_deref()).collect();
        assert_eq!(names, [Some("Robots"), Some("Forged")]);
        assert!(error.choices.iter().all(|found| found.original == bytes));
    }
}

/// B16: an address becomes a reference. The network policy decides whether it is fetched.
#[test]
fn reads_the_address_from_an_old_png() {
    for address in ["https://example.org/assertion", "http://127.0.0.1:631/"] {
        let found = read(&png_with(&[text_chunk("openbadges", address.as_bytes())])).unwrap();
        assert_eq!(found.format, Format::Reference);
        assert_eq!(found.credential, Credential::Reference { url: address.into() });
        assert_eq!(found.document(), None);
    }
}

#[test]
fn rejects_malformed_and_hostile_svgs() {
    let lol: String = (1..10).map(|n| format!(r#"<!ENTITY l{n} "&l{};&l{};">"#, n - 1, n - 1)).collect();
    let v3 = r#"xmlns:ob="https://purl.imsglobal.org/ob/v3p0""#;
    let nested = "<g>".repeat(300) + &"</g>".repeat(300);
    let rows: Vec<(&str, Vec<u8>, Code)> = vec![
        (
            "C01 billion laughs",
            format!(r#"<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY l0 "lol">{lol}]><svg>&l9;</svg>"#)
                .into(),
            Code::SvgDtd,
        ),
        (
            "C02 external entity",
            br#"<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>"#.to_vec(),
            Code::SvgDtd,
        ),
        ("C06 svgz", b"\x1f\x8b\x08\0\0\0\0\0".to_vec(), Code::ImportUnrecognised),
        (
            "C10 correct element, other namespace",
            svg_with(
                r#" xmlns:openbadges="http://example.org""#,
                "<openbadges:assertion>{}</openbadges:assertion>",
            ),
            Code::SvgNoBadge,
        ),
        (
            "C10 prefix bound to the other version",
            svg_with("", r#"<o:assertion xmlns:o="https://purl.imsglobal.org/ob/v3p0">{}</o:assertion>"#),
            Code::SvgNoBadge,
        ),
        (
            "C10 prefix not bound",
            svg_with("", "<openbadges:assertion>{}</openbadges:assertion>"),
            Code::SvgNoBadge,
        ),
        ("C12 UTF-16 with a mark", b"\xff\xfe<\0s\0v\0g\0/\0>\0".to_vec(), Code::TextEncoding),
        ("C12 UTF-16 without a mark", b"<\0s\0v\0g\0/\0>\0".to_vec(), Code::TextEncoding),
        (
            "C12 UTF-7",
            format!(r#"<?xml version="1.0" encoding="UTF-7"?><svg><a {v3}>+ADw-</a></svg>"#).into(),
            Code::TextEncoding,
        ),
        (
            "C12 Latin-1 declared, encoded as UTF-8",
            r#"<?xml version="1.0" encoding="ISO-8859-1"?><svg>é</svg>"#.into(),
            Code::TextEncoding,
        ),
        (
            "C12 Latin-1 declared and used",
            b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><svg>\xe9</svg>".to_vec(),
            Code::TextEncoding,
        ),
        ("not a badge", svg_with("", "<rect/>"), Code::SvgNoBadge),
        ("empty badge element", svg_with(&format!(" {v3}"), "<ob:credential/>"), Code::SvgNoBadge),
        ("unknown entity", svg_with("", "&nbsp;"), Code::SvgMalformed),
        ("end tag missing", b"<svg><g></svg>".to_vec(), Code::SvgMalformed),
        ("truncated document", b"<svg><g>".to_vec(), Code::SvgMalformed),
        ("two roots", b"<svg/><svg/>".to_vec(), Code::SvgMalformed),
        ("an attribute twice", svg_with(r#" id="a" id="b""#, ""), Code::SvgMalformed),
        ("nine badges", svg_with(&format!(" {v3}"), &"<ob:credential/>".repeat(9)), Code::SvgLimit),
        ("300 levels", svg_with("", &nested), Code::SvgLimit),
        ("100,001 nodes", svg_with("", &"<g/>".repeat(100_001)), Code::SvgLimit),
        ("more than 5 MiB", svg_with("", &" ".repeat(5 << 20)), Code::SvgLimit),
        (
            "not an address",
            svg_with("", r#"<o:assertion xmlns:o="http://openbadges.org" verify="file:///etc/passwd"/>"#),
            Code::NetScheme,
        ),
    ];
    for (row, bytes, expected) in rows {
        assert_eq!(code(read(&bytes)), Some(expected), "{row}");
    }
}

#[test]
fn reads_badges_from_valid_svgs() {
    let v3 = r#" xmlns:b="https://purl.imsglobal.org/ob/v3p0""#;
    let (one, two, three) = (&CREDENTIAL[..9], &CREDENTIAL[9..50], &CREDENTIAL[50..]);
    let escaped = CREDENTIAL.replace('"', "&quot;").replace(':', "&#58;").replace("Robots", "&#x52;obots");
    let rows: Vec<(&str, Vec<u8>)> = vec![
        ("CDATA", svg_with(v3, &format!("<b:credential>\n<![CDATA[\n{CREDENTIAL}\n]]>\n</b:credential>"))),
        ("C11 three sections", svg_with(v3, &format!("<b:credential><![CDATA[{one}]]><![CDATA[{two}]]><![CDATA[{three}]]></b:credential>"))),
        ("C11 escapes", svg_with(v3, &format!("<b:credential>{escaped}</b:credential>"))),
        ("default namespace", svg_with("", &format!(r#"<credential xmlns="https://purl.imsglobal.org/ob/v3p0">{CREDENTIAL}</credential>"#))),
        ("deep in the image", svg_with(v3, &format!("<g><metadata><b:credential>{CREDENTIAL}</b:credential></metadata></g>"))),
        ("byte order mark", [b"\xef\xbb\xbf".to_vec(), svg_with(v3, &format!("<b:credential>{CREDENTIAL}</b:credential>"))].concat()),
        ("comment and document type first", [br#"<!-- made by hand --><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">"#.to_vec(), svg_with(v3, &format!("<b:credential>{CREDENTIAL}</b:credential>"))].concat()),
        ("Latin-1 declared, encoded as ASCII", [br#"<?xml version="1.0" encoding="ISO-8859-1"?>"#.to_vec(), svg_with(v3, &format!("<b:credential>{CREDENTIAL}</b:credential>"))].concat()),
    ];
    for (row, bytes) in rows {
        let found = read(&bytes).unwrap_or_else(|error| panic!("{row}: {error}"));
        assert_eq!(found.badge.name.as_deref(), Some("Robots"), "{row}");
        assert_eq!(found.document(), openbadges::json::parse(CREDENTIAL.as_bytes()).ok().as_ref(), "{row}");
        assert_eq!((found.container, found.original), (Container::Svg, bytes), "{row}");
    }
}

/// OB 2.0 Baking: the address in an attribute is used if the embedded document cannot be read.
#[test]
fn svg_may_have_an_address_beside_the_document() {
    let element = |content: &str| {
        svg_with(
            "",
            &format!(
                r#"<o:assertion xmlns:o="http://openbadges.org" verify="https://example.org/a">{content}</o:assertion>"#
            ),
        )
    };
    assert_eq!(read(&element("")).unwrap().format, Format::Reference);
    assert_eq!(read(&element(r#"{"recipient":"x","badge":{}}"#)).unwrap().format, Format::Ob05Hosted);
    let unreadable = read(&element("{uid: 1}")).unwrap();
    assert_eq!(unreadable.credential, Credential::Reference { url: "https://example.org/a".into() });
    assert_eq!(unreadable.notes[0].code, Code::JsonSyntax);
}

#[test]
fn notes_active_content_in_svgs() {
    let rows: &[(&str, &str, Option<Code>)] = &[
        ("C03", r#"<image href="/home/u/secret.png"/>"#, Some(Code::SvgExternalRef)),
        ("C03", r#"<image href="../../.ssh/x.png"/>"#, Some(Code::SvgExternalRef)),
        ("C04", r#"<image href="http://evil/track.gif"/>"#, Some(Code::SvgExternalRef)),
        (
            "C04",
            r#"<image xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="http://evil/"/>"#,
            Some(Code::SvgExternalRef),
        ),
        ("C04", "<style>@import url(http://evil/a.css);</style>", Some(Code::SvgExternalRef)),
        (
            "C04",
            "<style><![CDATA[@font-face { src: URL( 'http://evil/f' ) }]]></style>",
            Some(Code::SvgExternalRef),
        ),
        ("C04", r#"<rect style="fill: url(http://evil/#p)"/>"#, Some(Code::SvgExternalRef)),
        ("C05", "<script>alert(1)</script>", Some(Code::SvgActiveContent)),
        ("C05", r#"<rect onload="alert(1)"/>"#, Some(Code::SvgActiveContent)),
        ("C05", r#"<a href=" JavaScript:alert(1)"/>"#, Some(Code::SvgActiveContent)),
        ("C05", r#"<set attributeName="href" to="javascript:alert(1)"/>"#, Some(Code::SvgActiveContent)),
        ("C05", r#"<foreignObject><iframe srcdoc="x"/></foreignObject>"#, Some(Code::SvgActiveContent)),
        ("C08", r##"<use id="a" href="#a"/>"##, None),
        ("harmless", r##"<rect fill="url(#p)"/><image href="data:image/png;base64,AA=="/>"##, None),
        ("a link", r#"<a href="https://example.org/"/>"#, None),
    ];
    for (row, content, note) in rows {
        let baked = svg::bake(&svg_with("", content), CREDENTIAL, Standard::Ob3).unwrap();
        assert_eq!(
            notes(&baked),
            note.iter().copied().chain([Code::ImageNotSigned]).collect::<Vec<_>>(),
            "{row} {content}"
        );
    }
}

#[test]
fn baking_leaves_the_rest_of_the_image_unchanged() {
    let plain = [png_with(&[text_chunk("Title", b"a heart")]), b"trailing".to_vec()].concat();
    let baked = png::bake(&plain, CREDENTIAL, Standard::Ob3).unwrap();
    let added = itxt("openbadgecredential", CREDENTIAL.as_bytes());
    let behind_header = png::SIGNATURE.len() + header(8, 8).len();
    assert_eq!(baked[..behind_header], plain[..behind_header]);
    assert_eq!(baked[behind_header..behind_header + added.len()], added);
    assert_eq!(baked[behind_header + added.len()..], plain[behind_header..]);

    let plain = "<?xml version=\"1.0\"?>\n<!-- hi --><svg xmlns='http://www.w3.org/2000/svg'\n  width=\"1\" >\n <g/>\r\n</svg>\n";
    let baked = String::from_utf8(svg::bake(plain.as_bytes(), CREDENTIAL, Standard::Ob3).unwrap()).unwrap();
    let (start, rest) = baked.split_once("<openbadges:credential").unwrap();
    let (_, end) = rest.split_once("</openbadges:credential>").unwrap();
    assert_eq!(format!("{start}{end}"), plain);
    assert!(start.ends_with("width=\"1\" >"));

    let empty =
        svg::bake(b"<s:svg xmlns:s='http://www.w3.org/2000/svg' />", CREDENTIAL, Standard::Ob2).unwrap();
    assert_eq!(read(&empty).unwrap().badge.name.as_deref(), Some("Robots"));
    assert!(empty.ends_with(b"</openbadges:assertion></s:svg>"));
}

#[test]
fn rejects_unbakeable_input() {
    let rows: Vec<(&str, &[u8], String, Code)> = vec![
        ("NUL", b"png", "a\0b".into(), Code::TextEncoding),
        ("a control character", b"svg", "{\u{1}}".into(), Code::TextEncoding),
        ("U+FFFF", b"svg", "{\u{ffff}}".into(), Code::TextEncoding),
        ("3 MiB", b"png", "a".repeat(3 << 20), Code::ImportTooLarge),
        ("6 MiB", b"svg", " {".repeat(3 << 20), Code::ImportTooLarge),
    ];
    for (row, picture, text, code) in rows {
        let picture = if picture == b"png" { png_with(&[]) } else { svg_with("", "") };
        assert_eq!(baking::bake(&picture, &text, Standard::Ob3).unwrap_err().code, code, "{row}");
    }
    for picture in [&b"GIF89a"[..], b"", b"{}"] {
        assert_eq!(baking::bake(picture, "{}", Standard::Ob3).unwrap_err().code, Code::SvgMalformed);
    }
}

fn standard() -> impl Strategy<Value = Standard> {
    prop_oneof![Just(Standard::Ob2), Just(Standard::Ob3)]
}

fn texts(picture: Result<baking::Picture, baking::BakingError>) -> Vec<(Standard, String)> {
    picture.unwrap().badges.into_iter().map(|badge| (badge.standard, badge.text)).collect()
}

proptest! {
    #[test]
    fn baked_png_yields_the_same_badge(text in "[^\u{0}]{1,60}", other in "\\PC{1,20}", by in standard(), then in standard()) {
        let baked = png::bake(&png_with(&[]), &text, by).unwrap();
        prop_assert_eq!(texts(png::unbake(&baked)), [(by, text)]);
        let again = png::bake(&baked, &other, then).unwrap();
        prop_assert_eq!(texts(png::unbake(&again)), [(then, other)]);
    }

    /// Text that XML can contain and that is not blank: a blank element has no badge.
    #[test]
    fn baked_svg_yields_the_same_badge(
        text in "[\\]>&<\"'\r\n\t {}a-cé\u{85}\u{2028}\u{1f600}]{0,40}x[\\]>&<\r\n ]{0,9}",
        other in "(https?://[!-~]{1,20}|[a-zA-Z0-9_-]{1,9}\\.[a-zA-Z0-9_-]{1,9}\\.[a-zA-Z0-9_-]{0,9})",
        by in standard(),
        then in standard(),
    ) {
        let baked = svg::bake(&svg_with("", "<rect/>"), &text, by).unwrap();
        prop_assert_eq!(texts(svg::unbake(&baked)), [(by, text)]);
        let again = svg::bake(&baked, &other, then).unwrap();
        prop_assert_eq!(texts(svg::unbake(&again)), [(then, other)]);
    }

    /// A text chunk with a valid checksum may contain anything.
    #[test]
    fn arbitrary_text_chunks_do_not_panic(kind in prop::sample::select(vec![b"iTXt", b"tEXt"]), data in prop::collection::vec(any::<u8>(), 0..60)) {
        let png = png_with(&[chunk(kind, &[&b"openbadges\0"[..], &data].concat())]);
        if let Ok(found) = read(&png) {
            prop_assert_eq!(found.original, png);
        }
    }

    #[test]
    fn arbitrary_markup_does_not_panic(pieces in prop::collection::vec(prop::sample::select(vec![
        "<svg>", "</svg>", "<svg/>", "<b:credential>", "</b:credential>", "<b:credential verify='", "'/>", "<![CDATA[", "]]>",
        "&lt;", "&#0;", "&#x110000;", "&x;", "<!DOCTYPE svg [", "]>", "<?xml version='1.0' encoding='", "?>", "<!--", "-->",
        " xmlns:b='https://purl.imsglobal.org/ob/v3p0'", "{}", "<", ">", "url(", "\u{feff}", "é",
    ]), 0..24)) {
        for start in ["", "<svg xmlns:b='https://purl.imsglobal.org/ob/v3p0'>"] {
            let svg = format!("{start}{}", pieces.concat());
            prop_assert!(read(svg.as_bytes()).is_err(), "no part is a badge");
            if let Ok(baked) = svg::bake(svg.as_bytes(), CREDENTIAL, Standard::Ob3) {
                prop_assert_eq!(texts(svg::unbake(&baked)), [(Standard::Ob3, CREDENTIAL.to_owned())], "{}", svg);
            }
        }
    }
}
