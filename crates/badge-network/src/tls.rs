//! TLS configuration: trusts the system's certificate authorities and an optional additional one.

use std::sync::Arc;

use rustls::{
    ClientConfig,
    client::Resumption,
    pki_types::{CertificateDer, pem::PemObject},
};
use rustls_platform_verifier::Verifier;

/// Invalid options of the client.
#[derive(Debug, thiserror::Error)]
pub enum NetworkError {
    /// The additional certificate authority is not a certificate in PEM.
    #[error("not a certificate in PEM")]
    CaCertificate(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Returns the TLS configuration: TLS 1.2 and 1.3 with ring, without session tickets, which would link one
/// verification to the next.
///
/// `Ok(Err(…))` means that the machine has no certificate authority. Everything except https works there.
pub(super) fn client_config(
    ca_pem: Option<&[u8]>,
) -> Result<Result<ClientConfig, rustls::Error>, NetworkError> {
    let mut extra = Vec::new();
    if let Some(pem) = ca_pem {
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let certificate = certificate.map_err(|error| NetworkError::CaCertificate(Box::new(error)))?;
            rustls::RootCertStore::empty()
                .add(certificate.clone())
                .map_err(|error| NetworkError::CaCertificate(Box::new(error)))?;
            extra.push(certificate);
        }
        if extra.is_empty() {
            return Err(NetworkError::CaCertificate("no certificate".into()));
        }
    }
    Ok(configured(extra))
}

fn configured(extra: Vec<CertificateDer<'static>>) -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = Verifier::new_with_extra_roots(extra, provider.clone())?;
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous() // rustls requires this for any verifier but its own; this is the platform's verifier
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    config.resumption = Resumption::disabled();
    Ok(config)
}
