//! A learner at the command line: a temporary folder with a backpack, and the built program `backpack`.

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    fs,
    io::{BufRead, BufReader, Lines, Read, Write},
    os::unix::{
        fs::{MetadataExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    sync::OnceLock,
    thread,
    time::{Duration, Instant},
};

use data_encoding::HEXLOWER;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::Issuer;

/// The time after which a run counts as hanging.
const TIME_LIMIT: Duration = Duration::from_secs(60);
/// The interval between checks whether a run has ended.
const POLL_INTERVAL: Duration = Duration::from_millis(5);

/// A learner with a backpack in a temporary folder. Dropping this value deletes the folder.
pub struct Backpack {
    folder: TempDir,
    /// The options that give access to the issuers of the tests.
    network_options: Vec<String>,
    /// The user id that runs the program, if it differs from that of the tests.
    user: Option<u32>,
    /// Additional environment variables of the program.
    variables: Vec<(String, String)>,
}

impl Default for Backpack {
    fn default() -> Self {
        Self::new()
    }
}

impl Backpack {
    /// The passphrase of every backpack in the tests.
    pub const PASSPHRASE: &'static str = "four words of passphrase";

    /// Creates a learner without access to any issuer. The first verb that needs a backpack creates it.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join("passphrase"), format!("{}\n", Self::PASSPHRASE)).expect("a file");
        Self { folder, network_options: Vec::new(), user: None, variables: Vec::new() }
    }

    /// Creates a learner whose machine resolves the hosts of `issuer` and trusts its authority.
    pub fn with_access_to(issuer: &Issuer) -> Self {
        let mut learner = Self::new();
        let ca = learner.write("ca.pem", issuer.server().ca_pem());
        learner.network_options = ["--allow-private-network", "--cacert"].map(str::to_owned).to_vec();
        learner.network_options.push(ca.display().to_string());
        for resolve in issuer.server().resolve_all() {
            learner.network_options.extend(["--resolve".to_owned(), resolve]);
        }
        learner
    }

    /// Trusts the authority in this file, and allows private addresses.
    #[must_use]
    pub fn with_trusted_authority(mut self, authority: &Path) -> Self {
        self.network_options.extend(["--allow-private-network", "--cacert"].map(str::to_owned));
        self.network_options.push(authority.display().to_string());
        self
    }

    /// Returns whether root runs the tests. Root ignores file permissions.
    pub fn is_root(&self) -> bool {
        fs::metadata(self.folder.path()).expect("the folder").uid() == 0
    }

    /// Gives the folder to another user, and runs the program as that user.
    ///
    /// # Panics
    ///
    /// If root does not run the tests.
    #[must_use]
    pub fn as_user(mut self, user: u32) -> Self {
        let program = self.path("program");
        fs::copy(binary(), &program).expect("a copy of the program");
        for entry in fs::read_dir(self.folder.path()).expect("the folder") {
            chown(entry.expect("an entry").path(), Some(user), Some(user)).expect("root");
        }
        chown(self.folder.path(), Some(user), Some(user)).expect("root");
        self.user = Some(user);
        self
    }

    /// Resolves `host` and `port` to `addresses` (`--resolve`).
    #[must_use]
    pub fn with_resolved_host(mut self, host: &str, port: u16, addresses: &str) -> Self {
        self.network_options.extend(["--resolve".to_owned(), format!("{host}:{port}:{addresses}")]);
        self
    }

    /// Adds an environment variable.
    #[must_use]
    pub fn with_variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    /// Returns a path in the learner's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file in the learner's folder, and returns its path.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).expect("a file");
        path
    }

    /// Returns the data folder of the backpack.
    pub fn data_dir(&self) -> PathBuf {
        self.path("backpack")
    }

    /// Runs `backpack` with these arguments.
    pub fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Outcome {
        self.run_with_input(arguments, b"")
    }

    /// Runs `backpack` with these arguments and this standard input.
    pub fn run_with_input<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
        input: &[u8],
    ) -> Outcome {
        run(self.command(arguments), input)
    }

    /// Starts `backpack` with these arguments, so that its output can be read line by line. There is no time
    /// limit.
    pub fn start<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> RunningProgram {
        let mut command = self.command(arguments);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the built program");
        let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        RunningProgram { child, lines, peak: None }
    }

    fn command<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Command {
        let mut command = match self.user {
            Some(user) => {
                let mut command = Command::new(self.path("program"));
                command.uid(user).gid(user);
                command
            }
            None => Command::new(binary()),
        };
        command
            .current_dir(self.folder.path())
            .env_remove("BACKPACK_DATA_DIR")
            .env_remove("BACKPACK_PASSPHRASE_FILE")
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .arg("--data-dir")
            .arg(self.data_dir())
            .arg("--passphrase-file")
            .arg(self.path("passphrase"))
            .args(&self.network_options)
            .args(arguments);
        command
    }

    /// Returns the path and SHA-256 of every stored original.
    pub fn originals(&self) -> BTreeMap<String, String> {
        let mut digests = BTreeMap::new();
        files_below(&self.data_dir().join("originals"), &mut |path| {
            let bytes = fs::read(path).expect("an original");
            digests.insert(path.display().to_string(), HEXLOWER.encode(&Sha256::digest(bytes)));
        });
        digests
    }
}

