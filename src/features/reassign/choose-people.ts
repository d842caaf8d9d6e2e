/** Whose tickets go to whom: by name, or by one button after the other. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { called, fold, type Named } from '../../domain/called.ts';
import type { Choice } from '../../domain/message.ts';
import type { ReassignDraft, ReassignTarget } from '../../domain/reassign.ts';
import { UserError } from '../../errors.ts';
import { listColleagues, listTeams } from '../../store/desk.ts';
import { listOwners, listToReassign } from '../../store/reassign.ts';
import { listStaff } from '../../store/staff.ts';

type Source = Named & { readonly id: string };
type Target = Named & { readonly target: ReassignTarget };

const ARROW = /\s*(?:→|->|=>|(?<=\s)to(?=\s)|给|給|转给|轉給)\s*/u;
const QUEUE = new Set(['queue', '队列', '隊列', '待认领', '待認領']);

/** `@from @to`, `@from → TEAM`, `@from`: what is missing is asked for. */
export async function readWords(turn: Turn, words: string): Promise<void> {
  const [sources, targets] = [await listSources(turn), await listTargets(turn)];
  const tokens = words.split(/\s+/);
  const parts = words.split(ARROW);
  const splits =
    parts.length === 2
      ? [[parts[0] ?? '', parts[1] ?? ''] as const]
      : tokens
          .slice(1)
          .map((_token, at) => [tokens.slice(0, at + 1).join(' '), tokens.slice(at + 1).join(' ')] as const);
  const found = splits.flatMap(([left, right]) => {
    const [from, to] = [called(sources, left), called(targets, right)];
    return from.length === 1 && to.length === 1 && from[0] && to[0] ? [{ from: from[0], to: to[0] }] : [];
  });
  if (found[0] && found.length === 1) return confirm(turn, draftOf(turn, found[0].from), found[0].to.target);
  const alone = called(sources, words);
  if (alone[0] && alone.length === 1) return askTo(turn, draftOf(turn, alone[0]));
  throw new UserError('staff-reassign:error.who', { words });
}

const draftOf = (turn: Turn, { id, name }: Source): ReassignDraft => ({
  key: String(turn.inboundId),
  from: { id, name },
});

/** Everybody, also those who have left: their tickets are the reason. */
async function listSources(turn: Turn): Promise<Source[]> {
  const usernames = new Map((await listColleagues(turn.tx)).map((one) => [one.id, one.usernames]));
  const all = await listStaff(turn.tx);
  return all.map(({ id, name }) => ({ id, name, usernames: usernames.get(id) ?? [] }));
}

async function listTargets(turn: Turn): Promise<Target[]> {
  const staff = (await listColleagues(turn.tx)).map(
    ({ id, name, usernames }): Target => ({ name, usernames, target: { kind: 'staff', id, name } }),
  );
  const teams = (await listTeams(turn.tx)).map(
    ({ id, name }): Target => ({ name, target: { kind: 'team', id, name } }),
  );
  const queue = [...QUEUE].map((name): Target => ({ name: fold(name), target: { kind: 'queue' } }));
  return [...staff, ...teams, ...queue];
}

/** Colleagues who own open tickets, as buttons. */
export async function askFrom(turn: Turn): Promise<void> {
  assertCan(turn.actor, 'ticket.reassign');
  const owners = await listOwners(turn.tx);
  if (owners.length === 0) return turn.reply({ text: turn.t(turn.locale, 'staff-reassign:none-open') });
  const choices = owners.map(
    ({ id, name, count }): Choice => ({ id: `refrom:${id}`, label: `${name} (${count})` }),
  );
  await turn.reply({ text: turn.t(turn.locale, 'staff-reassign:whose'), choices: rowsOf(choices) });
}

/** The button with the colleague whose tickets they are. */
export async function chooseFrom(turn: Turn, id: string | undefined): Promise<void> {
  assertCan(turn.actor, 'ticket.reassign');
  const from = (await listSources(turn)).find((one) => one.id === id);
  if (!from) throw new UserError('staff:error.old-button');
  await askTo(turn, draftOf(turn, from));
}

