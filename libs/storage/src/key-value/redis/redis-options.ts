/** How a Redis is reached. */
export interface RedisServer {
  readonly host: string;
  readonly port: number;
  /** Number of the database. */
  readonly database: number;
  /** Empty for the server's default user. */
  readonly username: string;
  /** Empty where the server asks for none. */
  readonly password: string;
  /** Undefined: without TLS. */
  readonly tls?: {
    /** Certificates of the authority in PEM; undefined for those that Node trusts. */
    readonly ca?: string;
  };
}

export interface RedisKeyValueOptions {
  readonly server: RedisServer;
  /** First part of every key: letters, digits, dots and dashes. */
  readonly prefix: string;
  /** How long a connection, and then an answer, is waited for, microseconds. */
  readonly timeoutUs: number;
}
