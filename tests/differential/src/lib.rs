//! Documents like those of Open Badges 3.0, by chance: what the standard allows, in every order and depth.
//!
//! Every document is sound: each word is defined where it stands, so nothing is dropped. [`documents`] makes them;
//! `badges`, `people` and `own` hold their parts, `texts` the values.

mod badges;
mod own;
mod people;
mod texts;

use std::iter;

use openbadges::json::Value;
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, Reason, RngAlgorithm, TestRng, TestRunner},
};

/// Documents without end, the same ones for the same seed.
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

/// A part of a document, by chance.
type Part = BoxedStrategy<Value>;

/// A member of an object: its name, how often it is there, and its value.
type Member = (&'static str, Often, Part);

/// How often a member is there.
#[derive(Clone, Copy)]
enum Often {
    Always,
    Half,
    Rarely,
}

fn object(members: Vec<Member>) -> Part {
    let members: Vec<BoxedStrategy<Option<(String, Value)>>> = members
        .into_iter()
        .map(|(name, often, value)| {
            let member = value.prop_map(move |value| (name.to_owned(), value));
            match often {
                Often::Always => member.prop_map(Some).boxed(),
                Often::Half => prop::option::weighted(0.5, member).boxed(),
                Often::Rarely => prop::option::weighted(0.15, member).boxed(),
            }
        })
        .collect();
    members.prop_map(|members| members.into_iter().flatten().collect()).boxed()
}

/// An array of up to `most`.
fn several(part: Part, most: usize) -> Part {
    prop::collection::vec(part, 0..=most).prop_map(Value::from).boxed()
}

/// One value, or an array of up to `most`.
fn one_or_several(part: Part, most: usize) -> Part {
    prop_oneof![part.clone(), several(part, most)].boxed()
}

/// Always the same.
fn just(value: impl Into<Value>) -> Part {
    Just(value.into()).boxed()
}

/// A type, as a text or as an array of one.
fn kind(name: &'static str) -> Part {
    prop_oneof![just(name), just(vec![name])].boxed()
}

/// One of `texts`.
fn any_of(texts: &'static [&'static str]) -> Part {
    prop::sample::select(texts).prop_map(Value::from).boxed()
}
