import { ask, fill, idle, NEW, say, scenario, type Scenario } from './step.js';

const PART = fill('f1', 1_000, 1_000, 'PartiallyFilled 10000 1000 9000 10.00');

export const QUANTITY: readonly Scenario[] = [
  scenario('C.1.a', 'increase of a zero-filled order', [
    NEW,
    ask('Replace', 'Y<X', 'PendingReplace 10000 0 10000 0', { quantity: 11_000 }),
    idle('PendingReplace', 'PendingReplace 10000 0 10000 0', { ids: 'Y<X' }),
    say('Replaced', 'New 11000 0 11000 0', { ids: 'Y<X' }),
    fill('f1', 1_000, 1_000, 'PartiallyFilled 11000 1000 10000 10.00', 'Y'),
    fill('f2', 2_000, 1_000, 'PartiallyFilled 11000 3000 8000 10.00', 'Y'),
  ]),
  scenario('C.1.a', 'the same, rejected', [
    NEW,
    ask('Replace', 'Y<X', 'PendingReplace 10000 0 10000 0', { quantity: 11_000 }),
    idle('PendingReplace', 'PendingReplace 10000 0 10000 0', { ids: 'Y<X' }),
    say('ReplaceRejected', 'New 10000 0 10000 0', { ids: 'Y<X' }),
  ]),
  scenario('C.1.b', 'increase of a part-filled order, with a fill while it is pending', [
    NEW,
    PART,
    ask('Replace', 'Y<X', 'PendingReplace 10000 1000 9000 10.00', { quantity: 12_000 }),
    idle('PendingReplace', 'PendingReplace 10000 1000 9000 10.00', { ids: 'Y<X' }),
    fill('f2', 100, 1_000, 'PendingReplace 10000 1100 8900 10.00'),
    say('Replaced', 'PartiallyFilled 12000 1100 10900 10.00', { ids: 'Y<X' }),
    fill('f3', 10_900, 1_000, 'Filled 12000 12000 0 10.00', 'Y'),
  ]),
  scenario('C.1.b', 'the same, rejected', [
    NEW,
    PART,
    ask('Replace', 'Y<X', 'PendingReplace 10000 1000 9000 10.00', { quantity: 12_000 }),
    fill('f2', 100, 1_000, 'PendingReplace 10000 1100 8900 10.00'),
    say('ReplaceRejected', 'PartiallyFilled 10000 1100 8900 10.00', { ids: 'Y<X' }),
  ]),
  scenario('C.1.c', 'a filled order reopened by an increase', [
    NEW,
    fill('f1', 10_000, 1_000, 'Filled 10000 10000 0 10.00'),
    ask('Replace', 'Y<X', 'PendingReplace 10000 10000 0 10.00', { quantity: 12_000 }),
    idle('PendingReplace', 'PendingReplace 10000 10000 0 10.00', { ids: 'Y<X' }),
    say('Replaced', 'PartiallyFilled 12000 10000 2000 10.00', { ids: 'Y<X' }),
    fill('f2', 2_000, 1_000, 'Filled 12000 12000 0 10.00', 'Y'),
  ]),
  scenario('C.1.c', 'the same, rejected', [
    NEW,
    fill('f1', 10_000, 1_000, 'Filled 10000 10000 0 10.00'),
    ask('Replace', 'Y<X', 'PendingReplace 10000 10000 0 10.00', { quantity: 12_000 }),
    say('ReplaceRejected', 'Filled 10000 10000 0 10.00', { ids: 'Y<X' }),
  ]),
  scenario('C.2.a', 'a new price, rejected because a fill came first', [
    NEW,
    PART,
    ask('Replace', 'Y<X', 'PendingReplace 10000 1000 9000 10.00', { price: 1_010 }),
    fill('f2', 9_000, 1_000, 'PendingReplace 10000 10000 0 10.00'),
    say('ReplaceRejected', 'Filled 10000 10000 0 10.00', { ids: 'Y<X', ordStatus: 'Filled' }),
  ]),
  scenario('C.3.a', 'decrease while an execution is reported: more than is filled', [
    NEW,
    ask('Replace', 'Y<X', 'PendingReplace 10000 0 10000 0', { quantity: 8_000 }),
    fill('f1', 5_000, 1_000, 'PendingReplace 10000 5000 5000 10.00'),
    idle('PendingReplace', 'PendingReplace 10000 5000 5000 10.00', { ids: 'Y<X' }),
    say('Replaced', 'PartiallyFilled 8000 5000 3000 10.00', { ids: 'Y<X' }),
    fill('f2', 3_000, 1_000, 'Filled 8000 8000 0 10.00', 'Y'),
  ]),
  scenario('C.3.b', 'the same: what is filled', [
    NEW,
    ask('Replace', 'Y<X', 'PendingReplace 10000 0 10000 0', { quantity: 7_000 }),
    fill('f1', 7_000, 1_000, 'PendingReplace 10000 7000 3000 10.00'),
    say('Replaced', 'Filled 7000 7000 0 10.00', { ids: 'Y<X', orderQty: 7_000 }),
  ]),
  scenario('C.3.c', 'the same: less than is filled', [
    NEW,
    ask('Replace', 'Y<X', 'PendingReplace 10000 0 10000 0', { quantity: 7_000 }),
    fill('f1', 8_000, 1_000, 'PendingReplace 10000 8000 2000 10.00'),
    say('Replaced', 'Filled 8000 8000 0 10.00', { ids: 'Y<X', orderQty: 8_000 }),
  ]),
  scenario('C.3.c', 'the same, where the broker does not tell what it made of the quantity', [
    NEW,
    ask('Replace', 'Y<X', 'PendingReplace 10000 0 10000 0', { quantity: 7_000 }),
    fill('f1', 8_000, 1_000, 'PendingReplace 10000 8000 2000 10.00'),
    say('Replaced', 'Filled 8000 8000 0 10.00', { ids: 'Y<X' }),
  ]),
];

