import { describe, expect, it } from '@jest/globals';
import { redactSecrets } from './redact.js';

describe('redactSecrets', () => {
  it('blanks secrets at any depth, in arrays too, however the name is written', () => {
    const line = {
      apiKey: 'a',
      'x-api-key': 'b',
      DB_PASSWORD: 'c',
      session: { accessToken: 'd', list: [{ cookie: 'e', ok: 1 }] },
      headers: { Authorization: 'Bearer f' },
    };
    const text = JSON.stringify(redactSecrets(line));
    expect(text).not.toMatch(/"[a-f]"|Bearer/);
    expect(text).toContain('"ok":1');
  });

  it('leaves counts, names that only look alike and the object itself alone', () => {
    const line = { token: 17, secretary: 'Ann', monkey: 'x', keys: ['a'] };
    expect(redactSecrets(line)).toBe(line);
    const withSecret = { password: 'p' };
    redactSecrets(withSecret);
    expect(withSecret.password).toBe('p');
  });

  it('survives an object that contains itself', () => {
    const line: Record<string, unknown> = { name: 'loop' };
    line['self'] = line;
    expect(redactSecrets(line)['name']).toBe('loop');
  });
});
