//! The commands that the window may call. Each one takes its arguments, calls the application core and
//! returns the result.

mod backpack;
mod badges;
mod collections;
mod file_dialogs;
mod hosts;
mod issuers;
mod mailbox;
mod other_files;
mod review;

use tauri::Wry;
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands, collect_events};

use crate::window::{BackgroundError, DeepLinkReceived, FilesHover, FilesReceived};

/// Returns all commands and events with their types. `ui/src/lib/bindings.ts` is generated from it.
pub fn bindings() -> Builder<Wry> {
    Builder::<Wry>::new()
        .error_handling(ErrorHandlingMode::Throw)
        .disable_serde_phases()
        .commands(collect_commands![
            backpack::open_backpack,
            badges::inspect,
            badges::reinspect,
            badges::compare_recipients,
            badges::accept_offer,
            badges::unlock_backup,
            badges::add_candidates,
            badges::dismiss_candidates,
            badges::list_badges,
            badges::show_badge,
            badges::remove_badge,
            badges::restore_badge,
            badges::removed_badges,
            badges::reverify,
            collections::list_collections,
            collections::show_collection,
            collections::create_collection,
            collections::edit_collection,
            collections::remove_collection,
            collections::add_to_collection,
            collections::remove_from_collection,
            collections::move_in_collection,
            collections::export_collection,
            other_files::add_other_file,
            other_files::list_other_files,
            other_files::removed_other_files,
            other_files::edit_other_file,
            other_files::remove_other_file,
            other_files::restore_other_file,
            other_files::export_other_file,
            mailbox::import_from_mailbox,
            mailbox::saved_mailboxes,
            mailbox::remove_mailbox,
            review::review_bundle,
            hosts::allowed_hosts,
            hosts::allow_host,
            hosts::disallow_host,
            hosts::requests,
            issuers::pick_trust_lists,
            issuers::list_trust_lists,
            issuers::add_trust_list,
            issuers::fetch_trust_list,
            issuers::remove_trust_list,
            issuers::restore_trust_list,
            issuers::known_issuers,
            issuers::remove_issuer,
            issuers::restore_issuer,
            backpack::list_identities,
            backpack::add_identity,
            backpack::remove_identity,
            backpack::try_identity,
            backpack::identity_dependents,
            backpack::recovery_phrase,
            backpack::confirm_recovery_phrase,
            backpack::about,
            backpack::set_offline,
            file_dialogs::pick_badges,
            file_dialogs::pick_folder,
            file_dialogs::pick_bundle,
            file_dialogs::startup_files,
            file_dialogs::startup_deep_link,
            file_dialogs::open_link,
            file_dialogs::cancel,
        ])
        .events(collect_events![DeepLinkReceived, FilesReceived, FilesHover, BackgroundError])
}
