//! All limits for untrusted input.
//!
//! Limits are checked while the input is read, not afterwards, by the code that reads it.

/// A badge file of any kind: 10 MiB.
pub const BADGE_FILE_BYTES: usize = 10 << 20;
/// A JSON document: 2 MiB.
pub const JSON_BYTES: usize = 2 << 20;
/// Nesting depth of a JSON document.
pub const JSON_DEPTH: usize = 64;
/// Values (objects, arrays, scalars) in a JSON document.
pub const JSON_NODES: usize = 100_000;
/// A compact JWS or JWT: the limit of the payload, a third more for base64url, and space for header and signature.
pub const JWS_BYTES: usize = JSON_BYTES / 3 * 4 + 32_768;
/// The decoded header of a JWS.
pub const JWS_HEADER_BYTES: usize = 16_384;

/// Pixels on one side of a PNG.
pub const PNG_SIDE: u32 = 16_384;
/// Pixels in a PNG: 40 million.
pub const PNG_PIXELS: u64 = 40_000_000;
/// Chunks in a PNG.
pub const PNG_CHUNKS: usize = 4_096;
/// Decoded bytes of one PNG text chunk: 2 MiB.
pub const PNG_TEXT_BYTES: usize = 2 << 20;
/// Memory for decoding a picture: 64 MiB.
pub const PICTURE_DECODER_BYTES: u64 = 64 << 20;

/// Badges in one picture. A picture with more is rejected.
pub const PICTURE_BADGES: usize = 8;

/// Objects in a PDF, including those inside arrays and dictionaries.
pub const PDF_OBJECTS: usize = 1_000_000;
/// Nesting depth of the objects in a PDF.
pub const PDF_DEPTH: usize = 32;
/// Inflated bytes of all streams that are read from a PDF: 64 MiB.
pub const PDF_INFLATED_BYTES: usize = 64 << 20;
/// Attached files that are read from a PDF.
pub const PDF_ATTACHMENTS: usize = 64;

/// An SVG file: 5 MiB.
pub const SVG_BYTES: usize = 5 << 20;
/// Elements, attributes and texts of an SVG.
pub const SVG_NODES: usize = 100_000;
/// Nesting depth of an SVG.
pub const SVG_DEPTH: usize = 256;

/// Quads of one credential's RDF dataset.
pub const RDF_QUADS: usize = 20_000;
/// Hashes that RDFC-1.0 computes for one dataset. Stops a poison graph in well under a second.
pub const RDFC_STEPS: usize = 50_000;
/// Length of a path of blank nodes in RDFC-1.0.
pub const RDFC_DEPTH: usize = 256;
/// Proofs in a proof chain. A longer chain is treated as circular.
pub const PROOF_CHAIN_STEPS: usize = 256;
/// Contexts that one document loads, including nested ones (JSON-LD 1.1 API 5.1.2, "context overflow").
pub const REMOTE_CONTEXTS: usize = 32;
/// Contexts that are processed for one document, not counting cached ones.
pub const CONTEXTS_PROCESSED: usize = 1_000;
/// Terms that one document defines itself, including embedded credentials.
pub const OWN_TERMS: usize = 256;
/// Processed contexts in the cache.
pub const CACHED_CONTEXTS: usize = 512;

/// Smallest accepted RSA modulus, in bits.
pub const RSA_MIN_BITS: usize = 2_048;
/// Largest accepted RSA modulus, in bits.
pub const RSA_MAX_BITS: usize = 8_192;
/// Largest accepted RSA public exponent, in bits.
pub const RSA_EXPONENT_BITS: usize = 33;
/// Characters of an RSA integer in a JWK: [`RSA_MAX_BITS`] in base64url, and space for leading zeros.
pub const JWK_INTEGER_CHARS: usize = 1_376;
/// Bytes of a public key in PEM, and of the JWK in a `did:jwk`.
pub const PEM_BYTES: usize = 16_384;
/// Characters of a multibase key: more than the longest in the multicodec table (RSA of 4,096 bits).
pub const MULTIBASE_KEY_CHARS: usize = 1_024;
/// Keys that are read from one issuer document or key set.
pub const ISSUER_KEYS: usize = 100;

