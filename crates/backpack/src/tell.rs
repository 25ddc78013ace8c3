//! From findings to what a face shows: reports, errors and records in the plain data of [`view`](crate::view), each
//! sentence taken from the catalogue.

use openbadges::{
    Badge, CheckId, Endorsement, FetchError, IssuerIdentity, Outcome, ParsedBadge, ReadError, Report,
    Verdict,
    code::Details,
    documents::sha256_hex,
    report::{IssuerFinding, RecipientMatch},
    trust::PinMatch,
};

use crate::{
    error::{AppCode, ErrorCode},
    intake::{OtherFormat, archive::ArchiveError},
    links::{Link, Nothing},
    network::{RequestOutcome, RequestRecord},
    text::{shown, shown_whole},
    view::*,
    words::Words,
};

/// Turns findings into words. One language at a time.
#[derive(Debug)]
pub struct Teller {
    words: Words,
}

impl Default for Teller {
    fn default() -> Self {
        Self { words: Words::english() }
    }
}

impl Teller {
    /// The catalogue.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// A verified badge.
    pub fn badge(&self, source: &str, found: &ParsedBadge, report: &Report) -> BadgeReport {
        BadgeReport {
            format: found.format.as_str().to_owned(),
            sha256: sha256_hex(&found.original),
            name: report.badge.name.as_deref().or(found.badge.name.as_deref()).map(shown),
            ..self.report(source, report)
        }
    }

    /// A report by itself, as those of credentials inside a learner record are.
    fn report(&self, source: &str, report: &Report) -> BadgeReport {
        BadgeReport {
            source: shown(source),
            format: report.format.map_or_else(String::new, |format| format.as_str().to_owned()),
            version: report.badge.version.map(|version| version.as_str().to_owned()),
            id: report.badge.id.clone(),
            sha256: report.sha256.clone().unwrap_or_default(),
            name: report.badge.name.as_deref().map(shown),
            checked_for: report.at.to_string(),
            verdict: report.verdict,
            headline: self.words.headline(report),
            issuer: self.issuer(&report.issuer),
            recipient: self.recipient(report),
            valid_from: report.badge.valid_from.map(|time| time.to_string()),
            valid_until: report.badge.valid_until.map(|time| time.to_string()),
            checks: report.checks.iter().map(|check| self.check_of(report, check)).collect(),
            assurance: report
                .assessment
                .iter()
                .map(|fact| AssessmentFactDetail {
                    fact: fact.fact,
                    place: fact.place.clone(),
                    message: self.words.fact(fact.fact, fact.detail.as_deref()),
                })
                .collect(),
            notes: report
                .notes
                .iter()
                .map(|note| NoteDetail { code: note.code.to_string(), message: self.words.note(note) })
                .collect(),
            inner: report.inner.iter().map(|inner| self.report(source, inner)).collect(),
            endorsements: report
                .endorsements
                .iter()
                .map(|endorsement| self.endorsement(source, endorsement))
                .collect(),
            newer: report.newer.as_deref().map(|newer| Box::new(self.report(source, newer))),
        }
    }

    fn endorsement(&self, source: &str, endorsement: &Endorsement) -> EndorsementDetail {
        EndorsementDetail {
            of: endorsement.of,
            message: self.words.endorsed(endorsement.of),
            comment: endorsement.comment.as_deref().map(shown_whole),
            told: self.report(source, &endorsement.report),
        }
    }

    /// One check of `report`. Where it found a newer edition, it says what that one is worth.
    fn check_of(&self, report: &Report, check: &openbadges::Check) -> CheckDetail {
        let mut told = self.check(check);
        if let (CheckId::Refresh, Some(newer)) = (check.id, &report.newer) {
            let details = Details::from([("headline".to_owned(), self.words.headline(newer))]);
            told.message = format!("{} {}", told.message, self.words.say("newer-edition", &details));
        }
        told
    }

    fn check(&self, check: &openbadges::Check) -> CheckDetail {
        CheckDetail {
            id: check.id,
            outcome: check.outcome,
            code: check.code.map(|code| code.to_string()),
            message: self.words.check(check),
            next_step: check.code.and_then(|code| self.words.next_step(code.as_str(), &check.details)),
            rule: check.rule.clone(),
            documents: check.documents.clone(),
        }
    }

