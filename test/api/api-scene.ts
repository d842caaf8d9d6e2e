/** A team with the API mounted, tokens of colleagues, and what other programs ask for. */
import { randomUUID } from 'node:crypto';
import { expect, onTestFinished } from 'vitest';
import { type ApiDeps, createApi } from '../../src/api/index.ts';
import type { StaffRole } from '../../src/domain/actor.ts';
import { API_SCOPES, type ApiScope } from '../../src/domain/api-scopes.ts';
import { createTranslate } from '../../src/i18n.ts';
import { silentLog } from '../../src/log.ts';
import { addToken } from '../../src/store/api-tokens.ts';
import { transact } from '../../src/store/transaction.ts';
import { type Colleague, type Team, team } from '../features/desk-team.ts';

/** What the API answered. */
export interface Answered {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever JSON there is, for the test to look into
  readonly json: any;
  readonly text: string;
  readonly headers: Headers;
}

/** Asks for one thing; a writing request gets a key of its own unless one is given. */
export type Ask = (
  path: string,
  options?: {
    readonly method?: string;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
  },
) => Promise<Answered>;

/** A colleague and a program that acts in their name. */
export interface Program {
  readonly me: Colleague;
  readonly token: string;
  readonly ask: Ask;
}

/** The team, and what asks. */
export interface ApiScene extends Team {
  /** Without any token. */
  readonly stranger: Ask;
  program(role?: StaffRole, options?: { scopes?: readonly ApiScope[]; name?: string }): Promise<Program>;
}

/** Makes them; a defect of the API fails the test, whatever it looks for. */
export async function apiScene(more: Partial<ApiDeps> = {}): Promise<ApiScene> {
  const desk = await team({ accounts: { telegram: {}, web: {} } });
  const { bot } = desk;
  const { db } = bot.store;
  const broken: unknown[] = [];
  onTestFinished(() => expect(broken).toEqual([]));
  const api = createApi({
    db,
    clock: bot.clock,
    log: { ...silentLog, error: (fields) => broken.push(fields) },
    t: createTranslate(),
    app: () => bot.app,
    health: () => bot.app.health(),
    zone: 'Asia/Shanghai',
    secure: false,
    ...more,
  });
  const asker =
    (token?: string): Ask =>
    async (path, { method = 'GET', body, headers = {} } = {}) => {
      const response = await api.request(path.startsWith('/api') ? path : `/api/v1${path}`, {
        method,
        headers: {
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(method === 'GET' ? {} : { 'idempotency-key': randomUUID() }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = /json/.test(response.headers.get('content-type') ?? '');
      return {
        status: response.status,
        text,
        json: isJson ? JSON.parse(text) : undefined,
        headers: response.headers,
      };
    };
  return {
    ...desk,
    stranger: asker(),
    async program(role = 'liaison', { scopes = API_SCOPES, name = `A ${role}` } = {}) {
      const me = await desk.colleague(name, role);
      const made = await transact(db, (tx) =>
        addToken(tx, { staffId: me.staffId, name: randomUUID(), scopes }, bot.clock.now()),
      );
      return { me, token: made?.token ?? '', ask: asker(made?.token) };
    },
  };
}
