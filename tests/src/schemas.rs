//! Schemas that the issuer publishes, bare and in a credential, as badges name them (`credentialSchema`).

use serde_json::{Value, json};

use crate::{
    issuer::{Issuer, Kind},
    ob3,
};

impl Issuer {
    /// Publishes `schema` at `path`; what a badge says that asks for it as Open Badges' own kind does.
    pub fn schema(&self, path: &str, schema: &Value) -> Value {
        self.serve(path, schema);
        json!({"id": self.url(path), "type": "1EdTechJsonSchemaValidator2019"})
    }

    /// Publishes a credential by the issuer's did:web at `path` that holds `schema` (VC JSON Schema, section 2.2); what a
    /// badge says that names it.
    pub fn schema_credential(&self, path: &str, schema: &Value) -> Value {
        let url = self.url(path);
        let credential = json!({
            "@context": [ob3::V2],
            "id": url,
            "type": ["VerifiableCredential", "JsonSchemaCredential"],
            "issuer": self.did_web(),
            "validFrom": "2025-01-01T00:00:00Z",
            "credentialSubject": {"id": format!("{url}#schema"), "type": "JsonSchema", "jsonSchema": schema},
        });
        self.serve(path, &ob3::signed(self, Kind::RdfcDidWeb, &credential));
        json!({"id": url, "type": "JsonSchemaCredential"})
    }
}
