//! An issuer for tests in other languages and for manual tests of the window.
//!
//!     test-issuer DIR
//!
//! Writes example badges, the authority's certificate and `issuer.json` to DIR, and serves the documents of
//! the badges until it is killed. A badge is revoked while a file `DIR/revoke/STEM` exists.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::{fs, path::Path, thread, time::Duration};

use jiff::{SignedDuration, Timestamp};
use openbadges::Verdict;
use serde_json::{Value, json};
use whole_system::{Award, COURSES, IssuedBadge, Issuer, Kind, Status};

/// The interval between reads of the revocation folder.
const POLL_INTERVAL: Duration = Duration::from_millis(100);

fn main() {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!("usage: test-issuer DIR");
        std::process::exit(2);
    };
    fs::create_dir_all(&folder).expect("a folder to write to");
    // The description contains absolute paths, so that it works in any working directory.
    let folder = &fs::canonicalize(&folder).expect("a folder to write to");
    let description_file = folder.join("issuer.json");
    if description_file.exists() {
        fs::remove_file(&description_file).expect("a folder to write to");
    }
    let revocations = folder.join("revoke");
    fs::create_dir_all(folder.join("badges")).expect("a folder to write to");
    fs::create_dir_all(&revocations).expect("a folder to write to");

    let issuer = Issuer::default();
    let examples = issue_examples(&issuer);
    let entries: Vec<Value> = examples.iter().map(|example| write(folder, example)).collect();
    fs::write(folder.join("ca.pem"), issuer.server().ca_pem()).expect("a folder to write to");
    let resolve = issuer.server().resolve(issuer.host());
    let description = json!({
        "host": issuer.host(),
        "port": issuer.server().port(),
        "recipient": Award::EMAIL,
        "options": ["--cacert", folder.join("ca.pem"), "--resolve", resolve, "--allow-private-network"],
        "badges": entries,
    });
    // The rename is atomic: a program that waits for the file never reads a part of it.
    let unfinished = folder.join("issuer.json.new");
    fs::write(&unfinished, format!("{description:#}\n")).expect("a folder to write to");
    fs::rename(&unfinished, &description_file).expect("a folder to write to");
    println!("serving https://{}:{}/ for {}", issuer.host(), issuer.server().port(), folder.display());

    let mut revoked = vec![false; examples.len()];
    loop {
        for (example, is_revoked) in examples.iter().zip(&mut revoked) {
            let revoke = revocations.join(&example.stem).exists();
            match (*is_revoked, revoke) {
                (false, true) => issuer.revoke(&example.badge),
                (true, false) => issuer.reinstate(&example.badge),
                _ => {}
            }
            *is_revoked = revoke;
        }
        thread::sleep(POLL_INTERVAL);
    }
}

/// A badge, the stem of its file names, and the expected verdict.
struct Example {
    stem: String,
    badge: IssuedBadge,
    verdict: Verdict,
}

/// Issues one badge of each kind and one of each status.
fn issue_examples(issuer: &Issuer) -> Vec<Example> {
    let of_kind = |(kind, name): (&Kind, &&str)| Example {
        stem: kind.slug().into(),
        badge: issuer.issue(*kind, &Award::of(name)),
        verdict: Verdict::Verified,
    };
    let mut examples: Vec<Example> = Kind::ALL.iter().zip(COURSES.iter().cycle()).map(of_kind).collect();
    let now = Timestamp::now();
    let day = SignedDuration::from_hours(24);
    let ended = Award { until: Some(now - day), ..Award::of("Fire Safety 2024") };
    let early = Award { from: now + day, ..Award::of("Next Year's Course") };
    let with_list = Award::of("Radiation Safety").with_status(Status::Bitstring);
    let with_ids = Award::of("Forklift").with_status(Status::RevocationList);
    for (stem, kind, award, verdict) in [
        ("ob3-expired", Kind::RdfcDidKey, ended, Verdict::Expired),
        ("ob3-not-yet-valid", Kind::RdfcDidKey, early, Verdict::NotYetValid),
        ("ob3-status-bitstring", Kind::RdfcHttps, with_list, Verdict::Verified),
        ("ob3-status-revocation-list", Kind::RdfcHttps, with_ids, Verdict::Verified),
    ] {
        examples.push(Example { stem: stem.into(), badge: issuer.issue(kind, &award), verdict });
    }
    let mut forged = issuer.issue(Kind::RdfcDidKey, &Award::of("Swimming, Bronze"));
    forged.text = forged.text.replace("Bronze", "Gold");
    forged.award.name = "Swimming, Gold".into();
    examples.push(Example { stem: "ob3-forged".into(), badge: forged, verdict: Verdict::Invalid });
    examples
}

/// Writes a badge bare and baked. Returns its entry for `issuer.json`.
fn write(folder: &Path, Example { stem, badge, verdict }: &Example) -> Value {
    let bare = format!("badges/{stem}.{}", if badge.kind.is_jws() { "jwt" } else { "json" });
    let (png, svg) = (format!("badges/{stem}.png"), format!("badges/{stem}.svg"));
    for (path, bytes) in [(&bare, badge.text.clone().into_bytes()), (&png, badge.png()), (&svg, badge.svg())]
    {
        fs::write(folder.join(path), bytes).expect("a folder to write to");
    }
    json!({
        "stem": stem,
        "kind": badge.kind.slug(),
        "id": badge.id,
        "name": badge.award.name,
        "verdict": verdict.as_str(),
        "bare": bare,
        "png": png,
        "svg": svg,
    })
}