    fn issuer(&self, issuer: &IssuerFinding) -> IssuerDetail {
        IssuerDetail {
            id: issuer.id.clone(),
            name: issuer.name.as_deref().map(shown),
            standing: issuer.identity.clone(),
            domain: domain_of(&issuer.identity),
            message: self.words.standing(issuer),
            lists: issuer
                .lists
                .iter()
                .map(|listing| ListingDetail {
                    list: shown(&listing.list),
                    name: listing.name.as_deref().map(shown),
                    message: self.words.listing(listing),
                })
                .collect(),
            remembered: issuer.pin_match.as_ref().map(|remembered| self.remembered(remembered)),
            resembles: issuer
                .confusable_names
                .iter()
                .map(|resemblance| ConfusableNameDetail {
                    known: shown(&resemblance.known),
                    id: shown(&resemblance.id),
                    message: self.words.resemblance(resemblance),
                })
                .collect(),
        }
    }

    fn remembered(&self, remembered: &PinMatch) -> PinDetail {
        let (first_seen, changed) = match remembered {
            PinMatch::PinnedSince { first_seen } => (first_seen, false),
            PinMatch::ChangedSince { first_seen } => (first_seen, true),
        };
        PinDetail { first_seen: first_seen.to_string(), changed, message: self.words.remembered(remembered) }
    }

    fn recipient(&self, report: &Report) -> RecipientDetail {
        let check = report.checks.iter().find(|check| check.id == CheckId::Recipient);
        RecipientDetail {
            outcome: report.recipient.outcome,
            identity: report.recipient.identity.clone(),
            message: match check {
                Some(check) => self.words.check(check),
                None => self.words.say("check-recipient-match-absent", &Details::new()),
            },
        }
    }

    /// Puts how the recipient compares with the identities of now in the place of how it compared when `told` was made.
    pub fn recompared(&self, told: &mut BadgeReport, recipient: &RecipientMatch) {
        if told.recipient.outcome == recipient.outcome && told.recipient.identity == recipient.identity {
            return;
        }
        let check = told.checks.iter_mut().find(|check| check.id == CheckId::Recipient);
        // A recipient in a form that its standard does not allow stays one, whomever it is compared with.
        let format = openbadges::Code::RecipientFormat.as_str();
        if check.as_ref().is_some_and(|check| check.code.as_deref() == Some(format)) {
            return;
        }
        let code = match recipient.outcome {
            Outcome::Failed => Some(openbadges::Code::RecipientMismatch),
            Outcome::Unknown => Some(openbadges::Code::RecipientNotAsked),
            Outcome::Passed | Outcome::Absent => None,
        };
        let (message, next_step) = match code {
            Some(code) => (
                self.words.code(code.as_str(), &Details::new()),
                self.words.next_step(code.as_str(), &Details::new()),
            ),
            None if recipient.outcome == Outcome::Passed => {
                (self.words.say("check-recipient-match-passed", &Details::new()), None)
            }
            None => (self.words.say("check-recipient-match-absent", &Details::new()), None),
        };
        told.recipient = RecipientDetail {
            outcome: recipient.outcome,
            identity: recipient.identity.clone(),
            message: message.clone(),
        };
        if let Some(check) = check {
            check.outcome = recipient.outcome;
            check.code = code.map(|code| code.to_string());
            (check.message, check.next_step) = (message, next_step);
        }
        let of_the_other = [openbadges::Code::RecipientVariant.as_str(), AppCode::RecipientHint.as_str()];
        told.notes.retain(|note| !of_the_other.contains(&note.code.as_str()));
    }

