import { HEADER, type Headers } from './headers.js';

/** Where a piece of work stands in a trace, as W3C Trace Context writes it. */
export interface TraceContext {
  readonly traceparent: string;
  readonly tracestate?: string;
}

/**
 * Binds a trace to the work done for a message. An instrumentation passes functions over its own context; the library
 * carries what they say and makes no spans.
 */
export interface TraceHooks {
  /** Of the work under way: sent with every message, unless its headers hold one already. */
  get(): TraceContext | undefined;
  /** Runs the subscribers or the handler of a message that carries a trace. */
  run<T>(context: TraceContext, work: () => T): T;
}

const TRACEPARENT = /^(?!ff)[\da-f]{2}-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-[\da-f]{2}$/;

/** Bound of W3C for what must be passed on. */
const MAX_TRACESTATE = 512;

/** Undefined unless a valid one is there: a mistake of a sender must not end up in the traces of others. */
export function traceOf(headers: Headers): TraceContext | undefined {
  const traceparent = headers[HEADER.traceparent];
  if (typeof traceparent !== 'string' || !TRACEPARENT.test(traceparent)) return undefined;
  const tracestate = headers[HEADER.tracestate];
  if (typeof tracestate !== 'string' || tracestate === '' || tracestate.length > MAX_TRACESTATE) return { traceparent };
  return { traceparent, tracestate };
}

/** The headers with the trace, where they do not hold one themselves. */
export function withTrace(headers: Headers | undefined, trace: TraceContext | undefined): Headers | undefined {
  if (trace === undefined || headers?.[HEADER.traceparent] !== undefined) return headers;
  const carried = { ...headers, [HEADER.traceparent]: trace.traceparent };
  return trace.tracestate === undefined ? carried : { ...carried, [HEADER.tracestate]: trace.tracestate };
}
