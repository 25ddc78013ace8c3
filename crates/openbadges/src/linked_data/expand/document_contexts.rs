//! The contexts of a document, and the rules for terms that it defines itself.
//!
//! A document may use built-in contexts by their URLs, and may define additional terms (VC Data Model 2.0 section 4.3,
//! Open Badges 3.0 "Context"). A signature over RDF does not cover these definitions: by changing a definition together
//! with the term, an attacker changes what a reader sees without breaking the signature. A document may therefore only
//! add terms that no built-in context defines, for IRIs that no built-in term maps to. Everything written with terms of
//! the built-in contexts then means the same with and without the addition, as Data Integrity 1.0 section 4.6 (Context
//! Validation) requires. Everything else fails with `DI_CONTEXT_UNKNOWN`.

use std::sync::{Arc, LazyLock};

use super::{Context, Expansion};
use crate::{
    code::Code,
    json::Value,
    limits,
    linked_data::{
        ContextPolicy, LinkedDataError,
        context::{
            ActiveContext, CacheKey, DefinedNames, ExpandedIri, Map, Mode, Processor, ScopedContext, as_array,
        },
        contexts::{BUILT_IN, Edition},
        dropped::{DropReason, Step, pointer},
        term::TermDefinition,
    },
};

impl Expansion<'_, '_> {
    /// Applies `local`, a context embedded in the document, to `active`.
    pub(in crate::linked_data) fn embedded_context(
        &mut self,
        active: &Context,
        local: &Value,
    ) -> Result<Context, LinkedDataError> {
        if self.policy == ContextPolicy::Any {
            return match (local, &self.base_url) {
                (Value::String(url), None) => self.context_at_url(active, url),
                _ => self.process(active, local).map(Arc::new),
            };
        }
        let mut current = active.clone();
        self.path.push(Step::Key("@context"));
        for (index, context) in as_array(local).iter().enumerate() {
            if local.is_array() {
                self.path.push(Step::Index(index));
            }
            current = match context {
                Value::String(url) => self.context_at_url(&current, url)?,
                Value::Object(terms) => self.inline_context(&current, context, terms)?,
                _ => return Err(self.context_error("inline")),
            };
            if local.is_array() {
                self.path.pop();
            }
        }
        self.path.pop();
        Ok(current)
    }

    /// Applies the scoped context of a term to `active`.
    pub(super) fn scoped_context(
        &mut self,
        active: &Context,
        scoped: &ScopedContext,
        mode: Mode,
    ) -> Result<Context, LinkedDataError> {
        let key = CacheKey::scoped(active, scoped, mode);
        self.cached(active, key, |processor| processor.scoped(active, scoped, mode))
    }

    fn context_at_url(&mut self, active: &Context, url: &str) -> Result<Context, LinkedDataError> {
        let key = CacheKey::url(active, url);
        let local = Value::from(url);
        self.cached(active, key, |processor| processor.process(active, &local, None, &[], Mode::EMBEDDED))
    }

