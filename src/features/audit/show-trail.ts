/** A page of the record, in private: newest last, with a button for what came before. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { called } from '../../domain/called.ts';
import type { Content } from '../../domain/message.ts';
import { UserError } from '../../errors.ts';
import { listTrail, nameIds, type TrailFilter } from '../../store/audit-trail.ts';
import type { TicketRecord } from '../../store/records.ts';
import { findStaff, listStaff } from '../../store/staff.ts';
import { findTicket } from '../../store/tickets.ts';
import { describeLine, idsIn } from './describe-line.ts';
import type { AuditDeps } from './index.ts';

/** Lines on a page: with their details they fit into one message everywhere. */
const PAGE = 15;

/** A record and what it is called above its lines. */
interface Trail {
  readonly filter: TrailFilter;
  readonly title: string;
  /** How a button names it. */
  readonly id: string;
}

/** `/audit N`. */
export async function showTicketTrail(turn: Turn, deps: AuditDeps, ticket: TicketRecord): Promise<void> {
  await show(turn, deps, ticketTrail(turn, ticket));
}

/** `/audit staff @who`; without a name, everything about who works here. */
export async function showStaffTrail(turn: Turn, deps: AuditDeps, words: string): Promise<void> {
  assertCan(turn.actor, 'audit.read');
  const found = words ? called(await listStaff(turn.tx), words) : [];
  if (words && found.length === 0) throw new UserError('staff-setup:error.no-colleague', { name: words });
  if (found.length > 1) {
    const names = found.map(({ name }) => name).join(', ');
    throw new UserError('staff:error.several', { names, target: words });
  }
  await show(turn, deps, staffTrail(turn, found[0]));
}

/** `/audit config`. */
export const showConfigTrail = (turn: Turn, deps: AuditDeps): Promise<void> =>
  show(turn, deps, configTrail(turn));

/** The button for what came before; what it names is looked up again. */
export async function showMore(turn: Turn, deps: AuditDeps, args: readonly string[]): Promise<void> {
  deps.desk.assertAmongStaff(turn);
  assertCan(turn.actor, 'audit.read');
  const [kind, key = '', below] = args;
  const trail = await trailOf(turn, kind, key);
  if (!trail || !/^\d{1,15}$/.test(below ?? '')) throw new UserError('common:error.old-choice');
  await show(turn, deps, trail, Number(below));
}

async function trailOf(turn: Turn, kind: string | undefined, key: string): Promise<Trail | undefined> {
  if (kind === 'config') return configTrail(turn);
  if (kind === 'staff' && key === '-') return staffTrail(turn);
  if (kind === 'staff' && /^[0-9a-f-]{36}$/.test(key)) {
    const colleague = await findStaff(turn.tx, key);
    return colleague && staffTrail(turn, colleague);
  }
  const ticket = kind === 'ticket' && /^\d{1,9}$/.test(key) && (await findTicket(turn.tx, Number(key)));
  return ticket ? ticketTrail(turn, ticket) : undefined;
}

const ticketTrail = (turn: Turn, { id, number }: TicketRecord): Trail => ({
  filter: { kind: 'ticket', ticketId: id },
  title: turn.t(turn.locale, 'staff-audit:title.ticket', { number }),
  id: `ticket:${number}`,
});

const staffTrail = (turn: Turn, colleague?: { id: string; name: string }): Trail => ({
  filter: { kind: 'staff', staffId: colleague?.id ?? null },
  title: colleague
    ? turn.t(turn.locale, 'staff-audit:title.colleague', { name: colleague.name })
    : turn.t(turn.locale, 'staff-audit:title.staff'),
  id: `staff:${colleague?.id ?? '-'}`,
});

const configTrail = (turn: Turn): Trail => ({
  filter: { kind: 'config' },
  title: turn.t(turn.locale, 'staff-audit:title.config'),
  id: 'config:-',
});

async function show(turn: Turn, deps: AuditDeps, trail: Trail, below?: number): Promise<void> {
  assertCan(turn.actor, 'audit.read');
  const { tx, t, locale } = turn;
  const found = await listTrail(tx, trail.filter, PAGE + 1, below);
  const lines = found.slice(0, PAGE).reverse();
  const names = await nameIds(tx, lines.flatMap(idsIn));
  const looks = { t, locale, now: turn.now, zone: deps.zone, reader: turn.actor, names };
  const withNumber = trail.filter.kind !== 'ticket';
  const text = lines.length > 0 ? lines.map((line) => describeLine(line, { ...looks, withNumber })) : [];
  if (text.length === 0) text.push(t(locale, 'staff-audit:none'));
  const choices =
    found.length > PAGE
      ? [[{ id: `audit:${trail.id}:${lines[0]?.id}`, label: t(locale, 'staff-audit:button.earlier') }]]
      : [];
  await answerPrivately(turn, { text: [trail.title, ...text].join('\n'), choices });
}

/** The record is for the reader's eyes only: a group is told where it went. */
async function answerPrivately(turn: Turn, content: Content): Promise<void> {
  if (turn.chat.kind === 'private') return turn.reply(content);
  const target = turn.privateTarget();
  if (!target) throw new UserError('staff-audit:error.private');
  await turn.say(target, content, { key: `audit:${turn.inboundId}` });
  await turn.reply({ text: turn.t(turn.locale, 'staff-audit:sent') });
}