/** Everybody they could go to, as buttons. */
export async function askTo(turn: Turn, draft: ReassignDraft): Promise<void> {
  const { t, locale } = turn;
  const count = (await ticketsOf(turn, draft)).length;
  turn.remember({ reassign: draft });
  const targets = (await listTargets(turn)).filter(
    ({ target }) => target.kind !== 'queue' && !(target.kind === 'staff' && target.id === draft.from.id),
  );
  const choices = targets.map(({ target, name }): Choice => {
    const id = target.kind === 'queue' ? 'q' : `${target.kind[0]}:${target.id}`;
    return { id: `reto:${draft.key}:${id}`, label: target.kind === 'team' ? `👥 ${name}` : name };
  });
  const queue = { id: `reto:${draft.key}:q`, label: t(locale, 'staff-reassign:queue') };
  const rows = rowsOf(draft.numbers ? choices : [queue, ...choices]);
  await turn.reply({
    text: t(locale, 'staff-reassign:to-whom', { name: draft.from.name, count }),
    choices: rows,
  });
}

const rowsOf = (choices: readonly Choice[]): Choice[][] =>
  Array.from({ length: Math.ceil(choices.length / 2) }, (_row, at) =>
    choices.slice(at * 2, at * 2 + 2),
  ).slice(0, 30);

/** The button with whoever is to get them. */
export async function chooseTo(turn: Turn, [key, kind, id]: readonly string[]): Promise<void> {
  assertCan(turn.actor, 'ticket.reassign');
  const draft = draftKept(turn, key);
  const found = (await listTargets(turn)).find(({ target }) =>
    target.kind === 'queue' ? kind === 'q' : kind === target.kind[0] && target.id === id,
  );
  if (!found) throw new UserError('staff:error.old-button');
  await confirm(turn, draft, found.target);
}

/** What was asked last; only whoever was asked may answer. */
export function draftKept(turn: Turn, key: string | undefined): ReassignDraft {
  const draft = turn.session.reassign as ReassignDraft | undefined;
  if (!draft || draft.key !== key) throw new UserError('staff:error.old-button');
  return draft;
}

/** The tickets it is about, as they are now; throws when there are none. */
export async function ticketsOf(turn: Turn, draft: ReassignDraft) {
  const tickets = await listToReassign(
    turn.tx,
    draft.numbers ? { numbers: draft.numbers } : { ownerId: draft.from.id },
  );
  if (tickets.length === 0) throw new UserError('staff-reassign:error.none', { name: draft.from.name });
  return tickets;
}

/** Says how many it is, and asks once more. */
async function confirm(turn: Turn, draft: ReassignDraft, to: ReassignTarget): Promise<void> {
  const { t, locale } = turn;
  if (to.kind === 'staff' && to.id === draft.from.id) throw new UserError('staff-reassign:error.same');
  const tickets = await ticketsOf(turn, draft);
  turn.remember({ reassign: { ...draft, to } satisfies ReassignDraft });
  const urgent = tickets.filter((ticket) => ticket.urgency === 'emergency').length;
  const params = { name: draft.from.name, count: tickets.length, to: targetName(turn, locale, to) };
  const lines = [t(locale, 'staff-reassign:sure', params)];
  if (urgent > 0) lines.push(t(locale, 'staff-reassign:emergencies', { count: urgent }));
  const choices = [
    [{ id: `redo:${draft.key}`, label: t(locale, 'staff-reassign:button.yes') }],
    [{ id: `redrop:${draft.key}`, label: t(locale, 'staff-reassign:button.no') }],
  ];
  await turn.reply({ text: lines.join('\n'), choices });
}

/** What a target is called. */
export const targetName = (turn: Turn, locale: string, to: ReassignTarget): string =>
  to.kind === 'queue' ? turn.t(locale, 'staff-reassign:queue') : to.name;
