/** How an InfluxDB is reached. */
export interface InfluxServer {
  /** http:// or https://, host and port; a path, where the server is behind one. */
  readonly url: string;
  /** Which one it is: 1.x, 2.x or 3.x. */
  readonly version: 1 | 2 | 3;
  /** Organisation of 2.x; empty for the others. */
  readonly org: string;
  /** Database; the bucket of 2.x, which InfluxQL reaches by a mapping of the same name. It has to be there. */
  readonly database: string;
  /** Of 2.x and 3.x; empty where the server asks for none. */
  readonly token: string;
  /** Of 1.x; empty where the server asks for none. */
  readonly username: string;
  readonly password: string;
  readonly tls?: {
    /** Certificates of the authority in PEM; undefined for those that Node trusts. */
    readonly ca?: string;
  };
}

export interface InfluxTimeSeriesOptions {
  readonly server: InfluxServer;
  /** How long a sign of life is waited for, microseconds; ten times that for what is asked after it. */
  readonly timeoutUs: number;
}
