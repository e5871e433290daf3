/** What goes wrong with a request. */
export type Fault =
  /** This answer instead of the true one. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body: unknown;
      readonly headers?: Readonly<Record<string, string>>;
      /** The request was done all the same. */
      readonly done: boolean;
    }
  /** The connection breaks. */
  | { readonly kind: 'drop'; readonly done: boolean }
  /** No answer ever comes. */
  | { readonly kind: 'silence'; readonly done: boolean };

/** Times that the venue gives no answer and says so: the execution is unknown. */
export function timeout(done: boolean): Fault {
  const msg = 'Timeout waiting for response from backend server. Send status unknown; execution status unknown.';
  return { kind: 'answer', status: 408, body: { code: -1007, msg }, done };
}

/** Faults to come, each for one request: `POST /api/v3/order`. */
export class Faults {
  private readonly queued: { readonly request: string; readonly fault: Fault }[] = [];

  /** The next request of this kind meets it. */
  next(request: string, fault: Fault): void {
    this.queued.push({ request, fault });
  }

  take(request: string): Fault | undefined {
    const at = this.queued.findIndex((one) => one.request === request);
    return at < 0 ? undefined : this.queued.splice(at, 1)[0].fault;
  }

  clear(): void {
    this.queued.length = 0;
  }
}
