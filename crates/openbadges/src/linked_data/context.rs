//! Active contexts and the Context Processing Algorithm (JSON-LD 1.1 API section 5.1).
//!
//! A processed context is kept under the context that it started from and what was applied to it, so the built-in
//! contexts are worked through once a process and shared by all threads. What a document's own contexts lead to is kept
//! for that document only. Term definitions are made in `term`.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
};

use super::{
    LinkedDataError,
    iri::{colon, is_absolute, is_blank, keyword, keyword_like, resolve},
    term::{Definer, TermDefinition},
};
use crate::{code::Code, json::Value, limits};

/// A JSON object.
pub(super) type Map = serde_json::Map<String, Value>;

/// What a text expands to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expanded {
    /// Nothing: mapped to null, or kept free for a later keyword.
    Null,
    /// A keyword.
    Keyword(&'static str),
    /// An IRI, a blank node identifier, or a text that is neither and stays relative.
    Iri(Arc<str>),
}

/// A base direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Ltr,
    Rtl,
}

impl Direction {
    pub(super) fn of(value: &Value) -> Result<Option<Self>, LinkedDataError> {
        match value {
            Value::Null => Ok(None),
            Value::String(text) if text == "ltr" => Ok(Some(Self::Ltr)),
            Value::String(text) if text == "rtl" => Ok(Some(Self::Rtl)),
            _ => Err(LinkedDataError::json_ld("invalid base direction")),
        }
    }

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

/// An active context (JSON-LD 1.1 API section 4.1).
#[derive(Clone, Debug)]
pub(super) struct ActiveContext {
    /// Tells contexts apart in the kept ones.
    id: u64,
    pub(super) base: Option<Arc<str>>,
    original_base: Option<Arc<str>>,
    pub(super) vocab: Option<Arc<str>>,
    pub(super) language: Option<Arc<str>>,
    pub(super) direction: Option<Direction>,
    pub(super) terms: HashMap<Arc<str>, Arc<TermDefinition>>,
    /// What this context, and those that its terms carry, give a name to.
    pub(super) named: Arc<Named>,
    /// The document itself had a part in it.
    pub(super) own: bool,
    /// The context that holds again in nodes below, where this one does not propagate.
    pub(super) previous: Option<Arc<ActiveContext>>,
}

/// Every word that has a definition, and every IRI that a word stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) words: HashSet<Arc<str>>,
    pub(super) iris: HashSet<Arc<str>>,
}

impl Named {
    pub(super) fn add(&mut self, word: &str, iri: Option<&Arc<str>>) {
        self.words.insert(word.into());
        self.iris.extend(iri.cloned());
    }

    pub(super) fn add_all(&mut self, other: &Self) {
        self.words.extend(other.words.iter().cloned());
        self.iris.extend(other.iris.iter().cloned());
    }
}

static NEXT_ID: AtomicU64 = AtomicU64::new(1);

fn next_id() -> u64 {
    NEXT_ID.fetch_add(1, Ordering::Relaxed)
}

impl ActiveContext {
    /// A context without terms.
    pub(super) fn initial(base: Option<&str>) -> Self {
        let base: Option<Arc<str>> = base.map(Arc::from);
        Self {
            // All initial contexts without a base are the same one.
            id: if base.is_none() { 0 } else { next_id() },
            original_base: base.clone(),
            base,
            vocab: None,
            language: None,
            direction: None,
            terms: HashMap::new(),
            named: Arc::default(),
            own: false,
            previous: None,
        }
    }

    pub(super) fn term(&self, term: &str) -> Option<&Arc<TermDefinition>> {
        self.terms.get(term)
    }

