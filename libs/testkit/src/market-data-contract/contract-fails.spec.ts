import { describe, expect, it } from '@jest/globals';
import { FlawedAdapter } from '../../test/model-venue/flawed-adapter.js';
import type { FlawedKind } from '../../test/model-venue/flawed-kind.js';
import { FLAWS, talkative } from '../../test/model-venue/flaws.js';
import { ModelAdapter } from '../../test/model-venue/model-adapter.js';
import { modelHarness, ModelVenue, optionsFor } from '../../test/model-venue/model-harness.js';
import { KEY } from '../../test/model-venue/model-script.js';
import { excuse } from './contract-case.js';
import { MARKET_DATA_CONTRACT, runMarketDataCase } from './contract.js';
import type { MarketDataHarness } from './harness.js';

/** What has to happen happens sooner by far; what cannot happen is not waited for long. */
const PATIENCE_MS = 3_000;

function harnessOf({ options, flaw }: FlawedKind): MarketDataHarness<ModelVenue> {
  return {
    ...modelHarness,
    patienceMs: PATIENCE_MS,
    createAdapter: (venue, clock) => {
      const adapter = new ModelAdapter({ ...optionsFor(venue), ...options?.() }, clock);
      return new FlawedAdapter(adapter, flaw?.(venue, clock) ?? {});
    },
  };
}

/** Runs a case on a venue of its own; resolves to what was said, or to why it failed. */
async function outcome(
  id: string,
  harness: MarketDataHarness<ModelVenue>,
): Promise<{ said: string } | { error: unknown }> {
  const one = MARKET_DATA_CONTRACT.find((each) => each.id === id);
  if (one === undefined) throw new Error(`there is no case ${id}`);
  const venue = await ModelVenue.start();
  try {
    return { said: await runMarketDataCase(one, harness, venue) };
  } catch (error) {
    return { error };
  } finally {
    await venue.close();
  }
}

describe('an adapter that', () => {
  it.concurrent.each(FLAWS)(
    '$name fails $cases',
    async (kind) => {
      const harness = harnessOf(kind);
      const outcomes = await Promise.all(kind.cases.map((id) => outcome(id, harness)));
      const passed = kind.cases.filter((_, i) => 'said' in outcomes[i]);
      expect(passed).toEqual([]);
    },
    60_000,
  );

  it('says its key is heard', async () => {
    const harness = { ...harnessOf({ name: '', cases: [] }), createAdapter: talkativeAdapter };
    expect(await outcome('MD-520', harness)).toEqual({ said: expect.stringContaining(KEY) });
  });

  const talkativeAdapter: MarketDataHarness<ModelVenue>['createAdapter'] = (venue, clock) =>
    new FlawedAdapter(new ModelAdapter(optionsFor(venue), clock), talkative);
});

describe('the contract', () => {
  it('has no case that every one of these adapters passes', () => {
    const failing = new Set(FLAWS.flatMap(({ cases }) => cases));
    const applied = MARKET_DATA_CONTRACT.filter((one) => excuse(one, modelHarness) === undefined);
    expect(applied.map(({ id }) => id).filter((id) => !failing.has(id))).toEqual([]);
  });

  it('has numbers of its own for every case, and refuses an excuse for one that there is not', () => {
    const ids = MARKET_DATA_CONTRACT.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
