#!/usr/bin/env python3
"""Writes the messages of this folder, and `expected.json` with the expected result of each.

Each message has the form that a platform, a mail program or a mail server is known to send. People, schools and domains
are invented; only the hosts of links are those of real platforms. The output is always the same:

    python3 tests/mail/make.py            # writes the files
    python3 tests/mail/make.py --check    # lists files that differ from the output, and fails if there are any
"""

import base64
import json
import pathlib
import quopri
import struct
import sys
import zlib

HERE = pathlib.Path(__file__).parent
UUID = "0f3b8c52-6a0d-4c1e-9d57-2b1f3e8a7c44"
ENTITY = "xK3bq0rTQm2Vw8sYt1LzNA"
SHA1 = "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12"
MD5 = "5d41402abc4b2a76b9719d911017c592"
CREDLY = f"https://www.credly.com/badges/{UUID}"
BADGR = f"https://api.badgr.io/public/assertions/{ENTITY}"
MOODLE = f"https://learn.college.example/badges/badge.php?hash={SHA1}"
FOOTER = (
    '<p><a href="https://mail.college.example/unsubscribe?u=1">Unsubscribe</a> '
    '<a href="https://mail.college.example/preferences">Preferences</a>'
    '<img src="https://t.mailer.example/open.gif?id=77" width="1" height="1"></p>'
)
SOCIAL = "".join(
    f'<a href="{share}https%3A%2F%2Fapi.badgr.io%2Fpublic%2Fassertions%2F{ENTITY}">x</a>'
    for share in (
        "https://www.facebook.com/sharer/sharer.php?u=",
        "https://twitter.com/intent/tweet?url=",
        "https://www.linkedin.com/shareArticle?mini=true&amp;url=",
        "https://www.pinterest.com/pin/create/button/?url=",
    )
)

# -- badges ------------------------------------------------------------------------------------------------------------


def assertion(number=1):
    """Returns a hosted OB 2.0 assertion as Moodle bakes it."""
    return {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": f"https://learn.college.example/badges/assertion.php?b={SHA1}&n={number}",
        "recipient": {"type": "email", "hashed": True, "salt": "badges", "identity": "sha256$" + f"{number:064x}"},
        "badge": {
            "type": "BadgeClass",
            "id": f"https://learn.college.example/badges/badge_json.php?id={number}",
            "name": f"Welding, level {number}",
            "description": "Joins metal safely.",
            "image": "https://learn.college.example/badge.png",
            "criteria": {"narrative": "Three joints, each inspected."},
            "issuer": {
                "type": "Issuer",
                "id": "https://learn.college.example/badges/issuer_json.php",
                "name": "Example College",
                "url": "https://learn.college.example",
                "email": "badges@college.example",
            },
        },
        "verify": {"type": "hosted", "url": f"https://learn.college.example/badges/assertion.php?b={SHA1}&n={number}"},
        "issuedOn": "2025-05-02T08:11:12Z",
    }


def credential(number=1):
    """Returns an OB 3.0 credential with a well-formed but invalid proof. The expected results contain no verdict."""
    return {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": f"urn:uuid:00000000-0000-4000-9000-{number:012}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": f"Welding, level {number}",
        "issuer": {"id": "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK", "type": ["Profile"], "name": "Example College"},
        "validFrom": "2025-05-02T08:11:12Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "id": "did:example:ada",
            "achievement": {
                "id": "urn:uuid:00000000-0000-4000-a000-000000000001",
                "type": ["Achievement"],
                "name": f"Welding, level {number}",
                "description": "Joins metal safely.",
                "criteria": {"narrative": "Three joints, each inspected."},
            },
        },
        "proof": {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-rdfc-2022",
            "created": "2025-05-02T08:11:12Z",
            "verificationMethod": "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK#z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
            "proofPurpose": "assertionMethod",
            "proofValue": "z" + "3" * 86,
        },
    }


