/** Where a code belongs, and the section of the reference that explains it. */
export const ERROR_CATEGORIES = {
  messages: 'Messages and transport',
  instruments: 'Instruments, numbers',
  'market-data': 'Adapters and market data',
  orders: 'Orders',
  risk: 'Risk',
  portfolio: 'Portfolio',
  strategies: 'Strategies and control',
  actors: 'Who may command',
  start: 'Start-up',
  access: 'Gateway: sign-in and rights',
  saved: 'Gateway: what people keep',
  sockets: 'Gateway: sockets',
  research: 'Files to compute from',
} as const;

export type ErrorCategory = keyof typeof ERROR_CATEGORIES;

/** What a code means and what the reader can do about it: full sentences. */
export interface ErrorEntry {
  readonly meaning: string;
  readonly remedy: string;
  readonly category: ErrorCategory;
}

/** Makes the entries of one category. */
export function entriesOf(category: ErrorCategory): (meaning: string, remedy: string) => ErrorEntry {
  return (meaning, remedy) => ({ meaning, remedy, category });
}
