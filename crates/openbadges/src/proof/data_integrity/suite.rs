//! The suites that are checked: one suite, one row.

use crate::{
    linked_data::Hash,
    proof::{
        algorithm::Algorithm::{self, EdDsa, Es256, Es384, Ps256},
        family::Family,
    },
};

/// A suite that is checked. What is not here is told by its name, and neither passed nor failed.
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
    /// Every suite there is.
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
                form: Form::Rdf,
                written: Written::ProofValue,
                algorithms: ED25519,
            },
            Self::EddsaJcs2022 => Row {
                specification: (EDDSA, "3.3 eddsa-jcs-2022"),
                proof_type: DATA_INTEGRITY,
                cryptosuite: Some("eddsa-jcs-2022"),
                form: Form::Json,
                written: Written::ProofValue,
                algorithms: ED25519,
            },
            Self::EcdsaRdfc2019 => Row {
                specification: (ECDSA, "3.2 ecdsa-rdfc-2019"),
                proof_type: DATA_INTEGRITY,
                cryptosuite: Some("ecdsa-rdfc-2019"),
                form: Form::Rdf,
                written: Written::ProofValue,
                algorithms: NIST_CURVES,
            },
            Self::EcdsaJcs2019 => Row {
                specification: (ECDSA, "3.3 ecdsa-jcs-2019"),
                proof_type: DATA_INTEGRITY,
                cryptosuite: Some("ecdsa-jcs-2019"),
                form: Form::Json,
                written: Written::ProofValue,
                algorithms: NIST_CURVES,
            },
            Self::EcdsaSd2023 => Row {
                specification: (ECDSA, "3.6.8 Verify Derived Proof (ecdsa-sd-2023)"),
                proof_type: DATA_INTEGRITY,
                cryptosuite: Some("ecdsa-sd-2023"),
                form: Form::Statements,
                written: Written::ProofValue,
                algorithms: &[(Es256, Hash::Sha256)],
            },
            Self::Ed25519Signature2020 => Row {
                specification: (EDDSA, "Appendix: Ed25519Signature2020"),
                proof_type: "Ed25519Signature2020",
                cryptosuite: None,
                form: Form::Rdf,
                written: Written::ProofValue,
                algorithms: ED25519,
            },
            Self::Ed25519Signature2018 => Row {
                specification: ("Ed25519 Signature 2018 (W3C CCG)", "Proof Verification; RFC 7797"),
                proof_type: "Ed25519Signature2018",
                cryptosuite: None,
                form: Form::Rdf,
                written: Written::DetachedJws,
                algorithms: ED25519,
            },
            Self::JsonWebSignature2020 => Row {
                specification: ("JSON Web Signature 2020 (W3C CCG)", "Proof Verification; RFC 7797"),
                proof_type: "JsonWebSignature2020",
                cryptosuite: None,
                form: Form::Rdf,
                written: Written::DetachedJws,
                algorithms: JOSE,
            },
        }
    }

    /// The proof's `type`.
    pub const fn proof_type(self) -> &'static str {
        self.row().proof_type
    }

    /// The proof's `cryptosuite`, which the older suites have none of.
    pub const fn cryptosuite(self) -> Option<&'static str> {
        self.row().cryptosuite
    }

    /// The name that reports show.
    pub const fn as_str(self) -> &'static str {
        match self.cryptosuite() {
            Some(cryptosuite) => cryptosuite,
            None => self.proof_type(),
        }
    }

    /// The specification and the section that verification follows.
    pub const fn specification(self) -> (&'static str, &'static str) {
        self.row().specification
    }

    /// With what keys of `family` sign under this suite, and the hash of everything that is hashed on the way. `None`
    /// where the suite does not take that family.
    pub fn algorithm(self, family: Family) -> Option<(Algorithm, Hash)> {
        self.row().algorithms.iter().copied().find(|(algorithm, _)| algorithm.family() == family)
    }

    /// The suite of that type and cryptosuite. No other pair is taken for one of them.
    pub(super) fn of(proof_type: Option<&str>, cryptosuite: Option<&str>) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|suite| Some(suite.proof_type()) == proof_type && suite.cryptosuite() == cryptosuite)
    }

    /// Whether it signs RDF, and so reads contexts.
    pub const fn signs_rdf(self) -> bool {
        !matches!(self.form(), Form::Json)
    }

    pub(super) const fn form(self) -> Form {
        self.row().form
    }

    pub(super) const fn written(self) -> Written {
        self.row().written
    }
}

/// One suite.
struct Row {
    specification: (&'static str, &'static str),
    proof_type: &'static str,
    cryptosuite: Option<&'static str>,
    form: Form,
    written: Written,
    algorithms: &'static [(Algorithm, Hash)],
}

/// What is hashed of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Its canonical RDF (RDFC-1.0).
    Rdf,
    /// Its canonical JSON (RFC 8785).
    Json,
    /// Its statements one by one, so that some may be left out.
    Statements,
}

/// Where and how the signature is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// In `proofValue`, in multibase.
    ProofValue,
    /// In `jws`, as a compact JWS without its payload (RFC 7515, appendix F; RFC 7797).
    DetachedJws,
}

impl Written {
    /// The member of the proof that the signature stands in, and that is therefore not signed.
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
/// Section 3.2.1 and 3.3.1 of the ECDSA suites: the curve decides the hash, that of RDFC-1.0 included.
const NIST_CURVES: &[(Algorithm, Hash)] = &[(Es256, Hash::Sha256), (Es384, Hash::Sha384)];
/// JSON Web Signature 2020, "Supported Keys and Algorithms", without secp256k1. Its hash is always SHA-256.
const JOSE: &[(Algorithm, Hash)] =
    &[(EdDsa, Hash::Sha256), (Es256, Hash::Sha256), (Es384, Hash::Sha256), (Ps256, Hash::Sha256)];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suite_is_its_type_and_cryptosuite_and_takes_one_algorithm_of_a_family() {
        for suite in Suite::ALL {
            assert_eq!(Suite::of(Some(suite.proof_type()), suite.cryptosuite()), Some(suite));
            for (algorithm, _) in suite.row().algorithms {
                assert_eq!(suite.algorithm(algorithm.family()).map(|(found, _)| found), Some(*algorithm));
            }
        }
        assert_eq!(Suite::of(Some("Ed25519Signature2020"), Some("eddsa-rdfc-2022")), None);
        assert_eq!(Suite::of(Some(DATA_INTEGRITY), None), None);
        assert_eq!(Suite::of(None, None), None);
    }
}
