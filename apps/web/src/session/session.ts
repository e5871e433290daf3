import createClient from 'openapi-fetch';
import { openFetch } from '../api/http.js';
import { problemFrom } from '../api/problem.js';
import type { paths } from '../api/schema.js';
import { browserTabs } from './browser-tabs.js';
import { TokenKeeper, type Grant } from './token-keeper.js';

const open = createClient<paths>({ baseUrl: location.origin, fetch: openFetch });

async function askRefresh(): Promise<Grant> {
  const { data, error, response } = await open.POST('/api/v1/auth/refresh', { credentials: 'same-origin' });
  if (data === undefined) throw problemFrom(response, error);
  return data;
}

export const tokens = new TokenKeeper(askRefresh, browserTabs());

/**
 * Whether this browser was signed in. Only then is a refresh tried when the page opens: the cookie itself is not for
 * scripts, and a refusal on every first visit would look like a failure.
 */
const HINT = 'bourseworks.signed-in';

tokens.onChange(({ type }) => {
  if (type === 'granted') localStorage.setItem(HINT, '1');
  else localStorage.removeItem(HINT);
});

export const wasSignedIn = (): boolean => localStorage.getItem(HINT) !== null;

/** Between the sign-in with a one-time password and the choice of another: nobody has to type it twice. In memory only. */
let oneTime: string | undefined;
export const oneTimePassword = (): string | undefined => oneTime;

tokens.onChange((change) => {
  if (change.type === 'ended' || !change.grant.user.mustChangePassword) oneTime = undefined;
});

export async function signIn(username: string, password: string): Promise<void> {
  const { data, error, response } = await open.POST('/api/v1/auth/login', { body: { username, password } });
  if (data === undefined) throw problemFrom(response, error);
  if (data.user.mustChangePassword) oneTime = password;
  tokens.accept(data);
}
