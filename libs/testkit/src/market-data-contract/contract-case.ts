import { barSeconds, type StreamKind } from '@bourseworks/domain';
import type { MarketDataHarness } from './harness.js';
import type { MarketDataTrial } from './trial.js';

type Excuse = (harness: MarketDataHarness) => string | undefined;

/** One numbered case. Numbers are stable and spaced, so that others fit between them. */
export interface MarketDataCase {
  readonly id: string;
  readonly title: string;
  /** Why the adapter cannot be asked for it; undefined when it can. */
  readonly unless?: Excuse;
  readonly run: (trial: MarketDataTrial) => Promise<void>;
}

/** Why a venue is excused from a case; undefined when it is not. */
export function excuse({ id, unless }: MarketDataCase, harness: MarketDataHarness): string | undefined {
  return unless?.(harness) ?? harness.excused?.[id];
}

const isBar = (kind: StreamKind): boolean => barSeconds(kind) > 0;

export const streams =
  (kind: StreamKind): Excuse =>
  ({ kinds }) =>
    kinds.includes(kind) ? undefined : `the adapter streams no ${kind}`;

export const keeps =
  (kind: StreamKind): Excuse =>
  ({ historyKinds }) =>
    historyKinds.includes(kind) ? undefined : `the adapter has no history of ${kind}`;

export const keepsAny: Excuse = ({ historyKinds }) =>
  historyKinds.length > 0 ? undefined : 'the adapter has no history';

/** A stream of bars of which there is history as well. */
export const healsBars: Excuse = (harness) =>
  healedBar(harness) === undefined ? 'the adapter streams no bars of which it has history' : undefined;

export function healedBar({ kinds, historyKinds }: MarketDataHarness): StreamKind | undefined {
  return kinds.find((kind) => isBar(kind) && historyKinds.includes(kind));
}

/** The first reason of several. */
export const all =
  (...excuses: readonly Excuse[]): Excuse =>
  (harness) => {
    for (const one of excuses) {
      const reason = one(harness);
      if (reason !== undefined) return reason;
    }
    return undefined;
  };
