/** Who works here, and the one-time codes by which they come in. */
import { randomUUIDv7 } from 'node:crypto';
import { toDate } from '../clock.ts';
import type { StaffRole } from '../domain/actor.ts';
import { OPEN_STATES } from '../domain/ticket.ts';
import { hashCode, newCode, sameHash } from './codes.ts';
import type { Db } from './db.ts';
import type { StaffRecord } from './records.ts';
import { type Reader, sql, type Tx } from './transaction.ts';

const SETUP_KEY = 'setup-code';

/** How long an invitation may be used. */
export const INVITE_DAYS = 7;

/**
 * The code that makes its sender the first administrator: `given`, or a new one at every start. Only its hash is kept.
 * Undefined once there is an administrator.
 */
export async function ensureSetupCode(db: Db, given?: string): Promise<string | undefined> {
  if (await hasAdmin(db)) {
    await db.setting.deleteMany({ where: { key: SETUP_KEY } });
    return undefined;
  }
  const code = given || newCode(2);
  const value = hashCode(code);
  await db.setting.upsert({
    where: { key: SETUP_KEY },
    update: { value },
    create: { key: SETUP_KEY, value },
  });
  return code;
}

/** Uses the setup code up; false when it is wrong, or was used a moment before. */
export async function redeemSetupCode(tx: Tx, code: string): Promise<boolean> {
  const client = await sql(tx);
  const stored = await client.setting.findUnique({ where: { key: SETUP_KEY } });
  if (!stored || !sameHash(stored.value, hashCode(code))) return false;
  const { count } = await client.setting.deleteMany({ where: { key: SETUP_KEY, value: stored.value } });
  return count === 1;
}

/** Holds off everybody else who would change who works here, until the end of this transaction. */
export async function lockStaff(tx: Tx): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`select pg_advisory_xact_lock(hashtextextended('staff', 0))`;
}

/** Whether anybody administers this installation. */
export async function hasAdmin(db: Reader): Promise<boolean> {
  return (await countAdmins(db)) > 0;
}

/** How many active administrators there are. */
export async function countAdmins(db: Reader): Promise<number> {
  const client = await sql(db);
  return client.staff.count({ where: { role: 'admin', active: true } });
}

/** Adds a member of staff. */
export async function addStaff(
  tx: Tx,
  staff: Pick<StaffRecord, 'id' | 'name' | 'role' | 'locale'>,
  now: Temporal.Instant,
): Promise<StaffRecord> {
  const client = await sql(tx);
  await client.staff.create({ data: { ...staff, active: true, createdAt: toDate(now) } });
  tx.memo.clear();
  return { ...staff, active: true };
}

/** Changes a member of staff; undefined when there is none with this id. */
export async function updateStaff(
  tx: Tx,
  id: string,
  change: Partial<Omit<StaffRecord, 'id'>>,
): Promise<StaffRecord | undefined> {
  const client = await sql(tx);
  const [row] = await client.staff.updateManyAndReturn({ where: { id }, data: change });
  tx.memo.clear();
  return row && toStaff(row);
}

/** The colleague with this id. */
export async function findStaff(db: Reader, id: string): Promise<StaffRecord | undefined> {
  const client = await sql(db);
  const row = await client.staff.findUnique({ where: { id } });
  return row ? toStaff(row) : undefined;
}

/** The colleague of this name, in any letter case. */
export async function findStaffByName(db: Reader, name: string): Promise<StaffRecord | undefined> {
  const client = await sql(db);
  const row = await client.staff.findFirst({ where: { name: { equals: name, mode: 'insensitive' } } });
  return row ? toStaff(row) : undefined;
}

/** The active colleague with this account; undefined for everybody else. */
export async function findStaffByAccount(
  db: Db,
  account: string,
  externalId: string,
): Promise<StaffRecord | undefined> {
  const identity = await db.channelIdentity.findUnique({
    where: { account_externalId: { account, externalId } },
    include: { staff: true },
  });
  return identity?.staff?.active ? toStaff(identity.staff) : undefined;
}

/** This name, or with a number behind it when a colleague already bears it: staff are called by name. */
export async function freeStaffName(tx: Tx, wanted: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted} ${number}`;
    if (!(await findStaffByName(tx, name))) return name;
  }
}

/** A colleague and how many open tickets they own. */
export type StaffOverview = StaffRecord & { readonly openTickets: number };

/** Everybody who works or worked here, active ones first, by name. */
export async function listStaff(db: Reader): Promise<StaffOverview[]> {
  const client = await sql(db);
  const rows = await client.staff.findMany({
    orderBy: [{ active: 'desc' }, { name: 'asc' }],
    include: { _count: { select: { owned: { where: { state: { in: [...OPEN_STATES] } } } } } },
  });
  return rows.map((row) => ({ ...toStaff(row), openTickets: row._count.owned }));
}

/** Adds an invitation and returns its code, which nobody can read again. */
export async function addInvite(
  tx: Tx,
  invite: { role: StaffRole; createdBy: string },
  now: Temporal.Instant,
): Promise<string> {
  const code = newCode(3);
  const client = await sql(tx);
  await client.invite.create({
    data: {
      ...invite,
      id: randomUUIDv7(),
      codeHash: hashCode(code),
      createdAt: toDate(now),
      expiresAt: toDate(now.add({ hours: 24 * INVITE_DAYS })),
    },
  });
  return code;
}

/** Whether a code still lets somebody in, and as what. */
export type InviteCheck =
  | { readonly state: 'open' | 'used' | 'expired'; readonly role: StaffRole; readonly codeHash: string }
  | { readonly state: 'unknown' };

/** Looks an invitation up by its code. */
export async function checkInvite(db: Reader, code: string, now: Temporal.Instant): Promise<InviteCheck> {
  const client = await sql(db);
  const row = await client.invite.findUnique({ where: { codeHash: hashCode(code) } });
  if (!row) return { state: 'unknown' };
  const state = row.usedAt ? 'used' : row.expiresAt <= toDate(now) ? 'expired' : 'open';
  return { state, role: row.role as StaffRole, codeHash: row.codeHash };
}

/** Uses an open invitation up for this member of staff; false when somebody was first. */
export async function redeemInvite(
  tx: Tx,
  codeHash: string,
  staffId: string,
  now: Temporal.Instant,
): Promise<boolean> {
  const client = await sql(tx);
  const { count } = await client.invite.updateMany({
    where: { codeHash, usedAt: null, expiresAt: { gt: toDate(now) } },
    data: { usedAt: toDate(now), usedBy: staffId },
  });
  return count === 1;
}

/** Ends the unused invitations of somebody who may no longer invite. */
export async function endInvitesOf(tx: Tx, staffId: string, now: Temporal.Instant): Promise<void> {
  const client = await sql(tx);
  await client.invite.updateMany({
    where: { createdBy: staffId, usedAt: null, expiresAt: { gt: toDate(now) } },
    data: { expiresAt: toDate(now) },
  });
}

const toStaff = (row: Omit<StaffRecord, 'role'> & { role: string }): StaffRecord => ({
  id: row.id,
  name: row.name,
  role: row.role as StaffRole,
  locale: row.locale,
  active: row.active,
});
