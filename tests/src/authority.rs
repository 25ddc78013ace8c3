//! A certificate authority for host names that exist only in tests.

use std::sync::Arc;

use jiff::{Span, Timestamp, tz::TimeZone};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose, SanType,
    date_time_ymd,
};
use rustls::{
    crypto::ring::sign::any_supported_type,
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, pem::PemObject},
    sign::CertifiedKey,
};

/// A fault of a host's certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Signed with its own key.
    SelfSigned,
    /// The validity period has ended.
    Expired,
    /// The validity period has not started.
    NotYetValid,
    /// IssuedBadge for another host.
    WrongName,
    /// IssuedBadge for every host of a top-level domain (`*.example`).
    TopLevelWildcard,
    /// Issued by an authority that no client trusts.
    UnknownAuthority,
}

/// Reads a certificate and its key, both in PEM.
pub fn read_certified_key(certificate: &str, key: &str) -> Arc<CertifiedKey> {
    let certificate = CertificateDer::from_pem_slice(certificate.as_bytes()).expect("a certificate");
    let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).expect("a key");
    let signer = any_supported_type(&key).expect("a key that ring signs with");
    Arc::new(CertifiedKey::new(vec![certificate], signer))
}

/// A certificate authority and its key.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

impl Default for Authority {
    fn default() -> Self {
        Self::new()
    }
}

impl Authority {
    /// Creates an authority with a new key.
    pub fn new() -> Self {
        let key = KeyPair::generate().expect("a key");
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, "Badge Backpack test authority");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let pem = params.self_signed(&key).expect("a certificate").pem();
        Self { issuer: Issuer::new(params, key), pem }
    }

    /// Returns the authority's certificate, for `--cacert`.
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// Issues a valid certificate for `host`. Returns the certificate and its key, both in PEM, for servers
    /// that read files.
    pub fn certify_in_pem(&self, host: &str) -> (String, String) {
        let key = KeyPair::generate().expect("a key");
        let mut params = CertificateParams::default();
        params.subject_alt_names = vec![SanType::DnsName(host.try_into().expect("an ASCII name"))];
        let certificate = params.signed_by(&key, &self.issuer).expect("a certificate");
        (certificate.pem(), key.serialize_pem())
    }

    /// Issues a certificate for `host`. The certificate is valid except for `fault`.
    pub fn certify(&self, host: &str, fault: Option<Fault>) -> Arc<CertifiedKey> {
        let key = KeyPair::generate().expect("a key");
        let name = match fault {
            Some(Fault::WrongName) => "somebody-else.example".into(),
            Some(Fault::TopLevelWildcard) => format!("*.{}", host.rsplit('.').next().expect("a label")),
            _ => host.to_owned(),
        };
        let mut params = CertificateParams::default();
        params.subject_alt_names = vec![SanType::DnsName(name.try_into().expect("an ASCII name"))];
        match fault {
            Some(Fault::Expired) => {
                params.not_before = date_time_ymd(2020, 1, 1);
                params.not_after = date_time_ymd(2021, 1, 1);
            }
            Some(Fault::NotYetValid) => {
                let next_year =
                    Timestamp::now().to_zoned(TimeZone::UTC).saturating_add(Span::new().years(1)).year();
                params.not_before = date_time_ymd(next_year.into(), 12, 31);
                params.not_after = date_time_ymd(i32::from(next_year) + 1, 12, 31);
            }
            _ => {}
        }
        let certificate = match fault {
            Some(Fault::SelfSigned) => params.self_signed(&key),
            Some(Fault::UnknownAuthority) => params.signed_by(&key, &Self::new().issuer),
            _ => params.signed_by(&key, &self.issuer),
        };
        let der = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let signer = any_supported_type(&der).expect("a key that ring signs with");
        Arc::new(CertifiedKey::new(vec![certificate.expect("a certificate").into()], signer))
    }
}
