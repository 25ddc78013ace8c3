//! Imports with the built program: archives, texts with links, pictures of QR codes, exports of other
//! backpacks, and files without badges.
use std::io::Cursor;

use image::{GrayImage, ImageFormat, Luma};
use openbadges::baking::{self, Standard};
use qrcode::{Color, QrCode};
use serde_json::{Value, json};
use whole_system::{Award, Backpack, IssuedBadge, Issuer, Kind, archive, encrypt_envelope};

/// Returns a JPEG with a QR code in grey, similar to a photograph.
fn qr_code(text: &str) -> Vec<u8> {
    let code = QrCode::new(text).unwrap();
    let (side, module) = (code.width() as u32, 6);
    let image = GrayImage::from_fn((side + 8) * module, (side + 8) * module, |x, y| {
        let in_code = |pixel: u32| (pixel / module).checked_sub(4).filter(|at| *at < side);
        match (in_code(x), in_code(y)) {
            (Some(x), Some(y)) if code[(x as usize, y as usize)] == Color::Dark => Luma([20]),
            _ => Luma([240]),
        }
    });
    let mut jpeg = Cursor::new(Vec::new());
    image.write_to(&mut jpeg, ImageFormat::Jpeg).unwrap();
    jpeg.into_inner()
}

fn issue(issuer: &Issuer, kind: Kind, name: &str) -> IssuedBadge {
    issuer.issue(kind, &Award::of(name))
}

/// Returns the names of the badges and the codes of the errors, in order.
fn names_and_codes(lines: &[Value]) -> Vec<String> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    lines.iter().map(|line| text(&line["name"]).or_else(|| text(&line["error"]["code"])).unwrap()).collect()
}

#[test]
fn archive_is_imported_badge_by_badge() {
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    let [one, two, three] = ["One", "Two", "Three"].map(|name| issue(&issuer, Kind::JcsDidKey, name));
    let deepest = archive(&[("four.json", one.text.as_bytes())]);
    let deeper = archive(&[("three.svg", &three.svg()), ("deepest.zip", &deepest)]);
    let photograph = whole_system::picture::png(16, 1);
    let bytes = archive(&[
        ("badges/one.png", &one.png()),
        ("../../two.json", two.text.as_bytes()),
        ("photo.png", &photograph),
        ("__MACOSX/._one.png", b"x"),
        ("again.json", one.text.as_bytes()),
        ("more.zip", &deeper),
    ]);
    learner.write("badges.zip", &bytes);
    let lines = learner.run(["import", "--yes", "--json", "badges.zip"]).exits(3).lines();
    assert_eq!(
        names_and_codes(&lines),
        ["One", "Two", "PNG_NO_BADGE", "One", "Three", "ARCHIVE_LIMIT"],
        "{lines:#?}"
    );
    assert_eq!(lines[1]["source"], "badges.zip › ../../two.json");
    let outcomes: Vec<&Value> = [0, 1, 3, 4].iter().map(|at| &lines[*at]["kept"]["outcome"]).collect();
    assert_eq!(outcomes, ["added", "added", "already-held", "added"]);
    assert_eq!(learner.run(["list", "--json"]).exits(0).lines().len(), 3);
    let shown =
        learner.run(["show", "--json", lines[0]["kept"]["badge_id"].as_str().unwrap()]).exits(0).json();
    assert_eq!(shown["sources"][0]["name"], "badges.zip/badges/one.png");

    let second = learner.run(["import", "--yes", "badges.zip"]);
    assert!(second.stdout.contains("already"), "{}", second.stdout);
    let streamed = learner.run_with_input(["verify", "--json", "-"], &archive(&[("one.png", &one.png())]));
    assert_eq!(names_and_codes(&streamed.exits(0).lines()), ["One"]);
}

