import { ended, granted } from '../store/session-slice.js';
import { store } from '../store/store.js';
import { asProblem } from '../api/problem.js';
import { tokens, wasSignedIn } from './session.js';

/** So long before its end a token is replaced: sockets take the new one without a break. */
const AHEAD_MS = 60_000;
const RETRY_MS = 3_000;
const LONGEST_WAIT_MS = 2_000_000_000;

let timer: ReturnType<typeof setTimeout> | undefined;

function plan(): void {
  clearTimeout(timer);
  const left = tokens.expiresAt - Date.now();
  const wait = Math.max(left - AHEAD_MS, left / 2, RETRY_MS);
  timer = setTimeout(() => void renew(), Math.min(wait, LONGEST_WAIT_MS));
}

async function renew(): Promise<void> {
  try {
    await tokens.refresh();
  } catch (error) {
    // Over for good is told by the keeper; the gateway may be away for a while.
    if (!asProblem(error).endsSession && tokens.grant) timer = setTimeout(() => void renew(), RETRY_MS);
  }
}

const reasonOf = (code: string | undefined): string | undefined =>
  code === undefined ? undefined : 'Your session has ended. Sign in again; your layout is kept.';

/** Ties the token to what the page shows, and takes up the session of before if there is one. */
export async function startSession(): Promise<void> {
  tokens.onChange((change) => {
    if (change.type === 'granted') {
      store.dispatch(granted(change.grant.user));
      plan();
    } else {
      clearTimeout(timer);
      store.dispatch(ended(reasonOf(change.problem?.code)));
    }
  });
  if (!wasSignedIn()) {
    store.dispatch(ended(undefined));
    return;
  }
  await resume();
}

async function resume(): Promise<void> {
  try {
    await tokens.refresh();
  } catch (error) {
    const problem = asProblem(error);
    if (!problem.endsSession) store.dispatch(ended('The gateway does not answer. Try again in a moment.'));
  }
}