    /// IRI Expansion (section 5.2), for a context that is complete.
    pub(super) fn expand_iri(&self, value: &str, vocab: bool, document_relative: bool) -> Expanded {
        if let Some(keyword) = keyword(value) {
            return Expanded::Keyword(keyword);
        }
        if keyword_like(value) {
            return Expanded::Null;
        }
        if let Some(definition) = self.term(value)
            && (vocab || matches!(definition.iri, Expanded::Keyword(_)))
        {
            return definition.iri.clone();
        }
        if let Some(at) = colon(value) {
            let (prefix, suffix) = (value.get(..at).unwrap_or(""), value.get(at + 1..).unwrap_or(""));
            if prefix == "_" || suffix.starts_with("//") {
                return Expanded::Iri(value.into());
            }
            if let Some(definition) = self.term(prefix).filter(|definition| definition.prefix)
                && let Expanded::Iri(iri) = &definition.iri
            {
                return Expanded::Iri(format!("{iri}{suffix}").into());
            }
            if is_absolute(value) {
                return Expanded::Iri(value.into());
            }
        }
        if vocab && let Some(vocab) = &self.vocab {
            return Expanded::Iri(format!("{vocab}{value}").into());
        }
        if document_relative && let Some(base) = &self.base {
            return Expanded::Iri(resolve(base, value).into());
        }
        Expanded::Iri(value.into())
    }
}

/// A context that a term definition carries, with the address that its relative references start from.
#[derive(Clone, Debug)]
pub(super) struct ScopedContext {
    /// Tells scoped contexts apart in the kept ones.
    id: u64,
    pub(super) local: Arc<Value>,
    base_url: Option<Arc<str>>,
}

impl ScopedContext {
    pub(super) fn new(local: &Value, base_url: Option<&Arc<str>>) -> Self {
        Self { id: next_id(), local: Arc::new(local.clone()), base_url: base_url.cloned() }
    }
}

impl PartialEq for ScopedContext {
    fn eq(&self, other: &Self) -> bool {
        self.local == other.local
    }
}

/// How a context is applied (the parameters of the algorithm of section 5.1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Mode {
    /// Protected terms may be redefined: the context is property-scoped.
    pub(super) override_protected: bool,
    /// The context holds in nodes below.
    pub(super) propagate: bool,
    /// Cycles among scoped contexts are errors.
    pub(super) validate_scoped: bool,
}

impl Mode {
    /// A context as it stands in a document.
    pub(super) const EMBEDDED: Self =
        Self { override_protected: false, propagate: true, validate_scoped: true };
    /// The context of a type.
    pub(super) const TYPE_SCOPED: Self =
        Self { override_protected: false, propagate: false, validate_scoped: true };
    /// The context of a property.
    pub(super) const PROPERTY_SCOPED: Self =
        Self { override_protected: true, propagate: true, validate_scoped: true };
}

/// Which version's rules hold for contexts (JSON-LD 1.1 API section 9.3, `processingMode`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProcessingMode {
    /// `json-ld-1.0`: what version 1.1 brought is an error.
    JsonLd1_0,
    /// `json-ld-1.1`.
    #[default]
    JsonLd1_1,
}

/// Where contexts come from.
pub trait ContextLoader {
    /// The document at `url`: an object with a `@context`.
    fn load(&self, url: &str) -> Option<Arc<Value>>;
}

/// What was applied to which context.
#[derive(PartialEq, Eq, Hash)]
pub(super) enum Applied {
    /// The context at an address.
    Address(u64, Arc<str>),
    /// A context that a term carries.
    Scoped(u64, u64, Mode),
}

impl Applied {
    pub(super) fn address(active: &ActiveContext, url: &str) -> Self {
        Self::Address(active.id, url.into())
    }

    pub(super) fn scoped(active: &ActiveContext, scoped: &ScopedContext, mode: Mode) -> Self {
        Self::Scoped(active.id, scoped.id, mode)
    }
}

/// Contexts by what they came from.
pub(super) type Kept = HashMap<Applied, Arc<ActiveContext>>;

/// Processes contexts and keeps what came out.
pub(super) struct Processor<'c> {
    contexts: Box<dyn ContextLoader + Send + Sync + 'c>,
    version: ProcessingMode,
    kept: RwLock<Kept>,
}

impl<'c> Processor<'c> {
    pub(super) fn new(contexts: impl ContextLoader + Send + Sync + 'c) -> Self {
        Self::of_version(contexts, ProcessingMode::JsonLd1_1)
    }

    pub(super) fn of_version(
        contexts: impl ContextLoader + Send + Sync + 'c,
        version: ProcessingMode,
    ) -> Self {
        Self { contexts: Box::new(contexts), version, kept: RwLock::default() }
    }

    pub(super) fn is_1_0(&self) -> bool {
        self.version == ProcessingMode::JsonLd1_0
    }

