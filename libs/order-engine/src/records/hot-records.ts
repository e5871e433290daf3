import type { ByteWriter } from './byte-writer.js';
import type { ExecutionRecord, IntentRecord } from './record.js';

/**
 * The two records of every order's life, written field by field: the table-driven writer reads fields by name, which costs
 * several times as much. A test holds both to the same bytes.
 */
export function writeIntent(w: ByteWriter, r: IntentRecord): void {
  w.f64(r.sequence);
  w.f64(r.us);
  w.text(r.commandId);
  w.f64(r.contentHash);
  w.text(r.account);
  w.text(r.strategy);
  w.f64(r.sentUs);
  w.text(r.clOrdId);
  w.f64(r.idSequence);
  w.f64(r.streamSequence);
  w.text(r.adapter);
  w.text(r.instrument);
  w.text(r.side);
  w.text(r.orderType);
  w.text(r.timeInForce);
  w.f64(r.quantity);
  w.f64(r.price);
  w.f64(r.reservePx);
  w.f64(r.expireUs);
  w.text(r.reason);
  w.u8(r.reduceOnly ? 1 : 0);
  w.text(r.cause);
  w.text(r.session);
  w.f64(r.stopPrice);
  w.f64(r.trailBy);
  w.f64(r.displayQty);
  w.f64(r.goodTillUs);
  w.u8(r.postOnly ? 1 : 0);
  w.text(r.listId);
  w.f64(r.listLeg);
}

export function writeExecution(w: ByteWriter, r: ExecutionRecord): void {
  w.f64(r.sequence);
  w.f64(r.us);
  w.text(r.adapter);
  w.text(r.reportId);
  w.text(r.origClOrdId);
  w.text(r.venueOrderId);
  w.text(r.execId);
  w.text(r.execRefId);
  w.text(r.execType);
  w.text(r.venueStatus ?? '');
  w.optional(r.lastQty);
  w.optional(r.lastPx);
  w.optional(r.venueCumQty);
  w.optional(r.venueLeavesQty);
  w.optional(r.orderQty);
  w.optional(r.price);
  w.text(r.fee === undefined ? '' : r.fee.toString());
  w.text(r.feeCurrency);
  w.text(r.code ?? '');
  w.text(r.reason);
  w.f64(r.venueUs);
  w.f64(r.venueNs);
  w.u8(r.triggered ? 1 : 0);
  w.f64(r.streamSequence);
  w.text(r.ordStatus);
  w.text(r.state);
  w.f64(r.cumQty);
  w.f64(r.leavesQty);
  w.text(r.clOrdId);
  w.text(r.restatement ?? '');
}
