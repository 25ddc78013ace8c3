//! Compares the mails of `tests/mail` with their expected results.

use std::{fs, path::PathBuf};

use badge_intake::{
    links::LinkTarget,
    mail::{Finding, MailKind, Mails, find, kind_of_file},
};
use serde_json::{Map, Value, json};

fn corpus() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/mail")
}

fn expected() -> Map<String, Value> {
    let table = fs::read(corpus().join("expected.json")).unwrap();
    serde_json::from_slice(&table).unwrap()
}

/// Formats a finding in the form of the table.
fn formatted(finding: &Finding) -> Value {
    let badges = finding.attachments.iter().map(|attachment| {
        let read = openbadges::read_all(&attachment.bytes);
        json!({"name": attachment.name, "count": read.iter().filter(|badge| badge.is_ok()).count()})
    });
    let links = finding.links.iter().map(|link| {
        let leads = match link.leads().unwrap() {
            LinkTarget::Badge => "badge",
            LinkTarget::Collection => "collection",
            LinkTarget::Offer => "offer",
            LinkTarget::Claim => "claim",
        };
        json!({"url": link.url, "leads": leads, "platform": link.known.as_ref().map(|known| &known.platform.id)})
    });
    let skipped = finding.skipped.iter().map(|part| json!({"name": part.name, "why": part.why.as_str()}));
    json!({
        "subject": finding.envelope.subject,
        "from": finding.envelope.from,
        "date": finding.envelope.date.map(|date| date.to_string()),
        "recipients": finding.envelope.recipients,
        "badges": badges.collect::<Vec<_>>(),
        "links": links.collect::<Vec<_>>(),
        "skipped": skipped.collect::<Vec<_>>(),
        "problem": finding.problem.as_ref().map(|problem| problem.code.as_str()),
    })
}

#[test]
fn finds_what_the_table_expects() {
    let expected = expected();
    assert!(expected.len() >= 60, "{} mails", expected.len());
    let mut wrong = Vec::new();
    for (name, expected) in &expected {
        let message = fs::read(corpus().join(format!("{name}.eml"))).unwrap();
        assert_eq!(kind_of_file(&message), Some(MailKind::Message), "{name}");
        let actual = formatted(&find(&message));
        if actual != *expected {
            wrong.push(format!("{name}\n  actual   {actual}\n  expected {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), expected.len(), wrong.join("\n"));
}

/// Every file of the corpus has a row in the table.
#[test]
fn every_mail_has_a_row() {
    let expected = expected();
    for entry in fs::read_dir(corpus()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "eml") {
            let name = path.file_stem().unwrap().to_str().unwrap();
            assert!(expected.contains_key(name), "{name}");
        }
    }
}

/// The results are the same with LF line ends, as on Unix, and in a mailbox.
#[test]
fn line_ends_and_mailboxes_do_not_matter() {
    let mut mailbox = Vec::new();
    let mut rows = Vec::new();
    for (name, expected) in expected() {
        let message = fs::read(corpus().join(format!("{name}.eml"))).unwrap();
        // UTF-16 is base64-encoded here, and nothing else in the corpus depends on a CR.
        let text: Vec<u8> = message.iter().copied().filter(|byte| *byte != b'\r').collect();
        assert_eq!(formatted(&find(&text)), expected, "{name} with LF");
        mailbox.extend_from_slice(b"From badges@college.example Fri May  2 10:11:12 2025\n");
        for line in text.split_inclusive(|byte| *byte == b'\n') {
            let quoted =
                line.iter().position(|byte| *byte != b'>').is_some_and(|at| line[at..].starts_with(b"From "));
            mailbox.extend_from_slice(if quoted { b">" } else { b"" });
            mailbox.extend_from_slice(line);
        }
        mailbox.extend_from_slice(if text.ends_with(b"\n") { b"\n" } else { b"\n\n" });
        rows.push((name, expected));
    }
    let found: Vec<Finding> = Mails::of_bytes(mailbox).unwrap().map(Result::unwrap).collect();
    assert_eq!(found.len(), rows.len());
    for (finding, (name, expected)) in found.iter().zip(&rows) {
        assert_eq!(formatted(finding), *expected, "{name} in a mailbox");
    }
}
