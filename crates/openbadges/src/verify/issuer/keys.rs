//! The issuer rule: keys come only from the issuer id in the signed body.
//!
//! A header's `jwk` or `kid` and a proof's `verificationMethod` only select one of the issuer's keys:
//!
//! | issuer id | keys |
//! |---|---|
//! | `did:key`, `did:jwk` | the key in the id |
//! | `did:web` | the DID document on that host |
//! | `https` | the document at that address, and `/.well-known/jwks.json` on the same origin |
//!
//! A document of another origin never counts, not even after a redirect. If the issuer responds without listing the
//! key, the badge is invalid. If the issuer cannot be reached, the badge is unconfirmed.

use jiff::Timestamp;

use super::{
    controller::{ListedKey, Relationship, document_keys, set_keys},
    identity,
};
use crate::{
    address::{Address, same_id},
    check::{Check, CheckId, Rule},
    code::{Code, Details},
    did::{did_jwk, did_key, did_key_method, did_web_url, split_fragment},
    documents::{DocumentRef, Documents, Purpose},
    json::Value,
    proof::key::{KeyError, PublicKey},
    verify::fetch::{FetchFailure, fetch_page, id_of},
};

/// A key of the issuer that is allowed to sign.
#[derive(Clone, Debug)]
pub(crate) struct IssuerKey {
    /// The key.
    pub(crate) key: PublicKey,
    /// The algorithm to which its owner binds the key.
    pub(crate) algorithm: Option<String>,
    /// The documents that list the key. Empty if the issuer id is the key.
    pub(crate) documents: Vec<DocumentRef>,
    /// All keys that these documents list for the same purpose.
    pub(crate) listed: Vec<PublicKey>,
}

impl IssuerKey {
    /// Returns `issuer.key` of a credential that this key signed.
    pub(crate) fn check(&self, rule: Rule) -> Check {
        let check = Check { documents: self.documents.clone(), ..Check::passed(CheckId::IssuerKey, rule) };
        identity::with_keys(check, &self.key, &self.listed)
    }
}

/// The reason why no key of the issuer was found.
#[derive(Clone, Debug)]
pub(crate) struct KeyProblem {
    /// The code.
    pub(crate) code: Code,
    /// Whether the issuer's documents are unavailable or unsupported, which is not the badge's fault.
    pub(crate) unknown: bool,
    /// Facts for the message.
    pub(crate) details: Details,
    /// The documents that were fetched.
    pub(crate) documents: Vec<DocumentRef>,
}

impl KeyProblem {
    pub(crate) fn failed(code: Code) -> Self {
        Self { code, unknown: false, details: Details::new(), documents: Vec::new() }
    }

    fn unknown(code: Code) -> Self {
        Self { unknown: true, ..Self::failed(code) }
    }

    /// Returns the problem for a faulty key. Unsupported keys are unknown. Weak, published or unsound keys fail.
    pub(crate) fn of_key(error: &KeyError) -> Self {
        let unknown = matches!(error.code, Code::KeyUnsupported | Code::KeyLimit);
        let problem = Self { unknown, ..Self::failed(error.code) }.with("detail", &error.detail);
        error.family.iter().fold(problem, |problem, family| problem.with("family", family))
    }

    fn unavailable(failure: &FetchFailure) -> Self {
        Self::unknown(Code::IssuerUnavailable)
            .with("url", &failure.url)
            .with("cause", failure.cause.as_str())
            .with("detail", &failure.detail)
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.details.insert(name.into(), value.into());
        self
    }

    /// Returns `issuer.key` of a credential with this problem.
    pub(crate) fn check(self, rule: Rule) -> Check {
        let check = match self.unknown {
            true => Check::unknown(CheckId::IssuerKey, rule, self.code),
            false => Check::failed(CheckId::IssuerKey, rule, self.code),
        };
        Check { details: self.details, documents: self.documents, ..check }
    }
}

