//! Failing calls: single writing calls, every sync of the index's threads, and calls that find no free file handle.
//!
//! After each fault, the store is opened again without it. The store must contain everything acknowledged, and the writer
//! must have got the right error code for everything else.

use std::{
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use jiff::{SignedDuration, Timestamp};
use rustix::io::Errno;

use crate::faults::{Outcome, WorkFolder, Writer, check, numbers, run};

const SIZE: u64 = 60_000;
/// The number of badges in a store that is not new.
const EXISTING: u64 = 3;

/// The configuration of `fault.c`.
#[derive(Clone, Copy)]
struct Fault {
    at: u64,
    errno: Errno,
    /// Whether every sync outside the main thread fails from call `at` on, instead of that one call.
    background: bool,
}

/// The result of a run.
struct RunResult {
    /// The writer's output.
    output: String,
    /// The calls that failed, as `call path`.
    failed: Vec<String>,
    /// The time of the first failure, if the file system records it.
    first_failure: Option<Timestamp>,
}

impl RunResult {
    fn refused(&self) -> impl Iterator<Item = &str> {
        self.output.lines().filter(|line| line.starts_with("REFUSED"))
    }

    /// Returns the time of the writer's first `NOTICE`.
    fn first_notice(&self) -> Option<Timestamp> {
        self.output.lines().find_map(|line| line.strip_prefix("NOTICE ")?.split(' ').next()?.parse().ok())
    }
}

/// Makes each writing call of an import fail, one per run: first in a new store, then in one with badges.
pub(crate) fn each_call_fails(library: &Path, every: u64) -> Outcome {
    for (name, errno, code) in [("EIO", Errno::IO, "STORE_IO"), ("ENOSPC", Errno::NOSPC, "STORE_FULL")] {
        for badges in [0, EXISTING] {
            let (mut runs, mut refused) = (0, 0);
            let template = Template::new(library, badges)?;
            for at in (1..).step_by(every as usize) {
                let result = template.run(Fault { at, errno, background: false })?;
                let [failed] = result.failed.as_slice() else { break };
                let here = format!("{name} in call {at}, {failed}: {}", result.output);
                let refusals: Vec<&str> = result.refused().collect();
                if refusals.iter().any(|line| !line.contains(code)) {
                    return Err(format!("refused with a code other than {code}: {here}").into());
                }
                // A failing index is rebuilt. A failing sealed file must refuse the change, but only once per fault.
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

/// Makes every sync outside the main thread fail from the Nth on: those of the index, not those of the sealed files. The
/// store may refuse no badge, and must call the callback.
pub(crate) fn syncs_in_the_background_fail(library: &Path, every: u64) -> Outcome {
    let (mut runs, mut refused, mut saved, mut slowest) = (0, 0, 0, SignedDuration::ZERO);
    let template = Template::new(library, EXISTING)?;
    for at in (1..).step_by(every as usize) {
        let result = template.run(Fault { at, errno: Errno::IO, background: true })?;
        let Some(failed) = result.failed.first() else { break };
        // Everything acknowledged was synced before closing, so a fault while closing does not matter.
        if !result.output.contains("FAULTED\n") {
            break;
        }
        let Some(noticed) = result.first_notice() else {
            return Err(format!("no notice that {failed} failed: {}", result.output).into());
        };
        slowest = result
            .first_failure
            .map_or(slowest, |first_failure| slowest.max(noticed.duration_since(first_failure)));
        if let Some(line) = result.refused().find(|line| !line.contains("STORE_IO")) {
            return Err(format!("refused with a code other than STORE_IO: {line}").into());
        }
        runs += 1;
        refused += result.refused().count();
        saved += numbers(&result.output, "SAVED ").count();
    }
    println!(
        "failing syncs: {runs} runs, each noticed within {} ms, {saved} badges saved in sealed files, {refused} refused with STORE_IO, 0 lost, 0 unopenable",
        slowest.as_millis()
    );
    Ok(())
}

/// Runs the writer with a low limit of open files.
pub(crate) fn few_handles() -> Outcome {
    const LIMITS: std::ops::RangeInclusive<u64> = 4..=24;
    let template = Template::new(Path::new(""), EXISTING)?;
    let (mut refused, mut saved) = (0, 0);
    for limit in LIMITS {
        let mut command = Command::new("sh");
        command.args(["-c", &format!("ulimit -n {limit}; exec \"$0\" \"$@\"")]).arg(env::current_exe()?);
        let result = template.run_by(&mut command)?;
        if let Some(line) = result.refused().find(|line| !line.contains("STORE_IO")) {
            return Err(format!("{limit} handles: refused with a code other than STORE_IO: {line}").into());
        }
        refused += result.refused().count();
        saved += numbers(&result.output, "SAVED ").count();
    }
    println!(
        "few handles: {} limits from {} to {}, {saved} badges saved, {refused} refused with STORE_IO, 0 lost, 0 unopenable",
        LIMITS.count(),
        LIMITS.start(),
        LIMITS.end()
    );
    Ok(())
}

/// A store that is copied for each run.
struct Template {
    work: WorkFolder,
    library: PathBuf,
    before: String,
}

impl Template {
    fn new(library: &Path, badges: u64) -> Result<Self, Box<dyn Error>> {
        let work = WorkFolder::new("calls")?;
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

    fn run(&self, fault: Fault) -> Result<RunResult, Box<dyn Error>> {
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

    /// Runs two imports with the fault, each followed by an edit, then checks the store without the fault.
    fn run_by(&self, command: &mut Command) -> Result<RunResult, Box<dyn Error>> {
        let (store, saved) = (self.work.path.join("store"), self.work.path.join("saved"));
        let before = self.work.path.join("before");
        for old in [&store, &self.failed_calls()] {
            run(Command::new("rm").arg("-rf").arg(old))?;
        }
        if before.exists() {
            run(Command::new("cp").arg("-a").arg(&before).arg(&store))?;
        }
        let mut output = String::new();
        Writer::start_by(command, &store, 100, 2, SIZE)?.finish(&mut output)?;
        if !output.ends_with("CLOSED\n") && !output.starts_with("REFUSED to open ") {
            return Err(format!("the writer stopped early: {output}").into());
        }
        fs::write(&saved, format!("{}{output}", self.before))?;
        let failed = fs::read_to_string(self.failed_calls()).unwrap_or_default();
        check(&store, SIZE, &saved).map_err(|error| format!("after {failed}{output}{error}"))?;
        // The first failing call creates this file.
        let first_failure = fs::metadata(self.failed_calls()).and_then(|metadata| metadata.created()).ok();
        let first_failure = first_failure.map(Timestamp::try_from).transpose()?;
        Ok(RunResult { output, failed: failed.lines().map(str::to_owned).collect(), first_failure })
    }

    fn failed_calls(&self) -> PathBuf {
        self.work.path.join("failed")
    }
}
