//! Tests of issuers' metadata and responses, valid and invalid.

use super::*;
use crate::offers::offer::credential_offer;

const ISSUER: &str = "https://issuer.example/tenant";

fn offer(change: impl FnOnce(&mut Value)) -> CredentialOffer {
    let mut offer = json!({
        "credential_issuer": ISSUER,
        "credential_configuration_ids": ["Welding"],
        "grants": { PRE_AUTHORIZED: { "pre-authorized_code": "c0de" } },
    });
    change(&mut offer);
    credential_offer(offer.to_string().as_bytes()).unwrap()
}

fn issuer() -> Value {
    json!({
        "credential_issuer": ISSUER,
        "credential_endpoint": "https://issuer.example/credential",
        "nonce_endpoint": "https://issuer.example/nonce",
        "display": [{"name": "Hafenschule", "locale": "de"}, {"name": "Harbour College", "locale": "en-GB"}],
        "credential_configurations_supported": {
            "Welding": {
                "format": "ldp_vc",
                "credential_definition": {"type": ["VerifiableCredential"], "@context": [], "credentialSubject": {}},
                "cryptographic_binding_methods_supported": ["did:key"],
                "proof_types_supported": {"jwt": {"proof_signing_alg_values_supported": ["ES256", "EdDSA"]}},
                "credential_metadata": {"display": [{"name": "Welding"}]},
            },
        },
    })
}

fn read(change: impl FnOnce(&mut Value)) -> Result<Metadata, String> {
    let mut issuer = issuer();
    change(&mut issuer);
    metadata(issuer.to_string().as_bytes(), &offer(|_| {})).map_err(|error| error.to_string())
}

#[test]
fn lists_metadata_addresses_of_all_editions() {
    let rows: [(&str, &[&str]); 3] = [
        ("https://issuer.example", &["https://issuer.example/.well-known/openid-credential-issuer"]),
        ("https://issuer.example/", &["https://issuer.example/.well-known/openid-credential-issuer"]),
        (
            "https://issuer.example:8443/tenant/1",
            &[
                "https://issuer.example:8443/.well-known/openid-credential-issuer/tenant/1",
                "https://issuer.example:8443/tenant/1/.well-known/openid-credential-issuer",
            ],
        ),
    ];
    for (issuer, expected) in rows {
        assert_eq!(metadata_addresses(&issuer.parse().unwrap()), expected, "{issuer}");
    }
    assert_eq!(
        server_addresses(&"https://as.example/t".parse().unwrap()),
        [
            "https://as.example/.well-known/oauth-authorization-server/t",
            "https://as.example/t/.well-known/openid-configuration"
        ]
    );
}

#[test]
fn prefers_english_issuer_name() {
    let read = read(|_| {}).unwrap();
    assert_eq!(read.name.as_deref(), Some("Harbour College"));
    assert_eq!(read.configurations[0].name.as_deref(), Some("Welding"));
    assert_eq!(read.configurations[0].definition, json!({"type": ["VerifiableCredential"], "@context": []}));
}

