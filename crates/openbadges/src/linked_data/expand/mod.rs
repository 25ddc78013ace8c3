//! The Expansion Algorithm (JSON-LD 1.1 API section 5.1) with a record of everything that it drops.
//!
//! Here is the way through elements, arrays and objects. What the keywords of an object mean is in `entries`, what its
//! properties hold in `property`, which contexts hold in `own`.

mod entries;
mod own;
mod property;

use std::sync::Arc;

use self::entries::Entries;

use super::{
    LinkedDataError, Policy,
    context::{ActiveContext, Expanded, Kept, Map, Mode, Processor, as_array},
    dropped::{DropReason, DroppedTerm, Step, pointer},
    iri::{self, is_well_formed},
    node::{Item, Lexical},
    term::Container,
    to_rdf::RdfDirection,
};
use crate::{code::Code, json::Value, limits};

/// The types of an object that may bring a context of its own: an embedded credential, as it is or enveloped.
const CREDENTIALS: [&str; 2] = [
    "https://www.w3.org/2018/credentials#VerifiableCredential",
    "https://www.w3.org/2018/credentials#EnvelopedVerifiableCredential",
];

/// What an element expands to.
pub(super) enum Out<'a> {
    Null,
    One(Item<'a>),
    Many(Vec<Item<'a>>),
}

impl<'a> Out<'a> {
    pub(super) fn into_items(self) -> Vec<Item<'a>> {
        match self {
            Self::Null => Vec::new(),
            Self::One(item) => vec![item],
            Self::Many(items) => items,
        }
    }
}

/// One document being expanded.
pub(super) struct Expansion<'a, 'p> {
    processor: &'p Processor<'p>,
    policy: Policy,
    base_url: Option<Arc<str>>,
    path: Vec<Step<'a>>,
    pub(super) dropped: Vec<DroppedTerm>,
    /// How base directions are written; without a way they are dropped.
    pub(super) rdf_direction: Option<RdfDirection>,
    /// Contexts that the document itself had a part in.
    kept: Kept,
    /// Contexts processed for this document.
    contexts: usize,
    /// Words that the document defines itself.
    own_words: usize,
}

type Context = Arc<ActiveContext>;

/// What holds for the entries of one object.
#[derive(Clone, Copy)]
struct Scope<'s, 'a> {
    active: &'s Context,
    /// The context before those of the object's types: it tells what the types are.
    type_scoped: &'s Context,
    /// The property that the object is a value of.
    property: Option<&'a str>,
    /// The object's type is `@json`.
    json: bool,
}

impl<'a, 'p> Expansion<'a, 'p> {
    pub(super) fn new(processor: &'p Processor<'p>, policy: Policy, base_url: Option<Arc<str>>) -> Self {
        Self {
            processor,
            policy,
            base_url,
            path: Vec::new(),
            dropped: Vec::new(),
            rdf_direction: None,
            kept: Kept::new(),
            contexts: 0,
            own_words: 0,
        }
    }

    pub(super) fn policy(&self) -> Policy {
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

    fn refuse<T>(&self, code: &'static str) -> Result<T, LinkedDataError> {
        Err(LinkedDataError::json_ld(code).with("pointer", pointer(&self.path)))
    }

    fn at<T>(
        &mut self,
        step: Step<'a>,
        inside: impl FnOnce(&mut Self) -> Result<T, LinkedDataError>,
    ) -> Result<T, LinkedDataError> {
        self.path.push(step);
        let out = inside(self)?;
        self.path.pop();
        Ok(out)
    }

    /// Section 5.1.2.
    pub(super) fn element(
        &mut self,
        active: &Context,
        property: Option<&'a str>,
        element: &'a Value,
        from_map: bool,
    ) -> Result<Out<'a>, LinkedDataError> {
        if self.path.len() > 2 * limits::JSON_DEPTH {
            return Err(LinkedDataError::new(Code::DiGraphBudget).with("pointer", pointer(&self.path)));
        }
        match element {
            Value::Null => Ok(Out::Null),
            Value::Array(elements) => self.array(active, property, elements, from_map),
            Value::Object(map) => self.object(active, property, map, from_map),
            scalar => {
                let Some(property) = property.filter(|property| *property != "@graph") else {
                    self.drop(&scalar.to_string(), DropReason::FreeFloating);
                    return Ok(Out::Null);
                };
                // Step 4.2
                let scoped = active.term(property).and_then(|term| term.context.as_ref());
                let active = match scoped {
                    Some(scoped) => &self.scoped(active, scoped, Mode::PROPERTY_SCOPED)?,
                    None => active,
                };
                Ok(Out::One(self.value(active, property, Lexical::Json(scalar))))
            }
        }
    }