/// A program that is running.
pub struct RunningProgram {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    peak: Option<u64>,
}

impl RunningProgram {
    /// Returns the next `count` lines as JSON, or fewer if the output ends.
    pub fn lines(&mut self, count: usize) -> Vec<Value> {
        let mut lines = Vec::new();
        while lines.len() < count {
            let Some(line) = self.lines.next() else { break };
            lines.push(serde_json::from_str(&line.expect("output is UTF-8")).expect("JSON"));
            self.peak = self.peak.max(self.peak_now());
        }
        lines
    }

    /// Returns the peak memory in KiB, measured after each line. Linux only.
    pub fn peak_kib(&self) -> Option<u64> {
        self.peak
    }

    fn peak_now(&self) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.split_whitespace().next()?.parse().ok()
    }

    /// Sends SIGINT, like Ctrl-C.
    pub fn interrupt(&self) {
        let status = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status();
        assert!(status.expect("kill").success());
    }

    /// Kills the program.
    pub fn kill(mut self) {
        self.child.kill().expect("a child");
        self.child.wait().expect("a child");
    }

    /// Waits for the end of the program, and returns its exit code.
    pub fn exit_code(mut self) -> i32 {
        drop(self.lines);
        self.child.wait().expect("a child").code().expect("an exit code")
    }
}

/// The result of a run.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The exit code.
    pub status: i32,
    /// The standard output.
    pub stdout: String,
    /// The standard error.
    pub stderr: String,
    /// The duration of the run.
    pub duration: Duration,
}

impl Outcome {
    /// Asserts the exit code, and returns the outcome.
    #[track_caller]
    pub fn exits(self, status: i32) -> Self {
        assert_eq!(self.status, status, "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }

    /// Returns the only line of the output as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        let mut lines = self.lines();
        assert_eq!(lines.len(), 1, "the output is not one line:\n{}\n{}", self.stdout, self.stderr);
        lines.remove(0)
    }

    /// Returns the lines of the output, each as JSON.
    #[track_caller]
    pub fn lines(&self) -> Vec<Value> {
        let parsed = self.stdout.lines().map(|line| match serde_json::from_str(line) {
            Ok(value) => value,
            Err(error) => panic!("not JSON: {error}\n{}\n{}", self.stdout, self.stderr),
        });
        parsed.collect()
    }
}

fn run(mut command: Command, input: &[u8]) -> Outcome {
    let start = Instant::now();
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the built program");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    // Writing fails if the program does not read its input.
    let writer = thread::spawn(move || drop(stdin.write_all(&input)));
    let stdout = reader(child.stdout.take().expect("a pipe"));
    let stderr = reader(child.stderr.take().expect("a pipe"));
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child") {
            break status;
        }
        if start.elapsed() > TIME_LIMIT {
            child.kill().expect("a child");
            child.wait().expect("a child");
            panic!("{command:?} hangs");
        }
        thread::sleep(POLL_INTERVAL);
    };
    let duration = start.elapsed();
    writer.join().expect("no panic");
    Outcome {
        status: status.code().unwrap_or_else(|| panic!("{command:?} was killed: {status}")),
        stdout: stdout.join().expect("no panic"),
        stderr: stderr.join().expect("no panic"),
        duration,
    }
}

fn reader(mut pipe: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).expect("a pipe");
        String::from_utf8(bytes).expect("output is UTF-8")
    })
}

fn files_below(folder: &Path, each: &mut impl FnMut(&Path)) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.is_dir() { files_below(&path, each) } else { each(&path) }
    }
}

/// Returns the path of the program: `BACKPACK_PROGRAM` if set, or else the result of `cargo build`, which
/// runs once per process.
fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        if let Some(program) = std::env::var_os("BACKPACK_PROGRAM") {
            return program.into();
        }
        let mut cargo = Command::new(env!("CARGO"));
        // These variables of the outer cargo would make build scripts run again on every build.
        let package_variables =
            std::env::vars().map(|(name, _)| name).filter(|name| name.starts_with("CARGO_PKG_"));
        for name in package_variables.chain(["CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH"].map(String::from)) {
            cargo.env_remove(name);
        }
        let output = cargo
            .args(["build", "--quiet", "--package", "backpack-cli", "--message-format", "json"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stderr(Stdio::inherit())
            .output()
            .expect("cargo");
        assert!(output.status.success(), "`cargo build --package backpack-cli` failed");
        let messages = String::from_utf8(output.stdout).expect("cargo prints UTF-8");
        let executable = messages
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok())
            .filter(|message| message["target"]["name"] == "backpack")
            .find_map(|message| message["executable"].as_str().map(PathBuf::from));
        executable.expect("the path of the built program")
    })
}
