//! An issuer that makes badges of every kind and serves what checking them asks for. Revoking works at run time.

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

/// The kinds of badge: version, proof and whose key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// OB 2.0, hosted by its issuer.
    Ob2Hosted,
    /// OB 2.0, a JWS with RS256 and the issuer's published key.
    Ob2Signed,
    /// OB 3.0 (VC 2.0), `eddsa-rdfc-2022`, by a did:key.
    RdfcDidKey,
    /// OB 3.0 (VC 2.0), `eddsa-rdfc-2022`, by a did:web.
    RdfcDidWeb,
    /// OB 3.0 (VC 2.0), `eddsa-rdfc-2022`, by an https issuer.
    RdfcHttps,
    /// OB 3.0 (VC 1.1), `Ed25519Signature2020`, by a did:key.
    Signature2020,
    /// OB 3.0 (VC 2.0) as a VC-JWT with EdDSA, by a did:key.
    JwtEdDsa,
    /// OB 3.0 (VC 2.0) as a VC-JWT with ES256, by an https issuer with a key set.
    JwtEs256,
    /// OB 3.0 (VC 2.0) as a VC-JWT with RS256, by an https issuer with a key set.
    JwtRs256,
    /// OB 3.0 (VC 2.0), `eddsa-jcs-2022`, by a did:key.
    JcsDidKey,
    /// OB 3.0 (VC 2.0), `ecdsa-rdfc-2019` with P-256, by an https issuer.
    EcdsaP256,
    /// OB 3.0 (VC 2.0), `ecdsa-jcs-2019` with P-384, by an https issuer.
    EcdsaP384,
    /// OB 3.0 (VC 1.1), `Ed25519Signature2018`, by a did:key.
    Signature2018,
    /// OB 3.0 (VC 2.0), `JsonWebSignature2020` with RSA (PS256), by an https issuer.
    JwsRsa,
    /// OB 3.0 (VC 2.0) as a VC-JWT with ES384, by an https issuer with a key set.
    JwtEs384,
    /// OB 3.0 (VC 2.0) as a VC-JWT with PS256, by an https issuer with a key set.
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

    /// A word for file names.
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

    /// The rules that a badge of this kind is baked by.
    pub const fn standard(self) -> Standard {
        match self {
            Self::Ob2Hosted | Self::Ob2Signed => Standard::Ob2,
            _ => Standard::Ob3,
        }
    }

    /// Whether the text is a compact JWS.
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

/// What one can learn at the issuer's: names for badges.
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

/// How an OB 3.0 credential says where its status is. OB 2.0 has its own ways.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// It does not.
    #[default]
    None,
    /// `BitstringStatusListEntry`.
    Bitstring,
    /// `1EdTechRevocationList`.
    RevocationList,
    /// `BitstringStatusListEntry` in a list that the badge has for itself, which tells its host who is looked at.
    OwnList,
}

/// What is awarded, to whom and for how long.
#[derive(Clone, Debug)]
pub struct Award {
    /// The achievement's name.
    pub name: String,
    /// The learner's mail address: OB 2.0 badges hold its hash, OB 3.0 badges too where there is no DID.
    pub email: String,
    /// The learner's DID, for OB 3.0.
    pub did: Option<String>,
    /// The beginning of its time, or the time of award.
    pub from: Timestamp,
    /// The end of its time.
    pub until: Option<Timestamp>,
    /// Where its status is.
    pub status: Status,
    /// The schemas that an OB 3.0 credential names.
    pub schemas: Vec<Value>,
}

impl Award {
    /// The mail address of the learner of all tests.
    pub const EMAIL: &'static str = "ada@learner.example";

    /// An award of `name` to the learner of all tests.
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

    /// With a status list.
    #[must_use]
    pub fn with_status(self, status: Status) -> Self {
        Self { status, ..self }
    }

    /// To a DID.
    #[must_use]
    pub fn to_did(self, did: &str) -> Self {
        Self { did: Some(did.into()), ..self }
    }
}

