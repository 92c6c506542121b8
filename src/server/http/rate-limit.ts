import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Kysely, sql } from 'kysely';
import { SafeError } from '../../core/errors.js';
import type { Database } from '../database/schema.js';
import { countedAddress } from './address.js';

/** A share of a limit that this process may spend without asking the database again. */
interface Lease {
  left: number;
  /** Whether the whole limit was spent when the share was taken. */
  readonly spent: boolean;
  readonly resetsAt: number;
}

export interface Limit {
  /** Names the counter; limits of one group are counted together. */
  readonly group: string;
  readonly max: number;
  readonly windowMs: number;
  /** Whom to count; the address, or its network in IPv6, by default. */
  readonly key?: (request: FastifyRequest) => string;
}

const MAX_LEASES = 10_000;

/**
 * Limits that hold over all processes: each takes its share from one row before it spends it, so that together they
 * never exceed the limit. A large limit is taken in larger shares: one statement serves many requests.
 *
 * @returns a function that gives the `onRequest` hook of a limit; it refuses with `rate_limited`
 */
export const rateLimiter = (db: Kysely<Database>) => {
  const leases = new Map<string, Promise<Lease>>();

  const take = async (key: string, { max, windowMs }: Limit): Promise<Lease> => {
    const share = Math.max(1, Math.floor(max / 100));
    const { rows } = await sql<{ used: number; ttl: number }>`
      insert into rate_limits as r (key, used, resets_at)
      values (${key}, ${share}, now() + ${windowMs}::integer * interval '1 millisecond')
      on conflict (key) do update set
        used = case when r.resets_at <= now() then excluded.used else least(r.used + excluded.used, ${max + share}) end,
        resets_at = case when r.resets_at <= now() then excluded.resets_at else r.resets_at end
      returning used, ceil(extract(epoch from resets_at - now()) * 1000)::integer as ttl
    `.execute(db);
    const { used, ttl } = rows[0] ?? { used: share, ttl: windowMs };
    return { left: share, spent: used > max, resetsAt: Date.now() + ttl };
  };

  const renew = (key: string, limit: Limit): Promise<Lease> => {
    if (leases.size >= MAX_LEASES) leases.clear();
    const lease = take(key, limit);
    leases.set(key, lease);
    lease.catch(() => leases.delete(key));
    return lease;
  };

  const spend = async (key: string, limit: Limit): Promise<Lease> => {
    for (;;) {
      const held = leases.get(key) ?? renew(key, limit);
      const lease = await held;
      const usable = lease.resetsAt > Date.now() && (lease.spent || lease.left > 0);
      if (usable) {
        lease.left -= 1;
        return lease;
      }
      // Whoever comes first renews; the others wait for the same answer.
      if (leases.get(key) === held) leases.delete(key);
    }
  };

  return (limit: Limit) =>
    async (request: FastifyRequest, _reply: FastifyReply): Promise<void> => {
      const lease = await spend(
        `${limit.group}:${limit.key?.(request) ?? countedAddress(request.ip)}`,
        limit,
      );
      if (!lease.spent) return;
      const seconds = Math.ceil((lease.resetsAt - Date.now()) / 1000);
      throw new SafeError('rate_limited', { details: { retryAfterSeconds: seconds } });
    };
};

export type RateLimiter = ReturnType<typeof rateLimiter>;
