//! Calculates the cost of evaluating a schema before it is evaluated.
//!
//! An evaluator visits a pair of subschema and value every time that it reaches the pair. With `$ref` and `anyOf`, the
//! number of visits can be exponential. This module visits each pair once and multiplies its cost instead. Every branch
//! counts as taken and every pattern as matching, so no evaluation costs more.

use std::collections::BTreeMap;

use serde_json::Map;

use super::{
    SchemaError,
    language::{AppliesTo, Schema, address, applied, inner, reference},
};
use crate::{
    json::Value,
    limits::{SCHEMA_CHAIN, SCHEMA_PAIRS, SCHEMA_PATTERN_STEPS, SCHEMA_STEPS},
};

/// A number of steps, each of bounded work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct StepCount {
    /// The steps to decide whether the credential conforms.
    pub(super) evaluate: u64,
    /// The steps to locate the first mismatch. Each level evaluates the levels below once more.
    pub(super) locate: u64,
}

impl StepCount {
    const fn of(steps: u64) -> Self {
        Self { evaluate: steps, locate: steps }
    }
}

/// Calculates the cost of `schema` on `instance`. Returns an error above [`SCHEMA_STEPS`].
pub(super) fn count(schema: &Schema, instance: &Value) -> Result<StepCount, SchemaError> {
    let mut count = Count { root: &schema.root, spent: 0, pairs: BTreeMap::new(), sizes: BTreeMap::new() };
    count.pair(&schema.root, Instance::Value(instance), 0)
}

/// The instance of a subschema.
#[derive(Clone, Copy, Debug)]
enum Instance<'a> {
    Value(&'a Value),
    /// The name of a member, for `propertyNames`.
    Name(&'a str),
}

impl<'a> Instance<'a> {
    /// Returns the identity of the instance.
    fn key(self) -> (bool, usize) {
        match self {
            Self::Value(value) => (false, address(value)),
            Self::Name(name) => (true, name.as_ptr() as usize),
        }
    }

    fn text(self) -> Option<&'a str> {
        match self {
            Self::Value(value) => value.as_str(),
            Self::Name(name) => Some(name),
        }
    }

    fn members(self) -> Option<&'a Map<String, Value>> {
        match self {
            Self::Value(value) => value.as_object(),
            Self::Name(_) => None,
        }
    }

    fn elements(self) -> &'a [Value] {
        match self {
            Self::Value(Value::Array(elements)) => elements,
            _ => &[],
        }
    }
}

/// The state of the calculation.
struct Count<'a> {
    root: &'a Value,
    /// The steps of all pairs, without their subschemas. They never exceed the total cost.
    spent: u64,
    pairs: BTreeMap<(usize, (bool, usize)), StepCount>,
    sizes: BTreeMap<usize, u64>,
}

impl<'a> Count<'a> {
    fn pair(
        &mut self,
        schema: &'a Value,
        instance: Instance<'a>,
        chain: usize,
    ) -> Result<StepCount, SchemaError> {
        let Some(keywords) = schema.as_object() else { return Ok(StepCount::of(1)) };
        let key = (address(schema), instance.key());
        if let Some(known) = self.pairs.get(&key) {
            return Ok(*known);
        }
        let own = self.own(keywords, instance);
        self.spent = self.spent.saturating_add(own);
        if chain == SCHEMA_CHAIN || self.pairs.len() == SCHEMA_PAIRS || self.spent > SCHEMA_STEPS {
            return Err(too_much());
        }
        let mut steps = StepCount::of(own);
        if let Some(target) = reference(self.root, schema)? {
            self.add(&mut steps, target, instance, chain)?;
        }
        for (keyword, value) in keywords {
            if let Some(applies) = applied(keyword) {
                self.apply(&mut steps, applies, (keyword, value), keywords, instance, chain)?;
            }
        }
        steps.locate = steps.locate.saturating_add(steps.evaluate);
        self.pairs.insert(key, steps);
        Ok(steps)
    }