    /// A badge of the backpack, for grid and list.
    pub fn card(&self, kept: &crate::store::BadgeEntry, recipient: &RecipientMatch) -> BadgeSummary {
        let latest = kept.latest.as_ref();
        let issuer = latest.map(|latest| latest.issuer.clone()).unwrap_or_default();
        let verdict = latest.map_or(Verdict::Unconfirmed, |latest| latest.verdict);
        let badge = &kept.badge;
        BadgeSummary {
            id: kept.id.to_string(),
            name: badge.name.as_deref().map_or_else(|| self.nameless(), shown),
            issuer_name: listed_name(&issuer).or(badge.issuer.name.as_deref()).map(shown),
            issuer_domain: domain_of(&issuer.identity),
            issuer_claimed_only: !matches!(issuer.identity, IssuerIdentity::ProvenDomain { .. })
                && listed_name(&issuer).is_none(),
            verdict,
            headline: self.words.verdict(verdict, &issuer),
            date: badge.issued_on.or(badge.valid_from).map(|time| time.to_string()),
            valid_until: badge.valid_until.map(|time| time.to_string()),
            added_at: kept.added_at.to_string(),
            checked_at: latest.map(|latest| latest.at.to_string()),
            assurance: latest
                .map_or_else(Vec::new, |latest| latest.assurance.iter().map(|fact| fact.fact).collect()),
            mine: recipient.outcome,
            superseded: kept.superseded_by.is_some(),
        }
    }

    /// What stands in for the name of a badge that has none.
    pub fn nameless(&self) -> String {
        self.words.say("terminal-nameless", &Details::new())
    }

    /// Why bytes yielded no badge.
    pub fn read_error(&self, error: &ReadError) -> ErrorDetail {
        self.error(error.code.as_str(), Some(error.found.clone()), [("found", error.found.clone())])
    }

    /// Why a document could not be had.
    pub fn unavailable(&self, error: &FetchError) -> ErrorDetail {
        self.error(error.code.as_str(), Some(error.detail.clone()), [("detail", error.detail.clone())])
    }

    /// A request of the activity log.
    pub fn activity(&self, request: &RequestRecord) -> RequestSummary {
        let (outcome, failure) = match &request.outcome {
            RequestOutcome::Had => (RequestStatus::Had, None),
            RequestOutcome::Redirected { .. } => (RequestStatus::Redirected, None),
            RequestOutcome::Gone => (RequestStatus::Gone, Some("gone".to_owned())),
            RequestOutcome::Failed { code, .. } => (RequestStatus::Failed, Some(code.to_string())),
            RequestOutcome::NotMade { code, .. } => (RequestStatus::NotMade, Some(code.to_string())),
        };
        let badge = request.badge.as_ref();
        RequestSummary {
            at: request.at.to_string(),
            host: Some(request.host.clone()).filter(|host| !host.is_empty()),
            url: shown_whole(&request.url),
            purpose: request.purpose,
            reason: self.words.reason(request.purpose, badge.and_then(|badge| badge.name.as_deref())),
            badge_id: badge.map(|badge| badge.id.clone()),
            bytes: u32::try_from(request.bytes).unwrap_or(u32::MAX),
            sent: u32::try_from(request.sent).unwrap_or(u32::MAX),
            outcome,
            message: self.words.request_outcome(&request.outcome),
            failure,
        }
    }

    /// Why there is no badge behind a link. Where its platform is known, what to do next is the platform's own way.
    pub fn nothing_behind(&self, link: &Link, nothing: &Nothing) -> ErrorDetail {
        let platform = link.known.as_ref().map(|known| known.platform);
        let details = platform.map(|platform| ("platform", platform.name.clone()));
        let mut told = match nothing {
            Nothing::SignIn => self.app_error(AppCode::LinkSignIn, details),
            Nothing::Offer(offer) => return self.foreign(*offer),
            Nothing::Gone => return self.app_error(AppCode::LinkGone, details),
            Nothing::NoBadge => self.app_error(AppCode::LinkNoBadge, details),
            Nothing::Unreadable(error) => self.read_error(error),
            Nothing::FetchError(error) => return self.unavailable(error),
        };
        if let Some(platform) = platform {
            told.next_step = Some(self.words.say(&format!("platform-{}", platform.id), &Details::new()));
        }
        told
    }

    /// Something that is no Open Badge and is known by name.
    pub fn foreign(&self, foreign: OtherFormat) -> ErrorDetail {
        let word = foreign.as_str();
        let what = self.words.say(&format!("foreign-{word}"), &Details::new());
        let code = if foreign.is_offer() { AppCode::CredentialOffer } else { AppCode::NotAnOpenBadge };
        ErrorDetail {
            next_step: Some(self.words.say(&format!("foreign-{word}-next"), &Details::new())),
            found: Some(word.to_owned()),
            ..self.app_error(code, [("what", what)])
        }
    }

