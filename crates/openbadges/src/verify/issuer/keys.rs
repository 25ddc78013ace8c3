//! The issuer rule: keys come only from the issuer id in the signed body.
//!
//! A header's `jwk` or `kid`, or a proof's `verificationMethod`, only selects among the issuer's keys. Where those are:
//!
//! | issuer id | its keys |
//! |---|---|
//! | `did:key`, `did:jwk` | the key that it is |
//! | `did:web` | the DID document on that host |
//! | `https` | the document at that address, and `/.well-known/jwks.json` on the same origin |
//!
//! No document of another origin counts, not even one that the issuer's redirects to. An issuer that answers and does
//! not list the key makes the badge invalid; one that cannot be asked leaves it unconfirmed.

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

/// A key that the issuer owns, and that may do what was asked of it.
#[derive(Clone, Debug)]
pub(crate) struct IssuerKey {
    /// The key.
    pub(crate) key: PublicKey,
    /// The algorithm that its owner binds it to.
    pub(crate) algorithm: Option<String>,
    /// The documents that show it to be the issuer's; none where the id is the key.
    pub(crate) documents: Vec<DocumentRef>,
    /// The issuer's keys that the same documents list for that, this one among them.
    pub(crate) listed: Vec<PublicKey>,
}

impl IssuerKey {
    /// `issuer.key` of a credential that this key signed.
    pub(crate) fn check(&self, rule: Rule) -> Check {
        let check = Check { documents: self.documents.clone(), ..Check::passed(CheckId::IssuerKey, rule) };
        identity::with_keys(check, &self.key, &self.listed)
    }
}

/// Why no key of the issuer's was found.
#[derive(Clone, Debug)]
pub(crate) struct KeyProblem {
    /// The code.
    pub(crate) code: Code,
    /// The issuer's documents could not be asked, or followed by this program: not the badge's fault.
    pub(crate) unknown: bool,
    /// Facts for the sentence.
    pub(crate) details: Details,
    /// The documents that were had.
    pub(crate) documents: Vec<DocumentRef>,
}

impl KeyProblem {
    pub(crate) fn failed(code: Code) -> Self {
        Self { code, unknown: false, details: Details::new(), documents: Vec::new() }
    }

    fn unknown(code: Code) -> Self {
        Self { unknown: true, ..Self::failed(code) }
    }

    /// A key that this program does not know is not thereby wrong; a weak, published or unsound one is.
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

    /// `issuer.key` of a credential whose key is this problem.
    pub(crate) fn check(self, rule: Rule) -> Check {
        let check = match self.unknown {
            true => Check::unknown(CheckId::IssuerKey, rule, self.code),
            false => Check::failed(CheckId::IssuerKey, rule, self.code),
        };
        Check { details: self.details, documents: self.documents, ..check }
    }
}

/// What a proof says of its key. It selects; it is never an authority.
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

/// The key that `selector` selects among those of `issuer` for assertions: the key of a credential, in either form of proof.
/// `issuer` is `None` where the signed body names none in an allowed form. `at` is the time to judge for: a method that
/// its owner ended before (`expires`, `revoked`) is no longer one.
pub(crate) async fn assertion_key(
    issuer: Option<&str>,
    selector: Selector<'_>,
    documents: &(impl Documents + Sync),
    at: Timestamp,
) -> Result<IssuerKey, KeyProblem> {
    selected_key(issuer, selector, Relationship::AssertionMethod, documents, at).await
}

/// The same, for any purpose that keys are listed for. A `did:key` or `did:jwk` is its own key for every purpose here, and
/// the keys of a set have none stated.
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
    // Nothing that the issuer could publish lists a key of another DID or origin: nobody needs to be asked.
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

/// Whether `name`, a `verificationMethod` or `kid`, is of another DID or another origin than `issuer`. Names that are
/// no DID URLs and no web addresses are nobody's.
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

/// did:key method, "Read": the key is the identifier, and the one method of its document.
fn of_did_key(issuer: &str, selector: Selector<'_>) -> Result<IssuerKey, KeyProblem> {
    let key = did_key(issuer).map_err(|error| KeyProblem::of_key(&error))?;
    let method = did_key_method(issuer);
    let fragment = split_fragment(&method).1.unwrap_or_default().to_owned();
    only(ListedKey::sound(vec![issuer.to_owned(), fragment, method], key), selector)
}

/// did:jwk method, "Read": the key is the identifier, and `#0` the one method of its document.
fn of_did_jwk(issuer: &str, selector: Selector<'_>) -> Result<IssuerKey, KeyProblem> {
    let jwk = did_jwk(issuer).map_err(|error| KeyProblem::of_key(&error))?;
    only(ListedKey::of_jwk(vec![issuer.to_owned(), "0".into(), format!("{issuer}#0")], jwk), selector)
}

/// `key`, where `selector` selects it.
fn only(key: ListedKey, selector: Selector<'_>) -> Result<IssuerKey, KeyProblem> {
    selected(&[key], selector).unwrap_or_else(|| Err(KeyProblem::failed(Code::IssuerKeyUnbound)))
}

