//! Badges in every place of a PDF, and hostile PDFs.

use crate::support::credential;
use std::io::Write;

use crate::support::credential::credential;
use flate2::{Compression, write::ZlibEncoder};
use openbadges::{
    Code, Container, Format, ParsedBadge, ReadError,
    baking::{Standard, png},
    read, read_all,
};
use proptest::prelude::*;

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::best());
    zlib.write_all(bytes).unwrap();
    zlib.finish().unwrap()
}

/// Returns a PDF of these objects, numbered from 1, with a minimal page.
fn pdf(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut pdf = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    for (at, object) in objects.iter().enumerate() {
        pdf.extend(format!("{} 0 obj\n", at + 1).into_bytes());
        pdf.extend(object);
        pdf.extend(b"\nendobj\n");
    }
    pdf.extend(format!("trailer\n<< /Root 1 0 R {trailer} >>\nstartxref\n0\n%%EOF\n").into_bytes());
    pdf
}

fn stream(dictionary: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("<< {dictionary} /Length {} >>\nstream\r\n", content.len());
    [head.as_bytes(), content, b"\nendstream"].concat()
}

fn plain(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

/// Returns a literal string with its special characters escaped.
fn literal(text: &str) -> String {
    format!("({})", text.replace('\\', r"\\").replace('(', r"\(").replace(')', r"\)"))
}

fn catalog() -> Vec<u8> {
    plain("<< /Type /Catalog /Names << /EmbeddedFiles << /Names [(badge.json) 3 0 R] >> >> /AF [3 0 R] >>")
}

fn file_specification() -> Vec<u8> {
    plain("<< /Type /Filespec /F (badge.json) /UF (badge.json) /EF << /F 4 0 R /UF 4 0 R >> >>")
}

fn attached(content: Vec<u8>) -> Vec<u8> {
    pdf(&[catalog(), plain("<< /Type /Pages /Count 0 >>"), file_specification(), content], "")
}

fn in_xmp(inside: &str) -> Vec<u8> {
    let xmp = format!(
        "<?xpacket begin='\u{feff}' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF \
         xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' \
         xmlns:openbadges='https://purl.imsglobal.org/ob/v3p0'{inside}</rdf:RDF></x:xmpmeta>"
    );
    pdf(&[catalog(), stream("/Type /Metadata /Subtype /XML", xmp.as_bytes())], "")
}

fn read_single(bytes: &[u8]) -> ParsedBadge {
    let found = read(bytes).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((found.container, &found.original[..]), (Container::Pdf, bytes));
    found
}

#[test]
fn finds_badges_in_every_place_of_a_pdf() {
    let text = credential().to_string();
    let hex: String = text.bytes().map(|byte| format!("{byte:02X}")).collect();
    let utf16: String = text.encode_utf16().map(|unit| format!("{unit:04x}")).collect();
    let baked = {
        let head = [&[0, 0, 0, 13][..], b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]].concat();
        let crc = |chunk: &[u8]| {
            let mut crc = crc32fast::Hasher::new();
            crc.update(chunk);
            crc.finalize().to_be_bytes()
        };
        let end = [&[0, 0, 0, 0][..], b"IEND"].concat();
        let picture = [png::SIGNATURE, &head, &crc(&head[4..]), &end, &crc(&end[4..])].concat();
        png::bake(&picture, &text, Standard::Ob3).unwrap()
    };
    let object_stream = {
        let inner = format!("<< /openbadges {} >>", literal(&text));
        let content = format!("7 0 {inner}");
        stream("/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", &deflated(content.as_bytes()))
    };
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    let rows: Vec<(&str, Vec<u8>)> = vec![
        ("attached", attached(stream("/Type /EmbeddedFile", text.as_bytes()))),
        ("attached and compressed", attached(stream("/Filter /FlateDecode", &deflated(text.as_bytes())))),
        ("attached with a filter in a list", attached(stream("/Filter [/Fl]", &deflated(text.as_bytes())))),
        ("an attached image with a badge", attached(stream("/Type /EmbeddedFile", &baked))),
        ("missing length", {
            let head = b"<< /Type /EmbeddedFile /Length 9 0 R >> stream\n".to_vec();
            attached([&head[..], text.as_bytes(), b"\nendstream"].concat())
        }),
        ("document information", {
            let information = plain(&format!("<< /Title (x) /openbadges {} >>", literal(&text)));
            pdf(&[catalog(), information], "/Info 2 0 R")
        }),
        ("in hexadecimal", pdf(&[catalog(), plain(&format!("<</OpenBadges<{hex}>>>"))], "")),
        ("in UTF-16", pdf(&[catalog(), plain(&format!("<</openbadgecredential<FEFF{utf16}>>>"))], "")),
        (
            "a name with an escape",
            pdf(&[catalog(), plain(&format!("<</open#62adges{}>>", literal(&text)))], ""),
        ),
        ("an object in a stream", pdf(&[catalog(), object_stream], "")),
        (
            "an element of XMP",
            in_xmp(&format!("><openbadges:credential>{escaped}</openbadges:credential></rdf:Description>")),
        ),
        (
            "CDATA in XMP",
            in_xmp(&format!(
                "><openbadges:credential><![CDATA[{text}]]></openbadges:credential></rdf:Description>"
            )),
        ),
        ("an attribute of XMP", in_xmp(&format!(" openbadges:credential='{escaped}'/>"))),
    ];
    for (row, bytes) in rows {
        let found = read(&bytes).unwrap_or_else(|error| panic!("{row}: {error}"));
        assert_eq!(found.credential.text(), text, "{row}");
        assert_eq!((found.container, found.format), (Container::Pdf, Format::Ob3DataIntegrity), "{row}");
        assert_eq!(found.original, bytes, "{row}");
        assert!(found.notes.iter().any(|note| note.code == Code::PdfNotSigned), "{row}");
    }
    let address = read_single(&pdf(&[catalog(), plain("<< /openbadges (https://example.org/a1) >>")], ""));
    assert_eq!(address.format, Format::Reference);
}

