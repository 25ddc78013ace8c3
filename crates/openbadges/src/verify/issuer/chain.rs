//! From an assertion of OB 2.0 or before to its badge class and its issuer, whose own pages are the truth.
//!
//! The issuer's profile is always the page at the issuer's address: what an assertion embeds about its issuer is only
//! a claim. An embedded badge class is compared with the page at its id, except in a signed assertion, where the
//! issuer has signed it. In OB 0.5 both stand in the assertion, and the issuer's origin is all that it is known by.

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

/// How an assertion is proven, which decides what its embedded objects are worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum VerificationType {
    /// The issuer hosts it.
    Hosted,
    /// The issuer signed it.
    Signed,
}

/// The badge class and the issuer of an assertion, as far as they could be had.
#[derive(Debug)]
pub(crate) struct IssuerChain {
    /// The badge class.
    pub(crate) class: Option<ChainObject>,
    /// The issuer's profile, from its own page.
    pub(crate) issuer: Option<ChainObject>,
    /// The issuer's id: what its profile says, or in OB 1.0 and 0.5, where it says none, its address.
    issuer_id: Option<String>,
    /// The version that the assertion is written in.
    version: Version,
    /// JSON pointers of embedded claims that the page at their id does not confirm.
    pub(crate) unconfirmed: Vec<String>,
    /// Why the way ended before the issuer.
    pub(crate) broken: Option<ChainError>,
}

/// An object of the chain, and the page that it came from.
#[derive(Debug)]
pub(crate) struct ChainObject {
    /// The object.
    pub(crate) value: Value,
    /// Its page; `None` where it is embedded and has no page of its own.
    pub(crate) source: Option<PageSource>,
}

/// The page that an object came from.
#[derive(Clone, Debug)]
pub(crate) struct PageSource {
    /// The address that final_address.
    pub(crate) final_address: Address,
    /// Nobody on the way could have changed it.
    pub(crate) protected: bool,
    /// What a check cites.
    pub(crate) reference: DocumentRef,
}

impl ChainObject {
    /// The object that a page is.
    pub(crate) fn of(page: FetchedPage) -> Self {
        let FetchedPage { document, final_address, protected, reference } = page;
        Self { value: document, source: Some(PageSource { final_address, protected, reference }) }
    }
}

/// Why the way from assertion to issuer ended.
#[derive(Clone, Debug)]
pub(crate) struct ChainError {
    version: Version,
    code: Code,
    /// A fault of the documents themselves, not of having them.
    fault: bool,
    details: Details,
}

impl ChainError {
    fn fault(code: Code) -> Self {
        Self { version: Version::Ob2, code, fault: true, details: Details::new() }
    }

    fn failure(code: Code, failure: &FetchFailure) -> Self {
        let told =
            failure.explain(Check::absent(CheckId::BadgeClassIssuer, Version::Ob2.rule(CheckId::Format)));
        Self { fault: false, details: told.details, ..Self::fault(failure.code_or(code)) }
    }

    fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.details.insert(name.into(), value.into());
        self
    }

    /// The way ended for this reason.
    pub(crate) fn is(&self, code: Code) -> bool {
        self.code == code
    }

    /// The outcome of `badge-class.issuer`.
    fn check(&self) -> Check {
        match self.fault {
            true => self.fails(CheckId::BadgeClassIssuer),
            false => self.leaves_unknown(CheckId::BadgeClassIssuer),
        }
    }

    /// The check `id` fails for the same reason.
    pub(crate) fn fails(&self, id: CheckId) -> Check {
        let check = Check::failed(id, self.version.rule(id), self.code);
        Check { details: self.details.clone(), ..check }
    }

    /// The check `id` needed the issuer, and could not be made.
    pub(crate) fn leaves_unknown(&self, id: CheckId) -> Check {
        let check = Check::unknown(id, self.version.rule(id), self.code);
        Check { details: self.details.clone(), ..check }
    }
}

impl IssuerChain {
    /// Follows `assertion` of `version`, which was itself had at `trail`.
    pub(crate) async fn resolve(
        assertion: &Value,
        version: Version,
        trail: Vec<String>,
        verification: VerificationType,
        documents: &(impl Documents + Sync),
    ) -> Self {
        let (class, issuer, issuer_id, unconfirmed, broken) = (None, None, None, Vec::new(), None);
        let mut chain = Self { class, issuer, issuer_id, version, unconfirmed, broken };
        let walked = match version {
            Version::Ob05 => chain.look_within(assertion),
            _ => chain.walk(assertion, trail, verification, documents).await,
        };
        if let Err(broken) = walked {
            chain.broken = Some(ChainError { version, ..broken });
        }
        chain
    }

