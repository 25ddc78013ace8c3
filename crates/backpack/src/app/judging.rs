//! Judging one thing that was handed over: what it is, the badges in it, and what in it is to be looked at next.

use std::sync::Arc;

use openbadges::{
    Code, Credential, Outcome, ParsedBadge, ReadError, VerifyOptions, compare_recipients,
    limits::BADGE_FILE_BYTES,
};

use super::{
    asking::Asking,
    looking::Looked,
    mails::GoingThrough,
    origin::Origin,
    unasked::HostsToAsk,
    verifier::{Candidate, CandidateBadge, Inspector, NoBadge, OtherFileContents},
};
use crate::{
    error::AppCode,
    identity,
    intake::{
        self, Item, Kind, Opened, OtherFileKind, OtherFormat, Place,
        archive::{Archive, ArchiveError, Entry},
        exports::{Export, Piece},
        limits,
    },
    links::{Link, Resolved, resolve},
    mail::Mails,
    network, picture,
    view::*,
};

impl Inspector {
    /// Looks at one thing.
    pub(super) async fn look_at(&self, item: Item, asked: &VerifyOptions, asking: &Asking) -> Looked {
        let alone = item.alone;
        let (mut origin, place) = Origin::of(item);
        // Whoever sent a mail chose whom its badges and links would ask.
        let asking = if origin.mail().is_some() { &Asking::Nobody } else { asking };
        let bytes = match place {
            Place::File(path) => match intake::open_file(&path) {
                Ok(Opened::Bytes(bytes)) => bytes,
                Ok(Opened::Archive(file)) => {
                    let opened = Archive::of_file(file);
                    let kind = opened.as_ref().err().and_then(OtherFileKind::of_archive);
                    let mut looked = self.unpack(&origin, opened);
                    // It is not read as a whole unless there is a use for that.
                    if let ([seen], Some(kind)) = (looked.seen.as_mut_slice(), kind)
                        && let Ok(bytes) = intake::read_file(&path, BADGE_FILE_BYTES)
                    {
                        seen.record = Some(OtherFileContents { kind, bytes });
                    }
                    return looked;
                }
                Ok(Opened::Mailbox(mails)) => return self.go_on(GoingThrough::new(origin, mails, alone)),
                Err(error) => return origin.nothing(error).into(),
            },
            Place::Bytes(bytes) | Place::Pasted(bytes) if bytes.len() > limits::BYTES_IN_HAND => {
                let found = format!("more than {} MiB", limits::BYTES_IN_HAND >> 20);
                let error = ReadError::new(Code::ImportTooLarge, found);
                return origin.nothing(error).into();
            }
            Place::Bytes(bytes) | Place::Pasted(bytes) => bytes,
            Place::Issued { bytes, .. } => return self.judge_issued(origin, bytes, asked, asking).await,
            Place::Archived(archive, entry) => match archive.read(&entry) {
                Ok(bytes) => bytes,
                Err(error) => return origin.nothing(error).into(),
            },
            Place::Refused(error) => return origin.nothing(error).into(),
            Place::Link(text) => {
                let link = Link::read(&text);
                if let Some(foreign) = link.offer
                    && let Some(seen) = self.offered(&origin, &link.url, foreign)
                {
                    let link = origin.mail().and_then(|_| LinkDetail::new(&link));
                    return Candidate { link, ..seen }.into();
                }
                let bytes = match self.behind(&mut origin, text, &link, asking).await {
                    Ok(bytes) => bytes,
                    Err(looked) if origin.mail().is_some() => return with_link(looked, &link),
                    Err(looked) => return looked,
                };
                let mut looked = self.judge(origin, bytes, alone, asked, asking).await;
                if let Some(hint) = &link.recipient_hint {
                    let badges = looked.seen.iter_mut().filter_map(|seen| seen.result.as_mut().ok());
                    badges.for_each(|badge| {
                        note_hint(badge, hint);
                    });
                }
                return looked;
            }
        };
        self.judge(origin, bytes, alone, asked, asking).await
    }

