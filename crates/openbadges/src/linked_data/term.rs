//! Term definitions, and the algorithm Create Term Definition (JSON-LD 1.1 API section 5.1).

use std::{collections::HashMap, sync::Arc};

use super::{
    LinkedDataError,
    context::{ActiveContext, Direction, ExpandedIri, Map, Mode, Processor, ScopedContext, as_array},
    iri::{has_keyword_form, is_absolute, is_blank_node, keyword, prefix_colon},
};
use crate::{code::Code, json::Value, limits};

/// A term definition (JSON-LD 1.1 API section 4.1.1).
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TermDefinition {
    pub(super) iri: ExpandedIri,
    pub(super) prefix: bool,
    pub(super) protected: bool,
    pub(super) reverse: bool,
    pub(super) context: Option<ScopedContext>,
    pub(super) container: Container,
    /// `Some(None)` means explicitly no direction.
    pub(super) direction: Option<Option<Direction>>,
    pub(super) index: Option<Arc<str>>,
    /// `Some(None)` means explicitly no language.
    pub(super) language: Option<Option<Arc<str>>>,
    pub(super) nest: Option<Arc<str>>,
    pub(super) coercion: Coercion,
}

/// A type mapping.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Coercion {
    /// None, or `@none`. Values keep their own type.
    #[default]
    None,
    /// `@id`.
    Id,
    /// `@vocab`.
    Vocab,
    /// `@json`.
    Json,
    /// A datatype.
    Datatype(Arc<str>),
}

/// A container mapping, as a bit set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Container(u8);

impl Container {
    pub(super) const GRAPH: Self = Self(1);
    pub(super) const ID: Self = Self(2);
    pub(super) const INDEX: Self = Self(4);
    pub(super) const LANGUAGE: Self = Self(8);
    pub(super) const LIST: Self = Self(16);
    pub(super) const SET: Self = Self(32);
    pub(super) const TYPE: Self = Self(64);

    pub(super) fn has(self, keyword: Self) -> bool {
        self.0 & keyword.0 != 0
    }

    /// Parses a container mapping: one keyword or an allowed combination (section 5.1, Create Term Definition, step 19).
    fn of(value: &Value) -> Option<Self> {
        let mut set = 0;
        for keyword in as_array(value) {
            set |= match keyword.as_str()? {
                "@graph" => Self::GRAPH,
                "@id" => Self::ID,
                "@index" => Self::INDEX,
                "@language" => Self::LANGUAGE,
                "@list" => Self::LIST,
                "@set" => Self::SET,
                "@type" => Self::TYPE,
                _ => return None,
            }
            .0;
        }
        let graph = Self::GRAPH.0;
        let combinable = [
            graph,
            Self::ID.0,
            Self::INDEX.0,
            Self::LANGUAGE.0,
            Self::TYPE.0,
            graph | Self::ID.0,
            graph | Self::INDEX.0,
        ];
        let allowed = set == Self::LIST.0 || set == Self::SET.0 || combinable.contains(&(set & !Self::SET.0));
        allowed.then_some(Self(set))
    }
}

/// Creates the term definitions of one context.
pub(super) struct TermDefiner<'a, 'c> {
    processor: &'a Processor<'c>,
    result: &'a mut ActiveContext,
    local: &'a Map,
    base_url: Option<&'a Arc<str>>,
    remote: &'a [Arc<str>],
    protected: bool,
    override_protected: bool,
    /// The `defined` map of the algorithm: `false` while a term is being defined, `true` afterwards.
    defined: HashMap<&'a str, bool>,
    depth: usize,
}

/// The entries that an expanded term definition may contain.
const DEFINITION_ENTRIES: [&str; 11] = [
    "@id",
    "@reverse",
    "@container",
    "@context",
    "@direction",
    "@index",
    "@language",
    "@nest",
    "@prefix",
    "@protected",
    "@type",
];

fn error<T>(code: &'static str, term: &str) -> Result<T, LinkedDataError> {
    Err(LinkedDataError::json_ld(code).with("term", term))
}

impl<'a, 'c> TermDefiner<'a, 'c> {
    pub(super) fn new(
        processor: &'a Processor<'c>,
        result: &'a mut ActiveContext,
        local: &'a Map,
        base_url: Option<&'a Arc<str>>,
        remote: &'a [Arc<str>],
        protected: bool,
        override_protected: bool,
    ) -> Self {
        Self {
            processor,
            result,
            local,
            base_url,
            remote,
            protected,
            override_protected,
            defined: HashMap::new(),
            depth: 0,
        }
    }

