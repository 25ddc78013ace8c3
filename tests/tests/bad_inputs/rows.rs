//! Maps each row of the catalogue of bad inputs to the tests that cover it.

use std::{collections::BTreeSet, env, fs, path::PathBuf};

use self::Coverage::{At, Here, NotYet};

/// How a row is covered.
enum Coverage {
    /// By a test of the built program: file in this folder, test name.
    Here(&'static str, &'static str),
    /// By another test: file in the repository, test name.
    At(&'static str, &'static str),
    /// Not covered, because the feature does not exist yet.
    NotYet(&'static str),
}

const FILES: &str = "files_without_badges_are_reported_and_not_stored";
const SPECIAL_FILES: &str = "special_files_are_refused_without_waiting";
const STORE_FAULTS: &str = "crates/badge-store/tests/hostile_machine.rs";
const STORE_DAMAGE: &str = "crates/badge-store/tests/damage.rs";
const HARNESS: &str = "tests/durability/main.rs";
const BY_SYNTAX: &str = "unsafe_addresses_are_refused_by_syntax";
const REDIRECTS: &str = "redirects_obey_the_rules_for_links";
const RESPONSES: &str = "responses_are_limited_and_classified_by_content";
const HTTP_CLIENT: &str = "tests/tests/http_client.rs";
const FETCH_SESSION: &str = "crates/badge-network/src/session.rs";
const TARGET: &str = "crates/badge-network/src/target.rs";
const MAILS: &str = "crates/badge-intake/tests/mail_hostile.rs";
const SERVER: &str = "tests/tests/mail.rs";
const PICTURES: &str = "crates/badge-picture/src/tests.rs";

/// Every row with the tests that cover it.
const ROWS: &[(&str, &[Coverage])] = &[
    ("A01", &[Here("files", FILES)]),
    ("A02", &[Here("files", SPECIAL_FILES)]),
    ("A03", &[Here("files", FILES), Here("files", "file_type_follows_content_not_name")]),
    ("A04", &[Here("files", "file_type_follows_content_not_name")]),
    ("A05", &[Here("files", SPECIAL_FILES)]),
    ("A06", &[Here("files", SPECIAL_FILES)]),
    ("A07", &[At("crates/badge-intake/src/files.rs", "reads_files_up_to_their_limit")]),
    ("A08", &[Here("files", "same_badge_is_stored_once_and_versions_side_by_side")]),
    ("A09", &[Here("files", "same_badge_is_stored_once_and_versions_side_by_side")]),
    ("B01", &[Here("files", FILES)]),
    ("B02", &[Here("files", FILES)]),
    ("B03", &[Here("files", FILES)]),
    (
        "B04",
        &[
            Here("pictures", "png_badge_is_extracted_despite_other_chunks"),
            At(PICTURES, "refuses_pictures_by_stated_size"),
        ],
    ),
    ("B05", &[Here("pictures", "decompression_bomb_is_rejected")]),
    ("B07", &[Here("files", FILES)]),
    ("B08", &[Here("files", FILES), Here("pictures", "picture_with_two_badges_is_rejected")]),
    ("B10", &[Here("files", FILES)]),
    ("B11", &[Here("files", FILES), Here("pictures", "png_badge_is_extracted_despite_other_chunks")]),
    ("B12", &[Here("files", FILES)]),
    ("B13", &[Here("files", FILES)]),
    ("B14", &[Here("pictures", "png_badge_is_extracted_despite_other_chunks")]),
    ("B15", &[Here("files", FILES)]),
    ("B16", &[Here("files", FILES), Here("files", "address_in_picture_cannot_reach_a_private_network")]),
    ("B17", &[Here("pictures", "png_badge_is_extracted_despite_other_chunks")]),
    ("C01", &[Here("files", FILES)]),
    ("C02", &[Here("files", FILES)]),
    ("C03", &[Here("pictures", "svg_yields_only_its_badge")]),
    ("C04", &[Here("pictures", "svg_yields_only_its_badge")]),
    ("C05", &[Here("pictures", "svg_yields_only_its_badge")]),
    ("C06", &[Here("files", FILES)]),
    // Only the window draws pictures.
    ("C08", &[At(PICTURES, "refuses_too_costly_pictures")]),
    ("C10", &[Here("files", FILES)]),
    ("C11", &[Here("pictures", "svg_yields_only_its_badge")]),
    ("C12", &[Here("pictures", "svg_in_another_encoding_is_read_correctly_or_reported")]),
    ("D01", &[Here("files", FILES), At("crates/openbadges/tests/reading/json.rs", "D01")]),
    ("D02", &[Here("files", FILES), At("crates/openbadges/tests/reading/json.rs", "D02")]),
    ("D03", &[Here("files", FILES)]),
    ("D04", &[Here("files", FILES)]),
    ("D06", &[Here("files", FILES)]),
    ("D07", &[Here("files", FILES)]),
    ("D08", &[Here("files", FILES)]),
    ("D09", &[Here("files", FILES), Here("files", "list_of_credentials_yields_one_badge_each")]),
    ("D11", &[Here("files", "foreign_text_is_sanitised_for_display_and_stored_whole")]),
    ("D13", &[Here("files", "foreign_text_is_sanitised_for_display_and_stored_whole")]),
    ("D14", &[Here("files", "foreign_text_is_sanitised_for_display_and_stored_whole")]),
    ("E01", &[Here("signed", "rejects_token_without_algorithm")]),
    ("E02", &[Here("signed", "rejects_public_key_as_hmac_secret")]),
    ("E03", &[Here("signed", "rejects_algorithm_of_another_key_family")]),
    ("E04", &[Here("signed", "rejects_foreign_key_in_header")]),
    ("E05", &[Here("signed", "rejects_foreign_key_in_header")]),
    ("E07", &[Here("signed", "ignores_instructions_in_header")]),
    ("E08", &[Here("signed", "ignores_instructions_in_header")]),
    ("E10", &[Here("signed", "rejects_claims_that_contradict_the_credential")]),
    ("E11", &[Here("signed", "rejects_claims_that_contradict_the_credential")]),
    ("F01", &[Here("proofs", "content_outside_the_signature_is_never_verified")]),
    ("F02", &[Here("proofs", "content_outside_the_signature_is_never_verified")]),
    ("F04", &[Here("proofs", "content_outside_the_signature_is_never_verified")]),
    ("F05", &[Here("proofs", "content_outside_the_signature_is_never_verified")]),
    ("F06", &[Here("proofs", "content_outside_the_signature_is_never_verified")]),
    (
        "F07",
        &[
            Here("proofs", "content_outside_the_signature_is_never_verified"),
            Here("proofs", "unsigned_badge_is_stored_as_unsigned"),
        ],
    ),
    ("F08", &[Here("proofs", "rejects_key_not_listed_by_the_issuer")]),
    ("F09", &[Here("proofs", "rejects_key_not_listed_by_the_issuer")]),
    ("H01", &[Here("hosted", "hosted_page_overrides_the_copy")]),
    ("H02", &[Here("hosted", "rejects_assertion_outside_the_issuer_addresses")]),
    ("H03", &[Here("hosted", "rejects_assertion_outside_the_issuer_addresses")]),
    ("H04", &[Here("hosted", "rejects_assertion_outside_the_issuer_addresses")]),
    (
        "H06",
        &[
            Here("hosted", "redirect_target_host_is_the_author"),
            At("crates/openbadges/tests/verifying/hosted.rs", "redirect_target_is_the_author"),
        ],
    ),
    ("H08", &[Here("hosted", "gone_means_revoked_and_no_answer_does_not")]),
    // The test server speaks TLS only.
    ("H09", &[At("crates/openbadges/tests/verifying/hosted.rs", "page_without_tls_confirms_nothing")]),
    ("H10", &[Here("hosted", "rejects_pages_with_another_id_and_cycles")]),
    ("H11", &[Here("hosted", "rejects_pages_with_another_id_and_cycles")]),
    ("H12", &[Here("hosted", "badge_for_another_person_does_not_match")]),
    ("H14", &[Here("hosted", "rejects_malformed_recipients")]),
    ("H15", &[Here("hosted", "names_the_matching_identity_and_reports_bearer_badges")]),
    ("H16", &[Here("hosted", "names_the_matching_identity_and_reports_bearer_badges")]),
    (
        "I13",
        &[
            At(
                "crates/openbadges/tests/verifying/status_purposes.rs",
                "notes_a_list_for_one_badge_before_fetching_it",
            ),
            At("tests/tests/window/consent.rs", "consent_names_hosts_that_would_learn_which_badge"),
        ],
    ),
    ("J01", &[Here("network", BY_SYNTAX), At(TARGET, "refuses_invalid_addresses")]),
    ("J02", &[Here("network", BY_SYNTAX), At(TARGET, "refuses_invalid_addresses")]),
    (
        "J03",
        &[
            Here("network", "name_resolving_to_a_private_network_is_refused"),
            At(FETCH_SESSION, "one_refused_address_refuses_all"),
        ],
    ),
    // Needs a resolver that returns a different address each time.
    ("J04", &[At(FETCH_SESSION, "connects_only_to_the_checked_address")]),
    ("J05", &[Here("network", REDIRECTS), At(HTTP_CLIENT, "j05_j06_j07_checks_the_policy_at_each_redirect")]),
    ("J06", &[Here("network", REDIRECTS), At(HTTP_CLIENT, "j05_j06_j07_checks_the_policy_at_each_redirect")]),
    ("J07", &[Here("network", REDIRECTS), At(HTTP_CLIENT, "j05_j06_j07_checks_the_policy_at_each_redirect")]),
    (
        "J08",
        &[
            Here("network", "host_with_invalid_certificate_is_not_contacted"),
            At(HTTP_CLIENT, "j08_rejects_invalid_certificates"),
            At(HTTP_CLIENT, "j08_rejects_sha1_certificates"),
        ],
    ),
    ("J09", &[Here("network", RESPONSES), At(HTTP_CLIENT, "j09_limits_body_size_while_reading")]),
    ("J11", &[Here("network", RESPONSES), At(HTTP_CLIENT, "j11_aborts_slow_hosts_and_long_headers")]),
    ("J12", &[Here("network", RESPONSES), At(HTTP_CLIENT, "j12_j17_rejects_web_page_instead_of_document")]),
    (
        "J14",
        &[
            Here("network", "requests_per_badge_are_limited"),
            At(FETCH_SESSION, "limits_requests_of_one_session"),
            At(FETCH_SESSION, "limits_parallel_requests_to_one_host"),
        ],
    ),
    ("J15", &[Here("network", BY_SYNTAX), At(TARGET, "refuses_invalid_addresses")]),
    ("J17", &[Here("network", "captive_portal_is_not_an_issuer")]),
    ("J18", &[Here("network", "environment_proxies_are_ignored")]),
    ("J19", &[Here("network", "network_loss_during_import_loses_no_badge")]),
    ("J20", &[Here("network", "offline_session_contacts_nobody_and_completes")]),
    ("K01", &[At(MAILS, "limits_the_number_of_parts")]),
    ("K02", &[At(MAILS, "limits_the_depth_of_parts")]),
    ("K03", &[At(MAILS, "ignores_deeply_nested_dates")]),
    ("K04", &[At(MAILS, "encodings_cannot_exceed_limits")]),
    (
        "K05",
        &[
            At("crates/badge-intake/src/mail/content.rs", "cleans_names_for_display"),
            At("crates/badge-intake/src/mail/headers.rs", "parses_part_headers"),
        ],
    ),
    ("K06", &[At(MAILS, "broken_mail_does_not_affect_the_mailbox")]),
    (
        "K07",
        &[
            At("crates/badge-intake/src/mail/links.rs", "ignores_other_links"),
            At(SERVER, "mail_badges_are_found_verified_offline_and_added"),
        ],
    ),
    (
        "K09",
        &[At(MAILS, "limits_the_number_of_links"), At(SERVER, "mail_links_are_reported_and_not_followed")],
    ),
    // The mail reader opens `winmail.dat` and `.msg`, but no archives.
    ("K10", &[At(MAILS, "reports_archives_without_opening")]),
    ("K12", &[At(SERVER, "large_mailbox_uses_little_memory_and_can_be_interrupted")]),
    ("K13", &[At(SERVER, "untrusted_mail_server_never_receives_the_password")]),
    (
        "K15",
        &[
            At("crates/badge-network/src/imap/tests.rs", "leaves_misbehaving_server"),
            At(SERVER, "untrusted_mail_server_never_receives_the_password"),
            At(SERVER, "imap_search_finds_every_badge_and_changes_nothing"),
        ],
    ),
    ("K16", &[At(SERVER, "imap_search_finds_every_badge_and_changes_nothing")]),
    ("N01", &[At(HARNESS, "kill")]),
    ("N02", &[At(HARNESS, "power_cut")]),
    (
        "N03",
        &[NotYet(
            "only one format exists, and no backup or second key: nothing to migrate, restore or re-encrypt",
        )],
    ),
    ("N04", &[At(HARNESS, "full_disk")]),
    ("N05", &[At(HARNESS, "full_disk")]),
    ("N06", &[At(HARNESS, "each_call_fails")]),
    (
        "N07",
        &[
            Here("machine", "failing_index_is_reported_and_badge_is_stored"),
            At(HARNESS, "syncs_in_the_background_fail"),
            At("tests/tests/window/failing_disk.rs", "index_sync_error_is_shown_until_dismissed"),
        ],
    ),
    ("N08", &[At(STORE_DAMAGE, "mutations_of_any_file_are_never_silent")]),
    ("N10", &[At("tests/tests/main_job.rs", "second_process_on_the_same_backpack_is_refused")]),
    (
        "N11",
        &[
            Here("machine", "unreadable_folder_is_named"),
            Here("machine", "folder_writable_by_others_is_refused"),
            At(STORE_FAULTS, "unsafe_folders_are_refused_and_unchanged"),
            At(STORE_FAULTS, "read_only_disk_shows_every_badge"),
            At(STORE_FAULTS, "files_are_unreadable_for_others"),
        ],
    ),
    ("N12", &[At(HARNESS, "few_handles")]),
    ("N13", &[Here("machine", "newer_backpack_is_not_changed")]),
    ("N14", &[NotYet("no version has been released, so no older store exists")]),
    (
        "N15",
        &[Here("machine", "newer_backpack_is_not_changed"), At(STORE_DAMAGE, "newer_store_is_not_touched")],
    ),
    ("N16", &[At(HARNESS, "terminate")]),
    ("N17", &[At(STORE_FAULTS, "clock_jumps_do_not_change_order")]),
    (
        "N18",
        &[
            At(STORE_FAULTS, "purge_leaves_no_bytes_of_the_badge"),
            At(STORE_FAULTS, "removal_is_undoable_after_reopening"),
        ],
    ),
    ("N19", &[At(STORE_FAULTS, "fifty_simultaneous_imports_are_all_stored")]),
    (
        "N21",
        &[
            At(STORE_FAULTS, "planted_link_is_not_followed"),
            At(STORE_FAULTS, "link_in_place_of_original_is_named"),
        ],
    ),
    ("N22", &[NotYet("an eight-hour run is too long for a test; automatic locking does not exist yet")]),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Returns whether this table must list the row.
fn is_in_scope(row: &str) -> bool {
    let (section, number) = row.split_at(1);
    let number: u32 = number.parse().unwrap();
    match section {
        "A" | "B" | "C" | "D" | "H" | "J" | "K" | "N" => true,
        "E" => number <= 11,
        "F" => number <= 9,
        "I" => number == 13,
        _ => false,
    }
}

/// Returns the row ids of the catalogue. Its file is in the parent folder of the conformance vectors.
///
/// Returns `None` if the catalogue is absent and `BADGE_CONFORMANCE_OPTIONAL` is `1`.
fn catalogue() -> Option<BTreeSet<String>> {
    let vectors = env::var_os("BADGE_CONFORMANCE_DIR")
        .map_or_else(|| root().join("../shared/conformance"), PathBuf::from);
    let file = vectors.join("../bad-inputs.md");
    let Ok(text) = fs::read_to_string(&file) else {
        println!("CATALOGUE OF BAD INPUTS ABSENT: {}", file.display());
        let optional = env::var("BADGE_CONFORMANCE_OPTIONAL");
        assert_eq!(optional.as_deref(), Ok("1"), "the catalogue is absent");
        return None;
    };
    let is_id = |id: &str| {
        id.len() == 3 && id.starts_with(|c: char| c.is_ascii_uppercase()) && id[1..].parse::<u8>().is_ok()
    };
    let ids = text.lines().filter_map(|line| line.strip_prefix("| ")?.split(" |").next());
    Some(ids.filter(|id| is_id(id)).map(str::to_owned).collect())
}

#[test]
fn every_catalogue_row_is_listed() {
    let Some(catalogue) = catalogue() else { return };
    assert_eq!(catalogue.len(), 219, "the catalogue has changed");
    let in_scope: BTreeSet<String> = catalogue.into_iter().filter(|row| is_in_scope(row)).collect();
    let listed: BTreeSet<String> = ROWS.iter().map(|(row, _)| (*row).to_owned()).collect();
    assert_eq!(listed.len(), ROWS.len(), "a row is listed twice");
    let missing: Vec<_> = in_scope.difference(&listed).collect();
    let unknown: Vec<_> = listed.difference(&in_scope).collect();
    assert!(
        missing.is_empty() && unknown.is_empty(),
        "missing {missing:?}, not in the catalogue {unknown:?}"
    );
}

/// Checks that every test in the table exists, and that tests in this folder name their row.
#[test]
fn every_listed_test_exists() {
    for (row, coverage) in ROWS {
        assert!(!coverage.is_empty(), "{row}");
        for entry in *coverage {
            let (path, test) = match entry {
                Here(file, test) => (format!("tests/tests/bad_inputs/{file}.rs"), test),
                At(path, test) => ((*path).to_owned(), test),
                NotYet(why) => {
                    assert!(!why.is_empty(), "{row}");
                    continue;
                }
            };
            let text =
                fs::read_to_string(root().join(&path)).unwrap_or_else(|error| panic!("{path}: {error}"));
            assert!(text.contains(test), "{row}: {path} has no {test}");
            assert!(matches!(entry, At(..)) || text.contains(row), "{row}: {path} does not name the row");
        }
    }
}
