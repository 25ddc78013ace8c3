//! Active contexts and the Context Processing Algorithm (JSON-LD 1.1 API section 5.1).
//!
//! Processed contexts are cached by the active context and the context that was applied to it. Each built-in context is
//! therefore processed once per process, for all threads. Contexts that depend on terms of a document are cached for
//! that document only. `term` creates the term definitions.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
};

use super::{
    LinkedDataError,
    iri::{has_keyword_form, is_absolute, is_blank_node, keyword, prefix_colon, resolve},
    term::{TermDefiner, TermDefinition},
};
use crate::{code::Code, json::Value, limits};

/// A JSON object.
pub(super) type Map = serde_json::Map<String, Value>;

/// The result of IRI expansion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ExpandedIri {
    /// Null: the value is mapped to null or has the form of a keyword.
    Null,
    /// A keyword.
    Keyword(&'static str),
    /// An IRI, a blank node identifier, or a relative reference.
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
    /// Identifies the context in cache keys.
    id: u64,
    pub(super) base: Option<Arc<str>>,
    original_base: Option<Arc<str>>,
    pub(super) vocab: Option<Arc<str>>,
    pub(super) language: Option<Arc<str>>,
    pub(super) direction: Option<Direction>,
    pub(super) terms: HashMap<Arc<str>, Arc<TermDefinition>>,
    /// The terms and IRIs that this context and its scoped contexts define.
    pub(super) names: Arc<DefinedNames>,
    /// Whether the document itself defined some of its terms.
    pub(super) from_document: bool,
    /// The context that nested nodes return to, if this one does not propagate.
    pub(super) previous: Option<Arc<ActiveContext>>,
}

/// All defined terms, and all IRIs that they map to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct DefinedNames {
    pub(super) terms: HashSet<Arc<str>>,
    pub(super) iris: HashSet<Arc<str>>,
}

impl DefinedNames {
    pub(super) fn add(&mut self, term: &str, iri: Option<&Arc<str>>) {
        self.terms.insert(term.into());
        self.iris.extend(iri.cloned());
    }

    pub(super) fn add_all(&mut self, other: &Self) {
        self.terms.extend(other.terms.iter().cloned());
        self.iris.extend(other.iris.iter().cloned());
    }
}

static NEXT_ID: AtomicU64 = AtomicU64::new(1);

fn next_id() -> u64 {
    NEXT_ID.fetch_add(1, Ordering::Relaxed)
}

impl ActiveContext {
    /// Creates a context without terms.
    pub(super) fn initial(base: Option<&str>) -> Self {
        let base: Option<Arc<str>> = base.map(Arc::from);
        Self {
            // Initial contexts without a base are equal, so they share their id.
            id: if base.is_none() { 0 } else { next_id() },
            original_base: base.clone(),
            base,
            vocab: None,
            language: None,
            direction: None,
            terms: HashMap::new(),
            names: Arc::default(),
            from_document: false,
            previous: None,
        }
    }

    pub(super) fn term(&self, term: &str) -> Option<&Arc<TermDefinition>> {
        self.terms.get(term)
    }

    /// Expands an IRI (section 5.2, IRI Expansion). The context must be complete.
    pub(super) fn expand_iri(&self, value: &str, vocab: bool, document_relative: bool) -> ExpandedIri {
        if let Some(keyword) = keyword(value) {
            return ExpandedIri::Keyword(keyword);
        }
        if has_keyword_form(value) {
            return ExpandedIri::Null;
        }
        if let Some(definition) = self.term(value)
            && (vocab || matches!(definition.iri, ExpandedIri::Keyword(_)))
        {
            return definition.iri.clone();
        }
        if let Some(at) = prefix_colon(value) {
            let (prefix, suffix) = (value.get(..at).unwrap_or(""), value.get(at + 1..).unwrap_or(""));
            if prefix == "_" || suffix.starts_with("//") {
                return ExpandedIri::Iri(value.into());
            }
            if let Some(definition) = self.term(prefix).filter(|definition| definition.prefix)
                && let ExpandedIri::Iri(iri) = &definition.iri
            {
                return ExpandedIri::Iri(format!("{iri}{suffix}").into());
            }
            if is_absolute(value) {
                return ExpandedIri::Iri(value.into());
            }
        }
        if vocab && let Some(vocab) = &self.vocab {
            return ExpandedIri::Iri(format!("{vocab}{value}").into());
        }
        if document_relative && let Some(base) = &self.base {
            return ExpandedIri::Iri(resolve(base, value).into());
        }
        ExpandedIri::Iri(value.into())
    }
}

/// The scoped context of a term definition, with the base URL for its relative references.
#[derive(Clone, Debug)]
pub(super) struct ScopedContext {
    /// Identifies the scoped context in cache keys.
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

/// The flags of the Context Processing Algorithm (section 5.1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Mode {
    /// Whether protected terms may be redefined, as property-scoped contexts may.
    pub(super) override_protected: bool,
    /// Whether the context also applies to nested nodes.
    pub(super) propagate: bool,
    /// Whether cycles among scoped contexts are errors.
    pub(super) validate_scoped: bool,
}

