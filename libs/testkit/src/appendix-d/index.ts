import { CHAIN, QUANTITY, SEQUENCE } from './replace.js';
import { CORRECTIONS, DAYS } from './several-days.js';
import { HALT, IMMEDIATE, OTHER } from './special.js';
import type { Scenario } from './step.js';
import { DUPLICATE, STATUS, UNSOLICITED } from './unsolicited-and-status.js';
import { CANCEL, VANILLA } from './vanilla-and-cancel.js';

export { ORDER, type Scenario, type Step } from './step.js';

/** FIX 4.4 volume 4, appendix D, by its groups. */
export const APPENDIX_D: Readonly<Record<string, readonly Scenario[]>> = {
  A: VANILLA,
  B: CANCEL,
  C: QUANTITY,
  D: [...SEQUENCE, ...CHAIN],
  E: UNSOLICITED,
  F: DUPLICATE,
  G: STATUS,
  H: DAYS,
  I: IMMEDIATE,
  J: CORRECTIONS,
  K: HALT,
  L: OTHER,
};
