//! The verdict is a function of the outcomes: every check on its own, and every combination.

use openbadges::{
    Check, CheckId, Code, Outcome, Verdict,
    check::{Bearing, Rule},
};

const OUTCOMES: [Outcome; 4] = [Outcome::Passed, Outcome::Failed, Outcome::Unknown, Outcome::Absent];

fn check(id: CheckId, outcome: Outcome, code: Code) -> Check {
    let due = matches!(outcome, Outcome::Failed | Outcome::Unknown);
    Check { outcome, code: due.then_some(code), ..Check::passed(id, Rule::new("test", "0")) }
}

/// The effect of each check on an otherwise valid badge when it fails, and when it is unknown.
///
/// A check without a row fails this test: its effect on the verdict is a decision that must be recorded here.
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
    // A learner record is no better than its contents.
    ("clr.credentials", Verdict::Invalid, Verdict::Unconfirmed),
    ("clr.associations", Verdict::Verified, Verdict::Verified),
    ("endorsement.subject", Verdict::Invalid, Verdict::Unconfirmed),
    // Anybody can put a badge into a malformed presentation.
    ("presentation.format", Verdict::Verified, Verdict::Verified),
    ("presentation.holder", Verdict::Verified, Verdict::Verified),
    // A resource may become unavailable although the badge is valid.
    ("integrity.resources", Verdict::Invalid, Verdict::Verified),
    // Open Badges 3.0 makes conformance part of verification; a missing schema does not affect the badge.
    ("schema.conformance", Verdict::Invalid, Verdict::Verified),
    // VC JSON Schema, "Validity of a Verifiable Credential": structure is not part of verification.
    ("schema.structure", Verdict::Verified, Verdict::Verified),
    ("refresh.newest", Verdict::Verified, Verdict::Verified),
];

#[test]
fn verdict_for_each_failed_or_unknown_check() {
    for id in CheckId::ALL {
        let row = TABLE.iter().find(|(name, ..)| *name == id.as_str());
        let (name, failed, unknown) = row.unwrap_or_else(|| panic!("no row for {}", id.as_str()));
        // One of the two proofs suffices, so this check is combined with the other proof.
        let proof = if *id == CheckId::Signature { CheckId::HostedCopy } else { CheckId::Signature };
        let verdict = |outcome| {
            let passed = [CheckId::Format, proof].map(|id| check(id, Outcome::Passed, Code::Expired));
            let others = passed.into_iter().filter(|passed| passed.id != *id);
            Verdict::of(&others.chain([check(*id, outcome, Code::Expired)]).collect::<Vec<_>>())
        };
        assert_eq!(verdict(Outcome::Failed), *failed, "{name} failed");
        assert_eq!(verdict(Outcome::Unknown), *unknown, "{name} is unknown");
        assert_eq!(verdict(Outcome::Passed), Verdict::Verified, "{name} passed");
        assert_eq!(verdict(Outcome::Absent), Verdict::Verified, "{name} has nothing to check");
    }
}

/// The rows of the design in order. The first row that applies determines the verdict.
#[test]
fn verdict_for_every_combination_of_outcomes() {
    let mut combinations = 0;
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
                                // Nothing proves who the issuer is.
                                (![signature, copy].contains(&Outcome::Passed), Verdict::Unconfirmed),
                                (true, Verdict::Verified),
                            ];
                            let (_, expected) = rows.iter().find(|(applies, _)| *applies).unwrap();
                            let message = format!(
                                "{signature:?} {copy:?} {key:?} {status:?} {time:?} {code} {recipient:?}"
                            );
                            assert_eq!(Verdict::of(&checks), *expected, "{message}");
                            let reversed: Vec<Check> = checks.into_iter().rev().collect();
                            assert_eq!(Verdict::of(&reversed), *expected, "in another order: {message}");
                            combinations += 1;
                        }
                    }
                }
            }
        }
    }
    assert_eq!(combinations, 4 * 4 * 4 * 4 * 6 * 4);
}

/// Two checks with the same effect are equivalent: the result for a representative applies to all.
#[test]
fn checks_of_the_same_effect_are_equivalent() {
    let by_bearing = |wanted: Bearing| CheckId::ALL.iter().filter(move |id| id.bearing() == wanted);
    for (bearing, failed) in [(Bearing::Integrity, Verdict::Invalid), (Bearing::NoEffect, Verdict::Verified)]
    {
        for id in by_bearing(bearing) {
            let row = TABLE.iter().find(|(name, ..)| *name == id.as_str()).unwrap();
            assert_eq!(row.1, failed, "{}", id.as_str());
        }
    }
}
