import { FLAG, type MarketDataEvent, type StreamKind } from '@bourseworks/domain';
import type { MarketDataAdapter, StreamSink } from '@bourseworks/ports';
import { WebSocket } from 'ws';
import type { Flaw } from './flawed-adapter.js';
import type { FlawedKind } from './flawed-kind.js';
import { history, reference } from './flaws-of-answers.js';
import { ModelAdapter } from './model-adapter.js';
import { optionsFor } from './model-harness.js';
import { KEY } from './model-script.js';

const without =
  (wrong: (event: MarketDataEvent) => boolean) =>
  (events: readonly MarketDataEvent[]): readonly MarketDataEvent[] =>
    events.filter((event) => !wrong(event));

const isBackfilled = (event: MarketDataEvent): boolean => ((event.flags ?? 0) & FLAG.BACKFILLED) !== 0;
const never = new Promise<never>(() => undefined);

/** Every second message of a book says something else. */
function spoiled(): Flaw {
  let deltas = 0;
  return {
    events: (events) =>
      events.map((event) =>
        event.kind === 'book-delta' && deltas++ % 2 === 0
          ? { ...event, bids: [...event.bids, [1 + deltas, 1]] as typeof event.bids }
          : event,
      ),
  };
}

const live: readonly FlawedKind[] = [
  {
    name: 'gives every event twice',
    cases: ['MD-200', 'MD-201', 'MD-205', 'MD-303', 'MD-304', 'MD-321'],
    flaw: () => ({ events: (events) => [...events, ...events] }),
  },
  {
    name: 'connects anew for every stream',
    cases: ['MD-220', 'MD-224', 'MD-226', 'MD-503'],
    flaw: (venue, clock) => {
      const adapters: MarketDataAdapter[] = [];
      return {
        open: (_, spec, sink) => {
          const adapter = new ModelAdapter(optionsFor(venue), clock);
          adapters.push(adapter);
          return adapter.open(spec, sink);
        },
        close: async (inner) => {
          for (const adapter of [inner, ...adapters]) await adapter.close();
        },
      };
    },
  },
  {
    name: 'does not close streams',
    cases: ['MD-221', 'MD-222'],
    flaw: () => ({
      open: async (inner, spec, sink) => {
        await inner.open(spec, sink);
        return { close: () => Promise.resolve() };
      },
    }),
  },
  {
    name: 'gives nothing on a stream that was closed before',
    cases: ['MD-223'],
    flaw: () => {
      const opened = new Set<StreamKind>();
      return {
        open: (inner, spec, sink) => {
          const again = opened.has(spec.kind);
          opened.add(spec.kind);
          return inner.open(spec, again ? { ...sinkOf(sink), events: () => undefined } : sink);
        },
      };
    },
  },
  {
    name: 'takes milliseconds for microseconds',
    cases: ['MD-225'],
    flaw: () => ({
      events: (events) => events.map((event) => (event.kind === 'trade' ? { ...event, us: event.us / 1_000 } : event)),
    }),
  },
];

const gaps: readonly FlawedKind[] = [
  {
    name: 'does not mark what it fetched',
    cases: ['MD-300', 'MD-301', 'MD-310', 'MD-311', 'MD-312', 'MD-320'],
    flaw: () => ({ events: (events) => events.map((event) => ({ ...event, flags: 0 })) }),
  },
  {
    name: 'does not fetch what it missed',
    cases: ['MD-300', 'MD-301', 'MD-310', 'MD-311', 'MD-312', 'MD-320'],
    flaw: () => ({ events: without(isBackfilled) }),
  },
  {
    name: 'does not tell gaps',
    cases: [
      'MD-300',
      'MD-321',
      'MD-322',
      'MD-410',
      'MD-414',
      'MD-415',
      'MD-416',
      'MD-500',
      'MD-501',
      'MD-502',
      'MD-521',
    ],
    flaw: () => ({ state: (state, reason) => (state === 'GAP_START' ? undefined : { state, reason }) }),
  },
  {
    name: 'does not tell that something stays missed',
    cases: ['MD-322'],
    flaw: () => ({ state: (state, reason) => ({ state, reason: state === 'GAP_END' ? undefined : reason }) }),
  },
  {
    name: 'counts nothing',
    cases: ['MD-302', 'MD-303', 'MD-410', 'MD-417', 'MD-500'],
    flaw: () => ({ tally: () => false }),
  },
];

const books: readonly FlawedKind[] = [
  {
    name: 'gives changes without the whole book',
    cases: ['MD-400', 'MD-401'],
    flaw: () => ({ events: without(({ kind }) => kind === 'book-snapshot') }),
  },
  {
    name: 'spoils the book',
    cases: [
      'MD-400',
      'MD-402',
      'MD-403',
      'MD-411',
      'MD-412',
      'MD-413',
      'MD-414',
      'MD-415',
      'MD-416',
      'MD-417',
      'MD-420',
    ],
    flaw: spoiled,
  },
];

