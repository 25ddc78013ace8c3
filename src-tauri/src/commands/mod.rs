//! What the window may ask for. Each command takes its arguments, calls the application, and hands back its answer.

mod backpack_itself;
mod badges;
mod collections;
mod desk;
mod hosts;
mod issuers;
mod mailbox;
mod records;
mod reviewing;

use tauri::Wry;
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands, collect_events};

use crate::window::{CallCame, FilesCame, FilesHover, Noticed};

/// Every command and event, with the types that the window sees. `ui/src/lib/bindings.ts` is written from this.
pub fn bindings() -> Builder<Wry> {
    Builder::<Wry>::new()
        .error_handling(ErrorHandlingMode::Throw)
        .disable_serde_phases()
        .commands(collect_commands![
            backpack_itself::open_backpack,
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
            records::keep_record,
            records::list_records,
            records::removed_records,
            records::edit_record,
            records::remove_record,
            records::undo_remove_record,
            records::export_record,
            mailbox::look_in_mailbox,
            mailbox::remembered_mailboxes,
            mailbox::forget_mailbox,
            reviewing::review_bundle,
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
            backpack_itself::list_identities,
            backpack_itself::add_identity,
            backpack_itself::remove_identity,
            backpack_itself::try_identity,
            backpack_itself::badges_issued_to,
            backpack_itself::recovery_phrase,
            backpack_itself::recovery_phrase_noted,
            backpack_itself::about,
            backpack_itself::set_offline,
            desk::pick_badges,
            desk::pick_folder,
            desk::pick_bundle,
            desk::handed_at_start,
            desk::called_at_start,
            desk::open_link,
            desk::cancel,
        ])
        .events(collect_events![CallCame, FilesCame, FilesHover, Noticed])
}
