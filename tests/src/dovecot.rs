//! A real mail server: Dovecot on loopback, with one mailbox and a log of every command.

use std::{
    fs, io,
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    os::unix::fs::{PermissionsExt, chown},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, Condvar, Mutex},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::Authority;

/// The longest time until the server accepts connections.
const START_LIMIT: Duration = Duration::from_secs(60);
/// Debian's user `nobody`.
const NOBODY: u32 = 65_534;

/// A running server. Needs root. Dropping the value stops the server.
pub struct Dovecot {
    folder: TempDir,
    port: u16,
    authority: Authority,
    child: Child,
    gate: Option<Gate>,
}

impl Dovecot {
    /// The host name, which its certificate contains.
    pub const HOST: &'static str = "mail.learner.example";
    /// The user with a mailbox.
    pub const USER: &'static str = "ada";
    /// The user's password.
    pub const PASSWORD: &'static str = "four-words-of-post";

    /// Starts a server with these messages in the mailbox, oldest first.
    pub fn start(messages: &[Vec<u8>]) -> Self {
        let folder = tempfile::Builder::new().prefix("dovecot-").tempdir().expect("a temporary folder");
        let at = |name: &str| folder.path().join(name);
        for name in ["run", "mail", "mail/new", "mail/cur", "mail/tmp", "raw"] {
            fs::create_dir(at(name)).expect("a folder");
        }
        for (number, message) in messages.iter().enumerate() {
            // The time in the name is the order of the messages.
            let path = at(&format!("mail/new/{}.M{number}.{}", 1_746_000_000 + number, Self::HOST));
            fs::write(&path, message).expect("a message");
            own(&path);
        }
        for name in ["mail/new", "mail/cur", "mail/tmp", "mail", "raw"] {
            own(&at(name));
        }
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("permissions");
        let authority = Authority::new();
        let (certificate, key) = authority.certify_in_pem(Self::HOST);
        fs::write(at("certificate.pem"), certificate).expect("a file");
        fs::write(at("key.pem"), key).expect("a file");
        // Dovecot does not report a port that the system chose, so choose a free one before it starts.
        let free = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
        let port = free.expect("a port").port();
        fs::write(at("dovecot.conf"), configuration(folder.path(), port)).expect("a file");
        let child = Command::new("dovecot")
            .arg("-F")
            .arg("-c")
            .arg(at("dovecot.conf"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("dovecot: install dovecot-imapd");
        let server = Self { folder, port, authority, child, gate: None };
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(began.elapsed() < START_LIMIT, "dovecot does not start:\n{}", server.log());
            thread::sleep(Duration::from_millis(50));
        }
        server
    }

    /// Puts a gate in front of the server: after `bytes` bytes to the clients, they receive nothing more until
    /// [`Self::open_gate`].
    pub fn with_gate(mut self, bytes: usize) -> Self {
        self.gate = Some(Gate::start(self.port, bytes));
        self
    }

    /// Opens the gate.
    pub fn open_gate(&self) {
        self.gate.as_ref().expect("a server with a gate").state.open();
    }

    /// The port for clients.
    pub fn port(&self) -> u16 {
        self.gate.as_ref().map_or(self.port, |gate| gate.port)
    }

    /// The certificate of the server's authority, for `--cacert`.
    pub fn ca_pem(&self) -> &str {
        self.authority.pem()
    }

    /// The address of the mailbox.
    pub fn address(&self) -> String {
        format!("imap://{}@{}:{}/INBOX", Self::USER, Self::HOST, self.port())
    }

    /// The value of `--resolve`.
    pub fn resolve(&self) -> String {
        format!("{}:{}:127.0.0.1", Self::HOST, self.port())
    }

    /// Every command after a login, without its tag, in the order of the connections.
    pub fn commands(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path().join("raw")).expect("a folder");
        let mut files: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
        files.retain(|path| path.extension().is_some_and(|extension| extension == "in"));
        files.sort();
        let text = |path| String::from_utf8_lossy(&fs::read(path).expect("a file")).into_owned();
        // Each line: the time, the tag, the command.
        let command = |line: &str| line.splitn(3, ' ').nth(2).map(str::to_owned);
        files
            .into_iter()
            .flat_map(|path| text(path).lines().filter_map(command).collect::<Vec<_>>())
            .collect()
    }

