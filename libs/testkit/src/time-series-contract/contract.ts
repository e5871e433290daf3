import { jestGlobals } from '../jest-globals.js';
import { met, testWith } from '../requirement/requirement.js';
import { ABSENCES } from './cases/absences.js';
import { BOUNDS } from './cases/bounds.js';
import { READS } from './cases/reads.js';
import { REMOVALS } from './cases/removals.js';
import { VALUES } from './cases/values.js';
import { WRITERS } from './cases/writers.js';
import { WRITES } from './cases/writes.js';
import { excuse, type TimeSeriesCase } from './contract-case.js';
import type { TimeSeriesHarness, TimeSeriesUnderTest } from './harness.js';
import { TimeSeriesTrial } from './trial.js';

const START_TIMEOUT_MS = 60_000;

export const TIME_SERIES_CONTRACT: readonly TimeSeriesCase[] = [
  ...VALUES,
  ...WRITES,
  ...READS,
  ...REMOVALS,
  ...WRITERS,
  ...BOUNDS,
  ...ABSENCES,
];

/**
 * The numbered cases that every TimeSeries passes, as tests of Jest. What the harness cannot do to its store is skipped, with
 * the reason in its name.
 */
export function describeTimeSeriesContract(name: string, harness: TimeSeriesHarness): void {
  const globals = jestGlobals();
  if (globals === undefined) throw new Error('the time-series contract runs under Jest');
  globals.describe(`time-series contract of ${name}`, () => {
    let store: TimeSeriesUnderTest;
    globals.beforeAll(async () => {
      store = await harness.start();
    }, START_TIMEOUT_MS);
    globals.afterAll(() => store.close(), START_TIMEOUT_MS);
    for (const one of TIME_SERIES_CONTRACT) {
      const why = excuse(one, harness);
      const requirement = why === undefined ? met : ({ kind: 'absent', why } as const);
      testWith(requirement, `${one.id} ${one.title}`, async () => {
        const trial = new TimeSeriesTrial(store);
        try {
          await one.run(trial);
        } finally {
          await trial.end();
        }
      });
    }
  });
}
