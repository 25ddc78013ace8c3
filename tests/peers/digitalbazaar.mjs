// Signs and verifies OB 3.0 credentials with @digitalbazaar/vc, which shares no code with this project. Suites:
// eddsa-rdfc-2022, ecdsa-rdfc-2019, ecdsa-sd-2023, Ed25519Signature2020.
//
// usage: node digitalbazaar.mjs sign      signs, and derives proofs from its own base proofs
//        node digitalbazaar.mjs           also verifies and derives, with this input:
//                                         {"verify": {NAME: CREDENTIAL, …},
//                                          "derive": {NAME: {"credential": CREDENTIAL, "show": [JSON POINTER, …]}, …}}
//
// Writes {"signed": {NAME: CREDENTIAL, …}, "bases": {…}, "derived": {…}, "verified": {NAME: {"verified", "error"}, …}}.
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import {cryptosuite as ecdsaRdfc2019} from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import * as ecdsaSd2023 from '@digitalbazaar/ecdsa-sd-2023-cryptosuite';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {Ed25519Signature2020} from '@digitalbazaar/ed25519-signature-2020';
import {Ed25519VerificationKey2020} from '@digitalbazaar/ed25519-verification-key-2020';
import {cryptosuite as eddsaRdfc2022} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import {V1, V2, everything, readInput, simple, errorText} from './credentials.mjs';
import {documentLoader} from './documents.mjs';

// The CBOR tags of base proofs and derived proofs differ in the last byte.
const isBase = ({proof}) => proof.cryptosuite === 'ecdsa-sd-2023' && proof.proofValue.startsWith('u2V0A');

const input = process.argv[2] === 'sign' ? {} : await readInput();
const [ed25519, p256, p384] = await Promise.all([
  Ed25519Multikey.generate(),
  EcdsaMultikey.generate({curve: 'P-256'}),
  EcdsaMultikey.generate({curve: 'P-384'}),
]);
for (const pair of [ed25519, p256, p384]) {
  pair.controller = `did:key:${pair.publicKeyMultibase}`;
  pair.id = `${pair.controller}#${pair.publicKeyMultibase}`;
}
const key2020 = await Ed25519VerificationKey2020.from({
  ...await ed25519.export({publicKey: true, secretKey: true, includeContext: false}),
  type: 'Ed25519VerificationKey2020',
  privateKeyMultibase: (await ed25519.export({secretKey: true})).secretKeyMultibase,
});

const proof = (pair, cryptosuite) => new DataIntegrityProof({signer: pair.signer(), cryptosuite});
const base = mandatoryPointers => proof(p256, ecdsaSd2023.createSignCryptosuite({mandatoryPointers}));
const derive = (verifiableCredential, show) => {
  const suite = new DataIntegrityProof({cryptosuite: ecdsaSd2023.createDiscloseCryptosuite({selectivePointers: show})});
  return vc.derive({verifiableCredential, suite, documentLoader});
};

const signed = await issued({
  'vc-2.0/eddsa-rdfc-2022': [simple(ed25519.controller, V2), proof(ed25519, eddsaRdfc2022)],
  'vc-2.0/eddsa-rdfc-2022/everything': [everything(ed25519.controller), proof(ed25519, eddsaRdfc2022)],
  'vc-2.0/ecdsa-rdfc-2019/P-256': [everything(p256.controller), proof(p256, ecdsaRdfc2019)],
  'vc-2.0/ecdsa-rdfc-2019/P-384': [everything(p384.controller), proof(p384, ecdsaRdfc2019)],
  'vc-1.1/eddsa-rdfc-2022': [simple(ed25519.controller, V1), proof(ed25519, eddsaRdfc2022)],
  'vc-1.1/Ed25519Signature2020': [simple(ed25519.controller, V1), new Ed25519Signature2020({key: key2020})],
});
const MANDATORY = ['/issuer', '/validFrom', '/validUntil', '/credentialSubject/achievement/name'];
const bases = await issued({
  'vc-2.0/ecdsa-sd-2023': [everything(p256.controller), base(MANDATORY)],
});
const [whole] = Object.values(bases);
const derived = {
  'vc-2.0/ecdsa-sd-2023/all shown': await derive(whole, ['/name', '/evidence', '/credentialSubject']),
  'vc-2.0/ecdsa-sd-2023/some shown':
    await derive(whole, ['/credentialSubject/identifier', '/credentialSubject/achievement']),
};
for (const [name, {credential, show}] of Object.entries(input.derive ?? {})) {
  derived[name] = await derive(credential, show);
}
const verified = {};
for (const [name, credential] of Object.entries({...input.verify, ...derived})) {
  verified[name] = await verify(credential);
}
process.stdout.write(JSON.stringify({signed, bases, derived, verified}, null, 2) + '\n');

async function issued(cases) {
  const issued = {};
  for (const [name, [credential, suite]] of Object.entries(cases)) {
    issued[name] = await vc.issue({credential, suite, documentLoader});
  }
  return issued;
}

async function verify(credential) {
  const sd = isBase(credential) ? ecdsaSd2023.createConfirmCryptosuite() : ecdsaSd2023.createVerifyCryptosuite();
  const suite = [
    ...[eddsaRdfc2022, ecdsaRdfc2019, sd].map(cryptosuite => new DataIntegrityProof({cryptosuite})),
    new Ed25519Signature2020(),
  ];
  const {verified, error} = await vc.verifyCredential({credential, suite, documentLoader});
  return {verified, error: errorText(error)};
}