#[test]
fn refuses_unsupported_issuers_before_sending() {
    type Change = fn(&mut Value);
    fn welding(issuer: &mut Value) -> &mut Value {
        &mut issuer["credential_configurations_supported"]["Welding"]
    }
    let rows: [(&str, Change); 14] = [
        ("OFFER_OTHER_HOST", |issuer| issuer["credential_issuer"] = json!("https://issuer.example")),
        ("OFFER_OTHER_HOST", |issuer| issuer["credential_issuer"] = json!("https://issuer.example/tenant/")),
        ("OFFER_MALFORMED", |issuer| issuer["credential_issuer"] = json!(1)),
        ("OFFER_MALFORMED", |issuer| {
            issuer["credential_endpoint"] = json!("http://issuer.example/credential")
        }),
        ("OFFER_MALFORMED", |issuer| issuer["nonce_endpoint"] = json!("ftp://issuer.example/")),
        ("OFFER_MALFORMED", |issuer| issuer["credential_configurations_supported"] = json!({})),
        ("OFFER_UNSUPPORTED", |issuer| {
            issuer["credential_response_encryption"] = json!({"encryption_required": true});
        }),
        ("OFFER_UNSUPPORTED", |issuer| {
            issuer.as_object_mut().unwrap().remove("credential_configurations_supported");
        }),
        ("OFFER_UNSUPPORTED", |issuer| welding(issuer)["format"] = json!("mso_mdoc")),
        ("OFFER_UNSUPPORTED", |issuer| welding(issuer)["format"] = json!("dc+sd-jwt")),
        ("OFFER_UNSUPPORTED", |issuer| {
            welding(issuer)["cryptographic_binding_methods_supported"] = json!(["cose_key"]);
        }),
        ("OFFER_UNSUPPORTED", |issuer| {
            welding(issuer)["proof_types_supported"]["jwt"]["proof_signing_alg_values_supported"] =
                json!(["ES256"]);
        }),
        ("OFFER_UNSUPPORTED", |issuer| {
            welding(issuer)["proof_types_supported"]["jwt"]["key_attestations_required"] = json!({});
        }),
        ("OFFER_UNSUPPORTED", |issuer| welding(issuer)["proof_types_supported"] = json!({"cwt": {}})),
    ];
    for (at, (code, change)) in rows.into_iter().enumerate() {
        let error = read(change).unwrap_err();
        assert!(error.starts_with(code), "row {at}: {error}");
    }
}

#[test]
fn chooses_supported_proof_type() {
    type Change = fn(&mut Value);
    let rows: [(Option<Proof>, Change); 5] = [
        (Some(Proof::Jwt(Binding::Did)), |_| {}),
        (Some(Proof::Jwt(Binding::Jwk)), |configuration| {
            configuration["cryptographic_binding_methods_supported"] = json!(["jwk"])
        }),
        (Some(Proof::Presentation(Suite::EddsaRdfc2022)), |configuration| {
            configuration["proof_types_supported"] =
                json!({"di_vp": {"proof_signing_alg_values_supported": ["bbs-2023", "eddsa-rdfc-2022"]}});
        }),
        (Some(Proof::Jwt(Binding::Did)), |configuration| {
            configuration.as_object_mut().unwrap().remove("proof_types_supported");
        }),
        (None, |configuration| {
            configuration.as_object_mut().unwrap().remove("proof_types_supported");
            configuration.as_object_mut().unwrap().remove("cryptographic_binding_methods_supported");
        }),
    ];
    for (at, (expected, change)) in rows.into_iter().enumerate() {
        let read =
            read(|issuer| change(&mut issuer["credential_configurations_supported"]["Welding"])).unwrap();
        assert_eq!(read.configurations[0].proof, expected, "row {at}");
    }
}

#[test]
fn uses_named_authorization_server() {
    let named = |servers: Value, server: Option<&str>| {
        let mut issuer = issuer();
        issuer["authorization_servers"] = servers;
        let offer = offer(|offer| {
            if let Some(server) = server {
                offer["grants"][PRE_AUTHORIZED]["authorization_server"] = server.into();
            }
        });
        metadata(issuer.to_string().as_bytes(), &offer)
            .map(|read| read.authorization_server.to_string())
            .map_err(|error| error.to_string())
    };
    let two = json!(["https://as.example/", "https://other.example/"]);
    assert_eq!(named(Value::Null, None).as_deref(), Ok(ISSUER));
    assert_eq!(named(two.clone(), None).as_deref(), Ok("https://as.example/"));
    assert_eq!(named(two.clone(), Some("https://other.example/")).as_deref(), Ok("https://other.example/"));
    assert!(named(two, Some("https://third.example/")).unwrap_err().starts_with("OFFER_OTHER_HOST"));
    assert!(named(json!(["http://as.example/"]), None).unwrap_err().starts_with("OFFER_MALFORMED"));

    let server: Url = "https://as.example/".parse().unwrap();
    let accepts = |issuer: &str| {
        let metadata = json!({"issuer": issuer, "token_endpoint": "https://as.example/token"});
        token_endpoint(metadata.to_string().as_bytes(), &server).is_ok()
    };
    assert!(accepts("https://as.example") && accepts("https://as.example/"));
    assert!(!accepts("https://other.example") && !accepts("https://as.example.other.example"));
}

