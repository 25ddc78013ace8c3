// Signs OB 3.0 credentials with @digitalcredentials/vc, and verifies credentials with @digitalcredentials/verifier-core.
// Both are of the Digital Credentials Consortium. Suites: eddsa-rdfc-2022, Ed25519Signature2020.
//
// usage: node digitalcredentials.mjs, with this on standard input:
//   {"verify": {NAME: CREDENTIAL, …}, "documents": {URL: TEXT, …}, "registries": [REGISTRY, …]}
// Writes {"signed": {NAME: CREDENTIAL, …}, "verified": {NAME: {"log": {STEP: RESULT, …}, "errors": [NAME, …]}, …},
//         "asked": [URL, …]}. `asked` has the requests of verifier-core, whose responses come from `documents`.
import {readInput, simple, everything, V1, V2} from './credentials.mjs';

// verifier-core logs to standard output, which is for the result.
console.log = console.error;
const {verify = {}, documents = {}, registries = []} = await readInput();
const requested = new Set();
globalThis.fetch = async request => {
  const url = String(request.url ?? request);
  requested.add(url);
  return url in documents ?
    new Response(documents[url], {headers: {'content-type': 'application/json'}}) :
    new Response('not found', {status: 404});
};

const {DataIntegrityProof} = await import('@digitalcredentials/data-integrity');
const {Ed25519Signature2020} = await import('@digitalcredentials/ed25519-signature-2020');
const {Ed25519VerificationKey2020} = await import('@digitalcredentials/ed25519-verification-key-2020');
const {cryptosuite} = await import('@digitalcredentials/eddsa-rdfc-2022-cryptosuite');
const {securityLoader} = await import('@digitalcredentials/security-document-loader');
const vc = await import('@digitalcredentials/vc');
const {verifyCredential} = await import('@digitalcredentials/verifier-core');

const documentLoader = securityLoader({fetchRemoteContexts: false}).build();
const key = await Ed25519VerificationKey2020.generate();
key.controller = `did:key:${key.publicKeyMultibase}`;
key.id = `${key.controller}#${key.publicKeyMultibase}`;
const cases = {
  'vc-2.0/eddsa-rdfc-2022': [simple(key.controller, V2), rdfc()],
  'vc-2.0/eddsa-rdfc-2022/everything': [everything(key.controller), rdfc()],
  'vc-1.1/eddsa-rdfc-2022': [simple(key.controller, V1), rdfc()],
  'vc-1.1/Ed25519Signature2020': [simple(key.controller, V1), new Ed25519Signature2020({key})],
  'vc-2.0/Ed25519Signature2020': [simple(key.controller, V2), new Ed25519Signature2020({key})],
};
const signed = {};
for (const [name, [credential, suite]] of Object.entries(cases)) {
  signed[name] = await vc.issue({credential, suite, documentLoader});
}

const verified = {};
for (const [name, credential] of Object.entries({...verify, ...signed})) {
  // verifyCredential changes its argument.
  const copy = structuredClone(credential);
  const {log = [], errors = []} = await verifyCredential({credential: copy, knownDIDRegistries: registries});
  verified[name] = {
    log: Object.fromEntries(log.map(({id, valid, error}) => [id, error?.name ?? valid])),
    errors: errors.map(error => error.name),
  };
}
process.stdout.write(JSON.stringify({signed, verified, asked: [...requested]}, null, 2) + '\n');

function rdfc() {
  return new DataIntegrityProof({signer: {...key.signer(), algorithm: 'Ed25519'}, cryptosuite});
}
