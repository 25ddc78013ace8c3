//! Term definitions and how they are made (JSON-LD 1.1 API section 5.1, Create Term Definition).

use std::{collections::HashMap, sync::Arc};

use super::{
    LinkedDataError,
    context::{ActiveContext, Direction, Expanded, Map, Mode, Processor, ScopedContext, as_array},
    iri::{colon, is_absolute, is_blank, keyword, keyword_like},
};
use crate::{code::Code, json::Value, limits};

/// What a term stands for and how its values are read (JSON-LD 1.1 API section 4.1.1).
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TermDefinition {
    pub(super) iri: Expanded,
    pub(super) prefix: bool,
    pub(super) protected: bool,
    pub(super) reverse: bool,
    pub(super) context: Option<ScopedContext>,
    pub(super) container: Container,
    /// `Some(None)`: explicitly no direction.
    pub(super) direction: Option<Option<Direction>>,
    pub(super) index: Option<Arc<str>>,
    /// `Some(None)`: explicitly no language.
    pub(super) language: Option<Option<Arc<str>>>,
    pub(super) nest: Option<Arc<str>>,
    pub(super) coercion: Coercion,
}

/// A type mapping.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Coercion {
    /// None, or `@none`: values keep their own type.
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

/// A container mapping, as a set.
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

    pub(super) fn has(self, one: Self) -> bool {
        self.0 & one.0 != 0
    }

    /// Section 5.1, Create Term Definition, step 19: one keyword, or an allowed combination.
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
        let one = [
            graph,
            Self::ID.0,
            Self::INDEX.0,
            Self::LANGUAGE.0,
            Self::TYPE.0,
            graph | Self::ID.0,
            graph | Self::INDEX.0,
        ];
        let allowed = set == Self::LIST.0 || set == Self::SET.0 || one.contains(&(set & !Self::SET.0));
        allowed.then_some(Self(set))
    }
}

/// The terms of one context being defined.
pub(super) struct Definer<'a, 'c> {
    processor: &'a Processor<'c>,
    result: &'a mut ActiveContext,
    local: &'a Map,
    base_url: Option<&'a Arc<str>>,
    remote: &'a [Arc<str>],
    protected: bool,
    override_protected: bool,
    /// `false` while a term is being defined.
    defined: HashMap<&'a str, bool>,
    depth: usize,
}

/// The entries that an expanded term definition may have.
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

impl<'a, 'c> Definer<'a, 'c> {
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

    /// IRI Expansion (section 5.2) while the context is made: what the value leans on is defined first.
    fn expand(&mut self, value: &str) -> Result<Expanded, LinkedDataError> {
        self.need(value)?;
        if self.result.term(value).is_none() {
            match colon(value).and_then(|at| value.split_at_checked(at)) {
                Some((prefix, suffix)) if prefix != "_" && !suffix.starts_with("://") => self.need(prefix)?,
                _ => {}
            }
        }
        Ok(self.result.expand_iri(value, true, false))
    }

    fn need(&mut self, term: &str) -> Result<(), LinkedDataError> {
        if keyword(term).is_some() || keyword_like(term) || self.defined.get(term) == Some(&true) {
            return Ok(());
        }
        match self.local.get_key_value(term) {
            Some((term, _)) => self.define(term),
            None => Ok(()),
        }
    }

