import type { SymbolRef } from '../market/address.js';

/** Panels of one colour show the same instrument. */
export const LINK_COLOURS = ['blue', 'amber', 'violet'] as const;
export type LinkColour = (typeof LINK_COLOURS)[number];
export type Links = Readonly<Partial<Record<LinkColour, SymbolRef>>>;
