// Asks for history, as many questions at a time as it is told to; every other one for a range that is kept by then.
import { formatNanos } from '@bourseworks/domain';
import { MARKET_DATA_REQUEST, type HistoricalDataPartShape, type HistoricalDataRequestShape } from '@bourseworks/dto';
import { SolaceSession } from '@bourseworks/solace-transport';
import { loginFromEnv } from '../bus/wire.js';
import { BAR_US, BARS, HISTORY_US, SYMBOLS, type Ask, type Asked } from './wire.js';

const TIMEOUT_MS = 60_000;
const RANGE_US = BARS * BAR_US;
const SUBSCRIBER = 'bench';

const session = new SolaceSession(loginFromEnv());
await session.connect();
let running = false;
let questions = 0;
let fresh = 0;
let answers = 0;
let items = 0;
const underWay = new Set<string>();

/** A range that nobody has asked for, or one of those before. */
function nextRange(): { readonly symbol: string; readonly fromUs: number } {
  const isFresh = questions++ % 2 === 0 || fresh < SYMBOLS.length;
  const number = isFresh ? fresh++ : questions % fresh;
  const fromUs = HISTORY_US + Math.floor(number / SYMBOLS.length) * RANGE_US;
  return { symbol: SYMBOLS[number % SYMBOLS.length], fromUs };
}

/** Asks once; resolves when it is answered, or cancelled. */
function ask(): Promise<void> {
  const { symbol, fromUs } = nextRange();
  const requestId = `q${questions}`;
  const request: HistoricalDataRequestShape = {
    requestId,
    subscriber: SUBSCRIBER,
    venue: 'binance',
    symbol,
    kind: 'bar-1m',
    from: formatNanos(fromUs),
    to: formatNanos(fromUs + RANGE_US),
  };
  underWay.add(requestId);
  const answered = new Promise<void>((resolve, reject) => {
    let last = '';
    session.requestParts(
      MARKET_DATA_REQUEST.historical,
      Buffer.from(JSON.stringify(request)),
      {
        onPart: ({ payload }) => {
          // The last is small, and all that is looked at.
          last = payload.length < 1_000 ? String(payload) : '';
        },
        onEnd: () => {
          const { totalItems = 0 } = JSON.parse(last) as HistoricalDataPartShape;
          if (totalItems !== BARS) return reject(new Error(`${totalItems} bars instead of ${BARS}`));
          answers++;
          items += totalItems;
          return resolve();
        },
        onError: (error) => (error.code === 'HISTORY_CANCELLED' ? resolve() : reject(error)),
      },
      { timeoutMs: TIMEOUT_MS },
    );
  });
  return answered.finally(() => underWay.delete(requestId));
}

async function keepAsking(): Promise<void> {
  while (running) await ask();
}

/** Also those that wait still; one that ends meanwhile is not found, which is as good. */
function cancelAll(): void {
  for (const requestId of underWay) {
    const body = Buffer.from(JSON.stringify({ requestId, subscriber: SUBSCRIBER }));
    session.request(MARKET_DATA_REQUEST.cancel, body, { timeoutMs: TIMEOUT_MS }).catch(failed);
  }
}

function failed(error: unknown): void {
  process.send?.({ failed: `a question for history: ${String(error)}` });
}

let loops: readonly Promise<void>[] = [];
process.on('message', (order: Ask) => {
  if ('ask' in order) {
    running = true;
    answers = 0;
    items = 0;
    loops = Array.from({ length: order.ask }, () => keepAsking().catch(failed));
  } else {
    running = false;
    cancelAll();
    void Promise.all(loops).then(() => process.send?.({ asked: { answers, items } satisfies Asked }));
  }
});
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true });