    /// The server's log: logins, refusals, and every change of a message or mailbox.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// Deletes the server's index, so that `UIDVALIDITY` and all UIDs change.
    pub fn renumber(&self) {
        for entry in fs::read_dir(self.folder.path().join("mail")).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("dovecot")) {
                fs::remove_file(path).expect("a file");
            }
        }
    }

    /// The file names of the messages, with their flags.
    pub fn files(&self) -> Vec<String> {
        let mut names: Vec<String> = ["new", "cur"]
            .iter()
            .flat_map(|folder| fs::read_dir(self.folder.path().join("mail").join(folder)).expect("a folder"))
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        // SIGTERM also stops the worker processes.
        let stopped = Command::new("kill").arg(self.child.id().to_string()).status();
        if !stopped.is_ok_and(|status| status.success()) {
            drop(self.child.kill());
        }
        drop(self.child.wait());
    }
}

/// A TCP relay that stops after a number of bytes to the clients.
struct Gate {
    port: u16,
    state: Arc<GateState>,
}

struct GateState {
    /// The bytes that may still pass. `None`: the gate is open.
    remaining: Mutex<Option<usize>>,
    changed: Condvar,
}

impl Gate {
    fn start(server: u16, bytes: usize) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let state = Arc::new(GateState { remaining: Mutex::new(Some(bytes)), changed: Condvar::new() });
        let shared = Arc::clone(&state);
        // Both threads of a connection end when either side closes it; the listener ends with the test process.
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let Ok(upstream) = TcpStream::connect(("127.0.0.1", server)) else { continue };
                let (Ok(requests), Ok(to_server)) = (client.try_clone(), upstream.try_clone()) else {
                    continue;
                };
                let state = Arc::clone(&shared);
                thread::spawn(move || relay(requests, to_server, None));
                thread::spawn(move || relay(upstream, client, Some(&state)));
            }
        });
        Self { port, state }
    }
}

impl GateState {
    fn open(&self) {
        *self.remaining.lock().expect("a lock") = None;
        self.changed.notify_all();
    }

    /// Waits until `bytes` may pass.
    fn pass(&self, bytes: usize) {
        let mut remaining = self.remaining.lock().expect("a lock");
        while remaining.is_some_and(|remaining| remaining < bytes) {
            remaining = self.changed.wait(remaining).expect("a lock");
        }
        if let Some(remaining) = remaining.as_mut() {
            *remaining -= bytes;
        }
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        self.state.open();
    }
}

/// Copies from one connection to another until either ends.
fn relay(mut from: TcpStream, mut to: TcpStream, gate: Option<&GateState>) {
    let mut buffer = [0; 4096];
    loop {
        let copied = from.read(&mut buffer).and_then(|bytes| {
            if let Some(gate) = gate {
                gate.pass(bytes);
            }
            to.write_all(&buffer[..bytes])?;
            if bytes == 0 { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
        });
        if copied.is_err() {
            // The other direction ends with these.
            drop((from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both)));
            return;
        }
    }
}

fn own(path: &Path) {
    chown(path, Some(NOBODY), Some(NOBODY)).expect("needs root");
}

fn configuration(folder: &Path, port: u16) -> String {
    let (folder, password) = (folder.display(), Dovecot::PASSWORD);
    format!(
        r#"base_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
ssl_dh =
disable_plaintext_auth = yes
auth_mechanisms = plain
auth_failure_delay = 0
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home={folder} mail=maildir:{folder}/mail
}}
first_valid_uid = 1
default_internal_user = nobody
default_login_user = nobody
mail_plugins = notify mail_log
protocol imap {{
  mail_plugins = notify mail_log
  rawlog_dir = {folder}/raw
}}
plugin {{
  mail_log_events = delete undelete expunge copy save flag_change append mailbox_create mailbox_delete mailbox_rename
}}
service imap-login {{
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
"#
    )
}
