//! Public test vectors and the project's own, compared with their expected results.

mod containers;
mod data_integrity;
mod field_values;
mod keys;
mod legacy_scenarios;
mod linked_data;
mod ob20;
mod ob30;
mod own_vectors;
mod published_credentials;
mod reading;
mod status_lists;
mod wycheproof;
