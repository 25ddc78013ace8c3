//! The Expansion Algorithm (JSON-LD 1.1 API section 5.1), which records everything that it drops.
//!
//! This file walks through elements, arrays and objects. `entries` expands keywords, `property` expands properties, and
//! `document_contexts` applies contexts.

mod document_contexts;
mod entries;
mod property;

use std::sync::Arc;

use self::entries::Entries;

use super::{
    ContextPolicy, LinkedDataError,
    context::{ActiveContext, ContextCache, ExpandedIri, Map, Mode, Processor, as_array},
    dropped::{DropReason, DroppedTerm, Step, pointer},
    iri::{self, is_well_formed},
    node::{Item, LiteralValue},
    term::Container,
    to_rdf::RdfDirection,
};
use crate::{code::Code, json::Value, limits};

/// The types of nested objects that may have a `@context`: embedded credentials, enveloped or not.
const CREDENTIAL_TYPES: [&str; 2] = [
    "https://www.w3.org/2018/credentials#VerifiableCredential",
    "https://www.w3.org/2018/credentials#EnvelopedVerifiableCredential",
];

/// The result of expanding an element.
pub(super) enum ExpansionResult<'a> {
    Null,
    One(Item<'a>),
    Many(Vec<Item<'a>>),
}

impl<'a> ExpansionResult<'a> {
    pub(super) fn into_items(self) -> Vec<Item<'a>> {
        match self {
            Self::Null => Vec::new(),
            Self::One(item) => vec![item],
            Self::Many(items) => items,
        }
    }
}

/// The state of expanding one document.
pub(super) struct Expansion<'a, 'p> {
    processor: &'p Processor<'p>,
    policy: ContextPolicy,
    base_url: Option<Arc<str>>,
    path: Vec<Step<'a>>,
    pub(super) dropped: Vec<DroppedTerm>,
    /// How base directions are written. `None` drops them.
    pub(super) rdf_direction: Option<RdfDirection>,
    /// Contexts that depend on terms of this document.
    cache: ContextCache,
    /// The number of contexts processed for this document.
    contexts_processed: usize,
    /// The number of terms that the document defines itself.
    inline_terms: usize,
}

type Context = Arc<ActiveContext>;

/// The contexts and the parent property for the entries of one object.
#[derive(Clone, Copy)]
struct Scope<'s, 'a> {
    active: &'s Context,
    /// The context without those of the object's types. It expands the values of `@type`.
    type_scoped: &'s Context,
    /// The active property.
    property: Option<&'a str>,
    /// Whether the object's type is `@json`.
    json: bool,
}

impl<'a, 'p> Expansion<'a, 'p> {
    pub(super) fn new(
        processor: &'p Processor<'p>,
        policy: ContextPolicy,
        base_url: Option<Arc<str>>,
    ) -> Self {
        Self {
            processor,
            policy,
            base_url,
            path: Vec::new(),
            dropped: Vec::new(),
            rdf_direction: None,
            cache: ContextCache::new(),
            contexts_processed: 0,
            inline_terms: 0,
        }
    }

    pub(super) fn policy(&self) -> ContextPolicy {
        self.policy
    }

    fn drop(&mut self, term: &str, reason: DropReason) {
        self.dropped.push(DroppedTerm { pointer: pointer(&self.path), term: term.to_owned(), reason });
    }

    fn drop_direction(&mut self) {
        if self.rdf_direction.is_none() {
            self.drop("@direction", DropReason::Direction);
        }
    }

    fn fail<T>(&self, code: &'static str) -> Result<T, LinkedDataError> {
        Err(LinkedDataError::json_ld(code).with("pointer", pointer(&self.path)))
    }

    fn at_step<T>(
        &mut self,
        step: Step<'a>,
        inside: impl FnOnce(&mut Self) -> Result<T, LinkedDataError>,
    ) -> Result<T, LinkedDataError> {
        self.path.push(step);
        let out = inside(self)?;
        self.path.pop();
        Ok(out)
    }

