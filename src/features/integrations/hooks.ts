/** `/webhook`: which addresses are told what happens. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { HOOK_EVENTS, PING, readHookEvents } from '../../domain/hook-events.ts';
import { shortTime } from '../../domain/short-time.ts';
import { UserError } from '../../errors.ts';
import { SHOWN_MINUTES } from '../../store/api-shown.ts';
import {
  addWebhook,
  endWebhook,
  listWebhooks,
  queueForHooks,
  resumeWebhook,
  type WebhookRecord,
} from '../../store/api-webhooks.ts';
import { addAudit } from '../../store/audit.ts';
import type { IntegrationDeps } from './index.ts';
import { privately } from './privately.ts';
import { isPublicAddress } from './public-address.ts';

const LONGEST_URL = 2000;

/** `/webhook`, `/webhook new URL events=…`, `/webhook off NUMBER`, `/webhook on NUMBER`. */
export async function manageHooks(turn: Turn, deps: IntegrationDeps, args: string): Promise<void> {
  assertCan(turn.actor, 'api.edit');
  privately(turn);
  const [word = '', what, events, ...more] = args.split(/\s+/);
  if (word === '') return showHooks(turn, deps);
  if (/^(new|新建)$/iu.test(word) && what && events && more.length === 0)
    return makeHook(turn, deps, what, events);
  const number = /^#?(\d{1,9})$/.exec(what ?? '')?.[1];
  if (!number || events !== undefined) throw usage();
  if (/^(off|停用)$/iu.test(word)) return switchOff(turn, Number(number));
  if (/^(on|启用|啟用)$/iu.test(word)) return switchOn(turn, Number(number));
  throw usage();
}

const usage = (): UserError => new UserError('staff:error.usage', { usage: 'staff-api:usage.webhook' });

async function makeHook(turn: Turn, deps: IntegrationDeps, address: string, words: string): Promise<void> {
  const events = readHookEvents(/^events?[=＝](.+)$/iu.exec(words)?.[1] ?? '');
  if (!events) throw new UserError('staff-api:error.events', { events: HOOK_EVENTS.join(', ') });
  const url = readAddress(address, deps);
  const { tx, now, t, locale, actor } = turn;
  const shownKey = `webhook:${turn.inboundId}`;
  const { id, number, secret } = await addWebhook(tx, { url, events, createdBy: actor.id, shownKey }, now);
  // The path may hold a key of theirs.
  const after = { number, url: new URL(url).host, events: events.join(', ') };
  addAudit(tx, { actor, action: 'api.webhook', now, channel: turn.inbound.account, after });
  queueForHooks(tx, [id], { type: PING, data: {} }, now);
  const text = t(locale, 'staff-api:webhook.made', { number, url, secret, events: events.join(', ') });
  await turn.reply({ text }, { key: shownKey, expiresAt: now.add({ minutes: SHOWN_MINUTES }) });
}

/** An address of the web without a name and password in it; one that is written as a private number is refused at once. */
function readAddress(words: string, { allowPrivate = false }: IntegrationDeps): string {
  const url = words.length <= LONGEST_URL && URL.canParse(words) ? new URL(words) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password)
    throw new UserError('staff-api:error.url');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isPrivate = host === 'localhost' || isPublicAddress(host) === false;
  if (isPrivate && !allowPrivate) throw new UserError('staff-api:error.private-url');
  url.hash = '';
  return url.href;
}

async function switchOff(turn: Turn, number: number): Promise<void> {
  const { tx, now, t, locale, actor } = turn;
  if (!(await endWebhook(tx, number, now))) throw new UserError('staff-api:error.no-webhook', { number });
  addAudit(tx, { actor, action: 'api.webhook-off', now, channel: turn.inbound.account, after: { number } });
  await turn.reply({ text: t(locale, 'staff-api:webhook.off', { number }) });
}

async function switchOn(turn: Turn, number: number): Promise<void> {
  const { tx, now, t, locale, actor } = turn;
  const id = await resumeWebhook(tx, number, now);
  if (!id) throw new UserError('staff-api:error.not-off', { number });
  addAudit(tx, { actor, action: 'api.webhook-on', now, channel: turn.inbound.account, after: { number } });
  queueForHooks(tx, [id], { type: PING, data: {} }, now);
  await turn.reply({ text: t(locale, 'staff-api:webhook.on', { number }) });
}

async function showHooks(turn: Turn, deps: IntegrationDeps): Promise<void> {
  const { t, locale } = turn;
  const hooks = await listWebhooks(turn.tx);
  const lines = hooks.map((hook) => lineOf(turn, deps, hook));
  const key = hooks.length === 0 ? 'staff-api:webhook.none' : 'staff-api:webhook.list';
  const how = t(locale, 'staff-api:usage.webhook');
  await turn.reply({ text: [t(locale, key, { count: hooks.length }), ...lines, '', how].join('\n') });
}

function lineOf({ t, locale, now }: Turn, { zone }: IntegrationDeps, hook: WebhookRecord): string {
  const since = hook.offAt ?? hook.failingSinceAt;
  const state = hook.offAt ? 'is-off' : hook.failingSinceAt ? 'failing' : 'well';
  const how = t(locale, `staff-api:webhook.${state}`, {
    since: since ? shortTime(since, now, zone) : '',
    why: hook.lastStatus ?? hook.lastError ?? '?',
    waiting: hook.waiting,
  });
  return t(locale, 'staff-api:webhook.line', {
    number: hook.number,
    url: hook.url,
    events: hook.events.join(', '),
    how,
  });
}
