//! The stable codes that name what was found wrong, could not be checked, or deserves a remark.
//!
//! A code is what scripts, screens and translations switch on: it is never renamed and never reused. The sentence
//! that a person reads is in the application's catalogue of words, under the code's name.

use std::{collections::BTreeMap, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+) => {
        /// A stable code. See the module's page.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Code {
            $($(#[doc = $doc])+ #[serde(rename = $name)] $variant,)+
        }

        impl Code {
            /// Every code there is.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code as scripts and screens know it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// What the code means, for the reference page that is generated from this list.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+),)+ }
            }
        }
    };
}

codes! {
    // -- any input ---------------------------------------------------------------------------
    /// The input has no bytes.
    ImportEmpty = "IMPORT_EMPTY",
    /// The input is larger than a badge file may be.
    ImportTooLarge = "IMPORT_TOO_LARGE",
    /// The path names no regular file.
    ImportNotAFile = "IMPORT_NOT_A_FILE",
    /// The path is a symbolic link inside a folder that was handed over; it was not followed.
    ImportSymlink = "IMPORT_SYMLINK",
    /// The content is none of the kinds that this program reads.
    ImportUnrecognised = "IMPORT_UNRECOGNISED",
    /// The file could not be read (missing, no permission, I/O error).
    ImportUnreadable = "IMPORT_UNREADABLE",
    /// Content and file name disagree about the type; the content was believed.
    TypeNameMismatch = "TYPE_NAME_MISMATCH",
    /// The same badge is already in the backpack.
    AlreadyHeld = "ALREADY_HELD",
    /// The badge does not name a part that its version of Open Badges requires, or gives it the wrong shape.
    FieldMissing = "FIELD_MISSING",
    /// A part of the badge has a type that its specification does not allow.
    FieldType = "FIELD_TYPE",
    /// The version of Open Badges is recognised, and this program does not check it.
    FormatUnsupported = "FORMAT_UNSUPPORTED",

    // -- PNG ---------------------------------------------------------------------------------
    /// The PNG is cut short or its chunks contradict each other.
    PngMalformed = "PNG_MALFORMED",
    /// The picture is larger than can be drawn safely.
    PngDimensions = "PNG_DIMENSIONS",
    /// A text chunk inflates beyond its limit.
    PngTextBomb = "PNG_TEXT_BOMB",
    /// The PNG has more chunks than a picture needs.
    PngLimit = "PNG_LIMIT",
    /// The PNG carries more than one badge.
    PngMultipleBadges = "PNG_MULTIPLE_BADGES",
    /// A chunk's checksum does not fit its content.
    PngCrc = "PNG_CRC",
    /// The picture carries no badge.
    PngNoBadge = "PNG_NO_BADGE",
    /// There are bytes behind the end of the picture; they were ignored.
    PngTrailingData = "PNG_TRAILING_DATA",
    /// The picture itself is not covered by the badge's signature.
    ImageNotSigned = "IMAGE_NOT_SIGNED",
    /// Drawing the picture took too long or too much memory and was given up.
    PreviewGaveUp = "PREVIEW_GAVE_UP",

    // -- SVG ---------------------------------------------------------------------------------
    /// The SVG is not well-formed XML.
    SvgMalformed = "SVG_MALFORMED",
    /// The SVG's document type has declarations of its own, which are never processed.
    SvgDtd = "SVG_DTD",
    /// The SVG is larger or deeper than a picture needs.
    SvgLimit = "SVG_LIMIT",
    /// The SVG carries no badge.
    SvgNoBadge = "SVG_NO_BADGE",
    /// The SVG carries more than one badge.
    SvgMultipleBadges = "SVG_MULTIPLE_BADGES",
    /// The SVG refers to things outside itself; they were not loaded.
    SvgExternalRef = "SVG_EXTERNAL_REF",
    /// The SVG has active content; it was not run.
    SvgActiveContent = "SVG_ACTIVE_CONTENT",

    // -- PDF ---------------------------------------------------------------------------------
    /// The PDF cannot be taken apart.
    PdfMalformed = "PDF_MALFORMED",
    /// The PDF is encrypted with a password.
    PdfEncrypted = "PDF_ENCRYPTED",
    /// The PDF has more objects, or inflates to more, than a document with a badge needs.
    PdfLimit = "PDF_LIMIT",
    /// The PDF carries no badge.
    PdfNoBadge = "PDF_NO_BADGE",
    /// The PDF carries more than one badge.
    PdfMultipleBadges = "PDF_MULTIPLE_BADGES",
    /// The pages of the PDF are not covered by the badge's signature.
    PdfNotSigned = "PDF_NOT_SIGNED",

    // -- JSON and text -----------------------------------------------------------------------
    /// The text is not JSON.
    JsonSyntax = "JSON_SYNTAX",
    /// The JSON nests too deeply.
    JsonDepth = "JSON_DEPTH",
    /// The JSON is too large or has too many values.
    JsonLimit = "JSON_LIMIT",
    /// One JSON object has the same key twice.
    JsonDupKey = "JSON_DUP_KEY",
    /// A JSON number does not survive as an IEEE-754 double.
    JsonNumber = "JSON_NUMBER",
    /// The JSON is sound, and is not a badge.
    JsonNotABadge = "JSON_NOT_A_BADGE",
    /// The text is not valid UTF-8, or has characters that JSON text may not have.
    TextEncoding = "TEXT_ENCODING",
    /// The text starts with a byte order mark; it was skipped.
    TextBom = "TEXT_BOM",
    /// The text has characters that change the direction of writing.
    TextBidi = "TEXT_BIDI",

    // -- JWS and JWT -------------------------------------------------------------------------
    /// The text is not a compact JWS of three base64url parts.
    JwtFormat = "JWT_FORMAT",
    /// The algorithm is not on the fixed list.
    JwtAlgForbidden = "JWT_ALG_FORBIDDEN",
    /// The key is not of the family that the algorithm needs.
    JwtAlgKeyMismatch = "JWT_ALG_KEY_MISMATCH",
    /// The header names a key location on another origin than the issuer's.
    JwtKidScope = "JWT_KID_SCOPE",
    /// The header has a parameter that OB 3.0 does not allow.
    JwtHeaderForbidden = "JWT_HEADER_FORBIDDEN",
    /// The header names neither `kid` nor `jwk`.
    JwtHeaderMissing = "JWT_HEADER_MISSING",
    /// The header has a critical extension that is not understood.
    JwtCrit = "JWT_CRIT",
    /// A claim disagrees with the credential.
    JwtClaimMismatch = "JWT_CLAIM_MISMATCH",
    /// A claim that OB 3.0 requires is absent.
    JwtClaimMissing = "JWT_CLAIM_MISSING",
    /// The signature does not fit.
    JwtSigInvalid = "JWT_SIG_INVALID",

    // -- keys --------------------------------------------------------------------------------
    /// The key is too weak to rely on.
    KeyWeak = "KEY_WEAK",
    /// The key is larger than is ever needed.
    KeyLimit = "KEY_LIMIT",
    /// The key is malformed or of a kind that this program does not know.
    KeyUnsupported = "KEY_UNSUPPORTED",
    /// A private key was published with the badge.
    KeyPrivateExposed = "KEY_PRIVATE_EXPOSED",
    /// The issuer's document lists the key, and not for making assertions.
    KeyNotAuthorised = "KEY_NOT_AUTHORISED",
    /// The issuer does not own the key that signed.
    IssuerKeyUnbound = "ISSUER_KEY_UNBOUND",
    /// The key that signed is at another host than the issuer, and the badge's version has no way to show whose it is.
    IssuerKeyUnproven = "ISSUER_KEY_UNPROVEN",
    /// The key that signed is at the issuer's host, and the issuer's profile does not name it: before OB 2.0 there was
    /// no way to.
    IssuerKeyByHost = "ISSUER_KEY_BY_HOST",
    /// The issuer's document or keys could not be had.
    IssuerUnavailable = "ISSUER_UNAVAILABLE",
    /// The issuer's document names another id than the one that was asked for.
    IssuerIdMismatch = "ISSUER_ID_MISMATCH",
    /// The issuer id is of a kind that this program cannot follow to keys.
    IssuerMethodUnsupported = "ISSUER_METHOD_UNSUPPORTED",
    /// The issuer is an unknown key; the name is its own claim.
    IssuerSelfAsserted = "ISSUER_SELF_ASSERTED",
    /// The issuer is not the one that a trust list names on the same host.
    IssuerUnproven = "ISSUER_UNPROVEN",
    /// The issuer signs with a key that it did not have when it was first seen.
    IssuerChanged = "ISSUER_CHANGED",
    /// The issuer's name or host looks like that of another issuer, which is listed or known.
    IssuerLookalike = "ISSUER_LOOKALIKE",
    /// The achievement is defined by somebody else than the issuer.
    AchievementNotIssuers = "ACHIEVEMENT_NOT_ISSUERS",
    /// The DID is malformed or not allowed.
    DidInvalid = "DID_INVALID",

    // -- Data Integrity ----------------------------------------------------------------------
    /// A term has no meaning in the badge's contexts, so the signature cannot cover it.
    DiTermDropped = "DI_TERM_DROPPED",
    /// The badge names a context that is not built in.
    DiContextUnknown = "DI_CONTEXT_UNKNOWN",
    /// The badge has no proof.
    DiNoProof = "DI_NO_PROOF",
    /// The proof is not made for assertions.
    DiPurpose = "DI_PURPOSE",
    /// A proof chain is broken or circular.
    DiChain = "DI_CHAIN",
    /// The proof's suite is not one that this program checks.
    DiSuiteUnsupported = "DI_SUITE_UNSUPPORTED",
    /// The badge's data takes more work to put in canonical form than any honest badge needs.
    DiGraphBudget = "DI_GRAPH_BUDGET",
    /// The badge writes a part under another name than its contexts give it, so that readers would overlook it.
    DiNotCompact = "DI_NOT_COMPACT",
    /// The proof is malformed.
    DiMalformed = "DI_MALFORMED",
    /// The proof was made in the future or has ended.
    DiTime = "DI_TIME",
    /// The proof is the one that the issuer hands to the holder alone, from which what is shown is made.
    DiBaseProof = "DI_BASE_PROOF",
    /// The proof lets the holder leave out parts; what is shown is as it was signed.
    DiDisclosure = "DI_DISCLOSURE",
    /// The signature does not fit, or its key is not a sound one.
    SigInvalid = "SIG_INVALID",

    // -- learner records, endorsements, presentations, other credentials ----------------------
    /// A credential inside the learner record does not hold.
    ClrInnerInvalid = "CLR_INNER_INVALID",
    /// A credential inside the learner record could not be confirmed.
    ClrInnerUnconfirmed = "CLR_INNER_UNCONFIRMED",
    /// A credential inside the learner record is revoked or outside its time.
    ClrInnerEnded = "CLR_INNER_ENDED",
    /// The learner record says that it is a part of what its publisher has.
    ClrPartial = "CLR_PARTIAL",
    /// An association of the learner record names an achievement that the record does not have.
    ClrAssociation = "CLR_ASSOCIATION",
    /// The learner record holds more credentials than are looked at.
    ClrLimit = "CLR_LIMIT",
    /// The endorser is the issuer that is endorsed.
    EndorsementSelf = "ENDORSEMENT_SELF",
    /// The endorsement is about something else than what it stands beside.
    EndorsementSubject = "ENDORSEMENT_SUBJECT",
    /// There are more endorsements than are looked at.
    EndorsementLimit = "ENDORSEMENT_LIMIT",
    /// An endorsement that the badge names could not be read.
    EndorsementUnreadable = "ENDORSEMENT_UNREADABLE",
    /// The credential is no Open Badge.
    CredentialNotABadge = "CREDENTIAL_NOT_A_BADGE",
    /// The presentation holds no credential.
    PresentationEmpty = "PRESENTATION_EMPTY",
    /// The presentation holds several credentials.
    PresentationMultipleBadges = "PRESENTATION_MULTIPLE_BADGES",
    /// The presentation holds more credentials than are looked at, or presentations too deep inside each other.
    PresentationLimit = "PRESENTATION_LIMIT",
    /// The presentation is not of the form that its data model requires.
    PresentationMalformed = "PRESENTATION_MALFORMED",
    /// The presentation is not signed by the holder that it names.
    PresentationHolder = "PRESENTATION_HOLDER",

    // -- hosted badges and OB 2.0 ------------------------------------------------------------
    /// The issuer's page says something else than the badge in hand.
    HostedMismatch = "HOSTED_MISMATCH",
    /// The issuer does not issue badges from that address.
    HostedScope = "HOSTED_SCOPE",
    /// The issuer's page could not be asked.
    HostedUnavailable = "HOSTED_UNAVAILABLE",
    /// The badge does not say where its issuer's copy is.
    HostedNowhere = "HOSTED_NOWHERE",
    /// The document names another id than the address that it was fetched from.
    HostedIdMismatch = "HOSTED_ID_MISMATCH",
    /// The documents of the badge refer to each other in a circle.
    HostedCycle = "HOSTED_CYCLE",
    /// The issuer's page is not protected against changes on the way.
    NetCleartext = "NET_CLEARTEXT",

    // -- status ------------------------------------------------------------------------------
    /// The issuer says that the badge is revoked.
    Revoked = "REVOKED",
    /// The issuer says that the badge is suspended.
    Suspended = "SUSPENDED",
    /// The status list is not the issuer's.
    StatusListIssuer = "STATUS_LIST_ISSUER",
    /// The status list is unsigned, damaged or wrongly signed.
    StatusListInvalid = "STATUS_LIST_INVALID",
    /// The status list inflates beyond its limit.
    StatusBomb = "STATUS_BOMB",
    /// The status list is shorter than the specification asks for.
    StatusShort = "STATUS_SHORT",
    /// The badge's place in the status list is not a place.
    StatusRange = "STATUS_RANGE",
    /// The status list is for another purpose.
    StatusPurpose = "STATUS_PURPOSE",
    /// The status list could not be had.
    StatusUnknown = "STATUS_UNKNOWN",
    /// The status list is older than one that was seen before.
    StatusRollback = "STATUS_ROLLBACK",
    /// The copy of the status list is older than the list allows a copy to be.
    StatusStale = "STATUS_STALE",
    /// The issuer had revoked the badge, and a later list of its own no longer says so.
    StatusReinstated = "STATUS_REINSTATED",
    /// The issuer left a message about the badge, which does not bear on its validity.
    StatusMessage = "STATUS_MESSAGE",
    /// The issuer says that a newer edition of the badge is to be had.
    StatusRefresh = "STATUS_REFRESH",
    /// The issuer's message about the badge could not be read.
    StatusMessageUnknown = "STATUS_MESSAGE_UNKNOWN",
    /// Asking for the status list tells its host which badge is looked at.
    PrivacyUniqueStatus = "PRIVACY_UNIQUE_STATUS",
    /// The kind of status is not one that this program checks.
    StatusTypeUnsupported = "STATUS_TYPE_UNSUPPORTED",

    // -- schemas -----------------------------------------------------------------------------
    /// The badge does not have the form that a schema asks for which it names.
    SchemaMismatch = "SCHEMA_MISMATCH",
    /// The schema could not be had, or not for sure.
    SchemaUnknown = "SCHEMA_UNKNOWN",
    /// What should be a schema is none, or the credential that it came in does not hold.
    SchemaInvalid = "SCHEMA_INVALID",
    /// The schema is of a version, or uses a part of its language, that this program does not check.
    SchemaUnsupported = "SCHEMA_UNSUPPORTED",
    /// The schema takes more work than any honest schema needs.
    SchemaBudget = "SCHEMA_BUDGET",
    /// The badge names a schema of a kind that this program does not check.
    SchemaTypeUnsupported = "SCHEMA_TYPE_UNSUPPORTED",

    // -- what a badge refers to --------------------------------------------------------------
    /// What the badge names with a digest is not what is there.
    RelatedMismatch = "RELATED_MISMATCH",
    /// What the badge names with a digest could not be compared with it.
    RelatedUnknown = "RELATED_UNKNOWN",
    /// The issuer has a newer edition of the badge.
    Superseded = "SUPERSEDED",
    /// It could not be asked whether there is a newer edition of the badge.
    RefreshUnknown = "REFRESH_UNKNOWN",
    /// What the issuer's refresh service handed out is no newer edition of the badge.
    RefreshInvalid = "REFRESH_INVALID",

    // -- time --------------------------------------------------------------------------------
    /// The badge's time has ended.
    Expired = "EXPIRED",
    /// The badge's time has not begun.
    NotYetValid = "NOT_YET_VALID",
    /// The badge ends before it begins.
    TimeOrder = "TIME_ORDER",
    /// A time is not a time that its specification allows.
    TimeFormat = "TIME_FORMAT",

    // -- recipient ---------------------------------------------------------------------------
    /// The badge was issued to somebody else than the identities given.
    RecipientMismatch = "RECIPIENT_MISMATCH",
    /// The recipient is stated in a form that the specification does not allow.
    RecipientFormat = "RECIPIENT_FORMAT",
    /// One of several recipient identifiers matches.
    RecipientPartial = "RECIPIENT_PARTIAL",
    /// The recipient is one of the identities given, written another way.
    RecipientVariant = "RECIPIENT_VARIANT",
    /// No identity was given to compare with.
    RecipientNotAsked = "RECIPIENT_NOT_ASKED",
    /// The badge does not say to whom it was issued.
    Bearer = "BEARER",
    /// The recipient is hidden by a weak hash.
    WeakHash = "WEAK_HASH",

    // -- trust lists -------------------------------------------------------------------------
    /// The file is no list of issuers: neither a registry nor a plain list.
    TrustListFormat = "TRUST_LIST_FORMAT",
    /// The list is larger or has more issuers than a list may have.
    TrustListLimit = "TRUST_LIST_LIMIT",
    /// An entry of the list is named neither by a DID nor by an https address.
    TrustListId = "TRUST_LIST_ID",
    /// The list has an issuer twice.
    TrustListDuplicate = "TRUST_LIST_DUPLICATE",
    /// Two entries of the list are on hosts that look the same and are not.
    TrustListLookalike = "TRUST_LIST_LOOKALIKE",

    // -- network -----------------------------------------------------------------------------
    /// The scheme is not one that is fetched.
    NetScheme = "NET_SCHEME",
    /// The address is private, local or reserved.
    NetBlockedAddress = "NET_BLOCKED_ADDRESS",
    /// Too many redirects, or one that leads nowhere.
    NetRedirect = "NET_REDIRECT",
    /// A protected address redirected to an unprotected one.
    NetDowngrade = "NET_DOWNGRADE",
    /// The connection's certificate does not hold.
    NetTls = "NET_TLS",
    /// The answer is larger than its kind may be.
    NetTooLarge = "NET_TOO_LARGE",
    /// The answer took too long.
    NetTimeout = "NET_TIMEOUT",
    /// The answer has more headers than any answer needs.
    NetLimit = "NET_LIMIT",
    /// The answer is of another kind than was asked for.
    NetContentType = "NET_CONTENT_TYPE",
    /// The badge asks for more documents than any check needs.
    NetBudget = "NET_BUDGET",
    /// The address is not one that is fetched.
    NetUrlInvalid = "NET_URL_INVALID",
    /// The host could not be reached or answered with an error.
    NetUnavailable = "NET_UNAVAILABLE",
    /// The host says that there is no such document (HTTP 404): an answer, unlike silence.
    NetNotFound = "NET_NOT_FOUND",
    /// The program is offline or was told to be.
    NetOffline = "NET_OFFLINE",
    /// Nobody agreed to asking this host.
    NetConsent = "NET_CONSENT",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text is no code of this version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a code of this version")]
pub struct UnknownCode(pub String);

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text).ok_or_else(|| UnknownCode(text.into()))
    }
}

/// Facts that complete the message of a check or a note, by name (`claim`, `host`, `pointer`, `date` …).
pub type Details = BTreeMap<String, String>;

/// A remark that does not affect the verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// What the note is about.
    pub code: Code,
    /// Facts for the message.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub details: Details,
}

impl Note {
    /// Returns a note without details.
    pub fn new(code: Code) -> Self {
        Self { code, details: Details::new() }
    }

    /// Adds a detail.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.details.insert(name.into(), value.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back_as_itself_and_none_is_used_twice() {
        for (at, code) in Code::ALL.iter().enumerate() {
            assert_eq!(code.as_str().parse::<Code>().as_ref(), Ok(code));
            assert!(Code::ALL[at + 1..].iter().all(|other| other.as_str() != code.as_str()), "{code} twice");
            assert!(!code.meaning().trim().is_empty());
        }
    }
}
