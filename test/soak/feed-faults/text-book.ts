/** A level as the venue writes it. */
export type Row = readonly [price: string, quantity: string];

export type TextSide = Map<string, string>;

/** A book kept plainly, by the texts of the venue: what every other book is held to. */
export class TextBook {
  readonly bids: TextSide = new Map();
  readonly asks: TextSide = new Map();

  constructor(bids: Iterable<Row>, asks: Iterable<Row>) {
    this.change(bids, asks);
  }

  /** Quantities are absolute; one of nothing removes the level. */
  change(bids: Iterable<Row>, asks: Iterable<Row>): void {
    set(this.bids, bids);
    set(this.asks, asks);
  }

  copy(): TextBook {
    return new TextBook(this.bids, this.asks);
  }
}

function set(side: TextSide, rows: Iterable<Row>): void {
  for (const [price, quantity] of rows) {
    if (/[1-9]/.test(quantity)) side.set(price, quantity);
    else side.delete(price);
  }
}

/** The best levels of a side, best first; `sign` 1 = the lowest price is the best. */
export function best(side: TextSide, sign: 1 | -1, depth: number): Row[] {
  const rows: { readonly row: Row; readonly rank: number }[] = [];
  for (const row of side) {
    const rank = sign * Number(row[0]);
    if (rows.length === depth && rank >= rows[depth - 1].rank) continue;
    let at = rows.length;
    while (at > 0 && rows[at - 1].rank > rank) at--;
    rows.splice(at, 0, { row, rank });
    if (rows.length > depth) rows.pop();
  }
  return rows.map(({ row }) => row);
}