fn reply(status: u16, body: &Value) -> Reply {
    Reply { status, bytes: body.to_string().into_bytes() }
}

fn code_of<T: std::fmt::Debug>(result: Result<T, OfferError>) -> String {
    match result {
        Err(OfferError::Offer { code, .. }) => code.to_string(),
        other => format!("{other:?}"),
    }
}

/// OpenID4VCI 1.0, section 6.3.
#[test]
fn token_refusal_has_a_reason() {
    let rows = [
        (400, json!({"error": "invalid_grant"}), false, "OFFER_ENDED"),
        (400, json!({"error": "invalid_grant"}), true, "OFFER_CODE_WRONG"),
        (400, json!({"error": "invalid_tx_code"}), true, "OFFER_CODE_WRONG"),
        (400, json!({"error": "authorization_pending"}), false, "OFFER_LATER"),
        (401, json!({"error": "invalid_client"}), false, "OFFER_REFUSED"),
        (404, json!("not found"), false, "OFFER_REFUSED"),
        (200, json!({"access_token": "a", "token_type": "DPoP"}), false, "OFFER_UNSUPPORTED"),
        (200, json!({"access_token": "a b", "token_type": "Bearer"}), false, "OFFER_MALFORMED"),
        (200, json!({"access_token": "a\r\nHost: b", "token_type": "Bearer"}), false, "OFFER_MALFORMED"),
        (200, json!({"token_type": "Bearer"}), false, "OFFER_MALFORMED"),
        (200, json!([]), false, "OFFER_MALFORMED"),
    ];
    for (status, body, typed, code) in rows {
        assert_eq!(code_of(token(&reply(status, &body), typed)), code, "{status} {body}");
    }
    let accepted =
        token(&reply(200, &json!({"access_token": "a", "token_type": "bearer", "c_nonce": "n"})), false);
    assert_eq!(accepted.unwrap().nonce(), Some("n"));
}

