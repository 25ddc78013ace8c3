//! The message catalogue covers every identifier that the other crates define.

use backpack::{
    intake::{OtherFileKind, OtherFormat},
    words::Words,
};
use openbadges::{check::Details, platforms::platforms};

fn assert_has(id: &str) {
    assert_ne!(Words::english().say(id, &Details::new()), id);
}

#[test]
fn every_platform_has_instructions() {
    for platform in platforms() {
        assert_has(&format!("platform-{}", platform.id));
    }
}

#[test]
fn every_other_format_has_a_name_and_a_next_step() {
    for format in OtherFormat::ALL {
        assert_has(&format!("foreign-{}", format.as_str()));
        assert_has(&format!("foreign-{}-next", format.as_str()));
    }
}

#[test]
fn every_kind_of_other_file_has_a_name() {
    let formats = OtherFormat::ALL.iter().filter_map(|format| OtherFileKind::of_foreign(*format));
    for kind in OtherFileKind::PLAIN.into_iter().chain(formats) {
        assert_has(&OtherFileKind::message_id(kind.as_str()));
    }
}
