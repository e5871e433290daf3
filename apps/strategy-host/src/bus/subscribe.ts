import type { Result } from '@bourseworks/domain';
import type { Clock } from '@bourseworks/ports';
import type { MessageCallback, SolaceSession } from '@bourseworks/solace-transport';
import { attempted } from './ask.js';
import { retry } from './backoff.js';

/** Subscribes, up to `tries` times while the bus is away; nothing more once it is `stopped`. Never rejects. */
export function subscribe(
  { session, clock }: { readonly session: SolaceSession; readonly clock: Clock },
  topic: string,
  callback: MessageCallback,
  { tries, stopped }: { readonly tries: number; readonly stopped: () => boolean },
): Promise<Result<void>> {
  return retry({ clock, tries, pauseUs: 100_000, maxPauseUs: 2_000_000, stopped }, () =>
    attempted(async () => {
      if (!stopped()) await session.subscribe(topic, callback);
      return { ok: true, value: undefined };
    }),
  );
}
