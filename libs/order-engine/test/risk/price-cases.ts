import { buy, sell, other, firm, SECOND } from './orders.js';
import type { RiskCase } from './risk-desk.js';

export const PRICE_CASES: readonly RiskCase[] = [
  {
    name: 'collar of a buy',
    code: 'RISK_PRICE_COLLAR',
    rules: firm().priceCollar({ bps: 1_000 }).build(),
    attempt: (desk, step) => desk.code(buy('1', { [-1]: '55.10', 0: '55.11', 1: '55.12' }[step])),
    together: (desk) => [desk.code(buy('1', '55.12')), desk.code(buy('1', '55.11'))],
    expected: ['RISK_PRICE_COLLAR', 'OK'],
  },
  {
    name: 'collar of a sale',
    code: 'RISK_PRICE_COLLAR',
    rules: firm().priceCollar({ bps: 1_000 }).build(),
    attempt: (desk, step) => desk.code(sell('1', { [-1]: '45.01', 0: '45.00', 1: '44.99' }[step])),
    together: (desk) => [desk.code(sell('1', '44.99')), desk.code(sell('1', '45.00'))],
    expected: ['RISK_PRICE_COLLAR', 'OK'],
  },
  {
    name: 'age of the reference',
    code: 'RISK_STALE_REFERENCE',
    rules: firm().priceCollar({ bps: 5_000, maxAgeUs: SECOND }).build(),
    attempt: (desk, step) => {
      desk.now += SECOND + step;
      return desk.code();
    },
    together: (desk) => {
      desk.now += SECOND + 1;
      return [desk.code(), desk.code(other(sell('1')))];
    },
    expected: ['RISK_STALE_REFERENCE', 'RISK_STALE_REFERENCE'],
  },
  {
    name: 'collar of a window, buying after a rise',
    code: 'RISK_PRICE_WINDOW',
    // The lowest mark of the window is 50.05, of which 4 % are 2.00 (rounded down).
    rules: firm()
      .priceWindow({ bps: 400, windowUs: 60 * SECOND })
      .build(),
    arrange: (desk) => desk.market({ bid: 6_000, ask: 6_010 }),
    attempt: (desk, step) => desk.code(buy('1', { [-1]: '52.04', 0: '52.05', 1: '52.06' }[step])),
    together: (desk) => [desk.code({ type: 'MARKET', price: undefined, quantity: '1' }), desk.code(buy('1', '52.05'))],
    expected: ['RISK_PRICE_WINDOW', 'OK'],
  },
  {
    name: 'collar of a window, selling after a fall',
    code: 'RISK_PRICE_WINDOW',
    rules: firm()
      .priceWindow({ bps: 400, windowUs: 60 * SECOND })
      .build(),
    arrange: (desk) => desk.market({ bid: 4_000, ask: 4_010 }),
    attempt: (desk, step) => desk.code(sell('1', { [-1]: '48.06', 0: '48.05', 1: '48.04' }[step])),
    together: (desk) => [desk.code({ ...sell('1'), type: 'MARKET', price: undefined }), desk.code(sell('1', '48.05'))],
    expected: ['RISK_PRICE_WINDOW', 'OK'],
  },
  {
    name: 'age of the quote for opening orders',
    code: 'RISK_STALE_DATA',
    rules: firm().staleData(SECOND).build(),
    attempt: (desk, step) => {
      desk.now += SECOND + step;
      return desk.code();
    },
    together: (desk) => {
      desk.trade('BUY', 10, '50.00');
      desk.now += SECOND + 1;
      return [desk.code(buy('1')), desk.code(sell('10')), desk.code(sell('1'))];
    },
    expected: ['RISK_STALE_DATA', 'OK', 'RISK_STALE_DATA'],
  },
  {
    name: 'a locked book',
    code: 'RISK_BOOK_LOCKED',
    rules: firm().staleData(SECOND).build(),
    attempt: (desk, step) => {
      desk.mark({ bid: 5_009 + step });
      return desk.code();
    },
    together: (desk) => {
      desk.mark({ bid: 5_010 });
      return [desk.code(), desk.code(other(sell('1')))];
    },
    expected: ['RISK_BOOK_LOCKED', 'RISK_BOOK_LOCKED'],
  },
  {
    name: 'a crossed book',
    code: 'RISK_BOOK_CROSSED',
    rules: firm().staleData(SECOND).build(),
    attempt: (desk, step) => {
      desk.mark({ bid: step === 1 ? 5_011 : 5_009 + step });
      return desk.code();
    },
    together: (desk) => {
      desk.mark({ bid: 5_020 });
      return [desk.code(), desk.code(other(sell('1')))];
    },
    expected: ['RISK_BOOK_CROSSED', 'RISK_BOOK_CROSSED'],
  },
  {
    name: 'a book with a gap',
    code: 'RISK_BOOK_GAPPED',
    rules: firm().staleData(SECOND).build(),
    attempt: (desk, step) => {
      desk.mark({ gapped: step === 1 });
      return desk.code();
    },
    together: (desk) => {
      desk.mark({ gapped: true });
      const during = desk.code();
      desk.mark({ gapped: false });
      return [during, desk.code()];
    },
    expected: ['RISK_BOOK_GAPPED', 'OK'],
  },
];
