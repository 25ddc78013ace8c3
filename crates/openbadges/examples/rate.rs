//! Measures how often one core verifies a valid badge per second, offline, from its bytes to its report.
//!
//!     cargo run --release -p openbadges --example rate -- FILE [SECONDS]
//!
//! The same run measures the bare Ed25519 check, which is the lower bound.

use std::{
    env,
    error::Error,
    fs,
    hint::black_box,
    pin::pin,
    task::{Context, Poll, Waker},
    time::{Duration, Instant},
};

use ed25519_dalek::{Signer, SigningKey};
use openbadges::{Offline, Report, Verdict, VerifyOptions, read, verify};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let file = arguments.next().ok_or("usage: rate FILE [SECONDS]")?;
    let seconds: f64 = arguments.next().map_or(Ok(3.0), |seconds| seconds.parse())?;
    let bytes = fs::read(file)?;
    let options = VerifyOptions::new(jiff::Timestamp::now());

    let report = report(&bytes, &options)?;
    if report.verdict != Verdict::Verified {
        return Err(format!("the badge is {}", report.verdict.as_str()).into());
    }
    let badges = rate(seconds, || report_or_nothing(&bytes, &options));

    let key = SigningKey::from_bytes(&[7; 32]);
    let signature = key.sign(&[7; 64]);
    let public = key.verifying_key();
    let bare = rate(seconds, || black_box(&public).verify_strict(black_box(&[7; 64]), &signature).is_ok());

    println!("openbadges {badges:.1}");
    println!("verify_strict {bare:.1}");
    Ok(())
}

/// Reads and verifies a badge. The future is ready at once, because `Offline` never waits.
fn report(bytes: &[u8], options: &VerifyOptions) -> Result<Report, Box<dyn Error>> {
    let found = read(bytes)?;
    match pin!(verify(&found, &Offline, options)).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(report) => Ok(report),
        Poll::Pending => Err("the verification waits".into()),
    }
}

fn report_or_nothing(bytes: &[u8], options: &VerifyOptions) -> Option<Report> {
    report(bytes, options).ok()
}

/// Returns how often `work` runs per second, measured over `seconds`.
fn rate<T>(seconds: f64, work: impl Fn() -> T) -> f64 {
    let (begin, span) = (Instant::now(), Duration::from_secs_f64(seconds));
    let mut count = 0_u32;
    while begin.elapsed() < span {
        black_box(work());
        count += 1;
    }
    f64::from(count) / begin.elapsed().as_secs_f64()
}
