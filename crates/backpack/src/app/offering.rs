//! Offers of badges: shown before anything is asked, asked about where the learner agrees, and got with their key.

use badge_intake::IntakeCode;
use std::{collections::BTreeSet, sync::Arc};

use openbadges::{Code, ReadError};

use super::{
    Backpack, Cancel, ProgressCallback,
    asking::Asking,
    lock,
    looking::Looked,
    origin::Origin,
    unasked::HostsToAsk,
    verifier::{Candidate, Inspector, NoBadge},
};
use crate::{
    error::AppCode,
    intake::{self, Item, Kind, OtherFormat, Place},
    network::FetchSession,
    offers::{self, Got, Holder, Offer, OfferError, Plan},
    view::*,
};

/// An offer that was looked at.
pub(super) struct CandidateOffer {
    offer: Offer,
    foreign: OtherFormat,
    /// How it is got, once that is known.
    plan: Option<Plan>,
    pub(super) detail: OfferDetail,
    /// That it is no badge yet; or why nothing came of it.
    pub(super) error: ErrorDetail,
}

impl CandidateOffer {
    fn new(offer: Offer, foreign: OtherFormat) -> Self {
        let plan = Plan::of(&offer);
        let (detail, error) = (OfferDetail::new(&offer, plan.as_ref()), ErrorDetail::offered(foreign));
        Self { offer, foreign, plan, detail, error }
    }

    /// Whom to ask what it is about.
    fn hosts(&self) -> HostsToAsk {
        let hosts = if self.plan.is_none() { vec![self.offer.host()] } else { Vec::new() };
        HostsToAsk::of(hosts, [])
    }
}

impl Inspector {
    /// The offer in a text. `None`: it is not of a form that this program can answer.
    pub(super) fn offered(&self, origin: &Origin, text: &str, foreign: OtherFormat) -> Option<Candidate> {
        Some(match offers::read(text)? {
            Ok(offer) => {
                let offer = CandidateOffer::new(offer, foreign);
                let hosts = offer.hosts();
                origin.seen(Err(NoBadge::Offer(Box::new(offer))), hosts)
            }
            Err(error) => origin.nothing(error),
        })
    }

    /// The way to an issuer: to the hosts that were agreed to, and to no other. What is refused whoever agrees to it is
    /// refused here too.
    fn visit_for_offer(&self, asking: &Asking) -> FetchSession {
        match asking {
            Asking::Nobody => self.visit().asking(Arc::new(BTreeSet::new())),
            Asking::Only(agreed) => self.visit().asking(agreed.clone()),
            Asking::EveryHost => self.visit(),
        }
    }

    /// Asks what an offer is about. The hosts that would have to be asked next, and were not agreed to, are in the second
    /// part.
    pub(super) async fn ask_about(&self, seen: CandidateOffer, asking: &Asking) -> (NoBadge, HostsToAsk) {
        if seen.plan.is_some() {
            return (NoBadge::Offer(Box::new(seen)), HostsToAsk::default());
        }
        let visit = self.visit_for_offer(asking);
        let CandidateOffer { mut offer, foreign, .. } = seen;
        let learnt = offers::learn(&mut offer, &visit).await;
        let plan = learnt.as_ref().ok().cloned();
        let detail = OfferDetail::new(&offer, plan.as_ref());
        let (error, hosts) = match learnt {
            Ok(_) => (ErrorDetail::offered(foreign), Vec::new()),
            Err(OfferError::FetchError(error)) if error.code == Code::NetConsent => {
                (ErrorDetail::offered(foreign), visit.unasked())
            }
            // What could not be had may be asked for again.
            Err(error @ OfferError::FetchError(_)) => (error.into(), vec![offer.host()]),
            Err(error) => (error.into(), Vec::new()),
        };
        let hosts = HostsToAsk::of(hosts, []);
        (NoBadge::Offer(Box::new(CandidateOffer { offer, foreign, plan, detail, error })), hosts)
    }

