//! Generates random Open Badges 3.0 documents for differential tests.
//!
//! Every term of a document is defined, so no term is dropped. [`documents`] generates the documents.
//! `badges`, `profiles` and `custom_terms` contain the strategies for their parts, `values` those for simple
//! values.

mod badges;
mod custom_terms;
mod profiles;
mod values;

use std::iter;

use openbadges::json::Value;
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, Reason, RngAlgorithm, TestRng, TestRunner},
};

/// Generates an endless sequence of documents. The same seed generates the same documents.
pub fn documents(seed: u64) -> impl Iterator<Item = Result<Value, Reason>> {
    let mut bytes = [0; 32];
    for (to, from) in bytes.iter_mut().zip(seed.to_le_bytes()) {
        *to = from;
    }
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let document = badges::document();
    iter::repeat_with(move || document.new_tree(&mut runner).map(|tree| tree.current()))
}

/// A strategy that generates JSON values.
type ValueStrategy = BoxedStrategy<Value>;

/// A member of an object: name, frequency and value.
type Member = (&'static str, Frequency, ValueStrategy);

/// How often an object contains a member.
#[derive(Clone, Copy)]
enum Frequency {
    Always,
    Half,
    Rarely,
}

fn object(members: Vec<Member>) -> ValueStrategy {
    let members: Vec<BoxedStrategy<Option<(String, Value)>>> = members
        .into_iter()
        .map(|(name, frequency, value)| {
            let member = value.prop_map(move |value| (name.to_owned(), value));
            match frequency {
                Frequency::Always => member.prop_map(Some).boxed(),
                Frequency::Half => prop::option::weighted(0.5, member).boxed(),
                Frequency::Rarely => prop::option::weighted(0.15, member).boxed(),
            }
        })
        .collect();
    members.prop_map(|members| members.into_iter().flatten().collect()).boxed()
}

/// Generates an array of at most `most` values.
fn array_of(value: ValueStrategy, most: usize) -> ValueStrategy {
    prop::collection::vec(value, 0..=most).prop_map(Value::from).boxed()
}

/// Generates one value, or an array of at most `most`.
fn one_or_array(value: ValueStrategy, most: usize) -> ValueStrategy {
    prop_oneof![value.clone(), array_of(value, most)].boxed()
}

/// Always generates `value`.
fn just(value: impl Into<Value>) -> ValueStrategy {
    Just(value.into()).boxed()
}

/// Generates a type as a string or as an array of one.
fn type_name(name: &'static str) -> ValueStrategy {
    prop_oneof![just(name), just(vec![name])].boxed()
}

/// Generates one of `texts`.
fn one_of(texts: &'static [&'static str]) -> ValueStrategy {
    prop::sample::select(texts).prop_map(Value::from).boxed()
}
