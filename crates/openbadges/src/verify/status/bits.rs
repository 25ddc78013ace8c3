//! Entries of status lists (W3C Bitstring Status List 1.0, sections 2.1 and 3.2).
//!
//! Only the purposes `revocation` and `suspension` affect the verdict. `message` and `refresh` result in notes.

use super::{
    StatusChecker,
    list::{ListKind, StatusList},
    unknown,
};
use crate::{
    check::{Check, CheckId, Outcome},
    code::{Code, Note},
    documents::{Document, Documents, Purpose},
    formats::wire,
    json::Value,
    limits::{STATUS_ENTRY_BITS, STATUS_LIST_MIN_ENTRIES},
    status_list::ObservedList,
    verify::fetch::{FetchedDocument, fetch_document},
};

/// A status entry of a credential.
struct Entry<'a> {
    url: &'a str,
    purpose: &'a str,
    kind: ListKind,
    index: u64,
    size: u32,
    /// `statusMessage`: the meaning of each value.
    messages: &'a Value,
}

/// The effect of a purpose.
enum Effect {
    /// The value can revoke or suspend the credential, according to the code.
    Withdrawal(Code),
    /// The value results in a note.
    Note,
}

impl<D: Documents + Sync> StatusChecker<'_, D> {
    /// Checks one entry. Returns `None` if its purpose results in a note.
    pub(super) async fn bits(&mut self, status: &Value, kind: ListKind) -> Option<Check> {
        let text = |name: &str| status.get(name).and_then(Value::as_str).unwrap_or_default();
        let (url, purpose) = (text("statusListCredential"), text("statusPurpose"));
        let about = |check: Check| check.with("url", url).with("purpose", purpose);
        let effect = match effect_of(purpose, kind) {
            Ok(effect) => effect,
            Err(check) => return Some(about(check)),
        };
        self.note_unique_address(url);
        let check = match Entry::read(status, url, purpose, kind) {
            Ok(entry) => self.entry(&entry, &effect).await,
            Err(check) => check,
        };
        match effect {
            Effect::Withdrawal(_) => Some(about(check)),
            Effect::Note => {
                if let Some(code) = check.code.filter(|_| check.outcome == Outcome::Unknown) {
                    let note =
                        Note::new(Code::StatusMessageUnknown).with("url", url).with("purpose", purpose);
                    self.notes.push(note.with("cause", code.as_str()));
                }
                None
            }
        }
    }

    /// Fetches the list and checks the entry in it.
    async fn entry(&mut self, entry: &Entry<'_>, effect: &Effect) -> Check {
        let rule = || entry.kind.rule();
        let FetchedDocument { document, protected, .. } =
            match fetch_document(self.documents, entry.url, Purpose::StatusList).await {
                Ok(fetched) => fetched,
                Err(failure) => return self.unavailable(&failure, entry.url, rule()),
            };
        let reference = document.reference();
        let list = StatusList::read(
            &document,
            self.credential,
            entry.kind,
            entry.purpose,
            self.documents,
            self.options.at,
        );
        let list = match list.await {
            Ok(list) => list,
            Err(problem) => return problem.check(rule()).with_document(reference),
        };
        let entries = list.entries(entry.size);
        if entries < STATUS_LIST_MIN_ENTRIES {
            let note = Note::new(Code::StatusShort).with("url", entry.url);
            self.notes.push(note.with("entries", entries.to_string()));
        }
        let Ok(value) = list.get(entry.index, entry.size) else {
            let check = unknown(rule(), Code::StatusRange).with("entries", entries.to_string());
            return check.with("index", entry.index.to_string()).with_document(reference);
        };
        let check = match effect {
            Effect::Withdrawal(code) => {
                self.check_withdrawal(entry, *code, value, &list, protected, &document)
            }
            Effect::Note => {
                self.note_value(entry, value);
                Check::absent(CheckId::Revocation, rule())
            }
        };
        check.with("index", entry.index.to_string()).with_document(reference)
    }

    /// Checks whether `value` revokes or suspends the credential, considering earlier observations of the list.
    fn check_withdrawal(
        &mut self,
        entry: &Entry<'_>,
        code: Code,
        value: u64,
        list: &StatusList,
        protected: bool,
        document: &Document,
    ) -> Check {
        let rule = || entry.kind.rule();
        let place = entry.index.to_string();
        let failed = |code: Code| {
            let check = Check::failed(CheckId::Revocation, rule(), code);
            entry.message(value).into_iter().fold(check, |check, message| check.with("reason", message))
        };
        let observed = self.observed(entry.url).cloned();
        let older = observed.as_ref().is_some_and(|observed| list.valid_from < observed.valid_from);
        let revoked_in = observed.as_ref().and_then(|observed| observed.revoked.get(&place)).copied();
        let dated = |note: Note| {
            let dates = [
                ("from", list.valid_from),
                ("newest", observed.as_ref().and_then(|observed| observed.valid_from)),
            ];
            dates.into_iter().fold(note.with("url", entry.url), |note, (name, date)| match date {
                Some(date) => note.with(name, date.to_string()),
                None => note,
            })
        };
        let mut found = ObservedList::new(document, list.valid_from);
        found.url = entry.url.to_owned();
        if value != 0 && code == Code::Revoked {
            found.revoked.insert(place, list.valid_from);
        }
        self.record(found);
        // Section 2.1: a suspension is reversible, so an older list cannot show that it still applies.
        if value != 0 && !(older && code == Code::Suspended) {
            return failed(code);
        }
        match revoked_in {
            // Section 2.1: a revocation is not reversible. Only a later list of the issuer can undo it.
            Some(then) if code == Code::Revoked && list.valid_from <= then => {
                self.notes.push(dated(Note::new(Code::StatusRollback)));
                return Check::failed(CheckId::Revocation, rule(), Code::Revoked);
            }
            _ if older => {
                let note = dated(Note::new(Code::StatusRollback));
                return Check { details: note.details, ..unknown(rule(), Code::StatusRollback) };
            }
            Some(_) if code == Code::Revoked => self.notes.push(dated(Note::new(Code::StatusReinstated))),
            _ => {}
        }
        if !protected {
            // An attacker on an unprotected connection can serve an old signed list.
            return unknown(rule(), Code::NetCleartext);
        }
        if list.stale {
            return unknown(rule(), Code::StatusStale).with("had", document.fetched_at.to_string());
        }
        Check::passed(CheckId::Revocation, rule())
    }

    /// Adds the note for `value`.
    fn note_value(&mut self, entry: &Entry<'_>, value: u64) {
        let message = entry.message(value);
        let code = match entry.purpose {
            "refresh" if value != 0 => Code::StatusRefresh,
            "refresh" => return,
            // Section 2.1: without messages, 0 means "unset".
            _ if value == 0 && message.is_none() => return,
            _ => Code::StatusMessage,
        };
        let note = Note::new(code).with("url", entry.url).with("value", format!("{value:#x}"));
        self.notes.push(match message {
            Some(message) => note.with("message", message),
            None => note,
        });
    }
}