/// Selects one of the issuer's keys. A selector is never a source of keys.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Selector<'p> {
    /// A `verificationMethod` or `kid`.
    Name(&'p str),
    /// A header's `jwk`.
    Key(&'p PublicKey),
}

impl Selector<'_> {
    fn selects(&self, listed: &ListedKey) -> bool {
        match self {
            Self::Name(name) => {
                let name = name.strip_prefix('#').unwrap_or(name);
                listed.names.iter().any(|own| own == name)
            }
            Self::Key(key) => listed.key.as_ref() == Some(*key),
        }
    }
}

/// Finds the issuer's key for assertions that `selector` selects. `issuer` is `None` if the signed body names none
/// in an allowed form. A key that has expired or was revoked at the time `at` is rejected.
pub(crate) async fn assertion_key(
    issuer: Option<&str>,
    selector: Selector<'_>,
    documents: &(impl Documents + Sync),
    at: Timestamp,
) -> Result<IssuerKey, KeyProblem> {
    selected_key(issuer, selector, Relationship::AssertionMethod, documents, at).await
}

/// Finds the issuer's key for any purpose. A `did:key` or `did:jwk` is its own key for every purpose, and the keys
/// of a key set have no purpose.
pub(crate) async fn selected_key(
    issuer: Option<&str>,
    selector: Selector<'_>,
    relationship: Relationship,
    documents: &(impl Documents + Sync),
    at: Timestamp,
) -> Result<IssuerKey, KeyProblem> {
    let Some(issuer) = issuer else { return Err(KeyProblem::failed(Code::IssuerKeyUnbound)) };
    let about = |problem: KeyProblem| match selector {
        Selector::Name(name) => problem.with("issuer", issuer).with("method", name),
        Selector::Key(_) => problem.with("issuer", issuer),
    };
    // A document of the issuer cannot list a key of another DID or origin, so none is fetched.
    if matches!(selector, Selector::Name(name) if is_foreign(issuer, name)) {
        return Err(about(KeyProblem::failed(Code::IssuerKeyUnbound)));
    }
    let found = match issuer.split(':').next() {
        Some("did") if issuer.starts_with("did:key:") => of_did_key(issuer, selector),
        Some("did") if issuer.starts_with("did:jwk:") => of_did_jwk(issuer, selector),
        Some("did") if issuer.starts_with("did:web:") => {
            of_did_web(issuer, selector, relationship, documents, at).await
        }
        Some("https") => of_https(issuer, selector, relationship, documents, at).await,
        Some("http") => Err(KeyProblem::unknown(Code::NetCleartext)),
        _ => Err(KeyProblem::unknown(Code::IssuerMethodUnsupported)),
    };
    found.map_err(about)
}

/// Returns whether `name`, a `verificationMethod` or `kid`, belongs to another DID or another origin than `issuer`.
/// Names that are neither DID URLs nor web addresses are not foreign.
pub(crate) fn is_foreign(issuer: &str, name: &str) -> bool {
    if name.starts_with("did:") {
        let did = name.split(['#', '?', '/']).next().unwrap_or_default();
        return did != issuer;
    }
    if !name.starts_with("http:") && !name.starts_with("https:") {
        return false;
    }
    let origin = match issuer.starts_with("did:web:") {
        true => did_web_url(issuer).ok().and_then(|url| Address::parse(&url)),
        false => Address::parse(issuer),
    };
    !origin.zip(Address::parse(name)).is_some_and(|(origin, name)| origin.same_origin(&name))
}

/// Finds the key of a did:key, whose identifier is the key and the only method (did:key method, "Read").
fn of_did_key(issuer: &str, selector: Selector<'_>) -> Result<IssuerKey, KeyProblem> {
    let key = did_key(issuer).map_err(|error| KeyProblem::of_key(&error))?;
    let method = did_key_method(issuer);
    let fragment = split_fragment(&method).1.unwrap_or_default().to_owned();
    only(ListedKey::sound(vec![issuer.to_owned(), fragment, method], key), selector)
}