/// A badge as it was issued.
#[derive(Clone, Debug)]
pub struct Issued {
    /// Its kind.
    pub kind: Kind,
    /// Its number with this issuer.
    pub number: usize,
    /// Its id.
    pub id: String,
    /// Its text: JSON or a compact JWS.
    pub text: String,
    /// What was awarded.
    pub award: Award,
}

impl Issued {
    /// Baked into a PNG.
    pub fn png(&self) -> Vec<u8> {
        self.baked_into(&picture::png(256, self.seed()))
    }

    /// Baked into an SVG.
    pub fn svg(&self) -> Vec<u8> {
        self.baked_into(&picture::svg(self.seed()))
    }

    /// Baked into a picture.
    pub fn baked_into(&self, picture: &[u8]) -> Vec<u8> {
        baking::bake(picture, &self.text, self.kind.standard()).expect("a picture that can be baked")
    }

    fn seed(&self) -> u8 {
        u8::try_from(self.number % 251).expect("below 251")
    }
}

/// The issuer.
pub struct Issuer {
    /// Its keys.
    pub keys: Keys,
    pub(crate) server: Server,
    pub(crate) host: String,
    pub(crate) revoked: Mutex<BTreeSet<usize>>,
    pub(crate) issued: Mutex<BTreeMap<usize, Issued>>,
}

impl Default for Issuer {
    fn default() -> Self {
        Self::start("badges.example")
    }
}

impl Issuer {
    /// Starts as `host`, on a server of its own.
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

    /// Its server.
    pub fn server(&self) -> &Server {
        &self.server
    }

    /// Its host.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The address of one of its pages.
    pub fn url(&self, path: &str) -> String {
        self.server.url(&self.host, path)
    }

    /// Its `did:web`, whose document it serves.
    pub fn did_web(&self) -> String {
        format!("did:web:{}%3A{}", self.host, self.server.port())
    }

    /// Issues a badge, and serves what checking it asks for.
    pub fn issue(&self, kind: Kind, award: &Award) -> Issued {
        let number = self.issued.lock().expect("no panic").len() + 1;
        self.issue_as(number, kind, award)
    }

    /// Issues a badge anew: the same kind and id, and what is awarded now.
    pub fn reissue(&self, badge: &Issued, award: &Award) -> Issued {
        self.issue_as(badge.number, badge.kind, award)
    }

    fn issue_as(&self, number: usize, kind: Kind, award: &Award) -> Issued {
        let (id, text) = match kind {
            Kind::Ob2Hosted | Kind::Ob2Signed => ob2::issue(self, kind, award, number),
            _ => ob3::issue(self, kind, award, number),
        };
        let issued = Issued { kind, number, id, text, award: award.clone() };
        self.issued.lock().expect("no panic").insert(number, issued.clone());
        self.publish();
        issued
    }

    /// Revokes a badge from now on, in the way of its kind.
    pub fn revoke(&self, badge: &Issued) {
        self.revoked.lock().expect("no panic").insert(badge.number);
        self.publish();
    }

    /// Takes a revocation back.
    pub fn reinstate(&self, badge: &Issued) {
        self.revoked.lock().expect("no panic").remove(&badge.number);
        self.publish();
    }

    /// Serves another answer for one of its pages: 404, 500, a redirect, a web page, silence.
    pub fn misbehave(&self, path: &str, reply: Reply) {
        self.server.serve(&self.host, path, reply);
    }

    pub(crate) fn serve(&self, path: &str, document: &Value) {
        self.server.serve(&self.host, path, Reply::json(document));
    }

    pub(crate) fn is_revoked(&self, number: usize) -> bool {
        self.revoked.lock().expect("no panic").contains(&number)
    }

    /// The ids of revoked badges that `of` picks.
    pub(crate) fn revoked_ids(&self, of: impl Fn(&Issued) -> bool) -> Vec<Value> {
        let issued = self.issued.lock().expect("no panic");
        issued
            .values()
            .filter(|badge| self.is_revoked(badge.number) && of(badge))
            .map(|badge| json!(badge.id))
            .collect()
    }

    fn publish(&self) {
        ob2::publish(self);
        ob3::publish(self);
    }
}
