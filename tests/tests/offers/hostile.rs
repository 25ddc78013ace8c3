//! Issuers that mean harm, or do things wrong: what is refused, by which code, and that nothing was signed or sent on.

use std::cell::Cell;

use serde_json::{Value, json};
use whole_system::{Backpack, Outcome, ReceivedRequest, Reply, Server};

const HOST: &str = "issuer.example";
const OTHER: &str = "other.example";
const GRANT: &str = "urn:ietf:params:oauth:grant-type:pre-authorized_code";

/// An issuer by OpenID4VCI and by an exchange, sound until a test changes a page of it.
struct Issuer {
    server: Server,
    learner: Backpack,
    /// What came before this row of a table.
    before: Cell<usize>,
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
        let issuer = Self { server, learner, before: Cell::new(0) };
        issuer.begin_anew();
        issuer
    }

    /// Every page is sound again, and nothing was sent.
    fn begin_anew(&self) {
        self.before.set(self.server.requests().len());
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
        self.asks(&json!({"query": [{"type": "DIDAuthentication"}], "challenge": "c-1", "domain": HOST}));
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

    /// What the exchange asks, whatever it is told.
    fn asks(&self, request: &Value) {
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

    /// The code of the one line that an import ends with.
    fn refuses(&self, offer: &str) -> String {
        let line = self.import(offer).json();
        line["error"]["code"].as_str().unwrap_or_else(|| panic!("{line:#}")).to_owned()
    }

    /// What was sent to it in this row.
    fn sent(&self) -> Vec<ReceivedRequest> {
        let seen = self.server.requests().into_iter().skip(self.before.get());
        seen.filter(|seen| seen.head.starts_with("POST ")).collect()
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
        ("a server that says it is another", "OFFER_OTHER_HOST", |issuer| {
            let told =
                json!({"issuer": issuer.server.url(OTHER, ""), "token_endpoint": issuer.url("/token")});
            issuer.json("/.well-known/oauth-authorization-server", &told);
        }),
        ("an endpoint without protection", "OFFER_MALFORMED", |issuer| {
            let mut metadata = issuer.metadata();
            metadata["credential_endpoint"] = json!("http://issuer.example/credential");
            issuer.json("/.well-known/openid-credential-issuer", &metadata);
        }),
        ("metadata without an end", "NET_TOO_LARGE", |issuer| {
            let page = Reply::document("application/json", vec![b' '; 3 << 20]);
            issuer.server.serve(HOST, "/.well-known/openid-credential-issuer", page);
        }),
        ("a web page for metadata", "NET_CONTENT_TYPE", |issuer| {
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
        issuer.begin_anew();
        change(&issuer);
        assert_eq!(issuer.refuses(&issuer.offer()), code, "{name}");
        assert_eq!(issuer.sent(), [], "{name}");
    }
}

#[test]
fn sends_secrets_to_no_other_host() {
    let issuer = Issuer::new();
    for status in [301, 302, 303, 307, 308] {
        for path in ["/token", "/nonce", "/credential"] {
            issuer.begin_anew();
            let elsewhere = issuer.server.url(OTHER, "/caught");
            issuer.server.serve(HOST, path, Reply::Redirect(status, elsewhere));
            issuer.server.serve(OTHER, "/caught", Reply::json(&json!({})));
            assert_eq!(issuer.refuses(&issuer.offer()), "NET_REDIRECT", "{status} {path}");
            assert!(issuer.sent().iter().all(|seen| seen.host == HOST), "{status} {path}");
            // One status shows the rule at each place.
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
    for (at, (reply, code)) in rows.into_iter().enumerate() {
        issuer.begin_anew();
        issuer.server.serve(HOST, "/credential", reply);
        assert_eq!(issuer.refuses(&issuer.offer()), code, "row {at}");
    }
    issuer.begin_anew();
    issuer.refuses(&issuer.offer());
    let sent = issuer.sent();
    let paths: Vec<&str> = sent.iter().map(|seen| seen.path.as_str()).collect();
    assert_eq!(paths, ["/token", "/nonce", "/credential"]);
    assert_eq!(sent[2].header("authorization"), Some("Bearer very-secret-token"));
    assert_eq!(sent[0].header("authorization"), None);
    let log = issuer.learner.run(["log", "--json"]).exits(0).stdout;
    assert!(!log.contains("very-secret"), "{log}");
    assert!(issuer.learner.run(["list", "--json"]).exits(0).lines().is_empty(), "and nothing was kept");
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
        // The same question again: it was answered once.
        (json!({"query": authentication, "challenge": "c", "domain": HOST}), "OFFER_MALFORMED", 1),
    ];
    let issuer = Issuer::new();
    for (request, code, signed) in rows {
        issuer.begin_anew();
        issuer.asks(&request);
        assert_eq!(issuer.refuses(&issuer.interaction()), code, "{request}");
        let presented = issuer.sent().iter().filter(|seen| seen.body.contains("proofValue")).count();
        assert_eq!(presented, signed, "{request}");
    }
    for answer in [json!({}), json!({"verifiablePresentation": {"type": ["VerifiablePresentation"]}})] {
        issuer.begin_anew();
        issuer.json("/exchange", &answer);
        assert_eq!(issuer.refuses(&issuer.interaction()), "OFFER_NO_BADGE", "{answer}");
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
    assert_eq!(issuer.sent(), [], "and nothing was sent to it");
    issuer.json("/interaction?iuv=1", &json!({"protocols": {"interact": issuer.url("/interaction?iuv=1")}}));
    assert_eq!(issuer.refuses(&issuer.interaction()), "OFFER_MALFORMED", "a circle ends");
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
