import { describe, expect, it } from '@jest/globals';
import { ApiProblem } from '../api/problem.js';
import { TokenKeeper, type Grant, type TabMessage, type Tabs } from './token-keeper.js';

const user = { id: 'u', username: 'ann', roles: ['trader'], mustChangePassword: false };
const grantOf = (accessToken: string): Grant => ({ accessToken, expiresIn: 600, sid: 's', sessionExpiresAt: 1, user });

/** Tabs of one browser: one lock, and messages that reach all the others. */
function browser() {
  const listeners: ((message: TabMessage) => void)[] = [];
  let turn: Promise<unknown> = Promise.resolve();
  return (): Tabs => {
    const own = listeners.length;
    return {
      listen: (listener) => void listeners.push(listener),
      post: (message) => listeners.forEach((listener, index) => index !== own && listener(message)),
      exclusively: (work) => {
        const result = turn.then(work);
        turn = result.catch(() => undefined);
        return result;
      },
    };
  };
}

describe('the access token', () => {
  it('is refreshed once for all that wait, in one tab and across tabs', async () => {
    let asked = 0;
    const ask = async () => grantOf(`token-${++asked}`);
    const tab = browser();
    const keepers = [new TokenKeeper(ask, tab()), new TokenKeeper(ask, tab()), new TokenKeeper(ask, tab())];
    const got = await Promise.all(keepers.flatMap((keeper) => [keeper.token(), keeper.token()]));
    expect(asked).toBe(1);
    expect(new Set(got)).toEqual(new Set(['token-1']));
  });

  it('is refreshed again when the gateway refused it before its time', async () => {
    let asked = 0;
    const keeper = new TokenKeeper(async () => grantOf(`token-${++asked}`), browser()());
    const first = await keeper.token();
    await keeper.refresh(first);
    expect([first, await keeper.token()]).toEqual(['token-1', 'token-2']);
  });

  it('is replaced before it ends', async () => {
    let asked = 0;
    let now = 0;
    const keeper = new TokenKeeper(
      async () => grantOf(`token-${++asked}`),
      browser()(),
      () => now,
    );
    await keeper.token();
    now = 579_000;
    expect(await keeper.token()).toBe('token-1');
    now = 581_000;
    expect(await keeper.token()).toBe('token-2');
  });

  it('ends in every tab when the session does, and not because the gateway is away', async () => {
    let problem = new ApiProblem('REQUEST_ABORTED', 'away', 0);
    const tab = browser();
    const keepers = [0, 1].map(() => new TokenKeeper(() => Promise.reject(problem), tab()));
    const [first, second] = keepers as [TokenKeeper, TokenKeeper];
    const ends: number[] = [];
    keepers.forEach((keeper, index) => keeper.onChange(({ type }) => type === 'ended' && ends.push(index)));
    first.accept(grantOf('a'));
    await expect(first.refresh()).rejects.toMatchObject({ code: 'REQUEST_ABORTED' });
    expect([first.grant?.accessToken, second.grant?.accessToken, ends]).toEqual(['a', 'a', []]);
    problem = new ApiProblem('SESSION_ENDED', 'over', 401);
    await expect(first.refresh()).rejects.toMatchObject({ code: 'SESSION_ENDED' });
    expect([first.grant, second.grant, ends.toSorted((a, b) => a - b)]).toEqual([undefined, undefined, [0, 1]]);
  });
});
