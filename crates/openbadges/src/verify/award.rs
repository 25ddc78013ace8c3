//! From an assertion of OB 2.0 or before to its badge class and its issuer, whose own pages are the truth.
//!
//! The issuer's profile is always the page at the issuer's address: what an assertion embeds about its issuer is only
//! a claim. An embedded badge class is compared with the page at its id, except in a signed assertion, where the
//! issuer has signed it. In OB 0.5 both stand in the assertion, and the issuer's origin is all that it is known by.

use super::{
    address::{Address, same_id},
    differences::differences,
    page::{NotHad, Page, fetch, id_of},
    rules::Version,
};
use crate::{
    badge::Badge,
    check::{Check, CheckId, Details},
    code::Code,
    documents::{DocumentRef, Documents, Purpose},
    json::Value,
};

/// How an assertion is proven, which decides what its embedded objects are worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proof {
    /// The issuer hosts it.
    Hosted,
    /// The issuer signed it.
    Signed,
}

/// The badge class and the issuer of an assertion, as far as they could be had.
#[derive(Debug)]
pub(super) struct Award {
    /// The badge class.
    pub(super) class: Option<Node>,
    /// The issuer's profile, from its own page.
    pub(super) issuer: Option<Node>,
    /// The issuer's id: what its profile says, or in OB 1.0 and 0.5, where it says none, its address.
    issuer_id: Option<String>,
    /// The version that the assertion is written in.
    version: Version,
    /// JSON pointers of embedded claims that the page at their id does not confirm.
    pub(super) unconfirmed: Vec<String>,
    /// Why the way ended before the issuer.
    pub(super) broken: Option<Broken>,
}

/// An object of the award, and the page that it came from.
#[derive(Debug)]
pub(super) struct Node {
    /// The object.
    pub(super) value: Value,
    /// Its page; `None` where it is embedded and has no page of its own.
    pub(super) page: Option<Source>,
}

/// The page that an object came from.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// The address that answered.
    pub(super) answered: Address,
    /// Nobody on the way could have changed it.
    pub(super) protected: bool,
    /// What a check cites.
    pub(super) reference: DocumentRef,
}

impl Node {
    /// The object that a page is.
    pub(super) fn of(page: Page) -> Self {
        let Page { document, answered, protected, reference } = page;
        Self { value: document, page: Some(Source { answered, protected, reference }) }
    }
}

/// Why the way from assertion to issuer ended.
#[derive(Clone, Debug)]
pub(super) struct Broken {
    version: Version,
    code: Code,
    /// A fault of the documents themselves, not of having them.
    fault: bool,
    details: Details,
}

impl Broken {
    fn fault(code: Code) -> Self {
        Self { version: Version::Ob2, code, fault: true, details: Details::new() }
    }

    fn not_had(code: Code, why: &NotHad) -> Self {
        let told = why.told_by(Check::absent(CheckId::BadgeClassIssuer, Version::Ob2.rule(CheckId::Format)));
        Self { fault: false, details: told.details, ..Self::fault(why.code_or(code)) }
    }

    fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.details.insert(name.into(), value.into());
        self
    }

    /// The way ended for this reason.
    pub(super) fn is(&self, code: Code) -> bool {
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
    pub(super) fn fails(&self, id: CheckId) -> Check {
        let check = Check::failed(id, self.version.rule(id), self.code);
        Check { details: self.details.clone(), ..check }
    }

    /// The check `id` needed the issuer, and could not be made.
    pub(super) fn leaves_unknown(&self, id: CheckId) -> Check {
        let check = Check::unknown(id, self.version.rule(id), self.code);
        Check { details: self.details.clone(), ..check }
    }
}

impl Award {
    /// Follows `assertion` of `version`, which was itself had at `trail`.
    pub(super) async fn follow(
        assertion: &Value,
        version: Version,
        trail: Vec<String>,
        proof: Proof,
        documents: &(impl Documents + Sync),
    ) -> Self {
        let (class, issuer, issuer_id, unconfirmed, broken) = (None, None, None, Vec::new(), None);
        let mut award = Self { class, issuer, issuer_id, version, unconfirmed, broken };
        let walked = match version {
            Version::Ob05 => award.look_within(assertion),
            _ => award.walk(assertion, trail, proof, documents).await,
        };
        if let Err(broken) = walked {
            award.broken = Some(Broken { version, ..broken });
        }
        award
    }

