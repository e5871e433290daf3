import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { ALPACA_KEY_ID, ALPACA_SECRET_KEY, eventually } from '@bourseworks/testkit';
import { DataWorld } from '../../test/data.js';
import { configOf, TIMES } from '../../test/data-harness.js';
import { AlpacaMarketData } from './alpaca-market-data.js';

describe('the login to the streams of Alpaca', () => {
  let world: DataWorld;
  afterEach(() => world.end());

  it.each([
    [402, /check ALPACA_KEY_ID and ALPACA_SECRET_KEY \(402 auth failed\)/],
    [408, /no access to this version/],
    [409, /does not cover this feed: choose another ALPACA_FEED \(409/],
    [411, /may not read market data/],
  ])(
    'that is refused by %d is ADAPTER_LOGIN at once, and tried no more before its pause is over',
    async (code, text) => {
      world = await DataWorld.start({ authRetryMs: 60_000 });
      world.venue.loginError = code;
      for (let i = 0; i < 5; i++) {
        const opening = world.open('trade');
        await expect(opening).rejects.toMatchObject({ code: 'ADAPTER_LOGIN' });
        await expect(opening).rejects.toThrow(text);
      }
      expect(world.venue.traffic.logins).toBe(1);
    },
  );

  it('that was refused is taken once Alpaca takes it', async () => {
    world = await DataWorld.start({ authRetryMs: 200 });
    const sink = await world.open('trade');
    world.venue.loginError = 402;
    world.venue.control({ kind: 'cut' });
    await eventually(() => sink.codes.includes('ADAPTER_LOGIN'));
    await sleep(300);
    expect(world.venue.traffic.logins).toBeLessThanOrEqual(4);
    world.venue.loginError = undefined;
    await eventually(() => sink.live);
  });

  it('shows no key, whatever Alpaca says of it', async () => {
    world = await DataWorld.start();
    const sink = await world.open('trade');
    const text = JSON.stringify([
      { T: 'error', code: 402, msg: `${ALPACA_KEY_ID} with ${ALPACA_SECRET_KEY} is revoked` },
    ]);
    world.venue.control({ kind: 'say', text });
    await eventually(() => sink.reasons.length > 0);
    const error: unknown = await world.open('quote').catch((reason: unknown) => reason);
    const shown = `${JSON.stringify(sink.told)} ${String(error)} ${JSON.stringify(error)}`;
    expect(shown).toContain('*** with *** is revoked');
    expect(shown).not.toMatch(new RegExp(`${ALPACA_KEY_ID}|${ALPACA_SECRET_KEY}`));
  });

  it('waits, longer each time, while the account is connected elsewhere, and says so', async () => {
    world = await DataWorld.start({ occupied: { firstMs: 100, maxMs: 400 }, openUs: 1_200_000 });
    world.venue.connectionLimit = 0;
    await expect(world.open('trade')).rejects.toThrow(/one connection elsewhere.*\(406/);
    // At 0, 100, 300, 700 and 1 100 ms.
    expect(world.venue.traffic.logins).toBeGreaterThan(1);
    expect(world.venue.traffic.logins).toBeLessThanOrEqual(5);
  });

  it('keeps these waits when streams are closed and opened meanwhile', async () => {
    world = await DataWorld.start({ occupied: { firstMs: 500, maxMs: 4_000 }, openUs: 50_000 });
    world.venue.connectionLimit = 0;
    for (let i = 0; i < 12; i++) await expect(world.open('trade')).rejects.toMatchObject({ code: 'ADAPTER_FAILED' });
    expect(world.venue.traffic.logins).toBeLessThanOrEqual(2);
  });

  it('comes through once the other program has left', async () => {
    world = await DataWorld.start({ lingerMs: 50 });
    const other = new AlpacaMarketData(configOf(world.venue), { times: TIMES });
    await other.open({ instrument: world.instrument(), kind: 'quote' }, { events() {}, state() {}, tally() {} });
    const opening = world.open('trade');
    await eventually(() => world.venue.traffic.logins > 1);
    expect(world.venue.logins).toBe(1);
    await other.close();
    expect((await opening).states).toEqual(['LIVE']);
  });

  it('is given up when no welcome comes, and tried anew', async () => {
    world = await DataWorld.start({ loginMs: 100 });
    world.venue.control({ kind: 'mute' });
    const opening = world.open('trade');
    await eventually(() => world.venue.traffic.attempts > 1);
    world.venue.control({ kind: 'none' });
    expect((await opening).states).toEqual(['LIVE']);
  });

  it('fails with what kept it from the venue', async () => {
    world = await DataWorld.start({ openUs: 300_000 });
    world.venue.control({ kind: 'refuse' });
    await expect(world.open('trade')).rejects.toThrow(/in time: .+/);
  });
});

describe('keys that the REST interfaces refuse', () => {
  let world: DataWorld;
  afterEach(() => world.end());

  it('are ADAPTER_LOGIN, and not tried again at once', async () => {
    world = await DataWorld.start({ authRetryMs: 60_000 }, { secretKey: 'another-secret' });
    const asked = world.venue.traffic.requests.length;
    for (let i = 0; i < 3; i++)
      await expect(world.adapter.instruments()).rejects.toMatchObject({ code: 'ADAPTER_LOGIN' });
    expect(world.venue.traffic.requests.length).toBe(asked);
    expect(asked).toBe(1);
  });
});
