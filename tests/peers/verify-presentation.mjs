// Verifies a presentation and every credential in it with @digitalbazaar/vc.
// usage: node verify-presentation.mjs FILE [CHALLENGE [DOMAIN]]
// Writes one JSON object, and exits with 0 if everything verifies, otherwise with 1.
import {readFile} from 'node:fs/promises';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {Ed25519Signature2020} from '@digitalbazaar/ed25519-signature-2020';
import {cryptosuite as eddsaRdfc2022} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import jsigs from 'jsonld-signatures';
import * as vc from '@digitalbazaar/vc';
import {errorText} from './credentials.mjs';
import {documentLoader} from './documents.mjs';

const [file, challenge, domain] = process.argv.slice(2);
const presentation = JSON.parse(await readFile(file, 'utf8'));
const suite = [new DataIntegrityProof({cryptosuite: eddsaRdfc2022}), new Ed25519Signature2020()];

// A presentation without an audience has no challenge, which AuthenticationProofPurpose requires. Only the purpose of its
// proof is checked.
const {AuthenticationProofPurpose, ProofPurpose} = jsigs.purposes;
const presentationPurpose = challenge ?
  new AuthenticationProofPurpose({challenge, domain}) :
  new ProofPurpose({term: 'authentication'});

const credentials = [presentation.verifiableCredential ?? []].flat();
const enveloped = credentials.filter(({type}) => [type].flat().includes('EnvelopedVerifiableCredential'));
const embedded = credentials.filter(credential => !enveloped.includes(credential));

const proof = await jsigs.verify(presentation, {suite, purpose: presentationPurpose, documentLoader});
const checked = [];
for (const credential of embedded) {
  const {verified, error} = await vc.verifyCredential({
    credential, suite, documentLoader,
    // The status is not checked, because nothing is fetched here.
    checkStatus: async () => ({verified: true}),
  });
  checked.push({id: credential.id, verified, error: errorText(error)});
}
const verified = proof.verified && checked.every(each => each.verified);
process.stdout.write(JSON.stringify({
  verified,
  presentation: {verified: proof.verified, error: errorText(proof.error)},
  credentials: checked,
  enveloped: enveloped.length,
}, null, 2) + '\n');
process.exitCode = verified ? 0 : 1;