    /// OB 0.5: badge and issuer are within the assertion.
    fn look_within(&mut self, assertion: &Value) -> Result<(), Broken> {
        let within = |pointer: &str| {
            let object = assertion.pointer(pointer).filter(|value| value.is_object());
            object.cloned().ok_or_else(|| Broken::fault(Code::FieldMissing).with("pointer", pointer))
        };
        self.class = Some(Node { value: within("/badge")?, page: None });
        let issuer = within("/badge/issuer")?;
        let origin = issuer.get("origin").and_then(Value::as_str).unwrap_or_default();
        if Address::parse(origin).is_none() {
            return Err(Broken::fault(Code::HostedScope).with("issuer", origin));
        }
        self.issuer_id = Some(origin.to_owned());
        self.issuer = Some(Node { value: issuer, page: None });
        Ok(())
    }

    async fn walk(
        &mut self,
        assertion: &Value,
        mut trail: Vec<String>,
        proof: Proof,
        documents: &(impl Documents + Sync),
    ) -> Result<(), Broken> {
        let class = match object_or_address(assertion.get("badge"), "/badge")? {
            Member::Address(url) => self.page_at(url, &mut trail, Purpose::BadgeClass, documents).await?,
            Member::Embedded(class) => match page_of(class).filter(|_| proof == Proof::Hosted) {
                Some(url) => {
                    let node = self.page_at(url, &mut trail, Purpose::BadgeClass, documents).await?;
                    self.unconfirmed.extend(differences(class, &node.value, "/badge"));
                    node
                }
                None => Node { value: class.clone(), page: None },
            },
        };
        let named = class.value.get("issuer").cloned();
        self.class = Some(class);
        self.find_issuer(named.as_ref(), "/badge/issuer", &mut trail, proof, documents).await
    }

    /// Follows `endorsement`, which was itself had at `trail` and names its issuer without a badge class between.
    pub(super) async fn of_endorsement(
        endorsement: &Value,
        mut trail: Vec<String>,
        proof: Proof,
        documents: &(impl Documents + Sync),
    ) -> Self {
        let (class, issuer, issuer_id, unconfirmed, broken) = (None, None, None, Vec::new(), None);
        let mut award = Self { class, issuer, issuer_id, version: Version::Ob2, unconfirmed, broken };
        let named = endorsement.get("issuer");
        award.broken = award.find_issuer(named, "/issuer", &mut trail, proof, documents).await.err();
        award
    }

