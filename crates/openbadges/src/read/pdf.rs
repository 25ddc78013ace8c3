//! The badges that a PDF carries: each text under an `openbadges` name in its metadata, and each attached file that is a
//! credential, a presentation, or a picture with a badge. Other attached files are other files.

use super::{
    ReadError,
    containers::{Progress, texts},
    credential::Read,
    picture::reference,
    sniff,
};
use crate::{
    baking::{
        Picture,
        pdf::{self, Carried},
        png, svg,
    },
    check::Note,
    code::Code,
};

/// What is read from `pdf`. Without any badge that is an error; what could not be read of the metadata is among the rest.
pub(super) fn badges(pdf: &[u8]) -> Result<Vec<Result<Read, ReadError>>, ReadError> {
    let Carried { metadata, undecodable, attachments } = pdf::unbake(pdf)?;
    let mut read: Vec<Result<Read, ReadError>> = Vec::new();
    if undecodable {
        let found = "a text under a badge's name that cannot be decoded";
        read.push(Err(ReadError::new(Code::PdfMalformed, found)));
    }
    for text in &metadata {
        match of_text(text) {
            Ok(badges) => read.extend(badges),
            Err(error) => read.push(Err(error)),
        }
    }
    for attachment in &attachments {
        read.extend(of_file(attachment));
    }
    let mut seen: Vec<String> = Vec::new();
    read.retain(|one| match one {
        Ok(badge) => {
            let text = badge.credential.text();
            let new = !seen.iter().any(|seen| seen == text);
            seen.extend(new.then(|| text.to_owned()));
            new
        }
        Err(_) => true,
    });
    if read.is_empty() {
        let found = format!("a PDF with {} attached files", attachments.len());
        return Err(ReadError::new(Code::PdfNoBadge, found));
    }
    for badge in read.iter_mut().flatten().filter(|badge| badge.format.is_signed()) {
        badge.notes.push(Note::new(Code::PdfNotSigned));
    }
    Ok(read)
}

/// A text of the metadata: a credential, or as in pictures the address of a hosted assertion.
fn of_text(text: &str) -> Result<Vec<Result<Read, ReadError>>, ReadError> {
    let text = text.trim();
    let is_address = text.starts_with("https://") || text.starts_with("http://");
    if is_address && !text.contains(char::is_whitespace) {
        return Ok(vec![reference(text)]);
    }
    texts(text, &mut Progress::start())
}

/// An attached file. One that holds no badge is not the badge's concern.
fn of_file(file: &[u8]) -> Vec<Result<Read, ReadError>> {
    let of_picture = |picture: Picture| {
        picture.badges.iter().filter_map(|badge| of_text(&badge.text).ok()).flatten().collect()
    };
    match sniff::content(file) {
        sniff::Content::Text(text) => texts(text, &mut Progress::start()).unwrap_or_default(),
        sniff::Content::Png => png::unbake(file).map(of_picture).unwrap_or_default(),
        sniff::Content::Svg => svg::unbake(file).map(of_picture).unwrap_or_default(),
        _ => Vec::new(),
    }
}
