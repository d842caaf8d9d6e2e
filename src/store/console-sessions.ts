/** Who is signed in to the console, on which browsers, and the links by which they came. */
import { createHash, randomBytes, randomUUIDv7 } from 'node:crypto';
import { toDate } from '../clock.ts';
import type { StaffRole } from '../domain/actor.ts';
import type { StaffRecord } from './records.ts';
import { type Reader, sql, type Tx } from './transaction.ts';

/** How long a link signs somebody in, in minutes. */
export const LINK_MINUTES = 10;
/** A browser that shows nothing for this long is signed out, in hours. */
const IDLE_HOURS = 12;
/** The longest anybody stays signed in, in hours. */
const LONGEST_HOURS = 24 * 7;

/** One browser that is signed in. */
export interface SessionRecord {
  readonly id: string;
  readonly staffId: string;
  readonly device: string;
  readonly createdAt: Temporal.Instant;
  readonly seenAt: Temporal.Instant;
}

/** A browser's session, with whose it is and what waits to be shown there. */
export interface OpenSession {
  readonly id: string;
  readonly staff: StaffRecord;
  readonly seenAt: Temporal.Instant;
  readonly answer: unknown;
}

const hash = (token: string): string => createHash('sha256').update(token).digest('hex');

/** A new link's code for a colleague; links they did not use end. */
export async function addLink(tx: Tx, staffId: string, now: Temporal.Instant): Promise<string> {
  const code = randomBytes(24).toString('base64url');
  const client = await sql(tx);
  await client.consoleLink.deleteMany({ where: { staffId, usedAt: null } });
  await client.consoleLink.create({
    data: {
      codeHash: hash(code),
      staffId,
      createdAt: toDate(now),
      expiresAt: toDate(now.add({ minutes: LINK_MINUTES })),
    },
  });
  return code;
}

/** Uses a link up: whose it is; undefined for one that is unknown, used, or too old. */
export async function redeemLink(
  tx: Tx,
  code: string,
  now: Temporal.Instant,
): Promise<StaffRecord | undefined> {
  const client = await sql(tx);
  const { count } = await client.consoleLink.updateMany({
    where: { codeHash: hash(code), usedAt: null, expiresAt: { gt: toDate(now) }, staff: { active: true } },
    data: { usedAt: toDate(now) },
  });
  if (count === 0) return undefined;
  const link = await client.consoleLink.findUnique({
    where: { codeHash: hash(code) },
    include: { staff: true },
  });
  return link ? { ...link.staff, role: link.staff.role as StaffRole } : undefined;
}

/** Signs a browser in: what its cookie holds, which nobody can read again. */
export async function addSession(
  tx: Tx,
  { staffId, device }: { readonly staffId: string; readonly device: string },
  now: Temporal.Instant,
): Promise<{ readonly id: string; readonly token: string }> {
  const token = randomBytes(32).toString('base64url');
  const id = randomUUIDv7();
  const client = await sql(tx);
  const times = {
    createdAt: toDate(now),
    seenAt: toDate(now),
    expiresAt: toDate(now.add({ hours: LONGEST_HOURS })),
  };
  await client.consoleSession.create({ data: { id, staffId, device, tokenHash: hash(token), ...times } });
  return { id, token };
}

const alive = (now: Temporal.Instant) => ({
  expiresAt: { gt: toDate(now) },
  seenAt: { gt: toDate(now.subtract({ hours: IDLE_HOURS })) },
});

/** The session of a cookie; undefined when it has ended, or the colleague has left. */
export async function findSession(
  db: Reader,
  token: string,
  now: Temporal.Instant,
): Promise<OpenSession | undefined> {
  const client = await sql(db);
  const row = await client.consoleSession.findFirst({
    where: { tokenHash: hash(token), ...alive(now), staff: { active: true } },
    include: { staff: true },
  });
  if (!row) return undefined;
  const { id, name, role, locale, active } = row.staff;
  const staff: StaffRecord = { id, name, role: role as StaffRole, locale, active };
  return {
    id: row.id,
    staff,
    seenAt: Temporal.Instant.fromEpochMilliseconds(row.seenAt.getTime()),
    answer: row.answer ?? undefined,
  };
}

/** Notes that a session is in use. */
export async function touchSession(db: Reader, id: string, now: Temporal.Instant): Promise<void> {
  const client = await sql(db);
  await client.consoleSession.updateMany({ where: { id }, data: { seenAt: toDate(now) } });
}

/** Keeps what is shown on the browser's next page, JSON; null once it was shown. */
export async function keepAnswer(db: Reader, id: string, answer: unknown): Promise<void> {
  const client = await sql(db);
  const json = answer === null ? null : JSON.stringify(answer);
  await client.$executeRaw`update console_session set answer = ${json}::jsonb where id = ${id}::uuid`;
}

/** The browsers a colleague is signed in on, the latest first. */
export async function listSessions(
  db: Reader,
  staffId: string,
  now: Temporal.Instant,
): Promise<SessionRecord[]> {
  const client = await sql(db);
  const rows = await client.consoleSession.findMany({
    where: { staffId, ...alive(now) },
    orderBy: { seenAt: 'desc' },
  });
  const at = (date: Date) => Temporal.Instant.fromEpochMilliseconds(date.getTime());
  return rows.map((row) => ({
    id: row.id,
    staffId: row.staffId,
    device: row.device,
    createdAt: at(row.createdAt),
    seenAt: at(row.seenAt),
  }));
}

/** Signs a colleague out on one browser, or on all of them; how many there were. */
export async function endSessions(tx: Tx, staffId: string, id?: string): Promise<number> {
  const client = await sql(tx);
  await client.consoleLink.deleteMany({ where: { staffId, usedAt: null } });
  const { count } = await client.consoleSession.deleteMany({ where: { staffId, ...(id ? { id } : {}) } });
  return count;
}

/** Wrong codes name the address they came from, which is kept no longer than they count, in hours. */
const TRIES_HOURS = 24;

/** Forgets what has ended. */
export async function forgetEnded(tx: Tx, now: Temporal.Instant): Promise<void> {
  const client = await sql(tx);
  const idle = toDate(now.subtract({ hours: IDLE_HOURS }));
  await client.consoleSession.deleteMany({
    where: { OR: [{ expiresAt: { lte: toDate(now) } }, { seenAt: { lte: idle } }] },
  });
  await client.consoleLink.deleteMany({
    where: { expiresAt: { lte: toDate(now.subtract({ hours: LONGEST_HOURS })) } },
  });
  const tried = toDate(now.subtract({ hours: TRIES_HOURS }));
  await client.session.deleteMany({
    where: { account: 'console', chat: 'sign-in', updatedAt: { lte: tried } },
  });
}
