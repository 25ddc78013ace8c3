//! Reading the public vectors: the format of each file, its faults, and the badges in its images.

use crate::support::conformance;
use std::{collections::BTreeMap, fs, path::Path};

use crate::support::conformance::ManifestFile;
use openbadges::{
    Code, Container, Credential, Format, ParsedBadge, ReadError,
    formats::{self, Fault},
    read,
};

/// Reads every file of the folder's manifest and compares the result with `expected`.
fn every_file(
    folder: &str,
    expected: impl Fn(&str, &str, Result<ParsedBadge, ReadError>) -> Result<(), String>,
) {
    let Some(path) = conformance::folder(folder) else { return };
    let files = conformance::manifest(&path);
    let failures: Vec<String> = files
        .iter()
        .filter_map(|ManifestFile { file, expected: verdict }| {
            let result = read(&bytes(&path.join(file)));
            expected(file, verdict, result).err().map(|why| format!("{file}: {why}"))
        })
        .collect();
    conformance::assert_all_pass(folder, files.len(), &failures);
}

fn bytes(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn ensure(holds: bool, why: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(why()) }
}

/// Every file is recognised. Valid badges have no faults, and each broken badge has the fault that its name
/// describes.
#[test]
fn recognises_the_1edtech_validators_files() {
    every_file("1edtech-public-validator", |file, verdict, result| match result {
        Ok(found) => {
            ensure(badge_format(file) == Some(found.format), || format!("{:?}", found.format))?;
            let container = match file.rsplit('.').next() {
                Some("png") => Container::Png,
                Some("svg") => Container::Svg,
                _ => Container::Bare,
            };
            ensure(found.container == container, || format!("{:?}", found.container))?;
            let image_note = found.notes.iter().any(|note| note.code == Code::ImageNotSigned);
            let signed_picture = container != Container::Bare && file.starts_with("ob30/");
            ensure(image_note == signed_picture, || format!("{:?}", found.notes))?;
            let faults = formats::faults(&found);
            if matches!(verdict, "valid" | "warning") {
                ensure(faults.is_empty(), || format!("{faults:?}"))?;
            }
            let about = FAULTS.iter().filter(|(name, _)| *name == file);
            for (_, pointer) in about {
                ensure(faults.iter().any(|fault| fault.pointer == *pointer), || format!("{faults:?}"))?;
            }
            Ok(())
        }
        Err(error) => {
            ensure(badge_format(file).is_none(), || error.to_string())?;
            let code = match file {
                "ob20/assets/beths-robot-work.html" => Code::ImportEmpty,
                "ob20/assets/openbadges_context.json" => Code::ImportUnrecognised,
                "ob20/redirected-validation-subject.json" => Code::JsonSyntax,
                picture if picture.ends_with(".png") => Code::PngNoBadge,
                _ => Code::JsonNotABadge,
            };
            ensure(error.code == code, || error.to_string())
        }
    });
}

/// Returns the format of a file of `1edtech-public-validator` by its name, or `None` if it is not a badge.
fn badge_format(file: &str) -> Option<Format> {
    let (folder, name) = file.split_once('/')?;
    match folder {
        "ob30" if name.ends_with("testlist") => None,
        "ob30" if name.starts_with("endorsement") => Some(Format::EndorsementDataIntegrity),
        "clr20" if name.ends_with(".jwt") => Some(Format::ClrJwt),
        "clr20" => Some(Format::ClrDataIntegrity),
        "ob20" if name.starts_with("assets/endorsement") => Some(Format::EndorsementHosted),
        "ob30" if name.contains("jwt") => Some(Format::Ob3Jwt),
        "ob30" => Some(Format::Ob3DataIntegrity),
        "ob20" if name.ends_with(".jwt") => Some(Format::Ob2Signed),
        "ob20" if name.contains('/') => None,
        "ob20" if name.contains("assertion") || name.starts_with("warning") || name == "simple-badge.png" => {
            Some(Format::Ob2Hosted)
        }
        _ => None,
    }
}

