// A backend for tests: it records every call and answers with what the test provides.

import { setBackend, type Backend, type BadgeDetail, type BadgeReport, type BadgeSummary, type CandidateDetail, type CheckDetail, type CollectionDetail, type DeepLinkTarget, type ErrorDetail, type Fact, type ItemReference, type Message, type OpenState, type Outcome, type OtherFileSummary, type Ticket, type Verdict } from '../src/lib/backend';

type Subscriptions = 'onFiles' | 'onFilesHover' | 'onDeepLink' | 'onBackgroundError';
type Operation = Exclude<keyof Backend, Subscriptions | 'pictureUrl'>;
type Resolved<O extends Operation> = Awaited<ReturnType<Backend[O]>>;
/** Operations without a result answer with null. */
type Result<O extends Operation> = unknown extends Resolved<O> ? null : Resolved<O>;

/** A fixed result for each operation, or a function that computes it. A function that throws makes the operation fail. */
export type Answers = { [O in Operation]?: Result<O> | ((...args: Parameters<Backend[O]>) => Result<O> | Promise<Result<O>>) };

export interface TestBackend {
  /** Returns the arguments of every call of an operation, in order. */
  calls<O extends Operation>(operation: O): Parameters<Backend[O]>[];
  dropFiles(files: Ticket[]): void;
  passDeepLink(link: DeepLinkTarget): void;
  reportError(error: ErrorDetail): void;
}

const open: OpenState = { kind: 'open', did: 'did:key:z6MkTest', badges: 0, phrase_to_note: false, messages: [] };

const defaults: Answers = {
  openBackpack: open,
  startupFiles: [],
  startupDeepLink: null,
  listBadges: [],
  listCollections: [],
  listIdentities: [],
  listTrustLists: [],
  knownIssuers: [],
  allowedHosts: [],
  listRequests: [],
  removedBadges: [],
  listOtherFiles: [],
  removedOtherFiles: [],
  savedMailboxes: [],
  dismissCandidates: null,
  about: { version: '0.1.0', did: 'did:key:z6MkTest', offline: false },
};

/** Makes the screens use a test backend with these answers. */
export function useTestBackend(answers: Answers = {}): TestBackend {
  const calls: { operation: string; args: unknown[] }[] = [];
  const all: Record<string, unknown> = { ...defaults, ...answers };
  let onFiles: (files: Ticket[]) => void = () => {};
  let onDeepLink: (link: DeepLinkTarget) => void = () => {};
  let onBackgroundError: (error: ErrorDetail) => void = () => {};
  const fixed: Record<string, unknown> = {
    pictureUrl: ({ kind, id }: ItemReference) => `badge://localhost/${kind}/${encodeURIComponent(id)}`,
    onFiles: async (listener: typeof onFiles) => ((onFiles = listener), () => {}),
    onDeepLink: async (listener: typeof onDeepLink) => ((onDeepLink = listener), () => {}),
    onFilesHover: async () => () => {},
    onBackgroundError: async (listener: typeof onBackgroundError) => ((onBackgroundError = listener), () => {}),
  };
  const backend = new Proxy(fixed, {
    get: (target, operation: string) =>
      target[operation] ??
      (async (...args: unknown[]) => {
        calls.push({ operation, args });
        if (!(operation in all)) throw new Error(`the screen called ${operation}, which this test does not answer`);
        const answer = all[operation];
        return typeof answer === 'function' ? answer(...args) : answer;
      }),
  });
  setBackend(backend as unknown as Backend);
  return {
    calls: <O extends Operation>(operation: O) => calls.filter((call) => call.operation === operation).map(({ args }) => args as Parameters<Backend[O]>),
    dropFiles: (files) => onFiles(files),
    passDeepLink: (link) => onDeepLink(link),
    reportError: (error) => onBackgroundError(error),
  };
}

export function message(id: string, facts: { [name: string]: Fact } = {}): Message {
  return { message_id: id, facts };
}

/** The error of a code, with the message and the next step of the catalogue. */
export function error(code: string, facts: { [name: string]: Fact } = {}): ErrorDetail {
  return { code, message: message(`code-${code}`, facts), found: null, next_step: message(`code-${code}.next`, facts) };
}

