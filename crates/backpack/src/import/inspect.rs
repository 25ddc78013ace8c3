//! Inspection of one item: its kind, the badges in it, and the further items in it.

use std::{path::Path, sync::Arc};

use badge_intake::IntakeCode;
use openbadges::{Code, ParsedBadge, ReadError, limits::BADGE_FILE_BYTES};

use super::{
    candidate::{Candidate, CandidateOffer, NoBadge, OtherFileContents},
    inspector::{Inspector, VerificationSettings},
    item::Item,
    mail::{MailContents, MailFile},
    origin::Origin,
};
use crate::{
    error::AppCode,
    intake::{
        self, ItemLocation, Kind, OpenedFile, OtherFileKind, OtherFormat,
        archive::{Archive, ArchiveError, Entry},
        exports::{Export, Piece},
        limits,
    },
    links::{Link, Resolved, resolve},
    mail::Mails,
    network::{self, NetworkPolicy},
    offers::{self, OfferError},
    picture,
    policy::HostsNeedingConsent,
    view::*,
};

/// The result of one step of an import.
#[derive(Default)]
pub(crate) struct Inspection {
    /// Badges, links and errors.
    pub(crate) candidates: Vec<Candidate>,
    /// The items to inspect next.
    pub(crate) items: Vec<Item>,
    /// The rest of a file of mails, to read after the items.
    pub(crate) mails: Option<Box<MailFile>>,
}

impl From<Candidate> for Inspection {
    fn from(candidate: Candidate) -> Self {
        Self { candidates: vec![candidate], ..Self::default() }
    }
}

impl From<(MailContents, Option<MailFile>)> for Inspection {
    fn from((contents, rest): (MailContents, Option<MailFile>)) -> Self {
        Self { candidates: contents.errors, items: contents.items, mails: rest.map(Box::new) }
    }
}

impl Inspection {
    fn of_items(items: Vec<Item>) -> Self {
        Self { items, ..Self::default() }
    }
}

impl Inspector {
    /// Inspects one item.
    pub(crate) async fn inspect(&self, item: Item, settings: VerificationSettings<'_>) -> Inspection {
        let selected = item.selected;
        let (origin, location) = Origin::of(item);
        // The sender of a mail chose the hosts that its badges and links lead to.
        let settings = match origin.mail() {
            Some(_) => VerificationSettings { policy: &NetworkPolicy::Offline, ..settings },
            None => settings,
        };
        let bytes = match location {
            ItemLocation::File(path) => match intake::open_file(&path) {
                Ok(OpenedFile::Bytes(bytes)) => bytes,
                Ok(OpenedFile::Archive(file)) => return archive_file(&origin, &path, Archive::of_file(file)),
                Ok(OpenedFile::Mailbox(mails)) => {
                    return MailFile::new(origin, mails, selected).read_on().into();
                }
                Err(error) => return Candidate::failed(&origin, error).into(),
            },
            ItemLocation::Bytes(bytes) | ItemLocation::Pasted(bytes) if bytes.len() > limits::INPUT_BYTES => {
                let found = format!("more than {} MiB", limits::INPUT_BYTES >> 20);
                return Candidate::failed(&origin, ReadError::new(Code::ImportTooLarge, found)).into();
            }
            ItemLocation::Bytes(bytes) | ItemLocation::Pasted(bytes) => bytes,
            ItemLocation::Issued { bytes, .. } => {
                return self.inspect_issued(origin, bytes, settings).await;
            }
            ItemLocation::Archived(archive, entry) => match archive.read(&entry) {
                Ok(bytes) => bytes,
                Err(error) => return Candidate::failed(&origin, error).into(),
            },
            ItemLocation::Refused(error) => return Candidate::failed(&origin, error).into(),
            ItemLocation::Link(text) => return self.inspect_link(origin, text, selected, settings).await,
        };
        self.inspect_bytes(origin, bytes, selected, settings).await
    }

    /// Inspects the badge behind a link.
    async fn inspect_link(
        &self,
        mut origin: Origin,
        text: String,
        selected: bool,
        settings: VerificationSettings<'_>,
    ) -> Inspection {
        let link = Link::read(&text);
        if let Some(format) = link.offer
            && let Some(candidate) = offer(&origin, &link.url, format)
        {
            let link = origin.mail().and_then(|_| LinkDetail::new(&link));
            return Candidate { link, ..candidate }.into();
        }
        let bytes = match self.fetch_linked(&mut origin, text, &link, settings).await {
            Ok(bytes) => bytes,
            Err(inspection) if origin.mail().is_some() => return with_link(inspection, &link),
            Err(inspection) => return inspection,
        };
        let mut inspection = self.inspect_bytes(origin, bytes, selected, settings).await;
        if let Some(hint) = &link.recipient_hint {
            let candidates = inspection.candidates.iter_mut();
            for badge in candidates.filter_map(|candidate| candidate.result.as_mut().ok()) {
                badge.note_hint(hint);
            }
        }
        inspection
    }

