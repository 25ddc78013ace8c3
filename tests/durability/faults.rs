//! The faults, and the list outside the broken process that tells what it had promised.

use std::{
    collections::BTreeMap,
    env,
    error::Error,
    fs,
    io::{self, BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use rustix::{
    fs::{FallocateFlags, fallocate},
    process::{Pid, Signal, kill_process},
};

pub(crate) type Outcome = Result<(), Box<dyn Error>>;

/// How long a writer or a check may take before it counts as hanging.
const HANG: Duration = Duration::from_secs(120);

/// Random numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, from: u64, to: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        from + self.0 % (to - from + 1)
    }
}

/// `kill -9` at random moments of imports and edits; some of them while the store is being opened again.
pub(crate) fn kill(rounds: u64) -> Outcome {
    end_by("kill -9", &[Signal::KILL], rounds)
}

/// The same by the signals that a desktop ends its programs with.
pub(crate) fn terminate(rounds: u64) -> Outcome {
    end_by("SIGTERM, SIGHUP", &[Signal::TERM, Signal::HUP], rounds)
}

fn end_by(name: &str, signals: &[Signal], rounds: u64) -> Outcome {
    const SIZE: u64 = 60_000;
    let work = Work::new("kill")?;
    let (store, saved) = (work.path.join("store"), work.path.join("saved"));
    let mut promised = String::new();
    let (mut dice, mut next, mut checks, mut slowest) = (Dice(3), 0, 0, 0.0_f64);
    for round in 1..=rounds {
        let mut writer = Writer::start(&store, next, u64::MAX / 2, SIZE)?;
        // Every fourth one is cut off while it opens, the others at a random moment of their work.
        if !round.is_multiple_of(4) {
            writer.wait_for("OPEN", &mut promised)?;
        }
        thread::sleep(Duration::from_millis(dice.roll(0, 400)));
        writer.end(signals[(round % signals.len() as u64) as usize], &mut promised)?;
        next = numbers(&promised, "SAVED ").max().map_or(next, |last| last.max(next)) + 2;
        if round.is_multiple_of(10) || round == rounds {
            fs::write(&saved, &promised)?;
            let found = check(&store, SIZE, &saved)?;
            slowest = slowest.max(found["OPENED_IN"].parse()?);
            checks += 1;
        }
        // A store of hundreds of megabytes slows the rounds down and tells nothing more.
        if round.is_multiple_of(100) && round != rounds {
            println!("… {round} kills, {} saved in this store, 0 lost", numbers(&promised, "SAVED ").count());
            io::stdout().flush()?;
            work.keep_count(numbers(&promised, "SAVED ").count())?;
            fs::remove_dir_all(&store)?;
            promised.clear();
        }
    }
    let saved = work.count()? + numbers(&promised, "SAVED ").count();
    println!(
        "{name}: {rounds} kills, {saved} badges saved, {checks} checks, 0 lost, slowest opening {slowest:.2} s"
    );
    Ok(())
}

/// Power cuts: the writer is stopped after a random "saved", the loop file is copied as it is at that moment, and the
/// copy is mounted, opened and compared.
pub(crate) fn power_cut(rounds: u64, size: u64) -> Outcome {
    let work = Work::new("power")?;
    if !loop_devices() {
        println!("SKIPPED: no loop devices, so no power cuts (root and /dev/loop* are needed)");
        return Ok(());
    }
    let (image, cut, mount) = (work.path.join("disk.img"), work.path.join("cut.img"), work.path.join("mnt"));
    fs::create_dir_all(&mount)?;
    let saved = work.path.join("saved");
    let (mut dice, mut total) = (Dice(7), 0);
    for round in 1..=rounds {
        let mut promised = String::new();
        make_disk(&image, 96 << 20)?;
        {
            let _mounted = Mounted::new(&image, &mount)?;
            let mut writer = Writer::start(&mount.join("store"), 1, u64::MAX / 2, size)?;
            let cut_after = dice.roll(1, 12);
            writer.wait_for(&format!("SAVED {cut_after}"), &mut promised)?;
            writer.send(Signal::STOP)?;
            fs::copy(&image, &cut)?;
            // What it said meanwhile came after the cut, and is not part of the promise.
            writer.end(Signal::KILL, &mut String::new())?;
        }
        fs::write(&saved, &promised)?;
        total += numbers(&promised, "SAVED ").count();
        let _mounted = Mounted::new(&cut, &mount)?;
        check(&mount.join("store"), size, &saved)?;
        if round.is_multiple_of(10) {
            println!("… {round} cuts, {total} saved, 0 lost");
        }
    }
    println!(
        "power cut: {rounds} cuts, pictures of {size} bytes, {total} badges saved, 0 lost, 0 unopenable"
    );
    Ok(())
}