const connection: readonly FlawedKind[] = [
  {
    name: 'never notices that nothing is heard',
    cases: ['MD-311', 'MD-312', 'MD-416', 'MD-501', 'MD-502'],
    options: () => ({ silenceMs: 1_000_000 }),
  },
  { name: 'takes quiet for death', cases: ['MD-504'], options: () => ({ silenceMs: 10 }) },
  {
    name: 'does not subscribe again',
    cases: ['MD-500', 'MD-503', 'MD-510'],
    flaw: () => {
      let lost = false;
      return {
        state: (state, reason) => {
          lost ||= state === 'GAP_START';
          return { state, reason };
        },
        events: (events) => (lost ? [] : events),
      };
    },
  },
  {
    name: 'storms a venue that is away',
    cases: ['MD-510', 'MD-701'],
    flaw: ({ traffic }) => ({
      state: (state, reason) => {
        if (state === 'GAP_START') storm(traffic.streamUrl, 600);
        return { state, reason };
      },
    }),
  },
  {
    name: 'gives up for good at the first refusal',
    cases: ['MD-511'],
    flaw: () => {
      let refused: Error | undefined;
      return {
        open: async (inner, spec, sink) => {
          if (refused !== undefined) throw refused;
          return inner.open(spec, sink).catch((error: unknown) => {
            refused = error as Error;
            throw error;
          });
        },
      };
    },
  },
  {
    name: 'repeats refused logins',
    cases: ['MD-520', 'MD-521'],
    options: () => ({ authRetryMs: 20, maxAuthFailures: 1_000 }),
  },
];

const malformed: readonly FlawedKind[] = [
  {
    name: 'refuses fields that it does not know',
    cases: ['MD-600'],
    options: () => ({
      look: (text) => {
        if (text.includes('bwUnknown')) throw new Error('an unknown field');
      },
    }),
  },
  {
    name: 'is deaf after nonsense',
    cases: ['MD-601'],
    options: () => {
      let deaf = false;
      return {
        look: (text) => {
          deaf ||= !text.startsWith('{"type"');
          if (deaf) throw new Error('deaf');
        },
      };
    },
  },
  {
    name: 'makes events of what makes no sense',
    cases: ['MD-610', 'MD-620', 'MD-622'],
    flaw: () => ({
      tally: (what, sink) => {
        const event: MarketDataEvent = { kind: 'trade', us: 1, ns: 0, price: 0, quantity: 0 };
        const change: MarketDataEvent = { kind: 'book-delta', us: 1, ns: 0, venueSequence: 1, bids: [], asks: [] };
        if (what === 'malformed') sink.events([event, change]);
        return true;
      },
    }),
  },
];

const closing: readonly FlawedKind[] = [
  {
    name: 'leaves a timer',
    cases: ['MD-700'],
    flaw: (_, clock) => ({
      open: (inner, spec, sink) => {
        clock.setTimer(LATER_MS * 1_000, () => undefined);
        return inner.open(spec, sink);
      },
    }),
  },
  { name: 'does not close', cases: ['MD-700', 'MD-701', 'MD-702'], flaw: () => ({ close: closeLater }) },
  {
    name: 'forgets who waits when it closes',
    cases: ['MD-702', 'MD-703'],
    flaw: () => ({
      open: (inner, spec, sink) => inner.open(spec, sink).catch(() => never),
      history: (inner, query, part, signal) => inner.history(query, part, signal).catch(() => never),
    }),
  },
  {
    name: 'opens after it was closed',
    cases: ['MD-704'],
    flaw: (venue, clock) => {
      let adapter: MarketDataAdapter | undefined;
      let closed = false;
      return {
        open: (inner, spec, sink) => {
          if (closed) adapter = new ModelAdapter(optionsFor(venue), clock);
          return (adapter ?? inner).open(spec, sink);
        },
        close: async (inner) => {
          closed = true;
          await inner.close();
          await adapter?.close();
        },
      };
    },
  },
  {
    name: 'connects before it is used',
    cases: ['MD-705'],
    flaw: ({ traffic }) => {
      storm(traffic.streamUrl, 1);
      return {};
    },
  },
  {
    name: 'refuses without a code',
    cases: ['MD-020', 'MD-152', 'MD-511', 'MD-520', 'MD-704'],
    flaw: () => ({
      open: (inner, spec, sink) => inner.open(spec, sink).catch(uncoded),
      history: (inner, query, part, signal) => inner.history(query, part, signal).catch(uncoded),
    }),
  },
];

/** Longer than any case waits. */
const LATER_MS = 8_000;

async function closeLater(inner: MarketDataAdapter): Promise<void> {
  setTimeout(() => void inner.close(), LATER_MS);
}

/** Every case is found wanting by one of these at least. */
export const FLAWS: readonly FlawedKind[] = [
  ...reference,
  ...history,
  ...live,
  ...gaps,
  ...books,
  ...connection,
  ...malformed,
  ...closing,
];

/** Says its key where it is refused. */
export const talkative: Flaw = {
  open: (inner, spec, sink) =>
    inner.open(spec, sink).catch((error: unknown) => {
      throw Object.assign(error as Error, { message: `the key ${KEY} was refused` });
    }),
};

const uncoded = (error: unknown): never => {
  throw new Error(String(error));
};

const sinkOf = (sink: StreamSink): StreamSink => ({
  events: (events) => sink.events(events),
  state: (state, reason, code) => sink.state(state, reason, code),
  tally: (what, count) => sink.tally(what, count),
});

/** Attempts to connect, five every few milliseconds, which are given up at once where they succeed. */
function storm(url: string, count: number): void {
  const socket = new WebSocket(url);
  socket.on('error', () => undefined);
  socket.on('open', () => socket.terminate());
  if (count > 1) setTimeout(() => storm(url, count - 1), count % 5 === 0 ? 10 : 0);
}
