/** The database cannot take this work now; nothing of it was done. Repeating later is safe. */
export class DatabaseBusyError extends Error {
  readonly code = 'BUSY';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DatabaseBusyError';
  }
}
