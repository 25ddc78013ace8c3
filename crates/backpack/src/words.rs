//! Every sentence that people read, from one Fluent catalogue that window and command line share.
//!
//! The library speaks in codes and facts; here they become words. No other module of the application holds a
//! sentence. A new language is a folder beside `locales/en` and one line in [`Words::english`]'s neighbourhood.

use fluent::{FluentArgs, FluentResource, concurrent::FluentBundle};
use jiff::Timestamp;
use openbadges::{
    Outcome, Verdict,
    assessment::FactKind,
    badge::EndorsementTarget,
    check::Check,
    code::{Details, Note},
    documents::Purpose,
    report::{IssuerFinding, IssuerIdentity, Report},
    trust::{ConfusableName, Listing, PinMatch},
};
use unic_langid::LanguageIdentifier;

use crate::{
    network::RequestOutcome,
    text::{isolated, shown},
};

const CODES: &str = include_str!("../locales/en/codes.ftl");
const CHECKS: &str = include_str!("../locales/en/checks.ftl");
const LINKS: &str = include_str!("../locales/en/links.ftl");
const RECORDS: &str = include_str!("../locales/en/records.ftl");
const TERMINAL: &str = include_str!("../locales/en/terminal.ftl");
const IDENTITIES: &str = include_str!("../locales/en/identities.ftl");
const MAIL: &str = include_str!("../locales/en/mail.ftl");
const OFFERS: &str = include_str!("../locales/en/offers.ftl");

/// The catalogue of one language.
pub struct Words {
    bundle: FluentBundle<FluentResource>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Words")
    }
}