/// An incremental update replaces an object. The older object is no longer part of the document.
#[test]
fn reads_the_last_version_of_an_object() {
    let [older, newer] =
        ["Older", "Newer"].map(|name| credential::with(credential(), "/name", name.into()).to_string());
    let mut bytes = attached(stream("/Type /EmbeddedFile", older.as_bytes()));
    bytes.extend(b"4 0 obj\n");
    bytes.extend(stream("/Type /EmbeddedFile", newer.as_bytes()));
    bytes.extend(b"\nendobj\n");
    assert_eq!(read_single(&bytes).credential.text(), newer);
}

#[test]
fn returns_each_of_several_badges() {
    let [first, second] =
        ["First", "Second"].map(|name| credential::with(credential(), "/name", name.into()).to_string());
    let file = |text: &str| stream("/Type /EmbeddedFile", text.as_bytes());
    let bytes = pdf(&[catalog(), file(&first), file("<html/>"), file(&second), file(&first)], "");
    let error = read(&bytes).unwrap_err();
    assert_eq!((error.code, error.choices.len()), (Code::PdfMultipleBadges, 2));
    let texts: Vec<String> =
        read_all(&bytes).into_iter().map(|found| found.unwrap().credential.text().to_owned()).collect();
    assert_eq!(texts, [first, second], "a repeated badge is returned once, and other files are ignored");
}

/// Other attachments may be damaged.
#[test]
fn reads_badges_beside_other_attachments() {
    let text = credential().to_string();
    let file = |content: &[u8]| stream("/Type /EmbeddedFile", content);
    let broken = stream("/Type /EmbeddedFile /Filter /FlateDecode", b"broken");
    let other = stream("/Type /EmbeddedFile /Filter /LZWDecode", b"other");
    let bytes =
        pdf(&[catalog(), file(b"{\"a\":1,\"a\":2}"), broken, other, file(text.as_bytes()), file(b"{")], "");
    assert_eq!(read_single(&bytes).credential.text(), text);
    assert_eq!(read_all(&bytes).len(), 1);
}

fn code(result: Result<ParsedBadge, ReadError>) -> Option<Code> {
    result.err().map(|error| error.code)
}

