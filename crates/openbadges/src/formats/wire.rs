//! Helpers for reading JSON-LD documents: members with one value or a list, strings or objects, and tables of the
//! requirements of a version.

use std::fmt::Write;

use serde_json::Value;
use url::Url;

use crate::code::Code;

/// Returns the values of a member that is one value or a list.
pub(crate) fn items(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let items = match value {
        Some(Value::Array(items)) => items.as_slice(),
        Some(Value::Null) | None => &[],
        Some(single) => std::slice::from_ref(single),
    };
    items.iter()
}

/// Returns the strings among the values of a member.
pub(crate) fn texts<'v>(object: &'v Value, key: &str) -> Vec<&'v str> {
    items(object.get(key)).filter_map(Value::as_str).collect()
}

/// Returns the types of an object: `type` and `@type`.
pub(crate) fn types(object: &Value) -> Vec<&str> {
    let mut types = texts(object, "type");
    types.extend(texts(object, "@type"));
    types
}

/// Returns the addresses in the `@context` of an object.
pub(crate) fn contexts(object: &Value) -> Vec<&str> {
    texts(object, "@context")
}

/// Returns the text of a member: a string, a JSON-LD value object, or the first of several.
pub(crate) fn text(object: &Value, key: &str) -> Option<String> {
    let first = items(object.get(key)).next()?;
    first.as_str().or_else(|| first.get("@value")?.as_str()).map(str::to_owned)
}

/// Returns the id of an object, or a reference, which is an id itself.
pub(crate) fn id(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned).or_else(|| text(value, "id")).or_else(|| text(value, "@id"))
}

/// Returns the first id of a member that is an address, an object with an id, or a list of them.
pub(crate) fn reference(object: &Value, key: &str) -> Option<String> {
    items(object.get(key)).next().and_then(id)
}

/// Returns the number of a member, which may be a JSON number or a string.
pub(crate) fn number(object: &Value, key: &str) -> Option<f64> {
    let value = items(object.get(key)).next()?;
    value.as_f64().or_else(|| value.as_str()?.trim().parse().ok()).filter(|number: &f64| number.is_finite())
}

/// Returns every value at `path` with its JSON pointer (RFC 6901).
///
/// In the path, `*` matches each value of a member that is one value or a list.
pub(crate) fn values_at<'v>(document: &'v Value, path: &str) -> Vec<(String, &'v Value)> {
    let mut values = Vec::new();
    collect_values(document, path, &mut String::new(), &mut values);
    values
}

/// Adds the values at `path` below `value`, whose pointer is `pointer`.
///
/// Most paths do not exist in a badge, so the pointer is copied only for a result.
fn collect_values<'v>(
    value: &'v Value,
    path: &str,
    pointer: &mut String,
    values: &mut Vec<(String, &'v Value)>,
) {
    let Some(path) = path.strip_prefix('/') else {
        values.push((pointer.clone(), value));
        return;
    };
    let (segment, path) = path.split_at(path.find('/').unwrap_or(path.len()));
    let owner = pointer.len();
    match (segment, value) {
        ("*", Value::Array(items)) => {
            for (index, item) in items.iter().enumerate() {
                // Writing into a `String` cannot fail.
                write!(pointer, "/{index}").unwrap_or_default();
                collect_values(item, path, pointer, values);
                pointer.truncate(owner);
            }
        }
        ("*", single) => collect_values(single, path, pointer, values),
        (key, value) => {
            if let Some(member) = value.get(key) {
                push_member(pointer, key);
                collect_values(member, path, pointer, values);
                pointer.truncate(owner);
            }
        }
    }
}

/// Returns the pointer to the member `key` of the object at `owner`.
pub(crate) fn pointer_to(owner: &str, key: &str) -> String {
    let mut pointer = owner.to_owned();
    push_member(&mut pointer, key);
    pointer
}

fn push_member(pointer: &mut String, key: &str) {
    pointer.push('/');
    match key.contains(['~', '/']) {
        true => pointer.push_str(&key.replace('~', "~0").replace('/', "~1")),
        false => pointer.push_str(key),
    }
}

/// A requirement of a version that a document does not meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// `FIELD_MISSING` or `FIELD_TYPE`.
    pub code: Code,
    /// JSON pointer (RFC 6901) of the member.
    pub pointer: String,
    /// A description of the required value.
    pub expected: String,
}

