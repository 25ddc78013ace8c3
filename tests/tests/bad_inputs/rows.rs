//! Every row of the catalogue that concerns the surfaces that exist, and where it is shown.

use std::{collections::BTreeSet, env, fs, path::PathBuf};

use self::Shown::{At, Here, NotYet};

/// Where a row is shown.
enum Shown {
    /// By this test, through the built program: file of this folder, test.
    Here(&'static str, &'static str),
    /// By another test: file in the repository, and the test.
    At(&'static str, &'static str),
    /// Nowhere, because there is no such surface yet.
    NotYet(&'static str),
}

const FILES: &str = "files_that_are_no_badges_are_told_so_and_nothing_is_kept";
const PLACES: &str = "places_that_are_no_files_are_refused_at_once";
const STORE_FAULTS: &str = "crates/badge-store/tests/hostile_machine.rs";
const STORE_DAMAGE: &str = "crates/badge-store/tests/damage.rs";
const HARNESS: &str = "tests/durability/main.rs";
const BY_FORM: &str = "addresses_that_lead_nowhere_good_are_refused_by_their_form";
const REDIRECTS: &str = "a_redirect_leads_nowhere_that_a_link_may_not";
const ANSWERS: &str = "answers_are_counted_while_they_come_and_judged_by_their_content";
const DOOR: &str = "tests/tests/door.rs";
const VISIT: &str = "crates/badge-network/src/session.rs";
const TARGET: &str = "crates/badge-network/src/target.rs";
const MAILS: &str = "crates/badge-intake/tests/mail_hostile.rs";
const SERVER: &str = "tests/tests/mail.rs";
const PICTURES: &str = "crates/badge-picture/src/tests.rs";

/// Each row, with everything that shows it.
const ROWS: &[(&str, &[Shown])] = &[
    ("A01", &[Here("files", FILES)]),
    ("A02", &[Here("files", PLACES)]),
    ("A03", &[Here("files", FILES), Here("files", "content_counts_and_not_the_name")]),
    ("A04", &[Here("files", "content_counts_and_not_the_name")]),
    ("A05", &[Here("files", PLACES)]),
    ("A06", &[Here("files", PLACES)]),
    ("A07", &[At("crates/badge-intake/src/files.rs", "reads_files_up_to_their_limit")]),
    ("A08", &[Here("files", "the_same_badge_is_held_once_and_its_versions_side_by_side")]),
    ("A09", &[Here("files", "the_same_badge_is_held_once_and_its_versions_side_by_side")]),
    ("B01", &[Here("files", FILES)]),
    ("B02", &[Here("files", FILES)]),
    ("B03", &[Here("files", FILES)]),
    (
        "B04",
        &[
            Here("pictures", "a_badge_comes_out_of_its_png_whatever_else_is_in_it"),
            At(PICTURES, "refuses_pictures_by_stated_size"),
        ],
    ),
    ("B05", &[Here("pictures", "a_text_that_unpacks_without_end_is_given_up")]),
    ("B07", &[Here("files", FILES)]),
    ("B08", &[Here("files", FILES), Here("pictures", "of_two_badges_in_a_picture_none_is_chosen")]),
    ("B10", &[Here("files", FILES)]),
    ("B11", &[Here("files", FILES), Here("pictures", "a_badge_comes_out_of_its_png_whatever_else_is_in_it")]),
    ("B12", &[Here("files", FILES)]),
    ("B13", &[Here("files", FILES)]),
    ("B14", &[Here("pictures", "a_badge_comes_out_of_its_png_whatever_else_is_in_it")]),
    ("B15", &[Here("files", FILES)]),
    ("B16", &[Here("files", FILES), Here("files", "an_address_in_a_picture_leads_into_no_private_network")]),
    ("B17", &[Here("pictures", "a_badge_comes_out_of_its_png_whatever_else_is_in_it")]),
    ("C01", &[Here("files", FILES)]),
    ("C02", &[Here("files", FILES)]),
    ("C03", &[Here("pictures", "a_badge_comes_out_of_its_svg_and_nothing_else_does")]),
    ("C04", &[Here("pictures", "a_badge_comes_out_of_its_svg_and_nothing_else_does")]),
    ("C05", &[Here("pictures", "a_badge_comes_out_of_its_svg_and_nothing_else_does")]),
    ("C06", &[Here("files", FILES)]),
    // Only the window draws.
    ("C08", &[At(PICTURES, "refuses_too_costly_pictures")]),
    ("C10", &[Here("files", FILES)]),
    ("C11", &[Here("pictures", "a_badge_comes_out_of_its_svg_and_nothing_else_does")]),
    ("C12", &[Here("pictures", "an_svg_in_another_encoding_is_told_or_read_rightly")]),
    ("D01", &[Here("files", FILES), At("crates/openbadges/tests/reading/json.rs", "D01")]),
    ("D02", &[Here("files", FILES), At("crates/openbadges/tests/reading/json.rs", "D02")]),
    ("D03", &[Here("files", FILES)]),
    ("D04", &[Here("files", FILES)]),
    ("D06", &[Here("files", FILES)]),
    ("D07", &[Here("files", FILES)]),
    ("D08", &[Here("files", FILES)]),
    ("D09", &[Here("files", FILES), Here("files", "a_list_of_credentials_is_as_many_badges")]),
    ("D11", &[Here("files", "a_strangers_words_are_shown_tamed_and_kept_whole")]),
    ("D13", &[Here("files", "a_strangers_words_are_shown_tamed_and_kept_whole")]),
    ("D14", &[Here("files", "a_strangers_words_are_shown_tamed_and_kept_whole")]),
    ("E01", &[Here("signed", "a_token_without_an_algorithm_proves_nothing")]),
    ("E02", &[Here("signed", "a_public_key_is_no_hmac_secret")]),
    ("E03", &[Here("signed", "an_algorithm_and_a_key_of_another_family_do_not_fit")]),
    ("E04", &[Here("signed", "a_strangers_key_in_the_header_is_not_the_issuers")]),
    ("E05", &[Here("signed", "a_strangers_key_in_the_header_is_not_the_issuers")]),
    ("E07", &[Here("signed", "a_header_gives_no_orders")]),
    ("E08", &[Here("signed", "a_header_gives_no_orders")]),
    ("E10", &[Here("signed", "claims_agree_with_the_credential")]),
    ("E11", &[Here("signed", "claims_agree_with_the_credential")]),
    ("F01", &[Here("proofs", "what_is_not_covered_by_the_signature_is_never_verified")]),
    ("F02", &[Here("proofs", "what_is_not_covered_by_the_signature_is_never_verified")]),
    ("F04", &[Here("proofs", "what_is_not_covered_by_the_signature_is_never_verified")]),
    ("F05", &[Here("proofs", "what_is_not_covered_by_the_signature_is_never_verified")]),
    ("F06", &[Here("proofs", "what_is_not_covered_by_the_signature_is_never_verified")]),
    (
        "F07",
        &[
            Here("proofs", "what_is_not_covered_by_the_signature_is_never_verified"),
            Here("proofs", "an_unsigned_badge_is_kept_as_such"),
        ],
    ),
    ("F08", &[Here("proofs", "a_key_that_the_issuer_does_not_list_signs_for_nobody")]),
    ("F09", &[Here("proofs", "a_key_that_the_issuer_does_not_list_signs_for_nobody")]),
    ("H01", &[Here("hosted", "the_page_counts_and_not_the_copy")]),
    ("H02", &[Here("hosted", "an_issuer_issues_only_from_its_own_addresses")]),
    ("H03", &[Here("hosted", "an_issuer_issues_only_from_its_own_addresses")]),
    ("H04", &[Here("hosted", "an_issuer_issues_only_from_its_own_addresses")]),
    (
        "H06",
        &[
            Here("hosted", "a_redirect_makes_the_host_that_answers_the_author"),
            At("crates/openbadges/tests/verifying/hosted.rs", "redirect_target_is_the_author"),
        ],
    ),
    ("H08", &[Here("hosted", "gone_is_revoked_and_silence_is_not")]),
    // The test server speaks TLS only.
    ("H09", &[At("crates/openbadges/tests/verifying/hosted.rs", "page_without_tls_confirms_nothing")]),
    ("H10", &[Here("hosted", "pages_speak_for_themselves_and_do_not_run_in_circles")]),
    ("H11", &[Here("hosted", "pages_speak_for_themselves_and_do_not_run_in_circles")]),
    ("H12", &[Here("hosted", "a_badge_of_somebody_else_is_not_the_learners")]),
    ("H14", &[Here("hosted", "a_recipient_is_stated_in_one_of_the_allowed_forms")]),
    ("H15", &[Here("hosted", "which_identity_matched_is_named_and_a_bearers_badge_is_told")]),
    ("H16", &[Here("hosted", "which_identity_matched_is_named_and_a_bearers_badge_is_told")]),
    (
        "I13",
        &[
            At(
                "crates/openbadges/tests/verifying/status_purposes.rs",
                "notes_a_list_for_one_badge_before_fetching_it",
            ),
            At(
                "tests/window/asking.rs",
                "a_host_that_would_learn_which_badge_it_is_is_named_as_such_before_it_is_asked",
            ),
        ],
    ),
    ("J01", &[Here("network", BY_FORM), At(TARGET, "refuses_invalid_addresses")]),
    ("J02", &[Here("network", BY_FORM), At(TARGET, "refuses_invalid_addresses")]),
    (
        "J03",
        &[
            Here("network", "a_name_that_leads_into_a_private_network_is_refused"),
            At(VISIT, "one_refused_address_refuses_all"),
        ],
    ),
    // Only a resolver of the tests' own can change its mind.
    ("J04", &[At(VISIT, "connects_only_to_the_checked_address")]),
    ("J05", &[Here("network", REDIRECTS), At(DOOR, "j05_and_j06_and_j07_each_redirect_is_judged_again")]),
    ("J06", &[Here("network", REDIRECTS), At(DOOR, "j05_and_j06_and_j07_each_redirect_is_judged_again")]),
    ("J07", &[Here("network", REDIRECTS), At(DOOR, "j05_and_j06_and_j07_each_redirect_is_judged_again")]),
    (
        "J08",
        &[
            Here("network", "a_host_that_is_not_shown_to_be_itself_is_not_asked"),
            At(DOOR, "j08_a_host_that_is_not_shown_to_be_itself_is_not_believed"),
            At(DOOR, "j08_nobody_is_believed_on_the_strength_of_sha1"),
        ],
    ),
    ("J09", &[Here("network", ANSWERS), At(DOOR, "j09_bodies_are_counted_while_reading")]),
    ("J11", &[Here("network", ANSWERS), At(DOOR, "j11_slow_hosts_and_long_heads_are_given_up")]),
    ("J12", &[Here("network", ANSWERS), At(DOOR, "j12_and_j17_a_page_instead_of_a_document_is_no_document")]),
    (
        "J14",
        &[
            Here("network", "a_badge_cannot_make_the_program_ask_without_end"),
            At(VISIT, "limits_requests_of_one_session"),
            At(VISIT, "limits_parallel_requests_to_one_host"),
        ],
    ),
    ("J15", &[Here("network", BY_FORM), At(TARGET, "refuses_invalid_addresses")]),
    ("J17", &[Here("network", "a_captive_portal_is_no_issuer")]),
    ("J18", &[Here("network", "proxies_of_the_environment_are_not_asked")]),
    ("J19", &[Here("network", "a_network_that_is_lost_in_the_middle_costs_no_badge")]),
    ("J20", &[Here("network", "a_session_offline_asks_nobody_and_stops_nothing")]),
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
            At(SERVER, "badges_of_mails_are_found_verified_offline_and_kept"),
        ],
    ),
    ("K09", &[At(MAILS, "limits_the_number_of_links"), At(SERVER, "links_are_told_and_not_followed")]),
    // `winmail.dat` and `.msg` are forms of a mail and are read; archives are left alone.
    ("K10", &[At(MAILS, "reports_archives_without_opening")]),
    ("K12", &[At(SERVER, "a_mailbox_of_any_size_takes_little_memory_and_can_be_left_anywhere")]),
    ("K13", &[At(SERVER, "a_mail_server_that_cannot_be_trusted_never_hears_the_password")]),
    (
        "K15",
        &[
            At("crates/badge-network/src/imap.rs", "leaves_misbehaving_server"),
            At(SERVER, "a_mail_server_that_cannot_be_trusted_never_hears_the_password"),
            At(SERVER, "every_badge_of_a_mailbox_on_a_server_is_found_and_nothing_there_is_changed"),
        ],
    ),
    ("K16", &[At(SERVER, "every_badge_of_a_mailbox_on_a_server_is_found_and_nothing_there_is_changed")]),
    ("N01", &[At(HARNESS, "kill")]),
    ("N02", &[At(HARNESS, "power_cut")]),
    (
        "N03",
        &[NotYet(
            "there is one format, no backup and no second key: nothing to migrate, restore or seal anew",
        )],
    ),
    ("N04", &[At(HARNESS, "full_disk")]),
    ("N05", &[At(HARNESS, "full_disk")]),
    ("N06", &[At(HARNESS, "each_call_fails")]),
    (
        "N07",
        &[
            Here("machine", "a_failing_index_is_told_and_the_badge_is_kept"),
            At(HARNESS, "syncs_in_the_background_fail"),
            At(
                "tests/window/failing_disk.rs",
                "an_index_that_cannot_be_synced_is_told_until_the_person_closes_the_message",
            ),
        ],
    ),
    ("N08", &[At(STORE_DAMAGE, "mutations_of_any_file_are_never_silent")]),
    ("N10", &[At("tests/tests/main_job.rs", "a_second_program_on_the_same_backpack_is_told_so")]),
    (
        "N11",
        &[
            Here("machine", "a_folder_that_cannot_be_read_is_named"),
            Here("machine", "a_folder_that_others_may_write_to_is_not_opened"),
            At(STORE_FAULTS, "unsafe_folders_are_refused_and_unchanged"),
            At(STORE_FAULTS, "read_only_disk_shows_every_badge"),
            At(STORE_FAULTS, "files_are_unreadable_for_others"),
        ],
    ),
    ("N12", &[At(HARNESS, "few_handles")]),
    ("N13", &[Here("machine", "a_newer_backpack_is_left_alone")]),
    ("N14", &[NotYet("no version was released, so there is no older one to open")]),
    (
        "N15",
        &[Here("machine", "a_newer_backpack_is_left_alone"), At(STORE_DAMAGE, "newer_store_is_not_touched")],
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
    ("N22", &[NotYet("eight hours are no test run; locking does not exist yet")]),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Whether a row is one of those that this table answers for.
fn concerns_us(row: &str) -> bool {
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

/// The ids of the catalogue's rows. `None` where it may be absent and is: it stands beside the conformance vectors.
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
fn every_row_of_the_catalogue_is_accounted_for() {
    let Some(catalogue) = catalogue() else { return };
    assert_eq!(catalogue.len(), 219, "the catalogue has changed");
    let ours: BTreeSet<String> = catalogue.into_iter().filter(|row| concerns_us(row)).collect();
    let told: BTreeSet<String> = ROWS.iter().map(|(row, _)| (*row).to_owned()).collect();
    assert_eq!(told.len(), ROWS.len(), "a row is listed twice");
    let missing: Vec<_> = ours.difference(&told).collect();
    let strange: Vec<_> = told.difference(&ours).collect();
    assert!(
        missing.is_empty() && strange.is_empty(),
        "missing {missing:?}, not in the catalogue {strange:?}"
    );
}

/// What the table names is there: the tests by name, and in this folder the row beside them.
#[test]
fn what_shows_a_row_exists() {
    for (row, shown) in ROWS {
        assert!(!shown.is_empty(), "{row}");
        for one in *shown {
            let (path, test) = match one {
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
            assert!(matches!(one, At(..)) || text.contains(row), "{row}: {path} does not name it");
        }
    }
}
