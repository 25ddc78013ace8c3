//! Hostile and faulty issuers: the program refuses their offers, and sends no secret to another host.

use std::cell::Cell;

use serde_json::{Value, json};
use whole_system::{Backpack, Outcome, ReceivedRequest, Reply, Server};

const HOST: &str = "issuer.example";
const OTHER: &str = "other.example";
const GRANT: &str = "urn:ietf:params:oauth:grant-type:pre-authorized_code";

/// An issuer for OpenID4VCI and for VC API exchanges. Tests replace single responses by faulty ones.
struct Issuer {
    server: Server,
    learner: Backpack,
    /// The number of requests before the current row of a table.
    requests_before: Cell<usize>,
}

impl Issuer {
    fn new() -> Self {
        let server = Server::start();
        let mut learner = Backpack::new();
        let ca = learner.write("ca.pem", server.ca_pem());
        learner = learner.with_trusted_authority(&ca);
        for host in [HOST, OTHER] {
            learner = learner.with_resolved_host(host, server.port(), "127.0.0.1");
        }
        let issuer = Self { server, learner, requests_before: Cell::new(0) };
        issuer.reset();
        issuer
    }

    /// Makes every response correct again, and ignores all earlier requests.
    fn reset(&self) {
        self.requests_before.set(self.server.requests().len());
        self.json("/.well-known/openid-credential-issuer", &self.metadata());
        let id = self.url("");
        self.json(
            "/.well-known/oauth-authorization-server",
            &json!({"issuer": id, "token_endpoint": self.url("/token")}),
        );
        self.json("/token", &json!({"access_token": "very-secret-token", "token_type": "Bearer"}));
        self.json("/nonce", &json!({"c_nonce": "n-1"}));
        self.json("/credential", &json!({"credentials": [{"credential": "not a badge"}]}));
        self.json("/interaction?iuv=1", &json!({"protocols": {"vcapi": self.url("/exchange")}}));
        self.serve_request(
            &json!({"query": [{"type": "DIDAuthentication"}], "challenge": "c-1", "domain": HOST}),
        );
    }

    fn url(&self, path: &str) -> String {
        self.server.url(HOST, path)
    }

    fn json(&self, path: &str, document: &Value) {
        self.server.serve(HOST, path, Reply::json(document));
    }

    fn metadata(&self) -> Value {
        json!({
            "credential_issuer": self.url(""),
            "credential_endpoint": self.url("/credential"),
            "nonce_endpoint": self.url("/nonce"),
            "credential_configurations_supported": {"Welding": {
                "format": "ldp_vc",
                "cryptographic_binding_methods_supported": ["did:key"],
                "proof_types_supported": {"jwt": {"proof_signing_alg_values_supported": ["EdDSA"]}},
            }},
        })
    }

    /// Makes the exchange answer every message with this presentation request.
    fn serve_request(&self, request: &Value) {
        self.json("/exchange", &json!({"verifiablePresentationRequest": request}));
    }

    fn offer(&self) -> String {
        let offer = json!({
            "credential_issuer": self.url(""),
            "credential_configuration_ids": ["Welding"],
            "grants": {GRANT: {"pre-authorized_code": "very-secret-code"}},
        });
        let mut url: url::Url = "openid-credential-offer://".parse().unwrap();
        url.query_pairs_mut().append_pair("credential_offer", &offer.to_string());
        url.into()
    }

    fn interaction(&self) -> String {
        format!("interaction:{}", self.url("/interaction?iuv=1"))
    }

    fn import(&self, offer: &str) -> Outcome {
        self.learner.run(["import", "--yes", "--json", offer])
    }

    /// Imports an offer and returns the code of the error.
    fn import_error(&self, offer: &str) -> String {
        let line = self.import(offer).json();
        line["error"]["code"].as_str().unwrap_or_else(|| panic!("{line:#}")).to_owned()
    }

    /// Returns the POST requests since the last reset.
    fn sent(&self) -> Vec<ReceivedRequest> {
        let requests = self.server.requests().into_iter().skip(self.requests_before.get());
        requests.filter(|request| request.head.starts_with("POST ")).collect()
    }
}