    /// Expands an element (section 5.1.2).
    pub(super) fn element(
        &mut self,
        active: &Context,
        property: Option<&'a str>,
        element: &'a Value,
        from_map: bool,
    ) -> Result<ExpansionResult<'a>, LinkedDataError> {
        if self.path.len() > 2 * limits::JSON_DEPTH {
            return Err(LinkedDataError::new(Code::DiGraphBudget).with("pointer", pointer(&self.path)));
        }
        match element {
            Value::Null => Ok(ExpansionResult::Null),
            Value::Array(elements) => self.array(active, property, elements, from_map),
            Value::Object(map) => self.object(active, property, map, from_map),
            scalar => {
                let Some(property) = property.filter(|property| *property != "@graph") else {
                    self.drop(&scalar.to_string(), DropReason::FreeFloating);
                    return Ok(ExpansionResult::Null);
                };
                // Step 4.2
                let scoped = active.term(property).and_then(|term| term.context.as_ref());
                let active = match scoped {
                    Some(scoped) => &self.scoped_context(active, scoped, Mode::PROPERTY_SCOPED)?,
                    None => active,
                };
                Ok(ExpansionResult::One(self.value(active, property, LiteralValue::Json(scalar))))
            }
        }
    }

    /// Expands an array (step 5).
    fn array(
        &mut self,
        active: &Context,
        property: Option<&'a str>,
        elements: &'a [Value],
        from_map: bool,
    ) -> Result<ExpansionResult<'a>, LinkedDataError> {
        let in_list = property
            .and_then(|property| active.term(property))
            .is_some_and(|term| term.container.has(Container::LIST));
        let mut items = Vec::with_capacity(elements.len());
        for (index, element) in elements.iter().enumerate() {
            match self
                .at_step(Step::Index(index), |this| this.element(active, property, element, from_map))?
            {
                ExpansionResult::Null => {}
                ExpansionResult::One(item) => items.push(item),
                ExpansionResult::Many(nested) if in_list => items.push(Item::List(nested)),
                ExpansionResult::Many(nested) => items.extend(nested),
            }
        }
        Ok(ExpansionResult::Many(items))
    }

    /// Expands an object (steps 7 to 20).
    fn object(
        &mut self,
        active: &Context,
        property: Option<&'a str>,
        map: &'a Map,
        from_map: bool,
    ) -> Result<ExpansionResult<'a>, LinkedDataError> {
        let scoped =
            property.and_then(|property| active.term(property)).and_then(|term| term.context.as_ref());
        // Step 7
        let mut current = match &active.previous {
            Some(previous) if !from_map && !is_value_or_reference(active, map) => previous.clone(),
            _ => active.clone(),
        };
        if let Some(scoped) = scoped {
            current = self.scoped_context(&current, scoped, Mode::PROPERTY_SCOPED)?;
        }
        if let Some(local) = map.get("@context") {
            current = self.embedded_context(&current, local)?;
        }
        // Steps 10 to 12
        let type_scoped = current.clone();
        let types = type_values(&type_scoped, map);
        if self.policy != ContextPolicy::Any && !self.path.is_empty() && map.contains_key("@context") {
            let is_credential = |name: &&str| matches!(type_scoped.expand_iri(name, true, true), ExpandedIri::Iri(iri) if CREDENTIAL_TYPES.contains(&&*iri));
            if !types.iter().any(is_credential) {
                return Err(self.context_error("nested"));
            }
        }
        let json = types
            .last()
            .is_some_and(|name| current.expand_iri(name, true, false) == ExpandedIri::Keyword("@json"));
        let mut sorted_types = types;
        sorted_types.sort_unstable();
        for name in sorted_types {
            if let Some(scoped) = type_scoped.term(name).and_then(|term| term.context.as_ref()) {
                current = self.scoped_context(&current, scoped, Mode::TYPE_SCOPED)?;
            }
        }
        let mut entries = Entries::default();
        let scope = Scope { active: &current, type_scoped: &type_scoped, property, json };
        self.expand_entries(&mut entries, scope, map)?;
        self.finish(entries, property)
    }

    /// Expands the entries of an object (step 13).
    fn expand_entries(
        &mut self,
        entries: &mut Entries<'a>,
        scope: Scope<'_, 'a>,
        map: &'a Map,
    ) -> Result<(), LinkedDataError> {
        let active = scope.active;
        let excluded_member = match self.policy {
            ContextPolicy::BuiltIn { excluded_member } if self.path.is_empty() => excluded_member,
            _ => None,
        };
        let mut nests: Vec<(&'a str, &'a Value)> = Vec::new();
        for (key, value) in
            map.iter().filter(|(key, _)| *key != "@context" && Some(key.as_str()) != excluded_member)
        {
            self.path.push(Step::Key(key));
            let expanded = active.expand_iri(key, true, false);
            if self.policy != ContextPolicy::Any && !is_compact(active, key, &expanded, map) {
                return Err(LinkedDataError::new(Code::DiNotCompact)
                    .with("pointer", pointer(&self.path))
                    .with("term", key));
            }
            match expanded {
                ExpandedIri::Null if active.term(key).is_some() => {
                    self.drop(key, DropReason::UndefinedProperty)
                }
                ExpandedIri::Null => self.drop(key, DropReason::ReservedTerm),
                ExpandedIri::Keyword("@nest") => nests.push((key, value)),
                ExpandedIri::Keyword(keyword) => self.keyword(entries, scope, keyword, value)?,
                ExpandedIri::Iri(iri) if !iri.contains(':') => self.drop(key, DropReason::UndefinedProperty),
                ExpandedIri::Iri(iri) => {
                    if !is_well_formed(&iri) {
                        self.drop(key, DropReason::PropertyNotIri);
                    }
                    self.property(&mut entries.node, active, key, iri, value)?;
                }
            }
            self.path.pop();
        }
        for (key, value) in nests {
            self.at_step(Step::Key(key), |this| this.nest(entries, scope, key, value))?;
        }
        Ok(())
    }

    /// Expands nested properties (step 14), with the scoped context of the nesting term (step 8).
    fn nest(
        &mut self,
        entries: &mut Entries<'a>,
        scope: Scope<'_, 'a>,
        key: &str,
        value: &'a Value,
    ) -> Result<(), LinkedDataError> {
        let scoped = scope.active.term(key).and_then(|term| term.context.as_ref());
        let active = match scoped {
            Some(scoped) => &self.scoped_context(scope.active, scoped, Mode::PROPERTY_SCOPED)?,
            None => scope.active,
        };
        for (index, nested) in as_array(value).iter().enumerate() {
            let Some(nested) = nested
                .as_object()
                .filter(|it| !it.keys().any(|key| keyword_of(active, key) == Some("@value")))
            else {
                return self.fail("invalid @nest value");
            };
            let scope = Scope { active, ..scope };
            if value.is_array() {
                self.at_step(Step::Index(index), |this| this.expand_entries(entries, scope, nested))?;
            } else {
                self.expand_entries(entries, scope, nested)?;
            }
        }
        Ok(())
    }
}