/// The fault of each broken file.
const FAULTS: &[(&str, &str)] = &[
    ("ob20/basic-assertion-invalid-context.json", "/@context"),
    ("ob20/basic-assertion-invalid-type.json", "/type"),
    ("ob30/simple-err-context.json", "/@context"),
    (
        "ob30/simple-err-credential-subject-achievement-result-description-type.json",
        "/credentialSubject/achievement/resultDescription/2/type",
    ),
    ("ob30/simple-err-credential-subject-identifier-type.json", "/credentialSubject/identifier/0/type"),
    ("ob30/simple-err-credential-subject-profile-type.json", "/credentialSubject/source/type"),
    ("ob30/simple-err-credential-subject-result-type.json", "/credentialSubject/result/1/type"),
    ("ob30/simple-err-credential-subject-type.json", "/credentialSubject/type"),
    ("ob30/simple-err-evidence-type.json", "/evidence/1/type"),
    ("ob30/simple-err-issuer-otheridentifier-type.json", "/issuer/otherIdentifier/1/type"),
    ("ob30/simple-err-issuer-parentorg-type.json", "/issuer/parentOrg/type"),
    ("ob30/simple-err-issuer-type.json", "/issuer/type"),
    ("ob30/simple-err-issuer.json", "/issuer"),
    ("ob30/simple-err-type.json", "/type"),
    ("ob30/simple-noproof.json", "/credentialSubject/achievement"),
];

#[test]
fn unbakes_the_images_of_the_bakeries() {
    let hosted = |file: &str, result: Result<ParsedBadge, ReadError>, member: &str, value: &str| {
        let found = result.map_err(|error| error.to_string())?;
        let member = found.document().and_then(|document| document.pointer(member)).cloned();
        ensure(found.format == Format::Ob1Hosted && member == Some(value.into()), || {
            format!("{file}: {found:?}")
        })
    };
    let reference = |result: Result<ParsedBadge, ReadError>, address: &str| {
        let found = result.map_err(|error| error.to_string())?;
        ensure(found.credential == Credential::Reference { url: address.into() }, || format!("{found:?}"))
    };
    let none = |result: Result<ParsedBadge, ReadError>, code: Code| match result {
        Ok(found) => Err(format!("{found:?}")),
        Err(error) => ensure(error.code == code, || error.to_string()),
    };
    every_file("mozilla-openbadges-bakery", |file, _, result| match file {
        "baked.svg" => hosted(file, result, "/verify/url", "http://example.org"),
        "bad-json.svg" | "no-json.svg" => reference(result, "http://example.org"),
        "unbaked.svg" => none(result, Code::SvgNoBadge),
        _ => none(result, Code::PngNoBadge),
    });
    every_file("concentricsky-openbadges-bakery", |file, _, result| match file {
        "baked_heart.png" => hosted(file, result, "/uid", "123"),
        "baked_example.svg" => hosted(file, result, "/uid", "abcdef12345"),
        "unbaked_example.svg" => none(result, Code::SvgNoBadge),
        _ => none(result, Code::PngNoBadge),
    });
    every_file("mozilla-openbadges-backpack", |file, _, result| match file {
        "valid-baked.png" => reference(result, "https://example.org/assertion"),
        "404.png" => reference(result, "https://example.org/404"),
        "unbaked.svg" => none(result, Code::SvgNoBadge),
        _ => none(result, Code::PngNoBadge),
    });
}