    /// The issuer that is named at `pointer`, from its own page.
    async fn find_issuer(
        &mut self,
        named: Option<&Value>,
        pointer: &str,
        trail: &mut Vec<String>,
        proof: Proof,
        documents: &(impl Documents + Sync),
    ) -> Result<(), Broken> {
        let (url, embedded) = match object_or_address(named, pointer)? {
            Member::Address(url) => (url, None),
            Member::Embedded(issuer) => (id_of(issuer).unwrap_or_default(), Some(issuer)),
        };
        let Some(address) = Address::parse(url) else {
            let broken = match proof {
                Proof::Hosted => Broken::fault(Code::HostedScope),
                Proof::Signed => Broken { fault: false, ..Broken::fault(Code::IssuerMethodUnsupported) },
            };
            return Err(broken.with("issuer", url));
        };
        let issuer = self.page_at(url, trail, Purpose::Issuer, documents).await?;
        if let Some(embedded) = embedded {
            self.unconfirmed.extend(differences(embedded, &issuer.value, pointer));
        }
        // A redirect to another host makes that host the author of the profile.
        if let Some(Source { answered, .. }) =
            issuer.page.as_ref().filter(|page| !page.answered.same_authority(&address))
        {
            let broken = Broken::fault(Code::HostedScope);
            return Err(broken.with("issuer", url).with("address", answered.document()));
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
    ) -> Result<Node, Broken> {
        if trail.iter().any(|met| same_id(met, url)) {
            return Err(Broken::fault(Code::HostedCycle).with("url", url));
        }
        trail.push(url.to_owned());
        let (unavailable, mismatch) = match purpose {
            Purpose::Issuer => (Code::IssuerUnavailable, Code::IssuerIdMismatch),
            _ => (Code::HostedUnavailable, Code::HostedIdMismatch),
        };
        let page = fetch(documents, url, purpose).await.map_err(|why| Broken::not_had(unavailable, &why))?;
        if !page.document.is_object() {
            return Err(Broken::fault(Code::FieldType).with("url", url).with("pointer", ""));
        }
        // Before OB 2.0 a page need not say where it is; what it says must be so all the same.
        let silent = self.version.is_before_2() && page.id().is_none();
        if !silent && !says_its_id(&page, url) {
            return Err(Broken::fault(mismatch).with("url", url).with("id", page.id().unwrap_or_default()));
        }
        Ok(Node::of(page))
    }

    /// The issuer's id.
    pub(super) fn issuer_id(&self) -> Option<&str> {
        self.issuer_id.as_deref()
    }

    /// `badge` with the ids that its documents do not say themselves.
    pub(super) fn identify(&self, badge: &mut Badge) {
        let page = |node: &Option<Node>| Some(node.as_ref()?.page.as_ref()?.reference.url.clone());
        badge.issuer.id = badge.issuer.id.take().or_else(|| self.issuer_id.clone());
        badge.achievement.id = badge.achievement.id.take().or_else(|| page(&self.class));
    }

    /// `badge-class.issuer`: the badge class is the issuer's, and both are what their pages say.
    pub(super) fn check(&self, proof: Proof) -> Check {
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
        if let Some(Source { answered, .. }) = self.class.as_ref().and_then(|class| class.page.as_ref())
            && proof == Proof::Hosted
            && !self.covers(answered)
        {
            let check = Check::failed(id, rule(), Code::HostedScope)
                .with("address", answered.document())
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
    pub(super) fn covers(&self, address: &Address) -> bool {
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
    pub(super) fn resolved(&self, assertion: &Value) -> Value {
        let mut whole = assertion.clone();
        let Some(class) = &self.class else { return whole };
        let mut class = class.value.clone();
        if let (Some(issuer), Some(class)) = (&self.issuer, class.as_object_mut()) {
            class.insert("issuer".into(), issuer.value.clone());
        }
        if let Some(whole) = whole.as_object_mut() {
            whole.insert("badge".into(), class);
        }
        whole
    }

    /// `endorsement` with its issuer in its place, as far as that could be had.
    pub(super) fn resolved_endorsement(&self, endorsement: &Value) -> Value {
        let mut whole = endorsement.clone();
        if let (Some(issuer), Some(whole)) = (&self.issuer, whole.as_object_mut()) {
            whole.insert("issuer".into(), issuer.value.clone());
        }
        whole
    }

    fn pages(&self) -> impl Iterator<Item = &Source> {
        [&self.class, &self.issuer].into_iter().filter_map(|node| node.as_ref()?.page.as_ref())
    }
}

enum Member<'v> {
    Address(&'v str),
    Embedded(&'v Value),
}

/// One object or one address: a list, even of one, is neither (OB 2.0 Assertion `badge`, BadgeClass `issuer`).
fn object_or_address<'v>(member: Option<&'v Value>, pointer: &str) -> Result<Member<'v>, Broken> {
    match member {
        Some(Value::String(url)) => Ok(Member::Address(url)),
        Some(object @ Value::Object(_)) => Ok(Member::Embedded(object)),
        None | Some(Value::Null) => Err(Broken::fault(Code::FieldMissing).with("pointer", pointer)),
        Some(_) => Err(Broken::fault(Code::FieldType).with("pointer", pointer)),
    }
}

/// The address of an embedded object's own page, if it has one.
fn page_of(embedded: &Value) -> Option<&str> {
    id_of(embedded).filter(|id| Address::parse(id).is_some())
}

/// Whether a page names the address that it was asked for at, or, after a redirect, the one that answered.
pub(super) fn says_its_id(page: &Page, url: &str) -> bool {
    page.id().is_some_and(|id| is_at(page, id, url))
}

/// Whether `id` is the address that a page was asked for at, or, after a redirect, the one that answered.
pub(super) fn is_at(page: &Page, id: &str, url: &str) -> bool {
    same_id(id, url) || Address::parse(id).is_some_and(|id| id == page.answered)
}