export function badgeSummary(name: string, more: Partial<BadgeSummary> = {}): BadgeSummary {
  return {
    id: `id-${name}`,
    name,
    issuer_name: 'Harbour College',
    issuer_domain: 'harbour.example',
    issuer_claimed_only: false,
    verdict: 'verified',
    headline: message('verdict-verified'),
    date: '2024-03-04T00:00:00Z',
    valid_until: null,
    added_at: '2026-01-01T00:00:00Z',
    checked_at: '2026-01-01T00:00:00Z',
    assurance: ['criteria-stated'],
    mine: 'passed',
    superseded: false,
    ...more,
  };
}

export function check(id: CheckDetail['id'], outcome: Outcome): CheckDetail {
  return {
    id,
    outcome,
    code: null,
    message: message(`check-${id.replaceAll('.', '-')}-${outcome}`),
    next_step: null,
    rule: { specification: 'Open Badges 3.0', section: '8.2' },
    documents: [],
  };
}

export function badgeReport(name: string, verdict: Verdict = 'verified'): BadgeReport {
  return {
    source: `${name}.png`,
    format: 'ob-3.0/data-integrity',
    version: '3.0',
    id: 'urn:uuid:1',
    sha256: 'ab'.repeat(32),
    name,
    checked_for: '2026-11-21T00:00:00Z',
    verdict,
    headline: message(`verdict-${verdict}`),
    issuer: {
      id: 'https://harbour.example',
      name: 'Harbour College',
      standing: { kind: 'proven-domain', domain: 'harbour.example' },
      domain: 'harbour.example',
      message: message('issuer-identity-proven-domain', { name: 'Harbour College', domain: 'harbour.example' }),
      lists: [],
      remembered: null,
      resembles: [],
    },
    recipient: { outcome: 'passed', identity: 'ada@example.org', message: message('check-recipient-match-passed') },
    valid_from: '2024-03-04T00:00:00Z',
    valid_until: null,
    checks: [check('proof.signature', 'passed')],
    assurance: [{ fact: 'criteria-stated', where: '/credentialSubject/achievement/criteria', message: message('fact-criteria-stated') }],
    notes: [],
    inner: [],
    endorsements: [],
    newer: null,
  };
}

export function candidate(name: string, more: Partial<CandidateDetail> = {}): CandidateDetail {
  return {
    key: `key-${name}`,
    source: `${name}.png`,
    badge: badgeReport(name),
    error: null,
    held_as: null,
    other_version: null,
    unclaimed: null,
    hosts_to_ask: [],
    hosts_told_which: [],
    link: null,
    offer: null,
    mail: null,
    record: null,
    ...more,
  };
}

export function badgeDetail(name: string, more: Partial<BadgeDetail> = {}): BadgeDetail {
  return {
    card: badgeSummary(name),
    told: badgeReport(name),
    issuer: { id: 'https://harbour.example', name: 'Harbour College', url: null, email: null, description: null, image: null },
    description: 'Joins steel plates.',
    criteria: 'Ten welds, inspected.',
    criteria_url: null,
    narrative: null,
    achievement_type: null,
    evidence: [],
    results: [],
    alignments: [],
    sources: [{ name: `${name}.png`, container: 'png', sha256: 'ab'.repeat(32), added_at: '2026-01-01T00:00:00Z' }],
    original_text: '{"name":"<img src=x onerror=alert(1)>"}',
    history: [],
    hosts_to_ask: [],
    hosts_told_which: [],
    collections: [],
    other_versions: [],
    unclaimed: null,
    ...more,
  };
}

export function otherFile(name: string, more: Partial<OtherFileSummary> = {}): OtherFileSummary {
  return {
    id: `file-${name}`,
    name,
    note: '',
    kind: 'pdf',
    what: message('other-file-kind-pdf'),
    label: message('other-file-label'),
    source: `${name}.pdf`,
    file_name: `${name}.pdf`,
    bytes: 12_000,
    added_at: '2026-01-01T00:00:00Z',
    ...more,
  };
}

export function collection(title: string, names: string[]): CollectionDetail {
  return {
    id: `collection-${title}`,
    title,
    introduction: '',
    items: names.map((name) => ({ card: badgeSummary(name), badge_id: `id-${name}`, note: '' })),
    changed_at: '2026-01-01T00:00:00Z',
  };
}
