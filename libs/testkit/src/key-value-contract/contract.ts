import { jestGlobals } from '../jest-globals.js';
import { met, testWith } from '../requirement/requirement.js';
import { ABSENCES } from './cases/absences.js';
import { BAGS } from './cases/bags.js';
import { BOUNDS } from './cases/bounds.js';
import { LEASES } from './cases/leases.js';
import { RACES } from './cases/races.js';
import { TIME } from './cases/time.js';
import { VALUES } from './cases/values.js';
import { excuse, type KeyValueCase } from './contract-case.js';
import type { KeyValueHarness, KeyValueUnderTest } from './harness.js';
import { KeyValueTrial } from './trial.js';

const START_TIMEOUT_MS = 60_000;

export const KEY_VALUE_CONTRACT: readonly KeyValueCase[] = [
  ...VALUES,
  ...BAGS,
  ...LEASES,
  ...RACES,
  ...BOUNDS,
  ...TIME,
  ...ABSENCES,
];

/**
 * The numbered cases that every KeyValue passes, as tests of Jest. What the harness cannot do to its store is skipped, with
 * the reason in its name.
 */
export function describeKeyValueContract(name: string, harness: KeyValueHarness): void {
  const globals = jestGlobals();
  if (globals === undefined) throw new Error('the key-value contract runs under Jest');
  globals.describe(`key-value contract of ${name}`, () => {
    let store: KeyValueUnderTest;
    globals.beforeAll(async () => {
      store = await harness.start();
    }, START_TIMEOUT_MS);
    globals.afterAll(() => store.close(), START_TIMEOUT_MS);
    for (const one of KEY_VALUE_CONTRACT) {
      const why = excuse(one, harness);
      const requirement = why === undefined ? met : ({ kind: 'absent', why } as const);
      testWith(requirement, `${one.id} ${one.title}`, async () => {
        const trial = new KeyValueTrial(store);
        try {
          await one.run(trial);
        } finally {
          await trial.end();
        }
      });
    }
  });
}
