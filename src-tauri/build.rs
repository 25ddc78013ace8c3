//! Creates one permission for each command of the shell. `capabilities/main.json` grants them.

/// The commands that the web view may call. `tests/main.rs` compares this list with the capability and the bindings.
const COMMANDS: &[&str] = &[
    "open_backpack",
    "inspect",
    "reinspect",
    "compare_recipients",
    "accept_offer",
    "unlock_backup",
    "add_candidates",
    "dismiss_candidates",
    "list_badges",
    "show_badge",
    "remove_badge",
    "restore_badge",
    "removed_badges",
    "reverify",
    "list_collections",
    "show_collection",
    "create_collection",
    "edit_collection",
    "remove_collection",
    "add_to_collection",
    "remove_from_collection",
    "move_in_collection",
    "export_collection",
    "add_other_file",
    "list_other_files",
    "removed_other_files",
    "edit_other_file",
    "remove_other_file",
    "restore_other_file",
    "export_other_file",
    "import_from_mailbox",
    "saved_mailboxes",
    "remove_mailbox",
    "review_bundle",
    "allowed_hosts",
    "allow_host",
    "disallow_host",
    "requests",
    "pick_trust_lists",
    "list_trust_lists",
    "add_trust_list",
    "fetch_trust_list",
    "remove_trust_list",
    "restore_trust_list",
    "known_issuers",
    "remove_issuer",
    "restore_issuer",
    "list_identities",
    "add_identity",
    "remove_identity",
    "try_identity",
    "identity_dependents",
    "recovery_phrase",
    "confirm_recovery_phrase",
    "about",
    "set_offline",
    "pick_badges",
    "pick_folder",
    "pick_bundle",
    "startup_files",
    "startup_deep_link",
    "open_link",
    "cancel",
];

fn main() {
    // The program embeds the built front end, and cargo cannot see otherwise that it changed.
    println!("cargo::rerun-if-changed=../ui/dist");
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error={error:#}");
    }
}