    /// OB 0.5: badge and issuer are within the assertion.
    fn look_within(&mut self, assertion: &Value) -> Result<(), ChainError> {
        let within = |pointer: &str| {
            let object = assertion.pointer(pointer).filter(|value| value.is_object());
            object.cloned().ok_or_else(|| ChainError::fault(Code::FieldMissing).with("pointer", pointer))
        };
        self.class = Some(ChainObject { value: within("/badge")?, source: None });
        let issuer = within("/badge/issuer")?;
        let origin = issuer.get("origin").and_then(Value::as_str).unwrap_or_default();
        if Address::parse(origin).is_none() {
            return Err(ChainError::fault(Code::HostedScope).with("issuer", origin));
        }
        self.issuer_id = Some(origin.to_owned());
        self.issuer = Some(ChainObject { value: issuer, source: None });
        Ok(())
    }

    async fn walk(
        &mut self,
        assertion: &Value,
        mut trail: Vec<String>,
        verification: VerificationType,
        documents: &(impl Documents + Sync),
    ) -> Result<(), ChainError> {
        let class = match object_or_address(assertion.get("badge"), "/badge")? {
            Member::Address(url) => self.page_at(url, &mut trail, Purpose::BadgeClass, documents).await?,
            Member::Embedded(class) => {
                match page_of(class).filter(|_| verification == VerificationType::Hosted) {
                    Some(url) => {
                        let node = self.page_at(url, &mut trail, Purpose::BadgeClass, documents).await?;
                        self.unconfirmed.extend(differences(class, &node.value, "/badge"));
                        node
                    }
                    None => ChainObject { value: class.clone(), source: None },
                }
            }
        };
        let named = class.value.get("issuer").cloned();
        self.class = Some(class);
        self.find_issuer(named.as_ref(), "/badge/issuer", &mut trail, verification, documents).await
    }

    /// Follows `endorsement`, which was itself had at `trail` and names its issuer without a badge class between.
    pub(crate) async fn resolve_endorsement(
        endorsement: &Value,
        mut trail: Vec<String>,
        verification: VerificationType,
        documents: &(impl Documents + Sync),
    ) -> Self {
        let (class, issuer, issuer_id, unconfirmed, broken) = (None, None, None, Vec::new(), None);
        let mut chain = Self { class, issuer, issuer_id, version: Version::Ob2, unconfirmed, broken };
        let named = endorsement.get("issuer");
        chain.broken = chain.find_issuer(named, "/issuer", &mut trail, verification, documents).await.err();
        chain
    }

    /// The issuer that is named at `pointer`, from its own page.
    async fn find_issuer(
        &mut self,
        named: Option<&Value>,
        pointer: &str,
        trail: &mut Vec<String>,
        verification: VerificationType,
        documents: &(impl Documents + Sync),
    ) -> Result<(), ChainError> {
        let (url, embedded) = match object_or_address(named, pointer)? {
            Member::Address(url) => (url, None),
            Member::Embedded(issuer) => (id_of(issuer).unwrap_or_default(), Some(issuer)),
        };
        let Some(address) = Address::parse(url) else {
            let broken = match verification {
                VerificationType::Hosted => ChainError::fault(Code::HostedScope),
                VerificationType::Signed => {
                    ChainError { fault: false, ..ChainError::fault(Code::IssuerMethodUnsupported) }
                }
            };
            return Err(broken.with("issuer", url));
        };
        let issuer = self.page_at(url, trail, Purpose::Issuer, documents).await?;
        if let Some(embedded) = embedded {
            self.unconfirmed.extend(differences(embedded, &issuer.value, pointer));
        }
        // A redirect to another host makes that host the author of the profile.
        if let Some(PageSource { final_address, .. }) =
            issuer.source.as_ref().filter(|page| !page.final_address.same_authority(&address))
        {
            let broken = ChainError::fault(Code::HostedScope);
            return Err(broken.with("issuer", url).with("address", final_address.document()));
        }
        self.issuer_id = Some(id_of(&issuer.value).unwrap_or(url).to_owned());
        self.issuer = Some(issuer);
        Ok(())
    }

