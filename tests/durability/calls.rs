//! Calls that fail: one writing call at a time, every sync of the engine's threads, and all that need a file handle.
//!
//! After each fault the store is opened again without it. What was acknowledged must be there, what was not must have
//! been refused by its code.

use std::{
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use jiff::{SignedDuration, Timestamp};
use rustix::io::Errno;

use crate::faults::{Outcome, Work, Writer, check, numbers, run};

const SIZE: u64 = 60_000;
/// The badges that a store begins with where it is not a new one.
const BEFORE: u64 = 3;

/// What `fault.c` is to do.
#[derive(Clone, Copy)]
struct Fault {
    at: u64,
    errno: Errno,
    /// Every sync outside the main thread from that one on, not that one call alone.
    background: bool,
}

/// What came of it.
struct Told {
    /// What the writer said.
    said: String,
    /// The calls that failed, as `call path`.
    failed: Vec<String>,
    /// When the first of them did, where the file system remembers that.
    began: Option<Timestamp>,
}

impl Told {
    fn refused(&self) -> impl Iterator<Item = &str> {
        self.said.lines().filter(|line| line.starts_with("REFUSED"))
    }

    /// When the writer was told that the index fails.
    fn first_notice(&self) -> Option<Timestamp> {
        self.said.lines().find_map(|line| line.strip_prefix("NOTICE ")?.split(' ').next()?.parse().ok())
    }
}

/// Each writing call of an import fails, one in every run: first in a new store, then in one with badges.
pub(crate) fn each_call_fails(library: &Path, every: u64) -> Outcome {
    for (name, errno, code) in [("EIO", Errno::IO, "STORE_IO"), ("ENOSPC", Errno::NOSPC, "STORE_FULL")] {
        for badges in [0, BEFORE] {
            let (mut runs, mut refused) = (0, 0);
            let bench = Bench::new(library, badges)?;
            for at in (1..).step_by(every as usize) {
                let told = bench.run(Fault { at, errno, background: false })?;
                let [failed] = told.failed.as_slice() else { break };
                let here = format!("{name} in call {at}, {failed}: {}", told.said);
                let refusals: Vec<&str> = told.refused().collect();
                if refusals.iter().any(|line| !line.contains(code)) {
                    return Err(format!("refused by another code than {code}: {here}").into());
                }
                // The index may fail and be made anew. The sealed files may not, nor may one fault refuse twice.
                let index = failed.contains("/index");
                let pid_on_full_disk = errno == Errno::NOSPC && failed.ends_with("/LOCK");
                if refusals.len() > 1 || (refusals.is_empty() && !index && !pid_on_full_disk) {
                    return Err(format!("refused {} times: {here}", refusals.len()).into());
                }
                runs += 1;
                refused += refusals.len();
            }
            println!(
                "failing calls: {name}, {badges} badges before, {runs} faults: {refused} refused with {code}, {} survived, 0 lost, 0 unopenable",
                runs - refused
            );
        }
    }
    Ok(())
}

/// From the Nth on, every sync outside the main thread fails for ever: the engine's, not those of the sealed files. No
/// badge is refused for it, and whoever keeps badges is told.
pub(crate) fn syncs_in_the_background_fail(library: &Path, every: u64) -> Outcome {
    let (mut runs, mut refused, mut saved, mut slowest) = (0, 0, 0, SignedDuration::ZERO);
    let bench = Bench::new(library, BEFORE)?;
    for at in (1..).step_by(every as usize) {
        let told = bench.run(Fault { at, errno: Errno::IO, background: true })?;
        let Some(failed) = told.failed.first() else { break };
        // Closing makes nothing safe that was not acknowledged before: a fault there concerns nobody.
        if !told.said.contains("FAULTED\n") {
            break;
        }
        let Some(noticed) = told.first_notice() else {
            return Err(format!("nobody was told that {failed} failed: {}", told.said).into());
        };
        slowest = told.began.map_or(slowest, |began| slowest.max(noticed.duration_since(began)));
        if let Some(line) = told.refused().find(|line| !line.contains("STORE_IO")) {
            return Err(format!("refused by another code than STORE_IO: {line}").into());
        }
        runs += 1;
        refused += told.refused().count();
        saved += numbers(&told.said, "SAVED ").count();
    }
    println!(
        "failing syncs: {runs} runs, each noticed within {} ms, {saved} badges saved in sealed files, {refused} refused with STORE_IO, 0 lost, 0 unopenable",
        slowest.as_millis()
    );
    Ok(())
}

/// A writer that may open only so many files.
pub(crate) fn few_handles() -> Outcome {
    const LIMITS: std::ops::RangeInclusive<u64> = 4..=24;
    let bench = Bench::new(Path::new(""), BEFORE)?;
    let (mut refused, mut saved) = (0, 0);
    for limit in LIMITS {
        let mut command = Command::new("sh");
        command.args(["-c", &format!("ulimit -n {limit}; exec \"$0\" \"$@\"")]).arg(env::current_exe()?);
        let told = bench.run_by(&mut command)?;
        if let Some(line) = told.refused().find(|line| !line.contains("STORE_IO")) {
            return Err(format!("{limit} handles: refused by another code than STORE_IO: {line}").into());
        }
        refused += told.refused().count();
        saved += numbers(&told.said, "SAVED ").count();
    }
    println!(
        "few handles: {} limits from {} to {}, {saved} badges saved, {refused} refused with STORE_IO, 0 lost, 0 unopenable",
        LIMITS.count(),
        LIMITS.start(),
        LIMITS.end()
    );
    Ok(())
}

/// A store to begin with, copied for each run.
struct Bench {
    work: Work,
    library: PathBuf,
    before: String,
}

impl Bench {
    fn new(library: &Path, badges: u64) -> Result<Self, Box<dyn Error>> {
        let work = Work::new("calls")?;
        let mut before = String::new();
        if badges > 0 {
            Writer::start_by(
                &mut Command::new(env::current_exe()?),
                &work.path.join("before"),
                1,
                badges,
                SIZE,
            )?
            .finish(&mut before)?;
        }
        Ok(Self { work, library: fs::canonicalize(library).unwrap_or_default(), before })
    }

    fn run(&self, fault: Fault) -> Result<Told, Box<dyn Error>> {
        let mut command = Command::new(env::current_exe()?);
        command
            .env("LD_PRELOAD", &self.library)
            .env("FAULT_BELOW", fs::canonicalize(&self.work.path)?.join("store"))
            .env("FAULT_AT", fault.at.to_string())
            .env("FAULT_ERRNO", fault.errno.raw_os_error().to_string())
            .env("FAULT_LOG", self.failed_calls());
        if fault.background {
            command.env("FAULT_SYNCS", "1").env("FAULT_FOREVER", "1");
        }
        self.run_by(&mut command)
    }

    /// Two imports with an edit after each under the fault, then the check without it.
    fn run_by(&self, command: &mut Command) -> Result<Told, Box<dyn Error>> {
        let (store, saved) = (self.work.path.join("store"), self.work.path.join("saved"));
        let before = self.work.path.join("before");
        for old in [&store, &self.failed_calls()] {
            run(Command::new("rm").arg("-rf").arg(old))?;
        }
        if before.exists() {
            run(Command::new("cp").arg("-a").arg(&before).arg(&store))?;
        }
        let mut said = String::new();
        Writer::start_by(command, &store, 100, 2, SIZE)?.finish(&mut said)?;
        if !said.ends_with("CLOSED\n") && !said.starts_with("REFUSED to open ") {
            return Err(format!("the writer broke off: {said}").into());
        }
        fs::write(&saved, format!("{}{said}", self.before))?;
        let failed = fs::read_to_string(self.failed_calls()).unwrap_or_default();
        check(&store, SIZE, &saved).map_err(|error| format!("after {failed}{said}{error}"))?;
        // The file of failed calls is made by the first of them.
        let began = fs::metadata(self.failed_calls()).and_then(|made| made.created()).ok();
        let began = began.map(Timestamp::try_from).transpose()?;
        Ok(Told { said, failed: failed.lines().map(str::to_owned).collect(), began })
    }

    fn failed_calls(&self) -> PathBuf {
        self.work.path.join("failed")
    }
}
