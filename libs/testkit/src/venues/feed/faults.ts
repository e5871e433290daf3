/** What goes wrong between a venue and its adapter. Whatever lasts ends with `none`, which also forgets what has not happened. */
export type FeedFault =
  | { readonly kind: 'none' }
  /** Every connection ends. */
  | { readonly kind: 'cut' }
  /** Every connection is reset: what is under way is lost. */
  | { readonly kind: 'reset' }
  /** Streams live, but nothing comes over them, new ones included: what is published is lost, pings are not answered. */
  | { readonly kind: 'mute' }
  /** The streams that there are die without anybody being told: nothing comes, nothing is read. New ones work. */
  | { readonly kind: 'half-open' }
  /** New connections and requests are refused; streams that are open live on. */
  | { readonly kind: 'refuse' }
  /** Half of the next published messages arrives, each with the end of the streams that it is for. */
  | { readonly kind: 'tear'; readonly count: number }
  /** New connections and requests are answered with status 401; streams that are open live on. */
  | { readonly kind: 'unauthorized' }
  /** The next published messages do not arrive. */
  | { readonly kind: 'drop'; readonly count: number }
  /** The next published messages arrive twice. */
  | { readonly kind: 'duplicate'; readonly count: number }
  /** The next pairs of published messages arrive in reverse order. */
  | { readonly kind: 'swap'; readonly count: number }
  /** The next published messages arrive so much later; what follows overtakes them. */
  | { readonly kind: 'delay'; readonly count: number; readonly ms: number }
  /** The next published messages arrive changed. */
  | { readonly kind: 'change'; readonly count: number; readonly change: (text: string) => string }
  /** This text arrives on every stream, now. */
  | { readonly kind: 'say'; readonly text: string }
  /** The next requests are answered with this status: 429, 418, 5xx; with a header Retry-After if told. */
  | { readonly kind: 'status'; readonly count: number; readonly status: number; readonly retryAfterS?: number }
  /** The next requests are answered so much later: a slow snapshot. */
  | { readonly kind: 'slow'; readonly count: number; readonly ms: number }
  /** The next requests are answered with a changed text. */
  | { readonly kind: 'answer'; readonly count: number; readonly change: (text: string) => string }
  /** The next logins are refused. */
  | { readonly kind: 'login'; readonly count: number };

export type FeedFaultKind = FeedFault['kind'];

type Counted = Extract<FeedFault, { readonly count: number }>;
type CountedKind = Counted['kind'];

/** Faults that wait for messages, requests and logins to happen to; each kind in the order in which it was asked for. */
export class FaultPlan {
  private readonly planned = new Map<CountedKind, { readonly fault: Counted; left: number }[]>();
  private swapped: string | undefined;

  add(fault: Counted): void {
    const entries = this.planned.get(fault.kind) ?? [];
    entries.push({ fault, left: fault.count });
    this.planned.set(fault.kind, entries);
  }

  clear(): void {
    this.planned.clear();
    this.swapped = undefined;
  }

  /** The fault of this kind that happens next, if any; it has then happened once. */
  take<K extends CountedKind>(kind: K): Extract<Counted, { readonly kind: K }> | undefined {
    const entries = this.planned.get(kind);
    const entry = entries?.find(({ left }) => left > 0);
    if (entry === undefined) return undefined;
    entry.left--;
    if (entry.left === 0) entries?.splice(entries.indexOf(entry), 1);
    return entry.fault as Extract<Counted, { readonly kind: K }>;
  }

  /** What arrives when a message is published: texts, each so many milliseconds later. */
  arrivals(message: string): { readonly text: string; readonly afterMs: number }[] {
    const text = this.take('change')?.change(message) ?? message;
    if (this.swapped !== undefined) {
      const first = this.swapped;
      this.swapped = undefined;
      return [text, first].map((one) => ({ text: one, afterMs: 0 }));
    }
    if (this.take('drop') !== undefined) return [];
    if (this.take('swap') !== undefined) {
      this.swapped = text;
      return [];
    }
    const afterMs = this.take('delay')?.ms ?? 0;
    const copies = this.take('duplicate') === undefined ? 1 : 2;
    return Array.from({ length: copies }, () => ({ text, afterMs }));
  }
}