def jwt(number=1):
    body = credential(number)
    del body["proof"]

    def part(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    header = {"alg": "EdDSA", "typ": "vc+jwt", "kid": "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK#0"}
    return ".".join([part(dump(header)), part(dump(body)), part(bytes(64))]).encode()


def europass():
    """Returns a European Digital Credential: a credential of the European Learning Model, not an Open Badge."""
    return {
        "@context": [
            "https://www.w3.org/2018/credentials/v1",
            "http://data.europa.eu/snb/model/context/edc-ap",
        ],
        "id": "urn:credential:6a0d4c1e-9d57-4b1f-8e8a-7c440f3b8c52",
        "type": ["VerifiableCredential", "EuropeanDigitalCredential"],
        "issuer": {"id": "urn:epass:org:1", "type": "Organisation", "legalName": {"en": "Example University"}},
        "issuanceDate": "2025-05-02T08:11:12Z",
        "credentialSubject": {"id": "urn:epass:person:1", "type": "Person"},
        "displayParameter": {"title": {"en": "Introduction to Welding"}},
    }


def dump(value):
    return json.dumps(value, separators=(",", ":")).encode()


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(texts=(), side=4):
    rows = b"".join(b"\0" + bytes([40, 90, 160]) * side for _ in range(side))
    body = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    for keyword, text in texts:
        body += chunk(b"iTXt", keyword + b"\0\0\0\0\0" + text)
    body += chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def moodle_png(number=1):
    return png([(b"openbadges", dump(assertion(number)))])


def ob3_png(number=1):
    return png([(b"openbadgecredential", dump(credential(number)))])


def svg(number=1):
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" '
        'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" viewBox="0 0 9 9"><openbadges:credential>'
        f"<![CDATA[{dump(credential(number)).decode()}]]></openbadges:credential><circle r=\"4\"/></svg>"
    ).encode()


LOGO = png()

# -- messages ----------------------------------------------------------------------------------------------------------

ADA = "Ada Example <ada@learner.example>"
SCHOOL = "Example College <badges@college.example>"


def header(subject="Your badge", sender=SCHOOL, to=ADA, date="Fri, 2 May 2025 10:11:12 +0200", more=""):
    return f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\nDate: {date}\r\nMessage-ID: <1@mail.college.example>\r\n{more}MIME-Version: 1.0\r\n".encode()