    /// The document that holds the badge behind a link.
    async fn behind(
        &self,
        origin: &mut Origin,
        text: String,
        link: &Link,
        asking: &Asking,
    ) -> Result<Vec<u8>, Looked> {
        let first = link.first_requests();
        let visit = match self.visit_asking(asking) {
            Some(visit) => visit,
            None if link.is_worth_asking() => {
                return Err(origin
                    .seen(Err(NoBadge::Link(text)), HostsToAsk::of(network::hosts_of(&first), []))
                    .into());
            }
            // Nothing is asked about such a link.
            None => self.visit(),
        };
        match resolve(link, &visit).await {
            Resolved::Had(document) => {
                origin.provenance.url = Some(Link::read(&document.final_url).url);
                origin.fetched_from = Some(document.final_url);
                Ok(document.bytes)
            }
            Resolved::InPage(document) => {
                origin.provenance.url = Some(Link::read(&document.final_url).url);
                Ok(document.bytes)
            }
            // It is this link itself that nobody agreed to ask, or only a place that its page names.
            Resolved::Elsewhere(links) if first.iter().any(|request| links.contains(&request.url)) => {
                Err(origin.seen(Err(NoBadge::Link(text)), HostsToAsk::of(visit.unasked(), [])).into())
            }
            Resolved::Elsewhere(links) => Err(Looked {
                seen: links.into_iter().map(|link| Origin::of_link(&link).unasked(link)).collect(),
                ..Looked::default()
            }),
            Resolved::Nothing(nothing) => Err(origin.nothing(ErrorDetail::behind_link(link, nothing)).into()),
        }
    }

    /// Says what bytes are, and verifies the badges among them.
    async fn judge(
        &self,
        origin: Origin,
        bytes: Vec<u8>,
        alone: bool,
        asked: &VerifyOptions,
        asking: &Asking,
    ) -> Looked {
        let inner = |name: &str, place: Place| origin.inner(name, place, false);
        let link = |url: String| inner(&Link::read(&url).url, Place::Link(url));
        let items = |items: Vec<Item>| Looked { further: items, ..Looked::default() };
        let kind = intake::classify(&bytes);
        let record = OtherFileKind::of(&kind, &bytes);
        match kind {
            Kind::Badges(read) => self.verify_each(&origin, read, asked, asking).await,
            Kind::Link(url) => items(vec![link(url)]),
            Kind::Rejected(error) => origin
                .nothing(ErrorDetail::new(AppCode::DeepLinkRejected).with("detail", error.to_string()))
                .into(),
            Kind::Links(urls) => items(urls.into_iter().map(link).collect()),
            Kind::Wrapped(text) => items(vec![inner("#verify", Place::Pasted(text.into_bytes()))]),
            Kind::Archive => self.unpack(&origin, Archive::of_bytes(bytes)),
            Kind::Export(export) => self.take_apart(&origin, export),
            Kind::Page { data, links, error } if data.is_empty() && links.is_empty() => {
                origin.nothing(error).or_record(record, bytes).into()
            }
            Kind::Page { data, links, .. } if data.is_empty() => items(links.into_iter().map(link).collect()),
            Kind::Page { data, .. } => {
                items(data.into_iter().map(|text| inner("data", Place::Bytes(text.into_bytes()))).collect())
            }
            Kind::Picture(error) => match picture::codes(&bytes) {
                Ok(codes) if !codes.is_empty() => {
                    let code = |text: String| inner("QR", Place::Pasted(text.into_bytes()));
                    items(codes.into_iter().map(code).collect())
                }
                // A picture that cannot be looked through carries no badge all the same, which is what is told.
                Ok(_) | Err(_) => origin.nothing(error).or_record(record, bytes).into(),
            },
            Kind::Offer(text, foreign) => {
                let offered = self.offered(&origin, &text, foreign);
                offered.unwrap_or_else(|| origin.nothing(foreign)).into()
            }
            Kind::OtherFormat(foreign) => origin.nothing(foreign).or_record(record, bytes).into(),
            Kind::Mail => match Mails::of_bytes(bytes) {
                Some(mails) => self.go_on(GoingThrough::new(origin, mails, alone)),
                // Outlook's files are compound files, and so are those of old office programs.
                None => origin.nothing(OtherFormat::OfficeDocument).into(),
            },
            Kind::Unknown(error) => origin.nothing(error).or_record(record, bytes).into(),
        }
    }

    pub(super) async fn verify_each(
        &self,
        origin: &Origin,
        read: Vec<Result<ParsedBadge, ReadError>>,
        asked: &VerifyOptions,
        asking: &Asking,
    ) -> Looked {
        let mut seen = Vec::with_capacity(read.len());
        for one in read {
            seen.push(match one {
                Ok(found) => {
                    let found = ParsedBadge { fetched_from: origin.fetched_from.clone(), ..found };
                    let (badge, hosts) = self.verify(&origin.source, found, asked, asking).await;
                    origin.seen(Ok(Box::new(badge)), hosts)
                }
                Err(error) => origin.nothing(error),
            });
        }
        if let [one] = seen.as_mut_slice() {
            note_type_mismatch(one);
        }
        Looked { seen, ..Looked::default() }
    }

