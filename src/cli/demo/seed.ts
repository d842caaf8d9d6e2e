/** Sets the demo up as an administrator does, by messages to the bot: site, team, colleagues, and a link for the newcomer. */
import type { StaffRole } from '../../domain/actor.ts';
import { StartupError } from '../../errors.ts';
import type { Colleague } from './colleague.ts';
import type { Memory } from './memory.ts';
import { WebVisitor } from './web-visitor.ts';

/** The demo's two sites; the numbers are from the range that is kept for fiction. */
export const SITES = [
  { name: 'Bluebird Hotel', facts: 'phone=555-0101 hotline=555-0155' },
  { name: 'Lantern House', facts: 'phone=555-0102 hotline=555-0155' },
] as const;

const ADMIN = 'Mei Tan';
const TEAM = 'Harbour desk';
const STAFF: readonly { name: string; role: StaffRole }[] = [
  { name: 'Jonas Berg', role: 'liaison' },
  { name: 'Aiko Mori', role: 'liaison' },
  { name: 'Farid Aziz', role: 'liaison' },
  { name: 'Dr. Elif Kaya', role: 'medic' },
  { name: 'Noor Haddad', role: 'counsellor' },
  { name: 'Wen Li', role: 'supervisor' },
];
const CODE = /\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b/;

/** Where and with what the demo is set up. */
export interface SeedOptions {
  /** Address of the server on this machine. */
  readonly base: string;
  /** Undefined once there is an administrator. */
  readonly setupCode: string | undefined;
  readonly memory: Memory;
}

/** Everybody who works in the demo. */
export interface Team {
  readonly admin: WebVisitor;
  readonly colleagues: readonly Colleague[];
}

/** Sets everything up, or finds it as an earlier run left it; a database that serves real people is refused. */
export async function seed({ base, setupCode, memory }: SeedOptions): Promise<Team> {
  const known = await memory.load();
  const admin = new WebVisitor(base, { name: ADMIN, ...(known?.admin ? { cookie: known.admin } : {}) });
  if (known && (await admin.staff())) {
    const colleagues = known.colleagues.map(({ cookie, ...who }) => ({
      ...who,
      visitor: new WebVisitor(base, { name: who.name, cookie }),
    }));
    return { admin, colleagues };
  }
  if (!setupCode) {
    throw new StartupError(
      'This database already has an administrator who is not of the demo. Point DATA_DIR (or DATABASE_URL) elsewhere, so that invented travellers do not mix with real ones.',
    );
  }
  return setUp(base, setupCode, memory);
}

async function setUp(base: string, setupCode: string, memory: Memory): Promise<Team> {
  const admin = new WebVisitor(base, { name: ADMIN, locale: 'en' });
  await admin.open('/desk');
  await admin.ask(`/setup ${setupCode}`, new RegExp(ADMIN));
  await admin.say(`/team ${TEAM}`, {}, 'desk');
  for (const { name, facts } of SITES) await admin.say(`/site ${name} ${facts}`, {}, 'desk');
  const colleagues: Colleague[] = [];
  for (const { name, role } of STAFF) {
    const visitor = new WebVisitor(base, { name, locale: 'en' });
    await visitor.open('/desk');
    await visitor.ask(`/start ${await invite(admin, role)}`, new RegExp(name));
    colleagues.push({ name, role, visitor });
  }
  await memory.save({
    admin: admin.cookie,
    colleagues: colleagues.map(({ name, role, visitor }) => ({ name, role, cookie: visitor.cookie })),
  });
  return { admin, colleagues };
}

/** A fresh invitation for one person. */
export async function invite(admin: WebVisitor, role: StaffRole): Promise<string> {
  const answer = await admin.ask(`/invite ${role}`, CODE);
  return CODE.exec(answer.text ?? '')?.[0] ?? '';
}
