//! Other files: files beside the badges that are not badges. No list, count, collection or export of badges
//! contains them.

use std::path::Path;

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use crate::{
    backpack::Backpack,
    error::AppCode,
    files::write_whole,
    input::read_one_file,
    intake::{ImportInput, OtherFileKind, limits},
    store::{NewOtherFile, OtherFile, Source, SourceKind, StoreError},
    text::has_hidden_characters,
    view::*,
};

/// The most characters of a name.
const NAME_CHARS: usize = 200;
/// The name of a file that has none. The learner can change it.
const UNNAMED: &str = "Unnamed file";
/// The most characters of a note.
const NOTE_CHARS: usize = 5_000;

impl Backpack {
    /// Returns the other files, last added first.
    pub fn other_files(&self) -> Result<Vec<OtherFileSummary>, ErrorDetail> {
        let files = self.store().other_files()?;
        Ok(files.iter().map(OtherFileSummary::from).collect())
    }

    /// Returns the other files that were removed and can be restored.
    pub fn removed_other_files(&self) -> Result<Vec<OtherFileSummary>, ErrorDetail> {
        let files = self.store().removed_other_files()?;
        Ok(files.iter().map(OtherFileSummary::from).collect())
    }

    /// Adds the file of a candidate without a badge. Without a name, it is named after its file. On failure,
    /// the candidate does not change.
    pub fn add_other_file(&self, key: &str, name: Option<&str>) -> Result<OtherFileSummary, ErrorDetail> {
        let mut candidate = self.candidates().remove(key).ok_or_else(|| ErrorDetail::not_found(key))?;
        let stored = match &candidate.other_file {
            Some(file) => self.store_file(&file.bytes, file.kind, candidate.provenance.clone(), name),
            None => Err(ErrorDetail::new(AppCode::OtherFileRefused)),
        };
        if stored.is_ok() {
            candidate.other_file = None;
        }
        self.candidates().insert(key.to_owned(), candidate);
        stored
    }

    /// Adds one file. A file that contains a badge or leads to one is refused, because it can be imported.
    pub fn add_file(&self, input: ImportInput, name: Option<&str>) -> Result<OtherFileSummary, ErrorDetail> {
        let kind = match input {
            ImportInput::Path(_) => SourceKind::File,
            ImportInput::Text(_) => SourceKind::Pasted,
            ImportInput::Bytes { .. } => SourceKind::Bytes,
        };
        let (source, bytes) = read_one_file(input, limits::OTHER_FILE_BYTES);
        let bytes = bytes?;
        let refused = || ErrorDetail::new(AppCode::OtherFileRefused);
        let file_kind = OtherFileKind::of_file(&bytes).ok_or_else(refused)?;
        let source = (kind == SourceKind::File).then(|| last_name(&source).to_owned());
        self.store_file(&bytes, file_kind, Source { kind, name: source, url: None }, name)
    }

    /// Changes the name and the note of an other file.
    pub fn edit_other_file(&self, id: &str, name: &str, note: &str) -> Result<OtherFileSummary, ErrorDetail> {
        // A missing file takes precedence over an invalid name.
        self.store().other_file(id)?;
        let (name, note) = (name.trim(), note.trim());
        if name.is_empty() || name.chars().count() > NAME_CHARS || note.chars().count() > NOTE_CHARS {
            let detail = if name.is_empty() { "no name".to_owned() } else { name.to_owned() };
            return Err(ErrorDetail::invalid_input(detail));
        }
        self.with_other_file(id, |id| self.store().edit_other_file(id, name, note))
    }

    /// Removes an other file. This can be undone for 30 days.
    pub fn remove_other_file(&self, id: &str) -> Result<OtherFileSummary, ErrorDetail> {
        self.with_other_file(id, |id| self.store().remove_other_file(id, Timestamp::now()))
    }

    /// Restores a removed file.
    pub fn restore_other_file(&self, id: &str) -> Result<OtherFileSummary, ErrorDetail> {
        self.with_other_file(id, |id| self.store().restore_other_file(id))
    }

