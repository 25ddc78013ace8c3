//! Tests with valid and hostile pictures. B03, C01 and so on are rows of the catalogue of bad inputs.

#![allow(clippy::unwrap_used)]

use std::io::Cursor;

use image::{DynamicImage, Frame, ImageFormat, Rgba, RgbaImage, codecs::gif::GifEncoder};
use proptest::prelude::*;

use super::*;

const RED: Rgba<u8> = Rgba([255, 0, 0, 255]);
const BLUE: Rgba<u8> = Rgba([0, 0, 255, 255]);

fn plain(width: u32, height: u32, colour: Rgba<u8>) -> DynamicImage {
    DynamicImage::ImageRgba8(RgbaImage::from_pixel(width, height, colour))
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    match format {
        ImageFormat::Jpeg => image.to_rgb8().write_to(&mut bytes, format).unwrap(),
        _ => image.write_to(&mut bytes, format).unwrap(),
    }
    bytes.into_inner()
}

/// Draws a picture and decodes the resulting PNG.
fn drawn(source: &[u8], max_side: u32) -> RgbaImage {
    let png = picture_png(source, max_side).unwrap();
    image::load_from_memory_with_format(&png, ImageFormat::Png).unwrap().into_rgba8()
}

fn code(source: &[u8]) -> Option<Code> {
    picture_png(source, 64).err().map(|error| error.code)
}

fn svg(inside: &str) -> Vec<u8> {
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">{inside}</svg>"#
    )
    .into_bytes()
}

/// A PNG chunk (PNG 3rd edition, 5.3).
fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut crc = !0u32;
    for byte in kind.iter().chain(data) {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 };
        }
    }
    [&(data.len() as u32).to_be_bytes()[..], kind, data, &(!crc).to_be_bytes()].concat()
}

/// Builds a PNG of one pixel with another size in its header.
fn png_with_header(width: u32, height: u32, depth: u8, colour: u8) -> Vec<u8> {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[depth, colour, 0, 0, 0]].concat();
    let png = encoded(&plain(1, 1, RED), ImageFormat::Png);
    [&png[..8], &chunk(b"IHDR", &header), &png[33..]].concat()
}