    /// Returns the document with the badge behind a link.
    async fn fetch_linked(
        &self,
        origin: &mut Origin,
        text: String,
        link: &Link,
        settings: VerificationSettings<'_>,
    ) -> Result<Vec<u8>, Inspection> {
        let first = link.first_requests();
        let unfollowed = |origin: &Origin, text: String, hosts: Vec<String>| {
            let hosts = HostsNeedingConsent::new(hosts, []);
            Err(Candidate::new(origin, Err(NoBadge::Link(text)), hosts).into())
        };
        let session = match self.session_for(settings.policy, settings.cancel) {
            Some(session) => session,
            None if link.may_return_badge() => return unfollowed(origin, text, network::hosts_of(&first)),
            // Such a link needs no request.
            None => self.fetch_session(),
        };
        let resolved = resolve(link, &session).await;
        if settings.cancel.is_cancelled() {
            return Err(Candidate::cancelled(origin).into());
        }
        match resolved {
            Resolved::Document(document) => {
                origin.provenance.url = Some(Link::read(&document.final_url).url);
                origin.fetched_from = Some(document.final_url);
                Ok(document.bytes)
            }
            Resolved::InPage(document) => {
                origin.provenance.url = Some(Link::read(&document.final_url).url);
                Ok(document.bytes)
            }
            // Consent is missing for the link itself.
            Resolved::NeedsConsent(links) if first.iter().any(|request| links.contains(&request.url)) => {
                unfollowed(origin, text, session.hosts_without_consent())
            }
            Resolved::NeedsConsent(links) => Err(Inspection {
                candidates: links.into_iter().map(Candidate::unfollowed).collect(),
                ..Inspection::default()
            }),
            Resolved::NoBadge(reason) => {
                Err(Candidate::failed(origin, ErrorDetail::behind_link(link, reason)).into())
            }
        }
    }

    /// Classifies bytes and verifies the badges in them.
    async fn inspect_bytes(
        &self,
        origin: Origin,
        bytes: Vec<u8>,
        selected: bool,
        settings: VerificationSettings<'_>,
    ) -> Inspection {
        let inner = |name: &str, location: ItemLocation| origin.inner(name, location, false);
        let link = |url: String| inner(&Link::read(&url).url, ItemLocation::Link(url));
        let pasted = |name: &str, text: String| inner(name, ItemLocation::Pasted(text.into_bytes()));
        let kind = intake::classify(&bytes);
        let other_file = OtherFileKind::of(&kind, &bytes);
        let no_badge = |error: ErrorDetail, bytes: Vec<u8>| {
            Candidate::failed(&origin, error).with_other_file(other_file, bytes).into()
        };
        match kind {
            Kind::Badges(read) => self.verify_each(&origin, read, settings).await,
            Kind::Link(url) => Inspection::of_items(vec![link(url)]),
            Kind::Rejected(error) => {
                let error = ErrorDetail::new(AppCode::DeepLinkRejected).with("detail", error.to_string());
                Candidate::failed(&origin, error).into()
            }
            Kind::Links(urls) => Inspection::of_items(urls.into_iter().map(link).collect()),
            Kind::Wrapped(text) => Inspection::of_items(vec![pasted("#verify", text)]),
            Kind::Archive => unpack(&origin, Archive::of_bytes(bytes)),
            Kind::Export(export) => split_export(&origin, export),
            Kind::Page { data, links, error } if data.is_empty() && links.is_empty() => {
                no_badge(error.into(), bytes)
            }
            Kind::Page { data, links, .. } if data.is_empty() => {
                Inspection::of_items(links.into_iter().map(link).collect())
            }
            Kind::Page { data, .. } => {
                let item = |text: String| inner("data", ItemLocation::Bytes(text.into_bytes()));
                Inspection::of_items(data.into_iter().map(item).collect())
            }
            Kind::Picture(error) => match picture::qr_texts(&bytes) {
                Ok(codes) if !codes.is_empty() => {
                    Inspection::of_items(codes.into_iter().map(|text| pasted("QR", text)).collect())
                }
                // A picture that cannot be decoded has no badge either.
                Ok(_) | Err(_) => no_badge(error.into(), bytes),
            },
            Kind::Offer(text, format) => {
                let offer = offer(&origin, &text, format);
                offer.unwrap_or_else(|| Candidate::failed(&origin, format)).into()
            }
            Kind::OtherFormat(format) => no_badge(format.into(), bytes),
            Kind::Mail => match Mails::of_bytes(bytes) {
                Some(mails) => MailFile::new(origin, mails, selected).read_on().into(),
                // Outlook and old office programs both write compound files.
                None => Candidate::failed(&origin, OtherFormat::OfficeDocument).into(),
            },
            Kind::Unknown(error) => no_badge(error.into(), bytes),
        }
    }

