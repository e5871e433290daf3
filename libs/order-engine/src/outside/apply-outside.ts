import type { Instrument } from '@bourseworks/domain';
import { conclude, diverge, facts } from '../conclude.js';
import type { Decision } from '../decision.js';
import type { EngineState } from '../engine-state.js';
import { alarm } from '../events.js';
import { recordedInstructions } from '../instructions.js';
import { Order } from '../order.js';
import type { AdjustmentRecord } from '../records/record.js';
import { applyAdjustment } from './apply-adjustment.js';
import type { AdoptedRecord, FlaggedRecord } from '../records/outside-records.js';

export function applyOutside(
  state: EngineState,
  record: AdjustmentRecord | AdoptedRecord | FlaggedRecord,
  out: Decision,
): void {
  if (record.type === 'Flagged') return applyFlagged(record, out);
  const instrument = state.instruments.get(record.instrument);
  if (instrument === undefined) return diverge(state, record.sequence, `instrument ${record.instrument} is not known`);
  if (record.type === 'Adjustment') applyAdjustment(state, record, instrument, out);
  else applyAdopted(state, record, instrument, out);
}

function applyAdopted(state: EngineState, record: AdoptedRecord, instrument: Instrument, out: Decision): void {
  const {
    clOrdId,
    account,
    strategy,
    adapter,
    side,
    orderType: type,
    timeInForce,
    quantity,
    price,
    reservePx,
    reduceOnly,
  } = record;
  const order = new Order(
    {
      clOrdId,
      commandId: '',
      adapter,
      instrument,
      path: state.risk.path(account, strategy, instrument),
      stream: state.stream(account, strategy),
      index: state.executionIndex(adapter, account),
      ownBook: state.own.of(state.selfTrade.ownerOf(account), adapter, instrument),
      sentUs: record.acceptedUs,
      reservePx,
      reduceOnly,
      cause: 'outside',
      session: '',
    },
    { side, type, timeInForce, quantity, price, instructions: recordedInstructions(record) },
    record.sequence,
  );
  order.state.local = 'Acknowledged';
  order.state.working = 'New';
  order.state.venueOrderId = record.venueOrderId;
  state.addOrder(order);
  facts.reset().code = 'ORDER_OUTSIDE';
  facts.reason = 'placed outside, found at the broker';
  conclude(state, record, order, 'New', out);
  const message = `order ${clOrdId} of ${adapter} was not placed here; it is taken over`;
  out.effects.push({
    kind: 'risk',
    sequence: record.sequence,
    event: alarm(record, 'ORDER_OUTSIDE', clOrdId, message),
  });
}

function applyFlagged(record: FlaggedRecord, out: Decision): void {
  const event = { ...alarm(record, record.code, '', record.message), scope: 'account', id: record.account };
  out.effects.push({ kind: 'risk', sequence: record.sequence, event });
}
