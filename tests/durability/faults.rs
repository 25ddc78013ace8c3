//! The faults, and the list of acknowledged changes, which is kept outside the writer's process.

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

/// The time after which a writer or a check counts as hanging.
const HANG_LIMIT: Duration = Duration::from_secs(120);

/// Pseudo-random numbers, the same in every run.
struct Random(u64);

impl Random {
    fn between(&mut self, from: u64, to: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        from + self.0 % (to - from + 1)
    }
}

/// Kills the writer with `kill -9` at random moments of imports and edits, sometimes while it opens the store.
pub(crate) fn kill(rounds: u64) -> Outcome {
    end_by("kill -9", &[Signal::KILL], rounds)
}

/// Ends the writer with the signals that desktops use.
pub(crate) fn terminate(rounds: u64) -> Outcome {
    end_by("SIGTERM, SIGHUP", &[Signal::TERM, Signal::HUP], rounds)
}

fn end_by(name: &str, signals: &[Signal], rounds: u64) -> Outcome {
    const SIZE: u64 = 60_000;
    let work = WorkFolder::new("kill")?;
    let (store, saved) = (work.path.join("store"), work.path.join("saved"));
    let mut acknowledged = String::new();
    let (mut random, mut next, mut checks, mut slowest) = (Random(3), 0, 0, 0.0_f64);
    for round in 1..=rounds {
        let mut writer = Writer::start(&store, next, u64::MAX / 2, SIZE)?;
        // Every fourth writer is killed while it opens the store, the others at a random moment of their work.
        if !round.is_multiple_of(4) {
            writer.wait_for("OPEN", &mut acknowledged)?;
        }
        thread::sleep(Duration::from_millis(random.between(0, 400)));
        writer.end(signals[(round % signals.len() as u64) as usize], &mut acknowledged)?;
        next = numbers(&acknowledged, "SAVED ").max().map_or(next, |last| last.max(next)) + 2;
        if round.is_multiple_of(10) || round == rounds {
            fs::write(&saved, &acknowledged)?;
            let found = check(&store, SIZE, &saved)?;
            slowest = slowest.max(found["OPENED_IN"].parse()?);
            checks += 1;
        }
        // Starts a new store, because hundreds of megabytes would slow the rounds down.
        if round.is_multiple_of(100) && round != rounds {
            println!(
                "… {round} kills, {} saved in this store, 0 lost",
                numbers(&acknowledged, "SAVED ").count()
            );
            io::stdout().flush()?;
            work.add_to_count(numbers(&acknowledged, "SAVED ").count())?;
            fs::remove_dir_all(&store)?;
            acknowledged.clear();
        }
    }
    let saved = work.count()? + numbers(&acknowledged, "SAVED ").count();
    println!(
        "{name}: {rounds} kills, {saved} badges saved, {checks} checks, 0 lost, slowest opening {slowest:.2} s"
    );
    Ok(())
}

