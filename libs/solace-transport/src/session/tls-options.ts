import type { SessionPropertyPart } from './solclient.js';

export interface TlsOptions {
  /**
   * Files of the certificates to trust, PEM. Given, no other authority is trusted (a pinned CA); absent, the public
   * authorities that Node knows.
   */
  readonly trustStore?: string | readonly string[];
  /** Names one of which the certificate must carry, instead of the host of the url. */
  readonly serverNames?: readonly string[];
  /** False accepts any certificate, and with it anybody in between. Default true. */
  readonly verify?: boolean;
  /** Oldest version of TLS. Default TLSv1.2. */
  readonly minVersion?: 'TLSv1.2' | 'TLSv1.3';
}

export function trustStores(tls: TlsOptions): readonly string[] {
  if (tls.trustStore === undefined) return [];
  return typeof tls.trustStore === 'string' ? [tls.trustStore] : tls.trustStore;
}

export function tlsProperties(tls: TlsOptions): SessionPropertyPart {
  const stores = trustStores(tls);
  return {
    tlsMinProtocol: tls.minVersion ?? 'TLSv1.2',
    sslValidateCertificate: tls.verify ?? true,
    ...(stores.length === 0 ? {} : { sslTrustStores: [...stores] }),
    // An empty list would switch the check of the name off.
    ...(tls.serverNames === undefined ? {} : { sslTrustedCommonNameList: [...tls.serverNames] }),
  };
}