    /// Why an archive, or something in it, is not read.
    pub fn archive_error(&self, error: &ArchiveError) -> ErrorDetail {
        match error {
            ArchiveError::OtherFormat(foreign) => self.foreign(*foreign),
            ArchiveError::Unreadable(detail) => {
                self.app_error(AppCode::ArchiveUnreadable, [("detail", detail.clone())])
            }
            ArchiveError::Encrypted(name) => {
                self.app_error(AppCode::ArchiveEncrypted, [("name", name.clone())])
            }
            ArchiveError::Sealed(all) => {
                self.app_error(AppCode::BackupLocked, [("count", all.len().to_string())])
            }
            ArchiveError::Limit(detail) => {
                self.app_error(AppCode::ArchiveLimit, [("detail", detail.clone())])
            }
        }
    }

    /// An error of the application itself.
    pub fn app_error<'a>(
        &self,
        code: impl Into<ErrorCode>,
        details: impl IntoIterator<Item = (&'a str, String)>,
    ) -> ErrorDetail {
        self.error(code.into().as_str(), None, details)
    }

    /// Any error, by its code and the facts for its sentence.
    pub fn error<'a>(
        &self,
        code: &str,
        found: Option<String>,
        details: impl IntoIterator<Item = (&'a str, String)>,
    ) -> ErrorDetail {
        let details: Details = details.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        ErrorDetail {
            code: code.to_owned(),
            message: self.words.code(code, &details),
            found: found.filter(|found| !found.is_empty()).map(|found| shown(&found)),
            next_step: self.words.next_step(code, &details),
        }
    }
}

/// The issuer's name by a trust list, which goes before the one that it gives itself.
fn listed_name(issuer: &IssuerFinding) -> Option<&str> {
    issuer.lists.iter().find_map(|listing| listing.name.as_deref())
}

/// The registrable domain, where one is proven.
fn domain_of(standing: &IssuerIdentity) -> Option<String> {
    match standing {
        IssuerIdentity::ProvenDomain { domain } => Some(domain.clone()),
        IssuerIdentity::UnknownKey | IssuerIdentity::SelfIssued | IssuerIdentity::Unproven => None,
    }
}

/// A badge's texts as they may be shown: controls visible, lengths bounded.
pub fn shown_badge(badge: &Badge) -> Badge {
    let short = |text: &Option<String>| text.as_deref().map(shown);
    let long = |text: &Option<String>| text.as_deref().map(shown_whole);
    let mut safe = badge.clone();
    safe.name = short(&badge.name);
    safe.narrative = long(&badge.narrative);
    safe.issuer.name = short(&badge.issuer.name);
    safe.issuer.description = long(&badge.issuer.description);
    safe.issuer.email = short(&badge.issuer.email);
    safe.achievement.name = short(&badge.achievement.name);
    safe.achievement.description = long(&badge.achievement.description);
    safe.achievement.criteria_narrative = long(&badge.achievement.criteria_narrative);
    safe.achievement.achievement_type = short(&badge.achievement.achievement_type);
    for alignment in &mut safe.achievement.alignments {
        alignment.name = short(&alignment.name);
        alignment.framework = short(&alignment.framework);
        alignment.code = short(&alignment.code);
    }
    for evidence in &mut safe.evidence {
        evidence.name = short(&evidence.name);
        evidence.narrative = long(&evidence.narrative);
        evidence.genre = short(&evidence.genre);
    }
    for result in &mut safe.results {
        result.name = short(&result.name);
        result.value = short(&result.value);
    }
    safe
}

/// The line of one verification in a badge's history.
pub fn history_line(words: &Words, report: &Report) -> VerificationSummary {
    VerificationSummary {
        at: report.at.to_string(),
        verdict: report.verdict,
        headline: words.headline(report),
    }
}

/// The recipient of a badge that was not compared with anything.
pub fn not_compared() -> RecipientMatch {
    RecipientMatch { outcome: Outcome::Unknown, identity: None }
}
