#!/bin/sh
# Makes an authority and two certificates for badges.example with the same key. They differ only in the hash algorithm of
# the authority's signature: SHA-1, which clients no longer accept, and SHA-256. The results are in the repository, because
# few tools still sign with SHA-1.
set -eu
cd "$(dirname "$0")"
openssl req -x509 -newkey rsa:2048 -nodes -keyout authority.key -out authority.pem -days 36500 -sha256 \
    -subj "/CN=Badge Backpack SHA-1 test authority" -addext "keyUsage=critical,keyCertSign" 2>/dev/null
openssl req -newkey rsa:2048 -nodes -keyout host.key -out host.csr -subj "/CN=badges.example" 2>/dev/null
printf 'subjectAltName=DNS:badges.example\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n' > host.ext
for hash in sha1 sha256; do
    openssl x509 -req -in host.csr -CA authority.pem -CAkey authority.key -set_serial 2 -days 36500 "-$hash" \
        -extfile host.ext -out "host-$hash.pem" 2>/dev/null
done
rm authority.key host.csr host.ext
