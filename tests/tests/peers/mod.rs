//! Compares this program with independent software: each verifies the other's badges, and both reject changed
//! badges.
//!
//! `tests/setup.sh` installs the peers. Neither the peers nor these tests contact any host. Each peer runs once
//! for all of its badges. A row of a table states where a peer's result differs from ours, and why.
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

/// Runs a peer.
///
/// # Panics
///
/// If the peer is not installed. The message names the script that installs it.
fn run(program: &str, arguments: &[&str], input: &str) -> Output {
    let child = Command::new(program)
        .args(arguments)
        .current_dir(FOLDER)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = child.unwrap_or_else(|error| panic!("{program}: {error}. {INSTALL}"));
    // A peer reads its whole input before it writes. If it fails earlier, its error output has the reason.
    child.stdin.take().unwrap().write_all(input.as_bytes()).ok();
    child.wait_with_output().unwrap()
}

fn parse_output(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!("{error}; error output of the peer: {}\n{INSTALL}", String::from_utf8_lossy(&output.stderr))
    })
}

/// Runs a peer with JSON as input and returns its JSON output.
fn call(program: &str, script: &str, input: &Value) -> Value {
    parse_output(&run(program, &[script], &input.to_string()))
}

const INSTALL: &str = "tests/setup.sh installs the peers";

fn verify_options() -> VerifyOptions {
    let email = Identity { kind: IdentityKind::Email, value: Award::EMAIL.into() };
    VerifyOptions { identities: vec![email], ..VerifyOptions::new(Timestamp::now()) }
}

/// Returns our report on a badge.
async fn inspect(badge: &[u8], documents: &(impl Documents + Sync)) -> Report {
    verify(&read(badge).unwrap(), documents, &verify_options()).await
}

/// Our badges, the documents that their verification fetches, and a peer's output.
struct Comparison<Row> {
    rows: Vec<Row>,
    pages: Pages,
    output: Value,
}

/// Documents by URL. No other document exists.
struct Pages(BTreeMap<String, String>);

impl Documents for Pages {
    async fn get(&self, request: &Request) -> Result<Document, FetchError> {
        let Some(text) = self.0.get(&request.url) else {
            let detail = format!("no document at {}", request.url);
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