#[test]
fn rejects_metadata_about_another_issuer_and_sends_nothing() {
    type Change = fn(&Issuer);
    let rows: [(&str, &str, Change); 6] = [
        ("metadata of another issuer", "OFFER_OTHER_HOST", |issuer| {
            let mut metadata = issuer.metadata();
            metadata["credential_issuer"] = json!(issuer.server.url(OTHER, ""));
            issuer.json("/.well-known/openid-credential-issuer", &metadata);
        }),
        ("authorization server metadata of another issuer", "OFFER_OTHER_HOST", |issuer| {
            let metadata =
                json!({"issuer": issuer.server.url(OTHER, ""), "token_endpoint": issuer.url("/token")});
            issuer.json("/.well-known/oauth-authorization-server", &metadata);
        }),
        ("an endpoint without TLS", "OFFER_MALFORMED", |issuer| {
            let mut metadata = issuer.metadata();
            metadata["credential_endpoint"] = json!("http://issuer.example/credential");
            issuer.json("/.well-known/openid-credential-issuer", &metadata);
        }),
        ("metadata above the size limit", "NET_TOO_LARGE", |issuer| {
            let page = Reply::document("application/json", vec![b' '; 3 << 20]);
            issuer.server.serve(HOST, "/.well-known/openid-credential-issuer", page);
        }),
        ("a web page instead of metadata", "NET_CONTENT_TYPE", |issuer| {
            issuer.server.serve(HOST, "/.well-known/openid-credential-issuer", Reply::web_page());
        }),
        ("no metadata", "NET_NOT_FOUND", |issuer| {
            issuer.server.serve(
                HOST,
                "/.well-known/openid-credential-issuer",
                Reply::Status(404, Vec::new()),
            );
        }),
    ];
    let issuer = Issuer::new();
    for (name, code, change) in rows {
        issuer.reset();
        change(&issuer);
        assert_eq!(issuer.import_error(&issuer.offer()), code, "{name}");
        assert_eq!(issuer.sent(), [], "{name}");
    }
}

#[test]
fn sends_secrets_to_no_other_host() {
    let issuer = Issuer::new();
    for status in [301, 302, 303, 307, 308] {
        for path in ["/token", "/nonce", "/credential"] {
            issuer.reset();
            let elsewhere = issuer.server.url(OTHER, "/caught");
            issuer.server.serve(HOST, path, Reply::Redirect(status, elsewhere));
            issuer.server.serve(OTHER, "/caught", Reply::json(&json!({})));
            assert_eq!(issuer.import_error(&issuer.offer()), "NET_REDIRECT", "{status} {path}");
            assert!(issuer.sent().iter().all(|request| request.host == HOST), "{status} {path}");
            // Status 307 is enough for the other endpoints.
            if status != 307 {
                break;
            }
        }
    }
}

