//! An issuer for tests in other languages and for looking at the window: `test-issuer DIR` writes example badges, the
//! authority's certificate and `issuer.json` into DIR, and serves what the badges need until it is killed.
//!
//! A file `DIR/revoke/STEM` (made by anybody, e.g. `touch`) revokes the badge of that stem for as long as it is there.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::{fs, path::Path, thread, time::Duration};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use whole_system::{Award, Issued, Issuer, Kind, Status};

/// How often the folder of revocations is looked at.
const LOOK: Duration = Duration::from_millis(100);

fn main() {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!("usage: test-issuer DIR");
        std::process::exit(2);
    };
    let folder = Path::new(&folder);
    let revocations = folder.join("revoke");
    fs::create_dir_all(folder.join("badges")).expect("a folder to write to");
    fs::create_dir_all(&revocations).expect("a folder to write to");

    let issuer = Issuer::default();
    let badges = issue_examples(&issuer);
    let listed: Vec<Value> = badges.iter().map(|(stem, badge)| write(folder, stem, badge)).collect();
    fs::write(folder.join("ca.pem"), issuer.server().ca_pem()).expect("a folder to write to");
    let resolve = issuer.server().resolve(issuer.host());
    let description = json!({
        "host": issuer.host(),
        "port": issuer.server().port(),
        "recipient": Award::EMAIL,
        "options": ["--cacert", folder.join("ca.pem"), "--resolve", resolve, "--allow-private-network"],
        "badges": listed,
    });
    // Renamed into place, so that whoever waits for it never reads half of it.
    let unfinished = folder.join("issuer.json.new");
    fs::write(&unfinished, format!("{description:#}\n")).expect("a folder to write to");
    fs::rename(&unfinished, folder.join("issuer.json")).expect("a folder to write to");
    println!("serving https://{}:{}/ for {}", issuer.host(), issuer.server().port(), folder.display());

    let mut revoked = vec![false; badges.len()];
    loop {
        for ((stem, badge), was) in badges.iter().zip(&mut revoked) {
            let is = revocations.join(stem).exists();
            match (*was, is) {
                (false, true) => issuer.revoke(badge),
                (true, false) => issuer.reinstate(badge),
                _ => {}
            }
            *was = is;
        }
        thread::sleep(LOOK);
    }
}

/// One badge of each kind, and one of each state.
fn issue_examples(issuer: &Issuer) -> Vec<(String, Issued)> {
    let names = [
        "Robotics",
        "Welding",
        "First Aid",
        "Statistics",
        "Bookbinding",
        "Beekeeping",
        "Rhetoric",
        "Chemistry",
    ];
    let mut badges: Vec<(String, Issued)> = Kind::ALL
        .iter()
        .zip(names.iter().cycle())
        .map(|(kind, name)| (kind.slug().to_owned(), issuer.issue(*kind, &Award::of(name))))
        .collect();
    let now = Timestamp::now();
    let day = SignedDuration::from_hours(24);
    let ended = Award { until: Some(now - day), ..Award::of("Fire Safety 2024") };
    let early = Award { from: now + day, ..Award::of("Next Year's Course") };
    let with_list = Award::of("Radiation Safety").with_status(Status::Bitstring);
    let with_ids = Award::of("Forklift").with_status(Status::RevocationList);
    for (stem, kind, award) in [
        ("ob3-expired", Kind::RdfcDidKey, ended),
        ("ob3-not-yet-valid", Kind::RdfcDidKey, early),
        ("ob3-status-bitstring", Kind::RdfcHttps, with_list),
        ("ob3-status-revocation-list", Kind::RdfcHttps, with_ids),
    ] {
        badges.push((stem.into(), issuer.issue(kind, &award)));
    }
    badges
}

/// Writes a badge bare and baked, and tells where.
fn write(folder: &Path, stem: &str, badge: &Issued) -> Value {
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
        "bare": bare,
        "png": png,
        "svg": svg,
    })
}
