//! Parses identities of badge recipients: e-mail addresses, URLs, telephone numbers, DIDs.

use openbadges::{Identity, IdentityKind};

/// Parses an identity. Its form determines its kind. Returns `None` for an unknown form.
pub fn parse(text: &str) -> Option<Identity> {
    let value = text.trim();
    if value.is_empty() || value.chars().any(|c| c.is_control()) {
        return None;
    }
    let kind = if value.starts_with("did:") && value.split(':').count() >= 3 {
        IdentityKind::Did
    } else if value.starts_with("https://") || value.starts_with("http://") {
        IdentityKind::Url
    } else if is_mail_address(value) {
        IdentityKind::Email
    } else if is_telephone_number(value) {
        IdentityKind::Telephone
    } else {
        return None;
    };
    Some(Identity { kind, value: value.to_owned() })
}

/// Returns the stable name of the identity's kind, or `id` if the kind is unknown.
pub fn kind_of(text: &str) -> &'static str {
    parse(text).map_or("id", |identity| kind_word(identity.kind))
}

/// Returns the stable name of a kind.
pub const fn kind_word(kind: IdentityKind) -> &'static str {
    match kind {
        IdentityKind::Email => "email",
        IdentityKind::Url => "url",
        IdentityKind::Telephone => "telephone",
        IdentityKind::Did => "did",
        IdentityKind::Id => "id",
    }
}

/// Returns whether a text has the form of an e-mail address: a local part, `@` and a host. Other rules of e-mail
/// addresses are not checked.
fn is_mail_address(text: &str) -> bool {
    match text.rsplit_once('@') {
        Some((local, host)) => {
            !local.is_empty()
                && !host.is_empty()
                && !text.contains(char::is_whitespace)
                && !host.starts_with('.')
                && !host.ends_with('.')
        }
        None => false,
    }
}

fn is_telephone_number(text: &str) -> bool {
    const FEWEST_DIGITS: usize = 5;
    text.chars().filter(char::is_ascii_digit).count() >= FEWEST_DIGITS
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | ' ' | '(' | ')' | '/' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_decides_the_kind() {
        let rows = [
            ("ada@example.org", Some(IdentityKind::Email)),
            (" Ada.L+badges@Example.org ", Some(IdentityKind::Email)),
            ("did:key:z6MkhaXg", Some(IdentityKind::Did)),
            ("https://ada.example/", Some(IdentityKind::Url)),
            ("+49 30 1234567", Some(IdentityKind::Telephone)),
            ("Ada Lovelace", None),
            ("@example.org", None),
            ("ada@", None),
            ("did:key", None),
            ("123", None),
            ("", None),
        ];
        for (text, kind) in rows {
            assert_eq!(parse(text).map(|identity| identity.kind), kind, "{text}");
        }
    }
}
