interface Iceberg {
  readonly display: number;
  hidden: number;
}

/**
 * What orders do not show, by their slot. Beside the order records, so that an order which shows all costs nothing: callers
 * look here only while there is any iceberg. As many entries as there are icebergs among the live orders.
 */
export class Icebergs {
  private readonly bySlot = new Map<number, Iceberg>();

  get size(): number {
    return this.bySlot.size;
  }

  /** `display` 0: the order shows all. */
  set(slot: number, display: number): void {
    if (display > 0) this.bySlot.set(slot, { display, hidden: 0 });
    else this.bySlot.delete(slot);
  }

  delete(slot: number): void {
    this.bySlot.delete(slot);
  }

  displayOf(slot: number): number {
    return this.bySlot.get(slot)?.display ?? 0;
  }

  hiddenOf(slot: number): number {
    return this.bySlot.size === 0 ? 0 : (this.bySlot.get(slot)?.hidden ?? 0);
  }

  /** Of a whole that is to rest, what is shown; the other part is hidden from here on. */
  hide(slot: number, leaves: number): number {
    const iceberg = this.bySlot.get(slot);
    if (iceberg === undefined || leaves <= iceberg.display) return leaves;
    iceberg.hidden = leaves - iceberg.display;
    return iceberg.display;
  }

  /** Takes up to `most` out of hiding; returns how much that is. */
  takeHidden(slot: number, most: number): number {
    const iceberg = this.bySlot.get(slot);
    if (iceberg === undefined) return 0;
    const taken = Math.min(most, iceberg.hidden);
    iceberg.hidden -= taken;
    return taken;
  }

  /** What the order shows next, once what it showed is traded; 0 when nothing is left. */
  refill(slot: number): number {
    const iceberg = this.bySlot.get(slot);
    return iceberg === undefined ? 0 : this.takeHidden(slot, iceberg.display);
  }
}
