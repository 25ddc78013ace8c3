//! Reads the badges in a PDF: texts under an `openbadges` name in its metadata, and attached files that are a credential,
//! a presentation or a picture with a badge. Ignores other attached files.

use super::{
    ReadError,
    containers::{Progress, read_credentials},
    credential::ParsedCredential,
    picture::reference,
    sniff,
};
use crate::{
    baking::{
        Picture,
        pdf::{self, PdfContents},
        png, svg,
    },
    code::{Code, Note},
};

/// Reads every badge in `pdf`. Returns an error if there is none.
///
/// The result contains the errors of metadata texts. An attached file need not be a badge, so its error is returned only
/// if there is nothing else.
pub(super) fn badges(pdf: &[u8]) -> Result<Vec<Result<ParsedCredential, ReadError>>, ReadError> {
    let PdfContents { metadata, undecodable, attachments, damaged_streams, unsupported_streams } =
        pdf::unbake(pdf)?;
    let mut credentials: Vec<Result<ParsedCredential, ReadError>> = Vec::new();
    if undecodable {
        let found = "a metadata text for a badge that cannot be decoded";
        credentials.push(Err(ReadError::new(Code::PdfMalformed, found)));
    }
    for text in &metadata {
        match read_text(text) {
            Ok(badges) => credentials.extend(badges),
            Err(error) => credentials.push(Err(error)),
        }
    }
    let mut attachment_error = None;
    for result in attachments.iter().flat_map(|attachment| read_attachment(attachment)) {
        match result {
            Ok(credential) => credentials.push(Ok(credential)),
            Err(error) if attachment_error.is_none() => attachment_error = Some(error),
            Err(_) => {}
        }
    }
    let mut texts: Vec<String> = Vec::new();
    credentials.retain(|result| match result {
        Ok(credential) => {
            let text = credential.credential.text();
            let new = !texts.iter().any(|earlier| earlier == text);
            texts.extend(new.then(|| text.to_owned()));
            new
        }
        Err(_) => true,
    });
    if credentials.is_empty() {
        return Err(match attachment_error {
            Some(error) => error,
            None if damaged_streams > 0 => {
                ReadError::new(Code::PdfMalformed, format!("a PDF with {damaged_streams} damaged streams"))
            }
            None => {
                let attached = attachments.len();
                let found = format!(
                    "a PDF with {attached} attached files, and {unsupported_streams} in another encoding"
                );
                ReadError::new(Code::PdfNoBadge, found)
            }
        });
    }
    for badge in credentials.iter_mut().flatten().filter(|badge| badge.format.is_signed()) {
        badge.notes.push(Note::new(Code::PdfNotSigned));
    }
    Ok(credentials)
}

/// Reads a metadata text: a credential, or the address of a hosted assertion (as in pictures).
fn read_text(text: &str) -> Result<Vec<Result<ParsedCredential, ReadError>>, ReadError> {
    let text = text.trim();
    let is_address = text.starts_with("https://") || text.starts_with("http://");
    if is_address && !text.contains(char::is_whitespace) {
        return Ok(vec![reference(text)]);
    }
    read_credentials(text, &mut Progress::new())
}

/// Reads the badges in an attached file.
///
/// Returns nothing for a file that is not a badge, and an error for a damaged credential or a picture with one.
fn read_attachment(file: &[u8]) -> Vec<Result<ParsedCredential, ReadError>> {
    let read_picture = |picture: Picture| {
        let badges = picture.badges.iter().map(|badge| read_text(&badge.text));
        badges.flat_map(|badges| badges.unwrap_or_else(|error| vec![Err(error)])).collect()
    };
    let credentials = match sniff::detect(file) {
        sniff::Content::Text(text) => read_credentials(text, &mut Progress::new()),
        sniff::Content::Png => png::unbake(file).map(read_picture).map_err(ReadError::from),
        sniff::Content::Svg => svg::unbake(file).map(read_picture).map_err(ReadError::from),
        _ => Ok(Vec::new()),
    };
    let is_other_file =
        |error: &ReadError| matches!(error.code, Code::JsonNotABadge | Code::ImportUnrecognised);
    match credentials {
        Err(error) if is_other_file(&error) => Vec::new(),
        Err(error) => vec![Err(error)],
        Ok(credentials) => credentials,
    }
}
