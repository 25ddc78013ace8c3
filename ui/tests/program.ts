// A stand-in for the program, for tests of the window alone: each command answers what a test tells it to.

import { mockConvertFileSrc, mockIPC } from '@tauri-apps/api/mocks';
import type { BadgeSummary, BadgeDetail, CollectionDetail, OpenState, Outcome, OtherFileSummary, CandidateDetail, BadgeReport, CheckDetail, ErrorDetail, Verdict } from '../src/lib/bindings';

export type Answers = Record<string, unknown | ((arguments_: Record<string, unknown>) => unknown)>;

/** Every call that the window made, in order. */
export type Calls = { command: string; arguments: Record<string, unknown> }[];

const open: OpenState = { kind: 'open', did: 'did:key:z6MkTest', badges: 0, phrase_to_note: false, messages: [] };

const usual: Answers = {
  open_backpack: open,
  handed_at_start: [],
  called_at_start: null,
  list_badges: [],
  list_collections: [],
  list_identities: [],
  list_trust_lists: [],
  known_issuers: [],
  agreed_hosts: [],
  requests: [],
  removed_badges: [],
  list_records: [],
  removed_records: [],
  remembered_mailboxes: [],
  forget: null,
  about: { version: '0.1.0', did: 'did:key:z6MkTest', offline: false },
};

/** Starts the stand-in. An answer that is a function is called with the arguments; one that throws is an error. */
export function program(answers: Answers = {}): Calls {
  const calls: Calls = [];
  const all: Answers = { ...usual, ...answers };
  mockConvertFileSrc('linux');
  mockIPC(
    (command, payload) => {
      const given = (payload ?? {}) as Record<string, unknown>;
      calls.push({ command, arguments: given });
      if (!(command in all)) throw new Error(`the window called ${command}, which this test does not answer`);
      const answer = all[command];
      return typeof answer === 'function' ? answer(given) : answer;
    },
    { shouldMockEvents: true },
  );
  return calls;
}

export function error(code: string, message: string, next: string | null = null): ErrorDetail {
  return { code, message, found: null, next_step: next };
}

export function card(name: string, more: Partial<BadgeSummary> = {}): BadgeSummary {
  return {
    id: `id-${name}`,
    name,
    issuer_name: 'Harbour College',
    issuer_domain: 'harbour.example',
    issuer_claimed_only: false,
    verdict: 'verified',
    headline: 'Everything that can be checked holds.',
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

export function check(id: CheckDetail['id'], outcome: Outcome, message: string): CheckDetail {
  return { id, outcome, code: null, message, next_step: null, rule: { specification: 'Open Badges 3.0', section: '8.2' }, documents: [] };
}

export function told(name: string, verdict: Verdict = 'verified'): BadgeReport {
  return {
    source: `${name}.png`,
    format: 'ob-3.0/data-integrity',
    version: '3.0',
    id: 'urn:uuid:1',
    sha256: 'ab'.repeat(32),
    name,
    checked_for: '2026-11-21T00:00:00Z',
    verdict,
    headline: 'Everything that can be checked holds.',
    issuer: { id: 'https://harbour.example', name: 'Harbour College', standing: { kind: 'proven-domain', domain: 'harbour.example' }, domain: 'harbour.example', message: 'Issued by Harbour College, proven by harbour.example.', lists: [], remembered: null, resembles: [] },
    recipient: { outcome: 'passed', identity: 'ada@example.org', message: 'Issued to one of your addresses.' },
    valid_from: '2024-03-04T00:00:00Z',
    valid_until: null,
    checks: [check('proof.signature', 'passed', 'The signature holds.')],
    assurance: [{ fact: 'criteria-stated', where: '/credentialSubject/achievement/criteria', message: 'Criteria are stated' }],
    notes: [],
    inner: [],
    endorsements: [],
    newer: null,
  };
}

export function sighting(name: string, more: Partial<CandidateDetail> = {}): CandidateDetail {
  return { key: `key-${name}`, source: `${name}.png`, badge: told(name), error: null, held_as: null, other_version: null, unclaimed: null, hosts_to_ask: [], hosts_told_which: [], link: null, offer: null, mail: null, record: null, ...more };
}

export function detail(name: string, more: Partial<BadgeDetail> = {}): BadgeDetail {
  return {
    card: card(name),
    told: told(name),
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

export function record(name: string, more: Partial<OtherFileSummary> = {}): OtherFileSummary {
  return {
    id: `record-${name}`,
    name,
    note: '',
    kind: 'pdf',
    what: 'a PDF without a badge in it',
    label: 'Unverified record: nothing about it was checked',
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
    items: names.map((name) => ({ card: card(name), badge_id: `id-${name}`, note: '' })),
    changed_at: '2026-01-01T00:00:00Z',
  };
}
