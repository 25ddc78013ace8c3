//! How long a backpack with many badges takes to open: each opening is a process of its own, as it is for people.

use std::{
    env,
    error::Error,
    fs,
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

use crate::writer;

/// How often the backpack is opened.
const OPENINGS: usize = 7;

/// Keeps `badges` badges with pictures of `size` bytes in a folder that goes away, opens them again and again, and prints
/// the middle of what that took.
pub(crate) fn measure(badges: u64, size: u64) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let (dir, program) = (folder.path().join("backpack"), env::current_exe()?);
    let began = Instant::now();
    let kept = Command::new(&program)
        .arg("write")
        .arg(&dir)
        .args([1, badges, size].map(|number| number.to_string()))
        .stdout(Stdio::null())
        .status()?;
    if !kept.success() {
        return Err("the badges could not be kept".into());
    }
    println!("KEPT {badges} IN {:.0} s", began.elapsed().as_secs_f64());
    let (mut by_the_clock, mut of_the_processor) = (Vec::new(), Vec::new());
    for _ in 0..OPENINGS {
        let said = Command::new(&program).arg("open").arg(&dir).stderr(Stdio::inherit()).output()?;
        let said = String::from_utf8(said.stdout)?;
        let words: Vec<&str> = said.split_whitespace().collect();
        let ["BADGES", found, "OPENED_IN", clock, "PROCESSOR", processor] = words[..] else {
            return Err(format!("an opening failed: {said}").into());
        };
        if found.parse::<u64>()? != badges {
            return Err(format!("{found} of {badges} badges are there").into());
        }
        by_the_clock.push(clock.parse::<f64>()?);
        of_the_processor.push(processor.parse::<f64>()?);
    }
    println!(
        "OPENED {badges} BADGES {OPENINGS} TIMES: by the clock {}; processor time {}",
        spread(by_the_clock),
        spread(of_the_processor),
    );
    Ok(())
}

/// Opens the backpack once and says how long that took.
pub(crate) fn open(dir: &Path) -> Result<(), Box<dyn Error>> {
    let began = Instant::now();
    let badges = writer::open(dir)?.badges()?.len();
    let clock = began.elapsed().as_secs_f64();
    println!("BADGES {badges} OPENED_IN {clock:.3} PROCESSOR {:.3}", processor_seconds()?);
    Ok(())
}

/// The processor time of this process so far, in user and kernel mode (proc(5), fields 14 and 15 of `stat`).
fn processor_seconds() -> Result<f64, Box<dyn Error>> {
    const TICKS_A_SECOND: f64 = 100.0;
    let stat = fs::read_to_string("/proc/self/stat")?;
    let after_the_name = stat.rsplit_once(") ").ok_or("no stat")?.1;
    let ticks = after_the_name.split(' ').skip(11).take(2).map(str::parse::<f64>);
    Ok(ticks.sum::<Result<f64, _>>()? / TICKS_A_SECOND)
}

/// The middle, the least and the most.
fn spread(mut seconds: Vec<f64>) -> String {
    seconds.sort_by(f64::total_cmp);
    match (seconds.get(seconds.len() / 2), seconds.first(), seconds.last()) {
        (Some(middle), Some(least), Some(most)) => format!("{middle:.2} s ({least:.2} to {most:.2})"),
        _ => "not measured".into(),
    }
}
