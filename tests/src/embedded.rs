//! Credentials that contain other credentials: learner records (CLR 2.0) and endorsed badges.

use serde_json::{Value, json};

use crate::{
    issuer::{Award, IssuedBadge, Issuer, Kind},
    ob3,
};

const CLR: &str = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json";

impl Issuer {
    /// Returns a learner record with `badges`, signed with the issuer's did:key. Each badge must be a
    /// credential with its own embedded proof.
    pub fn learner_record(&self, name: &str, badges: &[&IssuedBadge]) -> String {
        let credentials: Vec<Value> = badges
            .iter()
            .map(|badge| serde_json::from_str(&badge.text).expect("a credential in JSON"))
            .collect();
        let record = json!({
            "@context": [ob3::V2, CLR, ob3::OB],
            "id": "urn:uuid:7d8a1c0e-0f57-4d6a-8a51-9f3f4f3d2c11",
            "type": ["VerifiableCredential", "ClrCredential"],
            "issuer": {"id": self.keys.did_key(), "type": ["Profile"], "name": "Example College"},
            "validFrom": "2025-06-30T00:00:00Z",
            "name": name,
            "credentialSubject": {
                "id": "did:example:learner",
                "type": ["ClrSubject"],
                "verifiableCredential": credentials,
            },
        });
        ob3::signed(self, Kind::RdfcDidKey, &record).to_string()
    }

    /// Returns a badge with endorsements, signed with the issuer's did:key. `endorsements` lists the
    /// endorser, the endorser's name and the comment.
    pub fn endorsed(&self, award: &Award, endorsements: &[(&Issuer, &str, &str)]) -> String {
        let id = "urn:uuid:0b7b1e3c-1f5a-4a6e-9a34-4a3d8b1f7e11";
        let mut badge = ob3::credential(self, Kind::RdfcDidKey, award, 0, id);
        badge["endorsement"] = endorsements
            .iter()
            .map(|(endorser, name, comment)| {
                let endorsement = json!({
                    "@context": [ob3::V2, ob3::OB],
                    "id": format!("{id}/{}", endorser.keys.multibase()),
                    "type": ["VerifiableCredential", "EndorsementCredential"],
                    "issuer": {"id": endorser.keys.did_key(), "type": ["Profile"], "name": name},
                    "validFrom": "2025-06-30T00:00:00Z",
                    "name": format!("Endorsement of {}", award.name),
                    "credentialSubject": {"id": id, "type": ["EndorsementSubject"], "endorsementComment": comment},
                });
                ob3::signed(endorser, Kind::RdfcDidKey, &endorsement)
            })
            .collect();
        ob3::signed(self, Kind::RdfcDidKey, &badge).to_string()
    }
}
