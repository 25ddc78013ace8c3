"""Signs and verifies badges with openbadgeslib, which shares no code with this project.

usage: python openbadgeslib_peer.py, with this on standard input:

    {"origin": ORIGIN, "email": EMAIL, "documents": {URL: TEXT, ...},
     "verify": {NAME: {"badge": BASE64, "version": "2" or "3", "key": PEM or null, "signed_lists": BOOL}, ...}}

ORIGIN is where the caller serves the documents of the signed badges, and EMAIL is their recipient. The verification
fetches only `documents`.

Writes {"documents": {PATH: TEXT, ...}, "badges": {NAME: BASE64, ...}, "verified": {NAME: null or ERROR, ...}}.
"""

import base64
import io
import json
import sys
from datetime import datetime, timezone
from urllib.parse import quote, urlsplit

import png
from openbadgeslib import ob2, ob3
from openbadgeslib.keys import KeyECC, KeyEd25519, KeyRSA, public_jwk_from_pem
from openbadgeslib.verify import verify_badge

FROM = datetime(2025, 5, 1, 10, tzinfo=timezone.utc)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><circle r="9"/></svg>'


def main():
    request = json.load(sys.stdin)
    documents, badges = sign_ob2(request["origin"], request["email"])
    more, signed = sign_ob3(request["origin"], request["email"])
    result = {
        "documents": documents | more,
        "badges": {name: base64.b64encode(badge).decode() for name, badge in (badges | signed).items()},
        "verified": {name: verify(each, request["documents"]) for name, each in request["verify"].items()},
    }
    json.dump(result, sys.stdout)


def sign_ob2(origin, email):
    """Signs OB 2.0 badges as JWS, bare and baked. Returns the documents that they refer to, and the badges."""
    private, public = KeyRSA().generate_keypair()
    documents = [
        ob2.Profile(
            id=origin + "/ob2/issuer",
            name="A Peer",
            url=origin + "/",
            email="peer@college.example",
            public_key=[origin + "/ob2/key"],
            revocation_list=origin + "/ob2/revocations",
        ),
        ob2.CryptographicKey(
            id=origin + "/ob2/key", owner=origin + "/ob2/issuer", public_key_pem=public.decode()
        ),
        ob2.RevocationList(
            id=origin + "/ob2/revocations",
            issuer=origin + "/ob2/issuer",
            revoked_assertions=["urn:uuid:2b1c6f0e-8e0d-4d2a-9a38-5d7d4f3b9c22"],
        ),
        ob2.BadgeClass(
            id=origin + "/ob2/class",
            name="Übung 機械",
            description="Made by a peer.",
            image=origin + "/picture.png",
            criteria=origin + "/criteria",
            issuer=origin + "/ob2/issuer",
        ),
    ]

    def assertion(id):
        return ob2.Assertion(
            id=id,
            recipient=ob2.IdentityObject.create(email, "peer"),
            badge=origin + "/ob2/class",
            verification=ob2.Verification(type="SignedBadge", creator=origin + "/ob2/key"),
            issued_on=FROM,
        )

    signer = ob2.OB2Signer(private)
    one = assertion("urn:uuid:6e2d4a8e-5a53-4c0e-a0f8-0d1f6e2b7c11")
    badges = {
        "ob-2.0/RS256": signer.sign(one).encode(),
        "ob-2.0/RS256 in a PNG": signer.sign_into_png(one, picture()),
        "ob-2.0/RS256 in an SVG": signer.sign_into_svg(one, SVG),
        "ob-2.0/RS256, revoked": signer.sign(assertion("urn:uuid:2b1c6f0e-8e0d-4d2a-9a38-5d7d4f3b9c22")).encode(),
    }
    return {urlsplit(each.id).path: json.dumps(each.to_dict()) for each in documents}, badges


