import { describe, expect, it } from '@jest/globals';
import { PasswordHasher } from './password-hasher.js';
import { OWASP_MINIMUM, readPhc, writePhc } from './phc.js';

const cost = { memory: 64, passes: 1, parallelism: 1 };
const password = 'tulip-anvil-harbour';

async function hashed(hasher: PasswordHasher): Promise<string> {
  const result = await hasher.hash(password);
  if (!result.ok) throw new Error(result.refusal.message);
  return result.value;
}

describe('PasswordHasher', () => {
  it('makes hashes at the cost that OWASP asks for at the least', async () => {
    expect(OWASP_MINIMUM).toEqual({ memory: 19_456, passes: 2, parallelism: 1 });
    expect(await hashed(new PasswordHasher())).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  });

  it('salts each hash, and knows the password again, composed in another way too', async () => {
    const hasher = new PasswordHasher({ cost, concurrency: 1, queue: 10 });
    const stored = await hashed(hasher);
    expect(await hashed(hasher)).not.toBe(stored);
    expect(await hasher.verify(password, stored)).toEqual({ ok: true, value: { matches: true, outdated: false } });
    expect(await hasher.verify(`${password}!`, stored)).toEqual({
      ok: true,
      value: { matches: false, outdated: false },
    });
    const accented = await hasher.hash('caf\u00e9-caf\u00e9-caf\u00e9');
    expect(accented.ok && (await hasher.verify('cafe\u0301-cafe\u0301-cafe\u0301', accented.value))).toMatchObject({
      value: { matches: true },
    });
  });

  it('tells a hash that is cheaper than those it makes', async () => {
    const old = await hashed(new PasswordHasher({ cost, concurrency: 1, queue: 0 }));
    const dearer = new PasswordHasher({ cost: { ...cost, passes: 2 }, concurrency: 1, queue: 0 });
    expect(await dearer.verify(password, old)).toEqual({ ok: true, value: { matches: true, outdated: true } });
  });

  it('does the same work for nobody', async () => {
    const hasher = new PasswordHasher({ cost, concurrency: 1, queue: 0 });
    expect(await hasher.verify(password, undefined)).toEqual({ ok: true, value: { matches: false, outdated: false } });
    expect(await hasher.verify(password, 'not a hash')).toEqual({
      ok: true,
      value: { matches: false, outdated: false },
    });
    expect(hasher.computations).toBe(2);
  });

  it('refuses, at once, more than may wait', async () => {
    const hasher = new PasswordHasher({ cost, concurrency: 2, queue: 3 });
    const results = await Promise.all(Array.from({ length: 8 }, () => hasher.verify(password, undefined)));
    expect(results.map((result) => (result.ok ? 'done' : result.refusal.code))).toEqual([
      ...Array.from({ length: 5 }, () => 'done'),
      ...Array.from({ length: 3 }, () => 'LOGIN_BUSY'),
    ]);
    expect((await hasher.verify(password, undefined)).ok).toBe(true);
  });
});

describe('PHC text', () => {
  it('reads what it writes, and nothing of another form', () => {
    const hash = { cost, salt: Buffer.alloc(16, 1), tag: Buffer.alloc(32, 2) };
    expect(readPhc(writePhc(hash))).toEqual(hash);
    const text = writePhc(hash);
    for (const bad of [
      '',
      text.replace('id$', 'i$'),
      text.replace('v=19', 'v=16'),
      text.replace('m=64', 'm=99999999'),
      `${text}$`,
    ])
      expect(readPhc(bad)).toBeUndefined();
  });
});
