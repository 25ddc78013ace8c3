//! Properties of the canonical form.

use crate::support::credential::credential;
use openbadges::{
    Code,
    json::Value,
    linked_data::{
        Hash, canonical_nquads, canonicalize,
        rdf::{Quad, Term},
    },
};
use proptest::prelude::*;

/// Returns `value` with the members of every object in an order determined by `seed`.
fn reordered(value: &Value, seed: &mut u64) -> Value {
    match value {
        Value::Object(members) => {
            let mut members: Vec<(String, Value)> =
                members.iter().map(|(key, value)| (key.clone(), reordered(value, seed))).collect();
            for at in (1..members.len()).rev() {
                *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                members.swap(at, (*seed >> 33) as usize % (at + 1));
            }
            members.into_iter().collect()
        }
        Value::Array(elements) => elements.iter().map(|element| reordered(element, seed)).collect(),
        other => other.clone(),
    }
}

/// A statement about a few blank nodes.
type Statement = (u32, u8, u32);

/// Statements of one graph. RDFC-1.0 does not distinguish nodes that differ only in the graphs of their
/// statements (the graph is not part of Hash Related Blank Node), so the property does not hold across
/// graphs.
fn statements() -> impl Strategy<Value = Vec<Statement>> {
    prop::collection::vec((0..6u32, 0..2u8, 0..6u32), 0..12)
}

fn quads(statements: &[Statement], name: impl Fn(u32) -> u32) -> Vec<Quad> {
    statements
        .iter()
        .map(|(subject, predicate, object)| Quad {
            subject: Term::Blank(name(*subject)),
            predicate: Term::Iri(format!("https://a.example/{predicate}").into()),
            object: Term::Blank(name(*object)),
            graph: None,
        })
        .collect()
}

/// Generates JSON from the keywords and terms of contexts.
fn json_ld() -> impl Strategy<Value = Value> {
    let word = prop::sample::select(vec![
        "@id",
        "@type",
        "@value",
        "@list",
        "@set",
        "@graph",
        "@reverse",
        "@index",
        "@language",
        "@included",
        "@nest",
        "@json",
        "@none",
        "@context",
        "@other",
        "id",
        "type",
        "name",
        "issuer",
        "achievement",
        "result",
        "proof",
        "verifiableCredential",
        "credentialSubject",
        "endorsement",
        "Achievement",
        "AchievementSubject",
        "Profile",
        "VerifiableCredential",
        "VerifiablePresentation",
        "https://a.example/p",
        "_:b",
        "en",
        "",
        "gpa",
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]);
    let leaf = prop_oneof![
        word.clone().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
    ];
    leaf.prop_recursive(6, 48, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((word.clone(), inner), 0..5).prop_map(|members| members
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect()),
        ]
    })
}

proptest! {
    #[test]
    fn order_of_members_does_not_matter(mut seed: u64) {
        let document = credential();
        let other = reordered(&document, &mut seed);
        prop_assert_eq!(canonical_nquads(&document), canonical_nquads(&other));
    }

    #[test]
    fn blank_node_labels_and_statement_order_do_not_matter(
        statements in statements(),
        names in Just([0u32, 1, 2, 3, 4, 5]).prop_shuffle(),
    ) {
        let original = canonicalize(quads(&statements, |node| node), Hash::Sha256);
        let mut renamed = quads(&statements, |node| 100 - names[node as usize]);
        renamed.reverse();
        let other = canonicalize(renamed, Hash::Sha256);
        prop_assert_eq!(original.map(|canonical| canonical.nquads), other.map(|canonical| canonical.nquads));
    }

    /// Every document has a canonical form or an error.
    #[test]
    fn every_document_terminates(content in json_ld()) {
        let document = serde_json::json!({
            "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
            "credentialSubject": content
        });
        if let Err(error) = canonical_nquads(&document) {
            prop_assert!(matches!(
                error.code,
                Code::DiTermDropped | Code::DiContextUnknown | Code::DiMalformed | Code::DiGraphBudget
            ));
        }
    }
}

/// A document that is nested more deeply than the parser accepts gives an error and no stack overflow.
#[test]
fn rejects_documents_nested_too_deeply() {
    for object in [false, true] {
        let mut name = Value::from("x");
        for _ in 0..1_000 {
            name = match object {
                true => Value::Object([("name".to_owned(), name)].into_iter().collect()),
                false => Value::Array(vec![name]),
            };
        }
        let mut document = credential();
        document["name"] = name;
        assert_eq!(canonical_nquads(&document).unwrap_err().code, Code::DiGraphBudget);
    }
}

/// Rings of many similar nodes: the work grows with the square of the input.
#[test]
fn graphs_of_similar_nodes_stay_within_the_budget() {
    let ring = |size: u32, from: u32| {
        (0..size).map(move |at| (from + at, 0, from + (at + 1) % size)).collect::<Vec<_>>()
    };
    let small: Vec<_> = (0..3).flat_map(|at| ring(5, at * 5)).collect();
    assert!(canonicalize(quads(&small, |node| node), Hash::Sha256).is_ok());
    let large = ring(5_000, 0);
    let error = canonicalize(quads(&large, |node| node), Hash::Sha256).unwrap_err();
    assert_eq!(error.code, Code::DiGraphBudget);
}

/// F16: a clique of ten as a credential's subject, and graphs that are hard but within the limits.
#[test]
fn poison_graph_in_a_credential_exhausts_the_budget() {
    let knows = |node: usize, others: Vec<usize>| {
        serde_json::json!({
            "id": format!("_:n{node}"),
            "https://a.example/knows": others.iter().map(|it| serde_json::json!({"id": format!("_:n{it}")})).collect::<Vec<_>>()
        })
    };
    let subject = |nodes: Vec<Value>| {
        let mut document = credential();
        document["credentialSubject"] = Value::from(nodes);
        canonical_nquads(&document)
    };
    let clique = |size: usize| -> Vec<Value> {
        (0..size).map(|node| knows(node, (0..size).filter(|it| *it != node).collect())).collect()
    };
    assert_eq!(subject(clique(10)).unwrap_err().code, Code::DiGraphBudget);
    assert!(subject(clique(4)).is_ok());
    // Two rings of five, a wheel, and a grid on a torus: similar nodes, but few permutations.
    let rings = (0..10).map(|node| knows(node, vec![node / 5 * 5 + (node + 1) % 5])).collect();
    let wheel = (0..8).map(|node| knows(node, vec![8, (node + 1) % 8])).collect();
    let grid =
        (0..16).map(|node| knows(node, vec![node / 4 * 4 + (node + 1) % 4, (node + 4) % 16])).collect();
    for (name, nodes) in [("rings", rings), ("wheel", wheel), ("grid", grid)] {
        assert!(subject(nodes).is_ok(), "{name}");
    }
}