/// Simulates power cuts: stops the writer after a random `SAVED`, copies the loop file as it is at that moment, then
/// mounts the copy, opens the store and compares.
pub(crate) fn power_cut(rounds: u64, size: u64) -> Outcome {
    let work = WorkFolder::new("power")?;
    if !can_mount_loop_files() {
        println!("SKIPPED: power cuts need loop devices (root and /dev/loop*)");
        return Ok(());
    }
    let (image, cut, mount) = (work.path.join("disk.img"), work.path.join("cut.img"), work.path.join("mnt"));
    fs::create_dir_all(&mount)?;
    let saved = work.path.join("saved");
    let (mut random, mut total) = (Random(7), 0);
    for round in 1..=rounds {
        let mut acknowledged = String::new();
        make_disk(&image, 96 << 20)?;
        {
            let _mounted = MountedImage::new(&image, &mount)?;
            let mut writer = Writer::start(&mount.join("store"), 1, u64::MAX / 2, size)?;
            let cut_after = random.between(1, 12);
            writer.wait_for(&format!("SAVED {cut_after}"), &mut acknowledged)?;
            writer.send(Signal::STOP)?;
            fs::copy(&image, &cut)?;
            // Does not count later output, because it came after the cut.
            writer.end(Signal::KILL, &mut String::new())?;
        }
        fs::write(&saved, &acknowledged)?;
        total += numbers(&acknowledged, "SAVED ").count();
        let _mounted = MountedImage::new(&cut, &mount)?;
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

/// Fills a disk: first with the store itself, then with other data in steps. In each step the store must open on the
/// full disk and show every badge.
pub(crate) fn full_disk(steps: u64) -> Outcome {
    const SIZE: u64 = 60_000;
    let work = WorkFolder::new("full")?;
    if !can_mount_loop_files() {
        println!("SKIPPED: full disks need loop devices (root and /dev/loop*)");
        return Ok(());
    }
    let (image, mount, saved) = (work.path.join("disk.img"), work.path.join("mnt"), work.path.join("saved"));
    fs::create_dir_all(&mount)?;
    make_disk(&image, 28 << 20)?;
    let _mounted = MountedImage::new(&image, &mount)?;
    let store = mount.join("store");
    let mut acknowledged = String::new();
    let mut refused = 0;
    Writer::start(&store, 1, 150, SIZE)?.finish(&mut acknowledged)?;
    refused += acknowledged.lines().filter(|line| line.starts_with("REFUSED")).count();
    if acknowledged
        .lines()
        .filter(|line| line.starts_with("REFUSED"))
        .any(|line| !line.contains("STORE_FULL"))
    {
        return Err("a refusal was not STORE_FULL".into());
    }
    let (ballast, mut read_only) = (mount.join("ballast"), 0);
    for step in 0..steps {
        // Leaves 0, 4, 8, … KiB free, and sometimes a little more than opening for writing needs.
        let free = if step % 5 == 4 { (4 << 20) + step * 4096 } else { step * 4096 };
        fill(&ballast, &mount, free)?;
        fs::write(&saved, &acknowledged)?;
        let found = check(&store, SIZE, &saved)?;
        read_only += usize::from(found["READ_ONLY"] == "STORE_FULL");
        let mut output = String::new();
        let next = 1_000 + step * 10;
        Writer::start(&store, next, 2, SIZE)?.finish(&mut output)?;
        refused += output.lines().filter(|line| line.starts_with("REFUSED")).count();
        acknowledged.push_str(&output);
        fs::remove_file(&ballast)?;
        fs::write(&saved, &acknowledged)?;
        check(&store, SIZE, &saved)?;
    }
    let badges = numbers(&acknowledged, "SAVED ").count();
    println!(
        "full disk: {steps} steps, {badges} badges saved, {refused} refused with STORE_FULL, {read_only} openings on a full disk, 0 lost, 0 hangs"
    );
    Ok(())
}

/// Fills the disk until about `free` bytes are left.
fn fill(ballast: &Path, mount: &Path, free: u64) -> Outcome {
    let file = fs::File::create(ballast)?;
    let mut filled = 0;
    for chunk in [1 << 20, 64 << 10, 4096] {
        loop {
            let stat = rustix::fs::statvfs(mount)?;
            let left = stat.f_bfree * stat.f_frsize;
            if left < free + chunk || fallocate(&file, FallocateFlags::empty(), filled, chunk).is_err() {
                break;
            }
            filled += chunk;
        }
    }
    file.sync_all()?;
    Ok(())
}

/// A writer in its own process.
pub(crate) struct Writer {
    child: Child,
    lines: BufReader<std::process::ChildStdout>,
}

impl Writer {
    fn start(store: &Path, first: u64, count: u64, size: u64) -> Result<Self, Box<dyn Error>> {
        Self::start_by(&mut Command::new(env::current_exe()?), store, first, count, size)
    }

    /// Starts the writer with a command that runs this program.
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

    /// Reads until the writer prints `line`.
    fn wait_for(&mut self, line: &str, output: &mut String) -> Outcome {
        loop {
            let before = output.len();
            if self.lines.read_line(output)? == 0 {
                return Err(format!("the writer ended before it printed {line}: {output}").into());
            }
            if output[before..].trim_end() == line {
                return Ok(());
            }
        }
    }

    fn send(&self, signal: Signal) -> Outcome {
        let pid = Pid::from_raw(i32::try_from(self.child.id())?).ok_or("no process id")?;
        kill_process(pid, signal)?;
        Ok(())
    }

    /// Ends the writer with a signal. Output before that counts, except an incomplete last line.
    fn end(self, signal: Signal, output: &mut String) -> Outcome {
        self.send(signal)?;
        let rest = self.rest()?;
        output.push_str(&rest[..rest.rfind('\n').map_or(0, |end| end + 1)]);
        Ok(())
    }

    /// Waits for the writer to finish.
    pub(crate) fn finish(self, output: &mut String) -> Outcome {
        output.push_str(&self.rest()?);
        Ok(())
    }

    /// Returns the remaining output of the writer.
    fn rest(mut self) -> Result<String, Box<dyn Error>> {
        let rest = read_in_background(self.lines);
        wait_for_end(&mut self.child, "the writer")?;
        text(rest)
    }
}

/// Reads all output of a process on another thread, because a process with a full pipe would block forever.
fn read_in_background(mut pipe: impl Read + Send + 'static) -> JoinHandle<io::Result<String>> {
    thread::spawn(move || {
        let mut output = String::new();
        pipe.read_to_string(&mut output).map(|_| output)
    })
}

fn text(reader: JoinHandle<io::Result<String>>) -> Result<String, Box<dyn Error>> {
    Ok(reader.join().map_err(|_| "the reader failed")??)
}

/// Waits for the end of a process.
///
/// # Errors
/// Kills a process that hangs, and returns an error.
fn wait_for_end(child: &mut Child, what: &str) -> Result<ExitStatus, Box<dyn Error>> {
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if started.elapsed() > HANG_LIMIT {
            child.kill()?;
            child.wait()?;
            return Err(format!("{what} hangs").into());
        }
        thread::sleep(Duration::from_millis(5));
    }
}

/// Opens the store in a new process and compares it with the list of acknowledged changes.
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
    let output = read_in_background(child.stdout.take().ok_or("no output")?);
    let errors = read_in_background(child.stderr.take().ok_or("no error output")?);
    let status = wait_for_end(&mut child, "the check")?;
    let output = text(output)?;
    if !status.success() {
        return Err(format!("{output}{}", text(errors)?).into());
    }
    let words: Vec<&str> = output.split_whitespace().collect();
    Ok(words.chunks_exact(2).map(|pair| (pair[0].to_owned(), pair[1].to_owned())).collect())
}

