// Signs OB 3.0 credentials with @digitalbazaar/vc, which shares no code with this project.
// usage: node sign.mjs            writes one JSON object: {NAME: CREDENTIAL, …}
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {Ed25519Signature2020} from '@digitalbazaar/ed25519-signature-2020';
import {Ed25519VerificationKey2020} from '@digitalbazaar/ed25519-verification-key-2020';
import {cryptosuite as eddsaRdfc2022} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import {documentLoader} from './documents.mjs';

const OB = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json';
const V1 = 'https://www.w3.org/2018/credentials/v1';
const V2 = 'https://www.w3.org/ns/credentials/v2';

const pair = await Ed25519Multikey.generate();
pair.controller = `did:key:${pair.publicKeyMultibase}`;
pair.id = `${pair.controller}#${pair.publicKeyMultibase}`;
const pair2020 = await Ed25519VerificationKey2020.from({
  ...await pair.export({publicKey: true, secretKey: true, includeContext: false}),
  type: 'Ed25519VerificationKey2020',
  privateKeyMultibase: (await pair.export({secretKey: true})).secretKeyMultibase,
});

const rdfc = () => new DataIntegrityProof({signer: pair.signer(), cryptosuite: eddsaRdfc2022});
const suite2020 = () => new Ed25519Signature2020({key: pair2020});

function achievement(more) {
  return {
    id: 'urn:uuid:3ab95b2c-0e9b-4d5d-a4e0-9f7a2ad4d1f6',
    type: ['Achievement'],
    name: 'Übung: Robotik 機械',
    description: 'Built a robot that climbs stairs.',
    criteria: {narrative: 'The robot climbed *three* stairs.'},
    ...more,
  };
}

function credential(version, more = {}) {
  const times = version === V2 ?
    {validFrom: '2025-05-01T00:00:00Z'} : {issuanceDate: '2025-05-01T00:00:00Z'};
  return {
    '@context': [version, OB],
    id: 'urn:uuid:6f0cd51a-4d0e-4d31-a6a4-6e0b7f0c1a52',
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    issuer: {id: pair.controller, type: ['Profile'], name: 'A Peer'},
    ...times,
    name: 'Robotics',
    credentialSubject: {
      id: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
      type: ['AchievementSubject'],
      achievement: achievement(),
    },
    ...more,
  };
}

const withEverything = credential(V2, {
  validUntil: '2099-12-31T23:59:59Z',
  evidence: [{
    id: 'https://learner.example/robot',
    type: ['Evidence'],
    name: 'The robot',
    narrative: 'Line one.\nLine "two" \\ three.',
  }],
  credentialSubject: {
    type: ['AchievementSubject'],
    activityStartDate: '2025-02-01T09:30:00+01:00',
    creditsEarned: 2.5,
    identifier: [{
      type: 'IdentityObject',
      hashed: false,
      identityHash: 'ada@learner.example',
      identityType: 'emailAddress',
    }],
    result: [{type: ['Result'], resultDescription: 'urn:uuid:f6ab24cd-86e8-4eaf-b8c6-ded74e8fd41c', value: '93'}],
    achievement: achievement({
      achievementType: 'Certificate',
      alignment: [{type: ['Alignment'], targetName: 'Build', targetUrl: 'https://framework.example/build'}],
      creditsAvailable: 2.5,
      resultDescription: [{
        id: 'urn:uuid:f6ab24cd-86e8-4eaf-b8c6-ded74e8fd41c',
        type: ['ResultDescription'],
        name: 'Score',
        resultType: 'Percent',
        valueMax: '100',
      }],
      tag: ['robots', 'stairs'],
    }),
  },
});

const cases = {
  'vc-2.0/eddsa-rdfc-2022': [credential(V2), rdfc()],
  'vc-2.0/eddsa-rdfc-2022/everything': [withEverything, rdfc()],
  'vc-1.1/eddsa-rdfc-2022': [credential(V1), rdfc()],
  'vc-1.1/Ed25519Signature2020': [credential(V1), suite2020()],
};
const signed = {};
for (const [name, [unsigned, suite]] of Object.entries(cases)) {
  signed[name] = await vc.issue({credential: unsigned, suite, documentLoader});
}
process.stdout.write(JSON.stringify(signed, null, 2) + '\n');