impl Mode {
    /// The flags for an embedded context.
    pub(super) const EMBEDDED: Self =
        Self { override_protected: false, propagate: true, validate_scoped: true };
    /// The flags for a type-scoped context.
    pub(super) const TYPE_SCOPED: Self =
        Self { override_protected: false, propagate: false, validate_scoped: true };
    /// The flags for a property-scoped context.
    pub(super) const PROPERTY_SCOPED: Self =
        Self { override_protected: true, propagate: true, validate_scoped: true };
}

/// The JSON-LD version that contexts are processed under (JSON-LD 1.1 API section 9.3, `processingMode`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProcessingMode {
    /// `json-ld-1.0`: features of version 1.1 are errors.
    JsonLd1_0,
    /// `json-ld-1.1`.
    #[default]
    JsonLd1_1,
}

/// A source of contexts.
pub trait ContextLoader {
    /// Returns the document at `url`, an object with a `@context`.
    fn load(&self, url: &str) -> Option<Arc<Value>>;
}

/// The active context, by its id, and the context that was applied to it.
#[derive(PartialEq, Eq, Hash)]
pub(super) enum CacheKey {
    /// A context given by its URL.
    Url(u64, Arc<str>),
    /// A scoped context of a term.
    Scoped(u64, u64, Mode),
}

impl CacheKey {
    pub(super) fn url(active: &ActiveContext, url: &str) -> Self {
        Self::Url(active.id, url.into())
    }

    pub(super) fn scoped(active: &ActiveContext, scoped: &ScopedContext, mode: Mode) -> Self {
        Self::Scoped(active.id, scoped.id, mode)
    }
}

/// Processed contexts by their origin.
pub(super) type ContextCache = HashMap<CacheKey, Arc<ActiveContext>>;

/// Processes contexts and caches the results.
pub(super) struct Processor<'c> {
    contexts: Box<dyn ContextLoader + Send + Sync + 'c>,
    mode: ProcessingMode,
    cache: RwLock<ContextCache>,
}

impl<'c> Processor<'c> {
    pub(super) fn new(contexts: impl ContextLoader + Send + Sync + 'c) -> Self {
        Self::with_mode(contexts, ProcessingMode::JsonLd1_1)
    }

    pub(super) fn with_mode(contexts: impl ContextLoader + Send + Sync + 'c, mode: ProcessingMode) -> Self {
        Self { contexts: Box::new(contexts), mode, cache: RwLock::default() }
    }

    pub(super) fn is_1_0(&self) -> bool {
        self.mode == ProcessingMode::JsonLd1_0
    }

    /// Fails with `error` in processing mode `json-ld-1.0`.
    pub(super) fn require_1_1(&self, error: &'static str) -> Result<(), LinkedDataError> {
        if self.is_1_0() { Err(LinkedDataError::json_ld(error)) } else { Ok(()) }
    }

    /// Returns a context from the cache.
    pub(super) fn cached(&self, key: &CacheKey) -> Option<Arc<ActiveContext>> {
        self.cache.read().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    /// Caches a context for this document and later ones.
    pub(super) fn cache(&self, key: CacheKey, processed: Arc<ActiveContext>) {
        let mut cache = self.cache.write().unwrap_or_else(PoisonError::into_inner);
        if cache.len() >= limits::CACHED_CONTEXTS {
            cache.clear();
        }
        cache.insert(key, processed);
    }

    /// Applies the scoped context of a term to `active`.
    pub(super) fn scoped(
        &self,
        active: &Arc<ActiveContext>,
        scoped: &ScopedContext,
        mode: Mode,
    ) -> Result<ActiveContext, LinkedDataError> {
        self.process(active, &scoped.local, scoped.base_url.as_ref(), &[], mode)
    }

    /// Applies a local context to `active` (section 5.1.2).
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

    /// Applies the context at a URL (section 5.1.2, step 5.2).
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

    /// Applies a context definition (section 5.1.2, steps 5.4 to 5.13).
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
            self.require_1_1("processing mode conflict")?;
        }
        for entry in ["@import", "@direction", "@propagate"] {
            if context.contains_key(entry) {
                self.require_1_1("invalid context entry")?;
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
                ExpandedIri::Iri(_) if self.is_1_0() && !is_absolute(vocab) && !is_blank_node(vocab) => {
                    return Err(LinkedDataError::json_ld("invalid vocab mapping"));
                }
                ExpandedIri::Iri(iri)
                    if is_absolute(&iri)
                        || is_blank_node(&iri)
                        || vocab.is_empty()
                        || !vocab.contains(':') =>
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
            TermDefiner::new(self, result, context, base_url, remote, protected, mode.override_protected);
        for term in context.keys().filter(|term| !CONTEXT_ENTRIES.contains(&term.as_str())) {
            definer.define(term)?;
        }
        Ok(())
    }

    /// Merges `context` into the context that it imports (section 5.1.2, step 5.6).
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

/// The entries of a context definition that are not term definitions.
const CONTEXT_ENTRIES: [&str; 8] =
    ["@base", "@direction", "@import", "@language", "@propagate", "@protected", "@version", "@vocab"];

/// Returns the elements of an array, or any other value as a slice of one.
pub(crate) fn as_array(value: &Value) -> &[Value] {
    match value {
        Value::Array(values) => values,
        other => std::slice::from_ref(other),
    }
}