/// The complete credential of the 1EdTech suite.
#[test]
fn maps_all_fields_of_a_complete_credential() {
    let Some(path) = conformance::folder("1edtech-public-validator") else { return };
    let found = read(&bytes(&path.join("ob30/complete.json"))).unwrap();
    let badge = &found.badge;
    assert_eq!(badge.id.as_deref(), Some("http://1edtech.edu/credentials/3732"));
    assert_eq!(badge.name.as_deref(), Some("1EdTech University Degree"));
    assert_eq!(badge.issuer.name.as_deref(), Some("1EdTech University"));
    assert_eq!(badge.issuer.email.as_deref(), Some("registrar@1edtech.edu"));
    assert_eq!(badge.image.as_deref(), Some("https://1edtech.edu/credentials/3732/image"));
    assert_eq!(badge.achievement.achievement_type.as_deref(), Some("Degree"));
    assert_eq!(badge.achievement.credits_available, Some(36.0));
    assert_eq!(badge.achievement.alignments[0].code.as_deref(), Some("degree"));
    assert_eq!(badge.achievement.tags, ["research", "computer science"]);
    let recipients: Vec<(&str, &str)> = badge
        .recipients
        .iter()
        .map(|recipient| (recipient.kind.as_str(), recipient.identity.as_str()))
        .collect();
    assert_eq!(
        recipients,
        [
            ("id", "did:example:ebfeb1f712ebc6f1c276e12ec21"),
            ("email", "student@1edtech.edu"),
            ("email", "somebody@gmail.com"),
        ]
    );
    let results: BTreeMap<Option<&str>, Option<&str>> =
        badge.results.iter().map(|result| (result.value.as_deref(), result.name.as_deref())).collect();
    assert_eq!(
        results,
        BTreeMap::from([
            (Some("A"), Some("Final Project Grade")),
            (Some("Mastery"), Some("Final Project Grade")),
            (Some("Completed"), Some("Final Project Grade")),
        ])
    );
    assert_eq!(badge.evidence[0].genre.as_deref(), Some("Research"));
    assert_eq!(formats::faults(&found), Vec::<Fault>::new());
}

/// W3C VC data model 2.0, section 4.9: valid and invalid times.
#[test]
fn agrees_with_the_data_model_suite_on_times() {
    let folder = "w3c-vc-data-model-2.0-test-suite";
    let Some(path) = conformance::folder(folder) else { return };
    let cases = [
        ("credential-validfrom-ms-ok.json", "validFrom", true),
        ("credential-validfrom-tz-ok.json", "validFrom", true),
        ("credential-validfrom-far-future-ok.json", "validFrom", true),
        ("credential-validfrom-invalid-fail.json", "validFrom", false),
        ("credential-validuntil-ms-ok.json", "validUntil", true),
        ("credential-validuntil-tz-ok.json", "validUntil", true),
        ("credential-validuntil-invalid-fail.json", "validUntil", false),
    ];
    let failures: Vec<String> = cases
        .iter()
        .filter_map(|(file, member, is_time)| {
            let document = openbadges::json::parse(&find(&path, file)).unwrap();
            let time = document[member].as_str().unwrap();
            let read = formats::time::date_time(time).is_ok();
            (read != *is_time).then(|| format!("{file}: {time}"))
        })
        .collect();
    conformance::assert_all_pass(&format!("{folder} (times)"), cases.len(), &failures);
}

/// Returns the bytes of the file with that name anywhere in `folder`.
fn find(folder: &Path, name: &str) -> Vec<u8> {
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.ends_with(name) {
                return bytes(&path);
            }
        }
    }
    panic!("{name} is not in the folder");
}

/// OB 0.5: no context, the recipient as a string with its salt beside it, the issuer inside the badge.
#[test]
fn recognises_ob05_badges() {
    let Some(path) = conformance::folder("1edtech-openbadges-validator-core") else { return };
    let found = read(&bytes(&path.join("components/0_5_1_assertion.json"))).unwrap();
    assert_eq!(found.format, Format::Ob05Hosted);
    assert_eq!(found.badge.name.as_deref(), Some("Basic McBadge"));
    assert_eq!(found.badge.issuer.name.as_deref(), Some("Basic Issuer"));
    assert_eq!(found.badge.issuer.url.as_deref(), Some("http://oldstyle.com"));
    assert_eq!(found.badge.issued_on.map(|time| time.to_string()).as_deref(), Some("2011-06-01T00:00:00Z"));
    let recipient = &found.badge.recipients[0];
    assert_eq!((recipient.hashed, recipient.salt.as_deref()), (true, Some("sel gris")));
}
