//! Independent software and ours: what it signs is verified here, what we sign is verified by it, and what was changed
//! is refused by both.
//!
//! `tests/setup.sh` installs the peers; none of them, and none of these tests, asks anything of the network. Each peer is
//! one process for all of its badges. Where a peer answers otherwise than this program, the row says so, with the
//! reason.
mod bakery;
mod digitalbazaar;
mod digitalcredentials;
mod openbadgeslib;
mod ours;
mod presentation;

use std::{
    collections::BTreeMap,
    io::Write,
    process::{Command, Output, Stdio},
};

use jiff::Timestamp;
use openbadges::{
    Code, Document, Documents, FetchError, Identity, IdentityKind, Report, VerifyOptions,
    documents::{FetchErrorKind, Request},
    read, verify,
};
use serde_json::Value;
use whole_system::Award;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/peers");

/// Runs a peer. Peers that are not installed fail the test with the way to install them.
fn run(program: &str, arguments: &[&str], input: &str) -> Output {
    let child = Command::new(program)
        .args(arguments)
        .current_dir(FOLDER)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = child.unwrap_or_else(|error| panic!("{program}: {error}. {INSTALL}"));
    // A peer reads all of its question before it says anything. One that fails before tells why on its error output.
    child.stdin.take().unwrap().write_all(input.as_bytes()).ok();
    child.wait_with_output().unwrap()
}

fn answer(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!("{error}; the peer said: {}\n{INSTALL}", String::from_utf8_lossy(&output.stderr))
    })
}

/// What a peer answers to a question.
fn ask(program: &str, script: &str, question: &Value) -> Value {
    answer(&run(program, &[script], &question.to_string()))
}

const INSTALL: &str = "The peers are installed by tests/setup.sh";

fn question() -> VerifyOptions {
    let email = Identity { kind: IdentityKind::Email, value: Award::EMAIL.into() };
    VerifyOptions { identities: vec![email], ..VerifyOptions::new(Timestamp::now()) }
}

/// The report on a badge, with all that there is on the web.
async fn judge(badge: &[u8], documents: &(impl Documents + Sync)) -> Report {
    verify(&read(badge).unwrap(), documents, &question()).await
}

/// Our badges, what there is on the web about them, and what a peer said.
struct Said<Row> {
    rows: Vec<Row>,
    pages: Pages,
    answer: Value,
}

/// All that there is on the web: documents by their addresses.
struct Pages(BTreeMap<String, String>);

impl Documents for Pages {
    async fn get(&self, request: &Request) -> Result<Document, FetchError> {
        let Some(text) = self.0.get(&request.url) else {
            let detail = format!("nothing is at {}", request.url);
            let (kind, code) = (FetchErrorKind::Failed, Code::NetUnavailable);
            return Err(FetchError { kind, code, detail, gone_body: None });
        };
        let media_type = if text.starts_with('{') { "application/json" } else { "application/vc+jwt" };
        Ok(Document {
            url: request.url.clone(),
            final_url: request.url.clone(),
            media_type: media_type.into(),
            bytes: text.clone().into_bytes(),
            fetched_at: Timestamp::now(),
        })
    }
}
