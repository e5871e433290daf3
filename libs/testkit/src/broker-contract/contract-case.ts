import type { BrokerHarness, VenueControl, VenueFault } from './harness.js';
import type { Trial } from './trial.js';

/** One numbered case. Numbers are stable and spaced, so that others fit between them. */
export interface ContractCase {
  readonly id: string;
  readonly title: string;
  /** Why a venue is excused from it; undefined when it is not. */
  readonly excused?: (harness: BrokerHarness) => string | undefined;
  readonly run: (trial: Trial) => Promise<void>;
}

type Excuse = (harness: BrokerHarness) => string | undefined;

export const controls =
  (...names: readonly VenueControl[]): Excuse =>
  ({ controls: there }) => {
    const missing = names.filter((name) => !there.includes(name));
    return missing.length === 0 ? undefined : `the venue has no ${missing.join(', ')}`;
  };

export const faults =
  (...names: readonly VenueFault[]): Excuse =>
  ({ controls: there, faults: known }) => {
    const missing = names.filter((name) => !known.includes(name));
    if (!there.includes('failNext')) return 'the venue has no failNext';
    return missing.length === 0 ? undefined : `the venue has no ${missing.join(', ')}`;
  };

export const tells =
  (what: keyof BrokerHarness['tells']): Excuse =>
  (harness) =>
    harness.tells[what] ? undefined : `the venue does not tell its ${what}`;

export const replaces: Excuse = ({ capabilities }) =>
  capabilities.replace ? undefined : 'the venue does not replace in place';

export const takesMarket: Excuse = ({ capabilities }) =>
  capabilities.orderTypes.includes('MARKET') ? undefined : 'the venue takes no market orders';

/** The first reason of several. */
export const all =
  (...excuses: readonly Excuse[]): Excuse =>
  (harness) => {
    for (const excuse of excuses) {
      const reason = excuse(harness);
      if (reason !== undefined) return reason;
    }
    return undefined;
  };
