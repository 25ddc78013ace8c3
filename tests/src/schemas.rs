//! Schemas that the issuer publishes for `credentialSchema`, as JSON and in a credential.

use serde_json::{Value, json};

use crate::{
    issuer::{Issuer, Kind},
    ob3,
};

impl Issuer {
    /// Publishes `schema` at `path`. Returns its `credentialSchema`, with the schema type of Open Badges.
    pub fn schema(&self, path: &str, schema: &Value) -> Value {
        self.serve(path, schema);
        json!({"id": self.url(path), "type": "1EdTechJsonSchemaValidator2019"})
    }

    /// Publishes `schema` at `path`, in a credential signed with the issuer's did:web (VC JSON Schema,
    /// section 2.2). Returns its `credentialSchema`.
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
