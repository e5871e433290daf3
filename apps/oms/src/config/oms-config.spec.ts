import { describe, expect, it } from '@jest/globals';
import { ReplayStartRequest } from '@bourseworks/dto';
import { loadEnv } from '@bourseworks/observability';
import { validateSync } from 'class-validator';
import { OmsConfig } from './oms-config.js';

function taken(run: string): { byOms: boolean; byMarketData: boolean } {
  const request = Object.assign(new ReplayStartRequest(), { run });
  const byMarketData = !validateSync(request).some(({ property }) => property === 'run');
  try {
    return { byOms: loadEnv(OmsConfig, { REPLAY_RUN: run }).REPLAY_RUN === run, byMarketData };
  } catch {
    return { byOms: false, byMarketData };
  }
}

describe('REPLAY_RUN', () => {
  it.each(['r', '2024.q1', 'a_b-c', 'x'.repeat(64)])('may be any run that can be started: %s', (run) => {
    expect(taken(run)).toEqual({ byOms: true, byMarketData: true });
  });

  it.each(['-a', '.', 'a/b', 'x'.repeat(65)])('may not be one that cannot: %s', (run) => {
    expect(taken(run)).toEqual({ byOms: false, byMarketData: false });
  });
});
