/** A failure as the gateway says it (RFC 9457), or as the network does: then there is no status. */
export class ApiProblem extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** 0: no answer came. */
    readonly status: number,
    readonly retryAfterS = 0,
    readonly fields: readonly { readonly field: string; readonly message: string }[] = [],
  ) {
    super(message);
    this.name = 'ApiProblem';
  }

  /** Nobody knows whether the request had an effect. */
  get isUnknown(): boolean {
    return this.status === 0 || this.status >= 500;
  }

  /** The session is over: only a sign-in helps. */
  get endsSession(): boolean {
    return SESSION_OVER.has(this.code);
  }
}

const SESSION_OVER: ReadonlySet<string> = new Set([
  'SESSION_ENDED',
  'REFRESH_REFUSED',
  'TOKEN_INVALID',
  'SIGN_IN_REQUIRED',
]);

interface ProblemBody {
  readonly code?: unknown;
  readonly detail?: unknown;
  readonly title?: unknown;
  readonly errors?: unknown;
}

function fieldsOf(errors: unknown): { field: string; message: string }[] {
  if (!Array.isArray(errors)) return [];
  return errors.flatMap((error: { field?: unknown; message?: unknown }) =>
    typeof error?.field === 'string' ? [{ field: error.field, message: String(error.message) }] : [],
  );
}

/** From the body as it was read. */
export function problemFrom(response: Response, answer: unknown): ApiProblem {
  const retryAfter = Number(response.headers.get('retry-after') ?? 0);
  const body: ProblemBody = typeof answer === 'object' && answer !== null ? answer : {};
  const code = typeof body.code === 'string' ? body.code : 'REQUEST_REFUSED';
  const fields = fieldsOf(body.errors);
  const detail = typeof body.detail === 'string' ? body.detail : `the gateway answered ${response.status}`;
  const text = fields.length > 0 ? fields.map(({ message }) => message).join('; ') : detail;
  return new ApiProblem(code, text, response.status, Number.isFinite(retryAfter) ? retryAfter : 0, fields);
}

export async function problemOf(response: Response): Promise<ApiProblem> {
  let body: unknown;
  try {
    body = await response.json();
  } catch {
    // Something in between answered: the status has to do.
  }
  return problemFrom(response, body);
}

export const noAnswer = (): ApiProblem => new ApiProblem('REQUEST_ABORTED', 'the gateway does not answer', 0);

export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  return new ApiProblem('INTERNAL_ERROR', error instanceof Error ? error.message : String(error), 0);
}
