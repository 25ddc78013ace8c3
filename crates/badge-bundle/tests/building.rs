//! What a built bundle contains.

use badge_bundle::{BundleOptions, Contents, SectionContents, SharedBadge, build, is_bundle, read};
use openbadges::{Code, Offline, VerifyOptions, baking, documents::sha256_hex, verify};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::fixtures::*;

#[test]
fn bundle_has_the_entries_of_its_format_in_order() {
    let (issuer, alice) = (Issuer::new(), Learner::alice());
    let mut contents = contents(&[
        issuer.badge_for(&alice, "Gate"),
        issuer.jwt(&issuer.credential("Rail", json!({ "id": alice.did }))),
    ]);
    let shared = &mut contents.sections[0].badges[0];
    shared.picture = Some(b"\x89PNG".to_vec());
    shared.documents = Web::default().with("https://college.example/issuer", &json!({})).archived();
    shared.report = Some(report_of(&shared.original));
    let bundle = alice.bundle_with(contents, &BundleOptions::new(noon()));

    assert!(is_bundle(&bundle));
    assert_eq!(&bundle[30..38], b"mimetype");
    assert!(bundle[38..].starts_with(b"application/vnd.badge-backpack.bundle+zip"));
    let names: Vec<String> = unpack(&bundle).into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        [
            "mimetype",
            "manifest.json",
            "collection.json",
            "presentation.json",
            "badges/01/original.json",
            "badges/01/picture.png",
            "badges/01/report.json",
            "badges/01/documents/01",
            "badges/01/documents/index.json",
            "badges/02/original.jws",
        ]
    );
    let (bundle, review) = read_and_review(&bundle).unwrap();
    assert_eq!(bundle.manifest().holder, alice.did);
    assert_eq!(bundle.collection().sections[0].badges, ["01", "02"]);
    assert_eq!(review.badges.iter().map(|badge| badge.presented).collect::<Vec<_>>(), [true, true]);
}

fn report_of(original: &[u8]) -> openbadges::Report {
    let options =
        VerifyOptions { identities: vec![mail("alice@home.example")], ..VerifyOptions::new(noon()) };
    block_on(verify(&openbadges::read(original).unwrap(), &Offline, &options))
}

#[test]
fn presents_every_credential_that_can_be_presented() {
    let (issuer, alice) = (Issuer::new(), Learner::alice());
    let subject = json!({ "id": alice.did });
    let plain = issuer.badge_for(&alice, "Gate");
    let older = issuer.signed(&issuer.older_credential("Fence", subject.clone()));
    let jwt = issuer.jwt(&issuer.credential("Rail", subject.clone()));
    let unsigned = issuer.credential("Unsigned", subject.clone()).to_string().into_bytes();
    let mut undefined: Value = serde_json::from_slice(&plain).unwrap();
    undefined["strange term"] = json!("that no context defines");
    let undefined = undefined.to_string().into_bytes();
    let baked =
        baking::png::bake(&png(), std::str::from_utf8(&plain).unwrap(), baking::Standard::Ob3).unwrap();

    let bundle = alice.bundle(&[plain.clone(), older.clone(), jwt.clone(), unsigned, undefined, baked]);
    let mut entries = unpack(&bundle);
    let presentation: Value = serde_json::from_slice(&entry(&mut entries, "presentation.json").1).unwrap();
    let envelope = json!({
        "@context": "https://www.w3.org/ns/credentials/v2",
        "id": format!("data:application/vc+jwt,{}", String::from_utf8(jwt).unwrap()),
        "type": "EnvelopedVerifiableCredential",
    });
    let parsed = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).unwrap();
    assert_eq!(presentation["verifiableCredential"], json!([parsed(&plain), parsed(&older), envelope]));
    assert_eq!(presentation["holder"], json!(alice.did));
    assert_eq!(presentation["proof"]["cryptosuite"], "eddsa-rdfc-2022");
    assert_eq!(presentation["proof"]["proofPurpose"], "authentication");

    let (_, review) = read_and_review(&bundle).unwrap();
    let presented: Vec<bool> = review.badges.iter().map(|badge| badge.presented).collect();
    assert_eq!(
        presented,
        [true, true, true, false, false, true],
        "the last original is the first badge in a PNG"
    );
}

/// Returns a PNG of one pixel.
fn png() -> Vec<u8> {
    let pixel =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg==";
    data_encoding::BASE64.decode(pixel.as_bytes()).unwrap()
}

#[test]
fn same_input_gives_same_bytes() {
    let (issuer, alice) = (Issuer::new(), Learner::alice());
    let originals = [issuer.badge_for(&alice, "Gate"), issuer.badge_for(&alice, "Fence")];
    assert_eq!(alice.bundle(&originals), alice.bundle(&originals));
}