    /// Step 5.
    fn array(
        &mut self,
        active: &Context,
        property: Option<&'a str>,
        elements: &'a [Value],
        from_map: bool,
    ) -> Result<Out<'a>, LinkedDataError> {
        let in_list = property
            .and_then(|property| active.term(property))
            .is_some_and(|term| term.container.has(Container::LIST));
        let mut items = Vec::with_capacity(elements.len());
        for (index, element) in elements.iter().enumerate() {
            match self.at(Step::Index(index), |this| this.element(active, property, element, from_map))? {
                Out::Null => {}
                Out::One(item) => items.push(item),
                Out::Many(nested) if in_list => items.push(Item::List(nested)),
                Out::Many(nested) => items.extend(nested),
            }
        }
        Ok(Out::Many(items))
    }

    /// Steps 7 to 20.
    fn object(
        &mut self,
        active: &Context,
        property: Option<&'a str>,
        map: &'a Map,
        from_map: bool,
    ) -> Result<Out<'a>, LinkedDataError> {
        let scoped =
            property.and_then(|property| active.term(property)).and_then(|term| term.context.as_ref());
        // Step 7
        let mut current = match &active.previous {
            Some(previous) if !from_map && !is_value_or_reference(active, map) => previous.clone(),
            _ => active.clone(),
        };
        if let Some(scoped) = scoped {
            current = self.scoped(&current, scoped, Mode::PROPERTY_SCOPED)?;
        }
        if let Some(local) = map.get("@context") {
            current = self.embedded(&current, local)?;
        }
        // Steps 10 to 12
        let type_scoped = current.clone();
        let types = type_values(&type_scoped, map);
        if self.policy != Policy::Any && !self.path.is_empty() && map.contains_key("@context") {
            let credential = |name: &&str| matches!(type_scoped.expand_iri(name, true, true), Expanded::Iri(iri) if CREDENTIALS.contains(&&*iri));
            if !types.iter().any(credential) {
                return Err(self.context_error("nested"));
            }
        }
        let json = types
            .last()
            .is_some_and(|name| current.expand_iri(name, true, false) == Expanded::Keyword("@json"));
        let mut in_order = types;
        in_order.sort_unstable();
        for name in in_order {
            if let Some(scoped) = type_scoped.term(name).and_then(|term| term.context.as_ref()) {
                current = self.scoped(&current, scoped, Mode::TYPE_SCOPED)?;
            }
        }
        let mut entries = Entries::default();
        let scope = Scope { active: &current, type_scoped: &type_scoped, property, json };
        self.fill(&mut entries, scope, map)?;
        self.finish(entries, property)
    }

    /// Step 13.
    fn fill(
        &mut self,
        entries: &mut Entries<'a>,
        scope: Scope<'_, 'a>,
        map: &'a Map,
    ) -> Result<(), LinkedDataError> {
        let active = scope.active;
        let without = match self.policy {
            Policy::BuiltIn { without } if self.path.is_empty() => without,
            _ => None,
        };
        let mut nests: Vec<(&'a str, &'a Value)> = Vec::new();
        for (key, value) in map.iter().filter(|(key, _)| *key != "@context" && Some(key.as_str()) != without)
        {
            self.path.push(Step::Key(key));
            let expanded = active.expand_iri(key, true, false);
            if self.policy != Policy::Any && !is_compact(active, key, &expanded, map) {
                return Err(LinkedDataError::new(Code::DiNotCompact)
                    .with("pointer", pointer(&self.path))
                    .with("term", key));
            }
            match expanded {
                Expanded::Null if active.term(key).is_some() => self.drop(key, DropReason::UndefinedProperty),
                Expanded::Null => self.drop(key, DropReason::ReservedTerm),
                Expanded::Keyword("@nest") => nests.push((key, value)),
                Expanded::Keyword(keyword) => self.keyword(entries, scope, keyword, value)?,
                Expanded::Iri(iri) if !iri.contains(':') => self.drop(key, DropReason::UndefinedProperty),
                Expanded::Iri(iri) => {
                    if !is_well_formed(&iri) {
                        self.drop(key, DropReason::PropertyNotIri);
                    }
                    self.property(&mut entries.node, active, key, iri, value)?;
                }
            }
            self.path.pop();
        }
        for (key, value) in nests {
            self.at(Step::Key(key), |this| this.nest(entries, scope, key, value))?;
        }
        Ok(())
    }

    /// Step 14, with step 8 for the term that nests.
    fn nest(
        &mut self,
        entries: &mut Entries<'a>,
        scope: Scope<'_, 'a>,
        key: &str,
        value: &'a Value,
    ) -> Result<(), LinkedDataError> {
        let scoped = scope.active.term(key).and_then(|term| term.context.as_ref());
        let active = match scoped {
            Some(scoped) => &self.scoped(scope.active, scoped, Mode::PROPERTY_SCOPED)?,
            None => scope.active,
        };
        for (index, nested) in as_array(value).iter().enumerate() {
            let Some(nested) =
                nested.as_object().filter(|it| !it.keys().any(|key| alias(active, key) == Some("@value")))
            else {
                return self.refuse("invalid @nest value");
            };
            let scope = Scope { active, ..scope };
            if value.is_array() {
                self.at(Step::Index(index), |this| this.fill(entries, scope, nested))?;
            } else {
                self.fill(entries, scope, nested)?;
            }
        }
        Ok(())
    }
}