impl Words {
    /// The English catalogue.
    pub fn english() -> Self {
        let english: LanguageIdentifier = "en".parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![english]);
        // Values are isolated one by one (see `isolated`), so that plain sentences stay plain text in a terminal.
        bundle.set_use_isolating(false);
        for source in [CODES, CHECKS, LINKS, IDENTITIES, MAIL, OFFERS, RECORDS, TERMINAL] {
            // The catalogue is part of the program: `the_catalogue_has_no_faults` shows that neither arm is taken.
            let resource = FluentResource::try_new(source.into()).unwrap_or_else(|(resource, _)| resource);
            if let Err(twice) = bundle.add_resource(resource) {
                debug_assert!(false, "messages defined twice: {twice:?}");
            }
        }
        Self { bundle }
    }

    /// A message by its id, with facts filled in. An id that is not there is shown as itself, never as silence.
    pub fn say(&self, id: &str, details: &Details) -> String {
        self.find(id, None, details).unwrap_or_else(|| id.to_owned())
    }

    /// A message that depends on a number, which it knows as `$count`.
    pub fn count(&self, id: &str, count: usize, details: &Details) -> String {
        self.find_counted(id, None, details, Some(count)).unwrap_or_else(|| id.to_owned())
    }

    /// The sentence of a code: what happened, and what it was about where that is known.
    pub fn code(&self, code: &str, details: &Details) -> String {
        let id = format!("code-{code}");
        let what = self.say(&id, details);
        match self.find(&id, Some("detail"), details) {
            Some(detail) => format!("{what} {detail}"),
            None => what,
        }
    }

    /// What to do about a code, where there is something to do.
    pub fn next_step(&self, code: &str, details: &Details) -> Option<String> {
        self.find(&format!("code-{code}"), Some("next"), details)
    }

    /// The sentence of a check.
    pub fn check(&self, check: &Check) -> String {
        if let (Some(code), Outcome::Failed | Outcome::Unknown) = (check.code, check.outcome) {
            return self.code(code.as_str(), &check.details);
        }
        let outcome = match check.outcome {
            Outcome::Passed => "passed",
            Outcome::Failed => "failed",
            Outcome::Unknown => "unknown",
            Outcome::Absent => "absent",
        };
        self.say(&format!("check-{}-{outcome}", check.id.as_str().replace('.', "-")), &check.details)
    }

    /// The sentence of a remark.
    pub fn note(&self, note: &Note) -> String {
        self.code(note.code.as_str(), &note.details)
    }

    /// The one sentence of a report.
    pub fn headline(&self, report: &Report) -> String {
        self.verdict(report.verdict, &report.issuer)
    }

    /// The one sentence of a verdict about a badge of this issuer.
    pub fn verdict(&self, verdict: Verdict, issuer: &IssuerFinding) -> String {
        let id = match (verdict, &issuer.identity) {
            // Sound, and yet nobody knows whose it is: the headline must not read as if the name were proven.
            (
                Verdict::Verified,
                IssuerIdentity::UnknownKey | IssuerIdentity::SelfIssued | IssuerIdentity::Unproven,
            ) if issuer.lists.is_empty() => "verdict-verified-unknown-issuer".to_owned(),
            _ => format!("verdict-{}", verdict.as_str()),
        };
        self.say(&id, &Details::new())
    }

    /// Who the issuer is shown to be. A name that is only claimed stands in quotes.
    pub fn standing(&self, issuer: &IssuerFinding) -> String {
        let mut details = Details::new();
        let (kind, name) = match (&issuer.identity, issuer.lists.first()) {
            (IssuerIdentity::ProvenDomain { domain }, listing) => {
                details.insert("domain".into(), domain.clone());
                ("proven-domain", listing.and_then(|listing| listing.name.as_ref()).or(issuer.name.as_ref()))
            }
            // The name is the list's: what the key calls itself is no part of the sentence.
            (IssuerIdentity::UnknownKey, Some(listing)) => {
                details.insert("list".into(), listing.list.clone());
                ("listed", listing.name.as_ref())
            }
            (IssuerIdentity::UnknownKey, None) => ("unknown-key", issuer.name.as_ref()),
            (IssuerIdentity::SelfIssued, _) => return self.say("standing-self-issued", &details),
            (IssuerIdentity::Unproven, _) => ("unproven", issuer.name.as_ref()),
        };
        match name {
            Some(name) => {
                details.insert("name".into(), name.clone());
                self.say(&format!("standing-{kind}"), &details)
            }
            None => self.say(&format!("standing-{kind}-nameless"), &details),
        }
    }

    /// A list that names the issuer.
    pub fn listing(&self, listing: &Listing) -> String {
        let mut details = Details::from([("list".to_owned(), listing.list.clone())]);
        match &listing.name {
            Some(name) => {
                details.insert("name".into(), name.clone());
                self.say("issuer-listed", &details)
            }
            None => self.say("issuer-listed-nameless", &details),
        }
    }

    /// How the issuer compares with what is remembered of it.
    pub fn remembered(&self, remembered: &PinMatch) -> String {
        let (id, since) = match remembered {
            PinMatch::PinnedSince { first_seen } => ("issuer-pinned", first_seen),
            PinMatch::ChangedSince { first_seen } => ("issuer-changed", first_seen),
        };
        self.say(id, &Details::from([("since".to_owned(), since.strftime("%Y-%m-%d").to_string())]))
    }

    /// An issuer that this one is easily mistaken for.
    pub fn resemblance(&self, resemblance: &ConfusableName) -> String {
        let facts = [("known", &resemblance.known), ("issuer", &resemblance.id)];
        self.say(
            "issuer-resembles",
            &facts.into_iter().map(|(name, value)| (name.to_owned(), value.clone())).collect(),
        )
    }

    /// What an endorsement endorses.
    pub fn endorsed(&self, of: EndorsementTarget) -> String {
        let id = match of {
            EndorsementTarget::Badge => "endorsement-of-badge",
            EndorsementTarget::Achievement => "endorsement-of-achievement",
            EndorsementTarget::Issuer => "endorsement-of-issuer",
        };
        self.say(id, &Details::new())
    }

    /// Why a document is asked for: what it is, and for which badge.
    pub fn reason(&self, purpose: Purpose, badge: Option<&str>) -> String {
        let id = match purpose {
            Purpose::HostedAssertion => "asked-hosted-assertion",
            Purpose::BadgeClass => "asked-badge-class",
            Purpose::Issuer => "asked-issuer",
            Purpose::PublicKey => "asked-public-key",
            Purpose::KeySet => "asked-key-set",
            Purpose::DidDocument => "asked-did-document",
            Purpose::StatusList => "asked-status-list",
            Purpose::RevocationList => "asked-revocation-list",
            Purpose::Refresh => "asked-refresh",
            Purpose::Schema => "asked-schema",
            Purpose::Resource => "asked-resource",
            Purpose::Picture => "asked-picture",
            Purpose::Badge => "asked-badge",
            Purpose::TrustList => "asked-trust-list",
            Purpose::Page => "asked-page",
            Purpose::Mailbox => "asked-mailbox",
            Purpose::Offer => "asked-offer",
            Purpose::Issuance => "asked-issuance",
        };
        let badge = badge.map(|badge| Details::from([("badge".into(), badge.into())]));
        let for_badge = badge.and_then(|badge| self.find(id, Some("for"), &badge));
        for_badge.unwrap_or_else(|| self.say(id, &Details::new()))
    }

    /// What came of a request.
    pub fn request_outcome(&self, outcome: &RequestOutcome) -> String {
        let details = |name: &str, value: &String| Details::from([(name.to_owned(), value.clone())]);
        match outcome {
            RequestOutcome::Had => self.say("request-had", &Details::new()),
            RequestOutcome::Redirected { to } => self.say("request-redirected", &details("to", to)),
            RequestOutcome::Gone => self.say("request-gone", &Details::new()),
            RequestOutcome::Failed { code, detail } | RequestOutcome::NotMade { code, detail } => {
                self.code(code.as_str(), &details("detail", detail))
            }
        }
    }

    /// A fact of assurance, with what stands there where that can be told in short.
    pub fn fact(&self, fact: FactKind, detail: Option<&str>) -> String {
        let id = match fact {
            FactKind::AssessedWithResults => "fact-assessed-with-results",
            FactKind::AssessmentDescribed => "fact-assessment-described",
            FactKind::EvidenceAttached => "fact-evidence-attached",
            FactKind::CriteriaStated => "fact-criteria-stated",
            FactKind::RubricStated => "fact-rubric-stated",
            FactKind::CompetenciesAligned => "fact-competencies-aligned",
            FactKind::CreditOrHoursStated => "fact-credit-or-hours-stated",
            FactKind::AchievementTypeStated => "fact-achievement-type-stated",
            FactKind::Endorsed => "fact-endorsed",
            FactKind::IssuerAccredited => "fact-issuer-accredited",
            FactKind::SelfIssued => "fact-self-issued",
            FactKind::IssuerDoesNotSay => "fact-issuer-does-not-say",
        };
        let details = detail.map(|detail| ("detail".to_owned(), detail.to_owned())).into_iter().collect();
        self.find(id, Some("detail"), &details).unwrap_or_else(|| self.say(id, &details))
    }

    /// The message, or its attribute; `None` where it does not exist or lacks one of its facts.
    fn find(&self, id: &str, attribute: Option<&str>, details: &Details) -> Option<String> {
        self.find_counted(id, attribute, details, None)
    }

    fn find_counted(
        &self,
        id: &str,
        attribute: Option<&str>,
        details: &Details,
        count: Option<usize>,
    ) -> Option<String> {
        let message = self.bundle.get_message(id)?;
        let pattern = match attribute {
            None => message.value()?,
            Some(name) => message.get_attribute(name)?.value(),
        };
        let mut arguments = FluentArgs::new();
        for (name, value) in details {
            let value = day(value).unwrap_or_else(|| shown(value));
            arguments.set(name.as_str(), isolated(&value));
        }
        if let Some(count) = count {
            arguments.set("count", count);
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&arguments), &mut errors);
        (errors.is_empty() && !text.trim().is_empty()).then(|| text.into_owned())
    }
}

