import type { QueueMessage } from '@bourseworks/solace-transport/session';

export interface LedgerFigures {
  readonly delivered: number;
  readonly distinct: number;
  readonly redelivered: number;
}

/** What a consumer has seen of the numbered messages of some publishers, and what must not happen. */
export class Ledger {
  readonly violations: string[] = [];
  private readonly next: number[];
  private readonly seen: Set<number>[];
  private delivered = 0;
  private redelivered = 0;

  constructor(publishers: number) {
    this.next = Array<number>(publishers).fill(0);
    this.seen = this.next.map(() => new Set<number>());
  }

  get distinct(): number {
    return this.seen.reduce((sum, one) => sum + one.size, 0);
  }

  get figures(): LedgerFigures {
    return { delivered: this.delivered, distinct: this.distinct, redelivered: this.redelivered };
  }

  take(message: QueueMessage): void {
    const [publisher, number] = message.payload.toString().split(' ').map(Number);
    this.delivered++;
    if (message.redelivered) this.redelivered++;
    const known = this.seen[publisher];
    if (known.has(number)) {
      if (!message.redelivered) this.violations.push(`message ${number} of publisher ${publisher} twice, not marked`);
      return;
    }
    known.add(number);
    if (number !== this.next[publisher]) {
      this.violations.push(`message ${number} of publisher ${publisher} came when ${this.next[publisher]} was due`);
    }
    this.next[publisher] = number + 1;
  }
}
