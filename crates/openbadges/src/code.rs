//! Stable codes for errors, failed checks and notes.
//!
//! Scripts, user interfaces and translations depend on the codes, so a code is never renamed or reused. The message
//! for a code is in the application's message catalogue.

use std::{collections::BTreeMap, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+) => {
        /// A stable code.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Code {
            $($(#[doc = $doc])+ #[serde(rename = $name)] $variant,)+
        }

        impl Code {
            /// All codes.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Returns the code as a string.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// Returns the meaning of the code in English.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+),)+ }
            }
        }
    };
}

codes! {
    // -- any input ---------------------------------------------------------------------------
    /// The input is empty.
    ImportEmpty = "IMPORT_EMPTY",
    /// The input is larger than the limit for badge files.
    ImportTooLarge = "IMPORT_TOO_LARGE",
    /// The path is not a regular file.
    ImportNotAFile = "IMPORT_NOT_A_FILE",
    /// The path is a symbolic link inside an imported folder. It was not followed.
    ImportSymlink = "IMPORT_SYMLINK",
    /// The content has no supported format.
    ImportUnrecognised = "IMPORT_UNRECOGNISED",
    /// The file could not be read (missing, no permission, I/O error).
    ImportUnreadable = "IMPORT_UNREADABLE",
    /// The file name does not match the content. The content decided.
    TypeNameMismatch = "TYPE_NAME_MISMATCH",
    /// The badge is already in the backpack.
    AlreadyHeld = "ALREADY_HELD",
    /// A field that this version of Open Badges requires is missing or has the wrong shape.
    FieldMissing = "FIELD_MISSING",
    /// A field has a type that the specification does not allow.
    FieldType = "FIELD_TYPE",
    /// The version of Open Badges is recognised but not supported.
    FormatUnsupported = "FORMAT_UNSUPPORTED",

    // -- PNG ---------------------------------------------------------------------------------
    /// The PNG is truncated or inconsistent.
    PngMalformed = "PNG_MALFORMED",
    /// The picture is too large to draw safely.
    PngDimensions = "PNG_DIMENSIONS",
    /// A text chunk inflates beyond its limit.
    PngTextBomb = "PNG_TEXT_BOMB",
    /// The PNG has too many chunks.
    PngLimit = "PNG_LIMIT",
    /// The PNG contains more than one badge.
    PngMultipleBadges = "PNG_MULTIPLE_BADGES",
    /// The checksum of a chunk is wrong.
    PngCrc = "PNG_CRC",
    /// The PNG contains no badge.
    PngNoBadge = "PNG_NO_BADGE",
    /// There are bytes after the end of the PNG. They were ignored.
    PngTrailingData = "PNG_TRAILING_DATA",
    /// The badge's signature does not cover the picture.
    ImageNotSigned = "IMAGE_NOT_SIGNED",
    /// Drawing the picture took too much time or memory and was stopped.
    PreviewGaveUp = "PREVIEW_GAVE_UP",

    // -- SVG ---------------------------------------------------------------------------------
    /// The SVG is not well-formed XML.
    SvgMalformed = "SVG_MALFORMED",
    /// The SVG declares entities in its document type. Such declarations are never processed.
    SvgDtd = "SVG_DTD",
    /// The SVG is too large or nested too deeply.
    SvgLimit = "SVG_LIMIT",
    /// The SVG contains no badge.
    SvgNoBadge = "SVG_NO_BADGE",
    /// The SVG contains more than one badge.
    SvgMultipleBadges = "SVG_MULTIPLE_BADGES",
    /// The SVG refers to external resources. They were not loaded.
    SvgExternalRef = "SVG_EXTERNAL_REF",
    /// The SVG contains active content. It was not run.
    SvgActiveContent = "SVG_ACTIVE_CONTENT",

    // -- PDF ---------------------------------------------------------------------------------
    /// The PDF cannot be parsed.
    PdfMalformed = "PDF_MALFORMED",
    /// The PDF is encrypted with a password.
    PdfEncrypted = "PDF_ENCRYPTED",
    /// The PDF has too many objects or inflates beyond its limit.
    PdfLimit = "PDF_LIMIT",
    /// The PDF contains no badge.
    PdfNoBadge = "PDF_NO_BADGE",
    /// The PDF contains more than one badge.
    PdfMultipleBadges = "PDF_MULTIPLE_BADGES",
    /// The badge's signature does not cover the pages of the PDF.
    PdfNotSigned = "PDF_NOT_SIGNED",

    // -- JSON and text -----------------------------------------------------------------------
    /// The text is not JSON.
    JsonSyntax = "JSON_SYNTAX",
    /// The JSON is nested too deeply.
    JsonDepth = "JSON_DEPTH",
    /// The JSON is too large or has too many values.
    JsonLimit = "JSON_LIMIT",
    /// A JSON object has a duplicate key.
    JsonDupKey = "JSON_DUP_KEY",
    /// A JSON number cannot be represented exactly as an IEEE-754 double.
    JsonNumber = "JSON_NUMBER",
    /// The JSON is valid but not a badge.
    JsonNotABadge = "JSON_NOT_A_BADGE",
    /// The text is not valid UTF-8, or contains characters that JSON does not allow.
    TextEncoding = "TEXT_ENCODING",
    /// The text starts with a byte order mark. It was skipped.
    TextBom = "TEXT_BOM",
    /// The text contains characters that change the writing direction.
    TextBidi = "TEXT_BIDI",

    // -- JWS and JWT -------------------------------------------------------------------------
    /// The text is not a compact JWS of three base64url parts.
    JwtFormat = "JWT_FORMAT",
    /// The algorithm is not allowed.
    JwtAlgForbidden = "JWT_ALG_FORBIDDEN",
    /// The key type does not match the algorithm.
    JwtAlgKeyMismatch = "JWT_ALG_KEY_MISMATCH",
    /// The header refers to a key of another DID or origin than the issuer.
    JwtKidScope = "JWT_KID_SCOPE",
    /// The header has a parameter that Open Badges 3.0 does not allow.
    JwtHeaderForbidden = "JWT_HEADER_FORBIDDEN",
    /// The header has neither `kid` nor `jwk`.
    JwtHeaderMissing = "JWT_HEADER_MISSING",
    /// The header has a critical extension that is not supported.
    JwtCrit = "JWT_CRIT",
    /// A claim contradicts the credential.
    JwtClaimMismatch = "JWT_CLAIM_MISMATCH",
    /// A claim that Open Badges 3.0 requires is missing.
    JwtClaimMissing = "JWT_CLAIM_MISSING",
    /// The signature is invalid.
    JwtSigInvalid = "JWT_SIG_INVALID",

    // -- keys --------------------------------------------------------------------------------
    /// The key is too weak.
    KeyWeak = "KEY_WEAK",
    /// The key is too large, or there are too many keys.
    KeyLimit = "KEY_LIMIT",
    /// The key is malformed or of an unsupported type.
    KeyUnsupported = "KEY_UNSUPPORTED",
    /// The private key is published.
    KeyPrivateExposed = "KEY_PRIVATE_EXPOSED",
    /// The issuer's document lists the key, but not for making assertions.
    KeyNotAuthorised = "KEY_NOT_AUTHORISED",
    /// The key that signed the badge does not belong to the issuer.
    IssuerKeyUnbound = "ISSUER_KEY_UNBOUND",
    /// The key that signed the badge is on another host than the issuer, and this version of Open Badges cannot
    /// show who owns it.
    IssuerKeyUnproven = "ISSUER_KEY_UNPROVEN",
    /// The key that signed the badge is on the issuer's host, but the issuer's profile does not name it. Profiles
    /// could not name keys before Open Badges 2.0.
    IssuerKeyByHost = "ISSUER_KEY_BY_HOST",
    /// The issuer's document or keys could not be fetched.
    IssuerUnavailable = "ISSUER_UNAVAILABLE",
    /// The issuer's document has another id than the requested one.
    IssuerIdMismatch = "ISSUER_ID_MISMATCH",
    /// Keys cannot be resolved for this type of issuer id.
    IssuerMethodUnsupported = "ISSUER_METHOD_UNSUPPORTED",
    /// The issuer is an unknown key. Nothing confirms its name.
    IssuerSelfAsserted = "ISSUER_SELF_ASSERTED",
    /// The issuer is not the one that a trust list names on the same host.
    IssuerUnproven = "ISSUER_UNPROVEN",
    /// The issuer signs with another key than when it was first seen.
    IssuerChanged = "ISSUER_CHANGED",
    /// The name or host of the issuer is confusable with that of a listed or known issuer.
    IssuerLookalike = "ISSUER_LOOKALIKE",
    /// Somebody other than the issuer defined the achievement.
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
    /// The proof's cryptographic suite is not supported.
    DiSuiteUnsupported = "DI_SUITE_UNSUPPORTED",
    /// Computing the canonical form of the badge exceeds a limit.
    DiGraphBudget = "DI_GRAPH_BUDGET",
    /// A part of the badge does not have the short name that its contexts define, so readers could overlook it.
    DiNotCompact = "DI_NOT_COMPACT",
    /// The proof is malformed.
    DiMalformed = "DI_MALFORMED",
    /// The proof was created in the future or has expired.
    DiTime = "DI_TIME",
    /// The proof is a base proof, which is meant for the holder only. Only a proof derived from it can be
    /// verified.
    DiBaseProof = "DI_BASE_PROOF",
    /// The proof allows the holder to omit parts. The disclosed parts are unchanged.
    DiDisclosure = "DI_DISCLOSURE",
    /// The signature is invalid, or its key is unsound.
    SigInvalid = "SIG_INVALID",

    // -- learner records, endorsements, presentations, other credentials ----------------------
    /// A credential in the learner record is invalid.
    ClrInnerInvalid = "CLR_INNER_INVALID",
    /// A credential in the learner record could not be confirmed.
    ClrInnerUnconfirmed = "CLR_INNER_UNCONFIRMED",
    /// A credential in the learner record is revoked or outside its validity period.
    ClrInnerEnded = "CLR_INNER_ENDED",
    /// The learner record is declared to be a part of the publisher's records.
    ClrPartial = "CLR_PARTIAL",
    /// An association of the learner record refers to an achievement that is not in the record.
    ClrAssociation = "CLR_ASSOCIATION",
    /// The learner record contains more credentials than are checked.
    ClrLimit = "CLR_LIMIT",
    /// The issuer endorses itself.
    EndorsementSelf = "ENDORSEMENT_SELF",
    /// The endorsement is about something other than the badge, its achievement or its issuer.
    EndorsementSubject = "ENDORSEMENT_SUBJECT",
    /// There are more endorsements than are checked.
    EndorsementLimit = "ENDORSEMENT_LIMIT",
    /// An endorsement of the badge could not be read.
    EndorsementUnreadable = "ENDORSEMENT_UNREADABLE",
    /// The credential is not an Open Badge.
    CredentialNotABadge = "CREDENTIAL_NOT_A_BADGE",
    /// The presentation contains no credential.
    PresentationEmpty = "PRESENTATION_EMPTY",
    /// The presentation contains several credentials.
    PresentationMultipleBadges = "PRESENTATION_MULTIPLE_BADGES",
    /// The presentation contains too many credentials, or too many nested presentations.
    PresentationLimit = "PRESENTATION_LIMIT",
    /// The presentation does not have the form that its data model requires.
    PresentationMalformed = "PRESENTATION_MALFORMED",
    /// The presentation is not signed by its holder.
    PresentationHolder = "PRESENTATION_HOLDER",

    // -- hosted badges and OB 2.0 ------------------------------------------------------------
    /// The issuer's page contradicts the badge.
    HostedMismatch = "HOSTED_MISMATCH",
    /// The issuer does not issue badges from this address.
    HostedScope = "HOSTED_SCOPE",
    /// The issuer's page could not be fetched.
    HostedUnavailable = "HOSTED_UNAVAILABLE",
    /// The badge does not name the address of the issuer's copy.
    HostedNowhere = "HOSTED_NOWHERE",
    /// The document has another id than the address that it was fetched from.
    HostedIdMismatch = "HOSTED_ID_MISMATCH",
    /// The documents of the badge refer to each other in a cycle.
    HostedCycle = "HOSTED_CYCLE",
    /// The connection was not encrypted, so somebody could have changed the document.
    NetCleartext = "NET_CLEARTEXT",

    // -- status ------------------------------------------------------------------------------
    /// The issuer revoked the badge.
    Revoked = "REVOKED",
    /// The issuer suspended the badge.
    Suspended = "SUSPENDED",
    /// The status list was issued by another issuer.
    StatusListIssuer = "STATUS_LIST_ISSUER",
    /// The status list is unsigned, damaged or has an invalid signature.
    StatusListInvalid = "STATUS_LIST_INVALID",
    /// The status list inflates beyond its limit.
    StatusBomb = "STATUS_BOMB",
    /// The status list has fewer entries than the specification requires.
    StatusShort = "STATUS_SHORT",
    /// The badge's index in the status list is invalid or out of range.
    StatusRange = "STATUS_RANGE",
    /// The status list is for another purpose.
    StatusPurpose = "STATUS_PURPOSE",
    /// The status list could not be fetched.
    StatusUnknown = "STATUS_UNKNOWN",
    /// The status list is older than one that was observed before.
    StatusRollback = "STATUS_ROLLBACK",
    /// The copy of the status list is older than its `ttl` allows.
    StatusStale = "STATUS_STALE",
    /// An earlier list revoked the badge, but a later list does not.
    StatusReinstated = "STATUS_REINSTATED",
    /// The issuer published a message about the badge. It does not affect the verdict.
    StatusMessage = "STATUS_MESSAGE",
    /// The issuer announces a newer edition of the badge.
    StatusRefresh = "STATUS_REFRESH",
    /// The issuer's message about the badge could not be read.
    StatusMessageUnknown = "STATUS_MESSAGE_UNKNOWN",
    /// The address of the status list identifies the badge, so fetching it reveals to the host which badge is being
    /// verified.
    PrivacyUniqueStatus = "PRIVACY_UNIQUE_STATUS",
    /// The type of status is not supported.
    StatusTypeUnsupported = "STATUS_TYPE_UNSUPPORTED",

    // -- schemas -----------------------------------------------------------------------------
    /// The badge does not conform to a schema that it names.
    SchemaMismatch = "SCHEMA_MISMATCH",
    /// The schema could not be fetched, or its integrity could not be established.
    SchemaUnknown = "SCHEMA_UNKNOWN",
    /// The document is not a schema, or the credential that contains the schema is invalid.
    SchemaInvalid = "SCHEMA_INVALID",
    /// The schema uses a draft or a keyword that is not supported.
    SchemaUnsupported = "SCHEMA_UNSUPPORTED",
    /// Evaluating the schema would take too many steps.
    SchemaBudget = "SCHEMA_BUDGET",
    /// The type of schema is not supported.
    SchemaTypeUnsupported = "SCHEMA_TYPE_UNSUPPORTED",

    // -- referenced resources ----------------------------------------------------------------
    /// A resource does not match the digest in the badge.
    RelatedMismatch = "RELATED_MISMATCH",
    /// A resource could not be compared with its digest.
    RelatedUnknown = "RELATED_UNKNOWN",
    /// The issuer published a newer edition of the badge.
    Superseded = "SUPERSEDED",
    /// The refresh service was not contacted or did not answer.
    RefreshUnknown = "REFRESH_UNKNOWN",
    /// The document of the issuer's refresh service is not a newer edition of the badge.
    RefreshInvalid = "REFRESH_INVALID",

    // -- time --------------------------------------------------------------------------------
    /// The badge has expired.
    Expired = "EXPIRED",
    /// The badge is not valid yet.
    NotYetValid = "NOT_YET_VALID",
    /// The validity period ends before it begins.
    TimeOrder = "TIME_ORDER",
    /// A time does not have the format that the specification requires.
    TimeFormat = "TIME_FORMAT",

    // -- recipient ---------------------------------------------------------------------------
    /// The badge was issued to somebody else.
    RecipientMismatch = "RECIPIENT_MISMATCH",
    /// The recipient has a form that the specification does not allow.
    RecipientFormat = "RECIPIENT_FORMAT",
    /// Only one of several recipient identifiers matches.
    RecipientPartial = "RECIPIENT_PARTIAL",
    /// The recipient is one of the given identities in another spelling.
    RecipientVariant = "RECIPIENT_VARIANT",
    /// No comparable identity was given.
    RecipientNotCompared = "RECIPIENT_NOT_ASKED",
    /// The badge does not name a recipient.
    Bearer = "BEARER",
    /// The recipient is hashed with a weak algorithm.
    WeakHash = "WEAK_HASH",

    // -- trust lists -------------------------------------------------------------------------
    /// The file is not a list of issuers, neither a registry nor a plain list.
    TrustListFormat = "TRUST_LIST_FORMAT",
    /// The list is too large or has too many issuers.
    TrustListLimit = "TRUST_LIST_LIMIT",
    /// An entry of the list is neither a DID nor an https address.
    TrustListId = "TRUST_LIST_ID",
    /// The list contains an issuer twice.
    TrustListDuplicate = "TRUST_LIST_DUPLICATE",
    /// The hosts of two entries of the list are confusable.
    TrustListLookalike = "TRUST_LIST_LOOKALIKE",

    // -- network -----------------------------------------------------------------------------
    /// The URL scheme is not supported.
    NetScheme = "NET_SCHEME",
    /// The address is private, local or reserved.
    NetBlockedAddress = "NET_BLOCKED_ADDRESS",
    /// There were too many redirects, or one without a valid target.
    NetRedirect = "NET_REDIRECT",
    /// An https address redirected to an http address.
    NetDowngrade = "NET_DOWNGRADE",
    /// The TLS certificate is invalid.
    NetTls = "NET_TLS",
    /// The response is larger than the limit for its kind.
    NetTooLarge = "NET_TOO_LARGE",
    /// The response took too long.
    NetTimeout = "NET_TIMEOUT",
    /// The response has too many headers.
    NetLimit = "NET_LIMIT",
    /// The response has another media type than expected.
    NetContentType = "NET_CONTENT_TYPE",
    /// Verifying the badge requires more documents than the limit.
    NetBudget = "NET_BUDGET",
    /// The URL is invalid.
    NetUrlInvalid = "NET_URL_INVALID",
    /// The host could not be reached or returned an error.
    NetUnavailable = "NET_UNAVAILABLE",
    /// The host reports that the document does not exist (HTTP 404).
    NetNotFound = "NET_NOT_FOUND",
    /// The program is offline.
    NetOffline = "NET_OFFLINE",
    /// There is no consent to contact this host.
    NetConsent = "NET_CONSENT",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text is not a code of this version.
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
    fn codes_are_unique_and_parse_back() {
        for (at, code) in Code::ALL.iter().enumerate() {
            assert_eq!(code.as_str().parse::<Code>().as_ref(), Ok(code));
            assert!(Code::ALL[at + 1..].iter().all(|other| other.as_str() != code.as_str()), "{code} twice");
            assert!(!code.meaning().trim().is_empty());
        }
    }
}
