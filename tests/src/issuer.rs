//! An issuer that issues badges of every kind and serves the documents that verification needs. Badges can be
//! revoked while the server runs.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Mutex,
};

use jiff::Timestamp;
use openbadges::baking::{self, Standard};
use serde_json::{Value, json};

use crate::{
    keys::Keys,
    ob2, ob3, picture,
    server::{Reply, Server},
};

/// A kind of badge: version, proof and issuer id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// OB 2.0, hosted by its issuer.
    Ob2Hosted,
    /// OB 2.0, a JWS with RS256 and the issuer's published key.
    Ob2Signed,
    /// OB 3.0 (VC 2.0), `eddsa-rdfc-2022`, did:key issuer.
    RdfcDidKey,
    /// OB 3.0 (VC 2.0), `eddsa-rdfc-2022`, did:web issuer.
    RdfcDidWeb,
    /// OB 3.0 (VC 2.0), `eddsa-rdfc-2022`, https issuer.
    RdfcHttps,
    /// OB 3.0 (VC 1.1), `Ed25519Signature2020`, did:key issuer.
    Signature2020,
    /// OB 3.0 (VC 2.0) as a VC-JWT with EdDSA, did:key issuer.
    JwtEdDsa,
    /// OB 3.0 (VC 2.0) as a VC-JWT with ES256, https issuer with a key set.
    JwtEs256,
    /// OB 3.0 (VC 2.0) as a VC-JWT with RS256, https issuer with a key set.
    JwtRs256,
    /// OB 3.0 (VC 2.0), `eddsa-jcs-2022`, did:key issuer.
    JcsDidKey,
    /// OB 3.0 (VC 2.0), `ecdsa-rdfc-2019` with P-256, https issuer.
    EcdsaP256,
    /// OB 3.0 (VC 2.0), `ecdsa-jcs-2019` with P-384, https issuer.
    EcdsaP384,
    /// OB 3.0 (VC 1.1), `Ed25519Signature2018`, did:key issuer.
    Signature2018,
    /// OB 3.0 (VC 2.0), `JsonWebSignature2020` with RSA (PS256), https issuer.
    JwsRsa,
    /// OB 3.0 (VC 2.0) as a VC-JWT with ES384, https issuer with a key set.
    JwtEs384,
    /// OB 3.0 (VC 2.0) as a VC-JWT with PS256, https issuer with a key set.
    JwtPs256,
}

impl Kind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::Ob2Hosted,
        Self::Ob2Signed,
        Self::RdfcDidKey,
        Self::RdfcDidWeb,
        Self::RdfcHttps,
        Self::Signature2020,
        Self::JwtEdDsa,
        Self::JwtEs256,
        Self::JwtRs256,
        Self::JcsDidKey,
        Self::EcdsaP256,
        Self::EcdsaP384,
        Self::Signature2018,
        Self::JwsRsa,
        Self::JwtEs384,
        Self::JwtPs256,
    ];

    /// Returns a name for file names.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Ob2Hosted => "ob2-hosted",
            Self::Ob2Signed => "ob2-signed-rs256",
            Self::RdfcDidKey => "ob3-rdfc-did-key",
            Self::RdfcDidWeb => "ob3-rdfc-did-web",
            Self::RdfcHttps => "ob3-rdfc-https",
            Self::Signature2020 => "ob3-signature-2020",
            Self::JwtEdDsa => "ob3-jwt-eddsa",
            Self::JwtEs256 => "ob3-jwt-es256",
            Self::JwtRs256 => "ob3-jwt-rs256",
            Self::JcsDidKey => "ob3-jcs-did-key",
            Self::EcdsaP256 => "ob3-ecdsa-p256",
            Self::EcdsaP384 => "ob3-ecdsa-p384",
            Self::Signature2018 => "ob3-signature-2018",
            Self::JwsRsa => "ob3-jws-2020-rsa",
            Self::JwtEs384 => "ob3-jwt-es384",
            Self::JwtPs256 => "ob3-jwt-ps256",
        }
    }

    /// Returns the version of Open Badges whose baking rules apply.
    pub const fn standard(self) -> Standard {
        match self {
            Self::Ob2Hosted | Self::Ob2Signed => Standard::Ob2,
            _ => Standard::Ob3,
        }
    }

    /// Returns whether the text of the badge is a compact JWS.
    pub const fn is_jws(self) -> bool {
        matches!(
            self,
            Self::Ob2Signed
                | Self::JwtEdDsa
                | Self::JwtEs256
                | Self::JwtRs256
                | Self::JwtEs384
                | Self::JwtPs256
        )
    }
}

/// Names for badges.
pub const COURSES: [&str; 9] = [
    "Robotics",
    "Welding",
    "First Aid",
    "Statistics",
    "Bookbinding",
    "Beekeeping",
    "Rhetoric",
    "Chemistry",
    "Law",
];

/// The status entry of an OB 3.0 credential. OB 2.0 has no status entries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// No status entry.
    #[default]
    None,
    /// `BitstringStatusListEntry`.
    Bitstring,
    /// `1EdTechRevocationList`.
    RevocationList,
    /// `BitstringStatusListEntry` in a list for this badge alone, so that fetching the list reveals which
    /// badge is verified.
    OwnList,
}

/// The content of a badge: achievement, recipient and validity period.
#[derive(Clone, Debug)]
pub struct Award {
    /// The name of the achievement.
    pub name: String,
    /// The recipient's e-mail address. OB 2.0 badges contain its hash, and so do OB 3.0 badges without `did`.
    pub email: String,
    /// The recipient's DID, for OB 3.0.
    pub did: Option<String>,
    /// The start of the validity period, or the time of issuance.
    pub from: Timestamp,
    /// The end of the validity period.
    pub until: Option<Timestamp>,
    /// The status entry, for OB 3.0.
    pub status: Status,
    /// The values of `credentialSchema`, for OB 3.0.
    pub schemas: Vec<Value>,
}

