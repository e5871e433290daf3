import type { LoggerService } from '@nestjs/common';

/** Failures of hot routes: counted where they happen, told at most once a second, since a sender may repeat its mistake. */
export class HotFaults {
  private untold = 0;
  private told = Number.NEGATIVE_INFINITY;

  constructor(private readonly logger: Pick<LoggerService, 'error'>) {}

  report(code: string, handler: string, topic: string, text: string): void {
    this.untold++;
    const now = performance.now();
    if (now - this.told < 1_000) return;
    this.told = now;
    const count = this.untold;
    this.untold = 0;
    this.logger.error(`${count} failure(s) of hot routes, last on ${topic} (${handler}), ${code}: ${text}`);
  }
}
