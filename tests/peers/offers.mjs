// An issuer that offers credentials, made of software that shares no code with this project: @openid4vc/openid4vci and
// @openid4vc/oauth2 for OpenID4VCI, @digitalbazaar/vc for VC API exchanges, @digitalcredentials/vc for requests of the
// Digital Credentials Consortium. It verifies the wallet's proof, and issues a badge to the proven key.
//
// usage: node offers.mjs CERTIFICATE KEY HOST
// Serves on a free port of loopback, and writes one line: {"port": N, "offers": {NAME: OFFER, …}}. Exits when its standard
// input ends.
import {createPrivateKey, createPublicKey, randomBytes, sign, verify} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {createServer} from 'node:https';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {Ed25519Signature2020} from '@digitalbazaar/ed25519-signature-2020';
import {cryptosuite as eddsaRdfc2022} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import {Ed25519Signature2020 as DccSignature2020} from '@digitalcredentials/ed25519-signature-2020';
import {securityLoader} from '@digitalcredentials/security-document-loader';
import * as dcc from '@digitalcredentials/vc';
import {Oauth2AuthorizationServer, Oauth2ServerErrorResponseError} from '@openid4vc/oauth2';
import {Openid4vciIssuer} from '@openid4vc/openid4vci';
import {OB, V2, simple} from './credentials.mjs';
import {documentLoader} from './documents.mjs';

const [certificate, key, HOST] = process.argv.slice(2);
const PRE_AUTHORIZED = 'urn:ietf:params:oauth:grant-type:pre-authorized_code';
const OTHER_HOLDER = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK';
const text = () => randomBytes(16).toString('hex');

const server = createServer({cert: readFileSync(certificate), key: readFileSync(key)});
await new Promise(listening => server.listen(0, '127.0.0.1', listening));
const {port} = server.address();
const ORIGIN = `https://${HOST}:${port}`;

// -- the badge ---------------------------------------------------------------------------------------------------------
const pair = await Ed25519Multikey.generate();
pair.controller = `did:key:${pair.publicKeyMultibase}`;
pair.id = `${pair.controller}#${pair.publicKeyMultibase}`;
const {privateKey, publicJwk} = await nodeKey(pair);

function badge(holder, name = 'Robotics') {
  const credential = simple(pair.controller, V2, {id: `urn:uuid:${crypto.randomUUID()}`, name});
  credential.issuer.name = 'Harbour College';
  credential.credentialSubject.id = holder;
  credential.credentialSubject.achievement.name = name;
  return credential;
}

function issue(holder, name) {
  const suite = new DataIntegrityProof({signer: pair.signer(), cryptosuite: eddsaRdfc2022});
  return vc.issue({credential: badge(holder, name), suite, documentLoader});
}

// Returns a JWT whose claims repeat the credential (OB 3.0, "JSON Web Token Proof Format").
function issueJwt(holder) {
  const credential = badge(holder);
  const claims = {
    ...credential, iss: pair.controller, jti: credential.id, sub: holder, nbf: Date.parse(credential.validFrom) / 1000,
  };
  return signedJwt({alg: 'EdDSA', typ: 'JWT', kid: pair.id}, claims);
}

