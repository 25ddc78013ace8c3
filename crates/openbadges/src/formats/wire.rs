//! Looking at JSON-LD as it comes over the wire: one value or a list of them, text or object, and tables of what a
//! version requires.

use std::fmt::Write;

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
    let mut places = Vec::new();
    walk(document, path, &mut String::new(), &mut places);
    places
}

/// The places at `path` below `value`, which stands at `pointer`. Most paths lead nowhere in a badge, so a pointer is copied
/// only where one ends.
fn walk<'v>(value: &'v Value, path: &str, pointer: &mut String, places: &mut Vec<(String, &'v Value)>) {
    let Some(path) = path.strip_prefix('/') else {
        places.push((pointer.clone(), value));
        return;
    };
    let (segment, path) = path.split_at(path.find('/').unwrap_or(path.len()));
    let owner = pointer.len();
    match (segment, value) {
        ("*", Value::Array(items)) => {
            for (index, item) in items.iter().enumerate() {
                // Writing into a `String` cannot fail.
                write!(pointer, "/{index}").unwrap_or_default();
                walk(item, path, pointer, places);
                pointer.truncate(owner);
            }
        }
        ("*", single) => walk(single, path, pointer, places),
        (key, value) => {
            if let Some(member) = value.get(key) {
                push_member(pointer, key);
                walk(member, path, pointer, places);
                pointer.truncate(owner);
            }
        }
    }
}

/// The pointer to the member `key` of the object at `owner`.
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
    /// A text, a language value object, or a list of those (VCDM 2.0, section 11.1).
    LanguageText,
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// An absolute URI (an IRI in OB 2.0).
    Uri,
    /// A `data:` URL.
    DataUrl,
    /// A URI, or an object that stands in its place.
    UriOrObject,
    /// An object.
    Object,
    /// One object or a list of them.
    Objects,
    /// One credential or a list of them: objects, or compact JWSs.
    Credentials,
    /// `true` or `false`.
    Boolean,
    /// A type or a list of types, one of which is among these.
    Type(&'static [&'static str]),
    /// One of these words, in either case.
    Word(&'static [&'static str]),
    /// A text or a list of texts.
    Texts,
    /// A number.
    Number,
    /// A text or a number.
    TextOrNumber,
    /// An http or https address.
    Web,
    /// An http or https address, or an object that stands in its place.
    WebOrObject,
    /// An http or https address, or the path of one.
    Relative,
    /// An http or https address without a path.
    Origin,
    /// A mail address.
    Mail,
    /// A URI that is no `data:` URL, or an object whose `id` is one.
    HostedPicture,
    /// A URI, or a PNG or SVG as a `data:` URL, or an object whose `id` is one of these.
    PictureOrObject,
    /// URIs, or objects that stand in their places.
    UrisOrObjects,
    /// The address of a picture, or a PNG or SVG as a `data:` URL.
    Picture,
    /// A mail address, or an algorithm that OB 0.5 and 1.x hashed it with, `$` and as many digits as it makes.
    Ob1Identity,
    /// Three numbers with dots between them.
    Version,
}

impl Shape {
    fn fits(self, value: &Value) -> bool {
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

    fn name(self) -> String {
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
            Self::Mail => "a mail address".into(),
            Self::HostedPicture => "the address of a PNG or SVG picture".into(),
            Self::PictureOrObject => "the address of a picture, or a PNG or SVG picture".into(),
            Self::UrisOrObjects => "URIs or objects".into(),
            Self::Picture => "a web address, or a PNG or SVG picture".into(),
            Self::Ob1Identity => "a mail address or its hash".into(),
            Self::Version => "a version, as 0.5.0".into(),
        }
    }
}

fn is_text(value: &Value, is: impl Fn(&str) -> bool) -> bool {
    value.as_str().is_some_and(is)
}

fn is_web(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}

/// A local part and a domain with a dot in it. Who it belongs to is not asked.
fn is_mail(text: &str) -> bool {
    let name = |part: &str| !part.is_empty() && !part.contains([' ', '@']);
    text.rsplit_once('@').is_some_and(|(local, domain)| {
        let domain_parts = domain.split('.');
        name(local) && domain_parts.clone().count() > 1 && domain_parts.clone().all(name)
    })
}

/// OB 2.0 "Image": a URI, or an object with one as its `id`.
fn is_picture(value: &Value, allowed: impl Fn(&str) -> bool) -> bool {
    let uri = value.as_str().map(str::to_owned).or_else(|| id(value));
    uri.is_some_and(|uri| Url::parse(&uri).is_ok() && allowed(&uri))
}

fn is_data(text: &str) -> bool {
    text.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
}

/// Whether a `data:` URL is a PNG or SVG picture, the two that a badge's picture may be.
fn is_picture_data(text: &str) -> bool {
    is_data(text) && {
        let media_type = text.get(5..).unwrap_or_default().split([';', ',']).next().unwrap_or_default();
        ["image/png", "image/svg+xml"].iter().any(|picture| media_type.eq_ignore_ascii_case(picture))
    }
}

/// The hashes of OB 0.5 and 1.x, and the hexadecimal digits that each makes.
const OB1_HASHES: &[(&str, usize)] = &[("sha256", 64), ("sha1", 40), ("md5", 32)];

fn is_ob1_hash(text: &str) -> bool {
    text.split_once('$').is_some_and(|(algorithm, hex)| {
        let of_its_length = OB1_HASHES.contains(&(algorithm, hex.len()));
        of_its_length && hex.bytes().all(|digit| digit.is_ascii_hexdigit())
    })
}

/// A text, or a JSON-LD value object with a text, its language and its direction, and nothing else.
fn is_language_text(value: &Value) -> bool {
    let Some(members) = value.as_object() else { return value.is_string() };
    members.get("@value").is_some_and(Value::is_string)
        && members.iter().all(|(key, value)| {
            matches!(key.as_str(), "@value" | "@language" | "@direction") && value.is_string()
        })
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

/// What the objects at `owners` do not meet of `table`, a class that several members are of.
pub(crate) fn unmet_at(object: &Value, owners: &[&str], table: &[Requirement]) -> Vec<Fault> {
    let places = owners.iter().flat_map(|owner| places(object, owner));
    places.flat_map(|(owner, value)| beneath(&owner, unmet(value, table))).collect()
}

/// Faults of the object at `owner`, as faults of what it stands in.
pub(crate) fn beneath(owner: &str, mut faults: Vec<Fault>) -> Vec<Fault> {
    for fault in &mut faults {
        fault.pointer.insert_str(0, owner);
    }
    faults
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