/// Credentials that are read from one presentation, including nested presentations.
pub const PRESENTED_CREDENTIALS: usize = 100;
/// Nesting depth of presentations.
pub const PRESENTATION_DEPTH: usize = 4;
/// Bytes of all copies of a presentation, one for each of its credentials: 64 MiB.
pub const PRESENTATION_COPIES_BYTES: usize = 64 << 20;
/// Credentials that are verified in one learner record.
pub const CLR_CREDENTIALS: usize = 200;
/// Nesting depth of learner records.
pub const CLR_DEPTH: usize = 2;
/// Endorsements that are verified for one badge.
pub const ENDORSEMENTS: usize = 20;
/// Credentials inside one badge that may exhaust their canonicalisation budget. After that, the others are skipped.
pub const EXHAUSTED_BUDGETS: usize = 2;

/// Proofs that are checked for one credential.
pub const PROOFS: usize = 10;
/// Separately signed statements in one selective disclosure proof. Each needs a signature check.
pub const DISCLOSED_STATEMENTS: usize = 2_000;
/// Statuses that are checked for one credential.
pub const STATUSES: usize = 20;
/// Decoded bytes of a status list: 16 MiB.
pub const STATUS_LIST_BYTES: usize = 16 << 20;
/// Entries of a status list below which a note reports its length (W3C Bitstring Status List 1.0, section 6.1).
pub const STATUS_LIST_MIN_ENTRIES: usize = 131_072;
/// Bits of one entry of a status list (`statusSize`). The specification has no limit; 16 bits already need 65,536
/// messages.
pub const STATUS_ENTRY_BITS: u32 = 64;
/// Minimum length, in characters, of a part that a list's address shares with the badge's id to identify the badge.
pub const UNIQUE_NAME_CHARS: usize = 8;

/// A revocation list (OB 2.0, 1EdTech): 64 MiB, about a million ids.
pub const REVOCATION_LIST_BYTES: usize = 64 << 20;

/// A trust list: 2 MiB.
pub const TRUST_LIST_BYTES: usize = JSON_BYTES;
/// Issuers on a trust list.
pub const TRUST_LIST_ISSUERS: usize = 20_000;

/// Spellings of one identity that are compared with a hashed recipient.
pub const RECIPIENT_VARIANTS: usize = 1_024;

/// Resources with a digest that are checked for one credential.
pub const RESOURCES: usize = 20;
/// Characters of a digest.
pub const DIGEST_CHARS: usize = 1_024;

/// Schemas that are checked for one credential.
pub const SCHEMAS: usize = 10;
/// Values in a schema document. The published schemas of Open Badges 3.0 have about 2,000.
pub const SCHEMA_NODES: usize = 20_000;
/// Nesting depth of a schema document. The published schemas of Open Badges 3.0 have depth 8.
pub const SCHEMA_DEPTH: usize = 32;
/// Nesting depth of subschemas during evaluation, including followed references.
pub const SCHEMA_CHAIN: usize = 128;
/// Regular expressions in a schema.
pub const SCHEMA_PATTERNS: usize = 200;
/// Characters of a regular expression in a schema.
pub const SCHEMA_PATTERN_CHARS: usize = 1_000;
/// Memory for one compiled regular expression of a schema: 32 KiB. It limits the cost of matching a byte.
pub const SCHEMA_PATTERN_BYTES: usize = 32 << 10;
/// Memory for running one regular expression of a schema: 256 KiB.
pub const SCHEMA_PATTERN_CACHE_BYTES: usize = 256 << 10;
/// Steps that are counted for each byte that a regular expression matches against.
pub const SCHEMA_PATTERN_STEPS: u64 = 8;
/// Subschemas in a schema after references and combinations that apply to the same value are written out.
pub const SCHEMA_EXPANSIONS: u64 = 100_000;
/// Distinct pairs of a subschema and a value of the credential.
pub const SCHEMA_PAIRS: usize = 100_000;
/// Steps for evaluating a schema. A pair counts every time that it is evaluated. The published schema of Open Badges 3.0
/// takes about 3,000 steps on a simple badge and 65,000 on one that uses every field.
pub const SCHEMA_STEPS: u64 = 2_000_000;
/// Steps for locating the differences between a credential and its schema. Above this limit, the report only says that
/// they differ.
pub const SCHEMA_DETAIL_STEPS: u64 = 1_000_000;
/// Evaluation steps up to which differences are located. Each step can add a fault to memory, so above this limit the
/// report only says that the credential differs.
pub const SCHEMA_DETAIL_FAULTS: u64 = 100_000;

/// Documents that the verification of one badge requests.
pub const DOCUMENTS_PER_VERIFICATION: usize = 40;
/// Allowed difference between the issuer's clock and ours, in seconds.
pub const CLOCK_SKEW_SECONDS: i64 = 300;

/// Graphemes of a name that a screen shows before it is truncated.
pub const SHOWN_GRAPHEMES: usize = 256;