    /// For what version 1.1 brought: an error under the rules of 1.0.
    pub(super) fn since_1_1(&self, error: &'static str) -> Result<(), LinkedDataError> {
        if self.is_1_0() { Err(LinkedDataError::json_ld(error)) } else { Ok(()) }
    }

    /// The context that was made before.
    pub(super) fn kept(&self, applied: &Applied) -> Option<Arc<ActiveContext>> {
        self.kept.read().unwrap_or_else(PoisonError::into_inner).get(applied).cloned()
    }

    /// Keeps a context for this document and those that follow.
    pub(super) fn keep(&self, applied: Applied, made: Arc<ActiveContext>) {
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= limits::CONTEXTS_KEPT {
            kept.clear();
        }
        kept.insert(applied, made);
    }

    /// The context that follows from one that a term carries, applied to `active`.
    pub(super) fn scoped(
        &self,
        active: &Arc<ActiveContext>,
        scoped: &ScopedContext,
        mode: Mode,
    ) -> Result<ActiveContext, LinkedDataError> {
        self.process(active, &scoped.local, scoped.base_url.as_ref(), &[], mode)
    }

    /// The algorithm of section 5.1.2.
    pub(super) fn process(
        &self,
        active: &Arc<ActiveContext>,
        local: &Value,
        base_url: Option<&Arc<str>>,
        remote: &[Arc<str>],
        mut mode: Mode,
    ) -> Result<ActiveContext, LinkedDataError> {
        let mut result = ActiveContext { id: next_id(), ..(**active).clone() };
        if let Some(propagate) = local.get("@propagate").and_then(Value::as_bool) {
            mode.propagate = propagate;
        }
        if !mode.propagate && result.previous.is_none() {
            result.previous = Some(active.clone());
        }
        for context in as_array(local) {
            match context {
                Value::Null => {
                    if !mode.override_protected && result.terms.values().any(|term| term.protected) {
                        return Err(LinkedDataError::json_ld("invalid context nullification"));
                    }
                    let previous = if mode.propagate { None } else { Some(Arc::new(result.clone())) };
                    result = ActiveContext {
                        id: next_id(),
                        previous,
                        ..ActiveContext::initial(result.original_base.as_deref())
                    };
                }
                Value::String(reference) => {
                    result = self.remote(result, reference, base_url, remote, mode)?;
                }
                Value::Object(context) => {
                    self.definition(&mut result, context, base_url, remote, mode)?;
                }
                _ => return Err(LinkedDataError::json_ld("invalid local context")),
            }
        }
        Ok(result)
    }

    fn load(&self, url: &str) -> Result<Arc<Value>, LinkedDataError> {
        self.contexts
            .load(url)
            .ok_or_else(|| LinkedDataError::new(Code::DiContextUnknown).with("context", url))
    }

    /// Section 5.1.2, step 5.2.
    fn remote(
        &self,
        result: ActiveContext,
        reference: &str,
        base_url: Option<&Arc<str>>,
        remote: &[Arc<str>],
        mode: Mode,
    ) -> Result<ActiveContext, LinkedDataError> {
        let url: Arc<str> = match base_url {
            Some(base) => resolve(base, reference).into(),
            None => reference.into(),
        };
        if !mode.validate_scoped && remote.contains(&url) {
            return Ok(result);
        }
        if remote.len() >= limits::REMOTE_CONTEXTS {
            return Err(LinkedDataError::json_ld("context overflow").with("context", &*url));
        }
        let document = self.load(&url)?;
        let Some(context) = document.get("@context") else {
            return Err(LinkedDataError::json_ld("invalid remote context").with("context", &*url));
        };
        let remote: Vec<Arc<str>> = remote.iter().cloned().chain([url.clone()]).collect();
        let mode = Mode { validate_scoped: mode.validate_scoped, ..Mode::EMBEDDED };
        self.process(&Arc::new(result), context, Some(&url), &remote, mode)
    }

