//! The codes of what can go wrong in the application itself, beside those of `openbadges::Code` that concern badges.
//!
//! A code is what scripts, screens and translations switch on: it is never renamed and never reused. The sentence for
//! a person is in the catalogue of words, under the code's name.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+) => {
        /// A stable code of the application. See the module's page.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum AppCode {
            $($(#[doc = $doc])+ #[serde(rename = $name)] $variant,)+
        }

        impl AppCode {
            /// Every code there is.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code as scripts and screens know it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

codes! {
    // -- store -------------------------------------------------------------------------------
    /// There is not enough space on the disk; nothing was written, nothing is lost.
    StoreFull = "STORE_FULL",
    /// Reading or writing the backpack's folder failed.
    StoreIo = "STORE_IO",
    /// The index failed while badges were safely written beside it: the disk may be about to fail.
    StoreIndexFailed = "STORE_INDEX_FAILED",
    /// Another process has the backpack open.
    StoreLockedByOther = "STORE_LOCKED_BY_OTHER",
    /// The backpack can be read and not written.
    StoreReadonly = "STORE_READONLY",
    /// The backpack's folder belongs to somebody else, or others may write to it, or it is a symbolic link, or there is
    /// no home folder for it.
    StorePermission = "STORE_PERMISSION",
    /// The backpack was written by a newer version of this program; nothing was touched.
    StoreNewer = "STORE_NEWER",
    /// Something in the backpack cannot be read back as it was written.
    StoreDamaged = "STORE_DAMAGED",
    // -- keys --------------------------------------------------------------------------------
    /// The key of the backpack is not to be had: no keyring, locked, emptied.
    KeyUnavailable = "KEY_UNAVAILABLE",
    /// A key, passphrase or recovery phrase was had, and it is not the one of this backpack.
    KeyMismatch = "KEY_MISMATCH",
    /// There is no keyring, so a passphrase is needed.
    PassphraseNeeded = "PASSPHRASE_NEEDED",
    // -- naming things -----------------------------------------------------------------------
    /// Nothing of that name is here.
    NotFound = "NOT_FOUND",
    /// The beginning of an id fits several badges.
    AmbiguousId = "AMBIGUOUS_ID",
    // -- links -------------------------------------------------------------------------------
    /// There is a page behind the link, and no badge in it.
    LinkNoBadge = "LINK_NO_BADGE",
    /// The link leads to a page for signed-in people.
    LinkSignIn = "LINK_SIGN_IN",
    /// The issuer says that the badge behind the link is gone for good.
    LinkGone = "LINK_GONE",
    /// A call by this program's name asks for something else than to look at one link; nothing of it was followed.
    DeepLinkRejected = "DEEPLINK_REJECTED",
    /// The link or the mail says to whom the badge was issued, the badge bears it out, and the learner has not added that
    /// address.
    RecipientHint = "RECIPIENT_HINT",
    // -- what is no badge --------------------------------------------------------------------
    /// An offer or a request to a wallet.
    CredentialOffer = "CREDENTIAL_OFFER",
    /// A credential, pass or document that is no Open Badge.
    NotAnOpenBadge = "NOT_AN_OPEN_BADGE",
    // -- offers ------------------------------------------------------------------------------
    /// The offer, or what its issuer answered to it, is not as its specification has it.
    OfferMalformed = "OFFER_MALFORMED",
    /// The issuer wants something that this program does not do.
    OfferUnsupported = "OFFER_UNSUPPORTED",
    /// The person has to sign in on the issuer's page first.
    OfferSignIn = "OFFER_SIGN_IN",
    /// Something in the offer is of another host or issuer than the one that is asked.
    OfferOtherHost = "OFFER_OTHER_HOST",
    /// A code is wanted that the person was given on another way, and what was typed cannot be it.
    OfferCodeNeeded = "OFFER_CODE_NEEDED",
    /// The issuer does not take the code, or the offer has ended; it tells both in the same way.
    OfferCodeWrong = "OFFER_CODE_WRONG",
    /// The offer was used already, or its time has ended.
    OfferEnded = "OFFER_ENDED",
    /// The issuer refuses, in its own words.
    OfferRefused = "OFFER_REFUSED",
    /// The issuer makes the badge later.
    OfferLater = "OFFER_LATER",
    /// The issuer did as it was asked, and what it handed over is no badge.
    OfferNoBadge = "OFFER_NO_BADGE",
    /// There is a badge in it, or the way to one, or it is nothing to keep: no unverified record is made of it.
    RecordRefused = "RECORD_REFUSED",
    // -- archives and exports ----------------------------------------------------------------
    /// The archive cannot be taken apart.
    ArchiveUnreadable = "ARCHIVE_UNREADABLE",
    /// Something in the archive is locked with a password.
    ArchiveEncrypted = "ARCHIVE_ENCRYPTED",
    /// The archive has more in it than is read.
    ArchiveLimit = "ARCHIVE_LIMIT",
    /// A wallet's backup is locked with a password.
    BackupLocked = "BACKUP_LOCKED",
    /// The password is not that of the backup.
    BackupPassword = "BACKUP_PASSWORD",
    /// The export holds no badge.
    ExportEmpty = "EXPORT_EMPTY",
    /// The export holds more badges than are taken at once.
    ExportLimit = "EXPORT_LIMIT",
    // -- mail --------------------------------------------------------------------------------
    /// There is no badge in a mail, and no link to one.
    MailNoBadge = "MAIL_NO_BADGE",
    /// A mail is larger, or made of more parts, than mails are; it was not read to its end.
    MailLimit = "MAIL_LIMIT",
    /// A mail cannot be taken apart, or is cut short.
    MailMalformed = "MAIL_MALFORMED",
    /// Parts of mails were not looked into: archives, encrypted ones, and such as cannot be decoded or read.
    AttachSkipped = "ATTACH_SKIPPED",
    /// The mail server does not encrypt from the first byte, or is not the one it says.
    MailTls = "MAIL_TLS",
    /// The mail server does not accept the password.
    MailAuth = "MAIL_AUTH",
    /// The keyring does not have the password of a mailbox that is remembered.
    MailPassword = "MAIL_PASSWORD",
    /// The keyring does not let go of the password of a mailbox.
    MailPasswordStays = "MAIL_PASSWORD_STAYS",
    /// The mail server did not do what was asked, or the connection to it broke.
    MailServer = "MAIL_SERVER",
    // -- what was asked ----------------------------------------------------------------------
    /// An option or an entry cannot be understood.
    InputInvalid = "INPUT_INVALID",
    /// The collection has no badges to export.
    CollectionEmpty = "COLLECTION_EMPTY",
    /// A file outside the backpack could not be written.
    FileNotWritten = "FILE_NOT_WRITTEN",
    /// The person stopped the work before its turn came.
    Cancelled = "CANCELLED",
}

impl fmt::Display for AppCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back_as_itself() {
        for code in AppCode::ALL {
            let json = serde_json::to_string(code).unwrap();
            assert_eq!(json, format!("\"{code}\""));
            assert_eq!(serde_json::from_str::<AppCode>(&json).unwrap(), *code);
        }
    }
}
