import { ask, fill, idle, NEW, say, scenario, type Scenario } from './step.js';

const DAY_ONE = [
  NEW,
  fill('f1', 2_000, 1_000, 'PartiallyFilled 10000 2000 8000 10.00'),
  say('DoneForDay', 'DoneForDay 10000 2000 8000 10.00'),
];
const RENEWED = say('Restated', 'PartiallyFilled 10000 2000 8000 10.00 day 8000 0 0', { restatement: 'GT_RENEWAL' });

export const DAYS: readonly Scenario[] = [
  scenario(
    'H.1.a',
    'GTC order, part filled, restated and part filled the next day',
    [...DAY_ONE, RENEWED, fill('f2', 1_000, 990, 'PartiallyFilled 10000 3000 7000 9.966667 day 8000 1000 9.90')],
    'GTC',
  ),
  scenario(
    'H.1.a',
    'the same, where the broker says neither when a day ends nor that the order is the same',
    [
      NEW,
      fill('f1', 2_000, 1_000, 'PartiallyFilled 10000 2000 8000 10.00'),
      RENEWED,
      say('Restated', 'PartiallyFilled 10000 2000 8000 10.00 day 8000 0 0', { restatement: 'GT_RENEWAL' }),
      fill('f2', 8_000, 1_000, 'Filled 10000 10000 0 10.00 day 8000 8000 10.00'),
    ],
    'GTC',
  ),
  scenario(
    'H.1.b',
    'GTC order, part filled, split two for one overnight, part filled and filled',
    [
      ...DAY_ONE,
      {
        ...say('Restated', 'PartiallyFilled 20000 4000 16000 5.00 day 16000 0 0', {
          restatement: 'GT_CORPORATE_ACTION',
          orderQty: 20_000,
          price: 500,
          cumQty: 4_000,
        }),
        split: 2,
      },
      fill('f2', 5_000, 500, 'PartiallyFilled 20000 9000 11000 5.00 day 16000 5000 5.00'),
      fill('f3', 11_000, 480, 'Filled 20000 20000 0 4.89 day 16000 16000 4.8625'),
    ],
    'GTC',
  ),
  scenario(
    'H.1.c',
    'GTC order, part filled, restated and cancelled the next day',
    [
      ...DAY_ONE,
      RENEWED,
      ask('Cancel', 'Y<X', 'PendingCancel 10000 2000 8000 10.00 day 8000 0 0'),
      idle('PendingCancel', 'PendingCancel 10000 2000 8000 10.00 day 8000 0 0', { ids: 'Y<X' }),
      say('Canceled', 'Canceled 10000 2000 0 10.00 day 8000 0 0', { ids: 'Y<X' }),
    ],
    'GTC',
  ),
  scenario(
    'H.1.c',
    'the same, rejected',
    [
      ...DAY_ONE,
      RENEWED,
      ask('Cancel', 'Y<X', 'PendingCancel 10000 2000 8000 10.00 day 8000 0 0'),
      say('CancelRejected', 'PartiallyFilled 10000 2000 8000 10.00 day 8000 0 0', { ids: 'Y<X' }),
    ],
    'GTC',
  ),
  scenario(
    'H.1.d',
    'GTC order, part filled, restated and increased the next day',
    [
      ...DAY_ONE,
      RENEWED,
      ask('Replace', 'Y<X', 'PendingReplace 10000 2000 8000 10.00 day 8000 0 0', { quantity: 15_000 }),
      idle('PendingReplace', 'PendingReplace 10000 2000 8000 10.00 day 8000 0 0', { ids: 'Y<X' }),
      fill('f2', 1_000, 1_000, 'PendingReplace 10000 3000 7000 10.00 day 8000 1000 10.00'),
      say('Replaced', 'PartiallyFilled 15000 3000 12000 10.00 day 13000 1000 10.00', { ids: 'Y<X' }),
    ],
    'GTC',
  ),
];

export const CORRECTIONS: readonly Scenario[] = [
  scenario('J.1.a', 'a filled order, then corrections and a bust of its executions', [
    NEW,
    fill('C', 1_000, 100, 'PartiallyFilled 10000 1000 9000 1.00'),
    fill('D', 9_000, 110, 'Filled 10000 10000 0 1.09'),
    say('TradeCancel', 'PartiallyFilled 10000 9000 1000 1.10', { execId: 'E', execRefId: 'C' }),
    say('TradeCorrect', 'PartiallyFilled 10000 9000 1000 1.00', {
      execId: 'F',
      execRefId: 'D',
      lastQty: 9_000,
      lastPx: 100,
    }),
    fill('G', 1_000, 120, 'Filled 10000 10000 0 1.02'),
    say('TradeCorrect', 'Filled 10000 10000 0 1.20', { execId: 'H', execRefId: 'F', lastQty: 9_000, lastPx: 120 }),
    ask('Replace', 'Y<X', 'PendingReplace 10000 10000 0 1.20', { quantity: 12_000 }),
    idle('PendingReplace', 'PendingReplace 10000 10000 0 1.20', { execId: 'I', ids: 'Y<X' }),
    say('Replaced', 'PartiallyFilled 12000 10000 2000 1.20', { execId: 'J', ids: 'Y<X' }),
    say('TradeCorrect', 'PartiallyFilled 12000 10500 1500 1.20', {
      execId: 'K',
      execRefId: 'H',
      lastQty: 9_500,
      lastPx: 120,
      ids: 'Y',
    }),
  ]),
  scenario('J.1.b', 'a cancelled order, then a bust and another execution', [
    NEW,
    fill('B', 5_000, 50, 'PartiallyFilled 10000 5000 5000 0.50'),
    ask('Cancel', 'Y<X', 'PendingCancel 10000 5000 5000 0.50'),
    idle('PendingCancel', 'PendingCancel 10000 5000 5000 0.50', { execId: 'C', ids: 'Y<X' }),
    say('Canceled', 'Canceled 10000 5000 0 0.50', { execId: 'D', ids: 'Y<X' }),
    say('TradeCancel', 'Canceled 10000 0 0 0', { execId: 'E', execRefId: 'B' }),
    fill('F', 4_000, 51, 'Canceled 10000 4000 0 0.51'),
  ]),
  scenario(
    'J.1.c',
    'GTC order, part filled on two days, the executions of both corrected',
    [
      NEW,
      fill('B', 2_000, 1_000, 'PartiallyFilled 10000 2000 8000 10.00'),
      say('DoneForDay', 'DoneForDay 10000 2000 8000 10.00', { execId: 'C' }),
      say('Restated', 'PartiallyFilled 10000 2000 8000 10.00 day 8000 0 0', {
        execId: 'D',
        restatement: 'GT_RENEWAL',
      }),
      fill('E', 1_000, 1_000, 'PartiallyFilled 10000 3000 7000 10.00 day 8000 1000 10.00'),
      say('TradeCorrect', 'PartiallyFilled 10000 2500 7500 10.00 day 8500 1000 10.00', {
        execId: 'F',
        execRefId: 'B',
        lastQty: 1_500,
        lastPx: 1_000,
      }),
      say('TradeCorrect', 'PartiallyFilled 10000 2000 8000 10.00 day 8500 500 10.00', {
        execId: 'G',
        execRefId: 'E',
        lastQty: 500,
        lastPx: 1_000,
      }),
    ],
    'GTC',
  ),
];
