//! Measures how fast baked PNGs in a folder are imported into a new backpack, and prints the time of each
//! step.
//!
//!     tests/comparison/import.sh [COUNT [FOLDER]]
//!
//! Every badge is different, and of a kind that needs no network. The steps are those of the window: inspect
//! (read from disk, unbake, verify, describe), add (each badge is synced before the next), and draw the
//! pictures of the list. Verification alone is measured in the same run, with the same files.
#![allow(clippy::unwrap_used)]

use std::{
    env, fs,
    path::Path,
    pin::pin,
    sync::Mutex,
    task::{Context, Poll, Waker},
    time::{Duration, Instant},
};

use backpack::{
    Backpack, CancellationToken, ImportInput, NetworkPolicy, OpenOptions, VerifierOptions,
    view::{AddStatus, OpenState},
};
use openbadges::{Offline, Verdict, VerifyOptions, read, verify};
use whole_system::{Award, COURSES, Issuer, Kind, picture};

const KINDS: [Kind; 4] = [Kind::RdfcDidKey, Kind::Signature2020, Kind::JcsDidKey, Kind::JwtEdDsa];
const PICTURES: u8 = 100;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let count: usize = env::args().nth(1).map_or(10_000, |count| count.parse().unwrap());
    let parent = env::args().nth(2).map_or_else(env::temp_dir, Into::into);
    let home = tempfile::tempdir_in(parent).unwrap();
    let folder = home.path().join("badges");
    let bytes = write_badges(count, &folder);

    let options = OpenOptions {
        data_dir: Some(home.path().join("backpack")),
        passphrase: Some("a passphrase of several words".into()),
        ..OpenOptions::default()
    };
    let (state, opened) = Backpack::open(&options, VerifierOptions::default());
    assert!(matches!(state, OpenState::Open { .. }), "{state:?}");
    let backpack = opened.unwrap();
    let (cancel, progress) = (CancellationToken::default(), |_| {});

    let start = Instant::now();
    let candidates = backpack
        .inspect(vec![ImportInput::Path(folder.clone())], &NetworkPolicy::allow([]), &cancel, &progress)
        .await;
    let inspecting = start.elapsed();
    assert_eq!(candidates.len(), count);
    let badges = candidates.iter().filter_map(|candidate| candidate.badge.as_ref());
    assert_eq!(badges.filter(|badge| badge.verdict == Verdict::Verified).count(), count);

    let keys: Vec<String> = candidates.into_iter().map(|candidate| candidate.key).collect();
    // The rates of the first and the last tenth show whether a full backpack is slower than an empty one.
    let tenth = count / 10;
    let marks = Mutex::new(Vec::new());
    let start = Instant::now();
    let results = backpack.add_candidates(&keys, &cancel, &|progress| {
        if [tenth, count - tenth].contains(&(progress.done as usize)) {
            marks.lock().unwrap().push(start.elapsed());
        }
    });
    let adding = start.elapsed();
    let marks = marks.into_inner().unwrap();
    assert_eq!(results.iter().filter(|result| result.outcome == AddStatus::Added).count(), count);

    let ids: Vec<String> = results.into_iter().filter_map(|result| result.badge_id).collect();
    let start = Instant::now();
    let drawn = ids.iter().filter(|id| backpack.picture(&format!("badge/{id}")).starts_with(b"\x89PNG"));
    assert_eq!(drawn.count(), count);
    let drawing = start.elapsed();

    let verifying = time_verification(&folder);
    let total = inspecting + adding + drawing;
    let line = |step: &str, time: Duration| {
        let (seconds, share) = (time.as_secs_f64(), 100.0 * time.as_secs_f64() / total.as_secs_f64());
        println!("{step:<34} {seconds:7.1} s  {:7.0} per second  {share:5.1} %", count as f64 / seconds);
    };
    println!("{count} baked PNGs, {:.0} MB", bytes as f64 / 1e6);
    line("inspect", inspecting);
    line("  reading and verifying alone", verifying);
    line("add", adding);
    line("draw the pictures", drawing);
    line("total", total);
    let rate = |time: Duration| tenth as f64 / time.as_secs_f64();
    println!(
        "added: {:.0} per second in the first tenth, {:.0} in the last",
        rate(marks[0]),
        rate(adding - marks[1])
    );
}

/// Issues `count` badges and writes each to a file in `folder`. Returns the total size in bytes.
fn write_badges(count: usize, folder: &Path) -> usize {
    fs::create_dir(folder).unwrap();
    let issuer = Issuer::default();
    let pictures: Vec<Vec<u8>> = (0..PICTURES).map(|seed| picture::png(256, seed)).collect();
    let bake = |number: usize| {
        let award = Award::of(&format!("{} {number}", COURSES[number % COURSES.len()]));
        let badge = issuer.issue(KINDS[number % KINDS.len()], &award);
        let baked = badge.baked_into(&pictures[number % pictures.len()]);
        fs::write(folder.join(format!("{number:06}.png")), &baked).unwrap();
        baked.len()
    };
    (0..count).map(bake).sum()
}

/// Measures the time to read and verify the content of all files.
fn time_verification(folder: &Path) -> Duration {
    let options = VerifyOptions::new(jiff::Timestamp::now());
    let files: Vec<Vec<u8>> =
        fs::read_dir(folder).unwrap().map(|entry| fs::read(entry.unwrap().path()).unwrap()).collect();
    let start = Instant::now();
    for bytes in files {
        let badge = read(&bytes).unwrap();
        let report = pin!(verify(&badge, &Offline, &options)).poll(&mut Context::from_waker(Waker::noop()));
        let Poll::Ready(report) = report else { panic!("the verification is not ready immediately") };
        assert_eq!(report.verdict, Verdict::Verified);
    }
    start.elapsed()
}
