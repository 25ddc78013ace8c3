//! The project's own test vectors in `tests/vectors`.
//!
//! The tables of the verification tests write them with `BADGE_VECTORS=write cargo test -p openbadges`;
//! `conformance/own_vectors.rs` verifies them. The format is described in `tests/vectors/README.md`. Each
//! vector contains the actual result of a table row, and the row's assertions check it: a failed row fails
//! its test.

use std::{cell::RefCell, collections::BTreeMap, env, fmt::Display, fs, path::PathBuf, sync::Mutex, thread};

use data_encoding::BASE64;
use openbadges::{
    Check, Document, Documents, FetchError, Identity, ParsedBadge, Report, VerifyOptions,
    documents::{FetchErrorKind, Request},
};
use serde::{Deserialize, Serialize};

/// The maximum number of vectors per test. A table fits, thousands of mutations do not.
const VECTORS_PER_TEST: usize = 20;
/// The maximum size of a vector in bytes. Larger inputs test limits of this program and stay in its own
/// tests.
const VECTOR_BYTES: usize = 64 << 10;

/// A badge, the web's responses, the verification options and the expected result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Vector {
    /// The name of the case.
    pub(crate) title: String,
    /// The badge as a caller passes it.
    pub(crate) badge: Bytes,
    /// The time of verification.
    pub(crate) at: String,
    /// The identities to compare the recipient with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) identities: Vec<Identity>,
    /// The response of each address. Other addresses do not respond.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) documents: Vec<Answer>,
    /// The expected result.
    pub(crate) expected: Expected,
}

/// Text unchanged, or other bytes in base64.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Bytes {
    Text(String),
    Base64(String),
}

impl Bytes {
    fn of(bytes: &[u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::Text(text.into()),
            Err(_) => Self::Base64(BASE64.encode(bytes)),
        }
    }

    /// Returns the bytes.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Text(text) => text.clone().into_bytes(),
            Self::Base64(text) => BASE64.decode(text.as_bytes()).expect("a vector's base64"),
        }
    }
}

/// The response of an address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Answer {
    pub(crate) url: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) page: Option<Page>,
    /// The reason why there is no page: `gone` (HTTP 410), `refused`, `failed` or `not-asked`, with the code
    /// of the reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) unavailable: Option<MissingPage>,
}

/// A fetched page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Page {
    /// The final address, if it differs after redirects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) final_url: Option<String>,
    pub(crate) media_type: String,
    pub(crate) body: Bytes,
}

/// The reason why there is no page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct MissingPage {
    pub(crate) kind: FetchErrorKind,
    pub(crate) code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) body: Option<Bytes>,
}

/// The expected result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Expected {
    /// The badge can be read and has this report.
    Report { verdict: String, checks: BTreeMap<String, Finding>, notes: Vec<String> },
    /// No badge can be read, for this reason.
    Unreadable { code: String },
}

/// The result of one check.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Finding {
    pub(crate) outcome: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<String>,
}

impl Expected {
    /// Returns the expected result that equals `report`.
    pub(crate) fn of(report: &Report) -> Self {
        let finding = |check: &Check| Finding {
            outcome: serde_plain(&check.outcome),
            code: check.code.map(|code| code.as_str().into()),
        };
        Self::Report {
            verdict: report.verdict.as_str().into(),
            checks: report.checks.iter().map(|check| (check.id.as_str().into(), finding(check))).collect(),
            notes: report.notes.iter().map(|note| note.code.as_str().into()).collect(),
        }
    }
}

/// Returns the serialised name of a unit variant.
fn serde_plain(value: &impl Serialize) -> String {
    match serde_json::to_value(value).expect("a word") {
        serde_json::Value::String(word) => word,
        other => panic!("{other} is not a string"),
    }
}

/// Returns the folder of the vectors.
pub(crate) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors")
}

thread_local! {
    /// The rows of the catalogue that the test covers.
    static ABOUT: RefCell<String> = const { RefCell::new(String::new()) };
    /// The name of the current table row.
    static ROW: RefCell<String> = const { RefCell::new(String::new()) };
    /// The vectors that this test has written.
    static WRITTEN: RefCell<Vec<Vector>> = const { RefCell::new(Vec::new()) };
}

/// Sets the rows of the catalogue of bad inputs that a test covers, e.g. `H02 H03`.
pub(crate) fn about(rows: &str) {
    ABOUT.with_borrow_mut(|about| *about = format!(" ({rows})"));
}

