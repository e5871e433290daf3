import { describe, expect, it } from '@jest/globals';
import { adapterSettings } from './settings.js';

const namesFor = async (env: Record<string, string>): Promise<string[]> =>
  (await adapterSettings(env)).flatMap(({ settings }) => settings.map(({ name }) => name));

const problemsFor = async (env: Record<string, string>): Promise<string[]> =>
  (await adapterSettings(env)).flatMap(({ check }) => {
    try {
      check?.(env);
      return [];
    } catch (error) {
      return [(error as Error).message];
    }
  });

describe('adapterSettings', () => {
  it('are those of the adapters that ADAPTERS names, and no others', async () => {
    expect(await namesFor({})).toEqual([
      'ADAPTERS',
      'EXCHANGE_URL',
      'EXCHANGE_API_KEY_PREFIX',
      'EXCHANGE_REQUEST_TIMEOUT_MS',
    ]);
    expect(await namesFor({ ADAPTERS: 'replay' })).toEqual(expect.arrayContaining(['ADAPTERS', 'REPLAY_DATA']));
  });

  it('tell every problem, each with its variable in front', async () => {
    const problems = await problemsFor({ ADAPTERS: 'replay,nowhere' });
    expect(problems).toEqual([
      expect.stringMatching(/^ADAPTERS names "nowhere"/),
      expect.stringMatching(/^REPLAY_DATA must name/),
    ]);
  });
});
