//! A person at the command line: a folder of their own, a backpack in it, and the built `backpack`.

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

/// After this long a run hangs, and its test fails.
const TIME_LIMIT: Duration = Duration::from_secs(60);
/// How often a run is looked at.
const POLL_INTERVAL: Duration = Duration::from_millis(5);

/// A person with a backpack. Everything is in a temporary folder, which goes with it.
pub struct Backpack {
    folder: TempDir,
    /// What reaches the issuers of the tests.
    reach: Vec<String>,
    /// Who runs the program, where that is not who runs the tests.
    user: Option<u32>,
    /// What the environment of the program has besides that of the tests.
    variables: Vec<(String, String)>,
}

impl Default for Backpack {
    fn default() -> Self {
        Self::new()
    }
}

impl Backpack {
    /// The passphrase of every backpack of the tests.
    pub const PASSPHRASE: &'static str = "four words of passphrase";

    /// A person who knows no issuer; the backpack is made by the first verb that needs one.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join("passphrase"), format!("{}\n", Self::PASSPHRASE)).expect("a file");
        Self { folder, reach: Vec::new(), user: None, variables: Vec::new() }
    }

    /// A person whose machine reaches `issuer` and trusts its authority.
    pub fn with_access_to(issuer: &Issuer) -> Self {
        let mut person = Self::new();
        let ca = person.write("ca.pem", issuer.server().ca_pem());
        person.reach = ["--allow-private-network", "--cacert"].map(str::to_owned).to_vec();
        person.reach.push(ca.display().to_string());
        for resolve in issuer.server().resolve_all() {
            person.reach.extend(["--resolve".to_owned(), resolve]);
        }
        person
    }

    /// The same person, whose machine also trusts the authority in this file and asks hosts on this machine.
    #[must_use]
    pub fn with_trusted_authority(mut self, authority: &Path) -> Self {
        self.reach.extend(["--allow-private-network", "--cacert"].map(str::to_owned));
        self.reach.push(authority.display().to_string());
        self
    }

    /// Whether the tests are run by root, who may do everything.
    pub fn is_root(&self) -> bool {
        fs::metadata(self.folder.path()).expect("the folder").uid() == 0
    }

    /// The same person as another user of the machine, who owns the folder and may read nobody else's. Takes root.
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

    /// The same person, whose machine finds `host` at this port and these addresses (`--resolve`).
    #[must_use]
    pub fn with_resolved_host(mut self, host: &str, port: u16, addresses: &str) -> Self {
        self.reach.extend(["--resolve".to_owned(), format!("{host}:{port}:{addresses}")]);
        self
    }

    /// The same person with a variable in the environment.
    #[must_use]
    pub fn with_variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    /// A place in the person's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file into the person's folder.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).expect("a file");
        path
    }

    /// Where the backpack is.
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

    /// Begins to run `backpack` with these arguments, to be watched line by line. Nothing is said about how long it may take.
    pub fn start<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Running {
        let mut command = self.command(arguments);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the built program");
        let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        Running { child, lines, peak: None }
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
            .args(&self.reach)
            .args(arguments);
        command
    }

    /// The originals that are kept, each as its file's name and digest: unchanged where nothing was stored.
    pub fn originals(&self) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        files_below(&self.data_dir().join("originals"), &mut |path| {
            let bytes = fs::read(path).expect("an original");
            found.insert(path.display().to_string(), HEXLOWER.encode(&Sha256::digest(bytes)));
        });
        found
    }
}

/// A run that is under way.
pub struct Running {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    peak: Option<u64>,
}

impl Running {
    /// The next so many lines, as JSON; fewer where it ends before.
    pub fn lines(&mut self, count: usize) -> Vec<Value> {
        let mut lines = Vec::new();
        while lines.len() < count {
            let Some(line) = self.lines.next() else { break };
            lines.push(serde_json::from_str(&line.expect("output is UTF-8")).expect("JSON"));
            self.peak = self.peak.max(self.peak_now());
        }
        lines
    }

    /// The most memory that it had while it printed, in KiB. Only Linux says it.
    pub fn peak_kib(&self) -> Option<u64> {
        self.peak
    }

    fn peak_now(&self) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.split_whitespace().next()?.parse().ok()
    }

    /// What Ctrl-C does.
    pub fn interrupt(&self) {
        let status = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status();
        assert!(status.expect("kill").success());
    }

    /// Ends it at once.
    pub fn kill(mut self) {
        self.child.kill().expect("a child");
        self.child.wait().expect("a child");
    }

    /// Its exit code, once it has ended.
    pub fn exit_code(mut self) -> i32 {
        drop(self.lines);
        self.child.wait().expect("a child").code().expect("it was not killed")
    }
}

/// How a run ended and what it said.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The exit code.
    pub status: i32,
    /// What it printed.
    pub stdout: String,
    /// What it told on the side.
    pub stderr: String,
    /// How long it took.
    pub took: Duration,
}

impl Outcome {
    /// The run, which ended with this exit code.
    #[track_caller]
    pub fn exits(self, status: i32) -> Self {
        assert_eq!(self.status, status, "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }

    /// Its only line, as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        let mut lines = self.lines();
        assert_eq!(lines.len(), 1, "one line was expected:\n{}\n{}", self.stdout, self.stderr);
        lines.remove(0)
    }

    /// Its lines, each as JSON.
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
    let began = Instant::now();
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the built program");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    // A program that does not read its input closes the pipe, which is its right.
    let writer = thread::spawn(move || drop(stdin.write_all(&input)));
    let stdout = reader(child.stdout.take().expect("a pipe"));
    let stderr = reader(child.stderr.take().expect("a pipe"));
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child") {
            break status;
        }
        if began.elapsed() > TIME_LIMIT {
            child.kill().expect("a child");
            child.wait().expect("a child");
            panic!("{command:?} hangs");
        }
        thread::sleep(POLL_INTERVAL);
    };
    let took = began.elapsed();
    writer.join().expect("no panic");
    Outcome {
        status: status.code().unwrap_or_else(|| panic!("{command:?} was killed: {status}")),
        stdout: stdout.join().expect("no panic"),
        stderr: stderr.join().expect("no panic"),
        took,
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

/// The program that `BACKPACK_PROGRAM` names; without it, built once a process as a user's `cargo build` builds it.
fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        if let Some(program) = std::env::var_os("BACKPACK_PROGRAM") {
            return program.into();
        }
        let mut cargo = Command::new(env!("CARGO"));
        // What the outer cargo says about this package would make build scripts run again, each time.
        let about_this_package =
            std::env::vars().map(|(name, _)| name).filter(|name| name.starts_with("CARGO_PKG_"));
        for name in about_this_package.chain(["CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH"].map(String::from))
        {
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
        executable.expect("cargo names what it built")
    })
}
