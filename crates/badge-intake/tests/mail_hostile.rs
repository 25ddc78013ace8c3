//! Section K of the catalogue of bad inputs, for a single mail or mailbox: every result is bounded and
//! includes the contents before the fault.

use badge_intake::{
    IntakeCode,
    mail::{Finding, Mails, UnexaminedReason, find, limits},
};
use proptest::prelude::*;

const LINK: &str = "https://www.credly.com/badges/0f3b8c52-6a0d-4c1e-9d57-2b1f3e8a7c44";

fn code(finding: &Finding) -> Option<IntakeCode> {
    finding.problem.as_ref().map(|problem| problem.code)
}

fn multipart(parts: &str) -> Vec<u8> {
    format!("From: a@b.example\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\n{parts}")
        .into_bytes()
}

/// K01.
#[test]
fn limits_the_number_of_parts() {
    let first = format!("--b\n\n{LINK}\n");
    let finding = find(&multipart(&format!("{first}{}", "--b\n".repeat(1_000_000))));
    assert_eq!(code(&finding), Some(IntakeCode::MailLimit));
    assert_eq!(finding.links.len(), 1, "returns the contents before the error");
    let fits = find(&multipart(&format!("{}--b--\n", "--b\n".repeat(limits::PARTS - 1))));
    assert_eq!(code(&fits), None);
}

/// K02.
#[test]
fn limits_the_depth_of_parts() {
    let mut nested = format!("From: a@b.example\nSubject: x\n\n{LINK}\n");
    for _ in 0..1_000 {
        nested = format!("From: a@b.example\nSubject: x\nContent-Type: message/rfc822\n\n{nested}");
    }
    assert_eq!(code(&find(nested.as_bytes())), Some(IntakeCode::MailLimit));
    let mut parts = String::from("From: a@b.example\nSubject: x\n");
    for depth in 0..10_000 {
        parts.push_str(&format!("Content-Type: multipart/mixed; boundary=b{depth}\n\n--b{depth}\n"));
    }
    assert_eq!(code(&find(parts.as_bytes())), Some(IntakeCode::MailLimit));
    // The same boundary at every depth.
    let same = "Content-Type: multipart/mixed; boundary=b\n\n--b\n".repeat(100_000);
    let finding = find(format!("From: a@b.example\nSubject: x\n{same}").as_bytes());
    assert!(matches!(code(&finding), None | Some(IntakeCode::MailLimit)));
}

/// K03.
#[test]
fn ignores_deeply_nested_dates() {
    let date = "(".repeat(100 << 10);
    let finding = find(format!("From: a@b.example\nDate: {date}\nSubject: x\n\n{LINK}\n").as_bytes());
    assert_eq!(finding.envelope.date, None);
    assert_eq!((finding.envelope.subject.as_deref(), finding.links.len()), (Some("x"), 1));
}

/// K04.
#[test]
fn encodings_cannot_exceed_limits() {
    let declared = find(&multipart(
        "--b\nContent-Type: image/png\nContent-Length: 10000000000\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--b--\n",
    ));
    assert_eq!((code(&declared), declared.attachments.len()), (None, 0));
    let large = vec![b'a'; limits::MESSAGE_BYTES + 1];
    assert_eq!(code(&find(&large)), Some(IntakeCode::MailLimit));
    // A picture that exceeds the limit of a badge file.
    let mut picture = multipart("--b\nContent-Type: image/png\n\n");
    picture.extend_from_slice(b"\x89PNG\r\n\x1a\n");
    picture.resize(40 << 20, 0);
    assert_eq!(code(&find(&picture)), Some(IntakeCode::MailLimit));
    let line_breaks = format!(
        "--b\nContent-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n{}\n--b--\n",
        "=\n".repeat(1 << 20)
    );
    assert_eq!(code(&find(&multipart(&line_breaks))), None);
    let uuencoded = "--b\n\nbegin 644 badge.png\nM____\n`\nend\n--b--\n";
    assert_eq!(code(&find(&multipart(uuencoded))), None);
}

