//! Badges inside presentations and PDFs.
//!
//! The imported file is stored byte for byte as the original of each badge in it. An export contains a PDF
//! whole if the PDF holds nothing but one badge. In all other cases it contains only the exact text of the
//! badge, because the learner did not choose to share the rest of the file.

use backpack::{
    Backpack, CancellationToken, ImportInput, NetworkPolicy, OpenOptions, VerifierOptions,
    store::{BadgeId, Original, Store},
    vault::{UnlockWith, Vault},
    view::{AddStatus, ExportOptions, OpenState, Query},
};
use data_encoding::BASE64URL_NOPAD;
use openbadges::{Container, documents::sha256_hex};
use secrecy::SecretString;

/// Returns the text of a badge, with irregular white space that no program would write.
fn credential(name: &str) -> String {
    format!(
        "{{ \"@context\": [\"https://www.w3.org/ns/credentials/v2\",\n\
         \"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json\"] ,\n  \"id\":\"urn:badge:{name}\",\
         \"type\" : [ \"VerifiableCredential\",\"OpenBadgeCredential\"], \"issuer\": {{\"id\":\"did:example:weavers\",\
         \"type\":[\"Profile\"]}},\t\"validFrom\": \"2025-01-01T00:00:00Z\", \"name\": \"{name}\",\
         \"credentialSubject\":{{\"type\":[\"AchievementSubject\"],\"achievement\":{{\"id\":\"urn:achievement:{name}\",\
         \"type\":[\"Achievement\"],\"name\":\"{name}\",\"description\":\"d\",\"criteria\":{{\"narrative\":\"n\"}}}}}} }}"
    )
}

fn presentation(badges: &[String]) -> String {
    format!(
        "{{\"@context\":[\"https://www.w3.org/ns/credentials/v2\"], \"type\":[ \"VerifiablePresentation\"],\n\
         \"holder\":\"did:example:learner\",\"verifiableCredential\":[ {} ] }}\n",
        badges.join(" ,\n")
    )
}

/// Returns a presentation in the payload of a JWS (VC data model 1.1, section 6.3.1).
fn jwt_presentation(badges: &[String]) -> String {
    let header = r#"{"alg":"EdDSA","typ":"JWT"}"#;
    let payload = format!(
        r#"{{"iss":"did:example:learner","vp":{{"type":["VerifiablePresentation"],"verifiableCredential":[{}]}}}}"#,
        badges.join(",")
    );
    let encoded = |bytes: &[u8]| BASE64URL_NOPAD.encode(bytes);
    format!("{}.{}.{}", encoded(header.as_bytes()), encoded(payload.as_bytes()), encoded(&[1; 64]))
}

/// Returns a PDF with one object per text, under the name `openbadges`.
fn pdf(texts: &[String]) -> Vec<u8> {
    let mut pdf = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n".to_vec();
    for (at, text) in texts.iter().enumerate() {
        let hex = data_encoding::HEXUPPER.encode(text.as_bytes());
        pdf.extend(
            format!("{} 0 obj\n<< /Title (a certificate) /openbadges <{hex}> >>\nendobj\n", at + 2).bytes(),
        );
    }
    pdf.extend(b"trailer\n<< /Root 1 0 R /Info 2 0 R >>\nstartxref\n0\n%%EOF\n");
    pdf
}

/// A file that contains badges.
struct Wrapper {
    name: &'static str,
    bytes: Vec<u8>,
    container: Container,
    /// The texts of the badges.
    badges: Vec<String>,
    /// The expected original of each badge in an exported bundle.
    exports: Vec<Vec<u8>>,
}

fn wrappers() -> Vec<Wrapper> {
    let one_badge = || vec![credential("Warp")];
    let two_badges = || vec![credential("Warp"), credential("Weft")];
    let texts = |badges: &[String]| badges.iter().map(|text| text.clone().into_bytes()).collect::<Vec<_>>();
    let with_texts = |name, bytes: Vec<u8>, container, badges: Vec<String>| {
        let exports = texts(&badges);
        Wrapper { name, bytes, container, badges, exports }
    };
    let certificate = pdf(&one_badge());
    vec![
        with_texts("two.json", presentation(&two_badges()).into(), Container::Bare, two_badges()),
        // A presentation may be signed for one verifier. It is private and not part of the badge.
        with_texts("one.json", presentation(&one_badge()).into(), Container::Bare, one_badge()),
        with_texts("two.jwt", jwt_presentation(&two_badges()).into(), Container::Bare, two_badges()),
        with_texts("two.pdf", pdf(&two_badges()), Container::Pdf, two_badges()),
        with_texts("presentation.pdf", pdf(&[presentation(&one_badge())]), Container::Pdf, one_badge()),
        Wrapper {
            name: "certificate.pdf",
            bytes: certificate.clone(),
            container: Container::Pdf,
            badges: one_badge(),
            exports: vec![certificate],
        },
    ]
}

struct Learner {
    folder: tempfile::TempDir,
}

