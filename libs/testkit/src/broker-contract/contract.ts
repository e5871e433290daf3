import assert from 'node:assert/strict';
import { jestGlobals } from '../jest-globals.js';
import { met, testWith } from '../requirement/requirement.js';
import { CANCELS } from './cases/cancels.js';
import { DOUBT } from './cases/doubt.js';
import { FILLS } from './cases/fills.js';
import { LINK } from './cases/link.js';
import { QUESTIONS } from './cases/questions.js';
import { REPLACES } from './cases/replaces.js';
import { SUBMIT } from './cases/submit.js';
import type { ContractCase } from './contract-case.js';
import type { BrokerHarness, VenueUnderTest } from './harness.js';
import { Trial } from './trial.js';

const START_TIMEOUT_MS = 60_000;
/** Said by an adapter, it would be in a log: of every case. */
const SECRETS_ID = 'EX-900';

export const BROKER_CONTRACT: readonly ContractCase[] = [
  ...SUBMIT,
  ...FILLS,
  ...CANCELS,
  ...REPLACES,
  ...DOUBT,
  ...QUESTIONS,
  ...LINK,
];

/**
 * The numbered cases that every broker adapter passes, as tests of Jest. What a venue's capabilities or the harness exclude
 * is skipped, with the reason in its name. Each case has a broker, and where the venue can an account, of its own.
 */
export function describeBrokerContract(name: string, harness: BrokerHarness): void {
  const globals = jestGlobals();
  if (globals === undefined) throw new Error('the broker contract runs under Jest');
  globals.describe(`broker contract of ${name}`, () => {
    let venue: VenueUnderTest;
    const said: string[] = [];
    globals.beforeAll(async () => {
      venue = await harness.start();
    }, START_TIMEOUT_MS);
    globals.afterAll(() => venue.close(), START_TIMEOUT_MS);
    for (const one of BROKER_CONTRACT) {
      const why = one.excused?.(harness);
      const requirement = why === undefined ? met : ({ kind: 'absent', why } as const);
      testWith(requirement, `${one.id} ${one.title}`, () => runCase(one, new Trial(harness, venue), said));
    }
    globals.it(`${SECRETS_ID} no key or secret was said in any report, reason or error of these cases`, () => {
      for (const secret of harness.secrets) assert.ok(!said.some((text) => text.includes(secret)), 'a secret was said');
    });
  });
}

async function runCase(one: ContractCase, trial: Trial, said: string[]): Promise<void> {
  let failed = true;
  try {
    await trial.begin();
    await one.run(trial);
    failed = false;
  } finally {
    // A case that closed its broker has nothing left to clear away.
    await (one.id.startsWith('EX-70') ? trial.broker.close() : trial.end());
    said.push(trial.said());
  }
  // Whatever a case was about, its adapter leaves nothing running.
  if (!failed) await trial.closed();
}
