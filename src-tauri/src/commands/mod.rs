//! The commands that the window may call. Each one takes its arguments, calls the application core and returns the result.

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

use crate::window::{CallCame, FilesCame, FilesHover, Noticed};

/// Returns all commands and events with their types. `ui/src/lib/bindings.ts` is generated from it.
pub fn bindings() -> Builder<Wry> {
    Builder::<Wry>::new()
        .error_handling(ErrorHandlingMode::Throw)
        .disable_serde_phases()
        .commands(collect_commands![
            backpack::open_backpack,
            badges::look,
            badges::look_again,
            badges::compare_again,
            badges::accept_offer,
            badges::unlock_backup,
            badges::keep,
            badges::forget,
            badges::list_badges,
            badges::show_badge,
            badges::remove_badge,
            badges::undo_remove,
            badges::removed_badges,
            badges::recheck,
            collections::list_collections,
            collections::show_collection,
            collections::new_collection,
            collections::edit_collection,
            collections::remove_collection,
            collections::add_to_collection,
            collections::take_from_collection,
            collections::move_in_collection,
            collections::export_collection,
            other_files::keep_record,
            other_files::list_records,
            other_files::removed_records,
            other_files::edit_record,
            other_files::remove_record,
            other_files::undo_remove_record,
            other_files::export_record,
            mailbox::look_in_mailbox,
            mailbox::remembered_mailboxes,
            mailbox::forget_mailbox,
            review::review_bundle,
            hosts::agreed_hosts,
            hosts::agree_to_host,
            hosts::forget_host,
            hosts::requests,
            issuers::pick_trust_lists,
            issuers::list_trust_lists,
            issuers::add_trust_list,
            issuers::fetch_trust_list,
            issuers::remove_trust_list,
            issuers::put_trust_list_back,
            issuers::known_issuers,
            issuers::forget_issuer,
            issuers::remember_issuer_again,
            backpack::list_identities,
            backpack::add_identity,
            backpack::remove_identity,
            backpack::try_identity,
            backpack::badges_issued_to,
            backpack::recovery_phrase,
            backpack::recovery_phrase_noted,
            backpack::about,
            backpack::set_offline,
            file_dialogs::pick_badges,
            file_dialogs::pick_folder,
            file_dialogs::pick_bundle,
            file_dialogs::handed_at_start,
            file_dialogs::called_at_start,
            file_dialogs::open_link,
            file_dialogs::cancel,
        ])
        .events(collect_events![CallCame, FilesCame, FilesHover, Noticed])
}