function signedJwt(header, payload) {
  const input = [header, payload].map(part => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${input}.${sign(null, Buffer.from(input), privateKey).toString('base64url')}`;
}

// -- OpenID4VCI --------------------------------------------------------------------------------------------------------
const callbacks = {
  hash: () => { throw new Error('not used'); },
  generateRandom: length => randomBytes(length),
  signJwt: (signer, {header, payload}) => ({jwt: signedJwt(header, payload), signerJwk: publicJwk}),
  // Verifies the key proof, made with the wallet's did:key or a key without an id.
  verifyJwt: (signer, {compact}) => {
    const jwk = signer.method === 'did' ? didKeyJwk(signer.didUrl) : signer.publicJwk;
    const at = compact.lastIndexOf('.');
    const signature = Buffer.from(compact.slice(at + 1), 'base64url');
    const verified = verify(null, Buffer.from(compact.slice(0, at)), createPublicKey({key: jwk, format: 'jwk'}), signature);
    return {verified, signerJwk: jwk};
  },
};
const issuer = new Openid4vciIssuer({callbacks});
const authorization = new Oauth2AuthorizationServer({callbacks});

const proofs = {jwt: {proof_signing_alg_values_supported: ['EdDSA', 'ES256']}};
const definition = {'@context': [V2, OB], type: ['VerifiableCredential', 'OpenBadgeCredential']};
const configurations = {
  Robotics: {
    format: 'ldp_vc', credential_definition: definition,
    cryptographic_binding_methods_supported: ['did:key'], proof_types_supported: proofs,
    credential_metadata: {display: [{name: 'Robotik', locale: 'de'}, {name: 'Robotics', locale: 'en'}]},
  },
  RoboticsAsToken: {
    format: 'jwt_vc_json', credential_definition: {type: definition.type},
    cryptographic_binding_methods_supported: ['did:key'], proof_types_supported: proofs,
  },
};

function tenant(name, more) {
  const id = `${ORIGIN}/${name}`;
  const metadata = issuer.createCredentialIssuerMetadata({
    credential_issuer: id,
    credential_endpoint: `${id}/credential`,
    display: [{name: 'Harbour College', locale: 'en'}],
    credential_configurations_supported: configurations,
    ...more(id),
  });
  const oauth = authorization.createAuthorizationServerMetadata({
    issuer: id, token_endpoint: `${id}/token`, 'pre-authorized_grant_anonymous_access_supported': true,
  });
  return {
    id, oauth,
    metadata: {
      originalDraftVersion: 'V1', credentialIssuer: metadata, authorizationServers: [oauth],
      knownCredentialConfigurations: issuer.getKnownCredentialConfigurationsSupported(metadata),
    },
  };
}

const tenants = {
  final: tenant('final', id => ({nonce_endpoint: `${id}/nonce`})),
  // Draft 13: the token response has the nonce.
  draft: tenant('draft', () => ({})),
};
const codes = new Map();
const tokens = new Map();
const nonces = new Set();
const referenced = new Map();

async function openid(name, {configuration = 'Robotics', pin, expired = false, byReference = false, to} = {}) {
  const code = text();
  const expires = new Date(Date.now() + (expired ? -60_000 : 600_000));
  codes.set(code, {configuration, pin, expires, to, tenant: name});
  const tx_code = pin && {input_mode: 'numeric', length: pin.length, description: 'It is in the letter from the college.'};
  const {credentialOffer, credentialOfferObject} = await issuer.createCredentialOffer({
    issuerMetadata: tenants[name].metadata,
    credentialConfigurationIds: [configuration],
    grants: {[PRE_AUTHORIZED]: {'pre-authorized_code': code, tx_code}},
    credentialOfferUri: byReference ? `${ORIGIN}/offer/${code}` : undefined,
  });
  referenced.set(`/offer/${code}`, credentialOfferObject);
  return credentialOffer;
}

async function token({oauth}, name, request, body) {
  const accessTokenRequest = Object.fromEntries(new URLSearchParams(body));
  const like = {method: 'POST', url: `${oauth.issuer}/token`, headers: new Headers(request.headers)};
  const parsed = authorization.parseAccessTokenRequest({request: like, accessTokenRequest});
  const given = parsed.grant.preAuthorizedCode;
  const grant = codes.get(given);
  if (parsed.grant.grantType !== PRE_AUTHORIZED || grant?.tenant !== name) {
    throw new HttpError(400, {error: 'invalid_grant', error_description: 'no such code'});
  }
  await authorization.verifyPreAuthorizedCodeAccessTokenRequest({
    grant: parsed.grant, accessTokenRequest: parsed.accessTokenRequest, request: like,
    expectedPreAuthorizedCode: given, expectedTxCode: grant.pin, preAuthorizedCodeExpiresAt: grant.expires,
    authorizationServerMetadata: oauth,
  });
  codes.delete(given);
  const cNonce = name === 'draft' ? freshNonce() : undefined;
  const answer = await authorization.createAccessTokenResponse({
    audience: oauth.issuer, authorizationServer: oauth.issuer, subject: given, expiresInSeconds: 300, cNonce,
    signer: {method: 'jwk', alg: 'EdDSA', publicJwk},
  });
  tokens.set(answer.access_token, grant);
  return answer;
}

async function credential({id, metadata}, request, body) {
  const grant = tokens.get((request.headers.authorization ?? '').replace(/^Bearer /, ''));
  if (!grant) throw new HttpError(401, {error: 'invalid_token'});
  const parsed = issuer.parseCredentialRequest({issuerMetadata: metadata, credentialRequest: JSON.parse(body)});
  const [jwt] = parsed.proofs?.jwt ?? [];
  if (!jwt) throw new HttpError(400, {error: 'invalid_proof'});
  const {nonce, aud} = JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url'));
  if (!nonces.delete(nonce)) throw new HttpError(400, {error: 'invalid_nonce'});
  if (aud !== id) throw new HttpError(400, {error: 'invalid_proof', error_description: 'for another issuer'});
  const {header} = await issuer.verifyCredentialRequestJwtProof({jwt, expectedNonce: nonce, issuerMetadata: metadata});
  const holder = grant.to ?? header.kid.split('#')[0];
  const issued = grant.configuration === 'RoboticsAsToken' ? issueJwt(holder) : await issue(holder);
  // In draft 13, the request has one proof, and the response one credential.
  const given = parsed.credentialRequest.proof ? {credential: issued} : {credentials: [{credential: issued}]};
  return issuer.createCredentialResponse({credentialRequest: parsed, ...given});
}

function freshNonce() {
  const nonce = text();
  nonces.add(nonce);
  return nonce;
}

// -- VC API exchanges --------------------------------------------------------------------------------------------------
const exchanges = new Map();

function exchange(change = {}) {
  const path = `/exchanges/${text()}`;
  exchanges.set(path, {challenge: undefined, ...change});
  return path;
}

function interaction(protocols) {
  const path = `/interactions/${text()}`;
  referenced.set(path, {protocols});
  return `interaction:${ORIGIN}${path}?iuv=1`;
}

async function continueExchange(path, body) {
  const state = exchanges.get(path);
  const {verifiablePresentation, referenceId} = JSON.parse(body);
  if (!verifiablePresentation) {
    state.challenge = text();
    state.referenceId = `urn:uuid:${crypto.randomUUID()}`;
    const query = [{
      type: 'DIDAuthentication', acceptedMethods: [{method: 'key'}],
      acceptedCryptosuites: state.suites?.map(cryptosuite => ({cryptosuite})),
    }];
    return {
      verifiablePresentationRequest: {query, challenge: state.challenge, domain: HOST}, referenceId: state.referenceId,
    };
  }
  const {challenge} = state;
  if (!challenge || referenceId !== state.referenceId) throw new HttpError(400, {message: 'This exchange has ended.'});
  state.challenge = undefined;
  const suite = [new DataIntegrityProof({cryptosuite: eddsaRdfc2022}), new Ed25519Signature2020()];
  const {verified, error} = await vc.verify({presentation: verifiablePresentation, challenge, domain: HOST, suite, documentLoader});
  if (!verified) throw new HttpError(400, {message: String(error?.errors?.[0] ?? error)});
  const issued = await issue(verifiablePresentation.holder);
  return {verifiablePresentation: {'@context': [V2], type: ['VerifiablePresentation'], verifiableCredential: [issued]}};
}

// -- requests of the Digital Credentials Consortium --------------------------------------------------------------------
const challenges = new Map();

function request() {
  const challenge = text();
  const path = `/request/${text()}`;
  challenges.set(path, challenge);
  const parameters = new URLSearchParams({
    auth_type: 'bearer', issuer: 'Harbour College', vc_request_url: ORIGIN + path, challenge,
  });
  return `dccrequest://request?${parameters}`;
}

async function answerRequest(path, body) {
  const challenge = challenges.get(path);
  challenges.delete(path);
  if (!challenge) throw new HttpError(400, {message: 'This challenge was used already.'});
  const presentation = JSON.parse(body);
  const loader = securityLoader({fetchRemoteContexts: false}).build();
  const suite = new DccSignature2020();
  const {verified, error} = await dcc.verify({presentation, challenge, suite, documentLoader: loader});
  if (!verified) throw new HttpError(400, {message: String(error?.errors?.[0] ?? error)});
  return issue(presentation.holder);
}

// -- requests and responses --------------------------------------------------------------------------------------------
class HttpError extends Error {
  constructor(status, body) {
    super(JSON.stringify(body));
    Object.assign(this, {status, body});
  }
}

async function respond(request, body) {
  const {pathname} = new URL(request.url, ORIGIN);
  if (request.method === 'GET') {
    const [, , kind, name] = pathname.split('/');
    if (pathname.startsWith('/.well-known/') && tenants[name]) {
      if (kind === 'openid-credential-issuer') return tenants[name].metadata.credentialIssuer;
      if (kind === 'oauth-authorization-server') return tenants[name].oauth;
    }
    if (referenced.has(pathname)) return referenced.get(pathname);
    throw new HttpError(404, {message: 'not found'});
  }
  if (exchanges.has(pathname)) return continueExchange(pathname, body);
  if (pathname.startsWith('/request/')) return answerRequest(pathname, body);
  const [, name, endpoint] = pathname.split('/');
  const at = tenants[name];
  if (at && endpoint === 'token') return token(at, name, request, body);
  if (at && endpoint === 'nonce') return issuer.createNonceResponse({cNonce: freshNonce()});
  if (at && endpoint === 'credential') return credential(at, request, body);
  throw new HttpError(404, {message: 'not found'});
}

server.on('request', async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  let [status, content] = [200, undefined];
  try {
    content = await respond(request, body);
  } catch (error) {
    [status, content] = error instanceof HttpError ? [error.status, error.body] :
      error instanceof Oauth2ServerErrorResponseError ? [error.status, error.errorResponse] :
        [500, {message: String(error.stack ?? error)}];
    if (status === 500) console.error(error);
  }
  response.writeHead(status, {'content-type': 'application/json', 'cache-control': 'no-store', connection: 'close'});
  response.end(JSON.stringify(content));
});

