import { deny, notionalText, outOfRange, type RiskDenial } from '../denial.js';
import type { RiskRequest } from '../request.js';
import { COLUMN, type Counters } from '../tree/counters.js';
import type { BuyingLimit, LevelLimits } from '../tree/limits.js';
import { convertUp, total } from '../tree/money.js';
import { basisPoints, basisPointsUp } from './basis-points.js';
import { onlyReduces } from './reducing.js';

/** What open orders reserve and what is held, in the level's currency. Reused: the chain of an order makes no objects. */
class Sums {
  buys = 0;
  sells = 0;
  held = 0;

  read(counters: Counters, { money }: LevelLimits): this {
    this.buys = total(counters, money, COLUMN.openBuyNotional);
    this.sells = total(counters, money, COLUMN.openSellNotional);
    this.held = total(counters, money, COLUMN.heldNotional);
    return this;
  }

  /** Everything that is held or may come to be held. */
  get gross(): number {
    return this.buys + this.sells + this.held;
  }
}

const sums = new Sums();

function checkGross(request: RiskRequest, level: LevelLimits, gross: number): RiskDenial | undefined {
  if (gross <= level.maxGross && gross <= Number.MAX_SAFE_INTEGER) return undefined;
  if (gross > Number.MAX_SAFE_INTEGER) return outOfRange(request.path, 'the gross notional');
  const [limit, observed] = [notionalText(level.maxGross), notionalText(gross)];
  const message = `gross notional ${observed} exceeds ${limit}`;
  return deny(request.path, 'RISK_GROSS_NOTIONAL', level, message, limit, observed);
}

function checkNet(
  counters: Counters,
  request: RiskRequest,
  level: LevelLimits,
  { buys, sells }: Sums,
  added: number,
): RiskDenial | undefined {
  if (level.maxNet === Infinity) return undefined;
  const held = total(counters, level.money, COLUMN.netNotional);
  const buy = request.side === 'BUY';
  const net = buy ? held + buys + added : sells + added - held;
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

/** Cash pays for all open buys and their fees; or equity covers the initial margin of all that may come to be held. */
function needOf({ cash, feeBps, marginBps }: BuyingLimit, { buys, sells, gross }: Sums, added: number): number {
  const fees = basisPointsUp(buys + sells + added, feeBps);
  return fees + (cash ? buys + added : basisPointsUp(gross + added, marginBps));
}

function haveOf(counters: Counters, level: LevelLimits, { cash, credit }: BuyingLimit): number {
  return credit + (cash ? total(counters, level.money, COLUMN.cash) : equityOf(counters, level));
}

/** What a level needs of its buying power, and what it has, 10^-4; undefined without such a limit. */
export function buyingPowerOf(
  counters: Counters,
  level: LevelLimits,
): { readonly need: number; readonly have: number } | undefined {
  const { buying } = level;
  if (buying === undefined) return undefined;
  return { need: needOf(buying, new Sums().read(counters, level), 0), have: haveOf(counters, level, buying) };
}

function checkBuyingPower(
  counters: Counters,
  request: RiskRequest,
  level: LevelLimits,
  of: Sums,
  added: number,
): RiskDenial | undefined {
  const { buying } = level;
  if (buying === undefined || (buying.cash && request.side === 'SELL')) return undefined;
  const [need, have] = [needOf(buying, of, added), haveOf(counters, level, buying)];
  if (need <= have) return undefined;
  const [limit, observed] = [notionalText(have), notionalText(need)];
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
  // Without a limit the counters still have to stay exact; none is larger than the firm's.
  if (!level.amounts && level.scope !== 'firm') return undefined;
  const of = sums.read(counters, level);
  if (!level.amounts) {
    return of.gross + addedNotional > Number.MAX_SAFE_INTEGER && !onlyReduces(counters, one, side, addedQuantity)
      ? outOfRange(path, 'the gross notional')
      : undefined;
  }
  if (addedNotional <= 0 || onlyReduces(counters, one, side, addedQuantity)) return undefined;
  const added = convertUp(addedNotional, level.money[0].rate);
  const gross = of.gross + added;
  if (Number.isNaN(gross))
    return deny(path, 'RISK_NO_RATE', level, 'a currency of the firm has no rate to that of its limits');
  return (
    checkGross(request, level, gross) ??
    checkNet(counters, request, level, of, added) ??
    checkConcentration(counters, request, level, one, added) ??
    checkBuyingPower(counters, request, level, of, added)
  );
}