/// The required form of a member.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    /// A string.
    Text,
    /// A string, a language value object, or a list of those (VCDM 2.0, section 11.1).
    LanguageText,
    /// One of these strings.
    OneOf(&'static [&'static str]),
    /// An absolute URI (an IRI in OB 2.0).
    Uri,
    /// A `data:` URL.
    DataUrl,
    /// A URI or an embedded object.
    UriOrObject,
    /// An object.
    Object,
    /// One object or a list of objects.
    Objects,
    /// One credential or a list of credentials: objects or compact JWSs.
    Credentials,
    /// `true` or `false`.
    Boolean,
    /// A type or a list of types that contains one of these.
    Type(&'static [&'static str]),
    /// One of these words, ignoring case.
    Word(&'static [&'static str]),
    /// A string or a list of strings.
    Texts,
    /// A number.
    Number,
    /// A string or a number.
    TextOrNumber,
    /// An http or https address.
    Web,
    /// An http or https address, or an embedded object.
    WebOrObject,
    /// An http or https address or its path.
    Relative,
    /// An http or https address without a path.
    Origin,
    /// An e-mail address.
    Mail,
    /// A URI other than a `data:` URL, or an object with such an `id`.
    HostedPicture,
    /// A URI, a `data:` URL with a PNG or SVG, or an object with such an `id`.
    PictureOrObject,
    /// URIs or embedded objects.
    UrisOrObjects,
    /// An http or https address, or a `data:` URL with a PNG or SVG.
    Picture,
    /// An e-mail address, or its hash in OB 0.5 and 1.x: algorithm, `$` and the hexadecimal digits.
    Ob1Identity,
    /// Three numbers separated by dots.
    Version,
}

impl Shape {
    /// Returns whether `value` has this form.
    fn matches(self, value: &Value) -> bool {
        let is_uri = |value: &Value| value.as_str().is_some_and(|text| Url::parse(text).is_ok());
        match self {
            Self::Text => value.is_string(),
            Self::LanguageText => items(Some(value)).all(is_language_text),
            Self::OneOf(texts) => value.as_str().is_some_and(|text| texts.contains(&text)),
            Self::Uri => is_uri(value),
            Self::DataUrl => is_text(value, is_data),
            Self::UriOrObject => is_uri(value) || value.is_object(),
            Self::Object => value.is_object(),
            Self::Objects => items(Some(value)).all(Value::is_object),
            Self::Credentials => items(Some(value)).all(|value| value.is_object() || value.is_string()),
            Self::Boolean => value.is_boolean(),
            Self::Type(names) => {
                items(Some(value)).filter_map(Value::as_str).any(|name| names.contains(&name))
            }
            Self::Word(words) => {
                is_text(value, |text| words.iter().any(|word| text.eq_ignore_ascii_case(word)))
            }
            Self::Texts => items(Some(value)).all(Value::is_string),
            Self::Number => value.is_number(),
            Self::TextOrNumber => value.is_string() || value.is_number(),
            Self::Web => is_text(value, is_web),
            Self::WebOrObject => is_text(value, is_web) || value.is_object(),
            Self::Relative => is_text(value, |text| text.starts_with('/') || is_web(text)),
            Self::Origin => is_text(value, |text| {
                is_web(text) && Url::parse(text).is_ok_and(|url| url.path() == "/" && url.query().is_none())
            }),
            Self::Mail => is_text(value, is_mail),
            Self::HostedPicture => is_picture(value, |uri| !is_data(uri)),
            Self::PictureOrObject => is_picture(value, |uri| !is_data(uri) || is_picture_data(uri)),
            Self::UrisOrObjects => items(Some(value)).all(|item| is_uri(item) || item.is_object()),
            Self::Picture => is_text(value, |text| is_web(text) || is_picture_data(text)),
            Self::Ob1Identity => is_text(value, |text| is_mail(text) || is_ob1_hash(text)),
            Self::Version => is_text(value, |text| {
                let numbers = text.strip_prefix('v').unwrap_or(text).split('.');
                numbers.clone().count() == 3 && numbers.clone().all(|number| number.parse::<u32>().is_ok())
            }),
        }
    }

    /// Returns the description for [`Fault::expected`].
    fn description(self) -> String {
        match self {
            Self::Text => "a text".into(),
            Self::Texts => "a text or a list of texts".into(),
            Self::LanguageText => "a text, or texts with their languages".into(),
            Self::OneOf(texts) => format!("one of {}", texts.join(", ")),
            Self::Uri => "a URI".into(),
            Self::DataUrl => "a data: URL".into(),
            Self::UriOrObject => "a URI or an object".into(),
            Self::Object => "an object".into(),
            Self::Objects => "an object or a list of objects".into(),
            Self::Credentials => "a credential or a list of credentials".into(),
            Self::Boolean => "true or false".into(),
            Self::Type(names) => format!("the type {}", names.join(" or ")),
            Self::Word(words) => words.join(" or "),
            Self::Number => "a number".into(),
            Self::TextOrNumber => "a text or a number".into(),
            Self::Web => "a web address".into(),
            Self::WebOrObject => "a web address or an object".into(),
            Self::Relative => "a web address or its path".into(),
            Self::Origin => "a web address without a path".into(),
            Self::Mail => "an e-mail address".into(),
            Self::HostedPicture => "the address of a PNG or SVG picture".into(),
            Self::PictureOrObject => "the address of a picture, or a PNG or SVG picture".into(),
            Self::UrisOrObjects => "URIs or objects".into(),
            Self::Picture => "a web address, or a PNG or SVG picture".into(),
            Self::Ob1Identity => "an e-mail address or its hash".into(),
            Self::Version => "a version such as 0.5.0".into(),
        }
    }
}

