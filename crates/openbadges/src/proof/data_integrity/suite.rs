//! The supported cryptographic suites.

use crate::{
    linked_data::Hash,
    proof::{
        algorithm::Algorithm::{self, EdDsa, Es256, Es384, Ps256},
        family::Family,
    },
};

/// A supported cryptographic suite. Proofs of other suites are reported with their name as unsupported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Suite {
    /// `eddsa-rdfc-2022` (Data Integrity EdDSA Cryptosuites 1.0, section 3.2).
    EddsaRdfc2022,
    /// `eddsa-jcs-2022` (Data Integrity EdDSA Cryptosuites 1.0, section 3.3).
    EddsaJcs2022,
    /// `ecdsa-rdfc-2019` (Data Integrity ECDSA Cryptosuites 1.0, section 3.2).
    EcdsaRdfc2019,
    /// `ecdsa-jcs-2019` (Data Integrity ECDSA Cryptosuites 1.0, section 3.3).
    EcdsaJcs2019,
    /// `ecdsa-sd-2023` (Data Integrity ECDSA Cryptosuites 1.0, section 3.6): derived proofs.
    EcdsaSd2023,
    /// `Ed25519Signature2020` (Data Integrity EdDSA Cryptosuites 1.0, appendix).
    Ed25519Signature2020,
    /// `Ed25519Signature2018` (Ed25519 Signature 2018, W3C CCG): a detached JWS.
    Ed25519Signature2018,
    /// `JsonWebSignature2020` (JSON Web Signature 2020, W3C CCG final report): a detached JWS.
    JsonWebSignature2020,
}

impl Suite {
    /// All suites.
    pub const ALL: [Self; 8] = [
        Self::EddsaRdfc2022,
        Self::EddsaJcs2022,
        Self::EcdsaRdfc2019,
        Self::EcdsaJcs2019,
        Self::EcdsaSd2023,
        Self::Ed25519Signature2020,
        Self::Ed25519Signature2018,
        Self::JsonWebSignature2020,
    ];

    const fn row(self) -> Row {
        match self {
            Self::EddsaRdfc2022 => Row {
                specification: (EDDSA, "3.2 eddsa-rdfc-2022"),
                proof_type: DATA_INTEGRITY,
                cryptosuite: Some("eddsa-rdfc-2022"),
                transformation: Transformation::Rdf,
                encoding: SignatureEncoding::ProofValue,
                algorithms: ED25519,
            },
            Self::EddsaJcs2022 => Row {
                specification: (EDDSA, "3.3 eddsa-jcs-2022"),
                proof_type: DATA_INTEGRITY,
                cryptosuite: Some("eddsa-jcs-2022"),
                transformation: Transformation::Json,
                encoding: SignatureEncoding::ProofValue,
                algorithms: ED25519,
            },
            Self::EcdsaRdfc2019 => Row {
                specification: (ECDSA, "3.2 ecdsa-rdfc-2019"),
                proof_type: DATA_INTEGRITY,
                cryptosuite: Some("ecdsa-rdfc-2019"),
                transformation: Transformation::Rdf,
                encoding: SignatureEncoding::ProofValue,
                algorithms: NIST_CURVES,
            },
            Self::EcdsaJcs2019 => Row {
                specification: (ECDSA, "3.3 ecdsa-jcs-2019"),
                proof_type: DATA_INTEGRITY,
                cryptosuite: Some("ecdsa-jcs-2019"),
                transformation: Transformation::Json,
                encoding: SignatureEncoding::ProofValue,
                algorithms: NIST_CURVES,
            },
            Self::EcdsaSd2023 => Row {
                specification: (ECDSA, "3.6.8 Verify Derived Proof (ecdsa-sd-2023)"),
                proof_type: DATA_INTEGRITY,
                cryptosuite: Some("ecdsa-sd-2023"),
                transformation: Transformation::Statements,
                encoding: SignatureEncoding::ProofValue,
                algorithms: &[(Es256, Hash::Sha256)],
            },
            Self::Ed25519Signature2020 => Row {
                specification: (EDDSA, "Appendix: Ed25519Signature2020"),
                proof_type: "Ed25519Signature2020",
                cryptosuite: None,
                transformation: Transformation::Rdf,
                encoding: SignatureEncoding::ProofValue,
                algorithms: ED25519,
            },
            Self::Ed25519Signature2018 => Row {
                specification: ("Ed25519 Signature 2018 (W3C CCG)", "Proof Verification; RFC 7797"),
                proof_type: "Ed25519Signature2018",
                cryptosuite: None,
                transformation: Transformation::Rdf,
                encoding: SignatureEncoding::DetachedJws,
                algorithms: ED25519,
            },
            Self::JsonWebSignature2020 => Row {
                specification: ("JSON Web Signature 2020 (W3C CCG)", "Proof Verification; RFC 7797"),
                proof_type: "JsonWebSignature2020",
                cryptosuite: None,
                transformation: Transformation::Rdf,
                encoding: SignatureEncoding::DetachedJws,
                algorithms: JOSE,
            },
        }
    }

