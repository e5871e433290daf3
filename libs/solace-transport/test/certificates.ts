import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CURVE = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** Authorities and certificates of one spec, made with `openssl` in a directory of its own: `NAME.pem` and `NAME.key`. */
export class Certificates implements Disposable {
  private readonly directory = mkdtempSync(join(realpathSync(tmpdir()), 'bourseworks-certificates-'));

  file(name: string): string {
    return join(this.directory, name);
  }

  authority(name: string): void {
    this.openssl(['req', '-x509', ...CURVE, '-keyout', `${name}.key`, '-out', `${name}.pem`, '-subj', `/CN=${name}`]);
  }

  /** Signed by an authority; `names` as openssl writes them: `DNS:localhost,IP:127.0.0.1`. */
  issue(name: string, by: string, names?: string): void {
    this.openssl(['req', ...CURVE, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`]);
    writeFileSync(
      this.file(`${name}.ext`),
      names === undefined ? 'basicConstraints=CA:FALSE' : `subjectAltName=${names}`,
    );
    const issuer = ['-CA', `${by}.pem`, '-CAkey', `${by}.key`, '-CAcreateserial'];
    this.openssl(['x509', '-req', '-in', `${name}.csr`, ...issuer, '-out', `${name}.pem`, '-extfile', `${name}.ext`]);
  }

  /** One PKCS #12 file of key and certificate. */
  pack(name: string, passphrase: string): string {
    const files = ['-inkey', `${name}.key`, '-in', `${name}.pem`, '-out', `${name}.pfx`];
    this.openssl(['pkcs12', '-export', ...files, '-passout', `pass:${passphrase}`]);
    return this.file(`${name}.pfx`);
  }

  [Symbol.dispose](): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  private openssl(parameters: readonly string[]): void {
    execFileSync('openssl', parameters, { cwd: this.directory, stdio: 'pipe' });
  }
}