/// Returns the effect of a purpose (section 2.1, `statusPurpose`).
fn effect_of(purpose: &str, kind: ListKind) -> Result<Effect, Check> {
    match purpose {
        "revocation" => Ok(Effect::Withdrawal(Code::Revoked)),
        "suspension" => Ok(Effect::Withdrawal(Code::Suspended)),
        "message" | "refresh" => Ok(Effect::Note),
        "" => Err(unknown(kind.rule(), Code::StatusPurpose)),
        other => {
            let named = format!("statusPurpose {other}");
            Err(unknown(kind.rule(), Code::StatusTypeUnsupported).with("type", named))
        }
    }
}

impl<'a> Entry<'a> {
    fn read(status: &'a Value, url: &'a str, purpose: &'a str, kind: ListKind) -> Result<Self, Check> {
        let shown = |name: &str| status.get(name).map(Value::to_string).unwrap_or_default();
        let Some(size) = size(status.get("statusSize")) else {
            let named = format!("statusSize {}", shown("statusSize"));
            return Err(unknown(kind.rule(), Code::StatusTypeUnsupported).with("type", named));
        };
        let Some(index) = index(status.get("statusListIndex")) else {
            let check = unknown(kind.rule(), Code::StatusRange);
            return Err(check.with("index", shown("statusListIndex")));
        };
        let messages = status.get("statusMessage").unwrap_or(&Value::Null);
        Ok(Self { url, purpose, kind, index, size, messages })
    }

    /// Returns the message for `value` in `statusMessage`. It is untrusted text.
    fn message(&self, value: u64) -> Option<String> {
        let of_value = |message: &&Value| {
            let status =
                message.get("status").and_then(Value::as_str).and_then(|text| text.strip_prefix("0x"));
            status.and_then(|digits| u64::from_str_radix(digits, 16).ok()) == Some(value)
        };
        let message = wire::items(Some(self.messages)).find(of_value)?;
        message.get("message").and_then(Value::as_str).map(str::to_owned)
    }
}

/// Parses `statusListIndex`: decimal digits without sign, point, exponent or leading zero, or the same as a JSON
/// number.
fn index(value: Option<&Value>) -> Option<u64> {
    match value? {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => {
            let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            let plain = digits && (text == "0" || !text.starts_with('0'));
            plain.then(|| text.parse().ok()).flatten()
        }
        _ => None,
    }
}

/// Parses `statusSize`, the number of bits of an entry. The default is one.
fn size(value: Option<&Value>) -> Option<u32> {
    let Some(value) = value else { return Some(1) };
    value
        .as_u64()
        .and_then(|bits| u32::try_from(bits).ok())
        .filter(|bits| (1..=STATUS_ENTRY_BITS).contains(bits))
}