#[test]
fn keeps_order_of_more_than_99_badges() {
    let (issuer, alice) = (Issuer::new(), Learner::alice());
    let originals: Vec<Vec<u8>> =
        (0..101).map(|at| issuer.badge_for(&alice, &format!("badge-{at}"))).collect();
    let bundle = read(&alice.bundle(&originals)).unwrap();
    let restored: Vec<&Vec<u8>> = bundle.badges().iter().map(|badge| &badge.original).collect();
    assert!(originals.iter().eq(restored));
    assert_eq!(bundle.badges()[100].number, "101");
}

/// Rows L16 and P07. A report names the learner's addresses that matched. A bundle contains only the
/// disclosed addresses, even if a badge was issued to several.
#[test]
fn contains_only_disclosed_identities() {
    let (issuer, alice) = (Issuer::new(), Learner::alice());
    let (home, work) = ("alice@home.example", "alice@work.example");
    let original = issuer.badge_by_mail("Gate", &[home, work, "someone@else.example"]);
    let options = VerifyOptions { identities: vec![mail(home), mail(work)], ..VerifyOptions::new(noon()) };
    let report = block_on(verify(&openbadges::read(&original).unwrap(), &Offline, &options));
    let text = serde_json::to_string(&report).unwrap();
    assert!(text.contains(home) && text.contains(work), "the report names both addresses");

    for disclosed in [&[][..], &[home], &[work], &[home, work]] {
        let mut contents = contents(std::slice::from_ref(&original));
        contents.sections[0].badges[0].report = Some(report.clone());
        contents.identities = disclosed.iter().map(|address| mail(address)).collect();
        let entries = unpack(&alice.bundle_with(contents, &BundleOptions::new(noon())));
        for address in [home, work] {
            let contained = entries.iter().any(|(_, bytes)| String::from_utf8_lossy(bytes).contains(address));
            assert_eq!(contained, disclosed.contains(&address), "{address}, with {disclosed:?} disclosed");
        }
    }
}

#[test]
fn rejects_original_that_is_not_a_badge() {
    let alice = Learner::alice();
    let error =
        build(&contents(&[b"{}".to_vec()]), &alice.signer(), &BundleOptions::new(noon())).unwrap_err();
    assert_eq!(error.code().map(|code| code.as_str()), Some(Code::JsonNotABadge.as_str()));
}

/// The builder writes no bundle that readers would reject.
#[test]
fn rejects_text_that_json_readers_treat_differently() {
    let alice = Learner::alice();
    let with_title = Contents { title: "a\0b".into(), ..Contents::default() };
    let with_audience = BundleOptions { audience: Some("a\u{fffe}b".into()), ..BundleOptions::new(noon()) };
    for (name, contents, options) in [
        ("a title", with_title, BundleOptions::new(noon())),
        ("an audience", Contents::default(), with_audience),
    ] {
        let error = build(&contents, &alice.signer(), &options).unwrap_err();
        assert_eq!(error.code().map(|code| code.as_str()), Some(Code::TextEncoding.as_str()), "{name}");
    }
}

#[test]
fn empty_collection_is_a_valid_bundle() {
    let (bundle, review) = read_and_review(&Learner::alice().bundle(&[])).unwrap();
    assert!(bundle.badges().is_empty() && review.badges.is_empty());
}

/// Any text without the two characters that JSON readers treat differently.
const TEXT: &str = "[^\\x00\u{fffe}]{0,40}";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// A bundle preserves the originals byte for byte, and the learner's notes.
    #[test]
    fn originals_and_texts_survive_a_round_trip(
        title in TEXT,
        notes in proptest::collection::vec(TEXT, 0..4),
        padding in "[ \\n\\t]{0,20}",
        as_jwt in any::<bool>(),
    ) {
        let (issuer, alice) = (Issuer::new(), Learner::alice());
        let badges: Vec<SharedBadge> = notes
            .iter()
            .enumerate()
            .map(|(at, note)| {
                let credential = issuer.credential(&format!("badge-{at}"), json!({ "id": alice.did }));
                let mut original = if as_jwt { issuer.jwt(&credential) } else { issuer.signed(&credential) };
                original.extend_from_slice(padding.as_bytes());
                SharedBadge { note: note.clone(), ..SharedBadge::new(original) }
            })
            .collect();
        let contents = Contents {
            title: title.clone(),
            sections: badges.iter().map(|badge| SectionContents { title: None, badges: vec![badge.clone()] }).collect(),
            ..Contents::default()
        };
        let bundle = read(&alice.bundle_with(contents, &BundleOptions::new(noon()))).unwrap();
        prop_assert_eq!(&bundle.collection().title, &title);
        prop_assert_eq!(bundle.badges().len(), badges.len());
        for (bundled, badge) in bundle.badges().iter().zip(&badges) {
            prop_assert_eq!(sha256_hex(&bundled.original), sha256_hex(&badge.original));
            let text = bundle.collection().badges.get(&bundled.number);
            prop_assert_eq!(text.map_or("", |text| &text.note), &badge.note);
        }
    }
}
