//! JWK thumbprints (RFC 7638).

use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256};

use super::key::PublicKey;

impl PublicKey {
    /// Returns the JWK thumbprint with SHA-256, in base64url (RFC 7638, section 3; for Ed25519 RFC 8037, appendix A.3).
    pub fn thumbprint(&self) -> String {
        let text = |bytes: &[u8]| BASE64URL_NOPAD.encode(bytes);
        // RFC 7638, section 3.2: the required members only, in lexicographic order, without white space.
        let jwk = match self {
            Self::Ed25519(key) => format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, text(key)),
            Self::Ec { curve, point } => {
                let (crv, (x, y)) = (curve.family().name(), coordinates(point));
                format!(r#"{{"crv":"{crv}","kty":"EC","x":"{}","y":"{}"}}"#, text(x), text(y))
            }
            Self::Rsa { modulus, exponent } => {
                format!(r#"{{"e":"{}","kty":"RSA","n":"{}"}}"#, text(exponent), text(modulus))
            }
        };
        text(&Sha256::digest(jwk))
    }
}

/// Returns the coordinates of an uncompressed SEC 1 point.
fn coordinates(point: &[u8]) -> (&[u8], &[u8]) {
    let both = point.get(1..).unwrap_or_default();
    both.split_at(both.len() / 2)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::proof::jwk::Jwk;

    /// RFC 8037, appendix A.3, and RFC 7638, section 3.1.
    #[test]
    fn thumbprints_match_the_examples_of_the_rfcs() {
        let cases = [
            (
                json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}),
                "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
            ),
            (
                json!({
                    "kty": "RSA", "e": "AQAB", "alg": "RS256", "kid": "2011-04-29",
                    "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
                }),
                "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs",
            ),
        ];
        for (jwk, thumbprint) in cases {
            assert_eq!(Jwk::from_value(&jwk).unwrap().key.thumbprint(), thumbprint);
        }
    }
}
