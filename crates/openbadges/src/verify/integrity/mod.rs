//! `integrity.resources`: resources match the digests in the credential (VC Data Model 2.0, section 5.3 "Integrity
//! of Related Resources").
//!
//! A digest may be in `relatedResource`, or beside the `id` of evidence, a picture, a schema or any other object.
//! Inner credentials and endorsements are checked separately. Contexts are never fetched; their digests are
//! compared with the built-in editions.

mod digest;

use self::digest::Expected;
use crate::{
    check::{Check, CheckId},
    code::Code,
    documents::{Documents, Purpose},
    formats::wire,
    json::Value,
    limits::RESOURCES,
    linked_data::contexts::BUILT_IN,
    verify::{
        fetch::{FetchedDocument, fetch_document, id_of},
        rules::Version,
    },
};

/// Checks `integrity.resources` of `credential`. Returns the first mismatch, otherwise the first resource that
/// could not be compared. Absent if there are no digests.
pub(crate) async fn check(credential: &Value, documents: &(impl Documents + Sync)) -> Check {
    let mut resources = Vec::new();
    collect(credential, &mut resources);
    let mut unknown: Option<Check> = None;
    let mut passed = Check::passed(CheckId::Resources, rule()).with("resources", resources.len().to_string());
    for (count, resource) in resources.iter().enumerate() {
        let check = match count {
            RESOURCES => {
                let detail = format!("more than {RESOURCES} resources");
                Check::unknown(CheckId::Resources, rule(), Code::NetBudget).with("detail", detail)
            }
            _ => resource.check(documents).await,
        };
        match check.code {
            Some(Code::RelatedMismatch) => return check,
            Some(_) => unknown = unknown.or(Some(check)),
            None => passed.documents.extend(check.documents),
        }
        if count == RESOURCES {
            break;
        }
    }
    match unknown {
        Some(check) => check,
        None if resources.is_empty() => Check::absent(CheckId::Resources, rule()),
        None => passed,
    }
}

/// Returns whether `bytes` match the digests that `object` states. `None` if it states none.
pub(crate) fn matches(object: &Value, bytes: &[u8]) -> Option<bool> {
    Resource::read(object, false).map(|resource| resource.matches(bytes))
}

/// A resource with a digest.
#[derive(Debug)]
struct Resource<'a> {
    url: &'a str,
    media_type: Option<&'a str>,
    expected: Vec<Expected>,
}

/// Members that are not resources of the credential, or that are checked separately.
const NOT_SEARCHED: &[&str] = &["@context", "proof", "verifiableCredential", "endorsement"];

/// Collects every resource with a digest, and every related resource.
fn collect<'a>(value: &'a Value, resources: &mut Vec<Resource<'a>>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, resources)),
        Value::Object(members) => {
            resources.extend(Resource::read(value, false));
            for (name, value) in members.iter().filter(|(name, _)| !NOT_SEARCHED.contains(&name.as_str())) {
                match name.as_str() {
                    "relatedResource" => {
                        resources
                            .extend(wire::items(Some(value)).filter_map(|value| Resource::read(value, true)));
                    }
                    _ => collect(value, resources),
                }
            }
        }
        _ => {}
    }
}

impl<'a> Resource<'a> {
    /// Parses a resource. `related` resources must have a digest.
    fn read(object: &'a Value, related: bool) -> Option<Self> {
        let text = |name: &str| object.get(name).and_then(Value::as_str);
        let digests =
            |name: &str| wire::items(object.get(name)).map(|digest| digest.as_str().unwrap_or_default());
        let mut expected: Vec<Expected> = digests("digestSRI").map(Expected::sri).collect();
        expected.extend(digests("digestMultibase").map(Expected::multibase));
        if expected.is_empty() && !related {
            return None;
        }
        let url = id_of(object).or_else(|| object.as_str()).unwrap_or_default();
        Some(Self { url, media_type: text("mediaType"), expected })
    }

    async fn check(&self, documents: &(impl Documents + Sync)) -> Check {
        let about = |check: Check| check.with("url", self.url);
        let unknown = |cause: Code| {
            let check = Check::unknown(CheckId::Resources, rule(), Code::RelatedUnknown);
            about(check).with("cause", cause.as_str())
        };
        if self.expected.is_empty() || self.expected.contains(&Expected::Unusable) {
            return unknown(Code::FieldType).with("detail", "no digest that can be compared");
        }
        match self.matches_built_in() {
            Some(true) => return Check::passed(CheckId::Resources, rule()),
            Some(false) => return unknown(Code::DiContextUnknown),
            None => {}
        }
        let FetchedDocument { document, protected, .. } =
            match fetch_document(documents, self.url, Purpose::Resource).await {
                Ok(fetched) => fetched,
                Err(failure) => {
                    return failure.explain(Check::unknown(CheckId::Resources, rule(), Code::RelatedUnknown));
                }
            };
        let reference = document.reference();
        // Section 5.3: a response of another media type is another representation and is rejected.
        let other_kind = self.media_type.is_some_and(|stated| {
            !document.media_type.is_empty() && !stated.eq_ignore_ascii_case(&document.media_type)
        });
        match (self.matches(&document.bytes), protected) {
            (true, _) => Check::passed(CheckId::Resources, rule()).with_document(reference),
            (false, _) if other_kind => {
                unknown(Code::NetContentType).with("detail", &document.media_type).with_document(reference)
            }
            // An attacker on an unprotected connection can replace the resource, so a mismatch is no evidence
            // about the badge.
            (false, false) => unknown(Code::NetCleartext).with_document(reference),
            (false, true) => about(Check::failed(CheckId::Resources, rule(), Code::RelatedMismatch))
                .with_document(reference),
        }
    }

    /// Returns whether a built-in edition of the context matches. `None` if there is none.
    fn matches_built_in(&self) -> Option<bool> {
        let mut editions = BUILT_IN.iter().filter(|context| context.url == self.url).peekable();
        editions.peek()?;
        Some(editions.any(|context| self.matches(context.text.as_bytes())))
    }

    /// Returns whether `bytes` match all digests.
    fn matches(&self, bytes: &[u8]) -> bool {
        self.expected.iter().all(|expected| expected.matches(bytes) == Some(true))
    }
}

fn rule() -> crate::check::Rule {
    Version::Ob3.rule(CheckId::Resources)
}
