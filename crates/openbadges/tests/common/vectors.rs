//! The project's own vectors, in `tests/vectors`: written from the tables of the verification tests, read by
//! `own_vectors.rs` and by anyone who verifies badges. Their form is told in `tests/vectors/README.md`.
//!
//! `BADGE_VECTORS=write cargo test -p openbadges` writes them anew. What is expected stands in the tables themselves;
//! a vector holds what the table's row came to, and no vector is written by a row that failed.

use std::{cell::RefCell, collections::BTreeMap, env, fmt::Display, fs, path::PathBuf, sync::Mutex, thread};

use data_encoding::BASE64;
use openbadges::{
    Check, Document, Documents, FetchError, Identity, ParsedBadge, Report, VerifyOptions,
    documents::{FetchErrorKind, Request},
};
use serde::{Deserialize, Serialize};

/// As many vectors as one test may write: tables, not thousands of mutations.
const VECTORS_PER_TEST: usize = 20;
/// A vector that is larger shows a limit of this program, and is left to the program's own tests.
const VECTOR_BYTES: usize = 64 << 10;

/// A badge, what the web said, what was asked, and what must come out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Vector {
    /// What the case is about.
    pub title: String,
    /// The badge as it is handed over.
    pub badge: Bytes,
    /// The time to judge for.
    pub at: String,
    /// The identities to compare the recipient with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identities: Vec<Identity>,
    /// What each address answers. Any other address does not answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Answer>,
    /// What must come out.
    pub expected: Expected,
}

/// A text as it is, and anything else in base64.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bytes {
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

    /// The bytes themselves.
    pub fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Text(text) => text.clone().into_bytes(),
            Self::Base64(text) => BASE64.decode(text.as_bytes()).expect("a vector's base64"),
        }
    }
}

/// What an address answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    pub url: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<Page>,
    /// Why there is no page: `gone` (HTTP 410), `refused`, `failed` or `not-asked`, with the code of the reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unavailable: Option<Silence>,
}

/// A page that was had.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// The address that answered, where a redirect led elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub final_url: Option<String>,
    pub media_type: String,
    pub body: Bytes,
}

/// Why there is no page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Silence {
    pub kind: FetchErrorKind,
    pub code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Bytes>,
}

/// What must come out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Expected {
    /// The badge is read, and its checks say this.
    Report { verdict: String, checks: BTreeMap<String, Finding>, notes: Vec<String> },
    /// No badge is read, for this reason.
    Unreadable { code: String },
}

/// What one check says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    pub outcome: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

impl Expected {
    /// What `report` says.
    pub fn of(report: &Report) -> Self {
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

/// The word that a value without members is written as.
fn serde_plain(value: &impl Serialize) -> String {
    match serde_json::to_value(value).expect("a word") {
        serde_json::Value::String(word) => word,
        other => panic!("{other} is no word"),
    }
}

/// Where the vectors are.
pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors")
}

thread_local! {
    /// The rows of the catalogue that the test is about.
    static ABOUT: RefCell<String> = const { RefCell::new(String::new()) };
    /// The name of the row that is being tested.
    static ROW: RefCell<String> = const { RefCell::new(String::new()) };
    /// What this test has written.
    static WRITTEN: RefCell<Vec<Vector>> = const { RefCell::new(Vec::new()) };
}

/// Names the rows of the catalogue of bad inputs that a test is about, e.g. `H02 H03`.
pub fn about(rows: &str) {
    ABOUT.with_borrow_mut(|about| *about = format!(" ({rows})"));
}

/// Names the row of a table that the next reports are about, e.g. `I01: a list of another issuer`. What no row names is not
/// written: public vectors are judged by the same means, and are not ours to give away.
pub fn row(name: impl Display) {
    ROW.with_borrow_mut(|row| *row = name.to_string());
}

/// Passes questions on, and remembers what was answered.
#[derive(Debug)]
pub struct Witness<'a, D> {
    documents: &'a D,
    answers: Mutex<Vec<Answer>>,
}

impl<'a, D> Witness<'a, D> {
    pub fn new(documents: &'a D) -> Self {
        Self { documents, answers: Mutex::default() }
    }
}

impl<D: Documents + Sync> Documents for Witness<'_, D> {
    async fn get(&self, request: &Request) -> Result<Document, FetchError> {
        let answer = self.documents.get(request).await;
        let mut seen = Answer { url: request.url.clone(), page: None, unavailable: None };
        match &answer {
            Ok(document) => {
                seen.page = Some(Page {
                    final_url: (document.final_url != document.url).then(|| document.final_url.clone()),
                    media_type: document.media_type.clone(),
                    body: Bytes::of(&document.bytes),
                });
            }
            Err(reason) => {
                seen.unavailable = Some(Silence {
                    kind: reason.kind,
                    code: reason.code.as_str().into(),
                    body: reason.gone_body.as_deref().map(Bytes::of),
                });
            }
        }
        let mut answers = self.answers.lock().expect("no test panicked while asking");
        if !answers.contains(&seen) {
            answers.push(seen);
        }
        answer
    }
}

/// Writes the vector of a report, where vectors are being written.
pub fn record<D>(found: &ParsedBadge, witness: &Witness<'_, D>, question: &VerifyOptions, report: &Report) {
    // A vector says what anyone can repeat; what a caller remembers or trusts is the caller's.
    if (question.trust_lists.len(), question.known_issuers.len(), question.observed_lists.len()) != (0, 0, 0)
    {
        return;
    }
    // One of several credentials in one file is no case by itself.
    if !openbadges::read(&found.original).is_ok_and(|again| again == *found) {
        return;
    }
    write(|title| Vector {
        title,
        badge: Bytes::of(&found.original),
        at: question.at.to_string(),
        identities: question.identities.clone(),
        documents: witness.answers.lock().expect("no test panicked while asking").clone(),
        expected: Expected::of(report),
    });
}

/// Writes the vector of a text that is no badge, where vectors are being written.
pub fn record_unreadable(bytes: &[u8], code: openbadges::Code) {
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
    let thread = thread::current();
    let test = thread.name().unwrap_or("main").rsplit("::").next().unwrap_or_default().to_owned();
    let row = ROW.with_borrow(Clone::clone);
    let about = ABOUT.with_borrow(Clone::clone);
    if row.is_empty() && about.is_empty() {
        return;
    }
    let case = if row.is_empty() { row } else { format!(": {row}") };
    let vector = vector(format!("{}{about}{case}", test.replace('_', " ")));
    let program = env::current_exe().expect("a test knows its program");
    let program = program.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    // cargo adds a hash behind the last dash.
    let folder = folder().join(program.rsplit_once('-').map_or(program, |(name, _)| name));
    WRITTEN.with_borrow_mut(|written| {
        let size = serde_json::to_string(&vector).expect("a vector").len();
        let again = written.iter().any(|one| same_case(one, &vector));
        if again || size > VECTOR_BYTES || written.len() >= VECTORS_PER_TEST {
            return;
        }
        written.push(vector);
        fs::create_dir_all(&folder).expect("a folder for vectors");
        let text = serde_json::to_string_pretty(written).expect("vectors") + "\n";
        fs::write(folder.join(format!("{test}.json")), text).expect("vectors");
    });
}

/// Whether two vectors ask the same, under whatever title.
fn same_case(one: &Vector, other: &Vector) -> bool {
    Vector { title: other.title.clone(), ..one.clone() } == *other
}
