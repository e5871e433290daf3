import { ask, fill, idle, NEW, say, scenario, type Scenario } from './step.js';

const PART = fill('f1', 2_000, 1_000, 'PartiallyFilled 10000 2000 8000 10.00');

export const VANILLA: readonly Scenario[] = [
  scenario('A.1.a', 'filled order', [
    say('PendingNew', 'PendingNew 10000 0 10000 0'),
    NEW,
    PART,
    fill('f2', 1_000, 990, 'PartiallyFilled 10000 3000 7000 9.966667'),
    fill('f3', 7_000, 1_000, 'Filled 10000 10000 0 9.99'),
  ]),
  scenario('A.1.a', 'filled order: rejected', [say('Rejected', 'Rejected 10000 0 0 0')]),
  scenario('A.1.b', 'part-filled day order, done for the day', [
    NEW,
    PART,
    fill('f2', 1_000, 1_000, 'PartiallyFilled 10000 3000 7000 10.00'),
    say('DoneForDay', 'DoneForDay 10000 3000 0 10.00'),
  ]),
];

export const CANCEL: readonly Scenario[] = [
  scenario('B.1.a', 'cancel of a zero-filled order', [
    NEW,
    ask('Cancel', 'Y<X', 'PendingCancel 10000 0 10000 0'),
    idle('PendingCancel', 'PendingCancel 10000 0 10000 0', { ids: 'Y<X' }),
    say('Canceled', 'Canceled 10000 0 0 0', { ids: 'Y<X' }),
  ]),
  scenario('B.1.a', 'the same, rejected at once', [
    NEW,
    ask('Cancel', 'Y<X', 'PendingCancel 10000 0 10000 0'),
    say('CancelRejected', 'New 10000 0 10000 0', { ids: 'Y<X' }),
  ]),
  scenario('B.1.a', 'the same, rejected after it was pending', [
    NEW,
    ask('Cancel', 'Y<X', 'PendingCancel 10000 0 10000 0'),
    idle('PendingCancel', 'PendingCancel 10000 0 10000 0', { ids: 'Y<X' }),
    say('CancelRejected', 'New 10000 0 10000 0', { ids: 'Y<X' }),
  ]),
  scenario('B.1.b', 'cancel of a part-filled order, with fills while it is active', [
    NEW,
    PART,
    ask('Cancel', 'Y<X', 'PendingCancel 10000 2000 8000 10.00'),
    fill('f2', 3_000, 1_000, 'PendingCancel 10000 5000 5000 10.00'),
    idle('PendingCancel', 'PendingCancel 10000 5000 5000 10.00', { ids: 'Y<X' }),
    fill('f3', 1_000, 1_000, 'PendingCancel 10000 6000 4000 10.00'),
    say('Canceled', 'Canceled 10000 6000 0 10.00', { ids: 'Y<X' }),
  ]),
  scenario('B.1.b', 'the same, rejected', [
    NEW,
    PART,
    ask('Cancel', 'Y<X', 'PendingCancel 10000 2000 8000 10.00'),
    fill('f2', 3_000, 1_000, 'PendingCancel 10000 5000 5000 10.00'),
    say('CancelRejected', 'PartiallyFilled 10000 5000 5000 10.00', { ids: 'Y<X' }),
  ]),
  scenario('B.1.c', 'filled before the cancel can be accepted: its reject shows Filled', [
    NEW,
    PART,
    ask('Cancel', 'Y<X', 'PendingCancel 10000 2000 8000 10.00'),
    fill('f2', 3_000, 1_000, 'PendingCancel 10000 5000 5000 10.00'),
    idle('PendingCancel', 'PendingCancel 10000 5000 5000 10.00', { ids: 'Y<X' }),
    fill('f3', 5_000, 1_000, 'PendingCancel 10000 10000 0 10.00'),
    say('CancelRejected', 'Filled 10000 10000 0 10.00', { ids: 'Y<X', ordStatus: 'Filled' }),
  ]),
  scenario('B.1.d', 'cancel of an order that is not acknowledged', [
    ask('Cancel', 'Y<X', 'PendingCancel 10000 0 10000 0'),
    say('PendingCancel', 'PendingCancel 10000 0 10000 0', { ids: 'Y<X' }),
    say('Canceled', 'Canceled 10000 0 0 0', { ids: 'Y<X' }),
  ]),
  scenario('B.1.d', 'the same, rejected', [
    ask('Cancel', 'Y<X', 'PendingCancel 10000 0 10000 0'),
    say('CancelRejected', 'PendingNew 10000 0 10000 0', { ids: 'Y<X' }),
    NEW,
  ]),
  scenario('B.1.e', 'the cancel and the acknowledgement cross', [
    ask('Cancel', 'Y<X', 'PendingCancel 10000 0 10000 0'),
    say('New', 'PendingCancel 10000 0 10000 0'),
    idle('PendingCancel', 'PendingCancel 10000 0 10000 0', { ids: 'Y<X' }),
    say('Canceled', 'Canceled 10000 0 0 0', { ids: 'Y<X' }),
  ]),
  // Whether the order is on its way nobody knows: it stays what it was, and reserved, until the broker is asked.
  scenario('B.1.f', 'cancel of an order that the broker does not know', [
    ask('Cancel', 'Y<X', 'PendingCancel 10000 0 10000 0'),
    say('CancelRejected', 'PendingNew 10000 0 10000 0', { ids: 'Y<X', ordStatus: 'Rejected' }),
  ]),
];
