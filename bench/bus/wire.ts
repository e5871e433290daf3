/** Topics, payload and messages between the bench and its peers; the same for every contestant. */
export const PAYLOAD = { symbol: 'BTC/USD', price: 60_123.5, quantity: 0.25, side: 'BUY', sequence: 1 };

export interface BusLogin {
  readonly url: string;
  readonly vpn: string;
  readonly username: string;
  readonly password: string;
}

/** From the bench to a peer: report once this many further events have arrived. */
export interface ExpectEvents {
  readonly expect: number;
}

/** From a peer: ready (with the port of a TCP peer), or all expected events are here, and what they cost it. */
export type PeerMessage =
  | { readonly ready: true; readonly port?: number }
  | {
      readonly arrived: true;
      /** CPU time of the whole process since it was told to expect them, us. */
      readonly cpuUs: number;
    };

/**
 * Counts events in a peer and answers `expect`, which may come later than the events that it is about; only when it comes
 * before them the CPU time is theirs.
 */
export class Arrivals {
  private count = 0;
  private target = 0;
  private waiting = false;
  private since = process.cpuUsage();

  constructor() {
    process.on('message', ({ expect }: ExpectEvents) => {
      this.target += expect;
      this.waiting = true;
      this.since = process.cpuUsage();
      this.check();
    });
    process.on('disconnect', () => process.exit(0));
  }

  add(): void {
    this.count++;
    if (this.waiting) this.check();
  }

  private check(): void {
    if (this.count < this.target) return;
    this.waiting = false;
    const { user, system } = process.cpuUsage(this.since);
    process.send?.({ arrived: true, cpuUs: user + system } satisfies PeerMessage);
  }
}

export function loginFromEnv(): BusLogin {
  const { BENCH_URL = '', BENCH_VPN = '', BENCH_USERNAME = '', BENCH_PASSWORD = '' } = process.env;
  return { url: BENCH_URL, vpn: BENCH_VPN, username: BENCH_USERNAME, password: BENCH_PASSWORD };
}
