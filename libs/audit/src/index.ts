export { checkpointMac, GENESIS_HASH, rowHash } from './audit-chain.js';
export { verifyAuditFile } from './audit-file.js';
export type { AuditCheckpoint, AuditRow } from './audit-rows.js';
export {
  auditKeyOf,
  deriveKey,
  gatewayDatabase,
  gatewayKeyFile,
  gatewayKeyOf,
  KEY_BYTES,
  readGatewayKey,
} from './gateway-key.js';
export { verifyAudit } from './verify-audit.js';
export type { AuditKeys, AuditSource, AuditVerdict } from './verify-audit.js';
