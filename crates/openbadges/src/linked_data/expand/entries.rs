//! The entries of an object: what its keywords mean, and what kind of object it turns out to be.

use std::sync::Arc;

use super::{Context, Expansion, Out, Scope, is_compact_type};
use crate::{
    code::Code,
    json::Value,
    linked_data::{
        LinkedDataError, Policy,
        context::{Direction, Expanded, as_array},
        dropped::{DropReason, Step, pointer},
        iri::{is_blank, is_language_tag, is_well_formed},
        node::{Datatype, Item, Lexical, Node, ValueObject},
    },
};

/// The entries of an object that is being expanded, before it is known what kind of object it is.
#[derive(Default)]
pub(super) struct Entries<'a> {
    pub(super) node: Node<'a>,
    has_id: bool,
    has_type: bool,
    types: Vec<Expanded>,
    type_is_array: bool,
    value: Option<&'a Value>,
    language: Option<Arc<str>>,
    direction: Option<Direction>,
    list: Option<Vec<Item<'a>>>,
    set: Option<Vec<Item<'a>>>,
    seen: Vec<&'static str>,
}

impl<'a> Expansion<'a, '_> {
    /// Step 13.4.
    pub(super) fn keyword(
        &mut self,
        entries: &mut Entries<'a>,
        Scope { active, type_scoped, property, json }: Scope<'_, 'a>,
        keyword: &'static str,
        value: &'a Value,
    ) -> Result<(), LinkedDataError> {
        if property == Some("@reverse") {
            return self.refuse("invalid reverse property map");
        }
        if entries.seen.contains(&keyword) && !matches!(keyword, "@included" | "@type") {
            return self.refuse("colliding keywords");
        }
        entries.seen.push(keyword);
        match keyword {
            "@id" => {
                let Some(id) = value.as_str() else { return self.refuse("invalid @id value") };
                entries.has_id = true;
                entries.node.id = Some(self.reference(active.expand_iri(id, false, true), id));
            }
            "@type" => {
                entries.has_type = true;
                entries.type_is_array = value.is_array();
                for (index, name) in as_array(value).iter().enumerate() {
                    let Some(name) = name.as_str() else { return self.refuse("invalid type value") };
                    let expanded = type_scoped.expand_iri(name, true, true);
                    if self.policy() != Policy::Any && !is_compact_type(type_scoped, name, &expanded) {
                        return Err(LinkedDataError::new(Code::DiNotCompact)
                            .with("pointer", pointer(&self.path))
                            .with("term", name));
                    }
                    match &expanded {
                        Expanded::Iri(iri) if is_well_formed(iri) || is_blank(iri) => {}
                        Expanded::Keyword("@json" | "@none") => {}
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
                    return self.refuse("invalid @included value");
                }
                entries.node.included.extend(items);
            }
            "@value" => {
                if !json && (value.is_array() || value.is_object()) {
                    return self.refuse("invalid value object value");
                }
                entries.value = Some(value);
            }
            "@language" => {
                let Some(language) = value.as_str() else {
                    return self.refuse("invalid language-tagged string");
                };
                if !is_language_tag(language) {
                    self.drop(language, DropReason::LanguageTag);
                }
                entries.language = Some(language.to_lowercase().into());
            }
            "@direction" => {
                let direction = value.as_str().map(|_| Direction::of(value)).transpose()?.flatten();
                let Some(direction) = direction else { return self.refuse("invalid base direction") };
                self.drop_direction();
                entries.direction = Some(direction);
            }
            "@index" => {
                let Some(index) = value.as_str() else { return self.refuse("invalid @index value") };
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

    /// Step 13.4.11: arrays in a list are lists.
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
            match self.at(Step::Index(index), |this| this.element(active, property, element, false))? {
                Out::Null => {}
                Out::One(item) => items.push(item),
                Out::Many(nested) => items.push(Item::List(nested)),
            }
        }
        Ok(items)
    }

    /// Step 13.4.13.
    fn reverse(
        &mut self,
        entries: &mut Entries<'a>,
        active: &Context,
        value: &'a Value,
    ) -> Result<(), LinkedDataError> {
        if !value.is_object() {
            return self.refuse("invalid @reverse value");
        }
        for item in self.element(active, Some("@reverse"), value, false)?.into_items() {
            if let Item::Node(reversed) = item {
                for (property, items) in reversed.properties {
                    self.only_nodes(&items)?;
                    entries.node.reverse.push((property, items));
                }
                entries.node.properties.extend(reversed.reverse);
            }
        }
        Ok(())
    }

    pub(super) fn only_nodes(&self, items: &[Item<'a>]) -> Result<(), LinkedDataError> {
        match items.iter().all(|item| matches!(item, Item::Node(_))) {
            true => Ok(()),
            false => self.refuse("invalid reverse property value"),
        }
    }

    /// Steps 15 to 19: what kind of object it is.
    pub(super) fn finish(
        &mut self,
        mut entries: Entries<'a>,
        property: Option<&str>,
    ) -> Result<Out<'a>, LinkedDataError> {
        let floating = property.is_none_or(|property| property == "@graph");
        if entries.value.is_some() {
            return self.finish_value(entries, floating);
        }
        for expanded in std::mem::take(&mut entries.types) {
            if let Expanded::Iri(iri) = expanded {
                entries.node.types.push(iri);
            }
        }
        let other = entries.has_id
            || entries.has_type
            || entries.node.has_properties()
            || entries.node.graph.is_some();
        let tagged = entries.language.is_some() || entries.direction.is_some();
        if let Some(items) = entries.list {
            return match other || tagged || entries.set.is_some() {
                true => self.refuse("invalid set or list object"),
                false => Ok(Out::One(Item::List(items))),
            };
        }
        if let Some(items) = entries.set {
            return match other || tagged {
                true => self.refuse("invalid set or list object"),
                false => Ok(Out::Many(items)),
            };
        }
        if tagged && !other {
            self.drop("@language", DropReason::EmptyValue);
            return Ok(Out::Null);
        }
        if floating && !entries.node.has_properties() && entries.node.graph.is_none() && !entries.has_type {
            if entries.has_id {
                self.drop("@id", DropReason::FreeFloating);
            }
            return Ok(Out::Null);
        }
        Ok(Out::One(Item::Node(Box::new(entries.node))))
    }

    /// Step 15.
    fn finish_value(&mut self, entries: Entries<'a>, floating: bool) -> Result<Out<'a>, LinkedDataError> {
        let allowed = ["@value", "@type", "@language", "@direction", "@index"];
        let only_value = entries.seen.iter().all(|keyword| allowed.contains(keyword));
        let tagged = entries.language.is_some() || entries.direction.is_some();
        if !only_value || entries.node.has_properties() || (entries.has_type && tagged) {
            return self.refuse("invalid value object");
        }
        let value = entries.value.unwrap_or(&Value::Null);
        let mut object =
            ValueObject { index: entries.node.index, ..ValueObject::plain(Lexical::Json(value)) };
        let json = entries.types == [Expanded::Keyword("@json")] && !entries.type_is_array;
        if value.is_null() && !json {
            self.drop("@value", DropReason::EmptyValue);
            return Ok(Out::Null);
        }
        if json {
            object.datatype = Some(Datatype::Json);
        } else if tagged {
            if entries.language.is_some() && !value.is_string() {
                return self.refuse("invalid language-tagged value");
            }
            object.language = entries.language;
            object.direction = entries.direction;
        } else if entries.has_type {
            let [Expanded::Iri(iri)] = &entries.types[..] else { return self.refuse("invalid typed value") };
            if entries.type_is_array || !is_well_formed(iri) {
                return self.refuse("invalid typed value");
            }
            object.datatype = Some(Datatype::Iri(iri.clone()));
        }
        if floating {
            self.drop("@value", DropReason::FreeFloating);
            return Ok(Out::Null);
        }
        Ok(Out::One(Item::Value(object)))
    }
}