impl Award {
    /// The e-mail address of the learner in all tests.
    pub const EMAIL: &'static str = "ada@learner.example";

    /// Returns an award of `name` to the learner in all tests.
    pub fn of(name: &str) -> Self {
        Self {
            name: name.into(),
            email: Self::EMAIL.into(),
            did: None,
            from: "2025-05-01T00:00:00Z".parse().expect("a time"),
            until: None,
            status: Status::None,
            schemas: Vec::new(),
        }
    }

    /// Returns the award with a status entry.
    #[must_use]
    pub fn with_status(self, status: Status) -> Self {
        Self { status, ..self }
    }

    /// Returns the award with a DID as the recipient.
    #[must_use]
    pub fn to_did(self, did: &str) -> Self {
        Self { did: Some(did.into()), ..self }
    }
}

/// An issued badge.
#[derive(Clone, Debug)]
pub struct IssuedBadge {
    /// The kind.
    pub kind: Kind,
    /// The number of the badge, unique per issuer.
    pub number: usize,
    /// The id of the assertion or credential.
    pub id: String,
    /// The text: JSON or a compact JWS.
    pub text: String,
    /// The content.
    pub award: Award,
}

impl IssuedBadge {
    /// Bakes the badge into a PNG.
    pub fn png(&self) -> Vec<u8> {
        self.baked_into(&picture::png(256, self.seed()))
    }

    /// Bakes the badge into an SVG.
    pub fn svg(&self) -> Vec<u8> {
        self.baked_into(&picture::svg(self.seed()))
    }

    /// Bakes the badge into `picture`.
    pub fn baked_into(&self, picture: &[u8]) -> Vec<u8> {
        baking::bake(picture, &self.text, self.kind.standard()).expect("a picture that can be baked")
    }

    fn seed(&self) -> u8 {
        u8::try_from(self.number % 251).expect("below 251")
    }
}

/// An issuer with its own server.
pub struct Issuer {
    /// The issuer's keys.
    pub keys: Keys,
    pub(crate) server: Server,
    pub(crate) host: String,
    pub(crate) revoked: Mutex<BTreeSet<usize>>,
    pub(crate) issued: Mutex<BTreeMap<usize, IssuedBadge>>,
}

impl Default for Issuer {
    fn default() -> Self {
        Self::start("badges.example")
    }
}

impl Issuer {
    /// Starts an issuer with this host name.
    pub fn start(host: &str) -> Self {
        let issuer = Self {
            keys: Keys::default(),
            server: Server::start(),
            host: host.into(),
            revoked: Mutex::default(),
            issued: Mutex::default(),
        };
        issuer.server.serve(host, "/picture.png", Reply::document("image/png", picture::png(256, 7)));
        ob2::serve(&issuer);
        ob3::serve(&issuer);
        issuer
    }

    /// Returns the issuer's server.
    pub fn server(&self) -> &Server {
        &self.server
    }

    /// Returns the host name.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Returns the URL of a page.
    pub fn url(&self, path: &str) -> String {
        self.server.url(&self.host, path)
    }

    /// Returns the issuer's `did:web`.
    pub fn did_web(&self) -> String {
        format!("did:web:{}%3A{}", self.host, self.server.port())
    }

    /// Issues a badge, and serves the documents that verification needs.
    pub fn issue(&self, kind: Kind, award: &Award) -> IssuedBadge {
        let number = self.issued.lock().expect("no panic").len() + 1;
        self.issue_as(number, kind, award)
    }

    /// Issues another version of a badge: the same kind and id with different content.
    pub fn reissue(&self, badge: &IssuedBadge, award: &Award) -> IssuedBadge {
        self.issue_as(badge.number, badge.kind, award)
    }

    fn issue_as(&self, number: usize, kind: Kind, award: &Award) -> IssuedBadge {
        let (id, text) = match kind {
            Kind::Ob2Hosted | Kind::Ob2Signed => ob2::issue(self, kind, award, number),
            _ => ob3::issue(self, kind, award, number),
        };
        let issued = IssuedBadge { kind, number, id, text, award: award.clone() };
        self.issued.lock().expect("no panic").insert(number, issued.clone());
        self.publish();
        issued
    }

    /// Revokes a badge with the method of its kind.
    pub fn revoke(&self, badge: &IssuedBadge) {
        self.revoked.lock().expect("no panic").insert(badge.number);
        self.publish();
    }

    /// Reverses a revocation.
    pub fn reinstate(&self, badge: &IssuedBadge) {
        self.revoked.lock().expect("no panic").remove(&badge.number);
        self.publish();
    }

    /// Replaces the reply of one of the issuer's pages, for example with an error, a redirect or a web page.
    pub fn replace_reply(&self, path: &str, reply: Reply) {
        self.server.serve(&self.host, path, reply);
    }

    pub(crate) fn serve(&self, path: &str, document: &Value) {
        self.server.serve(&self.host, path, Reply::json(document));
    }

    pub(crate) fn is_revoked(&self, number: usize) -> bool {
        self.revoked.lock().expect("no panic").contains(&number)
    }

    /// Returns the ids of the revoked badges that match `filter`.
    pub(crate) fn revoked_ids(&self, filter: impl Fn(&IssuedBadge) -> bool) -> Vec<Value> {
        let issued = self.issued.lock().expect("no panic");
        issued
            .values()
            .filter(|badge| self.is_revoked(badge.number) && filter(badge))
            .map(|badge| json!(badge.id))
            .collect()
    }

    fn publish(&self) {
        ob2::publish(self);
        ob3::publish(self);
    }
}
