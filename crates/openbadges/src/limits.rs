//! Every limit that hostile input meets, in one place.
//!
//! A limit is counted *while reading*, never after. Nothing else lives here: the code that counts is
//! beside the bytes that it reads.

/// A badge file of any kind: 10 MiB.
pub const BADGE_FILE_BYTES: usize = 10 << 20;
/// A JSON document: 2 MiB.
pub const JSON_BYTES: usize = 2 << 20;
/// How deep a JSON document may nest.
pub const JSON_DEPTH: usize = 64;
/// Values (objects, arrays, scalars) in a JSON document.
pub const JSON_NODES: usize = 100_000;
/// A compact JWS or JWT: the payload's limit plus a third for base64url, and room for header and signature.
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
/// Memory that decoding a picture may take: 64 MiB.
pub const PICTURE_DECODER_BYTES: u64 = 64 << 20;

/// Badges that are read from one picture. More are refused, as nobody could choose among them.
pub const PICTURE_BADGES: usize = 8;

/// Objects of a PDF, those inside arrays and dictionaries included.
pub const PDF_OBJECTS: usize = 1_000_000;
/// How deep the objects of a PDF may nest.
pub const PDF_DEPTH: usize = 32;
/// Bytes that all streams of a PDF that are looked at may inflate to: 64 MiB.
pub const PDF_INFLATED_BYTES: usize = 64 << 20;
/// Attached files of a PDF that are looked at.
pub const PDF_ATTACHMENTS: usize = 64;

/// An SVG file: 5 MiB.
pub const SVG_BYTES: usize = 5 << 20;
/// Elements, attributes and texts of an SVG.
pub const SVG_NODES: usize = 100_000;
/// How deep an SVG may nest.
pub const SVG_DEPTH: usize = 256;

/// Quads of one credential's RDF dataset.
pub const RDF_QUADS: usize = 20_000;
/// Steps (hashes computed) that RDFC-1.0 may take on one dataset. A poison graph stops here in well under a second.
pub const RDFC_STEPS: usize = 50_000;
/// How many blank nodes RDFC-1.0 may follow from one to the next.
pub const RDFC_DEPTH: usize = 256;
/// Steps along a proof chain, beyond which it is taken for circular.
pub const PROOF_CHAIN_STEPS: usize = 256;
/// Contexts that one document may load, nested loads included (JSON-LD 1.1 API 5.1.2, "context overflow").
pub const REMOTE_CONTEXTS: usize = 32;
/// Contexts that are processed for one document, beyond those that are kept.
pub const CONTEXTS_PROCESSED: usize = 1_000;
/// Words that one document may define itself, embedded credentials included.
pub const OWN_WORDS: usize = 256;
/// Processed contexts that are kept for the next document.
pub const CONTEXTS_KEPT: usize = 512;

/// Shortest RSA modulus accepted, in bits.
pub const RSA_MIN_BITS: usize = 2_048;
/// Longest RSA modulus accepted, in bits.
pub const RSA_MAX_BITS: usize = 8_192;
/// Longest RSA public exponent accepted, in bits.
pub const RSA_EXPONENT_BITS: usize = 33;
/// Characters of an RSA integer in a JWK: [`RSA_MAX_BITS`] in base64url, and room for zeros in front.
pub const JWK_INTEGER_CHARS: usize = 1_376;
/// Bytes of a public key in PEM, and of the JWK that a `did:jwk` is.
pub const PEM_BYTES: usize = 16_384;
/// Characters of a key in multibase: more than the longest that the multicodec table has (RSA of 4,096 bits).
pub const MULTIBASE_KEY_CHARS: usize = 1_024;
/// Keys of one issuer document or key set that are looked at.
pub const ISSUER_KEYS: usize = 100;

/// Credentials of one presentation that are read, those of presentations inside it included.
pub const PRESENTED_CREDENTIALS: usize = 100;
/// How deep presentations may stand inside each other.
pub const PRESENTATION_DEPTH: usize = 4;
/// Bytes that the copies of a presentation may take, one beside each of its credentials: 64 MiB.
pub const PRESENTATION_COPIES_BYTES: usize = 64 << 20;
/// Credentials inside one learner record that are verified.
pub const CLR_CREDENTIALS: usize = 200;
/// How deep learner records may stand inside each other.
pub const CLR_DEPTH: usize = 2;
/// Endorsements of one badge that are verified.
pub const ENDORSEMENTS: usize = 20;
/// Credentials inside one badge whose canonical form may exhaust its work budget before the rest is not tried.
pub const EXHAUSTED_BUDGETS: usize = 2;

