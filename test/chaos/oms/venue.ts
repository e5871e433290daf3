import { setTimeout as sleep } from 'node:timers/promises';
import { parseDecimalBig } from '@bourseworks/domain';
import type { Rng } from '@bourseworks/ports';

/** An execution report as the exchange gives it; prices and quantities are decimal texts. */
export interface VenueExecution {
  readonly sequence: number;
  readonly execId: string;
  readonly execType: string;
  readonly clientOrderId: string;
  readonly origClientOrderId?: string;
  readonly orderId: string;
  readonly symbol: string;
  readonly side: 'BUY' | 'SELL';
  readonly lastQty?: string;
  readonly lastPrice?: string;
  readonly fee?: string;
}

export interface VenueOrder {
  readonly clientOrderId: string;
  readonly orderId: string;
  readonly cumQty: string;
}

export interface BestQuote {
  readonly bid: number;
  readonly ask: number;
}

interface Instrument {
  readonly symbol: string;
  readonly tickSize: string;
  readonly lotSize: string;
}

const FAULT_OPS = ['order.submit', 'order.cancel', 'order.replace'] as const;
/** A refusal is no fault of the connection: orders that are refused are closed. */
const FAULTS = ['drop-before', 'drop-after', 'error-after', 'unreadable-after', 'delay-after'] as const;
const PAGE = 1_000;
const TRIES = 5;
/** Of ten to the minus n: enough for every price and quantity, and their product is money at 18 decimals. */
const SCALE = 9;

/** Exact integer of a decimal text at `scale` digits. */
export function exact(text: string, scale = SCALE): bigint {
  const parsed = parseDecimalBig(text, scale);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.refusal.message}`);
  return parsed.value;
}

export const sign = (side: 'BUY' | 'SELL'): bigint => (side === 'BUY' ? 1n : -1n);

/** The exchange asked directly, past the platform: what it says of the account is the truth that the OMS is held to. */
export class Venue {
  readonly executions: VenueExecution[] = [];
  private readonly quotes = new Map<string, BestQuote>();
  /** How often all of its connections were cut, and how many commands met a fault. */
  cuts = 0;
  faults = 0;

  constructor(
    private readonly url: string,
    private readonly account: string,
  ) {}

  instruments(): Promise<Instrument[]> {
    return this.get<{ instruments: Instrument[] }>('/api/instruments').then((answer) => answer.instruments);
  }

  quote(symbol: string): BestQuote | undefined {
    return this.quotes.get(symbol);
  }

  async refreshQuotes(symbols: readonly string[]): Promise<void> {
    for (const symbol of symbols) {
      const book = await this.get<{ bids: string[][]; asks: string[][] }>(`/api/book?symbol=${symbol}&depth=1`);
      const [bid, ask] = [Number(book.bids[0]?.[0]), Number(book.asks[0]?.[0])];
      if (bid > 0 && ask > 0) this.quotes.set(symbol, { bid, ask });
    }
  }

  /** Cuts every connection of its clients, as a cable that is pulled does. False when it did not answer, standing still. */
  async cut(): Promise<boolean> {
    if (!(await this.post('/api/test/cut', {}))) return false;
    this.cuts++;
    return true;
  }

  /** Lets the next command of some kind go wrong. */
  async armFault(rng: Rng): Promise<void> {
    const pick = <T>(list: readonly T[]): T => list[Math.floor(rng.next() * list.length)];
    if (await this.post('/api/test/faults', { op: pick(FAULT_OPS), fault: pick(FAULTS) })) this.faults++;
  }

  private async post(path: string, body: object): Promise<boolean> {
    const headers = { 'content-type': 'application/json' };
    const options = { method: 'POST', headers, body: JSON.stringify(body), signal: AbortSignal.timeout(1_000) };
    return fetch(`${this.url}${path}`, options).then(
      (response) => response.ok,
      () => false,
    );
  }

  /** Takes over new execution reports; called often enough that none falls out of what the exchange remembers. */
  async collect(): Promise<void> {
    for (;;) {
      const since = this.executions.at(-1)?.sequence ?? 0;
      const { executions } = await this.get<{ executions: VenueExecution[] }>(
        `/api/executions?since=${since}&limit=${PAGE}`,
      );
      if (executions[0] !== undefined && executions[0].sequence !== since + 1) {
        throw new Error(`executions ${since + 1} to ${executions[0].sequence - 1} fell out of the exchange's memory`);
      }
      this.executions.push(...executions);
      if (executions.length < PAGE) return;
    }
  }

  get fills(): VenueExecution[] {
    return this.executions.filter((execution) => execution.execType === 'Trade');
  }

  openOrders(): Promise<VenueOrder[]> {
    return this.get<{ orders: VenueOrder[] }>('/api/orders').then((answer) => answer.orders);
  }

  /** Cash as the exchange books it. */
  cash(): Promise<string> {
    return this.get<{ cash: string }>('/api/account').then((answer) => answer.cash);
  }

  /** Keeps quotes and executions fresh until `ended`. */
  async follow(symbols: readonly string[], ended: () => boolean): Promise<void> {
    for (let round = 0; !ended(); round++) {
      await this.refreshQuotes(symbols);
      if (round % 10 === 0) await this.collect();
      await sleep(300);
    }
  }

  private async get<Answer>(path: string): Promise<Answer> {
    const response = await this.fetch(path);
    if (!response.ok) throw new Error(`the exchange answered ${path} with ${response.status}`);
    return (await response.json()) as Answer;
  }

  /** An exchange that stood still closes idle connections when it wakes, under a request perhaps: that one is sent again. */
  private async fetch(path: string): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await fetch(`${this.url}${path}`, { headers: { 'x-api-key': `dev-${this.account}` } });
      } catch (error) {
        if (attempt === TRIES) throw error;
        await sleep(100);
      }
    }
  }
}