/// Whether `key` is the name under which a reader of the JSON looks for what it says (VC Data Model 2.0, "compacted
/// document form").
///
/// The same statements can be written under other names, and a signature over statements fits those, too: a status or an
/// end of validity moved to its full IRI, or into `@included`, would be signed and overlooked.
fn is_compact(active: &ActiveContext, key: &str, expanded: &Expanded, map: &Map) -> bool {
    match expanded {
        Expanded::Null => true,
        Expanded::Keyword("@graph" | "@included" | "@nest" | "@reverse" | "@set") => false,
        Expanded::Keyword("@id") => key != "@id" || alias(active, "id") != Some("@id"),
        Expanded::Keyword("@type") => {
            key != "@type" || alias(active, "type") != Some("@type") || map.contains_key("@value")
        }
        Expanded::Keyword(_) => true,
        Expanded::Iri(iri) => active.term(key).is_some() || !active.named.iris.contains(iri),
    }
}

/// Whether `name` is the name under which a reader looks for the type that it is.
fn is_compact_type(active: &ActiveContext, name: &str, expanded: &Expanded) -> bool {
    match expanded {
        Expanded::Iri(iri) => active.term(name).is_some() || !active.named.iris.contains(iri),
        _ => true,
    }
}

/// The keyword that `key` is or is an alias of.
fn alias(active: &ActiveContext, key: &str) -> Option<&'static str> {
    iri::keyword(key).or_else(|| match active.term(key)?.iri {
        Expanded::Keyword(keyword) => Some(keyword),
        _ => None,
    })
}

/// Step 7: whether an object keeps a context that does not propagate.
fn is_value_or_reference(active: &ActiveContext, map: &Map) -> bool {
    map.keys().any(|key| alias(active, key) == Some("@value"))
        || (map.len() == 1 && map.keys().all(|key| alias(active, key) == Some("@id")))
}

/// The texts under `@type`, in the order of the sorted keys that mean it.
fn type_values<'a>(active: &ActiveContext, map: &'a Map) -> Vec<&'a str> {
    let mut keys: Vec<(&String, &Value)> =
        map.iter().filter(|(key, _)| alias(active, key) == Some("@type")).collect();
    keys.sort_unstable_by_key(|(key, _)| *key);
    keys.iter().flat_map(|(_, value)| as_array(value)).filter_map(Value::as_str).collect()
}