def part(kind, body, encoding="8bit", more=""):
    if isinstance(body, str):
        body = body.encode()
    if encoding == "base64":
        body = base64.encodebytes(body).replace(b"\n", b"\r\n")
    elif encoding == "quoted-printable":
        body = quopri.encodestring(body.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n{more}\r\n".encode() + body


def text(body, encoding="8bit", charset="utf-8"):
    return part(f"text/plain; charset={charset}", body, encoding)


def html(body, encoding="8bit", charset="utf-8"):
    return part(f"text/html; charset={charset}", body, encoding)


def attached(name, body, kind="application/octet-stream", disposition="attachment", more=""):
    disposition = f'Content-Disposition: {disposition}; filename="{name}"\r\n'
    return part(f'{kind}; name="{name}"', body, "base64", disposition + more)


def several(kind, *parts, boundary="=_part"):
    body = b"".join(b"--" + boundary.encode() + b"\r\n" + one + b"\r\n" for one in parts)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode() + body + b"--" + boundary.encode() + b"--\r\n"


def rfc822(message, encoding=None):
    if encoding == "base64":
        return part("message/rfc822", message, "base64")
    return b"Content-Type: message/rfc822\r\n\r\n" + message


def winmail(body=None, properties=(), attachments=()):
    def attribute(level, tag, value):
        return struct.pack("<BII", level, tag, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)

    def property_list(values):
        out = struct.pack("<I", len(values))
        for kind, tag, value in values:
            out += struct.pack("<HHII", kind, tag, 1, len(value)) + value + b"\0" * (-len(value) % 4)
        return out

    out = struct.pack("<IH", 0x223E9F78, 1)
    out += attribute(1, 0x00089006, struct.pack("<I", 0x00010000))
    out += attribute(1, 0x00069007, struct.pack("<II", 1252, 0))
    if body:
        out += attribute(1, 0x0002800C, body.encode() + b"\0")
    if properties:
        out += attribute(1, 0x00069003, property_list(properties))
    for name, data in attachments:
        out += attribute(2, 0x00069002, bytes(14))
        out += attribute(2, 0x00018010, b"BADGE~1.PNG\0")
        out += attribute(2, 0x0006800F, data)
        out += attribute(2, 0x00069005, property_list([(0x1F, 0x3707, name.encode("utf-16-le") + b"\0\0")]))
    return out


def rtf_uncompressed(rtf):
    return struct.pack("<IIII", len(rtf) + 12, len(rtf), 0x414C454D, 0) + rtf


CASES = {}


def mail(name, message, badges=(), links=(), to=("ada@learner.example",), skipped=(), trouble=None, **envelope):
    assert name not in CASES, name
    expected = {
        "subject": envelope.get("subject", "Your badge"),
        "from": envelope.get("sender", SCHOOL),
        "date": envelope.get("date", "2025-05-02T08:11:12Z"),
        "recipients": list(to),
        "badges": [{"name": badge, "count": count} for badge, count in badges],
        "links": [{"url": url, "leads": leads, "platform": platform} for url, leads, platform in links],
        "skipped": [{"name": part, "why": why} for part, why in skipped],
        "problem": trouble,
    }
    CASES[name] = (message, expected)


BADGR_LINK = (BADGR, "badge", "badgr")
CREDLY_LINK = (CREDLY, "badge", "credly")
MOODLE_LINK = (MOODLE, "badge", "moodle")

# Moodle: a message from a template. If the site allows attachments, the picture contains the whole assertion.
MOODLE_TEXT = f"You have been awarded the badge \"Welding, level 1\"!\r\n\r\nMore information about this badge can be found on the badge page at {MOODLE}.\r\n"
mail("moodle-attachment", header() + several("mixed", text(MOODLE_TEXT), attached("Welding_level_1.png", moodle_png(), "image/png")),
     [("Welding_level_1.png", 1)], [MOODLE_LINK])
mail("moodle-attachment-inline", header() + several("mixed", html(f'<p>You have been awarded <a href="{MOODLE}">Welding</a></p>'), attached("Welding.png", moodle_png(), "image/png", "inline")),
     [("Welding.png", 1)], [MOODLE_LINK])
mail("moodle-link-only", header() + several("alternative", text(MOODLE_TEXT), html(f'<p>The badge page: <a href="{MOODLE}">{MOODLE}</a></p>')), [], [MOODLE_LINK])
mail("moodle-in-a-folder", header() + text(f"https://www.school.example/moodle/badges/badge.php?hash={SHA1}\r\n"), [],
     [(f"https://www.school.example/moodle/badges/badge.php?hash={SHA1}", "badge", "moodle")])
mail("moodle-german-quoted-printable", header("=?UTF-8?Q?Gl=C3=BCckwunsch=21_Sie_haben_ein_Abzeichen?=") + text(f"Sie haben das Abzeichen „Schweißen“ erhalten. Zur Seite des Abzeichens mit allen Angaben kommen Sie über {MOODLE}\n", "quoted-printable"),
     [], [MOODLE_LINK], subject="Glückwunsch! Sie haben ein Abzeichen")
mail("moodle-spanish-latin-1", header("=?ISO-8859-1?Q?Insignia_recibida:_Soldadura_b=E1sica?=") + text(f"¡Enhorabuena! Ha recibido la insignia Soldadura básica: {MOODLE}\n".encode("latin-1"), "quoted-printable", "iso-8859-1"),
     [], [MOODLE_LINK], subject="Insignia recibida: Soldadura básica")
mail("moodle-unprotected-site", header() + several("mixed", text(MOODLE_TEXT.replace("https", "http")), attached("Welding.png", moodle_png(), "image/png")), [("Welding.png", 1)])
mail("moodle-my-badges", header() + text("Manage your badges: https://learn.college.example/badges/mybadges.php\r\n"), [],
     [("https://learn.college.example/badges/mybadges.php", "claim", "moodle")])

# Badgr, Canvas Credentials, Parchment: the text has one download link; the HTML has links to the badge, the account and
# the download, and four links for sharing.
BADGR_TEXT = f"Congratulations, you earned a badge!\r\nIssued by Example College. Download it: {BADGR}?action=download\r\n"
BADGR_HTML = f'<p><a href="{BADGR}"><img src="{BADGR}/image"></a></p><p><a href="https://badgr.com/auth/login">Create an account</a> <a href="{BADGR}?action=download">Download</a></p>{SOCIAL}{FOOTER}'
BADGR_SUBJECT = "Congratulations, you earned a badge!"
DOWNLOAD = (f"{BADGR}?action=download", "badge", "badgr")
mail("badgr-notification", header(BADGR_SUBJECT, "Badgr <noreply@badgr.io>") + several("alternative", text(BADGR_TEXT), html(BADGR_HTML)), [], [DOWNLOAD],
     subject=BADGR_SUBJECT, sender="Badgr <noreply@badgr.io>")
mail("badgr-html-only", header(BADGR_SUBJECT) + html(BADGR_HTML, "quoted-printable"), [], [BADGR_LINK], subject=BADGR_SUBJECT)
mail("badgr-reminder", header("Reminder: You earned a badge!") + text(BADGR_TEXT, "base64"), [], [DOWNLOAD], subject="Reminder: You earned a badge!")
mail("badgr-europe-with-the-address", header() + html(f'<a href="https://eu.badgr.com/public/assertions/{ENTITY}?identity__email=Ada.Example%40school.example">Badge</a>'), [],
     [(f"https://eu.badgr.com/public/assertions/{ENTITY}", "badge", "badgr")], to=("ada@learner.example", "Ada.Example@school.example"))
mail("badgr-tenant", header() + html(f'<a href="https://consulting.au.badgr.com/public/assertions/{ENTITY}">Badge</a>'), [],
     [(f"https://consulting.au.badgr.com/public/assertions/{ENTITY}", "badge", "badgr")])
mail("parchment", header(sender="Parchment <noreply@parchment.com>") + html(f'<a href="https://badges.parchment.com/public/assertions/{ENTITY}">View</a> <a href="{BADGR}?action=download">Download</a>{FOOTER}'), [],
     [(f"https://badges.parchment.com/public/assertions/{ENTITY}", "badge", "badgr")], sender="Parchment <noreply@parchment.com>")
mail("canvas-credentials", header(sender="Canvas Credentials <noreply@ca.badgr.com>") + html(f'<table><tr><td><a href="https://ca.badgr.com/public/assertions/{ENTITY}">Accept</a></td></tr></table>', "base64"), [],
     [(f"https://ca.badgr.com/public/assertions/{ENTITY}", "badge", "badgr")], sender="Canvas Credentials <noreply@ca.badgr.com>")
mail("badgr-collection", header() + text(f"My badges: https://badgr.com/public/collections/{MD5}\r\n"), [], [(f"https://badgr.com/public/collections/{MD5}", "collection", "badgr")])
mail("badgr-server-of-a-school", header() + text(f"https://badges.school.example/public/assertions/{ENTITY}\r\n"), [], [(f"https://badges.school.example/public/assertions/{ENTITY}", "badge", "badgr-server")])

# Credly: a button, because the badge must be accepted first.
mail("credly-accept", header("You earned a badge from Example College", "Credly <admin@credly.com>") + several("alternative", text("Accept your badge: https://www.credly.com/go/PmV0nYbE\r\n"), html(f'<a href="https://www.credly.com/go/PmV0nYbE">Accept your badge</a>{FOOTER}', "quoted-printable")), [],
     [("https://www.credly.com/go/PmV0nYbE", "claim", "credly")], subject="You earned a badge from Example College", sender="Credly <admin@credly.com>")
mail("acclaim-accept", header(sender="Acclaim <admin@youracclaim.com>") + html(f'<a href="https://www.youracclaim.com/earner/earned/badge/{UUID}">Accept your badge</a>'), [],
     [(f"https://www.youracclaim.com/earner/earned/badge/{UUID}", "claim", "credly")], sender="Acclaim <admin@youracclaim.com>")
mail("credly-shared-page", header("Look what I got", ADA, "Grandmother <gran@family.example>") + text(f"Here it is: {CREDLY}/public_url!\r\n"), [],
     [(f"{CREDLY}/public_url", "badge", "credly")], to=("gran@family.example",), subject="Look what I got", sender=ADA)
mail("credly-document", header() + text(f"https://api.credly.com/v1/obi/v2/badge_assertions/{UUID}\r\n"), [], [(f"https://api.credly.com/v1/obi/v2/badge_assertions/{UUID}", "badge", "credly")])
mail("credly-hidden-behind-a-redirector", header() + html(f'<a href="https://u77.ct.mailer.example/ls/click?upn=u001.{MD5}">Accept your badge</a>{FOOTER}'))
mail("credly-behind-outlook-safelinks", header() + html(f'<a href="https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.credly.com%2Fbadges%2F{UUID}&amp;data=05%7C02&amp;reserved=0">View</a>'), [], [CREDLY_LINK])
mail("credly-behind-proofpoint", header() + text(f"https://urldefense.com/v3/__{CREDLY}__;!!a1!b2$\r\n"), [], [CREDLY_LINK])
mail("credly-behind-google", header() + html(f'<a href="https://www.google.com/url?q={CREDLY}&amp;source=gmail&amp;ust=1">View</a>'), [], [CREDLY_LINK])

# edubadges: only HTML, in Dutch and then English, and a button to a page that requires signing in.
EDU = "https://www.edubadges.nl/direct-award/Rb7wLq2nTcyF0pZxVd9JkA"
mail("edubadges-direct-award", header("Je hebt een edubadge ontvangen / You received an edubadge", "edubadges <noreply@edubadges.nl>") + html(f'<p>Gefeliciteerd! <a href="{EDU}">Claim je edubadge</a> vóór 1 juni.</p><p>Congratulations! <a href="{EDU}">Claim your edubadge</a></p><a href="https://www.edubadges.nl/terms">Terms</a>', "quoted-printable"), [],
     [(EDU, "claim", "edubadges")], subject="Je hebt een edubadge ontvangen / You received an edubadge", sender="edubadges <noreply@edubadges.nl>")
mail("edubadges-public-page", header() + text(f"https://www.edubadges.nl/public/assertions/{ENTITY}\r\n"), [], [(f"https://www.edubadges.nl/public/assertions/{ENTITY}", "badge", "edubadges")])

# Open Badge Factory and Passport, Accredible, and smaller platforms.
mail("open-badge-factory", header() + html(f'<p><a href="https://openbadgefactory.com/v1/assertion/{SHA1}.html">Receive your badge</a></p>'), [], [(f"https://openbadgefactory.com/v1/assertion/{SHA1}.html", "badge", "open-badge-factory")])
mail("open-badge-factory-plain", header() + text(f"Open the link to receive your badge:\r\n\r\nhttps://openbadgefactory.com/v1/assertion/{SHA1}\r\n"), [], [(f"https://openbadgefactory.com/v1/assertion/{SHA1}", "badge", "open-badge-factory")])
mail("open-badge-passport", header() + text("See (https://openbadgepassport.com/app/badge/info/314159).\r\n"), [], [("https://openbadgepassport.com/app/badge/info/314159", "badge", "open-badge-passport")])
mail("accredible", header() + html(f'<a href="https://www.credential.net/{UUID}"><img src="https://images.credential.net/1.png">View credential</a>'), [], [(f"https://www.credential.net/{UUID}", "badge", "accredible")])
mail("accredible-own-host", header() + html(f'<a href="https://credentials.college.example/{UUID}">View</a>'), [], [(f"https://credentials.college.example/{UUID}", "badge", "accredible")])
mail("europass-attachment", header("Your digital credential") + several("mixed", text("Your credential is attached.\r\n"), attached("credential.jsonld", json.dumps(europass(), indent=1).encode(), "application/ld+json")), [("credential.jsonld", 1)], subject="Your digital credential")
mail("europass-share-link", header() + text("https://europa.eu/europass/digital-credentials/viewer/share/view?token=3c1f\r\n"), [], [("https://europa.eu/europass/digital-credentials/viewer/share/view?token=3c1f", "claim", "europass")])
DCC = "dccrequest://request?auth_type=bearer&issuer=college.example&vc_request_url=https%3A%2F%2Fcollege.example%2Fexchange&challenge=8d3f"
mail("dcc-request", header() + html(f'<a href="{DCC.replace("&", "&amp;")}">Add to wallet</a>'), [], [(DCC, "offer", None)])
mail("dcc-request-by-https", header() + text("https://lcw.app/request?issuer=college.example&vc_request_url=https%3A%2F%2Fcollege.example%2Fexchange&challenge=8d3f\r\n"), [],
     [("https://lcw.app/request?issuer=college.example&vc_request_url=https%3A%2F%2Fcollege.example%2Fexchange&challenge=8d3f", "offer", "dcc")])
mail("verifierplus", header() + text(f"https://verifierplus.org/credentials/{UUID}\r\n"), [], [(f"https://verifierplus.org/credentials/{UUID}", "badge", "dcc")])
mail("learncard-inbox", header() + html('<a href="https://learncard.app/interactions/claim/eyJib29zdFVyaSI6ImEifQ?iuv=1">Claim</a>'), [], [("https://learncard.app/interactions/claim/eyJib29zdFVyaSI6ImEifQ?iuv=1", "offer", "learncard")])
OFFER = "openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fissuer.college.example%2Foffer%2F1"
mail("openid-credential-offer", header() + text(OFFER + "\r\n"), [], [(OFFER, "offer", None)])
mail("openid-credential-offer-by-https", header() + html('<a href="https://wallet.college.example/?credential_offer_uri=https%3A%2F%2Fissuer.college.example%2F1">Take</a>'), [], [("https://wallet.college.example/?credential_offer_uri=https%3A%2F%2Fissuer.college.example%2F1", "offer", None)])
mail("badgecraft", header() + text("https://www.badgecraft.eu/en/user-badges/64b7f0c2a1e9\r\n"), [], [("https://www.badgecraft.eu/en/user-badges/64b7f0c2a1e9", "badge", "badgecraft")])
mail("certopus", header() + text(f"https://certopus.com/c/{MD5}\r\n"), [], [(f"https://certopus.com/c/{MD5}", "badge", "certopus")])
mail("certdirectory", header() + text("https://credentials.certdirectory.io/verify/CD-2026-004217\r\n"), [], [("https://credentials.certdirectory.io/verify/CD-2026-004217", "badge", "certdirectory")])

# Attachments of every form, recognised by their content.
HELLO = text("Your badge is attached.\r\n")
mail("attached-json", header() + several("mixed", HELLO, attached("badge.json", dump(credential()), "application/json")), [("badge.json", 1)])
mail("attached-json-as-text", header() + several("mixed", HELLO, part('text/plain; name="badge.txt"', json.dumps(credential(), indent=1), "quoted-printable", "Content-Disposition: attachment\r\n")), [("badge.txt", 1)])
mail("attached-jwt", header() + several("mixed", HELLO, attached("badge.jwt", jwt())), [("badge.jwt", 1)])
mail("attached-svg", header() + several("mixed", HELLO, attached("badge.svg", svg(), "image/svg+xml")), [("badge.svg", 1)])
mail("attached-png-called-jpeg", header() + several("mixed", HELLO, attached("badge.jpg", ob3_png(), "image/jpeg")), [("badge.jpg", 1)])
mail("attached-two", header() + several("mixed", HELLO, attached("1.png", ob3_png(1), "image/png"), attached("logo.png", LOGO, "image/png"), attached("2.png", ob3_png(2), "image/png")), [("1.png", 1), ("2.png", 1)])
mail("attached-twice", header() + several("mixed", HELLO, attached("1.png", ob3_png(), "image/png"), attached("again.png", ob3_png(), "image/png")), [("1.png", 1)])
PRESENTATION = {"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiablePresentation"], "verifiableCredential": [credential(1), credential(2)]}
mail("attached-presentation", header() + several("mixed", HELLO, attached("all.json", dump(PRESENTATION), "application/json")), [("all.json", 2)])
mail("only-an-attachment", header() + attached("badge.png", ob3_png(), "image/png"), [("badge.png", 1)])
mail("hostile-names", header() + several("mixed", attached("../../.bashrc", ob3_png(1), "image/png"), attached("C:\\\\x", ob3_png(2), "image/png")), [(".bashrc", 1), ("x", 1)])
mail("inline-picture", header() + several("related", html('<img src="cid:b1"> <img src="cid:l1">'), attached("image001.png", moodle_png(), "image/png", "inline", "Content-ID: <b1>\r\n"), attached("image002.png", LOGO, "image/png", "inline", "Content-ID: <l1>\r\n")), [("image001.png", 1)])
mail("signed-mail", header() + several('signed; micalg=sha-256; protocol="application/pkcs7-signature"', several("mixed", HELLO, attached("badge.png", moodle_png(), "image/png"), boundary="=_in"), attached("smime.p7s", b"0\x82\x01\x00signature", "application/pkcs7-signature")), [("badge.png", 1)])
mail("json-in-the-body", header() + text(json.dumps(credential(), indent=1)), [("attachment", 1)])
mail("jwt-in-the-body", header() + text(jwt() + b"\r\n"), [("attachment", 1)])
mail("never-closed", header() + several("mixed", HELLO, attached("badge.png", moodle_png(), "image/png")).rsplit(b"--=_part--", 1)[0], [("badge.png", 1)])
mail("noise-in-base64", header() + several("mixed", HELLO, part("image/png", base64.encodebytes(moodle_png()).replace(b"\n", b" !\r\n")).replace(b"8bit", b"base64")), [("attachment", 1)])