    fn unpack(&self, origin: &Origin, opened: Result<(Arc<Archive>, Vec<Entry>), ArchiveError>) -> Looked {
        let opened = match opened {
            Ok(_) if origin.archives() >= limits::ARCHIVE_DEPTH => {
                Err(ArchiveError::Limit("archives inside each other".into()))
            }
            Ok((_, entries)) if entries.is_empty() => Err(ArchiveError::Unreadable("it is empty".into())),
            opened => opened,
        };
        match opened {
            Ok((archive, entries)) => {
                let item = |entry: Entry| {
                    let name = entry.name.clone();
                    origin.inner(&name, Place::Archived(archive.clone(), entry), true)
                };
                Looked { further: entries.into_iter().map(item).collect(), ..Looked::default() }
            }
            Err(ArchiveError::Sealed(all)) => self.locked(origin, all).into(),
            Err(error) => origin.nothing(error).into(),
        }
    }

    fn take_apart(&self, origin: &Origin, export: Export) -> Looked {
        let mut looked = Looked::default();
        if export.pieces.is_empty() {
            looked.seen.push(origin.nothing(ErrorDetail::new(AppCode::ExportEmpty)));
        }
        if export.left_out > 0 {
            let count = export.left_out.to_string();
            looked.seen.push(origin.nothing(ErrorDetail::new(AppCode::ExportLimit).with("count", count)));
        }
        for (at, piece) in export.pieces.into_iter().enumerate() {
            looked.further.push(match piece {
                Piece::Badge(text) => {
                    origin.inner(&format!("{}", at + 1), Place::Bytes(text.into_bytes()), false)
                }
                Piece::Link(url) => origin.inner(&Link::read(&url).url, Place::Link(url), false),
            });
        }
        looked
    }
}

/// Adds the link of a mail, with its platform and what to do.
fn with_link(mut looked: Looked, link: &Link) -> Looked {
    for seen in &mut looked.seen {
        seen.link = LinkDetail::new(link);
    }
    looked
}

/// A link or a mail may say to whom its badge was issued. Where the badge bears that out and the learner has not added that
/// address, it is remarked here, and nowhere remembered. Returns whether there is no more to try.
pub(super) fn note_hint(badge: &mut CandidateBadge, hint: &str) -> bool {
    let code = AppCode::RecipientHint.as_str();
    if badge.report.recipient.outcome == Outcome::Passed
        || badge.detail.notes.iter().any(|note| note.code == code)
    {
        return true;
    }
    let Some(hinted) = identity::parse(hint) else { return false };
    if compare_recipients(&badge.report.badge, std::slice::from_ref(&hinted)).outcome != Outcome::Passed {
        return false;
    }
    let message = Message::code(code).with("identity", hint);
    badge.detail.notes.push(NoteDetail { code: code.to_owned(), message });
    badge.hint = Some(hinted.value);
    true
}

/// The content decides what a badge is; where a file's name says something else, that is remarked.
fn note_type_mismatch(seen: &mut Candidate) {
    let Ok(badge) = &mut seen.result else { return };
    let Some(extension) = seen.provenance.name.as_deref().and_then(|name| name.rsplit_once('.')) else {
        return;
    };
    let claimed = extension.1.to_ascii_lowercase();
    let fits = match badge.found.container {
        openbadges::Container::Png => claimed == "png",
        openbadges::Container::Svg => claimed == "svg",
        openbadges::Container::Pdf => claimed == "pdf",
        openbadges::Container::Bare if matches!(claimed.as_str(), "png" | "svg" | "pdf") => false,
        // A presentation may be of another form than the credentials in it.
        openbadges::Container::Bare => {
            match badge.found.presentation.as_deref().unwrap_or(&badge.found.credential) {
                Credential::Jws { .. } => !matches!(claimed.as_str(), "json" | "jsonld"),
                Credential::Json { .. } | Credential::Reference { .. } => {
                    !matches!(claimed.as_str(), "jwt" | "jws")
                }
            }
        }
    };
    if !fits {
        badge.detail.notes.push(NoteDetail::from(&openbadges::Note::new(Code::TypeNameMismatch)));
    }
}
