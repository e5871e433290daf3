import { describe, expect, it } from '@jest/globals';
import { exportedSettings } from './exported-settings.js';

const TOKEN = { name: 'CSV_TOKEN', meaning: 'key' };
const sources = (settings: unknown): ReturnType<typeof exportedSettings> =>
  exportedSettings('/a.js#create', { settings });

async function complaint(check: (env: Record<string, string>) => unknown): Promise<unknown> {
  const [source] = sources({ settings: [TOKEN], check });
  try {
    await source.check?.({ CSV_TOKEN: 'x' });
    return undefined;
  } catch (error) {
    const { code, message } = error as { code?: unknown; message?: unknown };
    return { code, message };
  }
}

describe('exportedSettings', () => {
  it('are none where a module exports something else of that name', () => {
    for (const other of [undefined, null, 5, 'x', {}, { settings: 'x' }, [TOKEN]]) expect(sources(other)).toEqual([]);
  });

  it.each([
    { settings: [null] },
    { settings: [{ name: 'A+(', meaning: '' }] },
    { settings: [{ name: 'A' }] },
    { settings: [TOKEN], check: 5 },
  ])('must be a list of settings: %j', (settings) => {
    expect(() => sources(settings)).toThrow(/^ADAPTERS names \/a\.js#create, whose settings must be/);
  });

  it('pass where the check does', async () => {
    expect(await complaint(() => undefined)).toBeUndefined();
    expect(await complaint(async () => 5)).toBeUndefined();
  });

  it('begin their complaint with the variable, whatever the check throws', async () => {
    const invalid = (message: unknown): unknown => ({ code: 'CONFIG_INVALID', message });
    const thrown = (error: unknown): Promise<unknown> =>
      complaint(() => {
        throw error;
      });
    expect(await thrown(new Error('CSV_TOKEN is wrong'))).toEqual(invalid('CSV_TOKEN is wrong'));
    expect(await complaint(() => Promise.reject(new Error('CSV_TOKEN is late')))).toEqual(invalid('CSV_TOKEN is late'));
    const own = invalid(expect.stringMatching(/^ADAPTERS names .*, whose check of its settings threw /));
    expect(await thrown(new TypeError('x is undefined'))).toEqual(own);
    expect(await thrown(null)).toEqual(own);
  });

  it('cannot change the environment', async () => {
    expect(await complaint((env) => (env['CSV_TOKEN'] = 'y'))).toMatchObject({ code: 'CONFIG_INVALID' });
  });
});
