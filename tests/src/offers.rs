//! An issuer with credential offers (`tests/peers/offers.mjs`), built from software that shares no code with
//! this project.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

use crate::{Authority, Backpack};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/peers");

/// A running issuer with credential offers. Dropping this value stops it.
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
    /// The host name.
    pub const HOST: &'static str = "college.example";
    /// The transaction code of the offers that require one.
    pub const CODE: &'static str = "4321";

    /// Starts the issuer on a free port.
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
            // The program ends when its standard input is closed.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Node.js");
        let mut line = String::new();
        let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
        output.read_line(&mut line).expect("a line");
        let description: Value = serde_json::from_str(&line)
            .unwrap_or_else(|error| panic!("{error}: {line}. Run tests/setup.sh to install the peers"));
        let port = description["port"].as_u64().and_then(|port| port.try_into().ok()).expect("a port");
        let offers = description["offers"].as_object().expect("offers").iter();
        let offers =
            offers.map(|(name, offer)| (name.clone(), offer.as_str().expect("a text").to_owned())).collect();
        Self { folder, port, offers, child }
    }

    /// Returns the offer with this name. Each offer can be accepted once.
    pub fn offer(&self, name: &str) -> &str {
        self.offers.get(name).unwrap_or_else(|| panic!("unknown offer: {name}"))
    }

    /// Returns the host with the port, as the application shows it.
    pub fn authority(&self) -> String {
        format!("{}:{}", Self::HOST, self.port)
    }

    /// Returns the port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Returns the path of the authority's certificate.
    pub fn ca_file(&self) -> std::path::PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// Creates a learner whose machine resolves this host and trusts its authority.
    pub fn new_learner(&self) -> Backpack {
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
