//! Reads the three parts of a compact JWS (RFC 7515 section 7.1) and the JSON of its payload.

use data_encoding::BASE64URL_NOPAD;

use super::ReadError;
use crate::{
    code::Code,
    json::{self, JsonError, Value},
    limits,
    proof::jws::Jws,
};

/// Parses the payload of a compact JWS. Base64url is strict: no padding, no other alphabet, no trailing bits.
pub(super) fn payload(text: &str) -> Result<Value, ReadError> {
    if text.len() > limits::JWS_BYTES {
        return Err(ReadError::new(Code::JwtFormat, format!("a JWS of {} bytes", text.len())));
    }
    let parts: Vec<&str> = text.split('.').collect();
    let [header, payload, signature] = parts[..] else {
        // If parts are missing, a forbidden algorithm is the better explanation: `none` has no signature.
        let forbidden = Jws::parse(text).err().filter(|error| error.code == Code::JwtAlgForbidden);
        let code = forbidden.map_or(Code::JwtFormat, |error| error.code);
        return Err(ReadError::new(code, format!("a JWS of {} parts", parts.len())));
    };
    let header = decode("header", header)?;
    if header.len() > limits::JWS_HEADER_BYTES {
        return Err(ReadError::new(Code::JwtFormat, format!("a header of {} bytes", header.len())));
    }
    let malformed = |part: &str, error: JsonError| {
        ReadError::new(Code::JwtFormat, format!("a {part} that is not JSON: {}", error.detail))
            .caused_by(error)
    };
    if !json::parse(&header).map_err(|error| malformed("header", error))?.is_object() {
        return Err(ReadError::new(Code::JwtFormat, "a header that is not an object"));
    }
    decode("signature", signature)?;
    json::parse(&decode("payload", payload)?).map_err(|error| match error.code {
        Code::JsonSyntax => malformed("payload", error),
        _ => error.into(),
    })
}

/// Returns the JSON text in the payload of a compact JWS that [`payload`] accepted.
pub(super) fn payload_text(text: &str) -> Result<String, ReadError> {
    let payload = decode("payload", text.split('.').nth(1).unwrap_or_default())?;
    String::from_utf8(payload)
        .map_err(|error| ReadError::new(Code::TextEncoding, "a payload that is not UTF-8").caused_by(error))
}

fn decode(part: &str, text: &str) -> Result<Vec<u8>, ReadError> {
    BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|error| {
        ReadError::new(Code::JwtFormat, format!("a {part} that is not base64url")).caused_by(error)
    })
}
