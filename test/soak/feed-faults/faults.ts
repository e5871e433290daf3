import type { Rng } from '@bourseworks/ports';

/** What is done to a feed, by its class and kind. */
export const FAULTS = {
  gap: ['drop'],
  duplicate: ['duplicate'],
  reorder: ['swap', 'delay'],
  cut: ['cut', 'tear', 'reset', 'refuse', 'no-snapshot'],
  mute: ['mute', 'half-open', 'quiet'],
} as const;

export type FaultClass = keyof typeof FAULTS;
export type FaultKind = (typeof FAULTS)[FaultClass][number];

/** How often each class comes, of a hundred. */
const SHARES: readonly (readonly [FaultClass, number])[] = [
  ['gap', 35],
  ['duplicate', 15],
  ['reorder', 20],
  ['cut', 22],
  ['mute', 8],
];

export function chooseFault(rng: Rng): { readonly class: FaultClass; readonly kind: FaultKind } {
  let dice = rng.integer(100);
  for (const [name, share] of SHARES) {
    dice -= share;
    if (dice < 0) return { class: name, kind: FAULTS[name][rng.integer(FAULTS[name].length)] };
  }
  throw new Error('the shares are not a hundred');
}
