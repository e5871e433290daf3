import { formatDecimal, formatMoney, type Instrument } from '@bourseworks/domain';
import type { EngineState } from './engine-state.js';
import type { AnomalyRecord } from './records/record.js';

const quantityText = (quantity: number, { qtyScale }: Instrument): string => formatDecimal(quantity, qtyScale);
const priceText = (price: number, { priceScale }: Instrument): string => formatDecimal(price, priceScale);

/** What the report makes of the execution that it names. */
function changeText({ execType, execRefId, lastQty = 0, lastPx = 0 }: AnomalyRecord, known?: Instrument): string {
  const name = execRefId === '' ? 'an execution without a name' : execRefId;
  if (execType === 'TradeCancel') return `it takes back ${name}`;
  if (known === undefined) return `${name} becomes ${lastQty} units at ${lastPx}`;
  return `${name} becomes ${quantityText(lastQty, known)} at ${priceText(lastPx, known)}`;
}

/** Why a bust or correction is not booked, with all that a person needs to book it by hand. */
export function unbookedText(state: EngineState, record: AnomalyRecord): string {
  const { execType, execId, execRefId, adapter, reportId, clOrdId, venueOrderId, reason } = record;
  const order = state.orders.get(clOrdId) ?? state.forgotten.find(clOrdId);
  const head = `${execType} ${execId} of ${adapter} for ${reportId} is not booked: `;
  const tail = reason === '' ? '' : ` (${reason})`;
  if (order === undefined) {
    const venue = venueOrderId === '' ? '' : `, ${venueOrderId} at the venue`;
    return `${head}${changeText(record)}, and the order is not known here${venue}${tail}`;
  }
  const { account, strategy, instrument, executions } = order;
  const side = 'state' in order ? order.state.side : order.side;
  const booked = executions.findLast((one) => one.execId === execRefId && one.quantity > 0);
  const change = `${head}${changeText(record, instrument)}`;
  if (booked === undefined)
    return `${change}, and was not booked of this order, ${side} ${instrument.key} of ${strategy} in ${account}${tail}`;
  const { quantity, price, fee, feeCurrency, standing } = booked;
  const what = `${side} ${quantityText(quantity, instrument)} ${instrument.key} at ${priceText(price, instrument)}`;
  const paid = `fee ${formatMoney(fee)} ${feeCurrency === '' ? instrument.currency : feeCurrency}`;
  const why = standing ? 'and what it says cannot be' : 'and cannot be restated any more';
  return `${change}, which was booked as ${what}, ${paid}, of ${strategy} in ${account}, ${why}${tail}`;
}
