/** First byte of a value. From `SMALL` on it is a small integer by itself. */
export const TAG = {
  absent: 0,
  no: 1,
  yes: 2,
  integer: 3,
  negative: 4,
  double: 5,
  big: 6,
  text: 7,
  textAgain: 8,
  list: 9,
  map: 10,
  set: 11,
  object: 12,
  shared: 13,
  sharedAgain: 14,
  end: 15,
  /** A text of ASCII alone, as ids are: its bytes are its characters. */
  ascii: 16,
} as const;

export const SMALL = 17;
/** Largest integer that its tag holds. */
export const MAX_SMALL = 255 - SMALL;
