//! A real mail server: Dovecot on loopback, with one mailbox and a record of every command that it hears.

use std::{
    fs,
    net::{TcpListener, TcpStream},
    os::unix::fs::{PermissionsExt, chown},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::Authority;

/// How long it may take to start.
const START_LIMIT: Duration = Duration::from_secs(60);
/// The user that Debian has for nobody's files.
const NOBODY: u32 = 65_534;

/// A running server. It takes root, as mail servers do, and ends with this value.
pub struct Dovecot {
    folder: TempDir,
    port: u16,
    authority: Authority,
    child: Child,
}

impl Dovecot {
    /// Its name.
    pub const HOST: &'static str = "mail.learner.example";
    /// Who has a mailbox there.
    pub const USER: &'static str = "ada";
    /// The password.
    pub const PASSWORD: &'static str = "four-words-of-post";

    /// Starts with these messages in the mailbox, oldest first.
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
        // Free a moment ago; Dovecot does not say which port it was given.
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
        let server = Self { folder, port, authority, child };
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(began.elapsed() < START_LIMIT, "dovecot does not start:\n{}", server.log());
            thread::sleep(Duration::from_millis(50));
        }
        server
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Its authority's certificate, for `--cacert`.
    pub fn ca_pem(&self) -> &str {
        self.authority.pem()
    }

    /// The mailbox's address.
    pub fn address(&self) -> String {
        format!("imap://{}@{}:{}/INBOX", Self::USER, Self::HOST, self.port)
    }

    /// curl's `--resolve`.
    pub fn resolve(&self) -> String {
        format!("{}:{}:127.0.0.1", Self::HOST, self.port)
    }

    /// Every command that was given after a login, in the order of the connections: without its tag.
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

    /// What it wrote down: logins, refusals, and every change of a message or mailbox.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// Stops answering those who are logged in, in the middle of whatever it is saying. `false`: nobody is.
    pub fn pause(&self) -> bool {
        self.signal_workers("STOP")
    }

    /// Goes on where it stopped.
    pub fn resume(&self) {
        self.signal_workers("CONT");
    }

    /// Sends a signal to the processes that serve mailboxes: children of this server, and of no other.
    fn signal_workers(&self, signal: &str) -> bool {
        let parent = self.child.id().to_string();
        let told =
            Command::new("pkill").args(["--signal", signal, "--parent", &parent, "--exact", "imap"]).status();
        told.expect("pkill: install procps").success()
    }

    /// Forgets how the messages are numbered: from now on their UIDs are others, and so is `UIDVALIDITY`.
    pub fn renumber(&self) {
        for entry in fs::read_dir(self.folder.path().join("mail")).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("dovecot")) {
                fs::remove_file(path).expect("a file");
            }
        }
    }

    /// The messages' files as they are called, flags and all.
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
        // SIGTERM, so that its workers end with it.
        let stopped = Command::new("kill").arg(self.child.id().to_string()).status();
        if !stopped.is_ok_and(|status| status.success()) {
            drop(self.child.kill());
        }
        drop(self.child.wait());
    }
}

fn own(path: &Path) {
    chown(path, Some(NOBODY), Some(NOBODY)).expect("root: this test runs a mail server");
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
