//! Follows an assertion of OB 2.0 or earlier to its badge class and its issuer.
//!
//! The issuer's profile is always fetched from the issuer's address, because a profile embedded in an assertion is
//! only a claim. An embedded badge class is compared with the page at its id, except in a signed assertion, where
//! the issuer signed it. In OB 0.5 both are embedded, and the issuer is identified only by its origin.

use crate::{
    address::{Address, same_id},
    badge::Badge,
    check::{Check, CheckId},
    code::{Code, Details},
    documents::{DocumentRef, Documents, Purpose},
    json::Value,
    verify::{
        differences::differences,
        fetch::{FetchFailure, FetchedPage, fetch_page, id_of},
        rules::Version,
    },
};

/// The verification type of an assertion. It decides whether embedded objects count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum VerificationType {
    /// The issuer hosts the assertion.
    Hosted,
    /// The issuer signed the assertion.
    Signed,
}

/// The badge class and the issuer of an assertion, as far as they are available.
#[derive(Debug)]
pub(crate) struct IssuerChain {
    /// The badge class.
    pub(crate) class: Option<ChainObject>,
    /// The issuer's profile, from the issuer's page.
    pub(crate) issuer: Option<ChainObject>,
    /// The issuer's id from its profile. Profiles of OB 1.0 and 0.5 may have no id; then this is the address.
    issuer_id: Option<String>,
    /// The version of the assertion.
    version: Version,
    /// JSON pointers of embedded claims that the fetched page does not confirm.
    pub(crate) unconfirmed: Vec<String>,
    /// The reason why the chain ends before the issuer.
    pub(crate) error: Option<ChainError>,
}

/// A badge class or an issuer profile.
#[derive(Debug)]
pub(crate) struct ChainObject {
    /// The object.
    pub(crate) value: Value,
    /// The page that contains the object. `None` if the object is embedded.
    pub(crate) source: Option<PageSource>,
}

/// The page that contains an object.
#[derive(Clone, Debug)]
pub(crate) struct PageSource {
    /// The address after redirects.
    pub(crate) final_address: Address,
    /// Whether all connections used https.
    pub(crate) protected: bool,
    /// The reference for checks.
    pub(crate) reference: DocumentRef,
}

impl ChainObject {
    /// Returns the object of `page`.
    pub(crate) fn of(page: FetchedPage) -> Self {
        let FetchedPage { document, final_address, protected, reference } = page;
        Self { value: document, source: Some(PageSource { final_address, protected, reference }) }
    }
}

/// The reason why a chain ends before the issuer.
#[derive(Clone, Debug)]
pub(crate) struct ChainError {
    version: Version,
    code: Code,
    /// Whether the documents are faulty. Otherwise they are unavailable.
    fault: bool,
    details: Details,
}

impl ChainError {
    fn fault(code: Code) -> Self {
        Self { version: Version::Ob2, code, fault: true, details: Details::new() }
    }

    fn unavailable(code: Code, failure: &FetchFailure) -> Self {
        let explained =
            failure.explain(Check::absent(CheckId::BadgeClassIssuer, Version::Ob2.rule(CheckId::Format)));
        Self { fault: false, details: explained.details, ..Self::fault(failure.code_or(code)) }
    }

    fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.details.insert(name.into(), value.into());
        self
    }

    /// Returns whether `code` is the reason.
    pub(crate) fn has_code(&self, code: Code) -> bool {
        self.code == code
    }

    /// Returns `badge-class.issuer`.
    fn check(&self) -> Check {
        match self.fault {
            true => self.failed_check(CheckId::BadgeClassIssuer),
            false => self.unknown_check(CheckId::BadgeClassIssuer),
        }
    }

    /// Returns the failed check `id`.
    pub(crate) fn failed_check(&self, id: CheckId) -> Check {
        let check = Check::failed(id, self.version.rule(id), self.code);
        Check { details: self.details.clone(), ..check }
    }

    /// Returns the check `id` as unknown, because it needs the issuer.
    pub(crate) fn unknown_check(&self, id: CheckId) -> Check {
        let check = Check::unknown(id, self.version.rule(id), self.code);
        Check { details: self.details.clone(), ..check }
    }
}

