/** What a broker process is to be. */
export interface BrokerOrder {
  /** Folder for guaranteed messages; none are served without one. */
  readonly directory: string | null;
}

/** What it says once it listens: its port, the process whose time counts, and its version. */
export interface BrokerReady {
  readonly port: number;
  readonly pid: number;
  readonly version: string;
}

/** Where acknowledged messages go. */
export const QUEUE = 'bench';
export const STREAM = 'BENCH';
export const KEPT_TOPIC = 'bench/kept';