#[test]
fn reports_locked_and_unrelated_archives_by_name() {
    let learner = Backpack::new();
    type Row<'r> = (&'r str, &'r [(&'r str, &'r [u8])], &'r str, &'r str);
    let rows: &[Row<'_>] = &[
        (
            "a wallet pass",
            &[("pass.json", b"{}"), ("manifest.json", b"{}")],
            "NOT_AN_OPEN_BADGE",
            "wallet-pass",
        ),
        ("an office document", &[("[Content_Types].xml", b"<x/>")], "NOT_AN_OPEN_BADGE", "office-document"),
        (
            "an encrypted wallet",
            &[("manifest.json", b"{}"), ("BUNDLE_SPEC.md", b"#"), ("credentials/1.json.enc", b"{}")],
            "BACKUP_LOCKED",
            "",
        ),
        ("an empty archive", &[], "ARCHIVE_UNREADABLE", ""),
    ];
    for (name, entries, code, found) in rows {
        learner.write("file.zip", archive(entries));
        let line = learner.run(["verify", "--json", "file.zip"]).exits(3).json();
        assert_eq!(line["error"]["code"], *code, "{name}: {line:#}");
        assert_eq!(line["error"]["found"].as_str().unwrap_or_default(), *found, "{name}");
        assert!(line["error"]["next_step"].is_string(), "{name}");
    }
}

#[test]
fn links_in_text_and_qr_codes_lead_to_the_badge() {
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    let badge = issue(&issuer, Kind::Ob2Hosted, "Chess");
    let link = &badge.id;
    learner.write("note.txt", format!("Dear diary, look: {link}."));
    learner.write("badge.url", format!("[InternetShortcut]\r\nURL={link}\r\n"));
    learner.write("code.jpg", qr_code(link));
    learner.write(
        "page.html",
        format!("<html><body><script type=\"application/ld+json\">{}</script>", badge.text),
    );
    learner.write(
        "offer.jpg",
        qr_code("openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fissuer.example%2F1"),
    );
    for (file, source) in [
        ("note.txt", format!("note.txt › {link}")),
        ("badge.url", format!("badge.url › {link}")),
        ("code.jpg", format!("code.jpg › QR › {link}")),
        ("page.html", "page.html › data".to_owned()),
    ] {
        let line = learner.run(["verify", "--json", file]).exits(0).json();
        assert_eq!(
            (line["name"].as_str(), line["source"].as_str()),
            (Some("Chess"), Some(source.as_str())),
            "{file}"
        );
    }
    let line = learner.run(["verify", "--json", "offer.jpg"]).exits(3).json();
    assert_eq!(
        (&line["error"]["code"], &line["error"]["found"]),
        (&json!("CREDENTIAL_OFFER"), &json!("openid-offer"))
    );
    let request_count = issuer.server().requests().len();
    let offline = learner.run(["verify", "--json", "--offline", "note.txt"]).exits(5).json();
    assert_eq!(offline["error"]["code"], "NET_OFFLINE");
    assert_eq!(issuer.server().requests().len(), request_count, "offline contacts no host");
}

#[test]
fn deep_link_is_reduced_to_the_link_it_carries() {
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    let badge = issue(&issuer, Kind::Ob2Hosted, "Rhetoric");
    let deep_link = format!("openbadges:{}", badge.id);
    assert_eq!(learner.run(["verify", "--json", &deep_link]).exits(0).json()["name"], "Rhetoric");
    let request_count = issuer.server().requests().len();
    for deep_link in ["badge-backpack://remove?id=1", "openbadges://import?url=http%3A%2F%2F127.0.0.1%2F"] {
        assert_eq!(
            learner.run(["verify", "--json", deep_link]).exits(3).json()["error"]["code"],
            "DEEPLINK_REJECTED"
        );
    }
    assert_eq!(issuer.server().requests().len(), request_count);
}

