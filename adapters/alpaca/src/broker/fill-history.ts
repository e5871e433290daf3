import type { ExecutionReport, Instrument } from '@bourseworks/domain';
import { fillKey } from '../mapper/order.mapper.js';
import { parseFill, type VenueFill } from '../parse/account.parse.js';
import { fields, listIn } from '../parse/fields.js';
import type { AlpacaRest } from '../session/alpaca-rest.js';
import type { ChainBook } from './chain-book.js';
import type { ChainLookup } from './chain-lookup.js';
import type { OrderChain } from './order-chain.js';

/** The most that Alpaca lists at once. */
const PAGE = 100;
/** Of a hundred fills each; more since a time is refused, rather than held in memory. */
const MAX_PAGES = 5_000;
/** Alpaca lists what came after a time, in whole milliseconds. */
const OVERLAP_US = 1_000_000;

/** The account's fills since a time (microseconds), oldest first, under the ids that their orders were sent with. */
export async function fillsSince(
  sinceUs: number,
  rest: AlpacaRest,
  lookup: ChainLookup,
  book: ChainBook,
): Promise<readonly ExecutionReport[]> {
  const found = await pages(Math.max(0, sinceUs - OVERLAP_US), rest, lookup);
  const fills = found.filter(({ at }) => at.us >= sinceUs);
  await lookup.learn(new Set(fills.map(({ orderId }) => orderId)));
  const reports: { readonly report: ExecutionReport; readonly own: number }[] = [];
  for (const fill of fills) {
    const chain = book.ofVenueId(fill.orderId);
    // Of what this platform does not trade there.
    if (chain === undefined) continue;
    const own = fields.unitsOf(fill.cumQuantity, chain.instrument.qtyScale);
    reports.push({ report: reportOf(fill, chain, chain.instrument, own), own });
  }
  // Fills of one millisecond come in any order; that of an order's own sums is the true one.
  reports.sort((a, b) => a.report.us - b.report.us || a.own - b.own);
  return reports.map(({ report }) => report);
}

function reportOf(fill: VenueFill, chain: OrderChain, instrument: Instrument, own: number): ExecutionReport {
  const leg = chain.leg(fill.orderId);
  const before = leg === undefined ? undefined : chain.cumBefore(leg);
  return {
    clOrdId: chain.clOrdId,
    venueOrderId: fill.orderId,
    execId: fillKey(fill.orderId, own, instrument),
    execType: 'Trade',
    lastQty: fields.unitsOf(fill.quantity, instrument.qtyScale),
    lastPx: fields.roundedUnitsOf(fill.price, instrument.priceScale),
    ...(before === undefined ? {} : { cumQty: before + own }),
    leavesQty: fields.unitsOf(fill.leavesQuantity, instrument.qtyScale),
    us: fill.at.us,
    ns: fill.at.ns,
  };
}

async function pages(sinceUs: number, rest: AlpacaRest, lookup: ChainLookup): Promise<readonly VenueFill[]> {
  const fills = new Map<string, VenueFill>();
  const after = new Date(Math.floor(sinceUs / 1_000)).toISOString();
  let query: Record<string, string | number> = { after, direction: 'asc', page_size: PAGE };
  for (let page = 0; page < MAX_PAGES; page++) {
    const found = listIn(await rest.ask('/v2/account/activities/FILL', query), 'activities');
    for (const item of found) {
      try {
        const fill = parseFill(item);
        fills.set(fill.id, fill);
      } catch (error) {
        lookup.leaveOutFill(item, error);
      }
    }
    if (found.length < PAGE) return [...fills.values()];
    const last = fields.textOf(fields.asRaw(found[found.length - 1], 'an activity'), 'id');
    // A page that brings nothing new would be followed by itself for ever.
    if (last === query['page_token']) throw fields.badData('the same page of fills again');
    query = { ...query, page_token: last };
  }
  throw fields.badData(`more than ${MAX_PAGES * PAGE} fills since ${after}`);
}
