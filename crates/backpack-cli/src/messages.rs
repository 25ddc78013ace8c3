//! Conversion of the core's messages to facts of the message catalogue.

use backpack::view;
use backpack_messages::{Fact, Facts, Message};

/// Returns the facts of a message.
pub(crate) fn facts_of(message: &view::Message) -> Facts {
    message.facts.iter().map(|(name, fact)| (name.clone(), fact_of(fact))).collect()
}

/// Returns a message as a fact of another one.
pub(crate) fn message_fact(message: &view::Message) -> Fact {
    Fact::Message(Message { id: message.id.clone(), facts: facts_of(message) })
}

/// Returns textual facts.
pub(crate) fn facts(texts: &[(&str, &str)]) -> Facts {
    texts.iter().map(|(name, text)| ((*name).to_owned(), Fact::from(*text))).collect()
}

fn fact_of(fact: &view::Fact) -> Fact {
    match fact {
        view::Fact::Text(text) => Fact::Text(text.clone()),
        view::Fact::Number(number) => Fact::Number((*number).into()),
        view::Fact::Message(message) => message_fact(message),
    }
}
