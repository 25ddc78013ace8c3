//! The codes of what can go wrong in the application itself.
//!
//! `openbadges::Code` has those that concern badges, [`StoreCode`] those of the store and [`IntakeCode`] those of mails
//! and offers. [`ErrorCode`] is any code but the first.
//!
//! A code is what scripts, screens and translations switch on: it is never renamed and never reused. The sentence for
//! a person is in the catalogue of words, under the code's name.

use std::fmt;

use badge_intake::IntakeCode;
use badge_store::StoreCode;
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
    // -- other files ---------------------------------------------------------------------------
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

/// A code of the application or of a crate that it is built from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// A code of the application itself.
    App(AppCode),
    /// A code of the store or the vault.
    Store(StoreCode),
    /// A code of a mail or an offer.
    Intake(IntakeCode),
}

impl ErrorCode {
    /// Returns every code.
    pub fn all() -> impl Iterator<Item = Self> {
        let app = AppCode::ALL.iter().map(|code| Self::App(*code));
        let store = StoreCode::ALL.iter().map(|code| Self::Store(*code));
        app.chain(store).chain(IntakeCode::ALL.iter().map(|code| Self::Intake(*code)))
    }

    /// Returns the code as scripts and screens know it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::App(code) => code.as_str(),
            Self::Store(code) => code.as_str(),
            Self::Intake(code) => code.as_str(),
        }
    }
}

impl From<AppCode> for ErrorCode {
    fn from(code: AppCode) -> Self {
        Self::App(code)
    }
}

impl From<StoreCode> for ErrorCode {
    fn from(code: StoreCode) -> Self {
        Self::Store(code)
    }
}

impl From<IntakeCode> for ErrorCode {
    fn from(code: IntakeCode) -> Self {
        Self::Intake(code)
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