const offers = {
  'by value': await openid('final'),
  'by reference': await openid('final', {byReference: true}),
  'with a code': await openid('final', {pin: '4321'}),
  'with a code, shown': await openid('final', {pin: '4321', byReference: true}),
  ended: await openid('final', {expired: true}),
  'as a token': await openid('final', {configuration: 'RoboticsAsToken'}),
  'draft 13': await openid('draft'),
  'for somebody else': await openid('final', {to: OTHER_HOLDER}),
  'by interaction': interaction({OID4VCI: await openid('final')}),
  exchange: interaction({vcapi: ORIGIN + exchange()}),
  'exchange, 2020': interaction({vcapi: ORIGIN + exchange({suites: ['Ed25519Signature2020']})}),
  'exchange, invited': `https://lcw.app/request?${new URLSearchParams({
    request: JSON.stringify({credentialRequestOrigin: ORIGIN, protocols: {vcapi: ORIGIN + exchange()}}),
  })}`,
  'exchange, other suites': interaction({vcapi: ORIGIN + exchange({suites: ['bbs-2023']})}),
  request: request(),
};
process.stdout.write(JSON.stringify({port, offers}) + '\n');
process.stdin.resume().on('end', () => process.exit());

// -- keys --------------------------------------------------------------------------------------------------------------
// Returns the key of an Ed25519 did:key as JWK. The key follows two bytes of multicodec.
function didKeyJwk(didUrl) {
  const multibase = didUrl.split('#')[0].slice('did:key:'.length);
  return {kty: 'OKP', crv: 'Ed25519', x: base58(multibase.slice(1)).subarray(2).toString('base64url')};
}

// Converts a Multikey to a key of Node.js. The seed follows two bytes of multicodec. In some versions the public key
// follows the seed.
async function nodeKey(multikey) {
  const {publicKeyMultibase, secretKeyMultibase} = await multikey.export({publicKey: true, secretKey: true});
  const publicJwk = didKeyJwk(`did:key:${publicKeyMultibase}`);
  const seed = base58(secretKeyMultibase.slice(1)).subarray(2, 34).toString('base64url');
  return {privateKey: createPrivateKey({key: {...publicJwk, d: seed}, format: 'jwk'}), publicJwk};
}

// Decodes base58btc without leading zeros. Multikeys have none, because their multicodec is not zero.
function base58(encoded) {
  const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
  let number = 0n;
  for (const digit of encoded) number = number * 58n + BigInt(alphabet.indexOf(digit));
  const hex = number.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
}