impl Learner {
    const PASSPHRASE: &'static str = "correct horse";

    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn open(&self) -> Backpack {
        let options = OpenOptions {
            data_dir: Some(self.folder.path().join("backpack")),
            passphrase: Some(Self::PASSPHRASE.into()),
            recovery_phrase: None,
        };
        let (state, backpack) =
            Backpack::open(&options, VerifierOptions { offline: true, ..VerifierOptions::default() });
        assert!(matches!(state, OpenState::Open { ref messages, .. } if messages.is_empty()), "{state:?}");
        backpack.unwrap()
    }

    /// Returns the stored originals of a badge. The backpack must be closed.
    fn originals(&self, id: &BadgeId) -> Vec<Original> {
        let dir = self.folder.path().join("backpack");
        let vault =
            Vault::open(&dir, &UnlockWith::Passphrase(SecretString::from(Self::PASSPHRASE.to_owned())))
                .unwrap();
        Store::open(&dir, vault.data_key()).unwrap().0.originals(id).unwrap()
    }
}

/// Adds every badge of a file and returns the result for each.
async fn add_all(backpack: &Backpack, name: &str, bytes: &[u8]) -> Vec<(AddStatus, String)> {
    let inputs = vec![ImportInput::Bytes { name: name.into(), bytes: bytes.to_vec() }];
    let candidates =
        backpack.inspect(inputs, &NetworkPolicy::allow([]), &CancellationToken::default(), &|_| {}).await;
    let keys: Vec<String> = candidates.into_iter().map(|candidate| candidate.key).collect();
    let results = backpack.add_candidates(&keys, &CancellationToken::default(), &|_| {});
    results.into_iter().map(|result| (result.outcome, result.badge_id.unwrap_or_default())).collect()
}

/// Returns the originals in an exported bundle of these badges.
fn exported(learner: &Learner, backpack: &Backpack, ids: &[String]) -> Vec<Vec<u8>> {
    backpack.create_collection("Work", "").unwrap();
    backpack.add_to_collection("Work", ids, None).unwrap();
    let to = learner.folder.path().join("work.badgebundle");
    let options = ExportOptions::default();
    backpack.export_bundle("Work", &to, &options, &CancellationToken::default(), &|_| {}).unwrap();
    let bundle = badge_bundle::read(&std::fs::read(&to).unwrap()).unwrap();
    bundle.badges().iter().map(|badge| badge.original.clone()).collect()
}

#[tokio::test]
async fn container_is_stored_whole_and_exported_only_if_it_holds_one_badge() {
    for wrapper in wrappers() {
        let Wrapper { name, bytes, container, badges, exports } = &wrapper;
        let learner = Learner::new();
        let backpack = learner.open();
        let ids: Vec<BadgeId> = badges.iter().map(|text| BadgeId::of(text)).collect();
        let results = add_all(&backpack, name, bytes).await;
        let added: Vec<_> = ids.iter().map(|id| (AddStatus::Added, id.to_string())).collect();
        assert_eq!(results, added, "{name}");
        drop(backpack);

        let backpack = learner.open();
        assert_eq!(backpack.list_badges(&Query::default()).unwrap().len(), badges.len(), "{name}");
        for (id, text) in ids.iter().zip(badges) {
            let detail = backpack.show_badge(id.as_str()).await.unwrap();
            assert_eq!(&detail.original_text, text, "{name}: each badge's own text");
            let sources: Vec<_> =
                detail.sources.iter().map(|source| (source.name.as_str(), source.sha256.clone())).collect();
            assert_eq!(sources, [(*name, sha256_hex(bytes))], "{name}: the imported file is the source");
        }
        let ids_as_text: Vec<String> = ids.iter().map(ToString::to_string).collect();
        assert_eq!(&exported(&learner, &backpack, &ids_as_text), exports, "{name}: exported originals");
        drop(backpack);

        for id in &ids {
            let originals = learner.originals(id);
            let [original] = originals.as_slice() else { panic!("{name}: {}", originals.len()) };
            assert_eq!(
                (&original.bytes, original.container),
                (bytes, *container),
                "{name}: the stored original is the file"
            );
        }
    }
}

#[tokio::test]
async fn same_badge_in_a_presentation_and_alone_has_two_originals() {
    let learner = Learner::new();
    let backpack = learner.open();
    let (warp, wrapped) = (credential("Warp"), presentation(&[credential("Warp"), credential("Weft")]));
    let id = BadgeId::of(&warp);
    assert_eq!(add_all(&backpack, "two.json", wrapped.as_bytes()).await.len(), 2);
    let again = add_all(&backpack, "warp.json", warp.as_bytes()).await;
    assert_eq!(again, [(AddStatus::AlreadyHeld, id.to_string())]);
    assert_eq!(exported(&learner, &backpack, &[id.to_string()]), [warp.clone().into_bytes()]);
    drop(backpack);
    let originals: Vec<Vec<u8>> = learner.originals(&id).into_iter().map(|original| original.bytes).collect();
    assert_eq!(originals, [wrapped.into_bytes(), warp.into_bytes()], "both files are stored byte for byte");
}
