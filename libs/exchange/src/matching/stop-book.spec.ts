import { describe, expect, it } from '@jest/globals';
import { SeededRng } from '@bourseworks/ports';
import { BUY, SELL, StopBook, type SideCode, type Stop } from '@bourseworks/exchange';

const OPERATIONS = Number(process.env.STOP_OPERATIONS ?? 30_000);

interface Plain {
  readonly owner: number;
  readonly side: SideCode;
  readonly trailBy: number;
  trigger: number;
}

/** The rules as plainly as they can be written: a list in the order of arrival, looked through for every trade. */
class PlainStops {
  stops: Plain[] = [];
  triggered: number[] = [];
  last = 0;

  add(owner: number, side: SideCode, trigger: number, trailBy: number): void {
    const first = trigger > 0 || this.last === 0 ? trigger : this.distant(side, this.last, trailBy);
    const stop = { owner, side, trigger: first, trailBy };
    if (this.last > 0 && this.isReached(stop)) this.triggered.push(owner);
    else this.stops.push(stop);
  }

  trade(price: number): void {
    this.last = price;
    for (const stop of this.stops.filter(({ trailBy }) => trailBy > 0)) {
      const next = this.distant(stop.side, price, stop.trailBy);
      if (stop.trigger === 0) stop.trigger = next;
      else stop.trigger = stop.side === BUY ? Math.min(stop.trigger, next) : Math.max(stop.trigger, next);
    }
    this.triggered.push(...this.stops.filter((stop) => this.isReached(stop)).map(({ owner }) => owner));
    this.stops = this.stops.filter((stop) => !this.isReached(stop));
  }

  private isReached({ side, trigger }: Plain): boolean {
    return trigger > 0 && (side === BUY ? this.last >= trigger : this.last <= trigger);
  }

  private distant(side: SideCode, price: number, trailBy: number): number {
    return side === BUY ? price + trailBy : Math.max(1, price - trailBy);
  }
}

describe('stops outside of the book', () => {
  it(`trigger as in a list that is looked through, over ${OPERATIONS} operations`, () => {
    const rng = new SeededRng(Number(process.env.STOP_SEED ?? 11));
    const ours = new StopBook<number>();
    const theirs = new PlainStops();
    const live = new Map<number, Stop<number>>();
    let [price, triggered] = [500, 0];
    for (let n = 1; n <= OPERATIONS; n++) {
      const draw = rng.integer(100);
      const [side, trailBy] = [rng.integer(2) as SideCode, rng.integer(3) === 0 ? 1 + rng.integer(20) : 0];
      const trigger = trailBy > 0 && rng.integer(2) === 0 ? 0 : Math.max(1, price - 30 + rng.integer(60));
      const picked = [...live.keys()].at(rng.integer(Math.max(1, live.size)));
      if (draw < 40) {
        const stop = ours.add(side, trigger, trailBy, n);
        if (stop !== undefined) live.set(n, stop);
        theirs.add(n, side, trigger, trailBy);
      } else if (draw < 50 && picked !== undefined) {
        expect(ours.remove(live.get(picked) as Stop<number>)).toBe(true);
        theirs.stops = theirs.stops.filter(({ owner }) => owner !== picked);
        live.delete(picked);
      } else if (draw < 60 && picked !== undefined) {
        const old = live.get(picked) as Stop<number>;
        const again = ours.replace(old, trigger, trailBy);
        if (again !== undefined) live.set(picked, again);
        theirs.stops = theirs.stops.filter(({ owner }) => owner !== picked);
        theirs.add(picked, old.side, trigger, trailBy);
      } else {
        price = Math.max(1, price + rng.integer(13) - 6);
        ours.trade(price);
        theirs.trade(price);
      }
      const taken: number[] = [];
      for (let stop = ours.take(); stop !== undefined; stop = ours.take()) taken.push(stop.owner);
      for (const owner of taken) live.delete(owner);
      triggered += taken.length;
      if (taken.join() !== theirs.triggered.join())
        throw new Error(`operation ${n}: ${taken.join()} for ${theirs.triggered.join()}`);
      theirs.triggered = [];
      if (n % 500 !== 0) continue;
      const triggers = [...live].map(([owner, stop]) => [owner, stop.trigger]);
      expect(new Map(triggers as [number, number][])).toEqual(
        new Map(theirs.stops.map(({ owner, trigger: at }) => [owner, at])),
      );
      expect(ours.size).toBe(theirs.stops.length);
    }
    expect(triggered).toBeGreaterThan(OPERATIONS / 10);
  });

  it('takes no more than it has room for', () => {
    const stops = new StopBook<string>(1);
    expect(stops.add(BUY, 10, 0, 'a')).toBeDefined();
    expect(stops.add(SELL, 5, 0, 'b')).toBeUndefined();
  });

  it('triggers nothing before the first trade, and takes a first trigger from it', () => {
    const stops = new StopBook<string>();
    stops.add(SELL, 0, 5, 'trailing');
    stops.add(BUY, 1, 0, 'low');
    expect(stops.take()).toBeUndefined();
    stops.trade(100);
    expect(stops.take()?.owner).toBe('low');
    stops.trade(96);
    expect(stops.take()).toBeUndefined();
    stops.trade(95);
    expect(stops.take()).toMatchObject({ owner: 'trailing', trigger: 95 });
    expect(stops.size).toBe(0);
  });
});