# Forwards, and forwards of forwards.
QUOTED = f"---------- Forwarded message ----------\r\nFrom: Credly <admin@credly.com>\r\nDate: Thu, 1 May 2025\r\nSubject: Your badge\r\nTo: <ada@school.example>\r\n\r\nView it: {CREDLY}\r\n"
AGAIN = "".join(f"> {line}\r\n" for line in QUOTED.splitlines())
OUTLOOK = f'<hr><b>Von:</b> Credly<br><b>An:</b> ada@school.example<br><p><a href="{CREDLY}">View badge</a></p>'
mail("forward", header("Fwd: Your badge", ADA, "Me <me@home.example>") + text(QUOTED), [], [CREDLY_LINK], to=("me@home.example", "ada@school.example"), subject="Fwd: Your badge", sender=ADA)
mail("forward-of-a-forward", header("Fwd: Fwd: Your badge", ADA, "Me <me@home.example>") + text("From my school mailbox.\r\n\r\n" + AGAIN), [], [CREDLY_LINK], to=("me@home.example", "ada@school.example"), subject="Fwd: Fwd: Your badge", sender=ADA)
mail("forward-in-html", header("WG: Your badge", ADA, "me@home.example") + html(OUTLOOK), [], [CREDLY_LINK], to=("me@home.example",), subject="WG: Your badge", sender=ADA)
INNER = header(to="ada@school.example") + several("mixed", text(MOODLE_TEXT), attached("Welding.png", moodle_png(), "image/png"), boundary="=_inner")
mail("forward-as-attachment", header("Fwd", ADA, "me@home.example") + several("mixed", text("See the attached mail.\r\n"), rfc822(INNER)), [("Welding.png", 1)], [MOODLE_LINK], to=("me@home.example", "ada@school.example"), subject="Fwd", sender=ADA)
NESTED = header("Fwd", ADA, "ada@home.example") + several("mixed", HELLO, rfc822(INNER), boundary="=_mid")
mail("forward-of-a-forward-as-attachment", header("Fwd: Fwd", ADA, "me@home.example") + several("mixed", HELLO, rfc822(NESTED)), [("Welding.png", 1)], [MOODLE_LINK], to=("me@home.example", "ada@home.example", "ada@school.example"), subject="Fwd: Fwd", sender=ADA)
mail("forward-as-encoded-attachment", header("Fwd", ADA, "me@home.example") + several("mixed", HELLO, rfc822(INNER, "base64")), [("Welding.png", 1)], [MOODLE_LINK], to=("me@home.example", "ada@school.example"), subject="Fwd", sender=ADA)
mail("forward-as-a-file", header("Fwd", ADA, "me@home.example") + several("mixed", HELLO, attached("Your badge.eml", INNER)), [("Welding.png", 1)], [MOODLE_LINK], to=("me@home.example", "ada@school.example"), subject="Fwd", sender=ADA)
mail("digest", header("Digest") + several("digest", b"\r\n" + INNER, b"\r\n" + header() + text(CREDLY)), [("Welding.png", 1)], [MOODLE_LINK, CREDLY_LINK], to=("ada@learner.example", "ada@school.example"), subject="Digest")
mail("bounced", header("Undelivered", "Mailer <mailer-daemon@college.example>") + several("report; report-type=delivery-status", HELLO, part("message/delivery-status", "Final-Recipient: rfc822; ada@school.example\r\n"), rfc822(INNER)), [("Welding.png", 1)], [MOODLE_LINK], to=("ada@learner.example", "ada@school.example"), subject="Undelivered", sender="Mailer <mailer-daemon@college.example>")

