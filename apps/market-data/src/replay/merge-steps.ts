import { knownUs, type MarketDataEvent } from '@bourseworks/domain';

/** Items of one stream that belong to a step, in their order. */
export interface StepItems {
  /** Index of the source. */
  readonly source: number;
  readonly events: readonly MarketDataEvent[];
}

/** Everything that becomes known at one time. */
export interface MergedStep {
  readonly timeUs: number;
  readonly items: readonly StepItems[];
}

/** A source with the events it has handed out and not yet seen taken. */
class Head {
  private events: readonly MarketDataEvent[] = [];
  private at = 0;

  constructor(
    readonly source: number,
    private readonly parts: AsyncIterator<readonly MarketDataEvent[]>,
    private readonly fromUs: number,
  ) {}

  /** Time of the next event, undefined at the end. */
  async timeUs(): Promise<number | undefined> {
    while (this.at >= this.events.length) {
      const next = await this.parts.next();
      if (next.done === true) return undefined;
      this.events = next.value;
      this.at = 0;
    }
    return Math.max(knownUs(this.events[this.at]), this.fromUs);
  }

  /** All events of that time. */
  async take(timeUs: number): Promise<MarketDataEvent[]> {
    const taken: MarketDataEvent[] = [];
    while ((await this.timeUs()) === timeUs) taken.push(this.events[this.at++]);
    return taken;
  }

  async close(): Promise<void> {
    await this.parts.return?.();
  }
}

/**
 * Merges sources, each in order of time, into steps in order of time; within a step sources keep their index. One part of
 * each source is in memory. What was known before `fromUs`, as where the clock of a recorder is behind that of its venue, is in
 * the step of that time. Throws RangeError when a source steps back: the run would tell the past twice.
 */
export async function* mergeSteps(
  sources: readonly AsyncIterator<readonly MarketDataEvent[]>[],
  fromUs = -Infinity,
): AsyncGenerator<MergedStep> {
  const heads = sources.map((parts, source) => new Head(source, parts, fromUs));
  let last = -Infinity;
  try {
    for (;;) {
      const times: (number | undefined)[] = [];
      for (const head of heads) times.push(await head.timeUs());
      const timeUs = Math.min(...times.map((time) => time ?? Infinity));
      if (timeUs === Infinity) return;
      if (timeUs <= last) throw new RangeError(`source ${times.indexOf(timeUs)} steps back in time`);
      last = timeUs;
      const items: StepItems[] = [];
      for (const head of heads) {
        if (times[head.source] === timeUs) items.push({ source: head.source, events: await head.take(timeUs) });
      }
      yield { timeUs, items };
    }
  } finally {
    for (const head of heads) await head.close();
  }
}
