/** `/api`: who may act through the API. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { API_SCOPES, readScopes } from '../../domain/api-scopes.ts';
import { isolate } from '../../domain/isolate.ts';
import { shortTime } from '../../domain/short-time.ts';
import { UserError } from '../../errors.ts';
import { SHOWN_MINUTES } from '../../store/api-shown.ts';
import { addToken, endToken, listTokens, type TokenRecord } from '../../store/api-tokens.ts';
import { addAudit } from '../../store/audit.ts';
import type { IntegrationDeps } from './index.ts';
import { privately } from './privately.ts';

/** `/api`, `/api new NAME scopes=…`, `/api off NAME`. */
export async function manageTokens(turn: Turn, deps: IntegrationDeps, args: string): Promise<void> {
  assertCan(turn.actor, 'api.edit');
  privately(turn);
  const [word = '', name, scopes, ...more] = args.split(/\s+/);
  if (word === '') return showTokens(turn, deps);
  if (/^(off|停用)$/iu.test(word) && name && scopes === undefined) return switchOff(turn, name);
  if (!/^(new|新建)$/iu.test(word) || !name || !scopes || more.length > 0) throw usage();
  await makeToken(turn, name, scopes);
}

const usage = (): UserError => new UserError('staff:error.usage', { usage: 'staff-api:usage.api' });

async function makeToken(turn: Turn, name: string, words: string): Promise<void> {
  const scopes = readScopes(/^scopes?[=＝](.+)$/iu.exec(words)?.[1] ?? '');
  if (!scopes) throw new UserError('staff-api:error.scopes', { scopes: API_SCOPES.join(', ') });
  if ([...name].length > 40) throw new UserError('staff-api:error.name');
  const { tx, now, t, locale, actor } = turn;
  const shownKey = `api-token:${turn.inboundId}`;
  const made = await addToken(tx, { staffId: actor.id, name, scopes, shownKey }, now);
  if (!made) throw new UserError('staff-api:error.taken', { name });
  const after = { staffId: actor.id, name, scopes: scopes.join(', ') };
  addAudit(tx, { actor, action: 'api.token', now, channel: turn.inbound.account, after });
  const text = t(locale, 'staff-api:token.made', {
    name: isolate(name),
    token: made.token,
    scopes: scopes.join(', '),
  });
  const expiresAt = now.add({ minutes: SHOWN_MINUTES });
  await turn.reply({ text }, { key: shownKey, expiresAt });
}

async function switchOff(turn: Turn, name: string): Promise<void> {
  const { tx, now, t, locale, actor } = turn;
  const ended = await endToken(tx, name, now);
  if (!ended) throw new UserError('staff-api:error.no-token', { name });
  addAudit(tx, { actor, action: 'api.token-off', now, channel: turn.inbound.account, after: ended });
  await turn.reply({ text: t(locale, 'staff-api:token.off', { name: isolate(ended.name) }) });
}

async function showTokens(turn: Turn, deps: IntegrationDeps): Promise<void> {
  const { t, locale } = turn;
  const tokens = await listTokens(turn.tx);
  const lines = tokens.map((token) => lineOf(turn, deps, token));
  const key = tokens.length === 0 ? 'staff-api:token.none' : 'staff-api:token.list';
  const how = t(locale, 'staff-api:usage.api');
  await turn.reply({ text: [t(locale, key, { count: tokens.length }), ...lines, '', how].join('\n') });
}

function lineOf({ t, locale, now }: Turn, { zone }: IntegrationDeps, token: TokenRecord): string {
  const used = token.lastUsedAt
    ? t(locale, 'staff-api:token.used', { when: shortTime(token.lastUsedAt, now, zone) })
    : t(locale, 'staff-api:token.unused');
  return t(locale, 'staff-api:token.line', {
    name: isolate(token.name),
    staff: isolate(token.staff),
    scopes: token.scopes.join(', '),
    made: shortTime(token.createdAt, now, zone),
    used,
  });
}
