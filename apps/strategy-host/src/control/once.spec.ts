import { describe, expect, it } from '@jest/globals';
import { ok, refuse } from '@bourseworks/domain';
import { Once } from './once.js';

const done = ok(undefined);

describe('Once', () => {
  it('executes a command once, however often it comes and while it is executed', async () => {
    const once = new Once();
    let runs = 0;
    const run = () => once.run('c-1', 'start pts', async () => (runs++, done));
    expect(await Promise.all([run(), run()])).toEqual([done, done]);
    expect(await run()).toEqual(done);
    expect(runs).toBe(1);
  });

  it('refuses an id that was used for something else', async () => {
    const once = new Once();
    await once.run('c-1', 'start pts', async () => done);
    const other = await once.run('c-1', 'stop pts', async () => done);
    expect(other).toMatchObject({ ok: false, refusal: { code: 'COMMAND_CONFLICT' } });
  });

  it('tries again what was refused or has failed', async () => {
    const once = new Once();
    await once.run('c-1', 'start pts', async () => refuse('STRATEGY_STATE', 'not yet'));
    await expect(once.run('c-1', 'start pts', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await once.run('c-1', 'start pts', async () => done)).toEqual(done);
  });

  it('forgets the oldest beyond its bound', async () => {
    const once = new Once();
    let runs = 0;
    const run = (n: number) => once.run(`c-${n}`, 'start pts', async () => (runs++, done));
    for (let n = 0; n <= 1_024; n += 1) await run(n);
    await run(1);
    expect(runs).toBe(1_025);
    await run(0);
    expect(runs).toBe(1_026);
  });
});
