//! A credential that a check fetched beside the badge: a status list, a schema. It is a credential like any other, an
//! object with a proof or a JWT, and nothing of it is believed before its proof holds.

use jiff::Timestamp;

use super::{Authenticity, data_integrity, vc_jwt};
use crate::{
    code::Code,
    documents::Documents,
    json::{self, Value},
    proof::jws::Jws,
};

/// A credential as it was fetched.
#[derive(Clone, Debug)]
pub(super) enum Fetched {
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
pub(super) struct NotACredential {
    /// The code of the reason, where it is the token's.
    pub(super) cause: Option<Code>,
    /// What was found.
    pub(super) detail: String,
}

impl Fetched {
    /// Reads a credential in either form.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, NotACredential> {
        let not_json = |error: json::JsonError| NotACredential { cause: None, detail: error.to_string() };
        let Some(text) = std::str::from_utf8(bytes).ok().filter(|text| Jws::looks_like(text)) else {
            return json::parse(bytes).map(Self::Object).map_err(not_json);
        };
        let text = text.trim().to_owned();
        let jws = Jws::parse(&text)
            .map_err(|error| NotACredential { cause: Some(error.code), detail: error.detail })?;
        let payload = json::parse(&jws.payload).map_err(not_json)?;
        let credential = vc_jwt::credential(&text, &payload);
        Ok(Self::Token { text, credential })
    }

    /// What it says, believed or not.
    pub(super) const fn credential(&self) -> &Value {
        match self {
            Self::Object(credential) | Self::Token { credential, .. } => credential,
        }
    }

    /// What its proof comes to.
    pub(super) async fn authenticate(
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
    pub(super) fn into_credential(self) -> Value {
        match self {
            Self::Object(credential) | Self::Token { credential, .. } => credential,
        }
    }
}