/// A disk that fills up: first the store itself fills it, then the free space is stepped down, and each time the store
/// is opened on the full disk and must show every badge.
pub(crate) fn full_disk(steps: u64) -> Outcome {
    const SIZE: u64 = 60_000;
    let work = Work::new("full")?;
    if !loop_devices() {
        println!("SKIPPED: no loop devices, so no full disks (root and /dev/loop* are needed)");
        return Ok(());
    }
    let (image, mount, saved) = (work.path.join("disk.img"), work.path.join("mnt"), work.path.join("saved"));
    fs::create_dir_all(&mount)?;
    make_disk(&image, 28 << 20)?;
    let _mounted = Mounted::new(&image, &mount)?;
    let store = mount.join("store");
    let mut promised = String::new();
    let mut refused = 0;
    Writer::start(&store, 1, 150, SIZE)?.finish(&mut promised)?;
    refused += promised.lines().filter(|line| line.starts_with("REFUSED")).count();
    if promised.lines().filter(|line| line.starts_with("REFUSED")).any(|line| !line.contains("STORE_FULL")) {
        return Err("a refusal was not STORE_FULL".into());
    }
    let (ballast, mut read_only) = (mount.join("ballast"), 0);
    for step in 0..steps {
        // Leaves 0, 4, 8, … KiB free, and sometimes a little more than opening wants.
        let free = if step % 5 == 4 { (4 << 20) + step * 4096 } else { step * 4096 };
        fill(&ballast, &mount, free)?;
        fs::write(&saved, &promised)?;
        let found = check(&store, SIZE, &saved)?;
        read_only += usize::from(found["READ_ONLY"] == "STORE_FULL");
        let mut said = String::new();
        let next = 1_000 + step * 10;
        Writer::start(&store, next, 2, SIZE)?.finish(&mut said)?;
        refused += said.lines().filter(|line| line.starts_with("REFUSED")).count();
        promised.push_str(&said);
        fs::remove_file(&ballast)?;
        fs::write(&saved, &promised)?;
        check(&store, SIZE, &saved)?;
    }
    let badges = numbers(&promised, "SAVED ").count();
    println!(
        "full disk: {steps} steps, {badges} badges saved, {refused} refused with STORE_FULL, {read_only} openings on a full disk, 0 lost, 0 hangs"
    );
    Ok(())
}

/// Fills the disk until about `free` bytes are left.
fn fill(ballast: &Path, mount: &Path, free: u64) -> Outcome {
    let file = fs::File::create(ballast)?;
    let mut filled = 0;
    for piece in [1 << 20, 64 << 10, 4096] {
        loop {
            let stat = rustix::fs::statvfs(mount)?;
            let left = stat.f_bfree * stat.f_frsize;
            if left < free + piece || fallocate(&file, FallocateFlags::empty(), filled, piece).is_err() {
                break;
            }
            filled += piece;
        }
    }
    file.sync_all()?;
    Ok(())
}

/// A writer, started as a process of its own.
pub(crate) struct Writer {
    child: Child,
    lines: BufReader<std::process::ChildStdout>,
}

impl Writer {
    fn start(store: &Path, first: u64, count: u64, size: u64) -> Result<Self, Box<dyn Error>> {
        Self::start_by(&mut Command::new(env::current_exe()?), store, first, count, size)
    }

    /// Starts it by a command that ends in this program.
    pub(crate) fn start_by(
        command: &mut Command,
        store: &Path,
        first: u64,
        count: u64,
        size: u64,
    ) -> Result<Self, Box<dyn Error>> {
        let mut child = command
            .arg("write")
            .arg(store)
            .args([first, count, size].map(|number| number.to_string()))
            .stdout(Stdio::piped())
            .spawn()?;
        let lines = BufReader::new(child.stdout.take().ok_or("no output")?);
        Ok(Self { child, lines })
    }

    /// Reads until the writer says `line`.
    fn wait_for(&mut self, line: &str, said: &mut String) -> Outcome {
        loop {
            let before = said.len();
            if self.lines.read_line(said)? == 0 {
                return Err(format!("the writer ended before it said {line}: {said}").into());
            }
            if said[before..].trim_end() == line {
                return Ok(());
            }
        }
    }

    fn send(&self, signal: Signal) -> Outcome {
        let pid = Pid::from_raw(i32::try_from(self.child.id())?).ok_or("no process id")?;
        kill_process(pid, signal)?;
        Ok(())
    }

