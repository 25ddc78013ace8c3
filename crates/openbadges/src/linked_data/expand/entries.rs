//! Expansion of keyword entries, and the final kind of an object (JSON-LD 1.1 API section 5.1.2, steps 13.4 and 15 to 19).

use std::sync::Arc;

use super::{Context, Expansion, ExpansionResult, Scope, is_compact_type};
use crate::{
    code::Code,
    json::Value,
    linked_data::{
        ContextPolicy, LinkedDataError,
        context::{Direction, ExpandedIri, as_array},
        dropped::{DropReason, Step, pointer},
        iri::{is_blank_node, is_language_tag, is_well_formed},
        node::{Datatype, Item, LiteralValue, Node, ValueObject},
    },
};

/// The expanded entries of an object whose kind is not yet known.
#[derive(Default)]
pub(super) struct Entries<'a> {
    pub(super) node: Node<'a>,
    has_id: bool,
    has_type: bool,
    types: Vec<ExpandedIri>,
    type_is_array: bool,
    value: Option<&'a Value>,
    language: Option<Arc<str>>,
    direction: Option<Direction>,
    list: Option<Vec<Item<'a>>>,
    set: Option<Vec<Item<'a>>>,
    keywords: Vec<&'static str>,
}

impl<'a> Expansion<'a, '_> {
    /// Expands a keyword entry (step 13.4).
    pub(super) fn keyword(
        &mut self,
        entries: &mut Entries<'a>,
        Scope { active, type_scoped, property, json }: Scope<'_, 'a>,
        keyword: &'static str,
        value: &'a Value,
    ) -> Result<(), LinkedDataError> {
        if property == Some("@reverse") {
            return self.fail("invalid reverse property map");
        }
        if entries.keywords.contains(&keyword) && !matches!(keyword, "@included" | "@type") {
            return self.fail("colliding keywords");
        }
        entries.keywords.push(keyword);
        match keyword {
            "@id" => {
                let Some(id) = value.as_str() else { return self.fail("invalid @id value") };
                entries.has_id = true;
                entries.node.id = Some(self.reference(active.expand_iri(id, false, true), id));
            }
            "@type" => {
                entries.has_type = true;
                entries.type_is_array = value.is_array();
                for (index, name) in as_array(value).iter().enumerate() {
                    let Some(name) = name.as_str() else { return self.fail("invalid type value") };
                    let expanded = type_scoped.expand_iri(name, true, true);
                    if self.policy() != ContextPolicy::Any && !is_compact_type(type_scoped, name, &expanded) {
                        return Err(LinkedDataError::new(Code::DiNotCompact)
                            .with("pointer", pointer(&self.path))
                            .with("term", name));
                    }
                    match &expanded {
                        ExpandedIri::Iri(iri) if is_well_formed(iri) || is_blank_node(iri) => {}
                        ExpandedIri::Keyword("@json" | "@none") => {}
                        _ if value.is_array() => {
                            self.path.push(Step::Index(index));
                            self.drop(name, DropReason::UndefinedType);
                            self.path.pop();
                        }
                        _ => self.drop(name, DropReason::UndefinedType),
                    }
                    entries.types.push(expanded);
                }
            }
            "@graph" => {
                let items = self.element(active, Some("@graph"), value, false)?.into_items();
                entries.node.graph = Some(items);
            }
            "@included" => {
                let items = self.element(active, None, value, false)?.into_items();
                if items.is_empty() || !items.iter().all(|item| matches!(item, Item::Node(_))) {
                    return self.fail("invalid @included value");
                }
                entries.node.included.extend(items);
            }
            "@value" => {
                if !json && (value.is_array() || value.is_object()) {
                    return self.fail("invalid value object value");
                }
                entries.value = Some(value);
            }
            "@language" => {
                let Some(language) = value.as_str() else {
                    return self.fail("invalid language-tagged string");
                };
                if !is_language_tag(language) {
                    self.drop(language, DropReason::LanguageTag);
                }
                entries.language = Some(language.to_lowercase().into());
            }
            "@direction" => {
                let direction = value.as_str().map(|_| Direction::of(value)).transpose()?.flatten();
                let Some(direction) = direction else { return self.fail("invalid base direction") };
                self.drop_direction();
                entries.direction = Some(direction);
            }
            "@index" => {
                let Some(index) = value.as_str() else { return self.fail("invalid @index value") };
                self.drop(index, DropReason::Index);
                entries.node.index = Some(index);
            }
            "@list" => {
                if property.is_none_or(|property| property == "@graph") {
                    self.drop("@list", DropReason::FreeFloating);
                } else {
                    entries.list = Some(self.list(active, property, value)?);
                }
            }
            "@set" => entries.set = Some(self.element(active, property, value, false)?.into_items()),
            "@reverse" => self.reverse(entries, active, value)?,
            other => self.drop(other, DropReason::MisplacedKeyword),
        }
        Ok(())
    }

    /// Expands `@list` (step 13.4.11). Arrays in a list become lists.
    fn list(
        &mut self,
        active: &Context,
        property: Option<&'a str>,
        value: &'a Value,
    ) -> Result<Vec<Item<'a>>, LinkedDataError> {
        let Value::Array(elements) = value else {
            return Ok(self.element(active, property, value, false)?.into_items());
        };
        let mut items = Vec::with_capacity(elements.len());
        for (index, element) in elements.iter().enumerate() {
            match self.at_step(Step::Index(index), |this| this.element(active, property, element, false))? {
                ExpansionResult::Null => {}
                ExpansionResult::One(item) => items.push(item),
                ExpansionResult::Many(nested) => items.push(Item::List(nested)),
            }
        }
        Ok(items)
    }

    /// Expands `@reverse` (step 13.4.13).
    fn reverse(
        &mut self,
        entries: &mut Entries<'a>,
        active: &Context,
        value: &'a Value,
    ) -> Result<(), LinkedDataError> {
        if !value.is_object() {
            return self.fail("invalid @reverse value");
        }
        for item in self.element(active, Some("@reverse"), value, false)?.into_items() {
            if let Item::Node(reversed) = item {
                for (property, items) in reversed.properties {
                    self.require_nodes(&items)?;
                    entries.node.reverse.push((property, items));
                }
                entries.node.properties.extend(reversed.reverse);
            }
        }
        Ok(())
    }

    /// Fails unless all items are node objects, as reverse properties require.
    pub(super) fn require_nodes(&self, items: &[Item<'a>]) -> Result<(), LinkedDataError> {
        match items.iter().all(|item| matches!(item, Item::Node(_))) {
            true => Ok(()),
            false => self.fail("invalid reverse property value"),
        }
    }

    /// Creates the value, list, set or node object (steps 15 to 19).
    pub(super) fn finish(
        &mut self,
        mut entries: Entries<'a>,
        property: Option<&str>,
    ) -> Result<ExpansionResult<'a>, LinkedDataError> {
        let free_floating = property.is_none_or(|property| property == "@graph");
        if entries.value.is_some() {
            return self.finish_value(entries, free_floating);
        }
        for expanded in std::mem::take(&mut entries.types) {
            if let ExpandedIri::Iri(iri) = expanded {
                entries.node.types.push(iri);
            }
        }
        let is_node = entries.has_id
            || entries.has_type
            || entries.node.has_properties()
            || entries.node.graph.is_some();
        let has_language_or_direction = entries.language.is_some() || entries.direction.is_some();
        if let Some(items) = entries.list {
            return match is_node || has_language_or_direction || entries.set.is_some() {
                true => self.fail("invalid set or list object"),
                false => Ok(ExpansionResult::One(Item::List(items))),
            };
        }
        if let Some(items) = entries.set {
            return match is_node || has_language_or_direction {
                true => self.fail("invalid set or list object"),
                false => Ok(ExpansionResult::Many(items)),
            };
        }
        if has_language_or_direction && !is_node {
            self.drop("@language", DropReason::EmptyValue);
            return Ok(ExpansionResult::Null);
        }
        if free_floating
            && !entries.node.has_properties()
            && entries.node.graph.is_none()
            && !entries.has_type
        {
            if entries.has_id {
                self.drop("@id", DropReason::FreeFloating);
            }
            return Ok(ExpansionResult::Null);
        }
        Ok(ExpansionResult::One(Item::Node(Box::new(entries.node))))
    }

    /// Creates a value object (step 15).
    fn finish_value(
        &mut self,
        entries: Entries<'a>,
        free_floating: bool,
    ) -> Result<ExpansionResult<'a>, LinkedDataError> {
        let allowed = ["@value", "@type", "@language", "@direction", "@index"];
        let only_value_keywords = entries.keywords.iter().all(|keyword| allowed.contains(keyword));
        let has_language_or_direction = entries.language.is_some() || entries.direction.is_some();
        if !only_value_keywords
            || entries.node.has_properties()
            || (entries.has_type && has_language_or_direction)
        {
            return self.fail("invalid value object");
        }
        let value = entries.value.unwrap_or(&Value::Null);
        let mut object =
            ValueObject { index: entries.node.index, ..ValueObject::plain(LiteralValue::Json(value)) };
        let json = entries.types == [ExpandedIri::Keyword("@json")] && !entries.type_is_array;
        if value.is_null() && !json {
            self.drop("@value", DropReason::EmptyValue);
            return Ok(ExpansionResult::Null);
        }
        if json {
            object.datatype = Some(Datatype::Json);
        } else if has_language_or_direction {
            if entries.language.is_some() && !value.is_string() {
                return self.fail("invalid language-tagged value");
            }
            object.language = entries.language;
            object.direction = entries.direction;
        } else if entries.has_type {
            let [ExpandedIri::Iri(iri)] = &entries.types[..] else { return self.fail("invalid typed value") };
            if entries.type_is_array || !is_well_formed(iri) {
                return self.fail("invalid typed value");
            }
            object.datatype = Some(Datatype::Iri(iri.clone()));
        }
        if free_floating {
            self.drop("@value", DropReason::FreeFloating);
            return Ok(ExpansionResult::Null);
        }
        Ok(ExpansionResult::One(Item::Value(object)))
    }
}