#[test]
fn rejects_malformed_and_hostile_pdfs() {
    let text = credential().to_string();
    let bomb = deflated(&vec![b' '; 65 << 20]);
    let opening =
        |part: &str, times: usize| [b"%PDF-1.4\n".to_vec(), part.repeat(times).into_bytes()].concat();
    let rows: Vec<(&str, Vec<u8>, Code)> = vec![
        ("only a signature", b"%PDF-1.7\n".to_vec(), Code::PdfMalformed),
        ("words", b"%PDF-1.7\nobj obj trailer obj".to_vec(), Code::PdfMalformed),
        ("not a badge", pdf(&[catalog()], ""), Code::PdfNoBadge),
        ("another file attached", attached(stream("/Type /EmbeddedFile", b"<invoice/>")), Code::PdfNoBadge),
        ("an unknown filter", attached(stream("/Filter /LZWDecode", text.as_bytes())), Code::PdfNoBadge),
        ("a broken stream", attached(stream("/Filter /FlateDecode", b"broken")), Code::PdfMalformed),
        (
            "truncated metadata",
            pdf(&[catalog(), stream("/Type /Metadata /Filter /FlateDecode", b"broken")], ""),
            Code::PdfMalformed,
        ),
        (
            "a truncated object stream",
            pdf(&[catalog(), stream("/Type /ObjStm /First 4 /Filter /FlateDecode", b"broken")], ""),
            Code::PdfMalformed,
        ),
        (
            "a truncated attached credential",
            attached(stream("/Type /EmbeddedFile", &text.as_bytes()[..text.len() / 2])),
            Code::JsonSyntax,
        ),
        (
            "an attached credential with duplicate keys",
            attached(stream("/Type /EmbeddedFile", text.replacen('{', "{\"name\":\"Other\",", 1).as_bytes())),
            Code::JsonDupKey,
        ),
        (
            "an attached image with such a credential",
            {
                let svg = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:openbadges='https://purl.imsglobal.org/ob/v3p0'>\
                           <openbadges:credential><![CDATA[{\"a\":1,\"a\":2}]]></openbadges:credential></svg>";
                attached(stream("/Type /EmbeddedFile", svg.as_bytes()))
            },
            Code::JsonDupKey,
        ),
        (
            "attached JSON is not a badge",
            attached(stream("/Type /EmbeddedFile", b"{\"total\": 12}")),
            Code::PdfNoBadge,
        ),
        ("encrypted", pdf(&[catalog()], "/Encrypt 5 0 R"), Code::PdfEncrypted),
        (
            "encrypted according to a cross-reference stream",
            pdf(&[catalog(), stream("/Type /XRef /Encrypt 5 0 R", b"")], ""),
            Code::PdfEncrypted,
        ),
        (
            "a bomb in an attached file",
            attached(stream("/Type /EmbeddedFile /Filter /FlateDecode", &bomb)),
            Code::PdfLimit,
        ),
        (
            "a bomb in an object stream",
            pdf(&[catalog(), stream("/Type /ObjStm /First 4 /Filter /FlateDecode", &bomb)], ""),
            Code::PdfLimit,
        ),
        (
            "two bombs, each within the limit",
            {
                let half = deflated(&vec![b' '; 40 << 20]);
                let file = stream("/Type /EmbeddedFile /Filter /FlateDecode", &half);
                pdf(&[catalog(), file.clone(), file], "")
            },
            Code::PdfLimit,
        ),
        (
            "a million numbers",
            opening("1 0 obj [", 1).into_iter().chain("1 ".repeat(1_100_000).bytes()).collect(),
            Code::PdfLimit,
        ),
        ("unterminated strings", opening("1 0 obj (", 200_000), Code::PdfLimit),
        ("unterminated streams", opening("1 0 obj<<>>stream\n", 200_000), Code::PdfLimit),
        (
            "dictionaries inside dictionaries",
            opening("1 0 obj<</a", 1).into_iter().chain("<</a".repeat(100_000).bytes()).collect(),
            Code::PdfMalformed,
        ),
        (
            "objects that refer to each other",
            pdf(&[plain("<< /Root 2 0 R /EF << /F 1 0 R >> >>"), plain("1 0 R")], ""),
            Code::PdfNoBadge,
        ),
        (
            "a stream that names itself as its object stream",
            pdf(&[stream("/Type /ObjStm /First 4 /EF << /F 1 0 R >>", b"1 0 <</EF<</F 1 0 R>>>>")], ""),
            Code::PdfNoBadge,
        ),
        (
            "an object named a thousand times",
            {
                let content = format!("{}<< /a (b) >>", "1 0 ".repeat(1_000));
                pdf(&[catalog(), stream("/Type /ObjStm /First 4000", content.as_bytes())], "")
            },
            Code::PdfNoBadge,
        ),
        (
            "a document type in XMP",
            {
                let xmp = "<!DOCTYPE x [<!ENTITY e 'x'>]><openbadges>&e;</openbadges>";
                pdf(&[stream("/Type /Metadata /Subtype /XML", xmp.as_bytes())], "")
            },
            Code::PdfNoBadge,
        ),
        (
            "text is neither UTF-16 nor UTF-8",
            pdf(&[plain("<< /openbadges <ff7b7d> >>")], ""),
            Code::PdfMalformed,
        ),
        ("half of a surrogate pair", pdf(&[plain("<< /openbadges <feffd83d> >>")], ""), Code::PdfMalformed),
        ("an undefined XML entity", in_xmp("><openbadges>&badge;</openbadges>"), Code::PdfMalformed),
        ("an undefined XML entity in an attribute", in_xmp(" openbadges='&badge;'/>"), Code::PdfMalformed),
        ("XMP truncated in the badge", in_xmp("><openbadges>{"), Code::PdfMalformed),
        (
            "XMP in UTF-16",
            {
                let xmp: Vec<u8> =
                    "\u{feff}<openbadges>{}</openbadges>".encode_utf16().flat_map(u16::to_be_bytes).collect();
                pdf(&[stream("/Type /Metadata /Subtype /XML", &xmp)], "")
            },
            Code::PdfMalformed,
        ),
        (
            "XMP in UTF-16 about something else",
            {
                let xmp: Vec<u8> =
                    "\u{feff}<title>Badge</title>".encode_utf16().flat_map(u16::to_be_bytes).collect();
                pdf(&[stream("/Type /Metadata /Subtype /XML", &xmp)], "")
            },
            Code::PdfNoBadge,
        ),
        (
            "JSON with duplicate keys in the metadata",
            pdf(&[plain("<< /openbadges ({\"a\":1,\"a\":2}) >>")], ""),
            Code::JsonDupKey,
        ),
        ("many attached files", pdf(&vec![stream("/Type /EmbeddedFile", b"x"); 100], ""), Code::PdfLimit),
    ];
    for (row, bytes, expected) in rows {
        assert_eq!(code(read(&bytes)), Some(expected), "{row}");
        assert_eq!(read_all(&bytes).len(), 1, "{row}");
    }
}

proptest! {
    /// Reading a damaged PDF returns a result.
    #[test]
    fn damaged_pdfs_do_not_panic(edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..40), cut in any::<prop::sample::Index>()) {
        let mut bytes = attached(stream("/Type /EmbeddedFile /Filter /FlateDecode", &deflated(credential().to_string().as_bytes())));
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(cut.index(bytes.len() + 1));
        prop_assert!(!read_all(&bytes).is_empty());
    }

    #[test]
    fn arbitrary_pdf_objects_do_not_panic(pieces in prop::collection::vec(prop::sample::select(vec![
        "1 0 obj", "endobj", "<<", ">>", "[", "]", "(", ")", "<", ">", "/", "/EF", "/Type /ObjStm", "/Type/EmbeddedFile",
        "stream\n", "endstream", "1 0 R", "/Length 3", "/First 4", "trailer", "\\", "\\777", "#4", "%", "\r", " ", "{\"", "9",
    ]), 0..60)) {
        prop_assert!(read(&[b"%PDF-1.7 ", pieces.concat().as_bytes()].concat()).is_err());
    }
}