pub(crate) fn numbers<'a>(output: &'a str, word: &'a str) -> impl Iterator<Item = u64> + 'a {
    output.lines().filter_map(move |line| line.strip_prefix(word)?.trim().parse().ok())
}

/// A temporary folder. Dropping it deletes the folder.
pub(crate) struct WorkFolder {
    pub(crate) path: PathBuf,
}

impl WorkFolder {
    pub(crate) fn new(name: &str) -> Result<Self, Box<dyn Error>> {
        let path = env::temp_dir().join(format!("durability-{name}-{}", std::process::id()));
        fs::create_dir_all(&path)?;
        Ok(Self { path })
    }

    fn add_to_count(&self, more: usize) -> Outcome {
        let count = self.count()? + more;
        Ok(fs::write(self.path.join("count"), count.to_string())?)
    }

    fn count(&self) -> Result<usize, Box<dyn Error>> {
        Ok(fs::read_to_string(self.path.join("count")).unwrap_or_else(|_| "0".to_owned()).parse()?)
    }
}

impl Drop for WorkFolder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.path));
    }
}

/// A mounted loop file. Dropping it unmounts the file.
struct MountedImage<'a>(&'a Path);

impl<'a> MountedImage<'a> {
    fn new(image: &Path, at: &'a Path) -> Result<Self, Box<dyn Error>> {
        run(Command::new("mount").args(["-o", "loop"]).arg(image).arg(at))?;
        Ok(Self(at))
    }
}

impl Drop for MountedImage<'_> {
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

/// Returns whether this user can mount loop files, by trying it.
fn can_mount_loop_files() -> bool {
    let Ok(work) = WorkFolder::new("probe") else { return false };
    let (image, mount) = (work.path.join("disk.img"), work.path.join("mnt"));
    fs::create_dir_all(&mount).is_ok()
        && make_disk(&image, 8 << 20).is_ok()
        && MountedImage::new(&image, &mount).is_ok()
}

pub(crate) fn run(command: &mut Command) -> Outcome {
    let output = command.output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)).into())
}
