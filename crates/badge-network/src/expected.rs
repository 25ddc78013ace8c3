//! Media types, size limit and kind of content that a request with a given purpose accepts.

use openbadges::documents::Purpose;

use crate::limits;

/// Returns the `Accept` header of a request.
///
/// It leaves out `text/html`, because many hosts would then serve a page instead of the badge. Only a request
/// for a page accepts HTML.
pub(super) const fn accept(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::HostedAssertion | Purpose::BadgeClass | Purpose::Issuer | Purpose::RevocationList => {
            "application/ld+json, application/json"
        }
        Purpose::PublicKey => "application/x-pem-file, text/plain",
        Purpose::KeySet => "application/jwk-set+json, application/json",
        Purpose::DidDocument => {
            "application/did+ld+json, application/did+json, application/did, application/json"
        }
        Purpose::StatusList | Purpose::Refresh => {
            "application/vc, application/vc+jwt, application/ld+json, application/json"
        }
        Purpose::Schema => {
            "application/schema+json, application/vc, application/vc+jwt, application/ld+json, application/json"
        }
        Purpose::Resource => {
            "image/png, image/svg+xml, image/jpeg, image/gif, image/webp, application/pdf, application/json"
        }
        Purpose::Picture => "image/png, image/svg+xml, image/jpeg, image/gif, image/webp",
        Purpose::TrustList => "application/json, text/plain",
        Purpose::Badge => {
            "application/ld+json, application/json, application/vc, application/vc+jwt, image/png, image/svg+xml"
        }
        Purpose::Page => "text/html, application/xhtml+xml",
        Purpose::Offer | Purpose::Issuance => "application/json",
        // Mail is fetched over IMAP, never over HTTP.
        Purpose::Mailbox => "message/rfc822",
    }
}

/// Returns the largest accepted body in bytes.
pub(super) const fn max_bytes(purpose: Purpose) -> usize {
    match purpose {
        Purpose::Picture | Purpose::Resource | Purpose::Refresh | Purpose::Badge | Purpose::Issuance => {
            limits::PICTURE_BYTES
        }
        Purpose::StatusList => limits::STATUS_LIST_BYTES,
        _ => limits::DOCUMENT_BYTES,
    }
}

/// Returns the kind of content that the host sent, if it is not an expected kind.
///
/// The content decides, because stated media types are often wrong and a captive portal answers every request
/// with its own page.
pub(super) fn unexpected_kind(purpose: Purpose, body: &[u8]) -> Option<&'static str> {
    // A resource is compared with a digest and may have any content, even none. A badge link often leads to a
    // page that links to the badge.
    if matches!(purpose, Purpose::Resource | Purpose::Badge | Purpose::Page) {
        return None;
    }
    let text = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start();
    if text.is_empty() {
        return Some("nothing");
    }
    if starts_like_html(text) {
        return Some("a web page");
    }
    let json_or_jwt = matches!(text.first(), Some(b'{' | b'[')) || text.starts_with(b"eyJ");
    match purpose {
        Purpose::Picture | Purpose::TrustList => None,
        Purpose::PublicKey if text.starts_with(b"-----BEGIN ") => None,
        Purpose::PublicKey => Some("no public key"),
        _ if json_or_jwt => None,
        _ if text.first() == Some(&b'<') => Some("XML or a web page"),
        _ => Some("neither JSON nor a JWT"),
    }
}

fn starts_like_html(text: &[u8]) -> bool {
    ["<!doctype html", "<html", "<head", "<body", "<script"].iter().any(|start| {
        text.get(..start.len()).is_some_and(|prefix| prefix.eq_ignore_ascii_case(start.as_bytes()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `bad-inputs` J12: the content decides, not the stated media type.
    #[test]
    fn content_decides_kind() {
        let cases: &[(Purpose, &[u8], Option<&str>)] = &[
            (Purpose::HostedAssertion, b"{}", None),
            (Purpose::HostedAssertion, b"\xef\xbb\xbf \n{}", None),
            (Purpose::StatusList, b"eyJhbGciOiJFZERTQSJ9.e30.AA", None),
            (Purpose::Schema, b"eyJhbGciOiJFZERTQSJ9.e30.AA", None),
            (Purpose::Schema, b"true", Some("neither JSON nor a JWT")),
            (Purpose::Issuer, b"<!DOCTYPE html><p>Sign in", Some("a web page")),
            (Purpose::Issuer, b"\n <HTML>", Some("a web page")),
            (Purpose::Issuer, b"<?xml version='1.0'?>", Some("XML or a web page")),
            (Purpose::Issuer, b"not found", Some("neither JSON nor a JWT")),
            (Purpose::Issuer, b"", Some("nothing")),
            (Purpose::PublicKey, b"-----BEGIN PUBLIC KEY-----\n", None),
            (Purpose::PublicKey, b"{}", Some("no public key")),
            (Purpose::Picture, b"\x89PNG\r\n\x1a\n", None),
            (Purpose::Picture, b"<svg/>", None),
            (Purpose::Picture, b"<html>", Some("a web page")),
            (Purpose::Badge, b"<!doctype html>", None),
            (Purpose::Page, b"<!doctype html>", None),
            (Purpose::TrustList, b"did:web:uni.example", None),
            (Purpose::TrustList, b"<html>", Some("a web page")),
            (Purpose::Resource, b"<!doctype html>", None),
            (Purpose::Resource, b"", None),
        ];
        for (purpose, body, expected) in cases {
            assert_eq!(
                unexpected_kind(*purpose, body),
                *expected,
                "{purpose:?} {:?}",
                String::from_utf8_lossy(body)
            );
        }
    }

    #[test]
    fn only_page_requests_accept_html() {
        for purpose in Purpose::ALL {
            assert!(!accept(*purpose).contains('*'), "{purpose:?}");
            assert_eq!(accept(*purpose).contains("html"), *purpose == Purpose::Page, "{purpose:?}");
        }
    }
}