#[test]
fn draws_every_format_in_requested_size() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP] {
        let picture = drawn(&encoded(&plain(200, 100, RED), format), 50);
        assert_eq!(picture.dimensions(), (50, 25), "{format:?}");
        let Rgba([red, green, blue, _]) = *picture.get_pixel(10, 10);
        assert!(red > 240 && green < 15 && blue < 15, "{format:?}");
        assert_eq!(
            drawn(&encoded(&plain(20, 10, RED), format), 50).dimensions(),
            (20, 10),
            "{format:?}: never enlarged"
        );
    }
    let picture = drawn(&svg(r##"<rect width="10" height="5" fill="#f00"/>"##), 40);
    assert_eq!(
        (picture.dimensions(), *picture.get_pixel(5, 5), picture.get_pixel(5, 30)[3]),
        ((40, 40), RED, 0)
    );
    assert_eq!(drawn(&encoded(&plain(16_000, 1, RED), ImageFormat::Png), 100).dimensions(), (100, 1));
}

#[test]
fn content_decides_format_of_data_urls() {
    let png = encoded(&plain(2, 2, BLUE), ImageFormat::Png);
    let base64 = data_encoding::BASE64.encode(&png);
    let cases = [
        format!("data:image/png;base64,{base64}"),
        format!("data:image/svg+xml;base64,{base64}"),
        format!("data:;base64,{}", base64.replace('+', "%2B").replace('=', "")),
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 2 2'%3E%3Crect width='2' height='2' fill='%2300f'/%3E%3C/svg%3E".into(),
    ];
    for url in cases {
        assert_eq!(*drawn(url.as_bytes(), 2).get_pixel(0, 0), BLUE, "{url}");
    }
    for url in
        ["data:", "data:image/png;base64,!!!!", "data:text/html,<script>alert(1)</script>", "data:,\u{fffd}"]
    {
        assert_eq!(code(url.as_bytes()), Some(Code::ImportUnrecognised), "{url}");
    }
}

/// Metadata of a picture (texts, locations, colour profiles) is dropped.
#[test]
fn keeps_only_pixels() {
    let png = encoded(&plain(4, 4, RED), ImageFormat::Png);
    let secret = [&png[..33], &chunk(b"tEXt", b"Comment\0the learner's garden"), &png[33..]].concat();
    let drawn = picture_png(&secret, 4).unwrap();
    assert!(!String::from_utf8_lossy(&drawn).contains("garden"));
}

/// Rows B03 and B04, and other pictures that exceed a limit.
#[test]
fn refuses_pictures_by_stated_size() {
    let cases = [
        (
            "B03: 2147483647 x 2147483647, 1 bit",
            png_with_header(2_147_483_647, 2_147_483_647, 1, 0),
            Code::PngDimensions,
        ),
        ("B04: 16384 x 16384, RGBA16", png_with_header(16_384, 16_384, 16, 6), Code::PngDimensions),
        ("6000 x 6000, RGBA16: 288 MB of pixels", png_with_header(6_000, 6_000, 16, 6), Code::PreviewGaveUp),
        ("0 x 0 pixels", png_with_header(0, 0, 8, 6), Code::PngMalformed),
        ("fewer pixels than the header states", png_with_header(100, 100, 8, 6), Code::PngMalformed),
        ("an SVG of 6 MiB", svg(&" ".repeat(6 << 20)), Code::SvgLimit),
        ("a file of 11 MiB", vec![b'x'; 11 << 20], Code::ImportTooLarge),
    ];
    for (name, picture, expected) in cases {
        assert_eq!(code(&picture), Some(expected), "{name}");
    }
    let mut gif = encoded(&plain(1, 1, RED), ImageFormat::Gif);
    gif[6..10].copy_from_slice(&[255; 4]);
    assert_eq!(code(&gif), Some(Code::PreviewGaveUp), "a GIF of 65535 x 65535");
}

/// Row B14, and an animated GIF.
#[test]
fn draws_first_frame_of_animation() {
    let png = encoded(&plain(4, 4, RED), ImageFormat::Png);
    let control = [1_000_000u32.to_be_bytes(), 0u32.to_be_bytes()].concat();
    let apng = [&png[..33], &chunk(b"acTL", &control), &png[33..]].concat();
    assert_eq!(*drawn(&apng, 4).get_pixel(0, 0), RED, "B14");

    let mut gif = Vec::new();
    let mut encoder = GifEncoder::new(&mut gif);
    for colour in [RED, BLUE] {
        encoder.encode_frame(Frame::new(RgbaImage::from_pixel(4, 4, colour))).unwrap();
    }
    drop(encoder);
    assert_eq!(*drawn(&gif, 4).get_pixel(0, 0), RED, "GIF");
}

/// Rows C01 and C02.
#[test]
fn refuses_document_types() {
    for dtd in [
        "<!DOCTYPE svg>",
        r#"<!DOCTYPE svg [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>"#,
        r#"<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>"#,
    ] {
        let picture = [dtd.as_bytes(), &svg("")].concat();
        assert_eq!(code(&picture), Some(Code::SvgDtd), "{dtd}");
    }
}

/// Rows C03 to C05: external references are ignored, and the rest is drawn.
#[test]
fn ignores_external_references_of_svg() {
    let folder = tempfile::tempdir().unwrap();
    let secret = folder.path().join("secret.png");
    std::fs::write(&secret, encoded(&plain(10, 10, RED), ImageFormat::Png)).unwrap();
    let inline = data_encoding::BASE64.encode(&std::fs::read(&secret).unwrap());
    let cases = [
        ("C03: a file", format!(r#"<image width="10" height="10" href="{}"/>"#, secret.display())),
        (
            "C03: a file URL",
            format!(r#"<image width="10" height="10" xlink:href="file://{}"/>"#, secret.display()),
        ),
        ("C04: a page", r#"<image width="10" height="10" href="http://127.0.0.1:9/track.gif"/>"#.into()),
        ("C04: a style sheet", r#"<style>@import url(http://127.0.0.1:9/x.css);</style>"#.into()),
        ("C04: a part of another file", format!(r#"<use xlink:href="{}#x"/>"#, secret.display())),
        (
            "an embedded picture",
            format!(r#"<image width="10" height="10" href="data:image/png;base64,{inline}"/>"#),
        ),
        ("C05: a script", r#"<script>document.documentElement.setAttribute("fill", "red")</script>"#.into()),
        (
            "C05: an embedded page",
            r#"<foreignObject width="10" height="10"><iframe srcdoc="x"/></foreignObject>"#.into(),
        ),
    ];
    for (name, inside) in cases {
        let picture = drawn(&svg(&format!(r##"<rect width="10" height="10" fill="#00f"/>{inside}"##)), 10);
        assert!(picture.pixels().all(|pixel| *pixel == BLUE), "{name}");
    }
}

/// Row C06.
#[test]
fn refuses_compressed_svg() {
    assert_eq!(code(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"), Some(Code::ImportUnrecognised));
}

/// Row C08: pictures that need too many resources are refused before drawing.
#[test]
fn refuses_too_costly_pictures() {
    let doubling = |wrap: &dyn Fn(usize, &str) -> String, refer: &dyn Fn(usize) -> String| -> String {
        (1..30).map(|at| wrap(at, &refer(at - 1).repeat(2))).collect()
    };
    let uses = doubling(&|at, inside| format!(r#"<g id="g{at}">{inside}</g>"#), &|at| {
        format!(r##"<use xlink:href="#g{at}"/>"##)
    });
    let patterns = doubling(
        &|at, inside| format!(r#"<pattern id="g{at}" width="1" height="1">{inside}</pattern>"#),
        &|at| format!(r#"<rect width="1" height="1" fill="url(#g{at})"/>"#),
    );
    let by_class = doubling(
        &|at, inside| format!(r#"<pattern id="g{at}" width="1" height="1">{inside}</pattern>"#),
        &|at| format!(r#"<rect width="1" height="1" class="big c{at}"/>"#),
    );
    let rules: String = (0..30).map(|at| format!(".c{at}, .x{at} {{ fill: url('#g{at}') }}")).collect();
    let styled = format!("<style>{rules}</style>{by_class}<rect width='1' height='1' class='c29'/>");
    let nested = format!("{}{}", "<g opacity='.9'>".repeat(200), "</g>".repeat(200));
    let base = r#"<g id="g0"><rect width="1" height="1"/></g>"#;
    let cases = [
        ("two uses of two uses of two …", format!("{base}{uses}")),
        (
            "two patterns of two patterns …",
            format!("{base}{patterns}<rect width='9' height='9' fill='url(#g29)'/>"),
        ),
        ("the same patterns through a style sheet", format!("{base}{styled}")),
        ("200 layers", nested),
        ("60,000 elements", "<g/>".repeat(60_000)),
    ];
    for (name, inside) in cases {
        assert_eq!(code(&svg(&inside)), Some(Code::PreviewGaveUp), "{name}");
    }
    for circle in [
        r##"<g id="a"><use xlink:href="#a"/></g>"##,
        r##"<pattern id="a" width="1" height="1"><rect width="1" height="1" fill="url(#a)"/></pattern>"##,
    ] {
        assert_eq!(code(&svg(circle)), Some(Code::PreviewGaveUp), "{circle}");
    }
    let huge = [
        svg(r##"<filter id="a"><feTurbulence baseFrequency="1" width="100000" height="100000"/></filter><rect width="9" height="9" filter="url(#a)"/>"##),
        br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1e30 1e30"><rect width="1e30" height="1e30"/></svg>"#.to_vec(),
    ];
    for picture in huge {
        let outcome = code(&picture);
        assert!(matches!(outcome, None | Some(Code::PreviewGaveUp | Code::SvgMalformed)), "{outcome:?}");
    }
}

/// Typical output of drawing programs: shared shapes, clips and gradients, referenced from a style sheet.
#[test]
fn draws_internal_references_of_svg() {
    let picture = svg(r##"<style>.a{fill:url(#g)} .b{clip-path:url(#c)}</style>
            <linearGradient id="g"><stop stop-color="#00f"/></linearGradient>
            <clipPath id="c"><rect width="5" height="10"/></clipPath>
            <g class="b"><rect id="r" class="a" width="10" height="10"/><use href="#r" x="1"/></g>"##);
    let picture = drawn(&picture, 10);
    assert_eq!((*picture.get_pixel(2, 5), picture.get_pixel(8, 5)[3]), (BLUE, 0));
}

#[test]
fn refuses_other_content() {
    let cases: [(&[u8], Code); 6] = [
        (b"", Code::ImportUnrecognised),
        (b"hello", Code::ImportUnrecognised),
        (b"<html></html>", Code::ImportUnrecognised),
        (b"BM\x00\x00\x00\x00", Code::ImportUnrecognised),
        (b"\x89PNG\r\n\x1a\n", Code::PngMalformed),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><g></svg>", Code::SvgMalformed),
    ];
    for (bytes, expected) in cases {
        assert_eq!(code(bytes), Some(expected), "{}", bytes.escape_ascii());
    }
}

#[test]
fn placeholder_is_deterministic() {
    let first = placeholder("urn:uuid:1", 64).unwrap();
    assert_eq!(first, placeholder("urn:uuid:1", 64).unwrap());
    let different: std::collections::BTreeSet<Vec<u8>> =
        (0..100).map(|at| placeholder(&format!("urn:uuid:{at}"), 32).unwrap()).collect();
    assert!(different.len() > 20, "{} emblems", different.len());
    assert_eq!(image::load_from_memory(&first).unwrap().to_rgba8().dimensions(), (64, 64));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A damaged picture yields a picture or an error, never a panic.
    #[test]
    fn damaged_pictures_never_panic(
        format in prop_oneof![Just(ImageFormat::Png), Just(ImageFormat::Jpeg), Just(ImageFormat::Gif), Just(ImageFormat::WebP)],
        at in 0usize..400,
        noise in proptest::collection::vec(any::<u8>(), 1..40),
    ) {
        let mut bytes = encoded(&plain(8, 8, RED), format);
        let at = at.min(bytes.len());
        let end = (at + noise.len()).min(bytes.len());
        bytes.splice(at..end, noise);
        if let Ok(png) = picture_png(&bytes, 8) {
            prop_assert!(image::load_from_memory_with_format(&png, ImageFormat::Png).is_ok());
        }
    }
}
