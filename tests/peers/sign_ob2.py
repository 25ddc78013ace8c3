"""Signs and bakes OB 2.0 badges with software that shares no code with this project.

usage: python sign_ob2.py ORIGIN EMAIL

Writes {"documents": {PATH: DOCUMENT, ...}, "badges": {NAME: BASE64, ...}}. The caller serves the documents at ORIGIN.
"""

import base64
import hashlib
import io
import json
import sys

import openbadges_bakery
import png
from joserfc import jws
from joserfc.jwk import RSAKey

CONTEXT = "https://w3id.org/openbadges/v2"


def main(origin, email):
    key = RSAKey.generate_key(2048)
    documents = {
        "/issuer": {
            "@context": CONTEXT,
            "id": origin + "/issuer",
            "type": "Issuer",
            "name": "A Peer",
            "url": origin + "/",
            "email": "peer@college.example",
            "publicKey": origin + "/key",
            "revocationList": origin + "/revocations",
        },
        "/key": {
            "@context": CONTEXT,
            "id": origin + "/key",
            "type": "CryptographicKey",
            "owner": origin + "/issuer",
            "publicKeyPem": key.as_pem(private=False).decode(),
        },
        "/revocations": {
            "@context": CONTEXT,
            "id": origin + "/revocations",
            "type": "RevocationList",
            "issuer": origin + "/issuer",
            "revokedAssertions": [{"id": "urn:uuid:0e4b3f5c-8a0e-4b53-8d7e-2f4a2b1f9d00"}],
        },
        "/class": {
            "@context": CONTEXT,
            "id": origin + "/class",
            "type": "BadgeClass",
            "name": "Übung 機械",
            "description": "Made by a peer.",
            "image": origin + "/picture.png",
            "criteria": {"narrative": "As the peer says."},
            "issuer": origin + "/issuer",
        },
    }
    signed = {
        **assertion(origin, email, "urn:uuid:6e2d4a8e-5a53-4c0e-a0f8-0d1f6e2b7c11"),
        "verification": {"type": "SignedBadge", "creator": origin + "/key"},
    }
    hosted = {
        **assertion(origin, email, origin + "/assertion"),
        "verification": {"type": "HostedBadge"},
    }
    documents["/assertion"] = hosted
    compact = jws.serialize_compact({"alg": "RS256"}, json.dumps(signed), key)
    badges = {
        "signed": compact.encode(),
        "signed in a PNG": bake(picture(), compact),
        "signed in an SVG": bake(b'<svg xmlns="http://www.w3.org/2000/svg"><circle r="9"/></svg>', compact),
        "hosted": json.dumps(hosted).encode(),
        "hosted in a PNG": bake(picture(), json.dumps(hosted)),
    }
    encoded = {name: base64.b64encode(badge).decode() for name, badge in badges.items()}
    json.dump({"documents": documents, "badges": encoded}, sys.stdout)


def assertion(origin, email, id):
    return {
        "@context": CONTEXT,
        "id": id,
        "type": "Assertion",
        "recipient": {
            "type": "email",
            "hashed": True,
            "salt": "peer",
            "identity": "sha256$" + hashlib.sha256((email + "peer").encode()).hexdigest(),
        },
        "badge": origin + "/class",
        "issuedOn": "2025-05-01T10:00:00+02:00",
    }


def picture():
    file = io.BytesIO()
    png.Writer(16, 16, greyscale=True).write(file, [[value * 16 for value in range(16)]] * 16)
    return file.getvalue()


def bake(image, text):
    baked = openbadges_bakery.bake(io.BytesIO(image), text)
    baked.seek(0)
    return baked.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