    /// Expands an IRI during context processing (section 5.2). First defines the terms that the value depends on.
    fn expand(&mut self, value: &str) -> Result<ExpandedIri, LinkedDataError> {
        self.define_dependency(value)?;
        if self.result.term(value).is_none() {
            match prefix_colon(value).and_then(|at| value.split_at_checked(at)) {
                Some((prefix, suffix)) if prefix != "_" && !suffix.starts_with("://") => {
                    self.define_dependency(prefix)?
                }
                _ => {}
            }
        }
        Ok(self.result.expand_iri(value, true, false))
    }

    fn define_dependency(&mut self, term: &str) -> Result<(), LinkedDataError> {
        if keyword(term).is_some() || has_keyword_form(term) || self.defined.get(term) == Some(&true) {
            return Ok(());
        }
        match self.local.get_key_value(term) {
            Some((term, _)) => self.define(term),
            None => Ok(()),
        }
    }

    /// Defines a term (Create Term Definition).
    pub(super) fn define(&mut self, term: &'a str) -> Result<(), LinkedDataError> {
        match self.defined.get(term) {
            Some(true) => return Ok(()),
            Some(false) => return error("cyclic IRI mapping", term),
            None if term.is_empty() => return error("invalid term definition", term),
            None => {}
        }
        if self.depth > limits::JSON_DEPTH {
            return Err(LinkedDataError::new(Code::DiGraphBudget).with("term", term));
        }
        self.depth += 1;
        self.defined.insert(term, false);
        let value = self.local.get(term).unwrap_or(&Value::Null);
        if term == "@type" {
            self.processor.require_1_1("keyword redefinition")?;
            let allowed = value.as_object().is_some_and(|entries| {
                !entries.is_empty()
                    && entries.iter().all(|(key, value)| match key.as_str() {
                        "@container" => Container::of(value) == Some(Container::SET),
                        key => key == "@protected",
                    })
            });
            if !allowed {
                return error("keyword redefinition", term);
            }
        } else if keyword(term).is_some() {
            return error("keyword redefinition", term);
        } else if has_keyword_form(term) {
            self.depth -= 1;
            return Ok(());
        }
        let previous = self.result.terms.remove(term);
        let id_entry;
        let (entries, simple) = match value {
            Value::Object(entries) => (entries, false),
            Value::Null | Value::String(_) => {
                id_entry = Map::from_iter([("@id".to_owned(), value.clone())]);
                (&id_entry, value.is_string())
            }
            _ => return error("invalid term definition", term),
        };
        if let Some(definition) = self.definition(term, entries, simple)? {
            let definition = match previous {
                Some(previous) if previous.protected && !self.override_protected => {
                    if (TermDefinition { protected: true, ..definition }) != *previous {
                        return error("protected term redefinition", term);
                    }
                    previous
                }
                _ => Arc::new(definition),
            };
            let iri = match &definition.iri {
                ExpandedIri::Iri(iri) => Some(iri),
                _ => None,
            };
            Arc::make_mut(&mut self.result.names).add(term, iri);
            self.result.terms.insert(term.into(), definition);
        }
        self.defined.insert(term, true);
        self.depth -= 1;
        Ok(())
    }

    /// Creates a definition (steps 10 to 26). Returns `None` if the term maps to a text in the form of a keyword, which is ignored.
    fn definition(
        &mut self,
        term: &'a str,
        entries: &Map,
        simple: bool,
    ) -> Result<Option<TermDefinition>, LinkedDataError> {
        for entry in ["@protected", "@index", "@context", "@nest", "@prefix"] {
            if entries.contains_key(entry) {
                self.processor.require_1_1("invalid term definition")?;
            }
        }
        let mut definition = TermDefinition {
            iri: ExpandedIri::Null,
            prefix: false,
            protected: match entries.get("@protected") {
                None => self.protected,
                Some(Value::Bool(protected)) => *protected,
                Some(_) => return error("invalid @protected value", term),
            },
            reverse: false,
            context: None,
            container: Container::default(),
            direction: None,
            index: None,
            language: None,
            nest: None,
            coercion: match entries.get("@type") {
                None => Coercion::None,
                Some(kind) => self.coercion(term, kind)?,
            },
        };
        if let Some(reverse) = entries.get("@reverse") {
            return self.reverse(term, entries, reverse, definition);
        }
        if !self.iri_mapping(term, entries, simple, &mut definition)? {
            return Ok(None);
        }
        self.value_rules(term, entries, &mut definition)?;
        if let Some(unknown) = entries.keys().find(|key| !DEFINITION_ENTRIES.contains(&key.as_str())) {
            return Err(LinkedDataError::json_ld("invalid term definition")
                .with("term", term)
                .with("entry", unknown));
        }
        Ok(Some(definition))
    }