impl IssuerChain {
    /// Resolves the chain of `assertion`. `visited` contains the addresses that lead to it.
    pub(crate) async fn resolve(
        assertion: &Value,
        version: Version,
        visited: Vec<String>,
        verification: VerificationType,
        documents: &(impl Documents + Sync),
    ) -> Self {
        let (class, issuer, issuer_id, unconfirmed, error) = (None, None, None, Vec::new(), None);
        let mut chain = Self { class, issuer, issuer_id, version, unconfirmed, error };
        let result = match version {
            Version::Ob05 => chain.resolve_embedded(assertion),
            _ => chain.resolve_linked(assertion, visited, verification, documents).await,
        };
        if let Err(error) = result {
            chain.error = Some(ChainError { version, ..error });
        }
        chain
    }

    /// Reads badge class and issuer of an assertion of OB 0.5, which embeds both.
    fn resolve_embedded(&mut self, assertion: &Value) -> Result<(), ChainError> {
        let object_at = |pointer: &str| {
            let object = assertion.pointer(pointer).filter(|value| value.is_object());
            object.cloned().ok_or_else(|| ChainError::fault(Code::FieldMissing).with("pointer", pointer))
        };
        self.class = Some(ChainObject { value: object_at("/badge")?, source: None });
        let issuer = object_at("/badge/issuer")?;
        let origin = issuer.get("origin").and_then(Value::as_str).unwrap_or_default();
        if Address::parse(origin).is_none() {
            return Err(ChainError::fault(Code::HostedScope).with("issuer", origin));
        }
        self.issuer_id = Some(origin.to_owned());
        self.issuer = Some(ChainObject { value: issuer, source: None });
        Ok(())
    }

    async fn resolve_linked(
        &mut self,
        assertion: &Value,
        mut visited: Vec<String>,
        verification: VerificationType,
        documents: &(impl Documents + Sync),
    ) -> Result<(), ChainError> {
        let class = match parse_member(assertion.get("badge"), "/badge")? {
            Member::Address(url) => {
                self.fetch_object(url, &mut visited, Purpose::BadgeClass, documents).await?
            }
            Member::Object(class) => {
                match page_of(class).filter(|_| verification == VerificationType::Hosted) {
                    Some(url) => {
                        let node =
                            self.fetch_object(url, &mut visited, Purpose::BadgeClass, documents).await?;
                        self.unconfirmed.extend(differences(class, &node.value, "/badge"));
                        node
                    }
                    None => ChainObject { value: class.clone(), source: None },
                }
            }
        };
        let named = class.value.get("issuer").cloned();
        self.class = Some(class);
        self.fetch_issuer(named.as_ref(), "/badge/issuer", &mut visited, verification, documents).await
    }

    /// Resolves the chain of `endorsement`, which names its issuer directly. `visited` contains the addresses that
    /// lead to it.
    pub(crate) async fn resolve_endorsement(
        endorsement: &Value,
        mut visited: Vec<String>,
        verification: VerificationType,
        documents: &(impl Documents + Sync),
    ) -> Self {
        let (class, issuer, issuer_id, unconfirmed, error) = (None, None, None, Vec::new(), None);
        let mut chain = Self { class, issuer, issuer_id, version: Version::Ob2, unconfirmed, error };
        let named = endorsement.get("issuer");
        chain.error = chain.fetch_issuer(named, "/issuer", &mut visited, verification, documents).await.err();
        chain
    }

