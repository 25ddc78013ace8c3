//! Badges that came inside something else: presentations and PDFs. The file that was handed over is kept byte for byte,
//! for each badge in it. Out goes that file where the badge is all that it holds, and otherwise the badge's own text as it
//! stands there, since nobody chose the rest.

use backpack::{
    Backpack, CancellationToken, ImportInput, NetworkPolicy, OpenOptions, VerifierOptions,
    store::{BadgeId, Original, Store},
    vault::{UnlockWith, Vault},
    view::{AddStatus, ExportOptions, OpenState, Query},
};
use data_encoding::BASE64URL_NOPAD;
use openbadges::{Container, documents::sha256_hex};
use secrecy::SecretString;

/// A badge's text, spaced as no program would write it.
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

fn presentation(inside: &[String]) -> String {
    format!(
        "{{\"@context\":[\"https://www.w3.org/ns/credentials/v2\"], \"type\":[ \"VerifiablePresentation\"],\n\
         \"holder\":\"did:example:learner\",\"verifiableCredential\":[ {} ] }}\n",
        inside.join(" ,\n")
    )
}

/// A presentation in the payload of a JWS (VC data model 1.1, section 6.3.1).
fn jwt_presentation(inside: &[String]) -> String {
    let header = r#"{"alg":"EdDSA","typ":"JWT"}"#;
    let payload = format!(
        r#"{{"iss":"did:example:learner","vp":{{"type":["VerifiablePresentation"],"verifiableCredential":[{}]}}}}"#,
        inside.join(",")
    );
    let encoded = |bytes: &[u8]| BASE64URL_NOPAD.encode(bytes);
    format!("{}.{}.{}", encoded(header.as_bytes()), encoded(payload.as_bytes()), encoded(&[1; 64]))
}

/// A PDF with each text under an `openbadges` name of its own.
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

/// A file that was handed over.
struct Wrapper {
    name: &'static str,
    bytes: Vec<u8>,
    container: Container,
    /// The badges in it.
    inside: Vec<String>,
    /// What goes out for each of them.
    goes_out: Vec<Vec<u8>>,
}

fn wrappers() -> Vec<Wrapper> {
    let one = || vec![credential("Warp")];
    let two = || vec![credential("Warp"), credential("Weft")];
    let own_texts =
        |inside: &[String]| inside.iter().map(|text| text.clone().into_bytes()).collect::<Vec<_>>();
    let own = |name, bytes: Vec<u8>, container, inside: Vec<String>| {
        let goes_out = own_texts(&inside);
        Wrapper { name, bytes, container, inside, goes_out }
    };
    let certificate = pdf(&one());
    vec![
        own("two.json", presentation(&two()).into(), Container::Bare, two()),
        // What wraps it is signed for somebody, if at all: it is the learner's business and no part of the badge.
        own("one.json", presentation(&one()).into(), Container::Bare, one()),
        own("two.jwt", jwt_presentation(&two()).into(), Container::Bare, two()),
        own("two.pdf", pdf(&two()), Container::Pdf, two()),
        own("presentation.pdf", pdf(&[presentation(&one())]), Container::Pdf, one()),
        Wrapper {
            name: "certificate.pdf",
            bytes: certificate.clone(),
            container: Container::Pdf,
            inside: one(),
            goes_out: vec![certificate],
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

    /// The originals of a badge as the store has them. The backpack must not be open.
    fn originals(&self, id: &BadgeId) -> Vec<Original> {
        let dir = self.folder.path().join("backpack");
        let vault =
            Vault::open(&dir, &UnlockWith::Passphrase(SecretString::from(Self::PASSPHRASE.to_owned())))
                .unwrap();
        Store::open(&dir, vault.data_key()).unwrap().0.originals(id).unwrap()
    }
}

/// Keeps everything in a file, and says what became of each badge in it.
async fn keep(backpack: &Backpack, name: &str, bytes: &[u8]) -> Vec<(AddStatus, String)> {
    let handed = vec![ImportInput::Bytes { name: name.into(), bytes: bytes.to_vec() }];
    let seen =
        backpack.inspect(handed, &NetworkPolicy::allow([]), &CancellationToken::default(), &|_| {}).await;
    let keys: Vec<String> = seen.into_iter().map(|candidate| candidate.key).collect();
    let kept = backpack.add_candidates(&keys, &CancellationToken::default(), &|_| {});
    kept.into_iter().map(|kept| (kept.outcome, kept.badge_id.unwrap_or_default())).collect()
}

/// The originals in a bundle of these badges.
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
        let Wrapper { name, bytes, container, inside, goes_out } = &wrapper;
        let learner = Learner::new();
        let backpack = learner.open();
        let ids: Vec<BadgeId> = inside.iter().map(|text| BadgeId::of(text)).collect();
        let kept = keep(&backpack, name, bytes).await;
        let added: Vec<_> = ids.iter().map(|id| (AddStatus::Added, id.to_string())).collect();
        assert_eq!(kept, added, "{name}");
        drop(backpack);

        let backpack = learner.open();
        assert_eq!(backpack.list_badges(&Query::default()).unwrap().len(), inside.len(), "{name}");
        for (id, text) in ids.iter().zip(inside) {
            let shown = backpack.show_badge(id.as_str()).await.unwrap();
            assert_eq!(&shown.original_text, text, "{name}: each badge's own text");
            let sources: Vec<_> =
                shown.sources.iter().map(|one| (one.name.as_str(), one.sha256.clone())).collect();
            assert_eq!(sources, [(*name, sha256_hex(bytes))], "{name}: what was handed over");
        }
        let ids_as_text: Vec<String> = ids.iter().map(ToString::to_string).collect();
        assert_eq!(&exported(&learner, &backpack, &ids_as_text), goes_out, "{name}: what goes out");
        drop(backpack);

        for id in &ids {
            let originals = learner.originals(id);
            let [original] = originals.as_slice() else { panic!("{name}: {}", originals.len()) };
            assert_eq!((&original.bytes, original.container), (bytes, *container), "{name}: what is kept");
        }
    }
}

#[tokio::test]
async fn same_badge_in_a_presentation_and_alone_has_two_originals() {
    let learner = Learner::new();
    let backpack = learner.open();
    let (warp, wrapped) = (credential("Warp"), presentation(&[credential("Warp"), credential("Weft")]));
    let id = BadgeId::of(&warp);
    assert_eq!(keep(&backpack, "two.json", wrapped.as_bytes()).await.len(), 2);
    let again = keep(&backpack, "warp.json", warp.as_bytes()).await;
    assert_eq!(again, [(AddStatus::AlreadyHeld, id.to_string())]);
    assert_eq!(exported(&learner, &backpack, &[id.to_string()]), [warp.clone().into_bytes()]);
    drop(backpack);
    let originals: Vec<Vec<u8>> = learner.originals(&id).into_iter().map(|original| original.bytes).collect();
    assert_eq!(originals, [wrapped.into_bytes(), warp.into_bytes()], "each as it came");
}
