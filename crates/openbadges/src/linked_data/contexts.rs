//! The built-in contexts, pinned by SHA-256.