    /// Verifies what an issuer delivered for an offer. Accepts only badges, and follows no links.
    async fn inspect_issued(
        &self,
        origin: Origin,
        bytes: Vec<u8>,
        settings: VerificationSettings<'_>,
    ) -> Inspection {
        let error = match intake::classify(&bytes) {
            Kind::Badges(read) if read.iter().any(Result::is_ok) => {
                return self.verify_each(&origin, read, settings).await;
            }
            Kind::OtherFormat(format) => format.into(),
            Kind::Badges(read) => not_a_badge(read.into_iter().find_map(Result::err)),
            Kind::Unknown(error) | Kind::Picture(error) => not_a_badge(Some(error)),
            _ => not_a_badge(None),
        };
        Candidate::failed(&origin, error).into()
    }

    async fn verify_each(
        &self,
        origin: &Origin,
        read: Vec<Result<ParsedBadge, ReadError>>,
        settings: VerificationSettings<'_>,
    ) -> Inspection {
        let mut candidates = Vec::with_capacity(read.len());
        for result in read {
            candidates.push(match result {
                Ok(parsed) => {
                    let parsed = ParsedBadge { fetched_from: origin.fetched_from.clone(), ..parsed };
                    let (badge, hosts) = self.verify(&origin.source, parsed, settings).await;
                    match settings.cancel.is_cancelled() {
                        true => Candidate::cancelled(origin),
                        false => Candidate::new(origin, Ok(Box::new(badge)), hosts),
                    }
                }
                Err(error) => Candidate::failed(origin, error),
            });
        }
        if let [candidate] = candidates.as_mut_slice() {
            candidate.note_type_mismatch();
        }
        Inspection { candidates, ..Inspection::default() }
    }
}

/// The entries of an archive.
type OpenedArchive = Result<(Arc<Archive>, Vec<Entry>), ArchiveError>;

/// Returns the entries of an archive on the disk. The file is read as a whole only if it can become an other
/// file.
fn archive_file(origin: &Origin, path: &Path, opened: OpenedArchive) -> Inspection {
    let kind = opened.as_ref().err().and_then(OtherFileKind::of_archive);
    let mut inspection = unpack(origin, opened);
    if let ([candidate], Some(kind)) = (inspection.candidates.as_mut_slice(), kind)
        && let Ok(bytes) = intake::read_file(path, BADGE_FILE_BYTES)
    {
        candidate.other_file = Some(OtherFileContents { kind, bytes });
    }
    inspection
}

/// Returns the entries of an archive as items.
fn unpack(origin: &Origin, opened: OpenedArchive) -> Inspection {
    let opened = match opened {
        Ok(_) if origin.archives() >= limits::ARCHIVE_DEPTH => {
            Err(ArchiveError::Limit("too many nested archives".into()))
        }
        Ok((_, entries)) if entries.is_empty() => Err(ArchiveError::Unreadable("it is empty".into())),
        opened => opened,
    };
    match opened {
        Ok((archive, entries)) => {
            let item = |entry: Entry| {
                let name = entry.name.clone();
                origin.inner(&name, ItemLocation::Archived(archive.clone(), entry), true)
            };
            Inspection::of_items(entries.into_iter().map(item).collect())
        }
        Err(ArchiveError::Sealed(all)) => Candidate::locked(origin, all).into(),
        Err(error) => Candidate::failed(origin, error).into(),
    }
}

/// Returns the badges and links of another backpack's export as items.
fn split_export(origin: &Origin, export: Export) -> Inspection {
    let mut inspection = Inspection::default();
    if export.pieces.is_empty() {
        inspection.candidates.push(Candidate::failed(origin, ErrorDetail::new(AppCode::ExportEmpty)));
    }
    if export.left_out > 0 {
        let error = ErrorDetail::new(AppCode::ExportLimit).with("count", export.left_out.to_string());
        inspection.candidates.push(Candidate::failed(origin, error));
    }
    for (at, piece) in export.pieces.into_iter().enumerate() {
        inspection.items.push(match piece {
            Piece::Badge(text) => {
                origin.inner(&format!("{}", at + 1), ItemLocation::Bytes(text.into_bytes()), false)
            }
            Piece::Link(url) => origin.inner(&Link::read(&url).url, ItemLocation::Link(url), false),
        });
    }
    inspection
}

/// Adds the mail's link to the candidates, with its platform and the next step.
fn with_link(mut inspection: Inspection, link: &Link) -> Inspection {
    for candidate in &mut inspection.candidates {
        candidate.link = LinkDetail::new(link);
    }
    inspection
}

/// Returns the offer in a text; `None` if this program does not support its form.
fn offer(origin: &Origin, text: &str, format: OtherFormat) -> Option<Candidate> {
    Some(match offers::read(text)? {
        Ok(offer) => {
            let offer = CandidateOffer::new(offer, format);
            let hosts = offer.hosts();
            Candidate::new(origin, Err(NoBadge::Offer(Box::new(offer))), hosts)
        }
        Err(error) => Candidate::failed(origin, error),
    })
}

/// Returns the error for an issuer that returned something other than a badge.
fn not_a_badge(error: Option<ReadError>) -> ErrorDetail {
    let detail = error.map_or_else(|| "something else".to_owned(), |error| error.found);
    OfferError::Offer { code: IntakeCode::OfferNoBadge, detail }.into()
}
