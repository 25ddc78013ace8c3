//! Unverified records: what the learner keeps though it is no badge. They are in no list, count, collection or export of badges.

use std::path::Path;

use jiff::Timestamp;

use super::{Backpack, Cancel, ImportInput, exporting::write_whole, lock, verifier::one_file};
use crate::{
    error::AppCode,
    intake::{OtherFileKind, limits},
    store::{NewOtherFile, OtherFile, Source, SourceKind, StoreError},
    text::has_hidden_characters,
    view::*,
};

/// Characters of a record's name.
const NAME_CHARS: usize = 200;
/// The stored name of a file that came without one. The learner can change it.
const UNNAMED: &str = "Unnamed record";
/// Characters of a note on it.
const NOTE_CHARS: usize = 5_000;

impl Backpack {
    /// The unverified records, last added first.
    pub fn records(&self) -> Result<Vec<OtherFileSummary>, ErrorDetail> {
        let records = self.store().other_files()?;
        Ok(records.iter().map(OtherFileSummary::from).collect())
    }

    /// Unverified records that were removed and can still be brought back.
    pub fn removed_records(&self) -> Result<Vec<OtherFileSummary>, ErrorDetail> {
        let records = self.store().removed_other_files()?;
        Ok(records.iter().map(OtherFileSummary::from).collect())
    }

    /// Keeps something that was looked at and is no badge as an unverified record, called as the file was where no name is
    /// given. What could not be saved is still in hand.
    pub fn keep_record(&self, key: &str, name: Option<&str>) -> Result<OtherFileSummary, ErrorDetail> {
        let mut seen = lock(&self.inner.sightings).remove(key).ok_or_else(|| ErrorDetail::not_found(key))?;
        let kept = match &seen.record {
            Some(record) => self.record_bytes(&record.bytes, record.kind, seen.provenance.clone(), name),
            None => Err(ErrorDetail::new(AppCode::RecordRefused)),
        };
        if kept.is_ok() {
            seen.record = None;
        }
        lock(&self.inner.sightings).insert(key.to_owned(), seen);
        kept
    }

    /// Keeps one file as an unverified record. What holds a badge, or leads to one, is refused: it is to be looked at.
    pub fn add_record(
        &self,
        handed: ImportInput,
        name: Option<&str>,
    ) -> Result<OtherFileSummary, ErrorDetail> {
        let kind = match handed {
            ImportInput::Path(_) => SourceKind::File,
            ImportInput::Text(_) => SourceKind::Pasted,
            ImportInput::Bytes { .. } => SourceKind::Bytes,
        };
        let (source, bytes) = one_file(handed, limits::RECORD_BYTES_IN_HAND);
        let bytes = bytes?;
        let refused = || ErrorDetail::new(AppCode::RecordRefused);
        let record = OtherFileKind::of_file(&bytes).ok_or_else(refused)?;
        let source = (kind == SourceKind::File).then(|| last_name(&source).to_owned());
        self.record_bytes(&bytes, record, Source { kind, name: source, url: None }, name)
    }

    /// Changes what the learner says of an unverified record.
    pub fn edit_record(&self, id: &str, name: &str, note: &str) -> Result<OtherFileSummary, ErrorDetail> {
        // Whether there is one comes first: nothing can be wrong with the words about none.
        self.store().other_file(id)?;
        let (name, note) = (name.trim(), note.trim());
        if name.is_empty() || name.chars().count() > NAME_CHARS || note.chars().count() > NOTE_CHARS {
            let detail = if name.is_empty() { "no name".to_owned() } else { name.to_owned() };
            return Err(ErrorDetail::invalid_input(detail));
        }
        self.with_record(id, |id| self.store().edit_other_file(id, name, note))
    }

    /// Removes an unverified record; undoable for 30 days.
    pub fn remove_record(&self, id: &str) -> Result<OtherFileSummary, ErrorDetail> {
        self.with_record(id, |id| self.store().remove_other_file(id, Timestamp::now()))
    }

