/** `/erase`: what that means, a second question, and then a request that the team decides. */
import type { Turn } from '../../conversation/feature.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { addErasure, findErasure, findWaitingErasure, settleErasure } from '../../store/erasure-requests.ts';
import { listHolds } from '../../store/retention.ts';
import type { PrivacyDeps } from './deps.ts';
import { holdLines } from './describe-hold.ts';
import { tellOverseers } from './tell-overseers.ts';
import { nameOf, type Owner, pickOwner } from './whose.ts';

/** Explains and asks whether that is really wanted. */
export async function askErasure(turn: Turn, id?: string): Promise<void> {
  const owner = await pickOwner(turn, 'erase', id);
  if (!owner) return;
  const { t, locale } = turn;
  if (await tellWaiting(turn, owner)) return;
  const key = owner.isSelf ? 'privacy:erase.explain' : 'privacy:erase.explain-child';
  const choices = [
    [{ id: `erasesure:${owner.id}`, label: t(locale, 'privacy:button.erase') }],
    [{ id: 'erasenot', label: t(locale, 'privacy:button.keep') }],
  ];
  await turn.reply({ text: t(locale, key, { name: nameOf(owner) }), choices });
}

/** One request at a time: a second one is shown the first. */
async function tellWaiting(turn: Turn, owner: Owner): Promise<boolean> {
  const { t, locale } = turn;
  const waiting = await findWaitingErasure(turn.tx, owner.id);
  if (!waiting) return false;
  const text = [
    t(locale, 'privacy:erase.already', { number: waiting.number }),
    ...holdLines(turn, locale, await listHolds(turn.tx, owner.id)),
  ].join('\n');
  const choices = [[{ id: `eraseback:${waiting.number}`, label: t(locale, 'privacy:button.withdraw') }]];
  await turn.reply({ text, choices });
  return true;
}

/** The second yes: it is a request now, and the person knows what has to end first. */
export async function confirmErasure(turn: Turn, deps: PrivacyDeps, id: string | undefined): Promise<void> {
  const owner = await pickOwner(turn, 'erase', id ?? '');
  if (!owner) return;
  const { tx, now, t, locale } = turn;
  const holds = await listHolds(tx, owner.id);
  const speakerId = owner.isSelf ? null : (turn.person?.id ?? null);
  const request = await addErasure(tx, { personId: owner.id, speakerId, isHeld: holds.length > 0 }, now);
  if (!request) {
    await tellWaiting(turn, owner);
    return;
  }
  const { number } = request;
  const actor = { role: 'traveller', id: turn.person?.id ?? owner.id } as const;
  addAudit(tx, { actor, action: 'erasure.ask', now, channel: turn.inbound.account, after: { number } });
  const key = holds.length > 0 ? 'privacy:erase.held' : 'privacy:erase.asked';
  const text = [t(locale, key, { number }), ...holdLines(turn, locale, holds)].join('\n');
  await turn.reply({ text });
  await tellOverseers(turn, deps, request, holds);
}

/** They changed their mind before it began. */
export async function keepData(turn: Turn): Promise<void> {
  await turn.reply({ text: turn.t(turn.locale, 'privacy:erase.kept') });
}

/** They take a request back that was not carried out yet. */
export async function withdrawErasure(turn: Turn, number: string | undefined): Promise<void> {
  const request = /^\d{1,9}$/.test(number ?? '') ? await findErasure(turn.tx, Number(number)) : undefined;
  const asker = request && (request.speakerId ?? request.personId);
  const isTheirs = turn.person !== undefined && asker === turn.person.id;
  if (!request || !isTheirs) throw new UserError('common:error.old-choice');
  const { tx, now } = turn;
  if (!(await settleErasure(tx, request.id, { state: 'withdrawn', by: null, now })))
    throw new UserError('common:error.old-choice');
  const after = { number: request.number };
  addAudit(tx, { actor: turn.actor, action: 'erasure.withdraw', now, channel: turn.inbound.account, after });
  await turn.reply({ text: turn.t(turn.locale, 'privacy:erase.withdrawn', { number: request.number }) });
}
