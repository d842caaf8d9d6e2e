/** `/team NAME`: this group is where the team works. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import * as bindings from '../../store/bindings.ts';

const NAME_LENGTH = 40;

/** Ties the group to a team; a group that serves something else already is asked about first. */
export async function bindTeam(turn: Turn, args: string): Promise<void> {
  assertCan(turn.actor, 'team.bind');
  if (turn.chat.kind === 'private') return explain(turn);
  const name = args.replace(/\s+/g, ' ').trim();
  const binding = await bindings.findBinding(turn.tx, turn.chat.id);
  if (!name || [...name].length > NAME_LENGTH) {
    const key = binding.team ? 'staff-setup:team.is' : 'staff-setup:usage.team';
    return turn.reply({ text: turn.t(turn.locale, key, { name: binding.team?.name, most: NAME_LENGTH }) });
  }
  await bindings.lockBindings(turn.tx);
  if (binding.oversees) return nameDefaultTeam(turn, name);
  const isSame = binding.team?.name.toLowerCase() === name.toLowerCase();
  if (isSame)
    return turn.reply({
      text: turn.t(turn.locale, 'staff-setup:team.already', { name: binding.team?.name }),
    });
  if (binding.team) return ask(turn, name, 'staff-setup:team.change', { from: binding.team.name });
  if (binding.site) return ask(turn, name, 'staff-setup:team.guests', { from: binding.site.name });
  await tie(turn, name, binding);
}

/** The question was answered with yes; an old question is no longer valid. */
export async function confirmTeam(turn: Turn, id: string | undefined): Promise<void> {
  assertCan(turn.actor, 'team.bind');
  const name = takeQuestion(turn, id);
  await bindings.lockBindings(turn.tx);
  await tie(turn, name, await bindings.findBinding(turn.tx, turn.chat.id));
}

/** The question was answered with no. */
export async function keepTeam(turn: Turn, id: string | undefined): Promise<void> {
  assertCan(turn.actor, 'team.bind');
  takeQuestion(turn, id);
  await turn.reply({ text: turn.t(turn.locale, 'staff-setup:team.kept') });
}

function explain(turn: Turn): Promise<void> {
  const can = turn.capabilities(turn.inbound.account);
  const handle = can?.handle?.();
  const key = can?.groups === false ? 'no-groups' : handle ? 'explain' : 'explain-nameless';
  return turn.reply({ text: turn.t(turn.locale, `staff-setup:team.${key}`, { handle }) });
}

async function ask(turn: Turn, name: string, key: string, params: { from: string }): Promise<void> {
  const id = String(turn.inboundId);
  turn.remember({ teamQuestion: { id, name } });
  const choices = [
    [{ id: `teammove:${id}`, label: turn.t(turn.locale, 'staff-setup:team.yes') }],
    [{ id: `teamkeep:${id}`, label: turn.t(turn.locale, 'staff-setup:team.no') }],
  ];
  await turn.reply({ text: turn.t(turn.locale, key, { name, ...params }), choices });
}

/** The name that was asked about; only the one who was asked may answer, and once. */
function takeQuestion(turn: Turn, id: string | undefined): string {
  const question = turn.session.teamQuestion as { id: string; name: string } | undefined;
  if (!question || question.id !== id) throw new UserError('common:error.old-choice');
  turn.remember({ teamQuestion: undefined });
  return question.name;
}

async function tie(turn: Turn, name: string, binding: bindings.ChatBinding): Promise<void> {
  const { tx, now, chat, locale, t } = turn;
  const known = await bindings.findTeam(tx, name);
  const team = known ?? (await bindings.addTeam(tx, name, now));
  await bindings.bindChat(tx, chat.id, { teamId: team.id, siteId: null });
  const change = {
    before: { teamId: binding.team?.id ?? null, siteId: binding.site?.id ?? null },
    after: { chatId: chat.id, teamId: team.id, siteId: null, name: team.name, isNew: known === undefined },
  };
  addAudit(tx, { actor: turn.actor, action: 'team.bind', now, channel: turn.inbound.account, ...change });
  const key = known ? 'joined' : team.isDefault ? 'first' : 'further';
  const lines = [
    t(locale, `staff-setup:team.${key}`, { name: team.name }),
    t(locale, 'staff-setup:team.next'),
  ];
  const left = binding.team;
  if (left && (await bindings.countTeamChats(tx, left.id)) === 0) {
    lines.push(t(locale, 'staff-setup:team.left-empty', { name: left.name }));
  }
  await turn.reply({ text: lines.join('\n\n') });
}

/** A chat that sees every team has none of its own: it names the one that takes every need. */
async function nameDefaultTeam(turn: Turn, name: string): Promise<void> {
  const { tx, now } = turn;
  const team = await bindings.findDefaultTeam(tx);
  const bearer = await bindings.findTeam(tx, name);
  if (bearer && bearer.id !== team?.id)
    throw new UserError('staff-setup:error.team-taken', { name: bearer.name });
  if (team) await bindings.renameTeam(tx, team.id, name);
  else await bindings.addTeam(tx, name, now);
  const change = { before: { name: team?.name ?? null }, after: { name } };
  addAudit(tx, { actor: turn.actor, action: 'team.name', now, channel: turn.inbound.account, ...change });
  const key = team ? 'staff-setup:team.renamed' : 'staff-setup:team.created';
  await turn.reply({ text: turn.t(turn.locale, key, { name, from: team?.name }) });
}