    /// Takes a removal back.
    pub fn undo_remove_record(&self, id: &str) -> Result<OtherFileSummary, ErrorDetail> {
        self.with_record(id, |id| self.store().undo_remove_other_file(id))
    }

    /// Writes the bytes of an unverified record to a file, as they were handed over.
    pub fn export_record(&self, id: &str, to: &Path) -> Result<OtherFileSummary, ErrorDetail> {
        let record = self.store().other_file(id)?;
        let bytes = self.store().other_file_bytes(&record.id)?;
        write_whole(to, &bytes, &Cancel::default()).map_err(|error| {
            let detail = format!("{}: {error}", to.display());
            ErrorDetail::new(AppCode::FileNotWritten).with("detail", detail)
        })?;
        Ok(OtherFileSummary::from(&record))
    }

    fn record_bytes(
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
        let kept = self.store().add_other_file(new)?;
        Ok(OtherFileSummary::from(&kept))
    }

    fn with_record(
        &self,
        id: &str,
        change: impl FnOnce(&str) -> Result<OtherFile, StoreError>,
    ) -> Result<OtherFileSummary, ErrorDetail> {
        let record = self.store().other_file(id).and_then(|record| change(&record.id))?;
        Ok(OtherFileSummary::from(&record))
    }
}

impl From<&OtherFile> for OtherFileSummary {
    fn from(record: &OtherFile) -> Self {
        let source = record.source.name.as_ref().or(record.source.url.as_ref());
        Self {
            id: record.id.clone(),
            name: record.name.clone(),
            note: record.note.clone(),
            kind: record.kind.clone(),
            what: Message::new(kind_message_id(&record.kind)),
            label: Message::new("record-label"),
            source: source.cloned(),
            file_name: file_name(record),
            bytes: u32::try_from(record.bytes).unwrap_or(u32::MAX),
            added_at: record.added_at.to_string(),
        }
    }
}

/// Returns the message key of a kind of other file.
fn kind_message_id(kind: &str) -> String {
    match OtherFileKind::PLAIN.iter().any(|plain| plain.as_str() == kind) {
        true => format!("record-kind-{kind}"),
        false => format!("format-{kind}"),
    }
}

/// The last part of a path, also of one inside an archive.
fn last_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// A name for a file with the bytes of a record: that which it had, without anything that could be a path or a trick.
fn file_name(record: &OtherFile) -> String {
    let had = record.source.name.as_deref().map(last_name).unwrap_or(&record.name);
    let harmless =
        |c: &char| !r#"/\:*?"<>|"#.contains(*c) && !has_hidden_characters(c.encode_utf8(&mut [0; 4]));
    let name: String = had.chars().filter(harmless).take(NAME_CHARS).collect();
    let name = name.trim_matches(['.', ' ']);
    let name = if name.is_empty() { "record" } else { name };
    let ending = match record.kind.as_str() {
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
    fn the_name_of_a_file_is_that_which_it_had_and_no_path() {
        for (had, name, kind, expected) in [
            (Some("Diploma.pdf"), "My diploma", "pdf", "Diploma.pdf"),
            (Some("All.zip/../../etc/passwd"), "x", "text", "passwd.txt"),
            (Some("..\\..\\Diploma"), "x", "pdf", "Diploma.pdf"),
            (Some("a\u{202e}gpj.exe"), "x", "picture", "agpj.exe"),
            (None, "My diploma", "pdf", "My diploma.pdf"),
            (None, "Grade: A/B", "json", "Grade AB.json"),
            (None, "...", "file", "record"),
        ] {
            let record = OtherFile {
                id: String::new(),
                name: name.into(),
                note: String::new(),
                kind: kind.into(),
                bytes: 0,
                source: Source { kind: SourceKind::File, name: had.map(Into::into), url: None },
                added_at: Timestamp::UNIX_EPOCH,
                removed_at: None,
            };
            assert_eq!(file_name(&record), expected, "{had:?}, {name}");
        }
    }
}