    /// Parses the type mapping (step 12).
    fn coercion(&mut self, term: &str, kind: &Value) -> Result<Coercion, LinkedDataError> {
        let Some(kind) = kind.as_str() else { return error("invalid type mapping", term) };
        match self.expand(kind)? {
            ExpandedIri::Keyword("@id") => Ok(Coercion::Id),
            ExpandedIri::Keyword("@vocab") => Ok(Coercion::Vocab),
            ExpandedIri::Keyword("@json" | "@none") if self.processor.is_1_0() => {
                error("invalid type mapping", term)
            }
            ExpandedIri::Keyword("@json") => Ok(Coercion::Json),
            ExpandedIri::Keyword("@none") => Ok(Coercion::None),
            ExpandedIri::Iri(iri) if is_absolute(&iri) => Ok(Coercion::Datatype(iri)),
            _ => error("invalid type mapping", term),
        }
    }

    /// Creates the definition of a reverse property (step 13).
    fn reverse(
        &mut self,
        term: &str,
        entries: &Map,
        reverse: &Value,
        mut definition: TermDefinition,
    ) -> Result<Option<TermDefinition>, LinkedDataError> {
        if entries.contains_key("@id") || entries.contains_key("@nest") {
            return error("invalid reverse property", term);
        }
        let Some(reverse) = reverse.as_str() else { return error("invalid IRI mapping", term) };
        if has_keyword_form(reverse) {
            return Ok(None);
        }
        definition.iri = match self.expand(reverse)? {
            ExpandedIri::Iri(iri) if is_absolute(&iri) || is_blank_node(&iri) => ExpandedIri::Iri(iri),
            _ => return error("invalid IRI mapping", term),
        };
        definition.container = match entries.get("@container") {
            None | Some(Value::Null) => Container::default(),
            Some(container) => match Container::of(container) {
                Some(set) if container.is_string() && (set == Container::SET || set == Container::INDEX) => {
                    set
                }
                _ => return error("invalid reverse property", term),
            },
        };
        definition.reverse = true;
        Ok(Some(definition))
    }

    /// Sets the IRI mapping (steps 14 to 18). Returns `false` if the definition is ignored.
    fn iri_mapping(
        &mut self,
        term: &'a str,
        entries: &Map,
        simple: bool,
        definition: &mut TermDefinition,
    ) -> Result<bool, LinkedDataError> {
        match entries.get("@id") {
            Some(Value::Null) => {}
            Some(Value::String(id)) if id != term => {
                if keyword(id).is_none() && has_keyword_form(id) {
                    return Ok(false);
                }
                let iri = self.expand(id)?;
                match &iri {
                    ExpandedIri::Keyword("@context") => return error("invalid keyword alias", term),
                    ExpandedIri::Keyword(_) => {}
                    ExpandedIri::Iri(iri) if is_absolute(iri) || is_blank_node(iri) => {}
                    _ => return error("invalid IRI mapping", term),
                }
                let compact = prefix_colon(term).is_some_and(|at| at + 1 < term.len());
                if compact || term.contains('/') {
                    self.defined.insert(term, true);
                    if self.expand(term)? != iri {
                        return error("invalid IRI mapping", term);
                    }
                } else if let ExpandedIri::Iri(iri) = &iri {
                    let delimited = iri.ends_with([':', '/', '?', '#', '[', ']', '@']) || is_blank_node(iri);
                    definition.prefix = simple && !term.contains(':') && delimited;
                }
                definition.iri = iri;
            }
            None | Some(Value::String(_)) => definition.iri = self.iri_from_term(term)?,
            Some(_) => return error("invalid IRI mapping", term),
        }
        Ok(true)
    }