    /// Fetches the profile of the issuer that `named` names at `pointer`.
    async fn fetch_issuer(
        &mut self,
        named: Option<&Value>,
        pointer: &str,
        visited: &mut Vec<String>,
        verification: VerificationType,
        documents: &(impl Documents + Sync),
    ) -> Result<(), ChainError> {
        let (url, embedded) = match parse_member(named, pointer)? {
            Member::Address(url) => (url, None),
            Member::Object(issuer) => (id_of(issuer).unwrap_or_default(), Some(issuer)),
        };
        let Some(address) = Address::parse(url) else {
            let error = match verification {
                VerificationType::Hosted => ChainError::fault(Code::HostedScope),
                VerificationType::Signed => {
                    ChainError { fault: false, ..ChainError::fault(Code::IssuerMethodUnsupported) }
                }
            };
            return Err(error.with("issuer", url));
        };
        let issuer = self.fetch_object(url, visited, Purpose::Issuer, documents).await?;
        if let Some(embedded) = embedded {
            self.unconfirmed.extend(differences(embedded, &issuer.value, pointer));
        }
        // After a redirect to another host, that host is the author of the profile.
        if let Some(PageSource { final_address, .. }) =
            issuer.source.as_ref().filter(|page| !page.final_address.same_authority(&address))
        {
            let error = ChainError::fault(Code::HostedScope);
            return Err(error.with("issuer", url).with("address", final_address.document()));
        }
        self.issuer_id = Some(id_of(&issuer.value).unwrap_or(url).to_owned());
        self.issuer = Some(issuer);
        Ok(())
    }

    /// Fetches the object at `url`. Its id must agree, and it must not have been visited before.
    async fn fetch_object(
        &self,
        url: &str,
        visited: &mut Vec<String>,
        purpose: Purpose,
        documents: &(impl Documents + Sync),
    ) -> Result<ChainObject, ChainError> {
        if visited.iter().any(|known| same_id(known, url)) {
            return Err(ChainError::fault(Code::HostedCycle).with("url", url));
        }
        visited.push(url.to_owned());
        let (missing, mismatch) = match purpose {
            Purpose::Issuer => (Code::IssuerUnavailable, Code::IssuerIdMismatch),
            _ => (Code::HostedUnavailable, Code::HostedIdMismatch),
        };
        let page = fetch_page(documents, url, purpose)
            .await
            .map_err(|failure| ChainError::unavailable(missing, &failure))?;
        if !page.document.is_object() {
            return Err(ChainError::fault(Code::FieldType).with("url", url).with("pointer", ""));
        }
        // Before OB 2.0 a page may omit its id. If it has one, it must agree.
        let has_no_id = self.version.is_before_2() && page.id().is_none();
        if !has_no_id && !has_own_id(&page, url) {
            return Err(ChainError::fault(mismatch)
                .with("url", url)
                .with("id", page.id().unwrap_or_default()));
        }
        Ok(ChainObject::of(page))
    }

    /// Returns the issuer's id.
    pub(crate) fn issuer_id(&self) -> Option<&str> {
        self.issuer_id.as_deref()
    }

    /// Sets the ids in `badge` that its documents omit.
    pub(crate) fn identify(&self, badge: &mut Badge) {
        let page = |node: &Option<ChainObject>| Some(node.as_ref()?.source.as_ref()?.reference.url.clone());
        badge.issuer.id = badge.issuer.id.take().or_else(|| self.issuer_id.clone());
        badge.achievement.id = badge.achievement.id.take().or_else(|| page(&self.class));
    }

    /// Checks `badge-class.issuer`: the badge class belongs to the issuer, and both agree with their pages.
    pub(crate) fn check(&self, verification: VerificationType) -> Check {
        let id = CheckId::BadgeClassIssuer;
        let rule = || self.version.rule(id);
        let with_pages = |check: Check| {
            self.pages().fold(check, |check, page| check.with_document(page.reference.clone()))
        };
        if let Some(error) = &self.error {
            return with_pages(error.check());
        }
        if self.version == Version::Ob05 {
            // Badge class and issuer are in one document, so there is nothing to compare.
            return Check::absent(id, rule());
        }
        if let Some(PageSource { final_address, .. }) =
            self.class.as_ref().and_then(|class| class.source.as_ref())
            && verification == VerificationType::Hosted
            && !self.issues_from(final_address)
        {
            let check = Check::failed(id, rule(), Code::HostedScope)
                .with("address", final_address.document())
                .with("issuer", self.issuer_id().unwrap_or_default());
            return with_pages(check);
        }
        if let Some(page) = self.pages().find(|page| !page.protected) {
            return with_pages(
                Check::unknown(id, rule(), Code::NetCleartext).with("url", &page.reference.url),
            );
        }
        with_pages(Check::passed(id, rule()))
    }

