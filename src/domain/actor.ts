/** Who is acting, and what their role lets them do. One table; every action in the system asks it. */
import { UserError } from '../errors.ts';
import type { Need } from './need.ts';

/** Roles of staff, from least to most far-reaching. */
export const STAFF_ROLES = ['liaison', 'medic', 'counsellor', 'supervisor', 'admin'] as const;

/** What somebody on the team is. */
export type StaffRole = (typeof STAFF_ROLES)[number];

/** Everybody who can act. */
export type Role = 'traveller' | StaffRole | 'system';

/** Somebody acting: `id` is a person id, a staff id, or `system`. */
export interface Actor {
  readonly role: Role;
  readonly id: string;
}

/** Every action somebody may be refused. */
export const ACTIONS = [
  'ticket.open',
  'ticket.rate',
  'ticket.reopen-own',
  'ticket.list',
  'ticket.read',
  'ticket.read-restricted',
  'ticket.claim',
  'ticket.release',
  'ticket.reply',
  'ticket.note',
  'ticket.transfer',
  'ticket.accept',
  'ticket.resolve',
  'ticket.reopen',
  'ticket.correct',
  'staff.list',
  'staff.invite',
  'staff.edit',
  'team.bind',
  'site.bind',
  'site.edit',
  'canned.edit',
  'health.read',
  'ticket.note-restricted',
  'ticket.wait',
  'ticket.merge',
  'ticket.promise',
  'ticket.enter',
  'ticket.reassign',
  'item.edit',
  'item.pick',
  'shift.read',
  'shift.cover',
  'shift.edit',
  'handover.accept',
  'route.read',
  'route.edit',
  'deadlines.read',
  'deadlines.edit',
  'ledger.add',
  'ledger.read',
  'proxy.verify',
  'party.edit',
  'care.edit',
  'audit.read',
  'roster.import',
  'person.find',
  'person.read-numbers',
  'person.bind',
  'declaration.verify',
  'form.read',
  'form.edit',
  'check-in.read',
  'test.record',
  'stay.read',
  'stay.ask',
  'stay.decide',
  'rule.edit',
  'reminder.read',
  'faq.read',
  'faq.edit',
  'notice.write',
  'notice.approve',
  'briefing.read',
  'briefing.write',
  'trip.read',
  'trip.edit',
  'trip.tick',
  'count.read',
  'console.open',
  'export.run',
  'report.sign',
  'report.edit',
  'erasure.decide',
  'retention.read',
  'retention.edit',
  'access.read',
  'figures.read',
  'figures.read-own',
  'api.edit',
] as const;

/** One thing somebody may or may not do. */
export type Action = (typeof ACTIONS)[number];

const TRAVELLER: readonly Action[] = ['ticket.open', 'ticket.rate', 'ticket.reopen-own'];
const LIAISON: readonly Action[] = [
  'ticket.list',
  'ticket.read',
  'ticket.claim',
  'ticket.release',
  'ticket.reply',
  'ticket.note',
  'ticket.transfer',
  'ticket.accept',
  'ticket.resolve',
  'ticket.reopen',
  'ticket.correct',
  'ticket.note-restricted',
  'ticket.wait',
  'ticket.merge',
  'ticket.promise',
  'ticket.enter',
  'item.edit',
  'item.pick',
  'shift.read',
  'shift.cover',
  'handover.accept',
  'route.read',
  'deadlines.read',
  'ledger.add',
  'proxy.verify',
  'party.edit',
  'care.edit',
  'person.find',
  'person.bind',
  'declaration.verify',
  'check-in.read',
  'test.record',
  'stay.read',
  'stay.ask',
  'reminder.read',
  'faq.read',
  'notice.write',
  'briefing.read',
  'trip.read',
  'trip.edit',
  'trip.tick',
  'count.read',
  'console.open',
  'report.sign',
  'figures.read-own',
];
/** What those who answer for a team may do besides. */
const OVERSEER: readonly Action[] = [
  'canned.edit',
  'health.read',
  'staff.list',
  'site.edit',
  'ticket.reassign',
  'shift.edit',
  'ledger.read',
  'audit.read',
  'roster.import',
  'stay.decide',
  'faq.edit',
  'notice.approve',
  'briefing.write',
  'export.run',
  'report.edit',
  'erasure.decide',
  'retention.read',
  'form.read',
  'access.read',
  'figures.read',
];
const CARER: readonly Action[] = [...LIAISON, 'ticket.read-restricted', 'person.read-numbers'];
const SUPERVISOR: readonly Action[] = [...CARER, ...OVERSEER];
const ADMIN: readonly Action[] = [
  ...LIAISON,
  ...OVERSEER,
  'staff.invite',
  'staff.edit',
  'team.bind',
  'site.bind',
  'route.edit',
  'deadlines.edit',
  'person.read-numbers',
  'rule.edit',
  'retention.edit',
  'form.edit',
  'api.edit',
];

/** Who may do what. `system` is the bot itself at work on a schedule. */
export const PERMISSIONS: Record<Role, readonly Action[]> = {
  traveller: TRAVELLER,
  liaison: LIAISON,
  medic: CARER,
  counsellor: CARER,
  supervisor: SUPERVISOR,
  admin: ADMIN,
  system: ACTIONS,
};

/** Whether this actor's role includes the action. Ownership is the use case's own check. */
export const can = (actor: Actor, action: Action): boolean => PERMISSIONS[actor.role].includes(action);

/** Throws the UserError that tells the actor who could do this instead. */
export function assertCan(actor: Actor, action: Action): void {
  if (!can(actor, action))
    throw new UserError('staff:error.forbidden', { action, role: `common:role.${actor.role}` });
}

/** Whether this actor may read a restricted ticket's words: carers, supervisors and its owner. */
export function canReadTicket(
  actor: Actor,
  ticket: { restricted: boolean; ownerId: string | null },
): boolean {
  if (!can(actor, 'ticket.read')) return false;
  return !ticket.restricted || can(actor, 'ticket.read-restricted') || ticket.ownerId === actor.id;
}

/** Whether this actor may read one line of a ticket: a restricted note is read by those who read restricted tickets. */
export function canReadEntry(
  actor: Actor,
  ticket: { restricted: boolean; ownerId: string | null },
  entry: { restricted: boolean },
): boolean {
  return canReadTicket(actor, ticket) && canReadTicket(actor, { ...ticket, restricted: entry.restricted });
}

/** Whether the actor may own this ticket: a complaint is for those who answer for a team, and never for whom it is about. */
export const mayOwn = (actor: Actor, ticket: { need: Need; aboutStaffId: string | null }): boolean =>
  ticket.aboutStaffId !== actor.id && (ticket.need !== 'complaint' || can(actor, 'ledger.read'));

/** Throws the UserError that says who looks after it instead, unless the actor may own this ticket. */
export function assertMayOwn(
  actor: Actor,
  ticket: { number: number; need: Need; aboutStaffId: string | null },
): void {
  if (mayOwn(actor, ticket)) return;
  const key = ticket.aboutStaffId === actor.id ? 'about-you' : 'complaint';
  throw new UserError(`staff:error.${key}`, { number: ticket.number });
}

/** The role that is called in for a need, besides everybody on the team. */
export function carerFor(need: Need): StaffRole | undefined {
  if (need === 'medical') return 'medic';
  if (need === 'psychological') return 'counsellor';
  return undefined;
}
