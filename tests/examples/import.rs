//! Imports baked PNGs from a folder into a new backpack, as the window does, and says how fast and what the time went into.
//!
//!     tests/comparison/import.sh [COUNT]
//!
//! Each badge is another one, of one of the kinds that need no network. They are looked at (read from the disk, unbaked,
//! verified in full, put into words), then kept (each safely on the disk before the next), then their pictures are drawn
//! as the list shows them. Verification by itself is measured once more on the same bytes, in the same run.
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
    let place = env::args().nth(2).map_or_else(env::temp_dir, Into::into);
    let home = tempfile::tempdir_in(place).unwrap();
    let folder = home.path().join("badges");
    let bytes = make(count, &folder);

    let options = OpenOptions {
        data_dir: Some(home.path().join("backpack")),
        passphrase: Some("a passphrase of several words".into()),
        ..OpenOptions::default()
    };
    let (state, opened) = Backpack::open(&options, VerifierOptions::default());
    assert!(matches!(state, OpenState::Open { .. }), "{state:?}");
    let backpack = opened.unwrap();
    let (cancel, progress) = (CancellationToken::default(), |_| {});

    let began = Instant::now();
    let candidates = backpack
        .inspect(vec![ImportInput::Path(folder.clone())], &NetworkPolicy::allow([]), &cancel, &progress)
        .await;
    let looking = began.elapsed();
    assert_eq!(candidates.len(), count);
    let told = candidates.iter().filter_map(|candidate| candidate.badge.as_ref());
    assert_eq!(told.filter(|badge| badge.verdict == Verdict::Verified).count(), count);

    let keys: Vec<String> = candidates.into_iter().map(|candidate| candidate.key).collect();
    // Whether a full backpack is slower than an empty one: the first tenth beside the last.
    let tenth = count / 10;
    let marks = Mutex::new(Vec::new());
    let began = Instant::now();
    let kept = backpack.add_candidates(&keys, &cancel, &|told| {
        if [tenth, count - tenth].contains(&(told.done as usize)) {
            marks.lock().unwrap().push(began.elapsed());
        }
    });
    let keeping = began.elapsed();
    let marks = marks.into_inner().unwrap();
    assert_eq!(kept.iter().filter(|kept| kept.outcome == AddStatus::Added).count(), count);

    let ids: Vec<String> = kept.into_iter().filter_map(|kept| kept.badge_id).collect();
    let began = Instant::now();
    let drawn = ids.iter().filter(|id| backpack.picture(&format!("badge/{id}")).starts_with(b"\x89PNG"));
    assert_eq!(drawn.count(), count);
    let drawing = began.elapsed();

    let verifying = verification_alone(&folder);
    let whole = looking + keeping + drawing;
    let line = |what: &str, time: Duration| {
        let (seconds, share) = (time.as_secs_f64(), 100.0 * time.as_secs_f64() / whole.as_secs_f64());
        println!("{what:<34} {seconds:7.1} s  {:7.0} per second  {share:5.1} %", count as f64 / seconds);
    };
    println!("{count} baked PNGs, {:.0} MB", bytes as f64 / 1e6);
    line("looked at", looking);
    line("  of it reading and verifying", verifying);
    line("kept", keeping);
    line("pictures drawn", drawing);
    line("all", whole);
    let rate = |time: Duration| tenth as f64 / time.as_secs_f64();
    println!(
        "the first tenth kept at {:.0} per second, the last at {:.0}",
        rate(marks[0]),
        rate(keeping - marks[1])
    );
}

/// Makes the badges, a file each, and returns how many bytes they take.
fn make(count: usize, folder: &Path) -> usize {
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

/// How long it takes to read and verify every file's bytes, and nothing else.
fn verification_alone(folder: &Path) -> Duration {
    let question = VerifyOptions::new(jiff::Timestamp::now());
    let files: Vec<Vec<u8>> =
        fs::read_dir(folder).unwrap().map(|entry| fs::read(entry.unwrap().path()).unwrap()).collect();
    let began = Instant::now();
    for bytes in files {
        let found = read(&bytes).unwrap();
        let report = pin!(verify(&found, &Offline, &question)).poll(&mut Context::from_waker(Waker::noop()));
        let Poll::Ready(report) = report else { panic!("nothing that `Offline` answers is waited for") };
        assert_eq!(report.verdict, Verdict::Verified);
    }
    began.elapsed()
}
