import { fill, idle, NEW, say, scenario, type Scenario } from './step.js';

const PART = fill('f1', 1_000, 1_000, 'PartiallyFilled 10000 1000 9000 10.00');

export const UNSOLICITED: readonly Scenario[] = [
  scenario('E.1.a', 'cancelled on the telephone', [
    NEW,
    PART,
    say('Canceled', 'Canceled 10000 1000 0 10.00', { restatement: 'VERBAL_CHANGE' }),
  ]),
  scenario('E.1.b', 'cancelled by the broker', [
    NEW,
    PART,
    say('Canceled', 'Canceled 10000 1000 0 10.00', { restatement: 'BROKER_OPTION', reason: 'by the broker' }),
  ]),
  scenario('E.1.c', 'restated with more, before and after a fill', [
    NEW,
    say('Restated', 'New 11000 0 11000 0', { orderQty: 11_000, restatement: 'VERBAL_CHANGE' }),
    fill('f1', 1_000, 1_000, 'PartiallyFilled 11000 1000 10000 10.00'),
    say('Restated', 'PartiallyFilled 12000 1000 11000 10.00', { orderQty: 12_000, restatement: 'VERBAL_CHANGE' }),
  ]),
  scenario('E.1.c', 'restated with less', [
    NEW,
    say('Restated', 'New 9000 0 9000 0', { orderQty: 9_000, restatement: 'PARTIAL_DECLINE' }),
    fill('f1', 9_000, 1_000, 'Filled 9000 9000 0 10.00'),
  ]),
  scenario('E.1.c', 'restated with no more than is filled', [
    NEW,
    PART,
    say('Restated', 'Filled 1000 1000 0 10.00', { orderQty: 1_000, restatement: 'PARTIAL_DECLINE' }),
  ]),
];

export const DUPLICATE: readonly Scenario[] = [
  scenario('F.1.a', 'a second order of the same id is rejected, the first goes on', [
    NEW,
    PART,
    idle('Rejected', 'PartiallyFilled 10000 1000 9000 10.00', { ordStatus: 'PartiallyFilled', reason: 'duplicate' }),
    fill('f2', 9_000, 1_000, 'Filled 10000 10000 0 10.00'),
  ]),
  scenario('F.1.a', 'the same, of an order with nothing done', [
    NEW,
    idle('Rejected', 'New 10000 0 10000 0', { ordStatus: 'New', reason: 'duplicate' }),
  ]),
  scenario('F.1.b', 'a possible resend of a known order is answered with its status', [
    NEW,
    idle('OrderStatus', 'New 10000 0 10000 0', { ordStatus: 'New' }),
  ]),
  scenario('F.1.c', 'a possible resend of an order that is not known is accepted', [NEW]),
];

export const STATUS: readonly Scenario[] = [
  scenario('G.1.a', 'status of an order that the broker does not know', [
    idle('OrderStatus', 'PendingNew 10000 0 10000 0', { ordStatus: 'Rejected' }),
    NEW,
  ]),
  scenario('G.1.b', 'status of an order with nothing done', [
    NEW,
    idle('OrderStatus', 'New 10000 0 10000 0', { ordStatus: 'New', reason: 'nothing done' }),
  ]),
  scenario('G.1.c', 'status asked for again and again', [
    idle('OrderStatus', 'PendingNew 10000 0 10000 0', { ordStatus: 'PendingNew' }),
    NEW,
    idle('OrderStatus', 'New 10000 0 10000 0', { ordStatus: 'New' }),
    fill('f1', 2_000, 1_000, 'PartiallyFilled 10000 2000 8000 10.00'),
    idle('OrderStatus', 'PartiallyFilled 10000 2000 8000 10.00', { ordStatus: 'PartiallyFilled', cumQty: 2_000 }),
    fill('f2', 8_000, 1_000, 'Filled 10000 10000 0 10.00'),
    idle('OrderStatus', 'Filled 10000 10000 0 10.00', { ordStatus: 'Filled', cumQty: 10_000 }),
  ]),
];
