import type { PatternEntry } from '../decorators/pattern.decorators.js';

export type OrderVerb = 'submit' | 'submit-list' | 'cancel' | 'replace';
export type PatternEntryList = readonly PatternEntry[];