/// Returns whether `key` is in the form that readers of the JSON expect (VC Data Model 2.0, "compacted document form").
///
/// The same statements can be written with other keys without breaking a signature over RDF. A status or an end of
/// validity under its full IRI or in `@included` would be signed but overlooked.
fn is_compact(active: &ActiveContext, key: &str, expanded: &ExpandedIri, map: &Map) -> bool {
    match expanded {
        ExpandedIri::Null => true,
        ExpandedIri::Keyword("@graph" | "@included" | "@nest" | "@reverse" | "@set") => false,
        ExpandedIri::Keyword("@id") => key != "@id" || keyword_of(active, "id") != Some("@id"),
        ExpandedIri::Keyword("@type") => {
            key != "@type" || keyword_of(active, "type") != Some("@type") || map.contains_key("@value")
        }
        ExpandedIri::Keyword(_) => true,
        ExpandedIri::Iri(iri) => active.term(key).is_some() || !active.names.iris.contains(iri),
    }
}

/// Returns whether `name` is the compact name of the type, which readers expect.
fn is_compact_type(active: &ActiveContext, name: &str, expanded: &ExpandedIri) -> bool {
    match expanded {
        ExpandedIri::Iri(iri) => active.term(name).is_some() || !active.names.iris.contains(iri),
        _ => true,
    }
}

/// Returns the keyword that `key` is, directly or as an alias.
fn keyword_of(active: &ActiveContext, key: &str) -> Option<&'static str> {
    iri::keyword(key).or_else(|| match active.term(key)?.iri {
        ExpandedIri::Keyword(keyword) => Some(keyword),
        _ => None,
    })
}

/// Returns whether an object is a value object or node reference, to which a non-propagated context still applies (step 7).
fn is_value_or_reference(active: &ActiveContext, map: &Map) -> bool {
    map.keys().any(|key| keyword_of(active, key) == Some("@value"))
        || (map.len() == 1 && map.keys().all(|key| keyword_of(active, key) == Some("@id")))
}

/// Returns the values of `@type` in the order of the sorted keys.
fn type_values<'a>(active: &ActiveContext, map: &'a Map) -> Vec<&'a str> {
    let mut keys: Vec<(&String, &Value)> =
        map.iter().filter(|(key, _)| keyword_of(active, key) == Some("@type")).collect();
    keys.sort_unstable_by_key(|(key, _)| *key);
    keys.iter().flat_map(|(_, value)| as_array(value)).filter_map(Value::as_str).collect()
}