/// A time as people write one, e.g. `December 31, 2025`; with the time of day where it is not midnight, by which badges
/// mean a day. `None` where the fact is no time.
fn day(value: &str) -> Option<String> {
    let time = value.parse::<Timestamp>().ok()?;
    let midnight = time.strftime("%H:%M:%S").to_string() == "00:00:00";
    let form = if midnight { "%B %-d, %Y" } else { "%B %-d, %Y, %H:%M UTC" };
    Some(time.strftime(form).to_string())
}

#[cfg(test)]
mod tests {
    use openbadges::{CheckId, Code};

    use super::*;
    use crate::error::ErrorCode;

    #[test]
    fn the_catalogue_has_no_faults() {
        let catalogue =
            [("codes", CODES), ("checks", CHECKS), ("links", LINKS), ("mail", MAIL), ("terminal", TERMINAL)];
        for (name, source) in catalogue {
            let parsed = FluentResource::try_new(source.into());
            assert!(parsed.is_ok(), "{name}.ftl: {:?}", parsed.err().map(|(_, errors)| errors));
        }
    }

    #[test]
    fn every_code_has_its_sentence() {
        let words = Words::english();
        let codes = Code::ALL.iter().map(|code| code.as_str()).chain(ErrorCode::all().map(ErrorCode::as_str));
        let silent: Vec<&str> =
            codes.filter(|code| words.code(code, &Details::new()).starts_with("code-")).collect();
        assert!(silent.is_empty(), "codes without a sentence: {silent:?}");
    }

