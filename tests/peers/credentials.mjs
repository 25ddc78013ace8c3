// The credentials that the JavaScript peers sign: OB 3.0 in both versions of the W3C data model, with few and with many
// members.
export const OB = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json';
export const V1 = 'https://www.w3.org/2018/credentials/v1';
export const V2 = 'https://www.w3.org/ns/credentials/v2';

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

// Returns a credential. `version` is the context of the data model: V1 or V2.
export function simple(issuer, version, more = {}) {
  const times = version === V2 ?
    {validFrom: '2025-05-01T00:00:00Z'} : {issuanceDate: '2025-05-01T00:00:00Z'};
  return {
    '@context': [version, OB],
    id: 'urn:uuid:6f0cd51a-4d0e-4d31-a6a4-6e0b7f0c1a52',
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    issuer: {id: issuer, type: ['Profile'], name: 'A Peer'},
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

// Returns a credential of data model 2.0 with many members. Its subject has no id.
export function everything(issuer) {
  return simple(issuer, V2, {
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
      result: [
        {type: ['Result'], resultDescription: 'urn:uuid:f6ab24cd-86e8-4eaf-b8c6-ded74e8fd41c', value: '93'},
      ],
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
}

// Returns the JSON on standard input.
export async function readInput() {
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    text += chunk;
  }
  return JSON.parse(text);
}

// Returns the messages of an error, or the falsy value that the peer returned instead.
export function errorText(error) {
  return error && [error.message, ...(error.errors ?? []).map(each => each.message)].join(': ');
}