    /// Section 5.1.2, steps 5.4 to 5.13.
    fn definition(
        &self,
        result: &mut ActiveContext,
        context: &Map,
        base_url: Option<&Arc<str>>,
        remote: &[Arc<str>],
        mode: Mode,
    ) -> Result<(), LinkedDataError> {
        if let Some(version) = context.get("@version") {
            if version.as_f64() != Some(1.1) {
                return Err(LinkedDataError::json_ld("invalid @version value"));
            }
            self.since_1_1("processing mode conflict")?;
        }
        for entry in ["@import", "@direction", "@propagate"] {
            if context.contains_key(entry) {
                self.since_1_1("invalid context entry")?;
            }
        }
        let imported = match context.get("@import") {
            Some(reference) => Some(self.import(reference, context, base_url)?),
            None => None,
        };
        let context = imported.as_ref().unwrap_or(context);
        if let Some(base) = context.get("@base").filter(|_| remote.is_empty()) {
            result.base = match base {
                Value::Null => None,
                Value::String(base) if is_absolute(base) => Some(base.as_str().into()),
                Value::String(base) => match &result.base {
                    Some(current) => Some(resolve(current, base).into()),
                    None => return Err(LinkedDataError::json_ld("invalid base IRI")),
                },
                _ => return Err(LinkedDataError::json_ld("invalid base IRI")),
            };
        }
        match context.get("@vocab") {
            None => {}
            Some(Value::Null) => result.vocab = None,
            Some(Value::String(vocab)) => match result.expand_iri(vocab, true, true) {
                Expanded::Iri(_) if self.is_1_0() && !is_absolute(vocab) && !is_blank(vocab) => {
                    return Err(LinkedDataError::json_ld("invalid vocab mapping"));
                }
                Expanded::Iri(iri)
                    if is_absolute(&iri) || is_blank(&iri) || vocab.is_empty() || !vocab.contains(':') =>
                {
                    result.vocab = Some(iri);
                }
                _ => return Err(LinkedDataError::json_ld("invalid vocab mapping")),
            },
            Some(_) => return Err(LinkedDataError::json_ld("invalid vocab mapping")),
        }
        match context.get("@language") {
            None => {}
            Some(Value::Null) => result.language = None,
            Some(Value::String(language)) => result.language = Some(language.to_lowercase().into()),
            Some(_) => return Err(LinkedDataError::json_ld("invalid default language")),
        }
        if let Some(direction) = context.get("@direction") {
            result.direction = Direction::of(direction)?;
        }
        if context.get("@propagate").is_some_and(|propagate| !propagate.is_boolean()) {
            return Err(LinkedDataError::json_ld("invalid @propagate value"));
        }
        let protected = match context.get("@protected") {
            None => false,
            Some(Value::Bool(protected)) => *protected,
            Some(_) => return Err(LinkedDataError::json_ld("invalid @protected value")),
        };
        let mut definer =
            Definer::new(self, result, context, base_url, remote, protected, mode.override_protected);
        for term in context.keys().filter(|term| !CONTEXT_ENTRIES.contains(&term.as_str())) {
            definer.define(term)?;
        }
        Ok(())
    }

    /// Section 5.1.2, step 5.6: the imported context under the one that imports it.
    fn import(
        &self,
        reference: &Value,
        context: &Map,
        base_url: Option<&Arc<str>>,
    ) -> Result<Map, LinkedDataError> {
        let Some(reference) = reference.as_str() else {
            return Err(LinkedDataError::json_ld("invalid @import value"));
        };
        let url = match base_url {
            Some(base) => resolve(base, reference),
            None => reference.to_owned(),
        };
        let document = self.load(&url)?;
        let Some(Value::Object(imported)) = document.get("@context") else {
            return Err(LinkedDataError::json_ld("invalid remote context").with("context", url));
        };
        if imported.contains_key("@import") {
            return Err(LinkedDataError::json_ld("invalid context entry"));
        }
        let mut merged = imported.clone();
        merged.extend(context.iter().map(|(key, value)| (key.clone(), value.clone())));
        Ok(merged)
    }
}

/// The entries of a context that define no term.
const CONTEXT_ENTRIES: [&str; 8] =
    ["@base", "@direction", "@import", "@language", "@propagate", "@protected", "@version", "@vocab"];

/// The members of an array, or the one value that stands for an array of itself.
pub(crate) fn as_array(value: &Value) -> &[Value] {
    match value {
        Value::Array(values) => values,
        other => std::slice::from_ref(other),
    }
}
