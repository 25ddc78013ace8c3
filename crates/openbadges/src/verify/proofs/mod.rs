//! The proofs of verifiable credentials.
//!
//! [`data_integrity`] and [`vc_jwt`] verify the two kinds of proof; [`claims`] compares the claims of a VC-JWT with
//! its credential. [`FetchedCredential`] is a credential of either kind that a check fetched, such as a status
//! list. It is not trusted before its proof is verified.

pub(crate) mod claims;
pub(crate) mod data_integrity;
pub(crate) mod vc_jwt;

use jiff::Timestamp;

use crate::{
    check::Check,
    code::Code,
    documents::Documents,
    json::{self, Value},
    proof::jws::Jws,
};

/// The result of verifying the proof of a credential.
#[derive(Clone, Debug)]
pub(crate) struct Authenticity {
    /// `proof.signature`.
    pub(crate) signature: Check,
    /// `proof.claims`, if the proof repeats parts of the credential as claims.
    pub(crate) claims: Option<Check>,
    /// `issuer.key`.
    pub(crate) issuer_key: Check,
}

/// A credential that was fetched.
#[derive(Clone, Debug)]
pub(crate) enum FetchedCredential {
    /// A JSON object with an embedded proof.
    Object(Value),
    /// A VC-JWT.
    Token {
        /// The compact JWS.
        text: String,
        /// The credential in the JWT.
        credential: Value,
    },
}

/// The reason why a fetched document is not a credential.
#[derive(Clone, Debug)]
pub(crate) struct UnreadableCredential {
    /// The code of the error, if the document is a malformed JWT.
    pub(crate) cause: Option<Code>,
    /// The details.
    pub(crate) detail: String,
}

impl FetchedCredential {
    /// Parses a credential of either kind.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, UnreadableCredential> {
        let not_json =
            |error: json::JsonError| UnreadableCredential { cause: None, detail: error.to_string() };
        let Some(text) = std::str::from_utf8(bytes).ok().filter(|text| Jws::looks_like(text)) else {
            return json::parse(bytes).map(Self::Object).map_err(not_json);
        };
        let text = text.trim().to_owned();
        let jws = Jws::parse(&text)
            .map_err(|error| UnreadableCredential { cause: Some(error.code), detail: error.detail })?;
        let payload = json::parse(&jws.payload).map_err(not_json)?;
        let credential = vc_jwt::credential(&text, &payload);
        Ok(Self::Token { text, credential })
    }

    /// Returns the credential, verified or not.
    pub(crate) const fn credential(&self) -> &Value {
        match self {
            Self::Object(credential) | Self::Token { credential, .. } => credential,
        }
    }

    /// Verifies the proof.
    pub(crate) async fn authenticate(
        &self,
        documents: &(impl Documents + Sync),
        at: Timestamp,
    ) -> Authenticity {
        match self {
            Self::Object(credential) => data_integrity::authenticate(credential, documents, at).await,
            Self::Token { text, .. } => vc_jwt::authenticate(text, documents, at).await,
        }
    }

    /// Returns the credential.
    pub(crate) fn into_credential(self) -> Value {
        match self {
            Self::Object(credential) | Self::Token { credential, .. } => credential,
        }
    }
}