    /// Verifies what an issuer handed over. Only a badge is looked at further: whatever else it hands over leads nowhere.
    pub(super) async fn judge_issued(
        &self,
        origin: Origin,
        bytes: Vec<u8>,
        asked: &openbadges::VerifyOptions,
        asking: &Asking,
    ) -> Looked {
        match intake::classify(&bytes) {
            Kind::Badges(read) if read.iter().any(Result::is_ok) => {
                self.verify_each(&origin, read, asked, asking).await
            }
            Kind::OtherFormat(foreign) => origin.nothing(foreign).into(),
            Kind::Badges(read) => origin.nothing(no_badge(read.into_iter().find_map(Result::err))).into(),
            Kind::Unknown(error) | Kind::Picture(error) => origin.nothing(no_badge(Some(error))).into(),
            _ => origin.nothing(no_badge(None)).into(),
        }
    }
}

/// Returns the error that an issuer returned something other than a badge.
fn no_badge(error: Option<ReadError>) -> ErrorDetail {
    let detail = error.map_or_else(|| "something else".to_owned(), |error| error.found);
    OfferError::Offer { code: IntakeCode::OfferNoBadge, detail }.into()
}

impl Backpack {
    /// Gets what a remembered sighting offers, with the learner's key, and verifies it; nothing is kept. `hosts` may be asked
    /// for it, beside those that may always be: the hosts that were shown. Where nothing comes of it, the sighting says why
    /// and is still there.
    pub async fn accept_offer(
        &self,
        key: String,
        hosts: &[String],
        code: Option<&str>,
        cancel: &Cancel,
        progress: ProgressCallback<'_>,
    ) -> Vec<CandidateDetail> {
        let Some(seen) = lock(&self.inner.sightings).remove(&key) else { return Vec::new() };
        let Candidate { result: Err(NoBadge::Offer(offer)), .. } = seen else {
            return vec![self.put_back(key, seen)];
        };
        let Candidate { source, provenance, hosts: to_ask, link, mail, .. } = seen;
        let total = 2;
        progress(Progress::new(0, total, offer.detail.host.clone()));
        let mut told = Vec::new();
        let prepared = self.question().and_then(|asked| Ok((asked, self.agreed(hosts)?)));
        let trouble = match prepared {
            Err(error) => Some(error),
            Ok(_) if cancel.is_cancelled() => Some(ErrorDetail::new(AppCode::Cancelled)),
            Ok((asked, asking)) => {
                let (items, trouble) = self.got(&offer, &asking, code).await;
                let each = &mut |seen| told.push(self.remember(seen));
                // What was issued is issued for once: it is looked at whatever was asked in the meantime.
                self.inspector()
                    .look_at_each(items, &asked, &asking, &Cancel::default(), &|_| {}, each)
                    .await;
                trouble
            }
        };
        if let Some(error) = trouble {
            let result = Err(NoBadge::Offer(Box::new(CandidateOffer { error, ..*offer })));
            let seen = Candidate { source, provenance, result, hosts: to_ask, link, mail, record: None };
            told.push(self.put_back(key, seen));
        }
        told.extend(self.unlogged());
        progress(Progress::finished(total));
        told
    }

    /// What an issuer hands over for an offer, to be looked at, and why there is no more.
    async fn got(
        &self,
        offer: &CandidateOffer,
        asking: &Asking,
        code: Option<&str>,
    ) -> (Vec<Item>, Option<ErrorDetail>) {
        let Some(plan) = &offer.plan else {
            return (Vec::new(), Some(ErrorDetail::offered(offer.foreign)));
        };
        let holder = Holder::new(lock(&self.inner.vault).signing_key().clone());
        let visit = self.inspector().visit_for_offer(asking);
        let Got { texts, trouble } = offers::get(plan, code, &holder, &visit).await;
        let (source, url) = (&offer.detail.host, plan.origin());
        let item =
            |text: String| Item::new(source, Place::Issued { url: url.clone(), bytes: text.into_bytes() });
        (texts.into_iter().map(item).collect(), trouble.map(ErrorDetail::from))
    }
}
