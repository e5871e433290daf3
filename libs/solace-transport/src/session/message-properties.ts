import { HEADER, type HeaderValue } from '../wire/headers.js';
import type { PublishProperties } from '../wire/outbound-message.js';

/** Where a part of an answer stands; leave it out for an answer of one message. */
export interface ReplyProperties extends PublishProperties {
  /** Index from 0. */
  readonly part?: number;
  /** On the last part. An empty body on it is a mere end marker. */
  readonly end?: boolean;
}

export interface RequestProperties extends PublishProperties {
  /** Until the first part and between parts, ms. Default requestTimeoutMs. */
  readonly timeoutMs?: number | undefined;
  /** For the whole answer, ms. Default 300 000. */
  readonly totalTimeoutMs?: number | undefined;
}

export interface GuaranteedProperties extends PublishProperties {
  /** Until the publish is given up, ms. Default `guaranteed.timeoutMs`. */
  readonly timeoutMs?: number | undefined;
  /** Leaves the bound to the broker alone: for a message that is passed on as it came, larger than one's own may be. */
  readonly anySize?: boolean | undefined;
}

/** The place of a part as headers. */
export function withPlace({ part, end, ...properties }: ReplyProperties): PublishProperties {
  if (part === undefined) return properties;
  const place: Record<string, HeaderValue> = { ...properties.headers, [HEADER.part]: part };
  if (end === true) place[HEADER.end] = true;
  return { ...properties, headers: place };
}