export const SEQUENCE: readonly Scenario[] = [
  scenario('D.1.a', 'a replace is accepted, then another', [
    NEW,
    PART,
    ask('Replace', 'Y<X', 'PendingReplace 10000 1000 9000 10.00', { quantity: 8_000 }),
    idle('PendingReplace', 'PendingReplace 10000 1000 9000 10.00', { ids: 'Y<X' }),
    fill('f2', 500, 1_000, 'PendingReplace 10000 1500 8500 10.00'),
    say('Replaced', 'PartiallyFilled 8000 1500 6500 10.00', { ids: 'Y<X' }),
    fill('f3', 2_000, 1_000, 'PartiallyFilled 8000 3500 4500 10.00', 'Y'),
    ask('Replace', 'Z<Y', 'PendingReplace 8000 3500 4500 10.00', { quantity: 6_000 }),
    idle('PendingReplace', 'PendingReplace 8000 3500 4500 10.00', { ids: 'Z<Y' }),
    fill('f4', 500, 1_000, 'PendingReplace 8000 4000 4000 10.00', 'Y'),
    say('Replaced', 'PartiallyFilled 6000 4000 2000 10.00', { ids: 'Z<Y' }),
    fill('f5', 2_000, 1_000, 'Filled 6000 6000 0 10.00', 'Z'),
  ]),
  scenario('D.1.b', 'a replace is rejected before it is pending, then another is accepted', [
    NEW,
    PART,
    ask('Replace', 'Y<X', 'PendingReplace 10000 1000 9000 10.00', { quantity: 8_000 }),
    say('ReplaceRejected', 'PartiallyFilled 10000 1000 9000 10.00', { ids: 'Y<X' }),
    fill('f2', 500, 1_000, 'PartiallyFilled 10000 1500 8500 10.00'),
    fill('f3', 2_000, 1_000, 'PartiallyFilled 10000 3500 6500 10.00'),
    ask('Replace', 'Z<X', 'PendingReplace 10000 3500 6500 10.00', { quantity: 6_000 }),
    idle('PendingReplace', 'PendingReplace 10000 3500 6500 10.00', { ids: 'Z<X' }),
    say('Replaced', 'PartiallyFilled 6000 3500 2500 10.00', { ids: 'Z<X' }),
    fill('f4', 1_500, 1_000, 'PartiallyFilled 6000 5000 1000 10.00', 'Z'),
  ]),
  scenario('D.1.c', 'a replace is rejected after it was pending, then another is accepted', [
    NEW,
    PART,
    ask('Replace', 'Y<X', 'PendingReplace 10000 1000 9000 10.00', { quantity: 8_000 }),
    idle('PendingReplace', 'PendingReplace 10000 1000 9000 10.00', { ids: 'Y<X' }),
    fill('f2', 500, 1_000, 'PendingReplace 10000 1500 8500 10.00'),
    say('ReplaceRejected', 'PartiallyFilled 10000 1500 8500 10.00', { ids: 'Y<X' }),
    fill('f3', 2_000, 1_000, 'PartiallyFilled 10000 3500 6500 10.00'),
    ask('Replace', 'Z<X', 'PendingReplace 10000 3500 6500 10.00', { quantity: 6_000 }),
    idle('PendingReplace', 'PendingReplace 10000 3500 6500 10.00', { ids: 'Z<X' }),
    say('Replaced', 'PartiallyFilled 6000 3500 2500 10.00', { ids: 'Z<X' }),
    fill('f4', 1_500, 1_000, 'PartiallyFilled 6000 5000 1000 10.00', 'Z'),
  ]),
];

