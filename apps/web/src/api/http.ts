import { type ApiProblem, noAnswer, problemOf } from './problem.js';

const TIMEOUT_MS = 10_000;

export interface Tokens {
  token(): Promise<string>;
  refresh(refused?: string): Promise<unknown>;
  end(problem?: ApiProblem): void;
}

async function ask(request: Request, token: string | undefined): Promise<Response> {
  const headers = new Headers(request.headers);
  headers.set('x-bourseworks-client', 'web');
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(TIMEOUT_MS)]);
  try {
    return await fetch(new Request(request, { headers, signal }));
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw noAnswer();
  }
}

/** Without a session: sign-in and refresh. */
export const openFetch = (request: Request): Promise<Response> => ask(request, undefined);

/**
 * With the session's token. A token that ended on the way is replaced and the request sent again, once: the gateway refused
 * it before it read it, so that nothing is done twice.
 */
export function sessionFetch(tokens: Tokens): (request: Request) => Promise<Response> {
  return async (request) => {
    const again = request.clone();
    const token = await tokens.token();
    const response = await ask(request, token);
    if (response.status !== 401) return response;
    const problem = await problemOf(response.clone());
    if (problem.code === 'TOKEN_EXPIRED') {
      await tokens.refresh(token);
      return ask(again, await tokens.token());
    }
    if (problem.endsSession) tokens.end(problem);
    return response;
  };
}