    /// Writes the bytes of an other file, as they were imported.
    pub fn export_other_file(&self, id: &str, to: &Path) -> Result<OtherFileSummary, ErrorDetail> {
        let file = self.store().other_file(id)?;
        let bytes = self.store().other_file_bytes(&file.id)?;
        write_whole(to, &bytes, &CancellationToken::new()).map_err(|error| {
            let detail = format!("{}: {error}", to.display());
            ErrorDetail::new(AppCode::FileNotWritten).with("detail", detail)
        })?;
        Ok(OtherFileSummary::from(&file))
    }

    fn store_file(
        &self,
        bytes: &[u8],
        kind: OtherFileKind,
        source: Source,
        name: Option<&str>,
    ) -> Result<OtherFileSummary, ErrorDetail> {
        let of_file = source.name.as_deref().map(last_name);
        let name = name.or(of_file).map(str::trim).filter(|name| !name.is_empty()).unwrap_or(UNNAMED);
        let name: String = name.chars().take(NAME_CHARS).collect();
        let new =
            NewOtherFile { bytes, name: &name, kind: kind.as_str(), source, added_at: Timestamp::now() };
        let stored = self.store().add_other_file(new)?;
        Ok(OtherFileSummary::from(&stored))
    }

    fn with_other_file(
        &self,
        id: &str,
        change: impl FnOnce(&str) -> Result<OtherFile, StoreError>,
    ) -> Result<OtherFileSummary, ErrorDetail> {
        let file = self.store().other_file(id).and_then(|file| change(&file.id))?;
        Ok(OtherFileSummary::from(&file))
    }
}

impl From<&OtherFile> for OtherFileSummary {
    fn from(file: &OtherFile) -> Self {
        let source = file.source.name.as_ref().or(file.source.url.as_ref());
        Self {
            id: file.id.clone(),
            name: file.name.clone(),
            note: file.note.clone(),
            kind: file.kind.clone(),
            what: Message::new(kind_message_id(&file.kind)),
            label: Message::new("other-file-label"),
            source: source.cloned(),
            file_name: file_name(file),
            bytes: u32::try_from(file.bytes).unwrap_or(u32::MAX),
            added_at: file.added_at.to_string(),
        }
    }
}

/// Returns the message key of a kind of other file.
fn kind_message_id(kind: &str) -> String {
    match OtherFileKind::PLAIN.iter().any(|plain| plain.as_str() == kind) {
        true => format!("other-file-kind-{kind}"),
        false => format!("format-{kind}"),
    }
}

/// Returns the last part of a path, on the disk or in an archive.
fn last_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Returns a safe name for exporting the file: its original name without path separators and hidden
/// characters.
fn file_name(file: &OtherFile) -> String {
    let original = file.source.name.as_deref().map(last_name).unwrap_or(&file.name);
    let harmless =
        |c: &char| !r#"/\:*?"<>|"#.contains(*c) && !has_hidden_characters(c.encode_utf8(&mut [0; 4]));
    let name: String = original.chars().filter(harmless).take(NAME_CHARS).collect();
    let name = name.trim_matches(['.', ' ']);
    let name = if name.is_empty() { "record" } else { name };
    let ending = match file.kind.as_str() {
        "pdf" => ".pdf",
        "web-page" => ".html",
        "json" => ".json",
        "text" => ".txt",
        _ => "",
    };
    if name.contains('.') { name.to_owned() } else { format!("{name}{ending}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_are_safe() {
        for (original, name, kind, expected) in [
            (Some("Diploma.pdf"), "My diploma", "pdf", "Diploma.pdf"),
            (Some("All.zip/../../etc/passwd"), "x", "text", "passwd.txt"),
            (Some("..\\..\\Diploma"), "x", "pdf", "Diploma.pdf"),
            (Some("a\u{202e}gpj.exe"), "x", "picture", "agpj.exe"),
            (None, "My diploma", "pdf", "My diploma.pdf"),
            (None, "Grade: A/B", "json", "Grade AB.json"),
            (None, "...", "file", "record"),
        ] {
            let file = OtherFile {
                id: String::new(),
                name: name.into(),
                note: String::new(),
                kind: kind.into(),
                bytes: 0,
                source: Source { kind: SourceKind::File, name: original.map(Into::into), url: None },
                added_at: Timestamp::UNIX_EPOCH,
                removed_at: None,
            };
            assert_eq!(file_name(&file), expected, "{original:?}, {name}");
        }
    }
}