    /// Adds the cost of the subschemas of a keyword.
    fn apply(
        &mut self,
        steps: &mut StepCount,
        applies: AppliesTo,
        (keyword, value): (&str, &'a Value),
        siblings: &Map<String, Value>,
        instance: Instance<'a>,
        chain: usize,
    ) -> Result<(), SchemaError> {
        let members = instance.members();
        match applies {
            AppliesTo::Nowhere => {}
            AppliesTo::Here => {
                for schema in inner(keyword, value) {
                    self.add(steps, schema, instance, chain)?;
                }
            }
            AppliesTo::Members => {
                for (name, schema) in value.as_object().into_iter().flatten() {
                    if let Some(member) = members.and_then(|members| members.get(name)) {
                        self.add(steps, schema, Instance::Value(member), chain)?;
                    }
                }
            }
            AppliesTo::Matching => {
                for schema in inner(keyword, value) {
                    for member in members.into_iter().flat_map(Map::values) {
                        self.add(steps, schema, Instance::Value(member), chain)?;
                    }
                }
            }
            AppliesTo::OtherMembers => {
                let named = siblings.get("properties").and_then(Value::as_object);
                for (name, member) in members.into_iter().flatten() {
                    if !named.is_some_and(|named| named.contains_key(name)) {
                        self.add(steps, value, Instance::Value(member), chain)?;
                    }
                }
            }
            AppliesTo::Names => {
                for name in members.into_iter().flat_map(Map::keys) {
                    self.add(steps, value, Instance::Name(name), chain)?;
                }
            }
            AppliesTo::Elements => match value {
                Value::Array(schemas) => {
                    for (schema, element) in schemas.iter().zip(instance.elements()) {
                        self.add(steps, schema, Instance::Value(element), chain)?;
                    }
                }
                schema => {
                    for element in instance.elements() {
                        self.add(steps, schema, Instance::Value(element), chain)?;
                    }
                }
            },
        }
        Ok(())
    }

    fn add(
        &mut self,
        steps: &mut StepCount,
        schema: &'a Value,
        instance: Instance<'a>,
        chain: usize,
    ) -> Result<(), SchemaError> {
        let inside = self.pair(schema, instance, chain + 1)?;
        steps.evaluate = steps.evaluate.saturating_add(inside.evaluate);
        steps.locate = steps.locate.saturating_add(inside.locate);
        if steps.evaluate > SCHEMA_STEPS { Err(too_much()) } else { Ok(()) }
    }

    /// Returns the cost of the keywords that do not contain schemas.
    fn own(&mut self, keywords: &'a Map<String, Value>, instance: Instance<'a>) -> u64 {
        let members = instance.members();
        let names = || members.into_iter().flat_map(Map::keys).map(|name| name.len() as u64);
        let text = instance.text().map_or(0, |text| text.len() as u64);
        let around = members.map_or(0, Map::len) + instance.elements().len();
        let mut steps = 1 + keywords.len() as u64 + around as u64;
        for (keyword, value) in keywords {
            let more = match keyword.as_str() {
                "enum" | "const" | "required" | "dependentRequired" | "dependencies" => self.size(value),
                "pattern" => text.saturating_mul(SCHEMA_PATTERN_STEPS),
                "patternProperties" => {
                    let patterns = value.as_object().map_or(0, Map::len) as u64;
                    names().sum::<u64>().saturating_mul(patterns).saturating_mul(SCHEMA_PATTERN_STEPS)
                }
                // A few elements are compared pairwise, more elements by hash.
                "uniqueItems" => match instance {
                    Instance::Value(value) => self.size(value).saturating_mul(PAIRWISE_ELEMENTS),
                    Instance::Name(_) => 0,
                },
                _ => text,
            };
            steps = steps.saturating_add(more);
        }
        steps
    }

    /// Returns the number of values and bytes of text in `value`.
    fn size(&mut self, value: &'a Value) -> u64 {
        if let Some(known) = self.sizes.get(&address(value)) {
            return *known;
        }
        let size = match value {
            Value::String(text) => 1 + text.len() as u64,
            Value::Array(items) => items.iter().map(|item| self.size(item)).sum::<u64>() + 1,
            Value::Object(members) => {
                members.iter().map(|(name, value)| name.len() as u64 + self.size(value)).sum::<u64>() + 1
            }
            _ => 1,
        };
        self.sizes.insert(address(value), size);
        size
    }
}

/// The largest number of elements that are compared pairwise.
const PAIRWISE_ELEMENTS: u64 = 16;

fn too_much() -> SchemaError {
    SchemaError::budget(format!("more than {SCHEMA_STEPS} steps"))
}
