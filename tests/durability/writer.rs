//! The process that is broken: keeps badges and says so; and the one that looks at what is left.

use std::{
    collections::BTreeSet,
    error::Error,
    fs,
    io::{self, Write},
    path::Path,
    time::Instant,
};

use badge_store::{
    BadgeId, DataKey, NewBadge, NewOtherFile, RebuildReason, Source, SourceKind, Store, StoreError,
};
use jiff::Timestamp;
use openbadges::{Badge, Container, Document, Format};
use serde_json::json;

use crate::report::report;

const KEY: [u8; 32] = [7; 32];

/// The credential of the badge with this number.
fn text(number: u64) -> String {
    format!(r#"{{"id":"urn:badge:{number}"}}"#)
}

/// The issuer's page that a check of that badge stood on.
fn document(number: u64) -> Document {
    Document {
        url: format!("https://issuer.example/{number}"),
        final_url: format!("https://issuer.example/{number}"),
        media_type: "application/json".to_owned(),
        bytes: format!("the issuer's page {number}").into_bytes(),
        fetched_at: Timestamp::UNIX_EPOCH,
    }
}

/// Bytes that look like a compressed picture and follow from the number.
fn picture(number: u64, size: u64) -> Vec<u8> {
    let mut state = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as u8
    };
    std::iter::repeat_with(next).take(size as usize).collect()
}

/// The bytes of the unverified record with this number.
fn certificate(number: u64, size: u64) -> Vec<u8> {
    picture(number | 1 << 40, size)
}

/// Keeps `count` badges from number `first` on, and says `SAVED n` after each; then edits a setting and says `EDITED n`. With
/// one badge in four it keeps an unverified record too, and says `RECORDED n`.
/// `NOTICE` says that the index failed, `FAULTED` that a fault was met before closing.
pub(crate) fn write(dir: &Path, first: u64, count: u64, size: u64) -> Result<(), Box<dyn Error>> {
    let say = |line: String| -> io::Result<()> {
        let mut out = io::stdout().lock();
        writeln!(out, "{line}")?;
        out.flush()
    };
    let store = match Store::open(dir, &DataKey::from(KEY)) {
        Ok((store, opened)) => {
            if let Some(reason) = opened.rebuilt {
                say(notice(&reason))?;
            }
            store
        }
        Err(error) => return Ok(say(format!("REFUSED to open {} {error}", error.code()))?),
    };
    store.on_index_failure(|reason| println!("{}", notice(reason)));
    say("OPEN".to_owned())?;
    for number in first..first.saturating_add(count) {
        let now = Timestamp::now();
        let text = text(number);
        let badge = Badge { id: Some(format!("urn:badge:{number}")), ..Badge::default() };
        let original = picture(number, size);
        let report = report(&badge, Timestamp::UNIX_EPOCH);
        let new = NewBadge {
            original: &original,
            container: Container::Png,
            format: Format::Ob3DataIntegrity,
            credential_text: &text,
            badge: &badge,
            report: Some(&report),
            documents: &[document(number)],
            source: Source { kind: SourceKind::File, name: Some(format!("{number}.png")), url: None },
            added_at: now,
        };
        if let Err(error) = store.add(new) {
            say(format!("REFUSED {number} {} {error}", error.code()))?;
            continue;
        }
        say(format!("SAVED {number}"))?;
        match store.put_setting("last", &json!(number)) {
            Ok(()) => say(format!("EDITED {number}"))?,
            Err(error) => say(format!("REFUSED {number} {} {error}", error.code()))?,
        }
        if number % 4 == 1 {
            let record = NewOtherFile {
                bytes: &certificate(number, size),
                name: &number.to_string(),
                kind: "pdf",
                source: Source { kind: SourceKind::Bytes, name: None, url: None },
                added_at: now,
            };
            match store.add_other_file(record) {
                Ok(_) => say(format!("RECORDED {number}"))?,
                Err(error) => say(format!("REFUSED {number} {} {error}", error.code()))?,
            }
        }
    }
    if std::env::var_os("FAULT_LOG").is_some_and(|told| Path::new(&told).exists()) {
        say("FAULTED".to_owned())?;
    }
    drop(store);
    say("CLOSED".to_owned())?;
    Ok(())
}

/// The store in `dir`, open.
pub(crate) fn open(dir: &Path) -> Result<Store, StoreError> {
    Store::open(dir, &DataKey::from(KEY)).map(|(store, _)| store)
}

/// The line that says that the index failed, and when.
fn notice(reason: &RebuildReason) -> String {
    format!("NOTICE {} {reason:?}", Timestamp::now())
}

/// Compares the store with the list of what was said to be saved. Any difference is an error.
pub(crate) fn check(dir: &Path, size: u64, saved: &Path) -> Result<(), Box<dyn Error>> {
    let started = Instant::now();
    let (store, opened) = Store::open(dir, &DataKey::from(KEY))?;
    let seconds = started.elapsed().as_secs_f64();
    let lines = fs::read_to_string(saved)?;
    let numbers = |word: &str| -> BTreeSet<u64> {
        lines.lines().filter_map(|line| line.strip_prefix(word)?.trim().parse().ok()).collect()
    };
    let mut lost = Vec::new();
    let mut altered = Vec::new();
    for number in numbers("SAVED ") {
        let (id, page) = (BadgeId::of(&text(number)), document(number));
        if store.reports(&id)?.is_empty() || store.document(&page.reference())? != Some(page) {
            lost.push(number);
        }
        match store.originals(&id) {
            Ok(originals) if originals.iter().any(|one| one.bytes == picture(number, size)) => {}
            Ok(_) => altered.push(number),
            Err(_) => lost.push(number),
        }
    }
    let records = store.other_files()?;
    for number in numbers("RECORDED ") {
        let record = records.iter().find(|record| record.name == number.to_string());
        match record.map(|record| store.other_file_bytes(&record.id)) {
            Some(Ok(bytes)) if bytes == certificate(number, size) => {}
            Some(Ok(_)) => altered.push(number),
            Some(Err(_)) | None => lost.push(number),
        }
    }
    let edited = numbers("EDITED ").last().copied().unwrap_or_default();
    let last = store.setting("last")?.and_then(|value| value.as_u64()).unwrap_or_default();
    let damaged = store.damaged().len();
    println!(
        "BADGES {} LOST {} ALTERED {} DAMAGED {damaged} REBUILT {} READ_ONLY {} OPENED_IN {seconds:.2}",
        store.badges()?.len(),
        lost.len(),
        altered.len(),
        u8::from(opened.rebuilt.is_some()),
        opened.read_only.map_or("no", badge_store::StoreCode::as_str),
    );
    if !lost.is_empty() || !altered.is_empty() || damaged > 0 || last < edited {
        let edit = format!("last edit {last}, said {edited}");
        return Err(
            format!("lost {lost:?}, altered {altered:?}, {damaged} damaged, {edit}, {opened:?}").into()
        );
    }
    Ok(())
}
