import type { MarketDataEvent } from '@bourseworks/domain';
import type { FlawedKind } from './flawed-kind.js';

/** Of what there is to trade, and of which kinds there are data. */
export const reference: readonly FlawedKind[] = [
  { name: 'lists instruments twice', cases: ['MD-001'], flaw: () => ({ instruments: (all) => [...all, ...all] }) },
  {
    name: 'lists other instruments each time',
    cases: ['MD-002'],
    flaw: () => {
      let times = 0;
      return { instruments: (all) => all.map((one) => ({ ...one, tickSize: one.tickSize + times++ })) };
    },
  },
  { name: 'forgets a kind', cases: ['MD-010'], flaw: () => ({ kinds: (kinds) => kinds.slice(1) }) },
  {
    name: 'takes what it does not know for what it knows',
    cases: ['MD-020', 'MD-021', 'MD-132', 'MD-133'],
    flaw: () => ({
      open: async (inner, spec, sink) => {
        const [instrument] = await inner.instruments();
        const kind = inner.kinds(instrument).includes(spec.kind) ? spec.kind : 'trade';
        return inner.open({ instrument, kind }, sink);
      },
      history: async (inner, query, part, signal) => {
        const [instrument] = await inner.instruments();
        const kind = query.kind === 'bar-1m' ? query.kind : 'trade';
        return inner.history({ ...query, instrument, kind }, part, signal);
      },
    }),
  },
];

/** Of data of the past. */
export const history: readonly FlawedKind[] = [
  {
    name: 'loses the last event of a part',
    cases: ['MD-100', 'MD-105'],
    flaw: () => ({
      history: (inner, query, part, signal) => inner.history(query, (events) => part(events.slice(0, -1)), signal),
    }),
  },
  {
    name: 'gives history as one part',
    cases: ['MD-100', 'MD-105'],
    flaw: () => ({
      history: async (inner, query, part, signal) => {
        const whole: MarketDataEvent[] = [];
        await inner.history(query, async (events) => void whole.push(...events), signal);
        await part(whole);
      },
    }),
  },
  {
    name: 'includes the end of a range',
    cases: ['MD-110', 'MD-115'],
    flaw: () => ({
      history: (inner, query, part, signal) =>
        inner.history({ ...query, toUs: query.toUs + (query.kind === 'trade' ? 1 : 60_000_000) }, part, signal),
    }),
  },
  {
    name: 'takes a refusal for the end of the data',
    cases: ['MD-130', 'MD-151', 'MD-152', 'MD-153', 'MD-154', 'MD-155', 'MD-703'],
    flaw: () => ({
      history: (inner, query, part, signal) => inner.history(query, part, signal).catch(() => undefined),
    }),
  },
  {
    name: 'turns a reversed range around',
    cases: ['MD-131'],
    flaw: () => ({
      history: (inner, { fromUs, toUs, ...query }, part, signal) =>
        inner.history({ ...query, fromUs: Math.min(fromUs, toUs), toUs: Math.max(fromUs, toUs) + 1 }, part, signal),
    }),
  },
  {
    name: 'does not wait for its reader',
    cases: ['MD-140'],
    flaw: () => ({
      history: async (inner, query, part, signal) => {
        const parts: Promise<void>[] = [];
        await inner.history(query, async (events) => void parts.push(started(part(events))), signal);
        await Promise.all(parts);
      },
    }),
  },
  {
    name: 'cannot be stopped',
    cases: ['MD-141', 'MD-142'],
    flaw: () => ({
      history: (inner, query, part) => inner.history(query, part, new AbortController().signal),
    }),
  },
  {
    name: 'keeps the error of a reader to itself',
    cases: ['MD-143'],
    flaw: () => ({
      history: (inner, query, part, signal) =>
        inner.history(query, (events) => part(events).catch(() => undefined), signal),
    }),
  },
  {
    name: 'asks again at once when it is turned down',
    cases: ['MD-150'],
    flaw: () => ({
      history: (inner, query, part, signal) =>
        inner.history(query, part, signal).catch(() => inner.history(query, part, signal)),
    }),
  },
];

/** Its failure is looked at later. */
function started(work: Promise<void>): Promise<void> {
  work.catch(() => undefined);
  return work;
}
