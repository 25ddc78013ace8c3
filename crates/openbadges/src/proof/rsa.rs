//! RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, section 8.2.2) behind one function: `ring` where it goes, the `rsa` crate
//! where it does not (WebAssembly). Verification only; no private key of RSA is ever held.

/// Whether `signature` over `message` fits the key. The key is already known to be within the limits.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn rs256_fits(modulus: &[u8], exponent: &[u8], message: &[u8], signature: &[u8]) -> bool {
    ring::signature::RsaPublicKeyComponents { n: modulus, e: exponent }
        .verify(&ring::signature::RSA_PKCS1_2048_8192_SHA256, message, signature)
        .is_ok()
}

#[cfg(target_arch = "wasm32")]
pub(super) use portable::rs256_fits;

#[cfg(any(target_arch = "wasm32", test))]
mod portable {
    use rsa::{BigUint, Pkcs1v15Sign, RsaPublicKey};
    use sha2::{Digest, Sha256};

    use crate::limits;

    /// The same, without assembly.
    pub(in super::super) fn rs256_fits(
        modulus: &[u8],
        exponent: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> bool {
        let integer = BigUint::from_bytes_be;
        RsaPublicKey::new_with_max_size(integer(modulus), integer(exponent), limits::RSA_MAX_BITS)
            .and_then(|key| key.verify(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(message), signature))
            .is_ok()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    /// Both ways say the same of every Wycheproof vector; `tests/proofs_wycheproof.rs` compares with the verdicts.
    #[test]
    fn both_implementations_agree() {
        let Some(vectors) = vectors() else { return };
        let hex = |value: &Value| data_encoding::HEXLOWER.decode(value.as_str().unwrap().as_bytes()).unwrap();
        let mut compared = 0;
        for group in vectors["testGroups"].as_array().unwrap() {
            let (n, e) = (hex(&group["publicKey"]["modulus"]), hex(&group["publicKey"]["publicExponent"]));
            for test in group["tests"].as_array().unwrap() {
                let (message, signature) = (hex(&test["msg"]), hex(&test["sig"]));
                // Leading zeros are dropped before, as `PublicKey::rsa` does.
                let (n, e) = (n.strip_prefix(&[0]).unwrap_or(&n), e.strip_prefix(&[0]).unwrap_or(&e));
                assert_eq!(
                    super::rs256_fits(n, e, &message, &signature),
                    super::portable::rs256_fits(n, e, &message, &signature),
                    "{}",
                    test["tcId"]
                );
                compared += 1;
            }
        }
        assert!(compared > 250);
    }

    fn vectors() -> Option<Value> {
        let folder = std::env::var("BADGE_CONFORMANCE_DIR")
            .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/conformance").into());
        match std::fs::read(format!("{folder}/c2sp-wycheproof/rsa_signature_2048_sha256_test.json")) {
            Ok(bytes) => Some(serde_json::from_slice(&bytes).unwrap()),
            Err(_) => {
                println!("CONFORMANCE VECTORS ABSENT: {folder}");
                assert!(std::env::var("BADGE_CONFORMANCE_OPTIONAL").is_ok_and(|value| value == "1"));
                None
            }
        }
    }
}