/// Sets the name of the table row that the next reports belong to, e.g. `I01: a list of another issuer`. A
/// report without a name is not written, because tests of public vectors call the same functions and the
/// project does not publish those vectors.
pub(crate) fn row(name: impl Display) {
    ROW.with_borrow_mut(|row| *row = name.to_string());
}

/// Forwards requests and records the responses.
#[derive(Debug)]
pub(crate) struct Recorder<'a, D> {
    documents: &'a D,
    answers: Mutex<Vec<Answer>>,
}

impl<'a, D> Recorder<'a, D> {
    pub(crate) fn new(documents: &'a D) -> Self {
        Self { documents, answers: Mutex::default() }
    }
}

impl<D: Documents + Sync> Documents for Recorder<'_, D> {
    async fn get(&self, request: &Request) -> Result<Document, FetchError> {
        let answer = self.documents.get(request).await;
        let mut recorded = Answer { url: request.url.clone(), page: None, unavailable: None };
        match &answer {
            Ok(document) => {
                recorded.page = Some(Page {
                    final_url: (document.final_url != document.url).then(|| document.final_url.clone()),
                    media_type: document.media_type.clone(),
                    body: Bytes::of(&document.bytes),
                });
            }
            Err(reason) => {
                recorded.unavailable = Some(MissingPage {
                    kind: reason.kind,
                    code: reason.code.as_str().into(),
                    body: reason.gone_body.as_deref().map(Bytes::of),
                });
            }
        }
        let mut answers = self.answers.lock().expect("no test panicked while recording");
        if !answers.contains(&recorded) {
            answers.push(recorded);
        }
        answer
    }
}

/// Writes the vector of a report if `BADGE_VECTORS=write` is set.
pub(crate) fn record<D>(
    found: &ParsedBadge,
    recorder: &Recorder<'_, D>,
    options: &VerifyOptions,
    report: &Report,
) {
    // Anyone must be able to reproduce a vector, so it contains no state and no trust lists of a caller.
    if (options.trust_lists.len(), options.known_issuers.len(), options.observed_lists.len()) != (0, 0, 0) {
        return;
    }
    // A credential from a file with several credentials cannot be read alone.
    if !openbadges::read(&found.original).is_ok_and(|again| again == *found) {
        return;
    }
    write(|title| Vector {
        title,
        badge: Bytes::of(&found.original),
        at: options.at.to_string(),
        identities: options.identities.clone(),
        documents: recorder.answers.lock().expect("no test panicked while recording").clone(),
        expected: Expected::of(report),
    });
}

/// Writes the vector of an unreadable badge if `BADGE_VECTORS=write` is set.
pub(crate) fn record_unreadable(bytes: &[u8], code: openbadges::Code) {
    write(|title| Vector {
        title,
        badge: Bytes::of(bytes),
        at: super::AT.into(),
        identities: Vec::new(),
        documents: Vec::new(),
        expected: Expected::Unreadable { code: code.as_str().into() },
    });
}

fn write(vector: impl FnOnce(String) -> Vector) {
    if env::var("BADGE_VECTORS").as_deref() != Ok("write") {
        return;
    }
    let row = ROW.with_borrow(Clone::clone);
    let about = ABOUT.with_borrow(Clone::clone);
    if row.is_empty() && about.is_empty() {
        return;
    }
    // libtest names each thread after the path of its test, e.g. `verifying::hosted::name`.
    let thread = thread::current();
    let path = thread.name().expect("a test's thread has a name");
    let (module, test) = path.rsplit_once("::").expect("the path of a test");
    let folder = folder().join(module.replace("::", "/"));
    let case = if row.is_empty() { row } else { format!(": {row}") };
    let vector = vector(format!("{}{about}{case}", test.replace('_', " ")));
    WRITTEN.with_borrow_mut(|written| {
        let size = serde_json::to_string(&vector).expect("a vector").len();
        let duplicate = written.iter().any(|other| same_case(other, &vector));
        if duplicate || size > VECTOR_BYTES || written.len() >= VECTORS_PER_TEST {
            return;
        }
        written.push(vector);
        fs::create_dir_all(&folder).expect("a folder for vectors");
        let text = serde_json::to_string_pretty(written).expect("vectors") + "\n";
        fs::write(folder.join(format!("{test}.json")), text).expect("vectors");
    });
}

/// Returns whether two vectors differ only in their titles.
fn same_case(left: &Vector, right: &Vector) -> bool {
    Vector { title: right.title.clone(), ..left.clone() } == *right
}