#[test]
fn reports_answers_that_are_not_badges() {
    let sd_jwt = "eyJhbGciOiJFUzI1NiJ9.eyJ2Y3QiOiJ4In0.c2ln~WyJzIiwiYSIsImIiXQ~";
    let rows = [
        (Reply::json(&json!({"credentials": [{"credential": "hello"}]})), "OFFER_NO_BADGE"),
        (Reply::json(&json!({"credentials": [{"credential": {"hello": "world"}}]})), "OFFER_NO_BADGE"),
        (
            Reply::json(&json!({"credentials": [{"credential": "https://issuer.example/badge/1"}]})),
            "OFFER_NO_BADGE",
        ),
        (Reply::json(&json!({"credentials": [{"credential": sd_jwt}]})), "NOT_AN_OPEN_BADGE"),
        (Reply::json(&json!({"credentials": []})), "OFFER_NO_BADGE"),
        (Reply::json(&json!({"transaction_id": "8xLOxBtZp8", "interval": 3600})), "OFFER_LATER"),
        (
            Reply::Status(202, br#"{"transaction_id": "8xLOxBtZp8", "interval": 3600}"#.to_vec()),
            "OFFER_LATER",
        ),
        (Reply::Status(400, br#"{"error": "credential_request_denied"}"#.to_vec()), "OFFER_REFUSED"),
        (Reply::Status(400, br#"{"error": "invalid_nonce"}"#.to_vec()), "OFFER_REFUSED"),
        (Reply::Status(500, Vec::new()), "NET_UNAVAILABLE"),
        (Reply::web_page(), "OFFER_MALFORMED"),
        (Reply::document("application/json", vec![b' '; 11 << 20]), "NET_TOO_LARGE"),
    ];
    let issuer = Issuer::new();
    for (row, (reply, code)) in rows.into_iter().enumerate() {
        issuer.reset();
        issuer.server.serve(HOST, "/credential", reply);
        assert_eq!(issuer.import_error(&issuer.offer()), code, "row {row}");
    }
    issuer.reset();
    issuer.import_error(&issuer.offer());
    let sent = issuer.sent();
    let paths: Vec<&str> = sent.iter().map(|request| request.path.as_str()).collect();
    assert_eq!(paths, ["/token", "/nonce", "/credential"]);
    assert_eq!(sent[2].header("authorization"), Some("Bearer very-secret-token"));
    assert_eq!(sent[0].header("authorization"), None);
    let log = issuer.learner.run(["log", "--json"]).exits(0).stdout;
    assert!(!log.contains("very-secret"), "{log}");
    assert!(issuer.learner.run(["list", "--json"]).exits(0).lines().is_empty(), "something was stored");
}

#[test]
fn signs_once_for_the_issuer_and_only_the_learner_identity() {
    let authentication = json!([{"type": "DIDAuthentication"}]);
    let rows = [
        (json!({"query": authentication, "challenge": "c", "domain": OTHER}), "OFFER_OTHER_HOST", 0),
        (
            json!({"query": authentication, "challenge": "c", "domain": "issuer.example.evil.example"}),
            "OFFER_OTHER_HOST",
            0,
        ),
        (
            json!({"query": authentication, "challenge": "c", "domain": "https://issuer.example@evil.example/"}),
            "OFFER_OTHER_HOST",
            0,
        ),
        (json!({"query": authentication, "domain": HOST}), "OFFER_MALFORMED", 0),
        (
            json!({"query": [{"type": "QueryByExample"}], "challenge": "c", "domain": HOST}),
            "OFFER_UNSUPPORTED",
            0,
        ),
        (
            json!({"query": [{"type": "DIDAuthentication"}, {"type": "ZcapQuery"}], "challenge": "c", "domain": HOST}),
            "OFFER_UNSUPPORTED",
            0,
        ),
        // The exchange repeats its request, and the program answers only once.
        (json!({"query": authentication, "challenge": "c", "domain": HOST}), "OFFER_MALFORMED", 1),
    ];
    let issuer = Issuer::new();
    for (request, code, signed) in rows {
        issuer.reset();
        issuer.serve_request(&request);
        assert_eq!(issuer.import_error(&issuer.interaction()), code, "{request}");
        let presentations = issuer.sent().iter().filter(|post| post.body.contains("proofValue")).count();
        assert_eq!(presentations, signed, "{request}");
    }
    for response in [json!({}), json!({"verifiablePresentation": {"type": ["VerifiablePresentation"]}})] {
        issuer.reset();
        issuer.json("/exchange", &response);
        assert_eq!(issuer.import_error(&issuer.interaction()), "OFFER_NO_BADGE", "{response}");
    }
}

#[test]
fn interaction_on_another_host_names_it_first() {
    let issuer = Issuer::new();
    let exchange = issuer.server.url(OTHER, "/exchange");
    issuer.json("/interaction?iuv=1", &json!({"protocols": {"vcapi": exchange}}));
    let shown = issuer.learner.run(["import", "--dry-run", "--json", &issuer.interaction()]).exits(3).json();
    let with_port = |host: &str| format!("{host}:{}", issuer.server.port());
    assert_eq!(shown["offer"]["host"], with_port(HOST));
    assert_eq!(shown["offer"]["hosts"], json!([with_port(OTHER)]));
    assert_eq!(issuer.sent(), [], "nothing is sent before consent");
    issuer.json("/interaction?iuv=1", &json!({"protocols": {"interact": issuer.url("/interaction?iuv=1")}}));
    assert_eq!(
        issuer.import_error(&issuer.interaction()),
        "OFFER_MALFORMED",
        "an interaction cannot refer to itself"
    );
}

#[test]
fn contacts_no_private_or_unencrypted_address() {
    let learner = Backpack::new();
    let rows = [
        (
            "openid-credential-offer://?credential_offer_uri=https%3A%2F%2F127.0.0.1%2Foffer",
            "NET_BLOCKED_ADDRESS",
        ),
        (
            "openid-credential-offer://?credential_offer_uri=https%3A%2F%2F169.254.169.254%2F",
            "NET_BLOCKED_ADDRESS",
        ),
        ("openid-credential-offer://?credential_offer_uri=http%3A%2F%2Fissuer.example%2F", "OFFER_MALFORMED"),
        ("interaction:https://localhost/i?iuv=1", "NET_BLOCKED_ADDRESS"),
        ("interaction:http://issuer.example/i?iuv=1", "OFFER_MALFORMED"),
        (
            "dccrequest://request?auth_type=bearer&issuer=a&challenge=1&vc_request_url=https%3A%2F%2F10.0.0.1%2F",
            "NET_BLOCKED_ADDRESS",
        ),
        (
            "dccrequest://request?auth_type=code&issuer=a&challenge=1&vc_request_url=https%3A%2F%2Fissuer.example%2F",
            "OFFER_SIGN_IN",
        ),
    ];
    for (offer, code) in rows {
        let line = learner.run(["import", "--yes", "--json", offer]).exits(3).json();
        assert_eq!(line["error"]["code"], code, "{offer}");
        assert!(line["error"]["next_step"].is_string(), "{offer}");
    }
}
