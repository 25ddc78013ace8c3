//! Options of every command, and parsing that several commands share.

use std::{
    io::{self, Read},
    path::PathBuf,
};

use backpack::{
    ImportInput,
    intake::{self, limits},
    network::NetworkPolicy,
};
use clap::Args;

/// Returns the network policy of a command: every host, or with `--agreed-hosts` those that the settings
/// allow.
pub(crate) fn policy(agreed_hosts: bool) -> NetworkPolicy {
    if agreed_hosts { NetworkPolicy::allow([]) } else { NetworkPolicy::Any }
}

/// Options of every command.
#[derive(Debug, Args)]
pub(crate) struct CommonOptions {
    /// The backpack's folder.
    #[arg(long, global = true, value_name = "DIR", env = "BACKPACK_DATA_DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// Print one JSON object per line instead of text.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Contact no server. Checks that need one are reported as unknown.
    #[arg(long, global = true)]
    pub(crate) offline: bool,
    /// Also trust the certificate authorities in this PEM file.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) cacert: Option<PathBuf>,
    /// Use this address for this host and port, as curl does.
    #[arg(long, global = true, value_name = "HOST:PORT:ADDRESS")]
    pub(crate) resolve: Vec<String>,
    /// Allow hosts with private and loopback addresses.
    #[arg(long, global = true)]
    pub(crate) allow_private_network: bool,
    /// Read the backpack's passphrase from the first line of this file (if there is no keyring).
    #[arg(long, global = true, value_name = "FILE", env = "BACKPACK_PASSPHRASE_FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// Read the recovery phrase from this file, and open the backpack with it.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) recovery_phrase_file: Option<PathBuf>,
}

/// Returns the inputs that the arguments name: standard input for `-`, text for a link or an offer, otherwise
/// a path.
pub(crate) fn import_inputs(arguments: Vec<String>) -> io::Result<Vec<ImportInput>> {
    arguments
        .into_iter()
        .map(|argument| match argument.as_str() {
            "-" => standard_input(limits::INPUT_BYTES),
            text if intake::is_address(text) => Ok(ImportInput::Text(argument)),
            path => Ok(ImportInput::Path(path.into())),
        })
        .collect()
}

/// Reads standard input up to one byte more than `limit`, so that the parser can reject input that is too
/// long.
pub(crate) fn standard_input(limit: usize) -> io::Result<ImportInput> {
    let mut bytes = Vec::new();
    io::stdin().lock().take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(ImportInput::Bytes { name: "-".into(), bytes })
}

/// Returns the date of an RFC 3339 time.
pub(crate) fn date_of(time: &str) -> &str {
    time.get(..10).unwrap_or(time)
}

/// Returns the beginning of an id, as text output prints it.
pub(crate) fn short_id(id: &str) -> &str {
    id.get(..12).unwrap_or(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_accept_short_texts() {
        assert_eq!(date_of("2026-11-21T00:00:00Z"), "2026-11-21");
        assert_eq!(date_of(""), "");
        assert_eq!(short_id("0123456789abcdef"), "0123456789ab");
        assert_eq!(short_id("0123"), "0123");
    }
}
