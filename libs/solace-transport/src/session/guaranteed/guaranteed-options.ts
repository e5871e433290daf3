import { TransportError } from '../../errors.js';

/** Guaranteed publishing of a session. */
export interface GuaranteedOptions {
  /** Messages on their way to the broker at a time, 1 to 255. Default 255. */
  readonly windowSize?: number;
  /** Messages kept until they are acknowledged, those on their way included. Default 10 000. */
  readonly maxMessages?: number;
  /** Bytes of payload kept. Default 67 108 864. */
  readonly maxBytes?: number;
  /** Until a publish is given up, ms. Default 30 000. */
  readonly timeoutMs?: number;
}

export type ResolvedGuaranteedOptions = Required<GuaranteedOptions>;

const RANGES = {
  windowSize: [1, 255],
  maxMessages: [1, 100_000],
  maxBytes: [1, 4_294_967_296],
  timeoutMs: [1, 2_147_483_647],
} as const;

/** Undefined when nobody asked for it. @throws TransportError BAD_SESSION_OPTION */
export function resolveGuaranteedOptions(
  given: boolean | GuaranteedOptions | undefined,
): ResolvedGuaranteedOptions | undefined {
  if (given === undefined || given === false) return undefined;
  const defaults = { windowSize: 255, maxMessages: 10_000, maxBytes: 67_108_864, timeoutMs: 30_000 };
  const resolved = { ...defaults, ...(given === true ? {} : given) };
  for (const [name, [low, high]] of Object.entries(RANGES)) {
    const value = resolved[name as keyof typeof RANGES];
    if (Number.isInteger(value) && value >= low && value <= high) continue;
    throw TransportError.of('BAD_SESSION_OPTION', `guaranteed.${name} is ${value}; it must be from ${low} to ${high}`);
  }
  return resolved;
}
