import { fill, NEW, say, scenario, type Scenario } from './step.js';

const PART = fill('f1', 1_000, 1_000, 'PartiallyFilled 10000 1000 9000 10.00');

export const IMMEDIATE: readonly Scenario[] = [
  scenario('I.1.a', 'fill or kill, not filled', [NEW, say('Canceled', 'Canceled 10000 0 0 0')], 'FOK'),
  scenario('I.1.a', 'the same, at a venue that calls it expired', [NEW, say('Expired', 'Expired 10000 0 0 0')], 'FOK'),
  scenario(
    'I.1.b',
    'immediate or cancel, part hit',
    [NEW, PART, say('Canceled', 'Canceled 10000 1000 0 10.00')],
    'IOC',
  ),
  scenario(
    'I.1.b',
    'the same, expired, and never acknowledged',
    [PART, say('Expired', 'Expired 10000 1000 0 10.00')],
    'IOC',
  ),
  scenario('I.1.b', 'immediate or cancel, not hit', [say('Canceled', 'Canceled 10000 0 0 0')], 'IOC'),
];

export const HALT: readonly Scenario[] = [
  scenario('K.1.a', 'halted and reinstated', [
    NEW,
    say('Suspended', 'Suspended 10000 0 10000 0'),
    NEW,
    fill('f1', 10_000, 1_000, 'Filled 10000 10000 0 10.00'),
  ]),
  scenario('K.1.a', 'the same, of a part-filled order', [
    NEW,
    PART,
    say('Suspended', 'Suspended 10000 1000 9000 10.00'),
    say('New', 'PartiallyFilled 10000 1000 9000 10.00'),
  ]),
  scenario('K.1.b', 'halted and cancelled', [
    NEW,
    PART,
    say('Suspended', 'Suspended 10000 1000 9000 10.00'),
    say('Canceled', 'Canceled 10000 1000 0 10.00'),
  ]),
];

export const OTHER: readonly Scenario[] = [
  scenario('L.1.a', 'stopped: a price is guaranteed for a part, which then trades better', [
    NEW,
    say('Stopped', 'Stopped 10000 0 10000 0', { lastQty: 1_000, lastPx: 1_000 }),
    fill('f1', 1_000, 990, 'Stopped 10000 1000 9000 9.90'),
    fill('f2', 1_000, 1_000, 'PartiallyFilled 10000 2000 8000 9.95'),
    fill('f3', 8_000, 1_000, 'Filled 10000 10000 0 9.99'),
  ]),
  scenario('L.1.a', 'the same, where it is not said for how much', [
    NEW,
    say('Stopped', 'Stopped 10000 0 10000 0'),
    fill('f1', 1_000, 1_000, 'PartiallyFilled 10000 1000 9000 10.00'),
  ]),
  // Ordered by amount: the quantity is what the amount buys at the limit, in whole lots. See `quantityForCash`.
  scenario('L.1.b', 'ordered by amount', [NEW, fill('f1', 10_000, 995, 'Filled 10000 10000 0 9.95')]),
];