/// K06: the mails after a broken mail are read, whatever its header contains.
#[test]
fn broken_mail_does_not_affect_the_mailbox() {
    let from = "From a@b.example Fri May  2 10:11:12 2025\n";
    let broken: &[(&str, String)] = &[
        ("NUL", "From: a\0@b\nSub\0ject: x\n\nx\n".into()),
        ("bare CR", "From: a@b.example\rSubject: x\rTo: b\r\rx\n".into()),
        ("a line of a megabyte", format!("Subject: {}\n\nx\n", "a".repeat(1 << 20))),
        ("no empty line", "From: a@b.example\nSubject: x\n".into()),
        (
            "another charset than declared",
            "Subject: =?utf-7?Q?+AGE-?= =?x?B?!!?=\nContent-Type: text/plain; charset=\"\0\"\n\nx\n".into(),
        ),
        ("no header", "just text\n".into()),
        (
            "a boundary without parts",
            "From: a@b.example\nContent-Type: multipart/mixed; boundary=\"\"\n\nx\n".into(),
        ),
        ("nothing", String::new()),
    ];
    for (name, broken) in broken {
        let mailbox = format!("{from}{broken}\n{from}From: a@b.example\nSubject: next\n\n{LINK}\n");
        let found: Vec<Finding> =
            Mails::of_bytes(mailbox.into_bytes()).unwrap().map(Result::unwrap).collect();
        let last = found.last().unwrap();
        assert_eq!((last.envelope.subject.as_deref(), last.links.len()), (Some("next"), 1), "{name}");
    }
}

/// K09: the number of returned links is limited.
#[test]
fn limits_the_number_of_links() {
    let links: String = (0..100_000).map(|n| format!("https://certopus.com/c/{n:032x}\n")).collect();
    let finding = find(format!("From: a@b.example\nSubject: x\n\n{links}").as_bytes());
    assert_eq!((finding.links.len(), code(&finding)), (limits::LINKS, Some(IntakeCode::MailLimit)));
    let single = find(format!("From: a@b.example\nSubject: x\n\n{LINK}").as_bytes());
    assert_eq!((single.links.len(), code(&single)), (1, None));
    // A link beyond the length limit is ignored, even if the HTML parser truncates it.
    let long = format!("{LINK}?{}", "a".repeat(limits::LINK_BYTES));
    for body in [format!("\n{long}"), format!("Content-Type: text/html\n\n<a href=\"{long}\">x</a>")] {
        assert!(find(format!("From: a@b.example\nSubject: x\n{body}").as_bytes()).is_empty());
    }
}

/// K10.
#[test]
fn reports_archives_without_opening() {
    let archive = "--b\nContent-Type: application/zip; name=a.zip\nContent-Transfer-Encoding: base64\n\nUEsDBAoAAAAAAA==\n";
    let finding = find(&multipart(&format!("{}--b--\n", archive.repeat(3))));
    let skipped: Vec<_> = finding.skipped.iter().map(|part| (part.name.as_str(), part.why)).collect();
    assert_eq!(skipped, [("a.zip", UnexaminedReason::Archive); 3]);
    assert!(finding.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_bytes_stay_within_limits(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let finding = find(&bytes);
        prop_assert!(finding.links.len() <= limits::LINKS);
        if let Some(mails) = Mails::of_bytes(bytes.clone()) {
            prop_assert!(mails.count() <= bytes.len());
        }
    }

    /// The same property as above, for bytes that resemble mail.
    #[test]
    fn any_pieces_of_mail_stay_within_limits(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..60)) {
        let message = pieces.concat();
        let finding = find(message.as_bytes());
        prop_assert!(finding.links.len() <= 1);
        let mailbox = format!("From a@b.example Fri May  2 10:11:12 2025\n{message}");
        if let Some(mails) = Mails::of_bytes(mailbox.into_bytes()) {
            prop_assert!(mails.count() <= pieces.len() + 1);
        }
    }
}

const PIECES: &[&str] = &[
    "From: a@b.example\n",
    "Content-Type: multipart/mixed; boundary=b\n",
    "Content-Type: multipart/digest; boundary=\"c\"\r\n",
    "Content-Type: message/rfc822\n",
    "Content-Type: text/html; charset=utf-16\n",
    "Content-Transfer-Encoding: base64\n",
    "Content-Transfer-Encoding: quoted-printable\n",
    "Content-Disposition: attachment; filename*0=a; filename*1*=utf-8''%ff\n",
    "\n",
    "\r\n",
    "--b\n",
    "--b--\n",
    "--c\r\n",
    "--c--",
    "iVBORw0KGgoAAAANSUhEUg==\n",
    "eJ8+IgEAAQaQCAAEAAAAAAABAAEAAQeQBgAIAAAA5AQAAAAAAADo\n",
    "0M8R4KGxGuEAAAAA\n",
    "<a href=\"https://www.credly.com/badges/0f3b8c52-6a0d-4c1e-9d57-2b1f3e8a7c44\">",
    "=3D=\n",
    "\nFrom a Fri May  2 10:11:12 2025\n",
    ">From x\n",
    "{\"@context\": [",
    "=?utf-8?Q?",
    "\0",
];