    /// Returns the `type` of the proof.
    pub const fn proof_type(self) -> &'static str {
        self.row().proof_type
    }

    /// Returns the `cryptosuite` of the proof. Older suites have none.
    pub const fn cryptosuite(self) -> Option<&'static str> {
        self.row().cryptosuite
    }

    /// Returns the name, as reports contain it.
    pub const fn as_str(self) -> &'static str {
        match self.cryptosuite() {
            Some(cryptosuite) => cryptosuite,
            None => self.proof_type(),
        }
    }

    /// Returns the specification and section that verification follows.
    pub const fn specification(self) -> (&'static str, &'static str) {
        self.row().specification
    }

    /// Returns the signature algorithm for keys of `family`, and the hash algorithm of the suite. Returns `None` if the suite
    /// does not allow this family.
    pub fn algorithm(self, family: Family) -> Option<(Algorithm, Hash)> {
        self.row().algorithms.iter().copied().find(|(algorithm, _)| algorithm.family() == family)
    }

    /// Returns the suite with exactly this type and cryptosuite.
    pub(super) fn from_type(proof_type: Option<&str>, cryptosuite: Option<&str>) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|suite| Some(suite.proof_type()) == proof_type && suite.cryptosuite() == cryptosuite)
    }

    /// Returns whether the suite signs RDF, and therefore processes contexts.
    pub const fn signs_rdf(self) -> bool {
        !matches!(self.transformation(), Transformation::Json)
    }

    pub(super) const fn transformation(self) -> Transformation {
        self.row().transformation
    }

    pub(super) const fn encoding(self) -> SignatureEncoding {
        self.row().encoding
    }
}

/// The properties of one suite.
struct Row {
    specification: (&'static str, &'static str),
    proof_type: &'static str,
    cryptosuite: Option<&'static str>,
    transformation: Transformation,
    encoding: SignatureEncoding,
    algorithms: &'static [(Algorithm, Hash)],
}

/// The transformation of a document before hashing (Data Integrity 1.0, section 4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Transformation {
    /// Canonical RDF (RDFC-1.0).
    Rdf,
    /// Canonical JSON (RFC 8785).
    Json,
    /// Separate RDF statements, for selective disclosure.
    Statements,
}

/// The member of the proof that contains the signature, and its encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SignatureEncoding {
    /// `proofValue`, in multibase.
    ProofValue,
    /// `jws`, a detached JWS (RFC 7515, appendix F; RFC 7797).
    DetachedJws,
}

impl SignatureEncoding {
    /// Returns the name of the member with the signature, which the signature does not cover.
    pub(super) const fn member(self) -> &'static str {
        match self {
            Self::ProofValue => "proofValue",
            Self::DetachedJws => "jws",
        }
    }
}

const EDDSA: &str = "Data Integrity EdDSA Cryptosuites 1.0";
const ECDSA: &str = "Data Integrity ECDSA Cryptosuites 1.0";
const DATA_INTEGRITY: &str = "DataIntegrityProof";

const ED25519: &[(Algorithm, Hash)] = &[(EdDsa, Hash::Sha256)];
/// ECDSA Cryptosuites 1.0, sections 3.2.1 and 3.3.1: the curve determines the hash, also that of RDFC-1.0.
const NIST_CURVES: &[(Algorithm, Hash)] = &[(Es256, Hash::Sha256), (Es384, Hash::Sha384)];
/// JSON Web Signature 2020, "Supported Keys and Algorithms", without secp256k1. The hash is always SHA-256.
const JOSE: &[(Algorithm, Hash)] =
    &[(EdDsa, Hash::Sha256), (Es256, Hash::Sha256), (Es384, Hash::Sha256), (Ps256, Hash::Sha256)];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suites_have_unique_types_and_one_algorithm_per_family() {
        for suite in Suite::ALL {
            assert_eq!(Suite::from_type(Some(suite.proof_type()), suite.cryptosuite()), Some(suite));
            for (algorithm, _) in suite.row().algorithms {
                assert_eq!(suite.algorithm(algorithm.family()).map(|(found, _)| found), Some(*algorithm));
            }
        }
        assert_eq!(Suite::from_type(Some("Ed25519Signature2020"), Some("eddsa-rdfc-2022")), None);
        assert_eq!(Suite::from_type(Some(DATA_INTEGRITY), None), None);
        assert_eq!(Suite::from_type(None, None), None);
    }
}