fn is_text(value: &Value, is: impl Fn(&str) -> bool) -> bool {
    value.as_str().is_some_and(is)
}

fn is_web(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}

/// Returns whether `text` has a local part and a domain with a dot.
fn is_mail(text: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && !part.contains([' ', '@']);
    text.rsplit_once('@').is_some_and(|(local, domain)| {
        let domain_parts = domain.split('.');
        is_part(local) && domain_parts.clone().count() > 1 && domain_parts.clone().all(is_part)
    })
}

/// Returns whether `value` is an allowed URI or an object with one as its `id` (OB 2.0 "Image").
fn is_picture(value: &Value, allowed: impl Fn(&str) -> bool) -> bool {
    let uri = value.as_str().map(str::to_owned).or_else(|| id(value));
    uri.is_some_and(|uri| Url::parse(&uri).is_ok() && allowed(&uri))
}

fn is_data(text: &str) -> bool {
    text.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
}

/// Returns whether `text` is a `data:` URL with a PNG or SVG, the two formats of badge pictures.
fn is_picture_data(text: &str) -> bool {
    is_data(text) && {
        let media_type = text.get(5..).unwrap_or_default().split([';', ',']).next().unwrap_or_default();
        ["image/png", "image/svg+xml"].iter().any(|picture| media_type.eq_ignore_ascii_case(picture))
    }
}

/// The hash algorithms of OB 0.5 and 1.x, and their number of hexadecimal digits.
const OB1_HASHES: &[(&str, usize)] = &[("sha256", 64), ("sha1", 40), ("md5", 32)];

fn is_ob1_hash(text: &str) -> bool {
    text.split_once('$').is_some_and(|(algorithm, hex)| {
        let known = OB1_HASHES.contains(&(algorithm, hex.len()));
        known && hex.bytes().all(|digit| digit.is_ascii_hexdigit())
    })
}

/// Returns whether `value` is a string, or a JSON-LD value object with only a string, its language and its direction.
fn is_language_text(value: &Value) -> bool {
    let Some(members) = value.as_object() else { return value.is_string() };
    members.get("@value").is_some_and(Value::is_string)
        && members.iter().all(|(key, value)| {
            matches!(key.as_str(), "@value" | "@language" | "@direction") && value.is_string()
        })
}

/// A row in the table of a version: a requirement for the member `key` of every object at `owner`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Requirement {
    owner: &'static str,
    key: &'static str,
    required: bool,
    shape: Shape,
}

/// Returns the requirement that the member `key` exists and has this form.
pub(crate) const fn required(owner: &'static str, key: &'static str, shape: Shape) -> Requirement {
    Requirement { owner, key, required: true, shape }
}

/// Returns the requirement that the member `key`, if it exists, has this form.
pub(crate) const fn optional(owner: &'static str, key: &'static str, shape: Shape) -> Requirement {
    Requirement { owner, key, required: false, shape }
}

/// Checks every object at `owners` against `table`, for a class that occurs in several members.
pub(crate) fn check_at(object: &Value, owners: &[&str], table: &[Requirement]) -> Vec<Fault> {
    let objects = owners.iter().flat_map(|owner| values_at(object, owner));
    objects.flat_map(|(owner, value)| with_prefix(&owner, check(value, table))).collect()
}

/// Prefixes the pointers of `faults` with the pointer of their object.
pub(crate) fn with_prefix(owner: &str, mut faults: Vec<Fault>) -> Vec<Fault> {
    for fault in &mut faults {
        fault.pointer.insert_str(0, owner);
    }
    faults
}

/// Checks an object against `table`. A missing owner is not a fault; the row for the owner itself reports it.
pub(crate) fn check(object: &Value, table: &[Requirement]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for row in table {
        for (owner, value) in values_at(object, row.owner).into_iter().filter(|(_, value)| value.is_object())
        {
            let code = match value.get(row.key) {
                None | Some(Value::Null) if row.required => Code::FieldMissing,
                Some(value) if !value.is_null() && !row.shape.matches(value) => Code::FieldType,
                _ => continue,
            };
            faults.push(Fault {
                code,
                pointer: pointer_to(&owner, row.key),
                expected: row.shape.description(),
            });
        }
    }
    faults
}
