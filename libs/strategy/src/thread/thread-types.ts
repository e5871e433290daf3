import type { PatternEntry } from '../decorators/pattern.decorators.js';

export type OrderVerb = 'submit' | 'cancel' | 'replace';
export type PatternEntryList = readonly PatternEntry[];