/// did:web method, "Read": the document on that host, whose `id` is the DID.
async fn of_did_web(
    issuer: &str,
    selector: Selector<'_>,
    relationship: Relationship,
    documents: &(impl Documents + Sync),
    at: Timestamp,
) -> Result<IssuerKey, KeyProblem> {
    let url = did_web_url(issuer).map_err(|error| KeyProblem::of_key(&error))?;
    let mut found = Search::default();
    match look_up(documents, &url, Purpose::DidDocument).await {
        Answer::Document(document, reference) => {
            found.look_through(
                &document,
                Some(issuer),
                reference,
                |document| document_keys(document, relationship, at),
                selector,
            )?;
        }
        Answer::NoKeys(failure) | Answer::NoDocument(failure) | Answer::None(failure) => {
            found.unanswered = Some(failure)
        }
    }
    found.end()
}

/// OB 3.0 Implementation Guide, "Verify that the Proof's key is the issuer's": the issuer's own document lists the key, or
/// the key set of its origin does.
///
/// The place that the selector points to is asked first. The other is asked only where the first does not settle it.
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
    let mut found = Search::default();
    for is_own in [own_first, !own_first] {
        let (url, purpose) = if is_own { (&own, Purpose::Issuer) } else { (&set, Purpose::KeySet) };
        match look_up(documents, url, purpose).await {
            Answer::Document(document, reference) if is_own => {
                let id = id_of(&document).and(Some(issuer));
                found.look_through(
                    &document,
                    id,
                    reference,
                    |document| document_keys(document, relationship, at),
                    selector,
                )?;
            }
            Answer::Document(set, reference) => {
                found.look_through(&set, None, reference, |set| set_keys(set, url), selector)?;
            }
            // A page in place of the very document that the proof names (a captive portal, a login form) says nothing.
            Answer::NoKeys(failure) if is_own && own_first => found.unanswered = Some(failure),
            Answer::NoKeys(failure) | Answer::NoDocument(failure) => found.missing = Some(failure),
            Answer::None(failure) => found.unanswered = Some(failure),
        }
        // A document that lists keys, asked for one of its own, has the last word.
        if found.key.is_some() || (is_own && own_first && found.listed) {
            break;
        }
    }
    found.end()
}

/// What a host says when it is asked for a document.
enum Answer {
    /// A JSON document.
    Document(Value, DocumentRef),
    /// Something that is no JSON document, such as a web page.
    NoKeys(FetchFailure),
    /// That there is no such document.
    NoDocument(FetchFailure),
    /// Nothing, or nothing that could be believed.
    None(FetchFailure),
}

async fn look_up(documents: &(impl Documents + Sync), url: &str, purpose: Purpose) -> Answer {
    let page = match fetch_page(documents, url, purpose).await {
        Ok(page) => page,
        Err(failure) if failure.gone.is_some() => return Answer::NoDocument(failure),
        Err(failure) => {
            return match failure.cause {
                Code::NetNotFound => Answer::NoDocument(failure),
                Code::NetContentType | Code::JsonSyntax | Code::TextEncoding => Answer::NoKeys(failure),
                _ => Answer::None(failure),
            };
        }
    };
    let own = Address::parse(url).is_some_and(|asked| asked.same_origin(&page.final_address));
    if own {
        return Answer::Document(page.document, page.reference);
    }
    Answer::None(FetchFailure {
        url: url.to_owned(),
        cause: Code::NetRedirect,
        detail: format!("final_address by {}, which is not the issuer's", page.final_address.host()),
        gone: None,
        refused: false,
    })
}

/// The search for one key through the issuer's documents.
#[derive(Default)]
struct Search {
    key: Option<IssuerKey>,
    /// Some place final_address.
    final_address: bool,
    /// Some place lists keys.
    listed: bool,
    /// A place where there is no document.
    missing: Option<FetchFailure>,
    /// A place that could not be asked.
    unanswered: Option<FetchFailure>,
    documents: Vec<DocumentRef>,
}

impl Search {
    /// Looks for the selected key in `document`, which must be the one of `id`, where one is given.
    fn look_through(
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
        self.final_address = true;
        self.listed |= !listed.is_empty();
        match selected(&listed, selector) {
            Some(Ok(key)) => self.key = Some(IssuerKey { documents: self.documents.clone(), ..key }),
            Some(Err(problem)) => return Err(with_documents(problem)),
            None => {}
        }
        Ok(())
    }

    /// What the search came to.
    fn end(self) -> Result<IssuerKey, KeyProblem> {
        if let Some(key) = self.key {
            return Ok(key);
        }
        let nothing_had = if self.final_address { None } else { self.missing };
        let problem = match self.unanswered.or(nothing_had) {
            Some(failure) => KeyProblem::unavailable(&failure),
            None => KeyProblem::failed(Code::IssuerKeyUnbound),
        };
        Err(KeyProblem { documents: self.documents, ..problem })
    }
}

/// The key that `selector` selects: one that may do what was asked, or why it may not. `None`: it is not listed.
fn selected(listed: &[ListedKey], selector: Selector<'_>) -> Option<Result<IssuerKey, KeyProblem>> {
    let mut barred = None;
    let sound_keys =
        listed.iter().filter(|listed| listed.barred.is_none()).filter_map(|listed| listed.key.clone());
    for listed in listed.iter().filter(|listed| selector.selects(listed)) {
        match (&listed.barred, &listed.key) {
            (None, Some(key)) => {
                return Some(Ok(IssuerKey {
                    key: key.clone(),
                    algorithm: listed.algorithm.clone(),
                    documents: Vec::new(),
                    listed: sound_keys.collect(),
                }));
            }
            (Some(error), _) => barred = barred.or(Some(Err(KeyProblem::of_key(error)))),
            (None, None) => {}
        }
    }
    barred
}
