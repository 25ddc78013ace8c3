//! Looking at JSON-LD as it comes over the wire: one value or a list of them, text or object, and tables of what a
//! version requires.

use serde_json::Value;
use url::Url;

use crate::code::Code;

/// The values of a member that may be one value or a list.
pub(crate) fn items(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let items = match value {
        Some(Value::Array(items)) => items.as_slice(),
        Some(Value::Null) | None => &[],
        Some(single) => std::slice::from_ref(single),
    };
    items.iter()
}

/// The texts among the values of a member.
pub(crate) fn texts<'v>(object: &'v Value, key: &str) -> Vec<&'v str> {
    items(object.get(key)).filter_map(Value::as_str).collect()
}

/// The types that an object names: `type`, or JSON-LD's `@type`.
pub(crate) fn types(object: &Value) -> Vec<&str> {
    let mut types = texts(object, "type");
    types.extend(texts(object, "@type"));
    types
}

/// The contexts that an object names by address.
pub(crate) fn contexts(object: &Value) -> Vec<&str> {
    texts(object, "@context")
}

/// The text of a member: a string, a JSON-LD value object, or the first of several.
pub(crate) fn text(object: &Value, key: &str) -> Option<String> {
    let first = items(object.get(key)).next()?;
    first.as_str().or_else(|| first.get("@value")?.as_str()).map(str::to_owned)
}

/// The id of an object, or of what a reference names.
pub(crate) fn id(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned).or_else(|| text(value, "id")).or_else(|| text(value, "@id"))
}

/// The id of a member that is an address, an object with an id, or a list of them.
pub(crate) fn reference(object: &Value, key: &str) -> Option<String> {
    items(object.get(key)).next().and_then(id)
}

/// A number, also where it is written as text.
pub(crate) fn number(object: &Value, key: &str) -> Option<f64> {
    let value = items(object.get(key)).next()?;
    value.as_f64().or_else(|| value.as_str()?.trim().parse().ok()).filter(|number: &f64| number.is_finite())
}

/// Every value at `path`, with its JSON pointer (RFC 6901). In the path, `*` stands for each of the values of a
/// member that may be one or a list.
pub(crate) fn places<'v>(document: &'v Value, path: &str) -> Vec<(String, &'v Value)> {
    let mut places = vec![(String::new(), document)];
    for segment in path.split('/').skip(1) {
        places = places
            .into_iter()
            .flat_map(|(pointer, value)| -> Vec<(String, &'v Value)> {
                match (segment, value) {
                    ("*", Value::Array(items)) => items
                        .iter()
                        .enumerate()
                        .map(|(index, item)| (format!("{pointer}/{index}"), item))
                        .collect(),
                    ("*", single) => vec![(pointer, single)],
                    (key, value) => {
                        value.get(key).map(|value| (pointer_to(&pointer, key), value)).into_iter().collect()
                    }
                }
            })
            .collect();
    }
    places
}

fn pointer_to(owner: &str, key: &str) -> String {
    format!("{owner}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// Something that a version requires and a document does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// `FIELD_MISSING` or `FIELD_TYPE`.
    pub code: Code,
    /// JSON pointer (RFC 6901) of the place.
    pub pointer: String,
    /// What belongs there, in the specification's words.
    pub expected: String,
}

/// What a member may be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    /// A text.
    Text,
    /// An absolute URI (an IRI in OB 2.0).
    Uri,
    /// A URI, or an object that stands in its place.
    UriOrObject,
    /// An object.
    Object,
    /// One object or a list of them.
    Objects,
    /// `true` or `false`.
    Boolean,
    /// A type or a list of types, one of which is among these.
    Type(&'static [&'static str]),
}

impl Shape {
    fn fits(self, value: &Value) -> bool {
        let is_uri = |value: &Value| value.as_str().is_some_and(|text| Url::parse(text).is_ok());
        match self {
            Self::Text => value.is_string(),
            Self::Uri => is_uri(value),
            Self::UriOrObject => is_uri(value) || value.is_object(),
            Self::Object => value.is_object(),
            Self::Objects => items(Some(value)).all(Value::is_object),
            Self::Boolean => value.is_boolean(),
            Self::Type(names) => {
                items(Some(value)).filter_map(Value::as_str).any(|name| names.contains(&name))
            }
        }
    }

    fn name(self) -> String {
        match self {
            Self::Text => "a text".into(),
            Self::Uri => "a URI".into(),
            Self::UriOrObject => "a URI or an object".into(),
            Self::Object => "an object".into(),
            Self::Objects => "an object or a list of objects".into(),
            Self::Boolean => "true or false".into(),
            Self::Type(names) => format!("the type {}", names.join(" or ")),
        }
    }
}

/// A row of a version's table: the member `key` of every object at `owner`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Requirement {
    owner: &'static str,
    key: &'static str,
    required: bool,
    shape: Shape,
}

/// `key` must be there, in this shape.
pub(crate) const fn required(owner: &'static str, key: &'static str, shape: Shape) -> Requirement {
    Requirement { owner, key, required: true, shape }
}

/// `key` must be in this shape where it is there.
pub(crate) const fn optional(owner: &'static str, key: &'static str, shape: Shape) -> Requirement {
    Requirement { owner, key, required: false, shape }
}

/// What of `table` the object does not meet. Objects that are not there are their owners' rows' concern.
pub(crate) fn unmet(object: &Value, table: &[Requirement]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for row in table {
        for (owner, value) in places(object, row.owner).into_iter().filter(|(_, value)| value.is_object()) {
            let code = match value.get(row.key) {
                None | Some(Value::Null) if row.required => Code::FieldMissing,
                Some(value) if !value.is_null() && !row.shape.fits(value) => Code::FieldType,
                _ => continue,
            };
            faults.push(Fault { code, pointer: pointer_to(&owner, row.key), expected: row.shape.name() });
        }
    }
    faults
}
