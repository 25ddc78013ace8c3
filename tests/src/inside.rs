//! Credentials with others inside: learner records (CLR 2.0) and badges that others endorse.

use serde_json::{Value, json};

use crate::{
    issuer::{Award, Issued, Issuer, Kind},
    ob3,
};

const CLR: &str = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json";

impl Issuer {
    /// A learner record, by the issuer's did:key, with these badges inside. They are credentials with a proof of their own.
    pub fn learner_record(&self, name: &str, inside: &[&Issued]) -> String {
        let inside: Vec<Value> = inside
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
                "verifiableCredential": inside,
            },
        });
        ob3::signed(self, Kind::RdfcDidKey, &record).to_string()
    }

    /// A badge by the issuer's did:key that each of these endorses in the words beside it.
    pub fn endorsed(&self, award: &Award, by: &[(&Issuer, &str, &str)]) -> String {
        let id = "urn:uuid:0b7b1e3c-1f5a-4a6e-9a34-4a3d8b1f7e11";
        let mut badge = ob3::credential(self, Kind::RdfcDidKey, award, 0, id);
        badge["endorsement"] = by
            .iter()
            .map(|(endorser, called, comment)| {
                let endorsement = json!({
                    "@context": [ob3::V2, ob3::OB],
                    "id": format!("{id}/{}", endorser.keys.multibase()),
                    "type": ["VerifiableCredential", "EndorsementCredential"],
                    "issuer": {"id": endorser.keys.did_key(), "type": ["Profile"], "name": called},
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
