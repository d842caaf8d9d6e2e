/** `/bindcode WHO`: a one-time code by which somebody's account becomes the person the books know. */
import QRCode from 'qrcode';
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import type { Content } from '../../domain/message.ts';
import { cardsAddress } from '../../domain/onboarding/cards-address.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { addBindCodes, keepPicture, type NewCode } from '../../store/bind-codes.ts';
import { KEPT_FILES } from '../../store/media-files.ts';
import { listAccountsOf } from '../../store/person-accounts.ts';
import type { PersonRecord } from '../../store/records.ts';
import { siteOf } from '../../store/sites.ts';
import type { OnboardingDeps } from './deps.ts';
import { type WayIn, waysIn } from './ways-in.ts';

/** How long a code that a colleague hands out holds. */
const CODE_DAYS = 7;

/** Finds the person these words name, and makes a code for them. */
export async function giveCode(turn: Turn, deps: OnboardingDeps, words: string): Promise<void> {
  assertCan(turn.actor, 'person.bind');
  deps.desk.assertAmongStaff(turn);
  if (!words) throw new UserError('staff-onboarding:usage.bindcode');
  const person = await deps.people.pick(turn, words, 'bindcode');
  if (person) await handOut(turn, deps, person);
}

/** The person behind a button, where several were meant. */
export async function giveCodeTo(
  turn: Turn,
  deps: OnboardingDeps,
  personId: string | undefined,
): Promise<void> {
  assertCan(turn.actor, 'person.bind');
  deps.desk.assertAmongStaff(turn);
  const { person } = await deps.people.chosen(turn, 'bindcode', personId);
  await handOut(turn, deps, person);
}

/** Shown in private, whoever asked where: with the code one is that person, and reads what they wrote. */
async function handOut(turn: Turn, deps: OnboardingDeps, person: PersonRecord): Promise<void> {
  const { tx, now, actor, t, locale } = turn;
  const target = turn.privateTarget();
  if (!target) throw new UserError('staff-onboarding:error.private');
  const maker = { createdBy: actor.id, expiresAt: now.add({ hours: 24 * CODE_DAYS }) };
  const made = (await addBindCodes(tx, [person.id], maker, now)).get(person.id);
  if (!made) return;
  addAudit(tx, {
    actor,
    action: 'person.code',
    now,
    channel: turn.inbound.account,
    after: { personId: person.id, siteId: person.siteId },
  });
  const ways = await waysIn(turn, made.code);
  const lines = [
    t(locale, 'staff-onboarding:code.text', {
      person: await deps.people.describe(turn, person),
      code: made.code,
      days: CODE_DAYS,
    }),
    ...(await warning(turn, person)),
    ...ways.map((way) => wayLine(turn, way, made.code)),
    ...(await cardsLine(turn, deps, person)),
  ];
  const content = { text: lines.join('\n'), ...(await picture(turn, target.account, ways, made)) };
  await turn.say(target, content, { key: `bindcode:${made.id}` });
  if (turn.chat.kind === 'group') await turn.reply({ text: t(locale, 'staff-onboarding:code.sent') });
}

/** Who writes already is asked back first: a code is the whole of somebody's identity here. */
async function warning(turn: Turn, person: PersonRecord): Promise<string[]> {
  const accounts = await listAccountsOf(turn.tx, person.id);
  if (accounts.length === 0) return [];
  const names = [...new Set(accounts.map(({ account }) => account))].join(', ');
  return [turn.t(turn.locale, 'staff-onboarding:code.has-account', { accounts: names })];
}

const wayLine = ({ t, locale }: Turn, { account, link }: WayIn, code: string): string =>
  link
    ? t(locale, 'staff-onboarding:code.link', { account, link })
    : t(locale, 'staff-onboarding:code.write', { account, code });

async function cardsLine(turn: Turn, { publicUrl }: OnboardingDeps, person: PersonRecord): Promise<string[]> {
  if (!publicUrl) return [];
  const site = (await siteOf(turn.tx, person.siteId))?.name;
  const address = publicUrl.replace(/\/+$/, '') + cardsAddress({ site, room: person.room ?? undefined });
  return [turn.t(turn.locale, 'staff-onboarding:code.cards', { address })];
}

/** The first link as a picture to be scanned off the colleague's screen, where their platform takes pictures. */
async function picture(
  turn: Turn,
  account: Turn['inbound']['account'],
  ways: readonly WayIn[],
  made: NewCode,
): Promise<Pick<Content, 'media'>> {
  const link = ways.find((way) => way.link)?.link;
  if (!link || !turn.capabilities(account)?.media.includes('photo')) return {};
  const bytes = new Uint8Array(
    await QRCode.toBuffer(link, { errorCorrectionLevel: 'M', margin: 3, scale: 8 }),
  );
  const id = await keepPicture(turn.tx, made, bytes, turn.now);
  return { media: [{ kind: 'photo', account: KEPT_FILES, id, name: 'code.png', type: 'image/png' }] };
}