/// Finds the key of a did:jwk, whose identifier is the key and whose only method is `#0` (did:jwk method, "Read").
fn of_did_jwk(issuer: &str, selector: Selector<'_>) -> Result<IssuerKey, KeyProblem> {
    let jwk = did_jwk(issuer).map_err(|error| KeyProblem::of_key(&error))?;
    only(ListedKey::of_jwk(vec![issuer.to_owned(), "0".into(), format!("{issuer}#0")], jwk), selector)
}

/// Returns `key` if `selector` selects it.
fn only(key: ListedKey, selector: Selector<'_>) -> Result<IssuerKey, KeyProblem> {
    selected(&[key], selector).unwrap_or_else(|| Err(KeyProblem::failed(Code::IssuerKeyUnbound)))
}

/// Finds a key in the document of a did:web, which must have the DID as its `id` (did:web method, "Read").
async fn of_did_web(
    issuer: &str,
    selector: Selector<'_>,
    relationship: Relationship,
    documents: &(impl Documents + Sync),
    at: Timestamp,
) -> Result<IssuerKey, KeyProblem> {
    let url = did_web_url(issuer).map_err(|error| KeyProblem::of_key(&error))?;
    let mut found = KeySearch::default();
    match look_up(documents, &url, Purpose::DidDocument).await {
        Response::Document(document, reference) => {
            found.search(
                &document,
                Some(issuer),
                reference,
                |document| document_keys(document, relationship, at),
                selector,
            )?;
        }
        Response::NoKeys(failure) | Response::NoDocument(failure) | Response::None(failure) => {
            found.unreachable = Some(failure)
        }
    }
    found.finish()
}

/// Finds a key in the issuer's own document or in the key set of its origin (OB 3.0 Implementation Guide, "Verify that
/// the Proof's key is the issuer's").
///
/// The location that the selector names is fetched first. The other is fetched only if the first does not decide.
async fn of_https(
    issuer: &str,
    selector: Selector<'_>,
    relationship: Relationship,
    documents: &(impl Documents + Sync),
    at: Timestamp,
) -> Result<IssuerKey, KeyProblem> {
    let Some(address) = Address::parse(issuer) else {
        let is_url = url::Url::parse(issuer).is_ok();
        return Err(KeyProblem::unknown(if is_url { Code::NetScheme } else { Code::NetUrlInvalid }));
    };
    let (own, set) = (address.document(), address.at_root("/.well-known/jwks.json"));
    let own_first = matches!(selector, Selector::Name(name)
        if Address::parse(name).is_some_and(|name| name.document() == own));
    let mut found = KeySearch::default();
    for is_own in [own_first, !own_first] {
        let (url, purpose) = if is_own { (&own, Purpose::Issuer) } else { (&set, Purpose::KeySet) };
        match look_up(documents, url, purpose).await {
            Response::Document(document, reference) if is_own => {
                let id = id_of(&document).and(Some(issuer));
                found.search(
                    &document,
                    id,
                    reference,
                    |document| document_keys(document, relationship, at),
                    selector,
                )?;
            }
            Response::Document(set, reference) => {
                found.search(&set, None, reference, |set| set_keys(set, url), selector)?;
            }
            // A web page in place of the document that the proof names, such as a login form, is no evidence about
            // keys.
            Response::NoKeys(failure) if is_own && own_first => found.unreachable = Some(failure),
            Response::NoKeys(failure) | Response::NoDocument(failure) => found.missing = Some(failure),
            Response::None(failure) => found.unreachable = Some(failure),
        }
        // If the selector names the document and the document lists keys, it decides.
        if found.key.is_some() || (is_own && own_first && found.listed) {
            break;
        }
    }
    found.finish()
}

/// The response to a request for a document.
enum Response {
    /// A JSON document.
    Document(Value, DocumentRef),
    /// Something other than a JSON document, such as a web page.
    NoKeys(FetchFailure),
    /// The document does not exist.
    NoDocument(FetchFailure),
    /// No response, or one that cannot be trusted.
    None(FetchFailure),
}

