//! A credential that a check fetched beside the badge: a status list, a schema. It is a credential like any other, an
//! object with a proof or a JWT, and nothing of it is believed before its proof holds.

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

/// A credential as it was fetched.
#[derive(Clone, Debug)]
pub(crate) enum FetchedCredential {
    /// An object with a proof of its own.
    Object(Value),
    /// A JWT.
    Token {
        /// The compact JWS.
        text: String,
        /// The credential in it.
        credential: Value,
    },
}

/// What was fetched cannot be taken apart.
#[derive(Clone, Debug)]
pub(crate) struct UnreadableCredential {
    /// The code of the reason, where it is the token's.
    pub(crate) cause: Option<Code>,
    /// What was found.
    pub(crate) detail: String,
}

impl FetchedCredential {
    /// Reads a credential in either form.
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

    /// What it says, believed or not.
    pub(crate) const fn credential(&self) -> &Value {
        match self {
            Self::Object(credential) | Self::Token { credential, .. } => credential,
        }
    }

    /// What its proof comes to.
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

    /// What it says.
    pub(crate) fn into_credential(self) -> Value {
        match self {
            Self::Object(credential) | Self::Token { credential, .. } => credential,
        }
    }
}
