import { createHash } from 'node:crypto';

/** A change that Redis makes whole or not at all. */
export interface Script {
  readonly text: string;
  readonly sha: string;
}

/** Lua writes large numbers with an exponent unless it is told not to. */
const WHOLE = `local function whole(n) return string.format('%.0f', n) end`;

const NOW = `local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])`;

/** A number above all before it, of the store and of what the caller has seen, and not below the server's time. */
const STAMP = `${WHOLE}
${NOW}
local function stamp(key, seen)
  local last = tonumber(redis.call('GET', key) or '0')
  local next = whole(math.max(last + 1, now, tonumber(seen) + 1))
  redis.call('SET', key, next)
  return next
end`;

const SET = `local function set(key, value, ttl, version)
  redis.call('HSET', key, 'value', value, 'version', version)
  if ttl == '' then redis.call('PERSIST', key) else redis.call('PEXPIRE', key, ttl) end
  return version
end`;

/** Whether an owner holds a lease with this token; what has run out is not there. */
const HELD = `local function held(key, owner, token)
  local lease = redis.call('HMGET', key, 'owner', 'token')
  return lease[1] == owner and lease[2] == token
end`;

const script = (...parts: readonly string[]): Script => {
  const text = parts.join('\n');
  return { text, sha: createHash('sha1').update(text).digest('hex') };
};

/** KEYS: stamp, entry. ARGV: seen, value, ttl in ms or ''. */
export const PUT = script(STAMP, SET, `return set(KEYS[2], ARGV[2], ARGV[3], stamp(KEYS[1], ARGV[1]))`);

/** KEYS: stamp, entry. ARGV: seen, expected version, 'set' or 'remove', value, ttl in ms or ''. */
export const REPLACE = script(
  STAMP,
  SET,
  `if (redis.call('HGET', KEYS[2], 'version') or '0') ~= ARGV[2] then return nil end
if ARGV[3] == 'set' then return set(KEYS[2], ARGV[4], ARGV[5], stamp(KEYS[1], ARGV[1])) end
redis.call('DEL', KEYS[2])
return '0'`,
);

/**
 * A bag is a sorted set of members by the time in microseconds when they run out, and a hash of their values; both run out
 * with the last of them. KEYS: times, values. ARGV: member, value, ttl in us, most members. Answers 0 when it is full.
 */
export const PUT_IN = script(
  WHOLE,
  NOW,
  `local function sweep(most)
  local gone = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', whole(now), 'LIMIT', 0, most)
  if #gone > 0 then
    redis.call('ZREM', KEYS[1], unpack(gone))
    redis.call('HDEL', KEYS[2], unpack(gone))
  end
  return #gone
end
sweep(1000)
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then
  local most = tonumber(ARGV[4])
  while redis.call('ZCARD', KEYS[1]) >= most do
    if sweep(1000) == 0 then return 0 end
  end
end
redis.call('ZADD', KEYS[1], whole(now + tonumber(ARGV[3])), ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
local last = tonumber(redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')[2])
local ends = whole(math.ceil(last / 1000) + 1)
redis.call('PEXPIREAT', KEYS[1], ends)
redis.call('PEXPIREAT', KEYS[2], ends)
return 1`,
);

/** KEYS: times, values. ARGV: member. Answers 1 when it was there. */
export const REMOVE_FROM = script(
  NOW,
  `local ends = redis.call('ZSCORE', KEYS[1], ARGV[1])
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[2], ARGV[1])
return (ends and tonumber(ends) > now) and 1 or 0`,
);

/** KEYS: times, values. Answers members, then their values in the same order; Lua takes only so many arguments at a time. */
export const LIST = script(
  WHOLE,
  NOW,
  `local members = redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. whole(now), '+inf')
local values = {}
for first = 1, #members, 1000 do
  local last = math.min(first + 999, #members)
  for _, value in ipairs(redis.call('HMGET', KEYS[2], unpack(members, first, last))) do
    values[#values + 1] = value
  end
end
return {members, values}`,
);

/** KEYS: stamp, lease. ARGV: seen, owner, ttl in ms. Answers the token. */
export const ACQUIRE = script(
  STAMP,
  `if redis.call('EXISTS', KEYS[2]) == 1 then return nil end
local token = stamp(KEYS[1], ARGV[1])
redis.call('HSET', KEYS[2], 'owner', ARGV[2], 'token', token)
redis.call('PEXPIRE', KEYS[2], ARGV[3])
return token`,
);

/** KEYS: lease. ARGV: owner, token, ttl in ms. */
export const RENEW = script(
  HELD,
  `if not held(KEYS[1], ARGV[1], ARGV[2]) then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[3])`,
);

/** KEYS: lease. ARGV: owner, token. */
export const RELEASE = script(
  HELD,
  `if not held(KEYS[1], ARGV[1], ARGV[2]) then return 0 end
return redis.call('DEL', KEYS[1])`,
);
