//! The Expansion Algorithm (JSON-LD 1.1 API section 5.1) with a record of everything that it drops.

use std::sync::Arc;

use super::{
    LinkedDataError, Policy,
    context::{ActiveContext, Direction, Expanded, Map, Mode, Processor, as_array},
    dropped::{Dropped, Reason, Step, pointer},
    iri::{is_blank, is_language_tag, is_well_formed},
    node::{Datatype, Item, Lexical, Node, ValueObject},
    term::{Coercion, Container},
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
    pub(super) dropped: Vec<Dropped>,
}

/// The entries of an object that is being expanded, before it is known what kind of object it is.
#[derive(Default)]
struct Entries<'a> {
    node: Node<'a>,
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

type Context = Arc<ActiveContext>;

impl<'a, 'p> Expansion<'a, 'p> {
    pub(super) fn new(processor: &'p Processor<'p>, policy: Policy, base_url: Option<Arc<str>>) -> Self {
        Self { processor, policy, base_url, path: Vec::new(), dropped: Vec::new() }
    }

    fn drop(&mut self, term: &str, reason: Reason) {
        self.dropped.push(Dropped { pointer: pointer(&self.path), term: term.to_owned(), reason });
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
                    self.drop(&scalar.to_string(), Reason::FreeFloating);
                    return Ok(Out::Null);
                };
                // Step 4.2
                let scoped = active.term(property).and_then(|term| term.context.as_ref());
                let active = match scoped {
                    Some(scoped) => &self.processor.scoped(active, scoped, Mode::PROPERTY_SCOPED)?,
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
            current = self.processor.scoped(&current, scoped, Mode::PROPERTY_SCOPED)?;
        }
        if let Some(local) = map.get("@context") {
            self.permit(local)?;
            current = self.processor.embedded(&current, local, self.base_url.as_ref())?;
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
                current = self.processor.scoped(&current, scoped, Mode::TYPE_SCOPED)?;
            }
        }
        let mut entries = Entries::default();
        self.fill(&mut entries, &current, &type_scoped, property, map, json)?;
        self.finish(entries, property)
    }

    /// What a document that is verified may say in `@context`: addresses of built-in contexts, nothing else.
    fn permit(&mut self, local: &'a Value) -> Result<(), LinkedDataError> {
        if self.policy == Policy::Any {
            return Ok(());
        }
        self.path.push(Step::Key("@context"));
        for (index, context) in as_array(local).iter().enumerate() {
            if context.is_string() {
                continue;
            }
            if local.is_array() {
                self.path.push(Step::Index(index));
            }
            if context.get("@base").is_some() {
                return Err(LinkedDataError::new(Code::DiTermDropped)
                    .with("pointer", pointer(&self.path) + "/@base")
                    .with("term", "@base")
                    .with("reason", Reason::RelativeId.as_str()));
            }
            return Err(self.context_error("inline"));
        }
        self.path.pop();
        Ok(())
    }

    fn context_error(&self, detail: &str) -> LinkedDataError {
        LinkedDataError::new(Code::DiContextUnknown)
            .with("pointer", pointer(&self.path))
            .with("detail", detail)
    }

    /// Steps 13 and 14.
    fn fill(
        &mut self,
        entries: &mut Entries<'a>,
        active: &Context,
        type_scoped: &Context,
        property: Option<&'a str>,
        map: &'a Map,
        json: bool,
    ) -> Result<(), LinkedDataError> {
        let mut nests: Vec<&'a str> = Vec::new();
        let without = match self.policy {
            Policy::BuiltIn { without } if self.path.is_empty() => without,
            _ => None,
        };
        for (key, value) in map.iter().filter(|(key, _)| *key != "@context" && Some(key.as_str()) != without)
        {
            self.path.push(Step::Key(key));
            match active.expand_iri(key, true, false) {
                Expanded::Null if active.term(key).is_some() => self.drop(key, Reason::UndefinedProperty),
                Expanded::Null => self.drop(key, Reason::ReservedTerm),
                Expanded::Keyword("@nest") => nests.push(key),
                Expanded::Keyword(keyword) => {
                    self.keyword(entries, active, type_scoped, property, keyword, value, json)?;
                }
                Expanded::Iri(iri) if !iri.contains(':') => self.drop(key, Reason::UndefinedProperty),
                Expanded::Iri(iri) => {
                    if !is_well_formed(&iri) {
                        self.drop(key, Reason::PropertyNotIri);
                    }
                    self.property(&mut entries.node, active, key, iri, value)?;
                }
            }
            self.path.pop();
        }
        for nest in nests {
            // Step 14.2, with step 8 for the term that nests.
            let scoped = active.term(nest).and_then(|term| term.context.as_ref());
            let active = match scoped {
                Some(scoped) => &self.processor.scoped(active, scoped, Mode::PROPERTY_SCOPED)?,
                None => active,
            };
            let value = map.get(nest).unwrap_or(&Value::Null);
            self.path.push(Step::Key(nest));
            for (index, nested) in as_array(value).iter().enumerate() {
                if value.is_array() {
                    self.path.push(Step::Index(index));
                }
                match nested {
                    Value::Object(nested)
                        if !nested.keys().any(|key| alias(active, key) == Some("@value")) =>
                    {
                        self.fill(entries, active, type_scoped, property, nested, json)?;
                    }
                    _ => return self.refuse("invalid @nest value"),
                }
                if value.is_array() {
                    self.path.pop();
                }
            }
            self.path.pop();
        }
        Ok(())
    }

    /// Step 13.4.
    #[expect(clippy::too_many_arguments, reason = "the state of one step of the algorithm")]
    fn keyword(
        &mut self,
        entries: &mut Entries<'a>,
        active: &Context,
        type_scoped: &Context,
        property: Option<&'a str>,
        keyword: &'static str,
        value: &'a Value,
        json: bool,
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
                    match &expanded {
                        Expanded::Iri(iri) if is_well_formed(iri) || is_blank(iri) => {}
                        Expanded::Keyword("@json" | "@none") => {}
                        _ if value.is_array() => {
                            self.path.push(Step::Index(index));
                            self.drop(name, Reason::UndefinedType);
                            self.path.pop();
                        }
                        _ => self.drop(name, Reason::UndefinedType),
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
                    self.drop(language, Reason::LanguageTag);
                }
                entries.language = Some(language.to_lowercase().into());
            }
            "@direction" => {
                let direction = value.as_str().map(|_| Direction::of(value)).transpose()?.flatten();
                let Some(direction) = direction else { return self.refuse("invalid base direction") };
                self.drop("@direction", Reason::Direction);
                entries.direction = Some(direction);
            }
            "@index" => {
                let Some(index) = value.as_str() else { return self.refuse("invalid @index value") };
                self.drop(index, Reason::Index);
                entries.node.index = Some(index);
            }
            "@list" => {
                if property.is_none_or(|property| property == "@graph") {
                    self.drop("@list", Reason::FreeFloating);
                } else {
                    entries.list = Some(self.list(active, property, value)?);
                }
            }
            "@set" => entries.set = Some(self.element(active, property, value, false)?.into_items()),
            "@reverse" => self.reverse(entries, active, value)?,
            other => self.drop(other, Reason::MisplacedKeyword),
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

    fn only_nodes(&self, items: &[Item<'a>]) -> Result<(), LinkedDataError> {
        match items.iter().all(|item| matches!(item, Item::Node(_))) {
            true => Ok(()),
            false => self.refuse("invalid reverse property value"),
        }
    }

    /// Steps 13.5 to 13.14.
    fn property(
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
            _ if json => Out::One(Item::Value(ValueObject {
                datatype: Some(Datatype::Json),
                ..ValueObject::plain(Lexical::Json(value))
            })),
            Value::Object(map) if container.has(Container::LANGUAGE) => {
                Out::Many(self.language_map(active, key, map)?)
            }
            Value::Object(map)
                if container.has(Container::INDEX)
                    || container.has(Container::TYPE)
                    || container.has(Container::ID) =>
            {
                Out::Many(self.index_map(active, key, container, map)?)
            }
            _ => self.element(active, Some(key), value, false)?,
        };
        if matches!(out, Out::Null) {
            return Ok(());
        }
        if container.has(Container::LIST) && !matches!(out, Out::One(Item::List(_))) {
            out = Out::One(Item::List(out.into_items()));
        }
        let mut items = out.into_items();
        if container.has(Container::GRAPH)
            && !container.has(Container::ID)
            && !container.has(Container::INDEX)
        {
            items = items.into_iter().map(graph_of).collect();
        }
        if term.is_some_and(|term| term.reverse) {
            self.only_nodes(&items)?;
            node.reverse.push((iri, items));
        } else {
            node.properties.push((iri, items));
        }
        Ok(())
    }

    /// Step 13.7.
    fn language_map(
        &mut self,
        active: &Context,
        key: &str,
        map: &'a Map,
    ) -> Result<Vec<Item<'a>>, LinkedDataError> {
        if active.term(key).and_then(|term| term.direction).unwrap_or(active.direction).is_some() {
            self.drop("@direction", Reason::Direction);
        }
        let mut items = Vec::with_capacity(map.len());
        for (language, values) in map {
            self.path.push(Step::Key(language));
            let none = language == "@none" || alias(active, language) == Some("@none");
            if !none && !is_language_tag(language) {
                self.drop(language, Reason::LanguageTag);
            }
            let tag: Option<Arc<str>> = (!none).then(|| language.to_lowercase().into());
            for value in as_array(values) {
                match value {
                    Value::Null => {}
                    Value::String(_) => items.push(Item::Value(ValueObject {
                        language: tag.clone(),
                        ..ValueObject::plain(Lexical::Json(value))
                    })),
                    _ => return self.refuse("invalid language map value"),
                }
            }
            self.path.pop();
        }
        Ok(items)
    }

    /// Step 13.8.
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
            let mut below = match &active.previous {
                Some(previous) if container.has(Container::ID) || container.has(Container::TYPE) => {
                    previous.clone()
                }
                _ => active.clone(),
            };
            if container.has(Container::TYPE) {
                let scoped = below.term(index).and_then(|term| term.context.clone());
                if let Some(scoped) = scoped {
                    below = self.processor.scoped(&below, &scoped, Mode::TYPE_SCOPED)?;
                }
            }
            let expanded = active.expand_iri(index, true, false);
            let none = expanded == Expanded::Keyword("@none");
            let members = self.index_values(&below, key, value)?;
            for mut item in members {
                if container.has(Container::GRAPH) && !matches!(&item, Item::Node(node) if node.is_graph()) {
                    item = graph_of(item);
                }
                if container.has(Container::INDEX) && !none {
                    match &index_key {
                        Some(index_key) => self.add_index_property(active, index_key, index, &mut item)?,
                        None => {
                            self.drop(index, Reason::Index);
                            match &mut item {
                                Item::Node(node) => node.index = node.index.or(Some(index)),
                                Item::Value(value) => value.index = value.index.or(Some(index)),
                                Item::List(_) => {}
                            }
                        }
                    }
                } else if container.has(Container::ID) && !none {
                    if let Item::Node(node) = &mut item
                        && node.id.is_none()
                    {
                        node.id = Some(self.reference(active.expand_iri(index, false, true), index));
                    }
                } else if container.has(Container::TYPE) && !none {
                    if let Item::Node(node) = &mut item {
                        match &expanded {
                            Expanded::Iri(iri) if is_well_formed(iri) || is_blank(iri) => {
                                node.types.insert(0, iri.clone());
                            }
                            _ => self.drop(index, Reason::UndefinedType),
                        }
                    }
                }
                items.push(item);
            }
            self.path.pop();
        }
        Ok(items)
    }

    /// The values under one key of an index map, as if they stood in an array.
    fn index_values(
        &mut self,
        active: &Context,
        key: &'a str,
        value: &'a Value,
    ) -> Result<Vec<Item<'a>>, LinkedDataError> {
        Ok(self.element(active, Some(key), value, true)?.into_items())
    }

    /// Step 13.8.3.7.2: an index that is a property.
    fn add_index_property(
        &mut self,
        active: &Context,
        index_key: &str,
        index: &'a str,
        item: &mut Item<'a>,
    ) -> Result<(), LinkedDataError> {
        let Item::Node(node) = item else { return self.refuse("invalid value object") };
        let Expanded::Iri(property) = active.expand_iri(index_key, true, false) else {
            return self.refuse("invalid term definition");
        };
        let value = self.value(active, index_key, Lexical::Text(index));
        node.properties.push((property, vec![value]));
        Ok(())
    }

    /// The Value Expansion Algorithm (section 5.3).
    fn value(&mut self, active: &ActiveContext, property: &str, value: Lexical<'a>) -> Item<'a> {
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
                    self.dropped.push(Dropped {
                        pointer: pointer(&self.path),
                        term: language.to_owned(),
                        reason: Reason::LanguageTag,
                    });
                }
                if term.and_then(|term| term.direction).unwrap_or(active.direction).is_some() {
                    self.drop("@direction", Reason::Direction);
                }
            }
            _ => {}
        }
        Item::Value(object)
    }

    fn reference_node(&mut self, expanded: Expanded, text: &str) -> Item<'a> {
        let id = self.reference(expanded, text);
        Item::Node(Box::new(Node { id: Some(id), ..Node::default() }))
    }

    /// The name that `text` expands to. What is no name stays as it is and is none in RDF: it must not become a blank node.
    fn reference(&mut self, expanded: Expanded, text: &str) -> Arc<str> {
        match expanded {
            Expanded::Iri(iri) => {
                if !is_well_formed(&iri) && !is_blank(&iri) {
                    self.drop(text, Reason::RelativeId);
                }
                iri
            }
            Expanded::Null | Expanded::Keyword(_) => {
                self.drop(text, Reason::ReservedTerm);
                text.into()
            }
        }
    }

    /// Steps 15 to 19: what kind of object it is.
    fn finish(
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
            self.drop("@language", Reason::EmptyValue);
            return Ok(Out::Null);
        }
        if floating && !entries.node.has_properties() && entries.node.graph.is_none() && !entries.has_type {
            if entries.has_id {
                self.drop("@id", Reason::FreeFloating);
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
            self.drop("@value", Reason::EmptyValue);
            return Ok(Out::Null);
        }
        if json {
            object.datatype = Some(Datatype::Json);
        } else if tagged {
            if entries.language.is_some() && !value.is_string() {
                return self.refuse("invalid language-tagged value");
            }
            object.language = entries.language;
        } else if entries.has_type {
            let [Expanded::Iri(iri)] = &entries.types[..] else { return self.refuse("invalid typed value") };
            if entries.type_is_array || !is_well_formed(iri) {
                return self.refuse("invalid typed value");
            }
            object.datatype = Some(Datatype::Iri(iri.clone()));
        }
        if floating {
            self.drop("@value", Reason::FreeFloating);
            return Ok(Out::Null);
        }
        Ok(Out::One(Item::Value(object)))
    }
}

/// The keyword that `key` is or is an alias of.
fn alias(active: &ActiveContext, key: &str) -> Option<&'static str> {
    super::iri::keyword(key).or_else(|| match active.term(key)?.iri {
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

/// `item` in a graph of its own.
fn graph_of(item: Item<'_>) -> Item<'_> {
    Item::Node(Box::new(Node { graph: Some(vec![item]), ..Node::default() }))
}
