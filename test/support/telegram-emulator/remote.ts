import type { TelegramEmulator } from './emulator.ts';
import type { FaultOptions } from './faults.ts';
import type { Group, GroupOptions } from './group.ts';
import type { TgUser } from './types.ts';
import type { User } from './user.ts';
import { decodeWire, encodeWire } from './wire.ts';

type Asynchronous<T> = {
  [K in keyof T as T[K] extends (...args: never[]) => unknown ? K : never]: T[K] extends (
    ...args: infer A
  ) => infer R
    ? (...args: A) => Promise<Awaited<R>>
    : never;
};

/** A person in an emulator that runs in another process. */
export type RemoteUser = Asynchronous<User> & { id: number; info: TgUser };

/** A group in an emulator that runs in another process; `addBot` and the like take anything with an id. */
export type RemoteGroup = Omit<Asynchronous<Group>, 'addBot' | 'join' | 'leave' | 'kickBot'> & {
  readonly id: number;
  addBot(by: { id: number }, status?: 'member' | 'administrator'): Promise<void>;
  join(user: { id: number }): Promise<void>;
  leave(user: { id: number }): Promise<void>;
  kickBot(by?: { id: number }): Promise<void>;
};

/** Faults of an emulator in another process. */
export interface RemoteFaults {
  next(options: FaultOptions): Promise<{ hit(count?: number): Promise<void>; hits(): Promise<number> }>;
  clear(): Promise<void>;
  release(how?: 'cut' | 'execute'): Promise<void>;
}

/** The emulator's operations from another process: all asynchronous, matchers without functions. */
export type RemoteEmulator = Omit<Asynchronous<TelegramEmulator>, 'user' | 'group' | 'listen'> & {
  readonly url: string;
  readonly faults: RemoteFaults;
  user(options?: Parameters<TelegramEmulator['user']>[0]): Promise<RemoteUser>;
  group(options?: Omit<GroupOptions, 'members'> & { members?: { id: number }[] }): Promise<RemoteGroup>;
};

async function post(base: string, path: string, args: unknown[]): Promise<unknown> {
  const answer = await fetch(`${base}/_control/${path}`, { method: 'POST', body: encodeWire(args) });
  const { ok, result, error } = decodeWire(await answer.text()) as {
    ok: boolean;
    result: unknown;
    error: string;
  };
  if (!ok) throw new Error(error);
  return result;
}

/** An object whose every unknown property is a remote operation under `path`. */
function stub<T>(base: string, path: string, own: object): T {
  return new Proxy(own, {
    get(target, key) {
      if (Reflect.has(target, key)) return Reflect.get(target, key);
      if (typeof key === 'symbol' || key === 'then') return undefined;
      return (...args: unknown[]) => post(base, `${path}${key}`, args);
    },
  }) as T;
}

const named = (arg: unknown): unknown => ({ id: (arg as { id: number }).id });

/** Connects to an emulator started by main.ts; `url` is the one it printed. */
export function connectTelegramEmulator(url: string): RemoteEmulator {
  const faults = {
    next: async (options: FaultOptions) => {
      const number = await post(url, 'faults/next', [options]);
      return {
        hit: (count = 1) => post(url, 'faults/hit', [number, count]),
        hits: () => post(url, 'faults/hits', [number]),
      };
    },
  };
  return stub<RemoteEmulator>(url, '', {
    url,
    faults: stub<RemoteFaults>(url, 'faults/', faults),
    user: async (options?: object) => {
      const info = (await post(url, 'user', options ? [options] : [])) as TgUser;
      return stub<RemoteUser>(url, `users/${info.id}/`, { id: info.id, info });
    },
    group: async (options: { members?: { id: number }[] } = {}) => {
      const members = options.members?.map(named);
      const { id } = (await post(url, 'group', [{ ...options, ...(members && { members }) }])) as {
        id: number;
      };
      return remoteGroup(url, id);
    },
  });
}

function remoteGroup(url: string, id: number): RemoteGroup {
  const path = `groups/${id}/`;
  const withPeople = ['addBot', 'join', 'leave', 'kickBot', 'promoteBot', 'demoteBot', 'setStatus'];
  const own: Record<string, unknown> = { id };
  for (const op of withPeople) {
    own[op] = (user?: unknown, ...rest: unknown[]) =>
      post(url, path + op, user ? [named(user), ...rest] : []);
  }
  own.migrate = async () => {
    own.id = await post(url, `${path}migrate`, []);
    return own.id;
  };
  return stub<RemoteGroup>(url, path, own);
}
