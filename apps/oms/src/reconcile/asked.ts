import type { Clock } from '@bourseworks/ports';

/** Longer than any adapter tries: a question that is open by then is lost. */
const LOST_US = 120_000_000;

/** What a broker answers. Rejects when it never does: one lost question must not end all that wait behind it. */
export function asked<T>(clock: Clock, answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = clock.setTimer(LOST_US, () => reject(new Error(`no answer within ${LOST_US / 1_000_000} s`)));
    answer.then(resolve, reject).finally(() => timer.cancel());
  });
}
