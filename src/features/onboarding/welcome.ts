/** The first words to somebody the books know: their name, their room, what they can do, and how not to get lost. */
import type { Turn, Work } from '../../conversation/feature.ts';
import type { AccountId } from '../../domain/ids.ts';
import { isolate } from '../../domain/isolate.ts';
import type { Choice, Content } from '../../domain/message.ts';
import { platformName } from '../../domain/platform-name.ts';
import type { AccountOf } from '../../store/person-accounts.ts';
import type { PersonRecord } from '../../store/records.ts';
import { siteOf } from '../../store/sites.ts';
import type { Attached } from './attach-account.ts';
import type { OnboardingDeps } from './deps.ts';
import { linkToKeep } from './ways-in.ts';

/** Greets in their language, and asks what shall become of the accounts they had. */
export async function welcome(turn: Turn, { person, others }: Attached): Promise<void> {
  const locale = person.locale ?? turn.locale;
  await turn.reply(await welcomeText(turn, locale, person, turn.inbound.account));
  if (others.length > 0) await turn.reply(askAboutOthers(turn, locale, others));
}

/** The greeting alone. */
export async function welcomeText(
  work: Work,
  locale: string,
  person: PersonRecord,
  account: AccountId,
): Promise<Content> {
  const say = (key: string, params: Record<string, unknown> = {}): string =>
    work.t(locale, `onboarding:${key}`, params);
  const site = person.siteId ? await siteOf(work.tx, person.siteId) : undefined;
  const { name, room } = person;
  const lines = [name ? say('welcome.hello', { name: isolate(name) }) : say('welcome.nameless')];
  if (room && site) lines.push(say('welcome.room-site', { room: isolate(room), site: isolate(site.name) }));
  else if (room) lines.push(say('welcome.room', { room: isolate(room) }));
  lines.push(say('welcome.can'));
  const link = await linkToKeep(work, person.id, account);
  const text = [lines.join('\n'), ...(link ? [say('keep', { link })] : [])].join('\n\n');
  const choices = [
    [
      { id: 'menu', label: work.t(locale, 'profile:button.needs') },
      { id: 'mytickets', label: work.t(locale, 'profile:button.tickets') },
    ],
    [{ id: 'lang:?', label: '🌐 Language / 语言' }],
  ];
  return { text, choices };
}

function askAboutOthers(turn: Turn, locale: string, others: readonly AccountOf[]): Content {
  const say = (key: string, params: Record<string, unknown> = {}): string =>
    turn.t(locale, `onboarding:${key}`, params);
  const drop = others.slice(0, 5).map(({ id, account, displayName }): Choice[] => [
    {
      id: `accountdrop:${id}`,
      label: say('button.drop', {
        account: [platformName(account, turn.t, locale), displayName].filter(Boolean).join(' · '),
      }),
    },
  ]);
  return { text: say('others'), choices: [...drop, [{ id: 'accountkeep', label: say('button.keep') }]] };
}

/**
 * After the plain greeting: where to go on should this account fail. Said once, while there is somewhere else, and behind
 * everything that somebody waits for: when a flight arrives, hundreds are greeted at once.
 */
export async function offerLinkToKeep(turn: Turn): Promise<void> {
  const target = turn.privateTarget();
  if (turn.chat.kind !== 'private' || turn.staff || !target) return;
  const { account } = turn.inbound;
  const locale = turn.person?.locale ?? turn.locale;
  const person = await turn.ensurePerson();
  const link = await linkToKeep(turn, person.id, account);
  if (!link) return;
  const text = turn.t(locale, 'onboarding:keep', { link });
  await turn.say(target, { text }, { key: `keep:${turn.inboundId}`, lane: 'bulk' });
}

/** A new friend, where a platform has no start button; elsewhere `/start` comes by itself. */
export async function greetStranger(turn: Turn, { greet }: Pick<OnboardingDeps, 'greet'>): Promise<void> {
  const hasStart = turn.capabilities(turn.inbound.account)?.deepLink?.('x') !== undefined;
  if (hasStart || turn.chat.kind !== 'private' || turn.staff) return;
  await greet(turn);
  await offerLinkToKeep(turn);
}
