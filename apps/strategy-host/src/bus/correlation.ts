import { randomUUID } from 'node:crypto';
import { currentCorrelation, withCorrelation } from '@bourseworks/observability';
import { HEADER, type InboundMessage } from '@bourseworks/solace-transport';

/** Runs the start of something new under an id of its own: its log lines here and in every service it reaches carry it. */
export function newCorrelation<T>(work: () => T): T {
  return withCorrelation(randomUUID(), work);
}

/** Runs what a message brings about under the message's id. */
export function correlated<T>(message: InboundMessage, work: () => T): T {
  const id = message.headers[HEADER.correlationId];
  return id === undefined ? work() : withCorrelation(String(id), work);
}

/** Headers that carry the current id on. */
export function correlationHeaders(): { readonly headers?: Readonly<Record<string, string>> } {
  const id = currentCorrelation();
  return id === undefined ? {} : { headers: { [HEADER.correlationId]: id } };
}
