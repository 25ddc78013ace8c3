//! The writer, which adds badges and prints what is saved, and the process that checks the store afterwards.

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

/// Returns the credential of the badge with this number.
fn text(number: u64) -> String {
    format!(r#"{{"id":"urn:badge:{number}"}}"#)
}

/// Returns the issuer's document that a check of that badge used.
fn document(number: u64) -> Document {
    Document {
        url: format!("https://issuer.example/{number}"),
        final_url: format!("https://issuer.example/{number}"),
        media_type: "application/json".to_owned(),
        bytes: format!("the issuer's page {number}").into_bytes(),
        fetched_at: Timestamp::UNIX_EPOCH,
    }
}

/// Returns incompressible bytes that depend on the number only.
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

/// Returns the bytes of the other file with this number.
fn certificate(number: u64, size: u64) -> Vec<u8> {
    picture(number | 1 << 40, size)
}

/// Adds `count` badges starting with number `first`.
///
/// Prints `SAVED n` after each badge and `EDITED n` after changing a setting. With every fourth badge it also adds
/// another file and prints `OTHER_FILE n`. `NOTICE` means that the index failed, `FAULTED` that a fault occurred before
/// closing.
pub(crate) fn write(dir: &Path, first: u64, count: u64, size: u64) -> Result<(), Box<dyn Error>> {
    let print = |line: String| -> io::Result<()> {
        let mut out = io::stdout().lock();
        writeln!(out, "{line}")?;
        out.flush()
    };
    let store = match Store::open(dir, &DataKey::from(KEY)) {
        Ok((store, opened)) => {
            if let Some(reason) = opened.rebuilt {
                print(notice(&reason))?;
            }
            store
        }
        Err(error) => return Ok(print(format!("REFUSED to open {} {error}", error.code()))?),
    };
    store.on_index_failure(|reason| println!("{}", notice(reason)));
    print("OPEN".to_owned())?;
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
            print(format!("REFUSED {number} {} {error}", error.code()))?;
            continue;
        }
        print(format!("SAVED {number}"))?;
        match store.put_setting("last", &json!(number)) {
            Ok(()) => print(format!("EDITED {number}"))?,
            Err(error) => print(format!("REFUSED {number} {} {error}", error.code()))?,
        }
        if number % 4 == 1 {
            let file = NewOtherFile {
                bytes: &certificate(number, size),
                name: &number.to_string(),
                kind: "pdf",
                source: Source { kind: SourceKind::Bytes, name: None, url: None },
                added_at: now,
            };
            match store.add_other_file(file) {
                Ok(_) => print(format!("OTHER_FILE {number}"))?,
                Err(error) => print(format!("REFUSED {number} {} {error}", error.code()))?,
            }
        }
    }
    if std::env::var_os("FAULT_LOG").is_some_and(|log| Path::new(&log).exists()) {
        print("FAULTED".to_owned())?;
    }
    drop(store);
    print("CLOSED".to_owned())?;
    Ok(())
}

/// Opens the store in `dir`.
pub(crate) fn open(dir: &Path) -> Result<Store, StoreError> {
    Store::open(dir, &DataKey::from(KEY)).map(|(store, _)| store)
}

/// Returns the line for a failure of the index, with its time.
fn notice(reason: &RebuildReason) -> String {
    format!("NOTICE {} {reason:?}", Timestamp::now())
}

/// Compares the store with the list of acknowledged changes. Any difference is an error.
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
    let files = store.other_files()?;
    for number in numbers("OTHER_FILE ") {
        let file = files.iter().find(|file| file.name == number.to_string());
        match file.map(|file| store.other_file_bytes(&file.id)) {
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
        let edit = format!("last edit {last}, acknowledged {edited}");
        return Err(
            format!("lost {lost:?}, altered {altered:?}, {damaged} damaged, {edit}, {opened:?}").into()
        );
    }
    Ok(())
}
