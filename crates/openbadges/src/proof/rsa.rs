//! RSA signatures (RFC 8017, sections 8.1.2 and 8.2.2) behind one type: `ring` where it goes, the `rsa` crate where it does
//! not (WebAssembly). Verification only; no private key of RSA is ever held.

use super::algorithm::Algorithm;

/// A signature, with what it is said to be over and by. The key is already known to be within the limits.
#[derive(Clone, Copy, Debug)]
pub(super) struct RsaSignature<'s> {
    pub(super) algorithm: Algorithm,
    pub(super) modulus: &'s [u8],
    pub(super) exponent: &'s [u8],
    pub(super) message: &'s [u8],
    pub(super) signature: &'s [u8],
}

impl RsaSignature<'_> {
    /// Whether it fits the key; under an algorithm that is not RSA's, it does not.
    pub(super) fn fits(&self) -> bool {
        #[cfg(not(target_arch = "wasm32"))]
        let fits = self.fits_by_ring();
        #[cfg(target_arch = "wasm32")]
        let fits = self.fits_without_assembly();
        fits
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn fits_by_ring(&self) -> bool {
        use ring::signature as of;
        let parameters = match self.algorithm {
            Algorithm::Rs256 => &of::RSA_PKCS1_2048_8192_SHA256,
            Algorithm::Rs384 => &of::RSA_PKCS1_2048_8192_SHA384,
            Algorithm::Rs512 => &of::RSA_PKCS1_2048_8192_SHA512,
            Algorithm::Ps256 => &of::RSA_PSS_2048_8192_SHA256,
            Algorithm::Es256 | Algorithm::Es384 | Algorithm::EdDsa => return false,
        };
        let key = of::RsaPublicKeyComponents { n: self.modulus, e: self.exponent };
        key.verify(parameters, self.message, self.signature).is_ok()
    }

    #[cfg(any(target_arch = "wasm32", test))]
    fn fits_without_assembly(&self) -> bool {
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

    /// Both ways say the same of every Wycheproof vector; `tests/conformance/wycheproof.rs` compares with the verdicts.
    #[test]
    fn both_implementations_agree() {
        let Some(vectors) = vectors("rsa_signature_2048_sha256_test.json") else { return };
        let hex = |value: &Value| data_encoding::HEXLOWER.decode(value.as_str().unwrap().as_bytes()).unwrap();
        let mut compared = 0;
        for group in vectors["testGroups"].as_array().unwrap() {
            let (n, e) = (hex(&group["publicKey"]["modulus"]), hex(&group["publicKey"]["publicExponent"]));
            for test in group["tests"].as_array().unwrap() {
                agree(Algorithm::Rs256, (&n, &e), &hex(&test["msg"]), &hex(&test["sig"]), &test["tcId"]);
                compared += 1;
            }
        }
        assert!(compared > 250);
    }

    /// The same for each RSA algorithm of JOSE.
    #[test]
    fn both_implementations_agree_on_jws() {
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
                    if agree(algorithm, (&n, &e), input.as_bytes(), &signature, &test["tcId"]) {
                        *compared.entry(algorithm.name()).or_default() += 1;
                    }
                }
            }
        }
        assert_eq!(compared.len(), 4, "some signature of each algorithm fits: {compared:?}");
    }

    /// What both say.
    fn agree(
        algorithm: Algorithm,
        key: (&[u8], &[u8]),
        message: &[u8],
        signature: &[u8],
        id: &Value,
    ) -> bool {
        // Leading zeros are dropped before, as `PublicKey::rsa` does.
        let (n, e) = (key.0.strip_prefix(&[0]).unwrap_or(key.0), key.1.strip_prefix(&[0]).unwrap_or(key.1));
        let signature = RsaSignature { algorithm, modulus: n, exponent: e, message, signature };
        let fits = signature.fits();
        assert_eq!(fits, signature.fits_without_assembly(), "{algorithm} {id}");
        fits
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