# Writing systems and encodings.
JAPANESE = f"溶接のバッジが届きました。\r\n{CREDLY}\r\n詳しくはこちらをご覧ください。\r\n"
mail("iso-2022-jp", header("=?ISO-2022-JP?B?" + base64.b64encode("バッジのお知らせ".encode("iso-2022-jp")).decode() + "?=") + part("text/plain; charset=ISO-2022-JP", JAPANESE.encode("iso-2022-jp"), "7bit"), [], [CREDLY_LINK], subject="バッジのお知らせ")
mail("iso-2022-jp-html", header() + html(f'<p>バッジ：<a href="{CREDLY}">こちら</a></p>'.encode("iso-2022-jp"), "quoted-printable", "iso-2022-jp"), [], [CREDLY_LINK])
mail("shift-jis", header() + text(f"バッジ「{CREDLY}」です".encode("shift_jis"), "base64", "Shift_JIS"), [], [CREDLY_LINK])
mail("gb18030", header("=?GB18030?B?" + base64.b64encode("您的徽章".encode("gb18030")).decode() + "?=") + text(f"查看：{CREDLY}。".encode("gb18030"), "base64", "gb18030"), [], [CREDLY_LINK], subject="您的徽章")
mail("utf-16-html", header() + html(f'<a href="{CREDLY}">x</a>'.encode("utf-16"), "base64", "utf-16"), [], [CREDLY_LINK])
mail("quoted-printable-broken-link", header() + text(f"See <https://www.credly.com/badges/{UUID[:20]}=\r\n{UUID[20:]}?a=3D1>\r\n".encode()).replace(b"8bit", b"quoted-printable"), [], [(f"{CREDLY}?a=1", "badge", "credly")])
mail("arabic", header("=?UTF-8?B?" + base64.b64encode("شارتك".encode()).decode() + "?=") + html(f'<p dir="rtl">شارتك: <a href="{CREDLY}">اضغط هنا</a></p>', "base64"), [], [CREDLY_LINK], subject="شارتك")
mail("other-addresses", b"Delivered-To: ada+badges@learner.example\r\nX-Original-To: a.example@learner.example\r\n" + header(to="undisclosed-recipients:;", more="Cc: Tutor <tutor@college.example>\r\n") + text(CREDLY), [], [CREDLY_LINK],
     to=("ada+badges@learner.example", "a.example@learner.example", "tutor@college.example"))
