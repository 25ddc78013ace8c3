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
    code::{Code, Note},
};

/// What is read from `pdf`. Without any badge that is an error; what could not be read of the metadata is among the rest.
/// What could not be read of an attached file, which need not have been a badge, is told where there is nothing else.
pub(super) fn badges(pdf: &[u8]) -> Result<Vec<Result<Read, ReadError>>, ReadError> {
    let Carried { metadata, undecodable, attachments, broken, not_read } = pdf::unbake(pdf)?;
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
    let mut faulty = None;
    for one in attachments.iter().flat_map(|attachment| of_file(attachment)) {
        match one {
            Ok(badge) => read.push(Ok(badge)),
            Err(error) if faulty.is_none() => faulty = Some(error),
            Err(_) => {}
        }
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
        return Err(match faulty {
            Some(error) => error,
            None if broken > 0 => {
                ReadError::new(Code::PdfMalformed, format!("a PDF with {broken} streams that break off"))
            }
            None => {
                let attached = attachments.len();
                let found =
                    format!("a PDF with {attached} attached files, and {not_read} in another encoding");
                ReadError::new(Code::PdfNoBadge, found)
            }
        });
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

/// An attached file. One that is something else is not the badge's concern; a credential that cannot be read, or a picture
/// with one, is.
fn of_file(file: &[u8]) -> Vec<Result<Read, ReadError>> {
    let of_picture = |picture: Picture| {
        let badges = picture.badges.iter().map(|badge| of_text(&badge.text));
        badges.flat_map(|badges| badges.unwrap_or_else(|error| vec![Err(error)])).collect()
    };
    let read = match sniff::content(file) {
        sniff::Content::Text(text) => texts(text, &mut Progress::start()),
        sniff::Content::Png => png::unbake(file).map(of_picture).map_err(ReadError::from),
        sniff::Content::Svg => svg::unbake(file).map(of_picture).map_err(ReadError::from),
        _ => Ok(Vec::new()),
    };
    let is_another_file =
        |error: &ReadError| matches!(error.code, Code::JsonNotABadge | Code::ImportUnrecognised);
    match read {
        Err(error) if is_another_file(&error) => Vec::new(),
        Err(error) => vec![Err(error)],
        Ok(read) => read,
    }
}