    /// Create Term Definition.
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
            self.processor.since_1_1("keyword redefinition")?;
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
        } else if keyword_like(term) {
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
                Expanded::Iri(iri) => Some(iri),
                _ => None,
            };
            Arc::make_mut(&mut self.result.named).add(term, iri);
            self.result.terms.insert(term.into(), definition);
        }
        self.defined.insert(term, true);
        self.depth -= 1;
        Ok(())
    }

    /// Steps 10 to 26; `None` where the definition is ignored because it looks like a keyword of the future.
    fn definition(
        &mut self,
        term: &'a str,
        entries: &Map,
        simple: bool,
    ) -> Result<Option<TermDefinition>, LinkedDataError> {
        for entry in ["@protected", "@index", "@context", "@nest", "@prefix"] {
            if entries.contains_key(entry) {
                self.processor.since_1_1("invalid term definition")?;
            }
        }
        let mut definition = TermDefinition {
            iri: Expanded::Null,
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

    /// Step 12.
    fn coercion(&mut self, term: &str, kind: &Value) -> Result<Coercion, LinkedDataError> {
        let Some(kind) = kind.as_str() else { return error("invalid type mapping", term) };
        match self.expand(kind)? {
            Expanded::Keyword("@id") => Ok(Coercion::Id),
            Expanded::Keyword("@vocab") => Ok(Coercion::Vocab),
            Expanded::Keyword("@json" | "@none") if self.processor.is_1_0() => {
                error("invalid type mapping", term)
            }
            Expanded::Keyword("@json") => Ok(Coercion::Json),
            Expanded::Keyword("@none") => Ok(Coercion::None),
            Expanded::Iri(iri) if is_absolute(&iri) => Ok(Coercion::Datatype(iri)),
            _ => error("invalid type mapping", term),
        }
    }

    /// Step 13.
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
        if keyword_like(reverse) {
            return Ok(None);
        }
        definition.iri = match self.expand(reverse)? {
            Expanded::Iri(iri) if is_absolute(&iri) || is_blank(&iri) => Expanded::Iri(iri),
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

    /// Steps 14 to 18. `false`: the definition is ignored.
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
                if keyword(id).is_none() && keyword_like(id) {
                    return Ok(false);
                }
                let iri = self.expand(id)?;
                match &iri {
                    Expanded::Keyword("@context") => return error("invalid keyword alias", term),
                    Expanded::Keyword(_) => {}
                    Expanded::Iri(iri) if is_absolute(iri) || is_blank(iri) => {}
                    _ => return error("invalid IRI mapping", term),
                }
                let compact = colon(term).is_some_and(|at| at + 1 < term.len());
                if compact || term.contains('/') {
                    self.defined.insert(term, true);
                    if self.expand(term)? != iri {
                        return error("invalid IRI mapping", term);
                    }
                } else if let Expanded::Iri(iri) = &iri {
                    let delimited = iri.ends_with([':', '/', '?', '#', '[', ']', '@']) || is_blank(iri);
                    definition.prefix = simple && !term.contains(':') && delimited;
                }
                definition.iri = iri;
            }
            None | Some(Value::String(_)) => definition.iri = self.own_iri(term)?,
            Some(_) => return error("invalid IRI mapping", term),
        }
        Ok(true)
    }

    /// Steps 15 to 18: the term itself says what it stands for.
    fn own_iri(&mut self, term: &str) -> Result<Expanded, LinkedDataError> {
        if let Some(at) = colon(term) {
            let (prefix, suffix) = (term.get(..at).unwrap_or(""), term.get(at + 1..).unwrap_or(""));
            if !suffix.starts_with("//") {
                self.need(prefix)?;
                if let Some(Expanded::Iri(iri)) = self.result.term(prefix).map(|definition| &definition.iri) {
                    return Ok(Expanded::Iri(format!("{iri}{suffix}").into()));
                }
            }
            return Ok(Expanded::Iri(term.into()));
        }
        if term.contains('/') {
            return match self.expand_unmapped(term) {
                Expanded::Iri(iri) if is_absolute(&iri) => Ok(Expanded::Iri(iri)),
                _ => error("invalid IRI mapping", term),
            };
        }
        if term == "@type" {
            return Ok(Expanded::Keyword("@type"));
        }
        match &self.result.vocab {
            Some(vocab) => Ok(Expanded::Iri(format!("{vocab}{term}").into())),
            None => error("invalid IRI mapping", term),
        }
    }

    /// A relative IRI reference as a term: it has no definition of its own yet.
    fn expand_unmapped(&self, term: &str) -> Expanded {
        self.result.expand_iri(term, true, false)
    }

    /// Steps 19 to 25.
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
            let brought_by_1_1 = [Container::GRAPH, Container::ID, Container::TYPE];
            if value.is_array() || brought_by_1_1.into_iter().any(|one| container.has(one)) {
                self.processor.since_1_1("invalid container mapping")?;
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
            let sound = match index.as_str() {
                Some(index) if definition.container.has(Container::INDEX) => {
                    matches!(self.expand(index)?, Expanded::Iri(iri) if is_absolute(&iri))
                }
                _ => false,
            };
            if !sound {
                return error("invalid term definition", term);
            }
            definition.index = index.as_str().map(Arc::from);
        }
        if let Some(local) = entries.get("@context") {
            // Step 21.3: processed here to find its errors and what it names; it is processed again where it applies.
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
            Arc::make_mut(&mut self.result.named).add_all(&processed.named);
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
            if prefix && matches!(definition.iri, Expanded::Keyword(_)) {
                return error("invalid term definition", term);
            }
            definition.prefix = prefix;
        }
        Ok(())
    }
}