/// `bad-inputs` P: the e-mail address in a link is only compared, and never sent or stored.
#[test]
fn person_named_in_a_link_is_not_stored() {
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    let badge = issue(&issuer, Kind::Ob2Hosted, "Chess");
    let link = |email: &str| format!("{}?identity__email={}", badge.id, email.replace('@', "%40"));
    let hinted =
        |line: &Value| line["notes"].as_array().unwrap().iter().any(|note| note["code"] == "RECIPIENT_HINT");

    let line = learner.run(["import", "--yes", "--json", &link(Award::EMAIL)]).exits(0).json();
    assert!(hinted(&line), "{line:#}");
    assert_eq!(line["source"], badge.id.as_str());
    let other = learner.run(["verify", "--json", &link("somebody@else.example")]).exits(0).json();
    assert!(!hinted(&other), "the address does not match the badge");
    let requests = issuer.server().requests();
    assert!(requests.iter().all(|request| !request.path.contains("identity__")), "sends no address");

    assert!(learner.run(["identity", "list", "--json"]).exits(0).lines().is_empty());
    let shown = learner.run(["show", "--json", line["kept"]["badge_id"].as_str().unwrap()]).exits(0);
    assert!(!shown.stdout.contains(Award::EMAIL), "{}", shown.stdout);
    assert!(!learner.run(["log", "--json"]).exits(0).stdout.contains("identity__"));

    learner.run(["identity", "add", Award::EMAIL]).exits(0);
    let known = learner.run(["import", "--yes", "--json", &link(Award::EMAIL)]).exits(0).json();
    assert!(!hinted(&known), "gives no hint for a known address");
}

