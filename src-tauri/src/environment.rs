//! Environment variables: the backpack's folder, and options for closed networks.

use std::{env, ffi::OsString, path::PathBuf};

use backpack::VerifierOptions;

/// Returns `BACKPACK_DATA_DIR`, which the command line uses, too.
pub(crate) fn data_dir() -> Option<PathBuf> {
    variable("BACKPACK_DATA_DIR").map(PathBuf::from)
}

/// Returns the options from `BACKPACK_CACERT`, `BACKPACK_RESOLVE` and `BACKPACK_ALLOW_PRIVATE_NETWORK`.
///
/// They correspond to the command line's options of those names, and serve closed networks and tests.
pub(crate) fn verifier_options() -> VerifierOptions {
    let resolve =
        variable("BACKPACK_RESOLVE").map(|list| list.to_string_lossy().into_owned()).unwrap_or_default();
    VerifierOptions {
        cacert: variable("BACKPACK_CACERT").map(PathBuf::from),
        resolve: resolve.split_whitespace().map(str::to_owned).collect(),
        allow_private_network: variable("BACKPACK_ALLOW_PRIVATE_NETWORK").is_some(),
        ..VerifierOptions::default()
    }
}

fn variable(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}
