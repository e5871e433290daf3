import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@bourseworks/domain';
import { VirtualClock } from '@bourseworks/testkit';
import { detailsText, type AuditEntry } from '../audit/audit-entry.js';
import { CommandAudit } from '../commands/command-audit.js';
import type { Operator } from '../commands/operator.js';
import { OrderChanges } from './order-changes.js';

const ann: Operator = { userId: 'u', username: 'ann', roles: ['trader'], sid: 's', ipAddress: undefined };

describe('a cancel of everything of which nothing comes', () => {
  it('stands in the audit log with its id and how much has failed, however much that is', async () => {
    const orders = Array.from({ length: 900 }, (_, n) => ({ account: 'SIM', clOrdId: `test-manual-1-${n}` }));
    const entries: AuditEntry[] = [];
    const changes = new OrderChanges(
      undefined as never,
      { openOrders: async () => ({ orders, more: false }) } as never,
      { send: () => Promise.reject(new DomainError({ code: 'OMS_BUSY', message: 'the journal is behind' })) } as never,
      new CommandAudit({ append: async (entry: AuditEntry) => void entries.push(entry) } as never),
      new VirtualClock(),
    );
    const answer = await changes.cancelAll(ann, 'c-1', {});
    expect(answer.ok && answer.value.failed.length).toBe(900);
    const rows = entries.map(({ details }) => JSON.parse(detailsText(details) ?? '{}') as object);
    expect(rows).toMatchObject([
      { outcome: 'requested', commandId: 'c-1' },
      { outcome: 'accepted', commandId: 'c-1', requested: 0, failedInAll: 900 },
    ]);
  });
});
