//! Creates one permission for each command of the shell. `capabilities/main.json` grants them.

/// The commands that the web view may call. `tests/main.rs` compares this list with the capability and the bindings.
const COMMANDS: &[&str] = &[
    "open_backpack",
    "look",
    "look_again",
    "compare_again",
    "accept_offer",
    "unlock_backup",
    "keep",
    "forget",
    "list_badges",
    "show_badge",
    "remove_badge",
    "undo_remove",
    "removed_badges",
    "recheck",
    "list_collections",
    "show_collection",
    "new_collection",
    "edit_collection",
    "remove_collection",
    "add_to_collection",
    "take_from_collection",
    "move_in_collection",
    "export_collection",
    "keep_record",
    "list_records",
    "removed_records",
    "edit_record",
    "remove_record",
    "undo_remove_record",
    "export_record",
    "look_in_mailbox",
    "remembered_mailboxes",
    "forget_mailbox",
    "review_bundle",
    "agreed_hosts",
    "agree_to_host",
    "forget_host",
    "requests",
    "pick_trust_lists",
    "list_trust_lists",
    "add_trust_list",
    "fetch_trust_list",
    "remove_trust_list",
    "put_trust_list_back",
    "known_issuers",
    "forget_issuer",
    "remember_issuer_again",
    "list_identities",
    "add_identity",
    "remove_identity",
    "try_identity",
    "badges_issued_to",
    "recovery_phrase",
    "recovery_phrase_noted",
    "about",
    "set_offline",
    "pick_badges",
    "pick_folder",
    "pick_bundle",
    "handed_at_start",
    "called_at_start",
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
