//! Recipients: compares badges with identities.

use openbadges::{Badge, Identity, Outcome, compare_recipients};

use crate::{
    backpack::Backpack,
    identity,
    text::has_hidden_characters,
    view::{ErrorDetail, Message, UnclaimedRecipient},
};

/// The most characters of a suggested identity.
const IDENTITY_CHARS: usize = 320;

impl Backpack {
    /// Returns identities to try for a badge that does not match the learner; `None` if the badge matches, or
    /// if there is nothing to try. `hint` is a recipient that the link or mail names and that matches the
    /// badge.
    pub(crate) fn unclaimed(&self, badge: &Badge, hint: Option<&str>) -> Option<UnclaimedRecipient> {
        match compare_recipients(badge, &self.own_identities()).outcome {
            Outcome::Failed | Outcome::Unknown => {}
            Outcome::Passed | Outcome::Absent => return None,
        }
        let plain = badge.recipients.iter().filter(|recipient| !recipient.hashed);
        let plain = plain.map(|recipient| recipient.identity.trim_start_matches("mailto:"));
        let mut stated: Vec<String> = Vec::new();
        for identity in hint.into_iter().chain(plain).filter_map(identity::parse) {
            // Hidden characters could make an identity look like a different one.
            let readable = !has_hidden_characters(&identity.value) && identity.value.len() <= IDENTITY_CHARS;
            if readable && is_issued_to(badge, &identity) && !stated.contains(&identity.value) {
                stated.push(identity.value);
            }
        }
        let message = if !stated.is_empty() {
            Message::new("unclaimed-stated").with("identity", stated.join(", "))
        } else if badge.recipients.iter().any(|recipient| recipient.hashed) {
            Message::new("unclaimed-hidden")
        } else {
            return None;
        };
        Some(UnclaimedRecipient { stated, message })
    }
}

/// Returns whether the badge was issued to the identity.
pub(crate) fn is_issued_to(badge: &Badge, identity: &Identity) -> bool {
    compare_recipients(badge, std::slice::from_ref(identity)).outcome == Outcome::Passed
}

/// Parses an identity that a person typed.
pub(crate) fn parse_identity(value: &str) -> Result<Identity, ErrorDetail> {
    identity::parse(value).ok_or_else(|| ErrorDetail::invalid_input(value))
}
