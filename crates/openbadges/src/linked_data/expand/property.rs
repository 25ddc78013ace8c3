//! Expansion of properties: containers, type coercion and references (JSON-LD 1.1 API sections 5.1.2 and 5.3).

use std::sync::Arc;

use super::{Context, Expansion, ExpansionResult, keyword_of};
use crate::{
    json::Value,
    linked_data::{
        LinkedDataError,
        context::{ActiveContext, ExpandedIri, Map, Mode, as_array},
        dropped::{DropReason, Step},
        iri::{is_blank_node, is_language_tag, is_well_formed},
        node::{Datatype, Item, LiteralValue, Node, ValueObject},
        term::{Coercion, Container},
    },
};

impl<'a> Expansion<'a, '_> {
    /// Expands a property (steps 13.5 to 13.14).
    pub(super) fn property(
        &mut self,
        node: &mut Node<'a>,
        active: &Context,
        key: &'a str,
        iri: Arc<str>,
        value: &'a Value,
    ) -> Result<(), LinkedDataError> {
        let term = active.term(key).cloned();
        let container = term.as_ref().map(|term| term.container).unwrap_or_default();
        let json = term.as_ref().is_some_and(|term| term.coercion == Coercion::Json);
        let mut out = match value {
            _ if json => ExpansionResult::One(Item::Value(ValueObject {
                datatype: Some(Datatype::Json),
                ..ValueObject::plain(LiteralValue::Json(value))
            })),
            Value::Object(map) if container.has(Container::LANGUAGE) => {
                ExpansionResult::Many(self.language_map(active, key, map)?)
            }
            Value::Object(map)
                if container.has(Container::INDEX)
                    || container.has(Container::TYPE)
                    || container.has(Container::ID) =>
            {
                ExpansionResult::Many(self.index_map(active, key, container, map)?)
            }
            _ => self.element(active, Some(key), value, false)?,
        };
        if matches!(out, ExpansionResult::Null) {
            return Ok(());
        }
        if container.has(Container::LIST) && !matches!(out, ExpansionResult::One(Item::List(_))) {
            out = ExpansionResult::One(Item::List(out.into_items()));
        }
        let mut items = out.into_items();
        if container.has(Container::GRAPH)
            && !container.has(Container::ID)
            && !container.has(Container::INDEX)
        {
            items = items.into_iter().map(|item| self.wrap_in_graph(item)).collect();
        }
        if term.is_some_and(|term| term.reverse) {
            self.require_nodes(&items)?;
            node.reverse.push((iri, items));
        } else {
            node.properties.push((iri, items));
        }
        Ok(())
    }

    /// Wraps `item` in a graph object. A graph consists of statements, so a value, a list or a node reference in it is
    /// dropped (JSON-LD 1.1 API sections 7.2 and 8.1).
    fn wrap_in_graph(&mut self, item: Item<'a>) -> Item<'a> {
        match &item {
            Item::Value(_) => self.drop("@value", DropReason::FreeFloating),
            Item::List(_) => self.drop("@list", DropReason::FreeFloating),
            Item::Node(node) if node.is_bare_id() => self.drop("@id", DropReason::FreeFloating),
            Item::Node(_) => {}
        }
        Item::Node(Box::new(Node { graph: Some(vec![item]), ..Node::default() }))
    }

    /// Expands a language map (step 13.7).
    fn language_map(
        &mut self,
        active: &Context,
        key: &str,
        map: &'a Map,
    ) -> Result<Vec<Item<'a>>, LinkedDataError> {
        let direction = active.term(key).and_then(|term| term.direction).unwrap_or(active.direction);
        if direction.is_some() {
            self.drop_direction();
        }
        let mut items = Vec::with_capacity(map.len());
        for (language, values) in map {
            self.path.push(Step::Key(language));
            let is_none = language == "@none" || keyword_of(active, language) == Some("@none");
            if !is_none && !is_language_tag(language) {
                self.drop(language, DropReason::LanguageTag);
            }
            let tag: Option<Arc<str>> = (!is_none).then(|| language.to_lowercase().into());
            for value in as_array(values) {
                match value {
                    Value::Null => {}
                    Value::String(_) => items.push(Item::Value(ValueObject {
                        language: tag.clone(),
                        direction,
                        ..ValueObject::plain(LiteralValue::Json(value))
                    })),
                    _ => return self.fail("invalid language map value"),
                }
            }
            self.path.pop();
        }
        Ok(items)
    }

    /// Expands an index, id or type map (step 13.8).
    fn index_map(
        &mut self,
        active: &Context,
        key: &'a str,
        container: Container,
        map: &'a Map,
    ) -> Result<Vec<Item<'a>>, LinkedDataError> {
        let index_key = active.term(key).and_then(|term| term.index.clone());
        let mut items = Vec::new();
        for (index, value) in map {
            self.path.push(Step::Key(index));
            let mut entry_context = match &active.previous {
                Some(previous) if container.has(Container::ID) || container.has(Container::TYPE) => {
                    previous.clone()
                }
                _ => active.clone(),
            };
            if container.has(Container::TYPE) {
                let scoped = entry_context.term(index).and_then(|term| term.context.clone());
                if let Some(scoped) = scoped {
                    entry_context = self.scoped_context(&entry_context, &scoped, Mode::TYPE_SCOPED)?;
                }
            }
            let expanded = active.expand_iri(index, true, false);
            let is_none = expanded == ExpandedIri::Keyword("@none");
            let values = self.index_values(&entry_context, key, value)?;
            for mut item in values {
                if container.has(Container::GRAPH) && !matches!(&item, Item::Node(node) if node.is_graph()) {
                    item = self.wrap_in_graph(item);
                }
                if container.has(Container::INDEX) && !is_none {
                    match &index_key {
                        Some(index_key) => self.add_index_property(active, index_key, index, &mut item)?,
                        None => {
                            self.drop(index, DropReason::Index);
                            match &mut item {
                                Item::Node(node) => node.index = node.index.or(Some(index)),
                                Item::Value(value) => value.index = value.index.or(Some(index)),
                                Item::List(_) => {}
                            }
                        }
                    }
                } else if container.has(Container::ID) && !is_none {
                    if let Item::Node(node) = &mut item
                        && node.id.is_none()
                    {
                        node.id = Some(self.reference(active.expand_iri(index, false, true), index));
                    }
                } else if container.has(Container::TYPE)
                    && !is_none
                    && let Item::Node(node) = &mut item
                {
                    match &expanded {
                        ExpandedIri::Iri(iri) if is_well_formed(iri) || is_blank_node(iri) => {
                            node.types.insert(0, iri.clone());
                        }
                        _ => self.drop(index, DropReason::UndefinedType),
                    }
                }
                items.push(item);
            }
            self.path.pop();
        }
        Ok(items)
    }

    /// Expands the values of one key of an index map, like an array.
    fn index_values(
        &mut self,
        active: &Context,
        key: &'a str,
        value: &'a Value,
    ) -> Result<Vec<Item<'a>>, LinkedDataError> {
        Ok(self.element(active, Some(key), value, true)?.into_items())
    }

    /// Adds the index as a property value (step 13.8.3.7.2).
    fn add_index_property(
        &mut self,
        active: &Context,
        index_key: &str,
        index: &'a str,
        item: &mut Item<'a>,
    ) -> Result<(), LinkedDataError> {
        let Item::Node(node) = item else { return self.fail("invalid value object") };
        let ExpandedIri::Iri(property) = active.expand_iri(index_key, true, false) else {
            return self.fail("invalid term definition");
        };
        let value = self.value(active, index_key, LiteralValue::Text(index));
        node.properties.push((property, vec![value]));
        Ok(())
    }

    /// Expands a scalar (section 5.3, Value Expansion).
    pub(super) fn value(
        &mut self,
        active: &ActiveContext,
        property: &str,
        value: LiteralValue<'a>,
    ) -> Item<'a> {
        let term = active.term(property);
        let mut object = ValueObject::plain(value);
        match (term.map(|term| &term.coercion), value.as_str()) {
            (Some(Coercion::Id), Some(text)) => {
                return self.reference_node(active.expand_iri(text, false, true), text);
            }
            (Some(Coercion::Vocab), Some(text)) => {
                return self.reference_node(active.expand_iri(text, true, true), text);
            }
            (Some(Coercion::Datatype(iri)), _) => object.datatype = Some(Datatype::Iri(iri.clone())),
            (_, Some(_)) => {
                object.language = match term.and_then(|term| term.language.as_ref()) {
                    Some(language) => language.clone(),
                    None => active.language.clone(),
                };
                if let Some(language) =
                    object.language.as_deref().filter(|language| !is_language_tag(language))
                {
                    self.drop(language, DropReason::LanguageTag);
                }
                object.direction = term.and_then(|term| term.direction).unwrap_or(active.direction);
                if object.direction.is_some() {
                    self.drop_direction();
                }
            }
            _ => {}
        }
        Item::Value(object)
    }

    fn reference_node(&mut self, expanded: ExpandedIri, text: &str) -> Item<'a> {
        let id = self.reference(expanded, text);
        Item::Node(Box::new(Node { id: Some(id), ..Node::default() }))
    }

    /// Returns the id that `text` expands to. Text that is not an id is returned unchanged, so that it does not become a
    /// blank node; RDF conversion omits it.
    pub(super) fn reference(&mut self, expanded: ExpandedIri, text: &str) -> Arc<str> {
        match expanded {
            ExpandedIri::Iri(iri) => {
                if !is_well_formed(&iri) && !is_blank_node(&iri) {
                    self.drop(text, DropReason::RelativeId);
                }
                iri
            }
            ExpandedIri::Null | ExpandedIri::Keyword(_) => {
                self.drop(text, DropReason::ReservedTerm);
                text.into()
            }
        }
    }
}