/// Proofs of one credential that are tried.
pub const PROOFS: usize = 10;
/// Statements that one proof of selective disclosure may sign one by one: each costs a signature check.
pub const DISCLOSED_STATEMENTS: usize = 2_000;
/// Statuses of one credential that are asked about.
pub const STATUSES: usize = 20;
/// Decoded bytes of a status list: 16 MiB.
pub const STATUS_LIST_BYTES: usize = 16 << 20;
/// Entries below which a status list is noted as short (W3C Bitstring Status List 1.0, section 6.1).
pub const STATUS_LIST_MIN_ENTRIES: usize = 131_072;
/// Bits that one entry of a status list may have (`statusSize`). The specification names no end; sixteen already need
/// 65,536 messages.
pub const STATUS_ENTRY_BITS: u32 = 64;
/// Characters from which on a part of an address that is also in the badge's id is taken for a name of its own.
pub const UNIQUE_NAME_CHARS: usize = 8;

/// A revocation list (OB 2.0, 1EdTech): 64 MiB, about a million ids.
pub const REVOCATION_LIST_BYTES: usize = 64 << 20;

/// A trust list: 2 MiB.
pub const TRUST_LIST_BYTES: usize = JSON_BYTES;
/// Issuers on a trust list.
pub const TRUST_LIST_ISSUERS: usize = 20_000;

/// Forms of one identity that are tried against a hashed recipient.
pub const RECIPIENT_VARIANTS: usize = 1_024;

/// Resources named with a digest that are compared for one credential.
pub const RESOURCES: usize = 20;
/// Characters of a digest's text.
pub const DIGEST_CHARS: usize = 1_024;

/// Schemas of one credential that are looked at.
pub const SCHEMAS: usize = 10;
/// Values of a schema's document. The published schemas of Open Badges 3.0 have about two thousand.
pub const SCHEMA_NODES: usize = 20_000;
/// How deep a schema's document may nest. The published schemas of Open Badges 3.0 nest eight deep.
pub const SCHEMA_DEPTH: usize = 32;
/// How many subschemas may be entered one inside the other, references followed, before one of them is left.
pub const SCHEMA_CHAIN: usize = 128;
/// Regular expressions in a schema.
pub const SCHEMA_PATTERNS: usize = 200;
/// Characters of a regular expression in a schema.
pub const SCHEMA_PATTERN_CHARS: usize = 1_000;
/// Memory that one compiled regular expression of a schema may take: 32 KiB. It bounds what a byte of text costs.
pub const SCHEMA_PATTERN_BYTES: usize = 32 << 10;
/// Memory that one regular expression of a schema may take while it is used: 256 KiB.
pub const SCHEMA_PATTERN_CACHE_BYTES: usize = 256 << 10;
/// Steps that a regular expression is taken to need for each byte of text.
pub const SCHEMA_PATTERN_STEPS: u64 = 8;
/// Subschemas that a schema may come to once everything that applies to the same place is written out.
pub const SCHEMA_EXPANSIONS: u64 = 100_000;
/// Pairs of a subschema and a value of the credential that may meet.
pub const SCHEMA_PAIRS: usize = 100_000;
/// Steps that evaluating a schema may take, each pair counted as often as it is come to. The published schema of Open
/// Badges 3.0 takes about 3,000 on a simple badge, and 65,000 on one that fills its data model.
pub const SCHEMA_STEPS: u64 = 2_000_000;
/// Steps that telling where a credential differs from its schema may take. Beyond, it is only told that it does.
pub const SCHEMA_TELLING_STEPS: u64 = 1_000_000;
/// Steps of an evaluation beyond which it is only told that a credential differs: each may leave a fault in memory.
pub const SCHEMA_TELLING_FAULTS: u64 = 100_000;

/// Documents that checking one badge may ask for.
pub const DOCUMENTS_PER_CHECK: usize = 40;
/// Allowed difference between the issuer's clock and ours, in seconds.
pub const CLOCK_SKEW_SECONDS: i64 = 300;

/// Graphemes of a name that a screen shows before it says "more".
pub const SHOWN_GRAPHEMES: usize = 256;
