/** `/faq misses`: what travellers asked and no entry answered, for somebody to write one or to call it settled. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan, can } from '../../domain/actor.ts';
import type { Choice } from '../../domain/message.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { listMisses, type MissGroup, settleMiss } from '../../store/faq-misses.ts';

const MOST_SHOWN = 8;

/** The most frequent first. Entries are written in private; a group shows the list. */
export async function showMisses(turn: Turn): Promise<void> {
  assertCan(turn.actor, 'faq.read');
  const { t, locale } = turn;
  const groups = await listMisses(turn.tx);
  if (groups.length === 0) return turn.reply({ text: t(locale, 'staff-faq:misses.none') });
  const shown = groups.slice(0, MOST_SHOWN);
  const lines = shown.map(({ question, count, locale: language }, at) =>
    t(locale, 'staff-faq:misses.line', { place: at + 1, question, language, count }),
  );
  const head = t(locale, 'staff-faq:misses.head', { count: groups.length });
  const isPrivate = turn.chat.kind === 'private';
  const foot = isPrivate || !can(turn.actor, 'faq.edit') ? [] : [t(locale, 'staff-faq:misses.in-private')];
  const buttons = shown.map(({ id }, at): Choice[] => [
    ...(isPrivate ? [{ id: `faqfrom:${id}`, label: `✍️ ${at + 1}` }] : []),
    { id: `faqsettle:${id}`, label: `✔️ ${at + 1}` },
  ]);
  const choices = can(turn.actor, 'faq.edit') ? buttons : [];
  await turn.reply({ text: [head, ...lines, ...foot].join('\n'), choices });
}

/** The group with this id; an old button's is settled already. */
export async function findMiss(turn: Turn, id: string | undefined): Promise<MissGroup> {
  const group = (await listMisses(turn.tx)).find((one) => one.id === id);
  if (!group) throw new UserError('staff-faq:error.settled');
  return group;
}

/** The Settle button: no entry is needed for it. */
export async function settleByChoice(turn: Turn, id: string | undefined): Promise<void> {
  assertCan(turn.actor, 'faq.edit');
  const group = await findMiss(turn, id);
  await settleMiss(turn.tx, group, null, turn.now);
  audit(turn, group, undefined);
  await turn.reply({ text: turn.t(turn.locale, 'staff-faq:settled', { question: group.question }) });
}

/** Settles a question by the entry that was written for it, unless somebody else was faster. */
export async function settle(
  turn: Turn,
  id: string,
  entry: { readonly id: string; readonly number: number },
): Promise<void> {
  const group = (await listMisses(turn.tx)).find((one) => one.id === id);
  if (!group) return;
  await settleMiss(turn.tx, group, entry.id, turn.now);
  audit(turn, group, entry.number);
}

function audit(
  { tx, actor, inbound, now }: Turn,
  { id, count }: MissGroup,
  number: number | undefined,
): void {
  const after = { id, count, ...(number === undefined ? {} : { number }) };
  addAudit(tx, { actor, action: 'faq.settle', channel: inbound.account, now, after });
}