def sign_ob3(origin, email):
    """Signs OB 3.0 badges as VC-JWT and as linked data, with every kind of issuer that openbadgeslib supports.

    Returns their documents, including a status list, and the badges.
    """
    pairs = {"EdDSA": KeyEd25519().generate_keypair(), "ES256": KeyECC().generate_keypair()}
    rsa, rsa_public = KeyRSA().generate_keypair()
    did_web = "did:web:" + quote(urlsplit(origin).netloc, safe=".")
    did_keys = {algorithm: ob3.did_key_from_pem(public) for algorithm, (_, public) in pairs.items()}
    list_url = origin + "/ob3/status"

    def credential(issuer, **more):
        return ob3.OpenBadgeCredential(
            issuer=ob3.Issuer(id=issuer, name="A Peer", url=origin + "/"),
            recipient_id="mailto:" + email,
            achievement=ob3.Achievement(
                id="urn:uuid:3ab95b2c-0e9b-4d5d-a4e0-9f7a2ad4d1f6",
                name="Übung 機械",
                description="Made by a peer.",
                criteria_narrative="The robot climbed *three* stairs.",
                achievement_type="Certificate",
                tags=["robots", "stairs"],
                alignments=[ob3.Alignment("Build", "https://framework.example/build")],
            ),
            identifiers=[ob3.IdentityObject.create(email, "peer")],
            results=[ob3.Result(value="93", status="Completed")],
            issuance_date=FROM,
            **more,
        )

    def listed(index):
        return {"credential_status": [ob3.status_entry(list_url, "revocation", index)]}

    eddsa = ob3.OB3Signer(pairs["EdDSA"][0], "EdDSA")
    linked = ob3.OB3LdpSigner(pairs["EdDSA"][0])
    linked_web = ob3.OB3LdpSigner(pairs["EdDSA"][0], did_web + "#key")
    by_key = credential(did_keys["EdDSA"], expiration_date=datetime(2099, 12, 31, tzinfo=timezone.utc))
    did_jwk = ob3.did_jwk_from_jwk(public_jwk_from_pem(rsa_public))
    badges = {
        "ob-3.0/EdDSA": eddsa.sign(by_key).encode(),
        "ob-3.0/EdDSA in a PNG": eddsa.sign_into_png(by_key, picture()),
        "ob-3.0/EdDSA in an SVG": eddsa.sign_into_svg(by_key, SVG),
        "ob-3.0/ES256": ob3.OB3Signer(pairs["ES256"][0], "ES256").sign(credential(did_keys["ES256"])).encode(),
        "ob-3.0/RS256 by a did:jwk": ob3.OB3Signer(rsa, "RS256").sign(credential(did_jwk)).encode(),
        "ob-3.0/EdDSA by a did:web, listed": eddsa.sign(credential(did_web, **listed(7))).encode(),
        "ob-3.0/EdDSA by a did:web, revoked": eddsa.sign(credential(did_web, **listed(8))).encode(),
        "ob-3.0/eddsa-rdfc-2022": linked.sign_to_json(by_key).encode(),
        "ob-3.0/eddsa-rdfc-2022 in a PNG": linked.sign_into_png(by_key, picture()),
        "ob-3.0/eddsa-rdfc-2022 in an SVG": linked.sign_into_svg(by_key, SVG),
        "ob-3.0/eddsa-rdfc-2022 by a did:web, listed":
            linked_web.sign_to_json(credential(did_web, **listed(7))).encode(),
        "ob-3.0/eddsa-rdfc-2022 by a did:web, revoked":
            linked_web.sign_to_json(credential(did_web, **listed(8))).encode(),
    }
    jwk = public_jwk_from_pem(pairs["EdDSA"][1])
    statuses = ob3.build_status_list_credential(did_web, list_url, "revocation", [8], issued=FROM)
    documents = {
        "/.well-known/did.json": json.dumps(ob3.build_did_document(did_web, [("key", jwk)])),
        "/ob3/status": ob3.sign_status_list_credential(statuses, pairs["EdDSA"][0], "EdDSA"),
    }
    return documents, badges


def verify(request, documents):
    """Returns the error of the verification, or None if the badge is valid."""

    def download(url):
        if url not in documents:
            raise OSError("not found")
        return documents[url].encode()

    badge = base64.b64decode(request["badge"])
    if request["version"] == "2":
        token = ob2.OB2Verifier.extract_token_from_png(badge)
        verifier = ob2.OB2Verifier(download=download)
        verify_token = verifier.verify_hosted if token.startswith("{") else verifier.verify
        try:
            verify_token(token, check_revocation=True)
        except ob2.OB2VerificationError as error:
            return str(error)
        return None
    result = verify_badge(
        badge,
        "3",
        pubkey_pem=request["key"],
        resolve_did=request["key"] is None,
        check_status=True,
        verify_status_list=request["signed_lists"],
        download=download,
    )
    return None if result.valid else result.reason


def picture():
    file = io.BytesIO()
    png.Writer(16, 16, greyscale=True).write(file, [[value * 16 for value in range(16)]] * 16)
    return file.getvalue()


if __name__ == "__main__":
    main()
