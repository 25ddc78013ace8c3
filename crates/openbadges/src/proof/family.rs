//! Key families and their names in JWK, Multikey and SubjectPublicKeyInfo.

/// A family of keys that this library supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// Ed25519 (RFC 8032).
    Ed25519,
    /// NIST P-256 (FIPS 186-5; `secp256r1`).
    P256,
    /// NIST P-384 (FIPS 186-5; `secp384r1`).
    P384,
    /// RSA (RFC 8017).
    Rsa,
}

impl Family {
    /// All families.
    pub const ALL: [Self; 4] = [Self::Ed25519, Self::P256, Self::P384, Self::Rsa];

    const fn names(self) -> Names {
        match self {
            Self::Ed25519 => {
                Names { name: "Ed25519", kty: "OKP", crv: Some("Ed25519"), multicodec: Some(0xed) }
            }
            Self::P256 => Names { name: "P-256", kty: "EC", crv: Some("P-256"), multicodec: Some(0x1200) },
            Self::P384 => Names { name: "P-384", kty: "EC", crv: Some("P-384"), multicodec: Some(0x1201) },
            Self::Rsa => Names { name: "RSA", kty: "RSA", crv: None, multicodec: None },
        }
    }

    /// Returns the name that specifications use.
    pub const fn name(self) -> &'static str {
        self.names().name
    }

    /// Returns the family for a JWK's `kty` and `crv` (RFC 7518, section 6; RFC 8037, section 2).
    pub(super) fn of_jwk(kty: &str, crv: Option<&str>) -> Option<Self> {
        Self::ALL.into_iter().find(|family| family.names().kty == kty && family.names().crv == crv)
    }

    /// Returns whether keys of this `kty` have a `crv`.
    pub(super) fn has_curve(kty: &str) -> bool {
        matches!(kty, "OKP" | "EC")
    }

    /// Returns the multicodec code of a public key, or `None` if Multikey does not have this family.
    pub(super) const fn multicodec(self) -> Option<u64> {
        self.names().multicodec
    }
}

struct Names {
    name: &'static str,
    kty: &'static str,
    crv: Option<&'static str>,
    multicodec: Option<u64>,
}

/// Returns the name of an unsupported key type from the multicodec table.
pub(super) fn unsupported_multicodec(code: u64) -> Option<&'static str> {
    UNSUPPORTED_CODECS.iter().find(|(known, _)| *known == code).map(|(_, name)| *name)
}

/// Returns the name of an unsupported key type that `oid` identifies in a SubjectPublicKeyInfo.
pub(super) fn unsupported_oid(oid: &str) -> Option<&'static str> {
    UNSUPPORTED_OIDS.iter().find(|(known, _)| *known == oid).map(|(_, name)| *name)
}

const UNSUPPORTED_CODECS: &[(u64, &str)] = &[
    (0xe7, "secp256k1"),
    (0xea, "BLS12-381 G1"),
    (0xeb, "BLS12-381 G2"),
    (0xec, "X25519"),
    (0xee, "BLS12-381 G1 and G2"),
    (0x1202, "P-521"),
    (0x1203, "Ed448"),
    (0x1204, "X448"),
    (0x1205, "RSA in multibase"),
    (0x1206, "SM2"),
    (0x1210, "ML-DSA-44"),
    (0x1211, "ML-DSA-65"),
    (0x1212, "ML-DSA-87"),
    (0xeb51, "JWK in multibase"),
    (0x1300, "Ed25519, the private part"),
    (0x1301, "secp256k1, the private part"),
    (0x1306, "P-256, the private part"),
    (0x1307, "P-384, the private part"),
];

/// RFC 5480, section 2.1.1.1; SEC 2, appendix A.2; RFC 8410, section 3; RFC 4055, section 3.1.
const UNSUPPORTED_OIDS: &[(&str, &str)] = &[
    ("1.3.132.0.10", "secp256k1"),
    ("1.3.132.0.35", "P-521"),
    ("1.3.101.110", "X25519"),
    ("1.3.101.111", "X448"),
    ("1.3.101.113", "Ed448"),
    ("1.2.840.113549.1.1.10", "RSASSA-PSS"),
    ("1.2.840.10040.4.1", "DSA"),
];