    #[test]
    fn times_are_told_as_days() {
        let cases = [
            ("2025-12-31T00:00:00Z", Some("December 31, 2025")),
            ("2025-12-31T14:05:09+01:00", Some("December 31, 2025, 13:05 UTC")),
            ("2025-12-31", None),
            ("yesterday", None),
        ];
        for (value, told) in cases {
            assert_eq!(day(value).as_deref(), told, "{value}");
        }
        let until = Details::from([("until".into(), "2025-12-31T00:00:00Z".into())]);
        let told = Words::english().code("EXPIRED", &until);
        assert!(told.contains("December 31, 2025"), "{told}");
    }

    #[test]
    fn every_check_has_a_sentence_for_each_outcome() {
        let words = Words::english();
        for id in CheckId::ALL {
            for outcome in ["passed", "failed", "unknown", "absent"] {
                let key = format!("check-{}-{outcome}", id.as_str().replace('.', "-"));
                assert_ne!(words.say(&key, &Details::new()), key);
            }
        }
    }

    #[test]
    fn every_request_has_its_reason() {
        let words = Words::english();
        for purpose in Purpose::ALL {
            for badge in [None, Some("Teamwork")] {
                let reason = words.reason(*purpose, badge);
                assert!(!reason.starts_with("asked-"), "{purpose:?}");
                assert_eq!(reason.contains("Teamwork"), badge.is_some(), "{reason}");
            }
        }
        let outcomes = [
            (RequestOutcome::Had, "It answered."),
            (RequestOutcome::Redirected { to: "/there".into() }, "It sent us on to /there"),
            (RequestOutcome::Gone, "It says that this page is gone for good."),
            (
                RequestOutcome::NotMade { code: Code::NetBudget, detail: "41".into() },
                "The badge asks for more documents than any check needs.",
            ),
        ];
        for (outcome, told) in outcomes {
            assert_eq!(words.request_outcome(&outcome), told);
        }
    }

    #[test]
    fn every_fact_has_a_sentence_with_and_without_its_detail() {
        let words = Words::english();
        for fact in FactKind::ALL {
            for detail in [None, Some("x")] {
                assert!(!words.fact(*fact, detail).starts_with("fact-"), "{fact:?}");
            }
        }
        assert_eq!(words.fact(FactKind::CompetenciesAligned, None), "Tied to named competencies");
        assert_eq!(
            words.fact(FactKind::CompetenciesAligned, Some("ESCO, CASE")),
            "Tied to named competencies (ESCO, CASE)"
        );
    }

    #[test]
    fn a_claimed_name_stands_in_quotes_and_cannot_turn_the_sentence_around() {
        let issuer = IssuerFinding {
            id: Some("did:key:z6Mk".into()),
            name: Some("Harvard\u{202e} University".into()),
            identity: IssuerIdentity::UnknownKey,
            ..IssuerFinding::default()
        };
        let told = Words::english().standing(&issuer);
        assert!(told.contains("calls itself “"), "{told}");
        assert!(!told.contains('\u{202e}'), "the control is shown, not obeyed: {told:?}");
    }

    /// Where a list names the key, the list's name for it is told and not the one that it gives itself.
    #[test]
    fn a_listed_key_is_called_what_the_list_calls_it() {
        let listed = |name: Option<&str>| IssuerFinding {
            name: Some("Harvard University".into()),
            identity: IssuerIdentity::UnknownKey,
            lists: vec![Listing { list: "Partners".into(), name: name.map(str::to_owned) }],
            ..IssuerFinding::default()
        };
        let words = Words::english();
        for (name, expected) in [
            (Some("My College"), "Signed by My College: that is how the list “Partners” names this key."),
            (None, "Signed by a key that is on the list “Partners”."),
        ] {
            assert_eq!(words.standing(&listed(name)), expected);
        }
        assert_eq!(
            words.verdict(Verdict::Verified, &listed(None)),
            words.say("verdict-verified", &Details::new())
        );
        assert_eq!(
            words.verdict(Verdict::Verified, &IssuerFinding::default()),
            words.say("verdict-verified-unknown-issuer", &Details::new())
        );
    }

    #[test]
    fn a_detail_is_left_out_where_its_fact_is_not_known() {
        let words = Words::english();
        assert_eq!(words.code("EXPIRED", &Details::new()), "The badge’s time is over.");
        let details = Details::from([("until".to_owned(), "2024-01-01".to_owned())]);
        assert_eq!(words.code("EXPIRED", &details), "The badge’s time is over. It ended on 2024-01-01.");
    }
}
