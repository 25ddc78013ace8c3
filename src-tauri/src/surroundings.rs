//! What the window takes from its surroundings: where the backpack lies, and how closed networks are reached.

use std::{env, ffi::OsString, path::PathBuf};

use backpack::VerifierOptions;

/// `BACKPACK_DATA_DIR`, as on the command line.
pub(crate) fn data_dir() -> Option<PathBuf> {
    given("BACKPACK_DATA_DIR").map(PathBuf::from)
}

/// `BACKPACK_CACERT`, `BACKPACK_RESOLVE` and `BACKPACK_ALLOW_PRIVATE_NETWORK`: the command line's options of those names, for
/// closed networks and tests.
pub(crate) fn checker_options() -> VerifierOptions {
    let resolve =
        given("BACKPACK_RESOLVE").map(|list| list.to_string_lossy().into_owned()).unwrap_or_default();
    VerifierOptions {
        cacert: given("BACKPACK_CACERT").map(PathBuf::from),
        resolve: resolve.split_whitespace().map(str::to_owned).collect(),
        allow_private_network: given("BACKPACK_ALLOW_PRIVATE_NETWORK").is_some(),
        ..VerifierOptions::default()
    }
}

fn given(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}
