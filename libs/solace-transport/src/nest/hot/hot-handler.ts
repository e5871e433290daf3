import type { Check } from '../../validation/check.js';
import type { InboundMessage } from '../../wire/inbound-message.js';

/** Key of the extras of a pattern that makes its handler a hot one: `@SolaceEventPattern(topic, { hot: true })`. */
export const HOT = 'hot';

/** A hot handler as the start found it: everything that would have to be looked up for each message is done. */
export interface HotHandler {
  /** `Class.method`. */
  readonly name: string;
  readonly patterns: readonly string[];
  /** The extras of its patterns. */
  readonly extras: unknown;
  /** Undefined when the payload has no class: then it is handed on as it was decoded. */
  readonly check: Check | undefined;
  readonly run: (payload: unknown, message: InboundMessage) => unknown;
}

export function isHot(extras: unknown): boolean {
  return typeof extras === 'object' && extras !== null && (extras as Record<string, unknown>)[HOT] === true;
}
