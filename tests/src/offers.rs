//! An issuer that offers badges, made of software that shares no code with this project: `tests/peers/offers.mjs`.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

use crate::{Authority, Backpack};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/peers");

/// A running issuer with offers. It ends with this value.
pub struct OfferingPeer {
    folder: TempDir,
    port: u16,
    offers: BTreeMap<String, String>,
    child: Child,
}

impl Default for OfferingPeer {
    fn default() -> Self {
        Self::start()
    }
}

impl OfferingPeer {
    /// Its name.
    pub const HOST: &'static str = "college.example";
    /// The code of its offers with a code.
    pub const CODE: &'static str = "4321";

    /// Starts on a free port.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let at = |name: &str| folder.path().join(name);
        let authority = Authority::new();
        let (certificate, key) = authority.certify_in_pem(Self::HOST);
        std::fs::write(at("ca.pem"), authority.pem()).expect("a file");
        std::fs::write(at("certificate.pem"), certificate).expect("a file");
        std::fs::write(at("key.pem"), key).expect("a file");
        let mut child = Command::new("node")
            .arg("offers.mjs")
            .args([at("certificate.pem"), at("key.pem")])
            .arg(Self::HOST)
            .current_dir(FOLDER)
            // It ends when this end of its input goes.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Node.js");
        let mut line = String::new();
        let mut said = BufReader::new(child.stdout.take().expect("a pipe"));
        said.read_line(&mut line).expect("a line");
        let said: Value = serde_json::from_str(&line)
            .unwrap_or_else(|error| panic!("{error}: {line}. The peers are installed by tests/setup.sh"));
        let port = said["port"].as_u64().and_then(|port| port.try_into().ok()).expect("a port");
        let offers = said["offers"].as_object().expect("offers").iter();
        let offers =
            offers.map(|(name, offer)| (name.clone(), offer.as_str().expect("a text").to_owned())).collect();
        Self { folder, port, offers, child }
    }

    /// The offer of this name. Each is for once.
    pub fn offer(&self, name: &str) -> &str {
        self.offers.get(name).unwrap_or_else(|| panic!("no offer {name}"))
    }

    /// Its host as it is shown: with its port.
    pub fn authority(&self) -> String {
        format!("{}:{}", Self::HOST, self.port)
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The file with the certificate of its authority.
    pub fn ca_file(&self) -> std::path::PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// A person whose machine reaches it and trusts its authority.
    pub fn reached(&self) -> Backpack {
        Backpack::new().with_trusted_authority(&self.ca_file()).with_resolved_host(
            Self::HOST,
            self.port,
            "127.0.0.1",
        )
    }
}

impl Drop for OfferingPeer {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