    /// Returns the cached context, or processes and caches it: for all documents if `active` has only built-in terms,
    /// otherwise for this document.
    fn cached(
        &mut self,
        active: &Context,
        key: CacheKey,
        make: impl FnOnce(&Processor<'_>) -> Result<ActiveContext, LinkedDataError>,
    ) -> Result<Context, LinkedDataError> {
        let known = match active.from_document {
            true => self.cache.get(&key).cloned(),
            false => self.processor.cached(&key),
        };
        if let Some(known) = known {
            return Ok(known);
        }
        self.count_context()?;
        let processed = Arc::new(make(self.processor)?);
        if active.from_document {
            self.cache.insert(key, processed.clone());
        } else {
            self.processor.cache(key, processed.clone());
        }
        Ok(processed)
    }

    fn process(&mut self, active: &Context, local: &Value) -> Result<ActiveContext, LinkedDataError> {
        self.count_context()?;
        self.processor.process(active, local, self.base_url.as_ref(), &[], Mode::EMBEDDED)
    }

    fn count_context(&mut self) -> Result<(), LinkedDataError> {
        self.contexts_processed += 1;
        if self.contexts_processed > limits::CONTEXTS_PROCESSED {
            return Err(LinkedDataError::new(Code::DiGraphBudget)
                .with("detail", format!("more than {} contexts", limits::CONTEXTS_PROCESSED)));
        }
        Ok(())
    }

    /// Applies an inline context, which may only add terms.
    fn inline_context(
        &mut self,
        active: &Context,
        local: &Value,
        terms: &Map,
    ) -> Result<Context, LinkedDataError> {
        let built_in = BUILT_IN_NAMES.as_ref().map_err(Clone::clone)?;
        self.inline_terms += terms.len();
        if self.inline_terms > limits::OWN_TERMS {
            return Err(LinkedDataError::new(Code::DiGraphBudget)
                .with("detail", format!("more than {} terms that the document defines", limits::OWN_TERMS)));
        }
        if terms.contains_key("@base") {
            return Err(LinkedDataError::new(Code::DiTermDropped)
                .with("pointer", pointer(&self.path) + "/@base")
                .with("term", "@base")
                .with("reason", DropReason::RelativeId.as_str()));
        }
        for (term, definition) in terms {
            let setting = term.starts_with('@') && !matches!(term.as_str(), "@version" | "@protected");
            // A term that only a built-in scoped context defines has no definition in `active`.
            let scoped_elsewhere = built_in.terms.contains(term.as_str()) && active.term(term).is_none();
            if setting || scoped_elsewhere || definition.get("@context").is_some() {
                return Err(self.not_an_addition(term));
            }
        }
        let mut processed = match self.process(active, local) {
            Err(error) if error.detail() == Some("protected term redefinition") => {
                return Err(self.not_an_addition(error.details.get("term").map_or("", String::as_str)));
            }
            processed => processed?,
        };
        for term in terms.keys().filter(|term| !term.starts_with('@')) {
            let is_valid = match (active.term(term), processed.term(term)) {
                (Some(before), after) => Some(before) == after,
                (None, Some(definition)) => is_addition(definition, built_in),
                (None, None) => true,
            };
            if !is_valid {
                return Err(self.not_an_addition(term));
            }
        }
        processed.from_document = true;
        Ok(Arc::new(processed))
    }

    /// Creates the error for a definition that does more than add a term.
    fn not_an_addition(&self, term: &str) -> LinkedDataError {
        self.context_error("inline").with("term", term)
    }

    pub(super) fn context_error(&self, detail: &str) -> LinkedDataError {
        LinkedDataError::new(Code::DiContextUnknown)
            .with("pointer", pointer(&self.path))
            .with("detail", detail)
    }
}

/// Returns whether a definition maps a new term to an IRI that no built-in term maps to.
///
/// Aliases of keywords do not count. Prefixes are excluded because they could replace a signed id by another.
fn is_addition(definition: &TermDefinition, built_in: &DefinedNames) -> bool {
    match &definition.iri {
        ExpandedIri::Null => true,
        ExpandedIri::Keyword(_) => false,
        ExpandedIri::Iri(iri) => !definition.prefix && !built_in.iris.contains(iri),
    }
}

/// The terms and IRIs that the built-in contexts define, in all editions.
static BUILT_IN_NAMES: LazyLock<Result<DefinedNames, LinkedDataError>> = LazyLock::new(|| {
    let mut names = DefinedNames::default();
    let initial = Arc::new(ActiveContext::initial(None));
    for edition in [Edition::Published, Edition::Variant] {
        let processor = Processor::new(edition);
        for context in BUILT_IN {
            let url = Value::from(context.url);
            names.add_all(&processor.process(&initial, &url, None, &[], Mode::EMBEDDED)?.names);
        }
    }
    Ok(names)
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_contexts_are_processed_without_others() {
        let names = BUILT_IN_NAMES.as_ref().unwrap();
        for term in
            ["credentialSubject", "achievement", "humanCode", "verifiableCredential", "statusListIndex"]
        {
            assert!(names.terms.contains(term), "{term}");
        }
        assert!(names.iris.contains("https://www.w3.org/2018/credentials#validUntil"));
    }
}
