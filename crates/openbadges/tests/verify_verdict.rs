//! The verdict is a function of the outcomes: every combination of them, and every check by itself.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where its own data is wrong")]

use openbadges::{
    Check, CheckId, Code, Outcome, Verdict,
    check::{Bearing, Rule},
};

const OUTCOMES: [Outcome; 4] = [Outcome::Passed, Outcome::Failed, Outcome::Unknown, Outcome::Absent];

fn check(id: CheckId, outcome: Outcome, code: Code) -> Check {
    let due = matches!(outcome, Outcome::Failed | Outcome::Unknown);
    Check { outcome, code: due.then_some(code), ..Check::passed(id, Rule::new("test", "0")) }
}

/// What each check by itself does to a badge that is otherwise sound: when it fails, when it cannot be made.
///
/// A check that has no row here fails this test: what it does to the verdict is a decision, and is written down.
const TABLE: &[(&str, Verdict, Verdict)] = &[
    ("format", Verdict::Invalid, Verdict::Unconfirmed),
    ("proof.signature", Verdict::Invalid, Verdict::Unconfirmed),
    ("proof.claims", Verdict::Invalid, Verdict::Unconfirmed),
    ("hosted.copy", Verdict::Invalid, Verdict::Unconfirmed),
    ("hosted.scope", Verdict::Invalid, Verdict::Unconfirmed),
    ("issuer.key", Verdict::Invalid, Verdict::Unconfirmed),
    ("badge-class.issuer", Verdict::Invalid, Verdict::Unconfirmed),
    ("status.revocation", Verdict::Revoked, Verdict::Unconfirmed),
    ("time.validity", Verdict::Expired, Verdict::Unconfirmed),
    ("recipient.match", Verdict::Verified, Verdict::Verified),
    // A learner record is no sounder than what is in it.
    ("clr.credentials", Verdict::Invalid, Verdict::Unconfirmed),
    ("clr.associations", Verdict::Verified, Verdict::Verified),
    ("endorsement.subject", Verdict::Invalid, Verdict::Unconfirmed),
    // Anybody may put a badge into a presentation, and badly.
    ("presentation.format", Verdict::Verified, Verdict::Verified),
    ("presentation.holder", Verdict::Verified, Verdict::Verified),
    // What a badge only refers to may be gone without a word about the badge.
    ("integrity.resources", Verdict::Invalid, Verdict::Verified),
    // Open Badges 3.0 makes conformity part of verification; a schema that is gone says nothing about the badge.
    ("schema.conformance", Verdict::Invalid, Verdict::Verified),
    // VC JSON Schema, "Validity of a Verifiable Credential": structure says nothing about verification.
    ("schema.structure", Verdict::Verified, Verdict::Verified),
    ("refresh.newest", Verdict::Verified, Verdict::Verified),
];

#[test]
fn each_check_by_itself() {
    for id in CheckId::ALL {
        let row = TABLE.iter().find(|(name, ..)| *name == id.as_str());
        let (name, failed, unknown) = row.unwrap_or_else(|| panic!("no row for {}", id.as_str()));
        // Either proof alone would do; the other one is what this check is asked beside.
        let proof = if *id == CheckId::Signature { CheckId::HostedCopy } else { CheckId::Signature };
        let verdict = |outcome| {
            let sound = [CheckId::Format, proof].map(|id| check(id, Outcome::Passed, Code::Expired));
            let others = sound.into_iter().filter(|sound| sound.id != *id);
            Verdict::of(&others.chain([check(*id, outcome, Code::Expired)]).collect::<Vec<_>>())
        };
        assert_eq!(verdict(Outcome::Failed), *failed, "{name} fails");
        assert_eq!(verdict(Outcome::Unknown), *unknown, "{name} is unknown");
        assert_eq!(verdict(Outcome::Passed), Verdict::Verified, "{name} holds");
        assert_eq!(verdict(Outcome::Absent), Verdict::Verified, "{name} has nothing to check");
    }
}

/// The design's rows, in their order: the first that applies wins.
#[test]
fn every_combination_of_outcomes() {
    let mut seen = 0;
    let times = [
        (Outcome::Passed, Code::Expired),
        (Outcome::Absent, Code::Expired),
        (Outcome::Unknown, Code::TimeFormat),
        (Outcome::Failed, Code::Expired),
        (Outcome::Failed, Code::NotYetValid),
        (Outcome::Failed, Code::TimeOrder),
    ];
    for signature in OUTCOMES {
        for copy in OUTCOMES {
            for key in OUTCOMES {
                for status in OUTCOMES {
                    for (time, code) in times {
                        for recipient in OUTCOMES {
                            let checks = [
                                check(CheckId::Signature, signature, Code::SigInvalid),
                                check(CheckId::HostedCopy, copy, Code::HostedMismatch),
                                check(CheckId::IssuerKey, key, Code::IssuerKeyUnbound),
                                check(CheckId::Revocation, status, Code::Revoked),
                                check(CheckId::Validity, time, code),
                                check(CheckId::Recipient, recipient, Code::RecipientMismatch),
                            ];
                            let integrity = [signature, copy, key];
                            let needed = [signature, copy, key, status, time];
                            let rows = [
                                (integrity.contains(&Outcome::Failed), Verdict::Invalid),
                                (status == Outcome::Failed, Verdict::Revoked),
                                (time == Outcome::Failed && code == Code::TimeOrder, Verdict::Invalid),
                                (time == Outcome::Failed && code == Code::Expired, Verdict::Expired),
                                (time == Outcome::Failed, Verdict::NotYetValid),
                                (needed.contains(&Outcome::Unknown), Verdict::Unconfirmed),
                                // Nothing shows whose the badge is.
                                (![signature, copy].contains(&Outcome::Passed), Verdict::Unconfirmed),
                                (true, Verdict::Verified),
                            ];
                            let (_, expected) = rows.iter().find(|(applies, _)| *applies).unwrap();
                            let told = format!(
                                "{signature:?} {copy:?} {key:?} {status:?} {time:?} {code} {recipient:?}"
                            );
                            assert_eq!(Verdict::of(&checks), *expected, "{told}");
                            let reversed: Vec<Check> = checks.into_iter().rev().collect();
                            assert_eq!(Verdict::of(&reversed), *expected, "in another order: {told}");
                            seen += 1;
                        }
                    }
                }
            }
        }
    }
    assert_eq!(seen, 4 * 4 * 4 * 4 * 6 * 4);
}

/// Two checks of the same bearing count alike: what is said of one representative above holds for each.
#[test]
fn what_counts_is_what_a_check_bears_on() {
    let by_bearing = |wanted: Bearing| CheckId::ALL.iter().filter(move |id| id.bearing() == wanted);
    for (bearing, failed) in [(Bearing::Integrity, Verdict::Invalid), (Bearing::Beside, Verdict::Verified)] {
        for id in by_bearing(bearing) {
            let row = TABLE.iter().find(|(name, ..)| *name == id.as_str()).unwrap();
            assert_eq!(row.1, failed, "{}", id.as_str());
        }
    }
}