    /// Ends it by a signal. What it had said before counts; a line that was cut off does not.
    fn end(self, signal: Signal, said: &mut String) -> Outcome {
        self.send(signal)?;
        let rest = self.rest()?;
        said.push_str(&rest[..rest.rfind('\n').map_or(0, |end| end + 1)]);
        Ok(())
    }

    /// Waits for its end, which must come by itself.
    pub(crate) fn finish(self, said: &mut String) -> Outcome {
        said.push_str(&self.rest()?);
        Ok(())
    }

    /// What it says until its end.
    fn rest(mut self) -> Result<String, Box<dyn Error>> {
        let rest = drained(self.lines);
        ended(&mut self.child, "the writer")?;
        text(rest)
    }
}

/// Reads all that a process says while it runs: one whose pipe is full waits, and never ends.
fn drained(mut pipe: impl Read + Send + 'static) -> JoinHandle<io::Result<String>> {
    thread::spawn(move || {
        let mut said = String::new();
        pipe.read_to_string(&mut said).map(|_| said)
    })
}

fn text(drained: JoinHandle<io::Result<String>>) -> Result<String, Box<dyn Error>> {
    Ok(drained.join().map_err(|_| "the reader failed")??)
}

/// Waits for the end of a process. One that hangs is killed, and that is an error.
fn ended(child: &mut Child, what: &str) -> Result<ExitStatus, Box<dyn Error>> {
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if started.elapsed() > HANG {
            child.kill()?;
            child.wait()?;
            return Err(format!("{what} hangs").into());
        }
        thread::sleep(Duration::from_millis(5));
    }
}

/// Opens the store in a process of its own and compares it with the list.
pub(crate) fn check(
    store: &Path,
    size: u64,
    saved: &Path,
) -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let mut child = Command::new(env::current_exe()?)
        .arg("check")
        .arg(store)
        .arg(size.to_string())
        .arg(saved)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let said = drained(child.stdout.take().ok_or("no output")?);
    let complaints = drained(child.stderr.take().ok_or("no error output")?);
    let status = ended(&mut child, "the check")?;
    let said = text(said)?;
    if !status.success() {
        return Err(format!("{said}{}", text(complaints)?).into());
    }
    let words: Vec<&str> = said.split_whitespace().collect();
    Ok(words.chunks_exact(2).map(|pair| (pair[0].to_owned(), pair[1].to_owned())).collect())
}

pub(crate) fn numbers<'a>(said: &'a str, word: &'a str) -> impl Iterator<Item = u64> + 'a {
    said.lines().filter_map(move |line| line.strip_prefix(word)?.trim().parse().ok())
}

/// A folder of our own, gone at the end.
pub(crate) struct Work {
    pub(crate) path: PathBuf,
}

impl Work {
    pub(crate) fn new(name: &str) -> Result<Self, Box<dyn Error>> {
        let path = env::temp_dir().join(format!("durability-{name}-{}", std::process::id()));
        fs::create_dir_all(&path)?;
        Ok(Self { path })
    }

    fn keep_count(&self, more: usize) -> Outcome {
        let count = self.count()? + more;
        Ok(fs::write(self.path.join("count"), count.to_string())?)
    }

    fn count(&self) -> Result<usize, Box<dyn Error>> {
        Ok(fs::read_to_string(self.path.join("count")).unwrap_or_else(|_| "0".to_owned()).parse()?)
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.path));
    }
}

/// A mounted loop file, unmounted at the end.
struct Mounted<'a>(&'a Path);

impl<'a> Mounted<'a> {
    fn new(image: &Path, at: &'a Path) -> Result<Self, Box<dyn Error>> {
        run(Command::new("mount").args(["-o", "loop"]).arg(image).arg(at))?;
        Ok(Self(at))
    }
}

impl Drop for Mounted<'_> {
    fn drop(&mut self) {
        if let Err(error) = run(Command::new("umount").arg(self.0)) {
            println!("{error}");
        }
    }
}

fn make_disk(image: &Path, bytes: u64) -> Outcome {
    drop(fs::remove_file(image));
    fs::File::create(image)?.set_len(bytes)?;
    run(Command::new("mkfs.ext4").args(["-q", "-F"]).arg(image))
}

/// Whether this machine and user can mount loop files: tried, not guessed.
fn loop_devices() -> bool {
    let Ok(work) = Work::new("probe") else { return false };
    let (image, mount) = (work.path.join("disk.img"), work.path.join("mnt"));
    fs::create_dir_all(&mount).is_ok()
        && make_disk(&image, 8 << 20).is_ok()
        && Mounted::new(&image, &mount).is_ok()
}

pub(crate) fn run(command: &mut Command) -> Outcome {
    let output = command.output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)).into())
}