/// OpenID4VCI 1.0, sections 8.2 and 3.3.4; draft 13, section 7.2.
#[test]
fn request_follows_the_issuers_edition() {
    let holder = Holder::new(ed25519_dalek::SigningKey::from_bytes(&[7; 32]));
    let issuance = |with_nonces: bool| {
        let read = read(|_| {}).unwrap();
        Issuance {
            offer: offer(|_| {}),
            issuer_name: None,
            configurations: read.configurations,
            token_endpoint: read.credential_endpoint.clone(),
            credential_endpoint: read.credential_endpoint,
            nonce_endpoint: read.nonce_endpoint.filter(|_| with_nonces),
        }
    };
    let token_with = |more: Value| {
        let mut body = json!({"access_token": "a", "token_type": "Bearer"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        token(&reply(200, &body), false).unwrap()
    };
    let requests = |issuance: &Issuance, token: &Token, nonce: Option<&str>| -> Vec<Value> {
        let requested = issuance.credentials_for(token);
        let bodies =
            requested.iter().map(|credential| issuance.request(credential, token, nonce, &holder).unwrap());
        bodies.map(|body| if let Body::Json(value) = body { value } else { panic!("{body:?}") }).collect()
    };
    let current = requests(&issuance(true), &token_with(json!({})), Some("n"));
    assert_eq!(current[0]["credential_configuration_id"], "Welding");
    assert_eq!(current[0]["proofs"]["jwt"].as_array().unwrap().len(), 1);

    let sets = json!([{"credential_configuration_id": "Welding", "credential_identifiers": ["one", "two"]}]);
    let sets = requests(&issuance(true), &token_with(json!({"authorization_details": sets})), Some("n"));
    let named: Vec<&Value> = sets.iter().map(|request| &request["credential_identifier"]).collect();
    assert_eq!(named, ["one", "two"]);
    assert_eq!(sets[0].get("credential_configuration_id"), None);

    let draft = requests(&issuance(false), &token_with(json!({"c_nonce": "n"})), Some("n"));
    assert_eq!((&draft[0]["format"], &draft[0]["proof"]["proof_type"]), (&json!("ldp_vc"), &json!("jwt")));
    assert_eq!(draft[0]["credential_definition"]["type"], json!(["VerifiableCredential"]));
    assert_eq!(draft[0].get("proofs"), None);
}

/// OpenID4VCI 1.0, section 8.3; draft 13, section 7.3.
#[test]
fn keeps_credentials_byte_for_byte() {
    let read = |body: &str| match credentials(&Reply { status: 200, bytes: body.into() }) {
        Ok(Answer::Issued(texts)) => texts.join(" | "),
        other => code_of(other),
    };
    let rows = [
        (
            r#"{"credentials": [{"credential": {"a":  1.0}}, {"credential": "eyJ.a.b"}]}"#,
            r#"{"a":  1.0} | eyJ.a.b"#,
        ),
        (r#"{"credential": {"a":  1.0}, "c_nonce": "n"}"#, r#"{"a":  1.0}"#),
        (r#"{"credential": "eyJ.a.b"}"#, "eyJ.a.b"),
        (r#"{"credentials": ["eyJ.a.b", {"a": 1}]}"#, r#"eyJ.a.b | {"a": 1}"#),
        (r#"{"transaction_id": "1", "interval": 60}"#, "OFFER_LATER"),
        (r#"{"acceptance_token": "1"}"#, "OFFER_LATER"),
        (r#"{"credentials": []}"#, "OFFER_NO_BADGE"),
        (r#"{"credential": null}"#, "OFFER_NO_BADGE"),
        (r#"{}"#, "OFFER_NO_BADGE"),
        (r#"<html>"#, "OFFER_MALFORMED"),
        (r#"{"credential": {}, "credential": {}}"#, "OFFER_MALFORMED"),
        (r#"{"credential": 7}"#, "7"),
    ];
    for (body, expected) in rows {
        assert_eq!(read(body), expected, "{body}");
    }
    let many = format!(r#"{{"credentials": [{}]}}"#, vec!["{}"; limits::CREDENTIALS + 1].join(","));
    assert_eq!(read(&many), "OFFER_MALFORMED");
    let refused = |body: Value| credentials(&reply(400, &body));
    assert!(matches!(refused(json!({"error": "invalid_nonce"})), Ok(Answer::StaleNonce(None))));
    let stale = refused(json!({"error": "invalid_proof", "c_nonce": "n"}));
    assert!(matches!(stale, Ok(Answer::StaleNonce(Some(nonce))) if nonce == "n"));
    assert_eq!(code_of(refused(json!({"error": "invalid_proof"}))), "OFFER_REFUSED");
    assert_eq!(code_of(refused(json!({"error": "issuance_pending"}))), "OFFER_LATER");
}

proptest::proptest! {
    /// Any response is parsed or refused.
    #[test]
    fn no_response_causes_a_panic(
        start in proptest::sample::select(vec![
            "", "{", r#"{"credentials": ["#, r#"{"credential": "#, r#"{"credential_issuer": "https://issuer.example/tenant", "#,
            r#"{"access_token": "#, r#"{"verifiablePresentation": "#, r#"{"verifiablePresentationRequest": {"query": "#,
        ]),
        rest in "\\PC*",
        status in 100_u16..600,
    ) {
        let reply = Reply { status, bytes: format!("{start}{rest}").into_bytes() };
        if token(&reply, status % 2 == 0).is_ok() || nonce(&reply).is_ok() {
            proptest::prop_assert!(reply.is_success());
        }
        for error in [
            credentials(&reply).err(),
            metadata(&reply.bytes, &offer(|_| {})).err(),
            crate::offers::exchange::read(&reply.bytes).err(),
        ] {
            proptest::prop_assert!(error.is_none_or(|error| error.to_string().starts_with("OFFER_")));
        }
    }
}
