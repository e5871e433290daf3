import { useEffect, useRef, type RefObject } from 'react';

const FLASH_MS = 500;
const still = window.matchMedia('(prefers-reduced-motion: reduce)');

/** Lights up an element for a moment when its number rose or fell. */
export function useFlash<T extends HTMLElement>(value: number | undefined): RefObject<T | null> {
  const ref = useRef<T>(null);
  const before = useRef(value);
  useEffect(() => {
    const last = before.current;
    before.current = value;
    if (last === undefined || value === undefined || last === value || still.matches) return;
    const colour = `var(--${value > last ? 'up' : 'down'}-flash)`;
    ref.current?.animate([{ backgroundColor: colour }, { backgroundColor: 'transparent' }], {
      duration: FLASH_MS,
      easing: 'ease-out',
    });
  }, [value]);
  return ref;
}
