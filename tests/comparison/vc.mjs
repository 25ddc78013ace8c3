// Measures how often per second @digitalbazaar/vc verifies a credential and all credentials in it, offline, from bytes to
// result.
// usage: node vc.mjs FILE [SECONDS]
import {readFile} from 'node:fs/promises';
import {DataIntegrityProof} from '../peers/node_modules/@digitalbazaar/data-integrity/lib/index.js';
import {cryptosuite} from '../peers/node_modules/@digitalbazaar/eddsa-rdfc-2022-cryptosuite/lib/index.js';
import * as vc from '../peers/node_modules/@digitalbazaar/vc/lib/index.js';
import {documentLoader} from '../peers/documents.mjs';

const [file, seconds = '3'] = process.argv.slice(2);
const text = await readFile(file, 'utf8');

async function verify() {
  const credential = JSON.parse(text);
  for (const one of [credential, ...(credential.credentialSubject.verifiableCredential ?? [])]) {
    const suite = new DataIntegrityProof({cryptosuite});
    const {verified, error} = await vc.verifyCredential({credential: one, suite, documentLoader});
    if (!verified) {
      throw error;
    }
  }
}

// Warm up, so that the JIT compiler is done before the measurement.
for (const begin = performance.now(); performance.now() - begin < 1000;) {
  await verify();
}
const begin = performance.now();
let count = 0;
while (performance.now() - begin < Number(seconds) * 1000) {
  await verify();
  count += 1;
}
console.log(`@digitalbazaar/vc ${(count * 1000 / (performance.now() - begin)).toFixed(1)}`);