/** The second is asked for at once: it refers to the first, which nobody has refused. */
const TWO = [
  NEW,
  PART,
  ask('Replace', 'Y<X', 'PendingReplace 10000 1000 9000 10.00', { quantity: 8_000 }),
  ask('Replace', 'Z<Y', 'PendingReplace 10000 1000 9000 10.00', { quantity: 7_000 }),
];

export const CHAIN: readonly Scenario[] = [
  scenario('D.2.a', 'two replaces in flight, taken one after the other', [
    ...TWO,
    idle('PendingReplace', 'PendingReplace 10000 1000 9000 10.00', { ids: 'Y<X' }),
    say('Replaced', 'PendingReplace 8000 1000 7000 10.00', { ids: 'Y<X' }),
    idle('PendingReplace', 'PendingReplace 8000 1000 7000 10.00', { ids: 'Z<Y' }),
    say('Replaced', 'PartiallyFilled 7000 1000 6000 10.00', { ids: 'Z<Y' }),
    fill('f2', 6_000, 1_000, 'Filled 7000 7000 0 10.00', 'Z'),
  ]),
  scenario('D.2.b', 'two replaces in flight, both pending before either is accepted', [
    ...TWO,
    idle('PendingReplace', 'PendingReplace 10000 1000 9000 10.00', { ids: 'Y<X' }),
    idle('PendingReplace', 'PendingReplace 10000 1000 9000 10.00', { ids: 'Z<X' }),
    say('Replaced', 'PendingReplace 8000 1000 7000 10.00', { ids: 'Y<X' }),
    say('Replaced', 'PartiallyFilled 7000 1000 6000 10.00', { ids: 'Z<Y' }),
    fill('f2', 6_000, 1_000, 'Filled 7000 7000 0 10.00', 'Z'),
  ]),
  scenario('D.2.c', 'two replaces in flight, the second rejected because the first is pending', [
    ...TWO,
    idle('PendingReplace', 'PendingReplace 10000 1000 9000 10.00', { ids: 'Y<X' }),
    say('ReplaceRejected', 'PendingReplace 10000 1000 9000 10.00', { ids: 'Z<X', ordStatus: 'PendingReplace' }),
    say('Replaced', 'PartiallyFilled 8000 1000 7000 10.00', { ids: 'Y<X' }),
    fill('f2', 2_000, 1_000, 'PartiallyFilled 8000 3000 5000 10.00', 'Y'),
  ]),
  scenario('D.2.d', 'two replaces in flight, the first rejected and the second accepted', [
    ...TWO,
    say('ReplaceRejected', 'PendingReplace 10000 1000 9000 10.00', { ids: 'Y<X' }),
    fill('f2', 500, 1_000, 'PendingReplace 10000 1500 8500 10.00'),
    say('Replaced', 'PartiallyFilled 7000 1500 5500 10.00', { ids: 'Z<X' }),
    fill('f3', 5_500, 1_000, 'Filled 7000 7000 0 10.00', 'Z'),
  ]),
  scenario('D.2.d', 'two replaces in flight, with a fill between, both rejected: too late', [
    ...TWO,
    fill('f2', 9_000, 1_000, 'PendingReplace 10000 10000 0 10.00'),
    say('ReplaceRejected', 'PendingReplace 10000 10000 0 10.00', { ids: 'Y<X' }),
    say('ReplaceRejected', 'Filled 10000 10000 0 10.00', { ids: 'Z<X' }),
  ]),
];