mail("no-date", header(date="not a date") + text(CREDLY), [], [CREDLY_LINK], date=None)

# Outlook.
mail("winmail-attachment", header() + several("mixed", HELLO, attached("winmail.dat", winmail("See it.", (), [("Welding, level 1.png", moodle_png())]), "application/ms-tnef")), [("Welding, level 1.png", 1)])
mail("winmail-html", header() + several("mixed", HELLO, attached("winmail.dat", winmail(None, [(0x102, 0x1013, f'<a href="{CREDLY}">View</a>'.encode())]), "application/ms-tnef")), [], [CREDLY_LINK])
mail("winmail-rtf", header() + several("mixed", HELLO, attached("winmail.dat", winmail(None, [(0x102, 0x1009, rtf_uncompressed(b'{\\rtf1\\ansi {\\field{\\*\\fldinst HYPERLINK "' + CREDLY.encode() + b'"}}}'))]), "application/octet-stream")), [], [CREDLY_LINK])

# Without a badge or a link to one.
mail("a-letter", header("Lunch?", ADA, "bob@learner.example") + text("Shall we meet at noon? I got a badge. See www.college.example.\r\n"), to=("bob@learner.example",), subject="Lunch?", sender=ADA)
mail("a-newsletter", header("News") + html("".join(f'<a href="https://news.college.example/{n}">Article {n}</a>' for n in range(200)) + SOCIAL + FOOTER), subject="News")
mail("a-logo", header() + several("related", html('<img src="cid:l">'), attached("logo.png", LOGO, "image/png", "inline", "Content-ID: <l>\r\n")))
mail("a-zip", header() + several("mixed", HELLO, attached("badges.zip", b"PK\x03\x04" + bytes(60), "application/zip"), attached("more.7z", b"7z\xbc\xaf\x27\x1c" + bytes(60))), skipped=(("badges.zip", "archive"), ("more.7z", "archive")))
mail("an-invoice", header("Invoice") + several("mixed", HELLO, attached("data.json", b'{"invoice": 17, "badge": "none"}', "application/json"), attached("invoice.xml", b"<?xml version=\"1.0\"?><invoice/>", "application/xml")), subject="Invoice")
mail("a-link-that-promises", header() + html(f'<a href="https://evil.example/login">{CREDLY}</a>{FOOTER}'))
mail("a-page-of-scripts", header() + html(f"<script>location='{CREDLY}'</script><style>@import url({CREDLY})</style><form action='{CREDLY}'></form><link rel=prefetch href='{CREDLY}'><img src='{BADGR}/image'><!-- <a href='{CREDLY}'>x</a> -->"))
mail("no-body", header(), [])
mail("an-empty-multipart", header() + several("mixed"))
mail("encrypted", header() + several('encrypted; protocol="application/pgp-encrypted"', part("application/pgp-encrypted", "Version: 1\r\n"), attached("encrypted.asc", b"-----BEGIN PGP MESSAGE-----\r\n")), skipped=(("attachment", "encrypted"),))