    /// The object at `url`, which says so itself and was not met before.
    async fn page_at(
        &self,
        url: &str,
        trail: &mut Vec<String>,
        purpose: Purpose,
        documents: &(impl Documents + Sync),
    ) -> Result<ChainObject, ChainError> {
        if trail.iter().any(|met| same_id(met, url)) {
            return Err(ChainError::fault(Code::HostedCycle).with("url", url));
        }
        trail.push(url.to_owned());
        let (unavailable, mismatch) = match purpose {
            Purpose::Issuer => (Code::IssuerUnavailable, Code::IssuerIdMismatch),
            _ => (Code::HostedUnavailable, Code::HostedIdMismatch),
        };
        let page = fetch_page(documents, url, purpose)
            .await
            .map_err(|failure| ChainError::failure(unavailable, &failure))?;
        if !page.document.is_object() {
            return Err(ChainError::fault(Code::FieldType).with("url", url).with("pointer", ""));
        }
        // Before OB 2.0 a page need not say where it is; what it says must be so all the same.
        let silent = self.version.is_before_2() && page.id().is_none();
        if !silent && !has_own_id(&page, url) {
            return Err(ChainError::fault(mismatch)
                .with("url", url)
                .with("id", page.id().unwrap_or_default()));
        }
        Ok(ChainObject::of(page))
    }

    /// The issuer's id.
    pub(crate) fn issuer_id(&self) -> Option<&str> {
        self.issuer_id.as_deref()
    }

    /// `badge` with the ids that its documents do not say themselves.
    pub(crate) fn identify(&self, badge: &mut Badge) {
        let page = |node: &Option<ChainObject>| Some(node.as_ref()?.source.as_ref()?.reference.url.clone());
        badge.issuer.id = badge.issuer.id.take().or_else(|| self.issuer_id.clone());
        badge.achievement.id = badge.achievement.id.take().or_else(|| page(&self.class));
    }

    /// `badge-class.issuer`: the badge class is the issuer's, and both are what their pages say.
    pub(crate) fn check(&self, verification: VerificationType) -> Check {
        let id = CheckId::BadgeClassIssuer;
        let rule = || self.version.rule(id);
        let cite = |check: Check| self.pages().fold(check, |check, page| check.on(page.reference.clone()));
        if let Some(broken) = &self.broken {
            return cite(broken.check());
        }
        if self.version == Version::Ob05 {
            // Badge and issuer are parts of one document, so there is nothing to compare.
            return Check::absent(id, rule());
        }
        if let Some(PageSource { final_address, .. }) =
            self.class.as_ref().and_then(|class| class.source.as_ref())
            && verification == VerificationType::Hosted
            && !self.covers(final_address)
        {
            let check = Check::failed(id, rule(), Code::HostedScope)
                .with("address", final_address.document())
                .with("issuer", self.issuer_id().unwrap_or_default());
            return cite(check);
        }
        if let Some(page) = self.pages().find(|page| !page.protected) {
            return cite(Check::unknown(id, rule(), Code::NetCleartext).with("url", &page.reference.url));
        }
        cite(Check::passed(id, rule()))
    }

    /// Whether the issuer issues from `address`: what its `verification` object names (OB 2.0 VerificationObject,
    /// `allowedOrigins` and `startsWith`), by default and before OB 2.0 the host of its own id.
    pub(crate) fn covers(&self, address: &Address) -> bool {
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

    /// `assertion` with badge class and issuer in their places, as far as they could be had.
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

    /// `endorsement` with its issuer in its place, as far as that could be had.
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

enum Member<'v> {
    Address(&'v str),
    Embedded(&'v Value),
}

/// One object or one address: a list, even of one, is neither (OB 2.0 Assertion `badge`, BadgeClass `issuer`).
fn object_or_address<'v>(member: Option<&'v Value>, pointer: &str) -> Result<Member<'v>, ChainError> {
    match member {
        Some(Value::String(url)) => Ok(Member::Address(url)),
        Some(object @ Value::Object(_)) => Ok(Member::Embedded(object)),
        None | Some(Value::Null) => Err(ChainError::fault(Code::FieldMissing).with("pointer", pointer)),
        Some(_) => Err(ChainError::fault(Code::FieldType).with("pointer", pointer)),
    }
}

/// The address of an embedded object's own page, if it has one.
fn page_of(embedded: &Value) -> Option<&str> {
    id_of(embedded).filter(|id| Address::parse(id).is_some())
}

/// Whether a page names the address that it was asked for at, or, after a redirect, the one that final_address.
pub(crate) fn has_own_id(page: &FetchedPage, url: &str) -> bool {
    page.id().is_some_and(|id| is_at(page, id, url))
}

/// Whether `id` is the address that a page was asked for at, or, after a redirect, the one that final_address.
pub(crate) fn is_at(page: &FetchedPage, id: &str, url: &str) -> bool {
    same_id(id, url) || Address::parse(id).is_some_and(|id| id == page.final_address)
}