    /// Returns the IRI mapping of a term without `@id` (steps 15 to 18).
    fn iri_from_term(&mut self, term: &str) -> Result<ExpandedIri, LinkedDataError> {
        if let Some(at) = prefix_colon(term) {
            let (prefix, suffix) = (term.get(..at).unwrap_or(""), term.get(at + 1..).unwrap_or(""));
            if !suffix.starts_with("//") {
                self.define_dependency(prefix)?;
                if let Some(ExpandedIri::Iri(iri)) =
                    self.result.term(prefix).map(|definition| &definition.iri)
                {
                    return Ok(ExpandedIri::Iri(format!("{iri}{suffix}").into()));
                }
            }
            return Ok(ExpandedIri::Iri(term.into()));
        }
        if term.contains('/') {
            // A relative IRI reference has no definition yet.
            return match self.result.expand_iri(term, true, false) {
                ExpandedIri::Iri(iri) if is_absolute(&iri) => Ok(ExpandedIri::Iri(iri)),
                _ => error("invalid IRI mapping", term),
            };
        }
        if term == "@type" {
            return Ok(ExpandedIri::Keyword("@type"));
        }
        match &self.result.vocab {
            Some(vocab) => Ok(ExpandedIri::Iri(format!("{vocab}{term}").into())),
            None => error("invalid IRI mapping", term),
        }
    }

    /// Sets container, index, scoped context, language, direction, nest value and prefix flag (steps 19 to 25).
    fn value_rules(
        &mut self,
        term: &str,
        entries: &Map,
        definition: &mut TermDefinition,
    ) -> Result<(), LinkedDataError> {
        if let Some(value) = entries.get("@container") {
            let Some(container) = Container::of(value) else {
                return error("invalid container mapping", term);
            };
            let containers_of_1_1 = [Container::GRAPH, Container::ID, Container::TYPE];
            if value.is_array() || containers_of_1_1.into_iter().any(|keyword| container.has(keyword)) {
                self.processor.require_1_1("invalid container mapping")?;
            }
            definition.container = container;
            if container.has(Container::TYPE) {
                match definition.coercion {
                    Coercion::None if !entries.contains_key("@type") => definition.coercion = Coercion::Id,
                    Coercion::Id | Coercion::Vocab => {}
                    _ => return error("invalid type mapping", term),
                }
            }
        }
        if let Some(index) = entries.get("@index") {
            let is_valid = match index.as_str() {
                Some(index) if definition.container.has(Container::INDEX) => {
                    matches!(self.expand(index)?, ExpandedIri::Iri(iri) if is_absolute(&iri))
                }
                _ => false,
            };
            if !is_valid {
                return error("invalid term definition", term);
            }
            definition.index = index.as_str().map(Arc::from);
        }
        if let Some(local) = entries.get("@context") {
            // Step 21.3: processed here to find its errors and defined names, and again wherever it applies.
            let mode = Mode { override_protected: true, propagate: true, validate_scoped: false };
            let active = Arc::new(self.result.clone());
            let processed = self
                .processor
                .process(&active, local, self.base_url, self.remote, mode)
                .map_err(|cause| match cause.code {
                    Code::DiMalformed => LinkedDataError::json_ld("invalid scoped context")
                        .with("term", term)
                        .with("cause", cause.detail().unwrap_or_default()),
                    _ => cause,
                })?;
            Arc::make_mut(&mut self.result.names).add_all(&processed.names);
            definition.context = Some(ScopedContext::new(local, self.base_url));
        }
        if let Some(language) = entries.get("@language").filter(|_| !entries.contains_key("@type")) {
            definition.language = Some(match language {
                Value::Null => None,
                Value::String(language) => Some(language.to_lowercase().into()),
                _ => return error("invalid language mapping", term),
            });
        }
        if let Some(direction) = entries.get("@direction").filter(|_| !entries.contains_key("@type")) {
            definition.direction = Some(Direction::of(direction)?);
        }
        if let Some(nest) = entries.get("@nest") {
            definition.nest = match nest.as_str() {
                Some(nest) if nest == "@nest" || keyword(nest).is_none() => Some(nest.into()),
                _ => return error("invalid @nest value", term),
            };
        }
        if let Some(prefix) = entries.get("@prefix") {
            if term.contains([':', '/']) {
                return error("invalid term definition", term);
            }
            let Some(prefix) = prefix.as_bool() else { return error("invalid @prefix value", term) };
            if prefix && matches!(definition.iri, ExpandedIri::Keyword(_)) {
                return error("invalid term definition", term);
            }
            definition.prefix = prefix;
        }
        Ok(())
    }
}