    /// Returns whether the issuer issues badges from `address`. The issuer's `verification` object defines this
    /// with `allowedOrigins` and `startsWith` (OB 2.0 VerificationObject). By default, and before OB 2.0, these are
    /// the addresses on the host of the issuer's id.
    pub(crate) fn issues_from(&self, address: &Address) -> bool {
        let Some(issuer) = &self.issuer else { return false };
        let texts = |name: &str| -> Option<Vec<&str>> {
            if self.version.is_before_2() {
                return None;
            }
            match issuer.value.get("verification")?.get(name)? {
                Value::String(text) => Some(vec![text]),
                Value::Array(items) => Some(items.iter().filter_map(Value::as_str).collect()),
                _ => None,
            }
        };
        let (origins, starts) = (texts("allowedOrigins"), texts("startsWith"));
        let by_default = || {
            let own = self.issuer_id().and_then(Address::parse);
            own.is_some_and(|own| own.same_authority(address))
        };
        let in_origins = |origins: &[&str]| origins.iter().any(|entry| address.is_allowed_by(entry));
        let in_starts = |starts: &[&str]| {
            starts.iter().filter_map(|start| Address::parse(start)).any(|start| address.starts_with(&start))
        };
        match (origins, starts) {
            (None, None) => by_default(),
            (Some(origins), None) => in_origins(&origins),
            (None, Some(starts)) => in_starts(&starts),
            (Some(origins), Some(starts)) => in_origins(&origins) && in_starts(&starts),
        }
    }

    /// Returns `assertion` with its badge class and issuer inserted, as far as they are available.
    pub(crate) fn resolved(&self, assertion: &Value) -> Value {
        let mut resolved = assertion.clone();
        let Some(class) = &self.class else { return resolved };
        let mut class = class.value.clone();
        if let (Some(issuer), Some(class)) = (&self.issuer, class.as_object_mut()) {
            class.insert("issuer".into(), issuer.value.clone());
        }
        if let Some(resolved) = resolved.as_object_mut() {
            resolved.insert("badge".into(), class);
        }
        resolved
    }

    /// Returns `endorsement` with its issuer inserted, if available.
    pub(crate) fn resolved_endorsement(&self, endorsement: &Value) -> Value {
        let mut resolved = endorsement.clone();
        if let (Some(issuer), Some(resolved)) = (&self.issuer, resolved.as_object_mut()) {
            resolved.insert("issuer".into(), issuer.value.clone());
        }
        resolved
    }

    fn pages(&self) -> impl Iterator<Item = &PageSource> {
        [&self.class, &self.issuer].into_iter().filter_map(|node| node.as_ref()?.source.as_ref())
    }
}

/// The value of a member that refers to another object.
enum Member<'v> {
    Address(&'v str),
    Object(&'v Value),
}

/// Reads a single object or address. A list is an error, even with one element (OB 2.0 Assertion `badge`, BadgeClass
/// `issuer`).
fn parse_member<'v>(member: Option<&'v Value>, pointer: &str) -> Result<Member<'v>, ChainError> {
    match member {
        Some(Value::String(url)) => Ok(Member::Address(url)),
        Some(object @ Value::Object(_)) => Ok(Member::Object(object)),
        None | Some(Value::Null) => Err(ChainError::fault(Code::FieldMissing).with("pointer", pointer)),
        Some(_) => Err(ChainError::fault(Code::FieldType).with("pointer", pointer)),
    }
}

/// Returns the address of an embedded object's own page.
fn page_of(embedded: &Value) -> Option<&str> {
    id_of(embedded).filter(|id| Address::parse(id).is_some())
}

/// Returns whether the id of `page` is the requested address or the address after redirects.
pub(crate) fn has_own_id(page: &FetchedPage, url: &str) -> bool {
    page.id().is_some_and(|id| is_at(page, id, url))
}

/// Returns whether `id` is the requested address or the address after redirects.
pub(crate) fn is_at(page: &FetchedPage, id: &str, url: &str) -> bool {
    same_id(id, url) || Address::parse(id).is_some_and(|id| id == page.final_address)
}
