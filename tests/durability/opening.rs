//! Measures how long a backpack with many badges takes to open. Each opening is a separate process, as in real use.

use std::{
    env,
    error::Error,
    fs,
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

use crate::writer;

/// The number of openings.
const OPENINGS: usize = 7;

/// Adds `badges` badges with pictures of `size` bytes to a temporary store, opens it [`OPENINGS`] times, and prints the
/// median times.
pub(crate) fn measure(badges: u64, size: u64) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let (dir, program) = (folder.path().join("backpack"), env::current_exe()?);
    let start = Instant::now();
    let status = Command::new(&program)
        .arg("write")
        .arg(&dir)
        .args([1, badges, size].map(|number| number.to_string()))
        .stdout(Stdio::null())
        .status()?;
    if !status.success() {
        return Err("the badges could not be added".into());
    }
    println!("ADDED {badges} BADGES IN {:.0} s", start.elapsed().as_secs_f64());
    let (mut wall_times, mut cpu_times) = (Vec::new(), Vec::new());
    for _ in 0..OPENINGS {
        let output = Command::new(&program).arg("open").arg(&dir).stderr(Stdio::inherit()).output()?;
        let line = String::from_utf8(output.stdout)?;
        let words: Vec<&str> = line.split_whitespace().collect();
        let ["BADGES", found, "OPENED_IN", clock, "PROCESSOR", processor] = words[..] else {
            return Err(format!("opening failed: {line}").into());
        };
        if found.parse::<u64>()? != badges {
            return Err(format!("found {found} of {badges} badges").into());
        }
        wall_times.push(clock.parse::<f64>()?);
        cpu_times.push(processor.parse::<f64>()?);
    }
    println!(
        "OPENED {badges} BADGES {OPENINGS} TIMES: wall time {}; processor time {}",
        spread(wall_times),
        spread(cpu_times),
    );
    Ok(())
}

/// Opens the backpack once and prints how long that took.
pub(crate) fn open(dir: &Path) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let badges = writer::open(dir)?.badges()?.len();
    let clock = start.elapsed().as_secs_f64();
    println!("BADGES {badges} OPENED_IN {clock:.3} PROCESSOR {:.3}", processor_seconds()?);
    Ok(())
}

/// Returns the processor time of this process in user and kernel mode (proc(5), fields 14 and 15 of `stat`).
fn processor_seconds() -> Result<f64, Box<dyn Error>> {
    const TICKS_PER_SECOND: f64 = 100.0;
    let stat = fs::read_to_string("/proc/self/stat")?;
    let after_name = stat.rsplit_once(") ").ok_or("no stat")?.1;
    let ticks = after_name.split(' ').skip(11).take(2).map(str::parse::<f64>);
    Ok(ticks.sum::<Result<f64, _>>()? / TICKS_PER_SECOND)
}

/// Formats median, minimum and maximum.
fn spread(mut seconds: Vec<f64>) -> String {
    seconds.sort_by(f64::total_cmp);
    match (seconds.get(seconds.len() / 2), seconds.first(), seconds.last()) {
        (Some(middle), Some(least), Some(most)) => format!("{middle:.2} s ({least:.2} to {most:.2})"),
        _ => "not measured".into(),
    }
}
