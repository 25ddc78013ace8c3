//! The error codes of the application. Those of badges are in `openbadges::Code`.
//!
//! Scripts, screens and translations depend on codes: a code is never renamed and never reused. The key of
//! its message is `code-` followed by the code.

use std::fmt;

use badge_intake::IntakeCode;
use badge_store::StoreCode;
use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+) => {
        /// A stable error code of the application.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum AppCode {
            $($(#[doc = $doc])+ #[serde(rename = $name)] $variant,)+
        }

        impl AppCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Returns the stable text of the code, e.g. `LINK_NO_BADGE`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

codes! {
    // -- links -------------------------------------------------------------------------------
    /// The page behind the link contains no badge.
    LinkNoBadge = "LINK_NO_BADGE",
    /// The link leads to a page that requires signing in.
    LinkSignIn = "LINK_SIGN_IN",
    /// The issuer reports that the badge behind the link no longer exists.
    LinkGone = "LINK_GONE",
    /// A deep link requests something other than the import of one link. It was not followed.
    DeepLinkRejected = "DEEPLINK_REJECTED",
    /// The link or mail names a recipient that matches the badge and is not among the learner's identities.
    RecipientHint = "RECIPIENT_HINT",
    // -- other formats --------------------------------------------------------------------
    /// A credential offer, or a request to a wallet.
    CredentialOffer = "CREDENTIAL_OFFER",
    /// A credential, pass or document that is not an Open Badge.
    NotAnOpenBadge = "NOT_AN_OPEN_BADGE",
    // -- other files --------------------------------------------------------------------------
    /// The file cannot become an other file: it contains a badge, leads to one, or is missing.
    OtherFileRefused = "RECORD_REFUSED",
    // -- archives and exports ----------------------------------------------------------------
    /// The archive cannot be read.
    ArchiveUnreadable = "ARCHIVE_UNREADABLE",
    /// An entry of the archive is protected with a password.
    ArchiveEncrypted = "ARCHIVE_ENCRYPTED",
    /// The archive exceeds the limits.
    ArchiveLimit = "ARCHIVE_LIMIT",
    /// A wallet's backup is protected with a password.
    BackupLocked = "BACKUP_LOCKED",
    /// The password does not open the backup.
    BackupPassword = "BACKUP_PASSWORD",
    /// The export contains no badge.
    ExportEmpty = "EXPORT_EMPTY",
    /// The export contains more badges than are read at once.
    ExportLimit = "EXPORT_LIMIT",
    // -- mail --------------------------------------------------------------------------------
    /// The mail contains no badge and no link to one.
    MailNoBadge = "MAIL_NO_BADGE",
    /// Attachments were not opened: archives, encrypted attachments, and attachments that cannot be decoded
    /// or read.
    AttachSkipped = "ATTACH_SKIPPED",
    /// The mail server does not use TLS from the first byte, or its certificate is invalid.
    MailTls = "MAIL_TLS",
    /// The mail server rejects the password.
    MailAuth = "MAIL_AUTH",
    /// The keyring has no password for a stored mailbox.
    MailPassword = "MAIL_PASSWORD",
    /// The keyring did not delete the password of a mailbox.
    MailPasswordStays = "MAIL_PASSWORD_STAYS",
    /// The mail server refused a command, or the connection broke.
    MailServer = "MAIL_SERVER",
    // -- input and output ----------------------------------------------------------------------
    /// An option or a typed value is invalid.
    InputInvalid = "INPUT_INVALID",
    /// The collection has no badges to export.
    CollectionEmpty = "COLLECTION_EMPTY",
    /// A file outside the backpack could not be written.
    FileNotWritten = "FILE_NOT_WRITTEN",
    /// The person cancelled the operation.
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

    /// Returns the stable text of the code, e.g. `LINK_NO_BADGE`.
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
    fn codes_survive_serialisation() {
        for code in AppCode::ALL {
            let json = serde_json::to_string(code).unwrap();
            assert_eq!(json, format!("\"{code}\""));
            assert_eq!(serde_json::from_str::<AppCode>(&json).unwrap(), *code);
        }
    }
}
