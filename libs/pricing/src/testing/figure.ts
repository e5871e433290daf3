/** A published figure beside ours. */
export interface Figure {
  readonly file: string;
  readonly quantity: string;
  readonly ours: number;
  readonly published: number;
  /** How far they may be apart. */
  readonly allowed: number;
}

/** Figures that are further apart than they may be. */
export const missed = (figures: readonly Figure[]): Figure[] =>
  figures.filter(({ ours, published, allowed }) => !(Math.abs(ours - published) <= allowed));
