"""Python part of `mailbox.sh`: creates the mailbox, and scans it with the standard library.

    mailbox_scan.py make FILE MEGABYTES
    mailbox_scan.py scan FILE
"""

import email.utils
import mailbox
import os
import pathlib
import random
import re
import sys
import time
import base64

LINK = re.compile(
    rb"https://[^\s\"'<>]*(?:/badges/[0-9a-f-]{36}|/public/assertions/|badge\.php\?hash=|/v1/assertion/|/credentials/)"
)


def make(path, megabytes):
    rng = random.Random(1)
    folder = pathlib.Path(__file__).parent.parent / "mail"
    corpus = [file.read_bytes().replace(b"\r\n", b"\n") for file in sorted(folder.glob("*.eml"))]
    words = [bytes(rng.choices(b"abcdefghijklmnopqrstuvwxyz", k=rng.randint(2, 9))) for _ in range(2_000)]
    number = 0
    with open(path, "wb") as out:
        while out.tell() < megabytes * 1_000_000:
            number += 1
            out.write(b"From a@b.example " + time.strftime("%a %b %e %H:%M:%S %Y", time.gmtime(1_700_000_000 + number)).encode() + b"\n")
            if number % 40 == 0:
                message = corpus[number // 40 % len(corpus)]
            else:
                text = b"\n".join(b" ".join(rng.choices(words, k=10)) for _ in range(rng.randint(5, 60)))
                head = b"".join(b"Received: from relay%d.example by mx.example; Fri, 2 May 2025 10:11:12 +0000\n" % n for n in range(5))
                head += f"From: a{number}@b.example\nTo: ada@learner.example\nSubject: Letter {number}\nDate: {email.utils.formatdate(1_700_000_000 + number)}\nMIME-Version: 1.0\n".encode()
                page = b"<html><body>" + b"".join(b'<p style="color:#333">' + b" ".join(rng.choices(words, k=12)) + b'</p><a href="https://news.example/%d">more</a>' % n for n in range(20)) + b"</body></html>"
                parts = [b"Content-Type: text/plain; charset=utf-8\n\n" + text, b"Content-Type: text/html; charset=utf-8\n\n" + page]
                if number % 5 == 0:
                    photo = base64.encodebytes(b"\xff\xd8\xff\xe0" + rng.randbytes(150_000))
                    parts.append(b"Content-Type: image/jpeg; name=photo.jpg\nContent-Transfer-Encoding: base64\n\n" + photo)
                body = b"".join(b"--=_b\n" + part + b"\n" for part in parts) + b"--=_b--\n"
                message = head + b"Content-Type: multipart/mixed; boundary=\"=_b\"\n\n" + body
            out.write(re.sub(rb"(?m)^(>*From )", rb">\1", message).rstrip(b"\n") + b"\n\n")


def scan(path):
    start = time.perf_counter()
    messages = badges = links = 0
    for message in mailbox.mbox(path, create=False):
        messages += 1
        for part in message.walk():
            if part.is_multipart():
                continue
            body = part.get_payload(decode=True) or b""
            if part.get_content_maintype() == "text":
                links += len(set(LINK.findall(body)))
            if body.startswith(b"\x89PNG") and b"openbadge" in body or body.lstrip().startswith((b"{", b"eyJ")):
                badges += 1
    seconds = time.perf_counter() - start
    rate = os.path.getsize(path) / seconds / 1e6
    print(f"python {messages} messages, {badges} badges, {links} links: {seconds:.2f} s, {rate:.0f} MB/s", flush=True)


if sys.argv[1] == "make":
    make(sys.argv[2], int(sys.argv[3]))
else:
    scan(sys.argv[2])
