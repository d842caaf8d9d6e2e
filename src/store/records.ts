/** The rows that features work with, in the project's own spelling: camelCase, instants for times. */
import { toIso } from '../clock.ts';
import type { StaffRole } from '../domain/actor.ts';
import type { AccountId, ChatRef, MessageRef, SenderRef } from '../domain/ids.ts';
import type { Need, Urgency } from '../domain/need.ts';
import type { CareKind } from '../domain/roster.ts';
import type { State } from '../domain/ticket.ts';
import type { Sealed } from './sealed.ts';

/** A conversation on one account. */
export interface ChatRecord {
  id: string;
  account: AccountId;
  externalId: ChatRef;
  kind: 'private' | 'group';
  title: string | null;
  state: 'open' | 'blocked' | 'gone';
  siteId: string | null;
  teamId: string | null;
  /** Sees the cards of every team. */
  oversees: boolean;
  /** Tickets shown here get topics of their own. */
  hasTopics: boolean;
  locale: string | null;
  offered: { id: string; label: string }[] | null;
}

/** One account of one human on one platform. */
export interface IdentityRecord {
  id: string;
  account: AccountId;
  externalId: SenderRef;
  displayName: string | null;
  username: string | null;
  platformLocale: string | null;
  personId: string | null;
  staffId: string | null;
  privateChat: ChatRef | null;
}

/** A traveller. */
export interface PersonRecord {
  id: string;
  name: string | null;
  room: string | null;
  siteId: string | null;
  locale: string | null;
  /** Encrypted: `phoneOf` of sealed.ts reads it. */
  phone: Sealed | null;
  /** The home authority they return to. */
  jurisdiction: string | null;
  partyId: string | null;
  /** Kinds of special care they need. */
  care: readonly CareKind[];
}

/** A member of the team. */
export interface StaffRecord {
  id: string;
  name: string;
  role: StaffRole;
  locale: string | null;
  active: boolean;
}

/** A ticket as stored. */
export interface TicketRecord {
  id: string;
  number: number;
  personId: string;
  siteId: string | null;
  teamId: string | null;
  need: Need;
  urgency: Urgency;
  state: State;
  restricted: boolean;
  ownerId: string | null;
  proposedOwnerId: string | null;
  proposedTeamId: string | null;
  summary: string;
  language: string;
  account: AccountId;
  privateChat: ChatRef | null;
  groupChat: ChatRef | null;
  version: number;
  dueAt: Temporal.Instant | null;
  openedAt: Temporal.Instant;
  claimedAt: Temporal.Instant | null;
  firstResponseAt: Temporal.Instant | null;
  resolvedAt: Temporal.Instant | null;
  acknowledgedAt: Temporal.Instant | null;
  nextPageAt: Temporal.Instant | null;
  pages: number;
  rating: number | null;
  ratingComment: string | null;
  deliveryProblem: string | null;
  /** How the need reached us; only what came in a chat can be answered there. */
  source: 'chat' | 'call' | 'walk-in' | 'found';
  /** Who wrote for the person, where that is somebody else. */
  speakerId: string | null;
  /** The colleague a complaint is about. */
  aboutStaffId: string | null;
  mergedIntoId: string | null;
  /** Whom or what it waits for; null while it does not wait for a third party. */
  waitingOn: string | null;
  waitingSinceAt: Temporal.Instant | null;
  /** When the wait is looked at next. */
  chaseAt: Temporal.Instant | null;
  chases: number;
  /** The version of the deadline rules it keeps; null on tickets older than the rules. */
  ruleVersion: number | null;
  answeredAt: Temporal.Instant | null;
  responseDueAt: Temporal.Instant | null;
  resolutionDueAt: Temporal.Instant | null;
  pausedAt: Temporal.Instant | null;
  responseKept: boolean | null;
  resolutionKept: boolean | null;
}

/** One line of a transcript. */
export interface EntryRecord {
  id: number;
  ticketId: string;
  kind: 'traveller' | 'staff' | 'note' | 'event';
  personId: string | null;
  staffId: string | null;
  text: string | null;
  /** A note for medic, counsellor, owner and supervisor only. */
  restricted: boolean;
  attachments: unknown;
  messageRef: MessageRef | null;
  at: Temporal.Instant;
}

/** A hotel, hospital or home. */
export interface SiteRecord {
  id: string;
  name: string;
  emergencyPhone: string | null;
  hotline: string | null;
  timeZone: string | null;
  /** What travellers are told of leaving it: time, place, transport, documents. */
  releaseNote: string | null;
  /** `08:30,19:00`: asked, reminded and, where it is written, called; the installation's hours when null. */
  checkInHours: string | null;
}

/** A staff group. */
export interface TeamRecord {
  id: string;
  name: string;
  isDefault: boolean;
}

/** Turns a row that came as `to_jsonb(row)` into a record: camelCase names, `…_at` as instants. */
export function toRecord<T>(row: Record<string, unknown>): T {
  const record: Record<string, unknown> = {};
  for (const [column, value] of Object.entries(row)) {
    const name = nameOf(column);
    const isTime = typeof value === 'string' && (column.endsWith('_at') || column === 'at');
    record[name] = isTime ? Temporal.Instant.from(value) : value;
  }
  return record as T;
}

const nameOf = remembered((column) =>
  column.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase()),
);

const columnOf = remembered((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));

/** The same few names are asked for with every row. */
function remembered(spell: (name: string) => string): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const spelled = spell(name);
    known.set(name, spelled);
    return spelled;
  };
}

/** A record's fields as columns: snake_case names, instants as ISO text, large numbers as text. */
export function toRow(record: object): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(record)) row[columnOf(name)] = columnValue(value);
  return row;
}

/** A new record as columns, without those that are null. */
export function toNewRow(record: object): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(record)) {
    if (value !== null) row[columnOf(name)] = columnValue(value);
  }
  return row;
}

function columnValue(value: unknown): unknown {
  if (value instanceof Temporal.Instant) return toIso(value);
  return typeof value === 'bigint' ? String(value) : value;
}
