//! Which contexts hold in a document, and what the document itself may add to them.
//!
//! A document may name built-in contexts by their addresses. It may also bring definitions of its own (VC Data Model 2.0
//! section 4.3, Open Badges 3.0 "Context"), but no signature over RDF covers them: whoever changes such a definition
//! together with the word that it defines changes what a reader sees and not what was signed. So a document may add words
//! and nothing else: words that no built-in context has, for IRIs that none names. What is written in the words of the
//! built-in contexts then reads the same with and without the addition, which is what Data Integrity 1.0 section 4.6
//! (Context Validation) asks for. Everything else is `DI_CONTEXT_UNKNOWN`.

use std::sync::{Arc, LazyLock};

use super::{Context, Expansion};
use crate::{
    code::Code,
    json::Value,
    limits,
    linked_data::{
        LinkedDataError, Policy,
        context::{ActiveContext, Applied, Expanded, Map, Mode, Named, Processor, ScopedContext, as_array},
        contexts::{BUILT_IN, Edition},
        dropped::{DropReason, Step, pointer},
        term::TermDefinition,
    },
};

impl Expansion<'_, '_> {
    /// The context that follows from `local`, which stands in the document, applied to `active`.
    pub(in crate::linked_data) fn embedded(
        &mut self,
        active: &Context,
        local: &Value,
    ) -> Result<Context, LinkedDataError> {
        if self.policy == Policy::Any {
            return match (local, &self.base_url) {
                (Value::String(url), None) => self.address(active, url),
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
                Value::String(url) => self.address(&current, url)?,
                Value::Object(words) => self.own(&current, context, words)?,
                _ => return Err(self.context_error("inline")),
            };
            if local.is_array() {
                self.path.pop();
            }
        }
        self.path.pop();
        Ok(current)
    }

    /// The context that follows from one that a term carries.
    pub(super) fn scoped(
        &mut self,
        active: &Context,
        scoped: &ScopedContext,
        mode: Mode,
    ) -> Result<Context, LinkedDataError> {
        let applied = Applied::scoped(active, scoped, mode);
        self.kept(active, applied, |processor| processor.scoped(active, scoped, mode))
    }

    fn address(&mut self, active: &Context, url: &str) -> Result<Context, LinkedDataError> {
        let applied = Applied::address(active, url);
        let local = Value::from(url);
        self.kept(active, applied, |processor| processor.process(active, &local, None, &[], Mode::EMBEDDED))
    }

    /// What was made before, or `make`: kept for all documents where only built-in contexts had a part in it.
    fn kept(
        &mut self,
        active: &Context,
        applied: Applied,
        make: impl FnOnce(&Processor<'_>) -> Result<ActiveContext, LinkedDataError>,
    ) -> Result<Context, LinkedDataError> {
        let known = match active.own {
            true => self.kept.get(&applied).cloned(),
            false => self.processor.kept(&applied),
        };
        if let Some(known) = known {
            return Ok(known);
        }
        self.count_context()?;
        let made = Arc::new(make(self.processor)?);
        if active.own {
            self.kept.insert(applied, made.clone());
        } else {
            self.processor.keep(applied, made.clone());
        }
        Ok(made)
    }

    fn process(&mut self, active: &Context, local: &Value) -> Result<ActiveContext, LinkedDataError> {
        self.count_context()?;
        self.processor.process(active, local, self.base_url.as_ref(), &[], Mode::EMBEDDED)
    }

    fn count_context(&mut self) -> Result<(), LinkedDataError> {
        self.contexts += 1;
        if self.contexts > limits::CONTEXTS_PROCESSED {
            return Err(LinkedDataError::new(Code::DiGraphBudget)
                .with("detail", format!("more than {} contexts", limits::CONTEXTS_PROCESSED)));
        }
        Ok(())
    }

    /// The words that a document adds.
    fn own(&mut self, active: &Context, local: &Value, words: &Map) -> Result<Context, LinkedDataError> {
        let built_in = NAMED.as_ref().map_err(Clone::clone)?;
        self.own_words += words.len();
        if self.own_words > limits::OWN_WORDS {
            return Err(LinkedDataError::new(Code::DiGraphBudget)
                .with("detail", format!("more than {} words of its own", limits::OWN_WORDS)));
        }
        if words.contains_key("@base") {
            return Err(LinkedDataError::new(Code::DiTermDropped)
                .with("pointer", pointer(&self.path) + "/@base")
                .with("term", "@base")
                .with("reason", DropReason::RelativeId.as_str()));
        }
        for (word, definition) in words {
            let setting = word.starts_with('@') && !matches!(word.as_str(), "@version" | "@protected");
            // A word that a scoped context of the built-in ones defines has no definition here and now.
            let taken = built_in.words.contains(word.as_str()) && active.term(word).is_none();
            if setting || taken || definition.get("@context").is_some() {
                return Err(self.not_added(word));
            }
        }
        let mut made = match self.process(active, local) {
            Err(error) if error.detail() == Some("protected term redefinition") => {
                return Err(self.not_added(error.details.get("term").map_or("", String::as_str)));
            }
            made => made?,
        };
        for word in words.keys().filter(|word| !word.starts_with('@')) {
            let sound = match (active.term(word), made.term(word)) {
                (Some(before), after) => Some(before) == after,
                (None, Some(definition)) => is_addition(definition, built_in),
                (None, None) => true,
            };
            if !sound {
                return Err(self.not_added(word));
            }
        }
        made.own = true;
        Ok(Arc::new(made))
    }

    /// The document gives `word` another meaning, or hides something behind it.
    fn not_added(&self, word: &str) -> LinkedDataError {
        self.context_error("inline").with("term", word)
    }

    pub(super) fn context_error(&self, detail: &str) -> LinkedDataError {
        LinkedDataError::new(Code::DiContextUnknown)
            .with("pointer", pointer(&self.path))
            .with("detail", detail)
    }
}

/// Whether a definition gives a name to something that has none yet. A keyword has one; a prefix is part of other
/// names, and could put another id in place of one that is signed.
fn is_addition(definition: &TermDefinition, built_in: &Named) -> bool {
    match &definition.iri {
        Expanded::Null => true,
        Expanded::Keyword(_) => false,
        Expanded::Iri(iri) => !definition.prefix && !built_in.iris.contains(iri),
    }
}

/// What the built-in contexts give a name to, all of them and every edition together.
static NAMED: LazyLock<Result<Named, LinkedDataError>> = LazyLock::new(|| {
    let mut named = Named::default();
    let initial = Arc::new(ActiveContext::initial(None));
    for edition in [Edition::Published, Edition::Variant] {
        let processor = Processor::new(edition);
        for context in BUILT_IN {
            let url = Value::from(context.url);
            named.add_all(&processor.process(&initial, &url, None, &[], Mode::EMBEDDED)?.named);
        }
    }
    Ok(named)
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_context_stands_alone() {
        let named = NAMED.as_ref().unwrap();
        for word in
            ["credentialSubject", "achievement", "humanCode", "verifiableCredential", "statusListIndex"]
        {
            assert!(named.words.contains(word), "{word}");
        }
        assert!(named.iris.contains("https://www.w3.org/2018/credentials#validUntil"));
    }
}
