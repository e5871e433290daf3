import { useEffect, useRef, type RefObject } from 'react';

const FLASH_MS = 280;
const still = window.matchMedia('(prefers-reduced-motion: reduce)');

/**
 * Lights up an element for a moment when its number rose or fell. On and off, without a fade: a fade would draw the page
 * sixty times a second for as long as prices move.
 */
export function useFlash<T extends HTMLElement>(value: number | undefined): RefObject<T | null> {
  const ref = useRef<T>(null);
  const before = useRef(value);
  useEffect(() => {
    const last = before.current;
    before.current = value;
    const element = ref.current;
    if (!element || last === undefined || value === undefined || last === value || still.matches) return undefined;
    element.dataset['flash'] = value > last ? 'up' : 'down';
    const timer = setTimeout(() => delete element.dataset['flash'], FLASH_MS);
    return () => {
      clearTimeout(timer);
      delete element.dataset['flash'];
    };
  }, [value]);
  return ref;
}
