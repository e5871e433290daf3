import { ok, type Result } from '@bourseworks/domain';
import { checkAccounts, invalid, isPlain, onlyFields, type Plain } from './plain-config.js';
import { SELF_TRADE_MODES, type SelfTradeMode, type SelfTradeOptions } from './self-trade-options.js';

/** Self-trade prevention as kept in a file. */
export interface SelfTradeConfig {
  /** Of accounts that name none; absent = CANCEL_NEWEST. */
  readonly mode?: SelfTradeMode;
  readonly accounts?: readonly {
    readonly id: string;
    readonly mode?: SelfTradeMode;
    /** Beneficial owner, shared by accounts that must not trade with each other; absent = the account itself. */
    readonly owner?: string;
  }[];
}

const AT = 'selfTrade';

function checkMode(value: Plain, at: string): Result<never> | undefined {
  const { mode } = value;
  if (mode === undefined || SELF_TRADE_MODES.some((one) => one === mode)) return undefined;
  return invalid(`${at}.mode`, `is to be one of ${SELF_TRADE_MODES.join(', ')}`);
}

function checkAccount(account: Plain, at: string): Result<never> | undefined {
  const { owner } = account;
  if (owner !== undefined && (typeof owner !== 'string' || owner === ''))
    return invalid(`${at}.owner`, 'is to be a text that is not empty');
  return onlyFields(account, at, ['id', 'mode', 'owner']) ?? checkMode(account, at);
}

/** Checks a plain object, such as a part of a parsed file. The refusal names the first field that is wrong. */
export function validateSelfTradeConfig(value: unknown): Result<SelfTradeConfig> {
  if (!isPlain(value)) return invalid(AT, 'is to be an object');
  const fault =
    onlyFields(value, AT, ['mode', 'accounts']) ??
    checkMode(value, AT) ??
    checkAccounts(value['accounts'], `${AT}.accounts`, checkAccount);
  return fault ?? ok(value as SelfTradeConfig);
}

/** What the engine asks, of a configuration. */
export function selfTradeOptions(config: SelfTradeConfig): SelfTradeOptions {
  const accounts = new Map(config.accounts?.map((account) => [account.id, account]));
  const mode = config.mode ?? 'CANCEL_NEWEST';
  return {
    modeOf: (account) => accounts.get(account)?.mode ?? mode,
    ownerOf: (account) => accounts.get(account)?.owner ?? account,
  };
}