async fn look_up(documents: &(impl Documents + Sync), url: &str, purpose: Purpose) -> Response {
    let page = match fetch_page(documents, url, purpose).await {
        Ok(page) => page,
        Err(failure) if failure.gone.is_some() => return Response::NoDocument(failure),
        Err(failure) => {
            return match failure.cause {
                Code::NetNotFound => Response::NoDocument(failure),
                Code::NetContentType | Code::JsonSyntax | Code::TextEncoding => Response::NoKeys(failure),
                _ => Response::None(failure),
            };
        }
    };
    let own = Address::parse(url).is_some_and(|requested| requested.same_origin(&page.final_address));
    if own {
        return Response::Document(page.document, page.reference);
    }
    Response::None(FetchFailure {
        url: url.to_owned(),
        cause: Code::NetRedirect,
        detail: format!("the response is from {}, which is not the issuer's host", page.final_address.host()),
        gone: None,
        refused: false,
    })
}

/// A search for one key in the issuer's documents.
#[derive(Default)]
struct KeySearch {
    key: Option<IssuerKey>,
    /// Whether a location returned a document.
    responded: bool,
    /// Whether a location lists keys.
    listed: bool,
    /// A location without a document.
    missing: Option<FetchFailure>,
    /// A location that could not be reached.
    unreachable: Option<FetchFailure>,
    documents: Vec<DocumentRef>,
}

impl KeySearch {
    /// Searches `document` for the selected key. The document must have the id `id`, if given.
    fn search(
        &mut self,
        document: &Value,
        id: Option<&str>,
        reference: DocumentRef,
        keys: impl FnOnce(&Value) -> Result<Vec<ListedKey>, KeyError>,
        selector: Selector<'_>,
    ) -> Result<(), KeyProblem> {
        self.documents.push(reference);
        let with_documents = |problem| KeyProblem { documents: self.documents.clone(), ..problem };
        let named = id_of(document).unwrap_or_default();
        if id.is_some_and(|id| !same_id(id, named)) {
            return Err(with_documents(KeyProblem::failed(Code::IssuerIdMismatch).with("found", named)));
        }
        let listed = keys(document).map_err(|error| with_documents(KeyProblem::of_key(&error)))?;
        self.responded = true;
        self.listed |= !listed.is_empty();
        match selected(&listed, selector) {
            Some(Ok(key)) => self.key = Some(IssuerKey { documents: self.documents.clone(), ..key }),
            Some(Err(problem)) => return Err(with_documents(problem)),
            None => {}
        }
        Ok(())
    }

    /// Returns the key, or the reason why it was not found.
    fn finish(self) -> Result<IssuerKey, KeyProblem> {
        if let Some(key) = self.key {
            return Ok(key);
        }
        let missing = if self.responded { None } else { self.missing };
        let problem = match self.unreachable.or(missing) {
            Some(failure) => KeyProblem::unavailable(&failure),
            None => KeyProblem::failed(Code::IssuerKeyUnbound),
        };
        Err(KeyProblem { documents: self.documents, ..problem })
    }
}

/// Returns the key that `selector` selects, or the reason why it is not allowed. `None` if it is not listed.
fn selected(listed: &[ListedKey], selector: Selector<'_>) -> Option<Result<IssuerKey, KeyProblem>> {
    let mut restriction = None;
    let sound_keys =
        listed.iter().filter(|listed| listed.restriction.is_none()).filter_map(|listed| listed.key.clone());
    for listed in listed.iter().filter(|listed| selector.selects(listed)) {
        match (&listed.restriction, &listed.key) {
            (None, Some(key)) => {
                return Some(Ok(IssuerKey {
                    key: key.clone(),
                    algorithm: listed.algorithm.clone(),
                    documents: Vec::new(),
                    listed: sound_keys.collect(),
                }));
            }
            (Some(error), _) => restriction = restriction.or(Some(Err(KeyProblem::of_key(error)))),
            (None, None) => {}
        }
    }
    restriction
}
