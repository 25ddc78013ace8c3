// Creates the credentials for the comparison, signed by @digitalbazaar/vc with eddsa-rdfc-2022: `simple.json`, an Open
// Badges 3.0 credential, and `record.json`, a learner record (CLR 2.0) with ten such credentials, each signed.
// usage: node credentials.mjs FOLDER
import {writeFile} from 'node:fs/promises';
import {DataIntegrityProof} from '../peers/node_modules/@digitalbazaar/data-integrity/lib/index.js';
import * as Ed25519Multikey from '../peers/node_modules/@digitalbazaar/ed25519-multikey/lib/index.js';
import {cryptosuite} from '../peers/node_modules/@digitalbazaar/eddsa-rdfc-2022-cryptosuite/lib/index.js';
import * as vc from '../peers/node_modules/@digitalbazaar/vc/lib/index.js';
import {documentLoader} from '../peers/documents.mjs';

const [folder] = process.argv.slice(2);
const DATA_MODEL = 'https://www.w3.org/ns/credentials/v2';
const RECORDS = 'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json';
const OPEN_BADGES = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json';

const pair = await Ed25519Multikey.generate();
pair.controller = `did:key:${pair.publicKeyMultibase}`;
pair.id = `${pair.controller}#${pair.publicKeyMultibase}`;

function sign(credential) {
  const suite = new DataIntegrityProof({signer: pair.signer(), cryptosuite});
  return vc.issue({credential, suite, documentLoader});
}

function envelope(number, type) {
  return {
    id: `urn:uuid:6f0cd51a-4d0e-4d31-a6a4-6e0b7f0c1a${number}`,
    type: ['VerifiableCredential', type],
    issuer: {id: pair.controller, type: ['Profile'], name: 'A Peer'},
    validFrom: '2025-05-01T00:00:00Z',
  };
}

function badge(number) {
  return sign({
    '@context': [DATA_MODEL, OPEN_BADGES],
    ...envelope(number, 'OpenBadgeCredential'),
    name: 'Robotics',
    credentialSubject: {
      id: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
      type: ['AchievementSubject'],
      achievement: {
        id: `urn:uuid:3ab95b2c-0e9b-4d5d-a4e0-9f7a2ad4d1${number}`,
        type: ['Achievement'],
        name: 'Übung: Robotik 機械',
        description: 'Built a robot that climbs stairs.',
        criteria: {narrative: 'The robot climbed *three* stairs.'},
      },
    },
  });
}

const badges = [];
for (let number = 10; number < 20; number += 1) {
  badges.push(await badge(number));
}
const record = await sign({
  '@context': [DATA_MODEL, RECORDS, OPEN_BADGES],
  ...envelope(20, 'ClrCredential'),
  name: 'Robotics, year one',
  credentialSubject: {
    id: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
    type: ['ClrSubject'],
    verifiableCredential: badges,
  },
});
await writeFile(`${folder}/simple.json`, JSON.stringify(badges[0]));
await writeFile(`${folder}/record.json`, JSON.stringify(record));
