import { expect, it } from '@jest/globals';
import { SystemClock } from '@bourseworks/ports';
import { AgentFetch } from './agent-fetch.js';
import { dataSettings } from './data-settings.js';

it('hears of a text that is no JSON in what ccxt would write to the console, and of nothing else', () => {
  let garbled = 0;
  const fetch = new AgentFetch(new SystemClock(), () => undefined);
  const { log } = dataSettings({ fetch, garbled: () => garbled++ }) as { log: (...said: unknown[]) => void };
  log(new Date(), 'onMessage JSON.parse', new SyntaxError('no'), '|', 'wss://venue');
  log('fetch Request:\n', 'venue', 'GET');
  expect(garbled).toBe(1);
});
