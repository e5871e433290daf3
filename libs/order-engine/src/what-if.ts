import { formatDecimal, riskNotional } from '@bourseworks/domain';
import { notionalText, usageOf, type LimitUsage } from '@bourseworks/risk';
import type { SubmitCommand } from './commands.js';
import type { Denial, EngineContext } from './context.js';
import { askSelfTrade, checkSubmit, draft } from './submit.js';

/** What would become of an order. Decimal texts; empty where the check did not get so far. */
export interface WhatIf {
  /** Undefined: it would be sent. */
  readonly denied: Denial | undefined;
  readonly adapter: string;
  readonly quantity: string;
  readonly price: string;
  /** What it would reserve. */
  readonly notional: string;
  /** How far the limits above it are used up now. */
  readonly usage: readonly LimitUsage[];
  readonly ruleVersion: number;
}

const MAX_USAGE = 100;

/** Asks every check about an order as if it came now; nothing is counted, reserved or written. */
export function whatIf(ctx: EngineContext, cmd: SubmitCommand, nowUs: number): WhatIf {
  const denied = checkSubmit(ctx, cmd, nowUs, true) ?? askSelfTrade(ctx, cmd);
  const { adapter, instrument, quantity, price, reservePx } = draft;
  const { account, strategy } = cmd;
  const found = instrument !== undefined && quantity > 0;
  return {
    denied,
    adapter,
    quantity: found ? formatDecimal(quantity, instrument.qtyScale) : '',
    price: found && price > 0 ? formatDecimal(price, instrument.priceScale) : '',
    notional: found && reservePx > 0 ? notionalText(riskNotional(instrument, reservePx, quantity)) : '',
    usage: usageOf(ctx.state.risk, { account, strategy }, nowUs, MAX_USAGE),
    ruleVersion: ctx.state.risk.config.version,
  };
}
