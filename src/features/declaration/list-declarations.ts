/** `/declarations [SITE]`: who has signed, and what somebody must look at. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { called, fold } from '../../domain/called.ts';
import { isolate } from '../../domain/isolate.ts';
import type { Choice } from '../../domain/message.ts';
import { UserError } from '../../errors.ts';
import {
  type DifferenceRecord,
  listOpenDifferences,
  type Verdict,
} from '../../store/declaration-differences.ts';
import { countSigned, listUnsigned } from '../../store/declarations.ts';
import { listSites } from '../../store/sites.ts';
import type { DeclarationDeps } from './index.ts';
import { settleByWords, showDifference } from './settle-difference.ts';

/** Key of the usage line. */
export const USAGE = 'staff-declaration:usage.declarations';

/** Differences and names in one answer, at most. */
const [MOST, MOST_NAMES] = [8, 40];

/** Fields whose very name tells of somebody's health. */
const HEALTH: readonly string[] = ['care', 'contactOn'];

const WORDS: Record<Verdict, RegExp> = {
  declared: /^(?:declared|申报属实|属实|申報屬實|屬實)(?:\s+|$)/iu,
  roster: /^(?:roster|名册|名冊|名册属实|名冊屬實)(?:\s+|$)/iu,
  false: /^(?:false|不实|虚报|不實|虛報)(?:\s+|$)/iu,
};
const UNSIGNED = /^(?:unsigned|未签|未簽)(?:\s+|$)/iu;

/** A number is one difference, `unsigned` lists people, anything else names a site. */
export async function declarations(turn: Turn, deps: DeclarationDeps, args: string): Promise<void> {
  assertCan(turn.actor, 'declaration.verify');
  const [, number, rest = ''] = /^[#＃]?(\d{1,9})(?:\s+([\s\S]+))?$/u.exec(args) ?? [];
  if (number) {
    const verdict = (Object.keys(WORDS) as Verdict[]).find((one) => WORDS[one].test(rest));
    if (verdict) return settleByWords(turn, deps, Number(number), verdict, rest.replace(WORDS[verdict], ''));
    if (rest) throw new UserError('staff:error.usage', { usage: USAGE });
    return showDifference(turn, deps, Number(number));
  }
  const siteId = await siteCalled(turn, args.replace(UNSIGNED, '').trim());
  if (UNSIGNED.test(args)) return showUnsigned(turn, siteId);
  await showOverview(turn, siteId);
}

async function siteCalled(turn: Turn, words: string): Promise<string | null> {
  if (!words) return null;
  const [site, another] = called(await listSites(turn.tx), words);
  if (!site || (another && fold(another.name) !== fold(site.name)))
    throw new UserError('staff-declaration:error.site', { name: words });
  return site.id;
}

async function showOverview(turn: Turn, siteId: string | null): Promise<void> {
  const say = (key: string, params = {}) => turn.t(turn.locale, `staff-declaration:${key}`, params);
  const counts = await countSigned(turn.tx, siteId);
  const { differences, count } = await listOpenDifferences(turn.tx, siteId, MOST);
  const lines = counts.map(({ site, signed, unsigned }) =>
    say('site', { site: isolate(site ?? say('no-site')), signed, unsigned }),
  );
  const open = differences.map((one) => `• ${lineOf(one, say, turn.chat.kind === 'private')}`);
  const more = count - differences.length;
  const text = [
    lines.length > 0 ? lines.join('\n') : say('nobody'),
    [count > 0 ? say('open', { count }) : say('none-open'), ...open].join('\n'),
    ...(more > 0 ? [say('more', { count: more })] : []),
  ].join('\n\n');
  const choices = differences.map(({ number }): Choice => ({ id: `decl:${number}`, label: `D${number}` }));
  const rows = [choices.slice(0, 4), choices.slice(4)].filter((row) => row.length > 0);
  await turn.reply({ text, choices: rows });
}

/** Without what was declared; in a group also without saying that it is about somebody's health. */
function lineOf(
  { number, name, room, site, field }: DifferenceRecord,
  say: (key: string, params?: object) => string,
  isPrivate: boolean,
): string {
  const what = HEALTH.includes(field) && !isPrivate ? 'hidden' : `field.${field}`;
  return [`D${number}`, isolate(name ?? '?'), room, site && isolate(site), say(what)]
    .filter(Boolean)
    .join(' · ');
}

async function showUnsigned(turn: Turn, siteId: string | null): Promise<void> {
  const say = (key: string, params = {}) => turn.t(turn.locale, `staff-declaration:${key}`, params);
  const counts = await countSigned(turn.tx, siteId);
  const count = counts.reduce((sum, { unsigned }) => sum + unsigned, 0);
  if (count === 0) return turn.reply({ text: say('all-signed') });
  const people = await listUnsigned(turn.tx, siteId, MOST_NAMES);
  const lines = people.map(
    ({ name, room, site }) =>
      `• ${[isolate(name ?? '?'), room, site && isolate(site)].filter(Boolean).join(' · ')}`,
  );
  const more = count - people.length;
  if (more > 0) lines.push(say('more', { count: more }));
  await turn.reply({ text: [say('unsigned', { count }), ...lines].join('\n') });
}
