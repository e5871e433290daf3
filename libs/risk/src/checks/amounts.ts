import { deny, notionalText, outOfRange, type RiskDenial } from '../denial.js';
import type { RiskRequest } from '../request.js';
import { COLUMN, type Counters } from '../tree/counters.js';
import type { LevelLimits } from '../tree/limits.js';
import { convertUp, total } from '../tree/money.js';
import { basisPoints, basisPointsUp } from './basis-points.js';
import { onlyReduces } from './reducing.js';

/** Everything that is held or may come to be held by open orders, with this one. */
function grossOf(counters: Counters, { money }: LevelLimits, added: number): number {
  return (
    total(counters, money, COLUMN.openBuyNotional) +
    total(counters, money, COLUMN.openSellNotional) +
    total(counters, money, COLUMN.heldNotional) +
    added
  );
}

function checkGross(
  counters: Counters,
  request: RiskRequest,
  level: LevelLimits,
  added: number,
): RiskDenial | undefined {
  const gross = grossOf(counters, level, added);
  if (gross <= level.maxGross && gross <= Number.MAX_SAFE_INTEGER) return undefined;
  if (gross > Number.MAX_SAFE_INTEGER) return outOfRange(request.path, 'the gross notional');
  const [limit, observed] = [notionalText(level.maxGross), notionalText(gross)];
  const message = `gross notional ${observed} exceeds ${limit}`;
  return deny(request.path, 'RISK_GROSS_NOTIONAL', level, message, limit, observed);
}

function checkNet(counters: Counters, request: RiskRequest, level: LevelLimits, added: number): RiskDenial | undefined {
  if (level.maxNet === Infinity) return undefined;
  const held = total(counters, level.money, COLUMN.netNotional);
  const buy = request.side === 'BUY';
  const open = total(counters, level.money, buy ? COLUMN.openBuyNotional : COLUMN.openSellNotional) + added;
  const net = buy ? held + open : open - held;
  if (net <= level.maxNet) return undefined;
  const [limit, observed] = [notionalText(level.maxNet), notionalText(net)];
  const message = `net notional ${buy ? 'long' : 'short'} ${observed} exceeds ${limit}`;
  return deny(request.path, 'RISK_NET_NOTIONAL', level, message, limit, observed);
}

function equityOf(counters: Counters, { money }: LevelLimits): number {
  return total(counters, money, COLUMN.cash) + total(counters, money, COLUMN.netNotional);
}

function checkConcentration(
  counters: Counters,
  request: RiskRequest,
  level: LevelLimits,
  one: number,
  added: number,
): RiskDenial | undefined {
  if (level.concentrationBps === Infinity) return undefined;
  const { rate } = level.money[0];
  const own =
    counters.get(one, COLUMN.heldNotional) +
    counters.get(one, request.side === 'BUY' ? COLUMN.openBuyNotional : COLUMN.openSellNotional);
  const share = convertUp(own, rate) + added;
  const most = basisPoints(Math.max(0, equityOf(counters, level)), level.concentrationBps);
  if (share <= most) return undefined;
  const [limit, observed] = [notionalText(most), notionalText(share)];
  const message = `${request.path.instrument.key} would be ${observed}, more than ${level.concentrationBps} bp of the equity`;
  return deny(request.path, 'RISK_CONCENTRATION', level, message, limit, observed);
}

/**
 * What a level needs, with an order's notional added, and what it has, 10^-4: cash pays for all open buys and their fees; or
 * equity covers the initial margin of all that may come to be held. Undefined without such a limit.
 */
export function buyingPowerOf(
  counters: Counters,
  level: LevelLimits,
  added: number,
): { readonly need: number; readonly have: number } | undefined {
  const { buying, money } = level;
  if (buying === undefined) return undefined;
  const buys = total(counters, money, COLUMN.openBuyNotional);
  const sells = total(counters, money, COLUMN.openSellNotional);
  const fees = basisPointsUp(buys + sells + added, buying.feeBps);
  const need = buying.cash ? buys + added : basisPointsUp(grossOf(counters, level, added), buying.marginBps);
  const have = buying.cash ? total(counters, money, COLUMN.cash) : equityOf(counters, level);
  return { need: need + fees, have: have + buying.credit };
}

function checkBuyingPower(
  counters: Counters,
  request: RiskRequest,
  level: LevelLimits,
  added: number,
): RiskDenial | undefined {
  const { buying } = level;
  if (buying === undefined || (buying.cash && request.side === 'SELL')) return undefined;
  const power = buyingPowerOf(counters, level, added);
  if (power === undefined || power.need <= power.have) return undefined;
  const [limit, observed] = [notionalText(power.have), notionalText(power.need)];
  const message = `${buying.cash ? 'cost' : 'initial margin'} and fees of ${observed} exceed ${limit}`;
  return deny(request.path, 'RISK_BUYING_POWER', level, message, limit, observed);
}

/** Limits on amounts of a level. Orders that only reduce the position there pass. */
export function checkAmounts(
  counters: Counters,
  request: RiskRequest,
  level: LevelLimits,
  one: number,
): RiskDenial | undefined {
  const { path, side, addedNotional, addedQuantity } = request;
  if (!level.amounts) {
    // Without a limit the counters still have to stay exact; none is larger than the firm's.
    if (level.scope !== 'firm') return undefined;
    const gross = grossOf(counters, level, addedNotional);
    return gross > Number.MAX_SAFE_INTEGER && !onlyReduces(counters, one, side, addedQuantity)
      ? outOfRange(path, 'the gross notional')
      : undefined;
  }
  if (addedNotional <= 0 || onlyReduces(counters, one, side, addedQuantity)) return undefined;
  const added = convertUp(addedNotional, level.money[0].rate);
  if (Number.isNaN(grossOf(counters, level, added)))
    return deny(path, 'RISK_NO_RATE', level, 'a currency of the firm has no rate to that of its limits');
  return (
    checkGross(counters, request, level, added) ??
    checkNet(counters, request, level, added) ??
    checkConcentration(counters, request, level, one, added) ??
    checkBuyingPower(counters, request, level, added)
  );
}
