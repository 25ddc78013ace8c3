//! RSA signature verification (RFC 8017, sections 8.1.2 and 8.2.2), with `ring`, or with the `rsa` crate on WebAssembly.
//!
//! The library does not sign with RSA and handles no RSA private keys.

use super::algorithm::Algorithm;

/// A signature with its message and key. The key must be within the limits.
#[derive(Clone, Copy, Debug)]
pub(super) struct RsaSignature<'s> {
    pub(super) algorithm: Algorithm,
    pub(super) modulus: &'s [u8],
    pub(super) exponent: &'s [u8],
    pub(super) message: &'s [u8],
    pub(super) signature: &'s [u8],
}

impl RsaSignature<'_> {
    /// Returns whether the signature is valid. Returns `false` for algorithms other than RSA.
    pub(super) fn is_valid(&self) -> bool {
        #[cfg(not(target_arch = "wasm32"))]
        let valid = self.verify_with_ring();
        #[cfg(target_arch = "wasm32")]
        let valid = self.verify_with_rsa_crate();
        valid
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn verify_with_ring(&self) -> bool {
        use ring::signature as algorithms;
        let parameters = match self.algorithm {
            Algorithm::Rs256 => &algorithms::RSA_PKCS1_2048_8192_SHA256,
            Algorithm::Rs384 => &algorithms::RSA_PKCS1_2048_8192_SHA384,
            Algorithm::Rs512 => &algorithms::RSA_PKCS1_2048_8192_SHA512,
            Algorithm::Ps256 => &algorithms::RSA_PSS_2048_8192_SHA256,
            Algorithm::Es256 | Algorithm::Es384 | Algorithm::EdDsa => return false,
        };
        let key = algorithms::RsaPublicKeyComponents { n: self.modulus, e: self.exponent };
        key.verify(parameters, self.message, self.signature).is_ok()
    }

    #[cfg(any(target_arch = "wasm32", test))]
    fn verify_with_rsa_crate(&self) -> bool {
        use rsa::{BigUint, Pkcs1v15Sign, Pss, RsaPublicKey};
        use sha2::{Digest, Sha256, Sha384, Sha512};

        let integer = BigUint::from_bytes_be;
        let (modulus, exponent) = (integer(self.modulus), integer(self.exponent));
        let key = RsaPublicKey::new_with_max_size(modulus, exponent, crate::limits::RSA_MAX_BITS);
        let Ok(key) = key else { return false };
        let Self { message, signature, .. } = *self;
        let verified = match self.algorithm {
            Algorithm::Rs256 => {
                key.verify(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(message), signature)
            }
            Algorithm::Rs384 => {
                key.verify(Pkcs1v15Sign::new::<Sha384>(), &Sha384::digest(message), signature)
            }
            Algorithm::Rs512 => {
                key.verify(Pkcs1v15Sign::new::<Sha512>(), &Sha512::digest(message), signature)
            }
            Algorithm::Ps256 => key.verify(Pss::new::<Sha256>(), &Sha256::digest(message), signature),
            Algorithm::Es256 | Algorithm::Es384 | Algorithm::EdDsa => return false,
        };
        verified.is_ok()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{Algorithm, RsaSignature};

    /// The integration tests compare the results with the expected results.
    #[test]
    fn implementations_agree_on_wycheproof_vectors() {
        let Some(vectors) = vectors("rsa_signature_2048_sha256_test.json") else { return };
        let hex = |value: &Value| data_encoding::HEXLOWER.decode(value.as_str().unwrap().as_bytes()).unwrap();
        let mut compared = 0;
        for group in vectors["testGroups"].as_array().unwrap() {
            let (n, e) = (hex(&group["publicKey"]["modulus"]), hex(&group["publicKey"]["publicExponent"]));
            for test in group["tests"].as_array().unwrap() {
                assert_agreement(
                    Algorithm::Rs256,
                    (&n, &e),
                    &hex(&test["msg"]),
                    &hex(&test["sig"]),
                    &test["tcId"],
                );
                compared += 1;
            }
        }
        assert!(compared > 250);
    }

    /// Covers each RSA algorithm of JOSE.
    #[test]
    fn implementations_agree_on_wycheproof_jws() {
        let Some(vectors) = vectors("json_web_signature_test.json") else { return };
        let base64url = |text: &str| data_encoding::BASE64URL_NOPAD.decode(text.as_bytes()).ok();
        let mut compared = std::collections::BTreeMap::<&str, usize>::new();
        for group in vectors["testGroups"].as_array().unwrap() {
            let key = &group["public"];
            let (Some(n), Some(e)) = (key["n"].as_str(), key["e"].as_str()) else { continue };
            let (Some(n), Some(e)) = (base64url(n), base64url(e)) else { continue };
            for test in group["tests"].as_array().unwrap() {
                let Some((input, signature)) = test["jws"].as_str().and_then(|text| text.rsplit_once('.'))
                else {
                    continue;
                };
                let Some(signature) = base64url(signature) else { continue };
                for algorithm in [Algorithm::Rs256, Algorithm::Rs384, Algorithm::Rs512, Algorithm::Ps256] {
                    if assert_agreement(algorithm, (&n, &e), input.as_bytes(), &signature, &test["tcId"]) {
                        *compared.entry(algorithm.name()).or_default() += 1;
                    }
                }
            }
        }
        assert_eq!(compared.len(), 4, "each algorithm has a valid signature: {compared:?}");
    }

    /// Asserts that both implementations agree, and returns their result.
    fn assert_agreement(
        algorithm: Algorithm,
        key: (&[u8], &[u8]),
        message: &[u8],
        signature: &[u8],
        id: &Value,
    ) -> bool {
        // `PublicKey::rsa` also removes leading zeros.
        let (n, e) = (key.0.strip_prefix(&[0]).unwrap_or(key.0), key.1.strip_prefix(&[0]).unwrap_or(key.1));
        let signature = RsaSignature { algorithm, modulus: n, exponent: e, message, signature };
        let valid = signature.is_valid();
        assert_eq!(valid, signature.verify_with_rsa_crate(), "{algorithm} {id}");
        valid
    }

    fn vectors(file: &str) -> Option<Value> {
        let folder = std::env::var("BADGE_CONFORMANCE_DIR")
            .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/conformance").into());
        match std::fs::read(format!("{folder}/c2sp-wycheproof/{file}")) {
            Ok(bytes) => Some(serde_json::from_slice(&bytes).unwrap()),
            Err(_) => {
                println!("CONFORMANCE VECTORS ABSENT: {folder}");
                assert!(std::env::var("BADGE_CONFORMANCE_OPTIONAL").is_ok_and(|value| value == "1"));
                None
            }
        }
    }
}
