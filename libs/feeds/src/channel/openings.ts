import { DomainError } from '@bourseworks/domain';
import type { Clock } from '@bourseworks/ports';

interface Opening {
  resolve(): void;
  reject(error: DomainError): void;
}

/** Those who wait for a stream to be live, each for a bounded time. */
export class Openings {
  private readonly waiting = new Set<Opening>();

  constructor(private readonly clock: Clock) {}

  /** Somebody waits. */
  get waited(): boolean {
    return this.waiting.size > 0;
  }

  wait(timeoutUs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (end: () => void): void => {
        timer.cancel();
        this.waiting.delete(opening);
        end();
      };
      const opening: Opening = {
        resolve: () => settle(resolve),
        reject: (error) => settle(() => reject(error)),
      };
      const message = 'the venue did not confirm the subscription in time';
      const timer = this.clock.setTimer(timeoutUs, () =>
        opening.reject(new DomainError({ code: 'ADAPTER_FAILED', message })),
      );
      this.waiting.add(opening);
    });
  }

  resolve(): void {
    for (const opening of this.waiting) opening.resolve();
  }

  reject(error: DomainError): void {
    for (const opening of this.waiting) opening.reject(error);
  }
}
