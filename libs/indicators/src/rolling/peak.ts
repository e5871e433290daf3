import { RollingExtreme } from './rolling-extreme.js';

/** Finds values beyond the `left` ones before them and the `right` ones after them, none of them equal, once these are known. */
export class Peak {
  private readonly newest: RollingExtreme;
  private readonly oldest: RollingExtreme;
  private readonly right: number;

  constructor(left: number, right: number, side: 'max' | 'min') {
    this.newest = new RollingExtreme(left + right + 1, side, 'newest');
    this.oldest = new RollingExtreme(left + right + 1, side, 'oldest');
    this.right = right;
  }

  get ready(): boolean {
    return this.newest.ready;
  }

  /** The value `right` updates ago, if it is a peak; otherwise NaN. `value` must be finite. */
  next(value: number): number {
    const { newest, oldest, right } = this;
    newest.update(value);
    oldest.update(value);
    return newest.ready && newest.age === right && oldest.age === right ? newest.value : NaN;
  }
}