#[test]
fn imports_only_badges_from_other_backpacks_exports() {
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    let [one, two] = ["One", "Two"].map(|name| issue(&issuer, Kind::RdfcDidKey, name));
    let token = issue(&issuer, Kind::JwtEdDsa, "Three");
    let hosted = issue(&issuer, Kind::Ob2Hosted, "Four");
    let wallet = format!(
        r#"[{{"@context":["https://w3id.org/wallet/v1"],"type":"UniversalWallet2020","status":"UNLOCKED","contents":[{},
        {{"type":"Ed25519VerificationKey2020","privateKeyMultibase":"zrvSecretSecret"}},"{}",{{"type":["VerifiableCredential"],"name":"broken","name":"twice"}}]}}]"#,
        one.text, token.text
    );
    learner.write("Wallet Backup.json", &wallet);
    let lines = learner.run(["import", "--yes", "--json", "Wallet Backup.json"]).exits(3).lines();
    assert_eq!(
        names_and_codes(&lines),
        ["One", "Three", "JSON_DUP_KEY"],
        "a broken credential does not affect the others"
    );
    let id = lines[0]["kept"]["badge_id"].as_str().unwrap();
    assert_eq!(learner.run(["show", "--source", id]).exits(0).stdout.trim_end(), one.text);
    let shown = learner.run(["show", "--json", id]).exits(0).json();
    assert_eq!(shown["sources"][0]["name"], "Wallet Backup.json/1");

    learner.write(
        "bundle.zip",
        archive(&[
            ("manifest.json", b"{}"),
            ("BUNDLE_SPEC.md", b"#"),
            ("keys/did-document.json", b"{}"),
            ("credentials/aa.json", two.text.as_bytes()),
        ]),
    );
    learner.write("badgr.json", json!({"status": {"success": true}, "result": [{"entityType": "BackpackAssertion", "openBadgeId": hosted.id}]}).to_string());
    learner.write("shared.json", format!(r#"{{"shared":true,"vp":{{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],"verifiableCredential":[{}]}}}}"#, one.text));
    let assertion: Value = serde_json::from_str(&hosted.text).unwrap();
    learner.write(
        "group.json",
        json!({"userId": 7, "groupId": 1, "name": "School", "badges": [{"hostedUrl": hosted.id, "assertion": assertion}]})
            .to_string(),
    );
    learner.write(
        "collection.json",
        json!({
            "@context": "https://w3id.org/openbadges/v2", "type": "Collection", "id": "https://api.badgr.io/public/collections/1",
            "badges": [{"id": hosted.id}],
        })
        .to_string(),
    );
    for (file, name) in [
        ("bundle.zip", "Two"),
        ("badgr.json", "Four"),
        ("group.json", "Four"),
        ("collection.json", "Four"),
        ("shared.json", "One"),
    ] {
        let line = learner.run(["import", "--yes", "--json", file]).exits(0).json();
        assert_eq!((&line["name"], &line["verdict"]), (&json!(name), &json!("verified")), "{file}: {line:#}");
    }
    assert_eq!(learner.run(["list", "--json"]).exits(0).lines().len(), 4);

    learner.write("empty.json", r#"{"type":"UniversalWallet2020","contents":[]}"#);
    learner.write("locked.json", r#"{"type":"UniversalWallet2020","status":"LOCKED"}"#);
    for (file, code) in [("empty.json", "EXPORT_EMPTY"), ("locked.json", "NOT_AN_OPEN_BADGE")] {
        assert_eq!(learner.run(["verify", "--json", file]).exits(3).json()["error"]["code"], code);
    }
}

/// LearnCard's holder continuity bundle: each credential is encrypted with the owner's password.
#[test]
fn imports_only_badges_from_a_password_protected_backup() {
    const PASSWORD: &str = "correct horse – Batterie";
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    let [one, two] =
        ["One", "Two"].map(|name| encrypt_envelope(&issue(&issuer, Kind::RdfcDidKey, name).text, PASSWORD));
    let seed = encrypt_envelope("seed of the wallet", PASSWORD);
    let broken = encrypt_envelope("{}", PASSWORD).replace("\"iv\":\"", "\"iv\":\"A");
    let entries: &[(&str, &[u8])] = &[
        ("manifest.json", b"{}"),
        ("BUNDLE_SPEC.md", b"#"),
        ("keys/private-key-seed.txt.enc", seed.as_bytes()),
        ("credentials/aa.json.enc", one.as_bytes()),
        ("credentials/bb.json.enc", two.as_bytes()),
        ("presentations/cc.json.enc", broken.as_bytes()),
    ];
    learner.write("learncard-export.zip", archive(entries));
    let import = |password: Option<&str>, exit: i32| {
        let mut arguments = vec!["import", "--yes", "--json", "learncard-export.zip"];
        if let Some(password) = password {
            learner.write("password", format!("{password}\n"));
            arguments.extend(["--password-file", "password"]);
        }
        learner.run(arguments).exits(exit).lines()
    };
    assert_eq!(names_and_codes(&import(None, 3)), ["BACKUP_LOCKED"]);
    assert_eq!(names_and_codes(&import(Some("correct horse"), 3)), ["BACKUP_PASSWORD"]);
    assert!(learner.run(["list", "--json"]).exits(0).lines().is_empty());
    let lines = import(Some(PASSWORD), 3);
    assert_eq!(
        names_and_codes(&lines),
        ["ARCHIVE_UNREADABLE", "One", "Two"],
        "a damaged credential does not affect the others"
    );
    assert_eq!(lines[1]["source"], "learncard-export.zip › credentials/aa.json");
    assert_eq!((&lines[1]["verdict"], &lines[1]["kept"]["outcome"]), (&json!("verified"), &json!("added")));
    assert!(!lines.iter().any(|line| line.to_string().contains("seed")), "keys are not decrypted");
    assert_eq!(learner.run(["list", "--json"]).exits(0).lines().len(), 2);
}

/// Open Badge Passport offers two downloads. “Download badge image” is the picture with the baked assertion,
/// or with its address only. The PDF shows the badge's page with a picture and a QR code, and contains
/// nothing that can be verified.
#[test]
fn open_badge_passport_files_are_badges_or_reported() {
    let factory = Issuer::start("openbadgefactory.com");
    let learner = Backpack::with_access_to(&factory);
    let badge = issue(&factory, Kind::Ob2Hosted, "Welding");
    let signed = issue(&factory, Kind::Ob2Signed, "Beekeeping");
    let picture = whole_system::picture::png(256, 7);
    let address = baking::bake(&picture, &badge.id, Standard::Ob2).unwrap();
    let rows: &[(&str, Vec<u8>, &str)] = &[
        ("the complete assertion", badge.baked_into(&picture), "Welding"),
        ("the address of the assertion", address, "Welding"),
        ("a signed assertion", signed.baked_into(&picture), "Beekeeping"),
        ("an SVG", badge.svg(), "Welding"),
    ];
    for (form, bytes, name) in rows {
        learner.write("badge.png", bytes);
        let line = learner.run(["import", "--yes", "--json", "badge.png"]).exits(0).json();
        assert_eq!((&line["name"], &line["verdict"]), (&json!(name), &json!("verified")), "{form}: {line:#}");
        assert_eq!(line["error"], Value::Null, "{form}");
    }
    // The address and the assertion are different originals.
    assert_eq!(learner.run(["list", "--json"]).exits(0).lines().len(), 3);

    let words =
        b"BT /F1 12 Tf 72 720 Td (Welding) Tj 0 -20 Td (Recipient: Ada Example) Tj ET /Im1 Do /Im2 Do";
    let page = [
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Annots [5 0 R] /Resources << /XObject << /Im1 6 0 R >> >> >>".into(),
        stream("", words),
        "<< /Type /Annot /Subtype /Link /A << /S /URI /URI (https://college.example/criteria) >> >>".into(),
        // The PDF contains only the pixels of the picture, without the baked assertion.
        stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceRGB /BitsPerComponent 8", b"abc"),
    ];
    learner.write("badges.pdf", pdf(&page));
    let line = learner.run(["import", "--yes", "--json", "badges.pdf"]).exits(3).json();
    assert_eq!(line["error"]["code"], "PDF_NO_BADGE");
    assert!(line["error"]["next_step"].as_str().unwrap().contains("Download badge"), "{line:#}");
}

/// Returns a PDF with one page that consists of these objects.
fn pdf(page: &[String]) -> String {
    let first =
        ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"].map(str::to_owned);
    let objects = first.iter().chain(page).enumerate();
    let body: String = objects.map(|(at, object)| format!("{} 0 obj\n{object}\nendobj\n", at + 1)).collect();
    format!("%PDF-1.4\n{body}trailer\n<< /Root 1 0 R /Size 7 >>\nstartxref\n0\n%%EOF\n")
}

fn stream(dictionary: &str, content: &[u8]) -> String {
    let content = String::from_utf8_lossy(content);
    format!("<< {dictionary} /Length {} >>\nstream\n{content}\nendstream", content.len())
}

#[test]
fn import_summary_lists_every_input_by_name() {
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    let [one, two] = ["One", "Two"].map(|name| issue(&issuer, Kind::JcsDidKey, name));
    learner.write("two.json", &two.text);
    learner.run(["import", "--yes", "two.json"]).exits(0);
    learner.write(
        "badges.zip",
        archive(&[
            ("one.json", one.text.as_bytes()),
            ("again.json", one.text.as_bytes()),
            ("note.txt", b"Hello"),
        ]),
    );
    std::fs::create_dir_all(learner.path("folder/inner")).unwrap();
    learner.write("folder/inner/three.svg", issue(&issuer, Kind::JcsDidKey, "Three").svg());
    let run = learner.run(["import", "--yes", "badges.zip", "two.json", "folder"]).exits(3);
    let end: Vec<&str> = run.stdout.lines().rev().take(6).collect();
    assert_eq!(end[0], "2 added, 2 already in your backpack, 1 failed.");
    assert!(end[1].starts_with("not added: \u{2068}badges.zip › note.txt\u{2069}. "), "{}", run.stdout);
    assert_eq!(
        end[2..],
        ["added: Three", "already in your backpack: Two", "already in your backpack: One", "added: One"],
        "{}",
        run.stdout
    );
    assert!(run.stderr.contains("badges.zip › note.txt"), "{}", run.stderr);
}