# Damaged in transit: the result names the attachment and the reason why it was not read.
mail("undecodable", header() + several("mixed", HELLO, part("image/png; name=badge.png", "‰…—†", "8bit").replace(b"8bit", b"base64")), skipped=(("badge.png", "undecodable"),))
mail("undecodable-beside-a-badge", header() + several("mixed", part("text/html; charset=utf-8", "<>").replace(b"8bit", b"base64"), attached("badge.png", ob3_png(), "image/png")), [("badge.png", 1)], skipped=(("attachment", "undecodable"),))
mail("uuencoded", header() + several("mixed", HELLO, part("application/octet-stream; name=badge.png", "begin 644 badge.png\r\nMB5!.1PT*\r\nend\r\n").replace(b"8bit", b"x-uuencode")), skipped=(("badge.png", "undecodable"),))
mail("an-empty-attachment", header() + several("mixed", HELLO, attached("badge.png", b"", "image/png")))
mail("a-picture-cut-short", header() + several("mixed", HELLO, attached("badge.png", ob3_png()[:600], "image/png")), skipped=(("badge.png", "unreadable"),))
mail("an-outlook-message-cut-short", header() + several("mixed", HELLO, attached("badge.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60))), skipped=(("badge.msg", "unreadable"),))


def main():
    files = {f"{name}.eml": message for name, (message, _) in CASES.items()}
    files["expected.json"] = (json.dumps({name: expected for name, (_, expected) in CASES.items()}, indent=1, ensure_ascii=False) + "\n").encode()
    if sys.argv[1:] == ["--check"]:
        here = {path.name for path in HERE.iterdir() if path.suffix in (".eml", ".json")}
        stale = sorted(here ^ files.keys()) + sorted(name for name in here & files.keys() if (HERE / name).read_bytes() != files[name])
        print(f"{len(CASES)} messages, stale: {', '.join(stale) or 'none'}")
        sys.exit(bool(stale))
    for name, content in files.items():
        (HERE / name).write_bytes(content)
    print(f"{len(CASES)} messages")


main()
