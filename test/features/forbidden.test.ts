/**
 * The wrong role tries everything: each command and each button that a role may not use is refused with a sentence and
 * changes nothing. The cases are held against the features' own tables: a new command or button without a case fails.
 */
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ACTIONS, type Action, PERMISSIONS, type Role, STAFF_ROLES } from '../../src/domain/actor.ts';
import { createFeatures } from '../../src/features.ts';
import type { FakePerson } from '../support/bot.ts';
import { CHOICES, COMMANDS, everything, forbiddenTo, OWN, refusals } from '../support/forbidden-cases.ts';
import { type Colleague, last, team } from './desk-team.ts';

const ROLES: readonly Role[] = ['traveller', ...STAFF_ROLES];
/** Roles that may do the very same are tried once. */
const DIFFERENT = [...new Map(ROLES.map((role) => [PERMISSIONS[role].join(), role])).values()];
/** The whole database is compared after so many attempts. */
const AT_ONCE = 12;
const settings = { locale: 'en', zone: 'UTC', pageMinutes: [1] };
const features = createFeatures({ triage: () => Promise.reject() as never, settings });
const WANG = randomUUID();
const ROUTE = randomUUID();

async function scene() {
  const made = await team();
  const { bot, colleague } = made;
  const { db } = bot.store;
  const createdAt = new Date(bot.clock.now().epochMilliseconds);
  const siteId = randomUUID();
  await db.site.create({ data: { id: siteId, name: 'Sun Hotel', createdAt } });
  await db.route.create({ data: { id: ROUTE, siteId, need: 'test', teamId: made.teamId, createdAt } });
  await db.staff.create({ data: { id: WANG, name: 'Wang', role: 'liaison', createdAt } });
  await db.staff.create({
    data: { id: randomUUID(), name: 'Off', role: 'liaison', active: false, createdAt },
  });
  const medic = await colleague('Zhao', 'medic');
  const guest = bot.person('telegram', { name: 'Ana', locale: 'en' });
  await guest.says('Our ten-month-old has no milk powder left, please help us');
  await bot.person('telegram', { locale: 'en' }).says('I keep vomiting blood and feel very weak');
  await bot.person('telegram', { locale: 'en' }).says('There is no hot water in our room');
  await medic.says('/claim 2');
  await medic.says('/resolve 3');
  const guests = bot.group('telegram', 'Sun Hotel');
  const inRole = async (role: Role): Promise<FakePerson | Colleague> => {
    const one = role === 'traveller' || role === 'system' ? guest : await colleague('Somebody', role);
    await one.says('/help');
    // Whoever has been somewhere is known to be there, which is not what is looked for.
    for (const group of [made.group, guests]) await one.saysIn(group, 'good morning');
    return one;
  };
  return { ...made, guests, inRole };
}

describe('the cases', () => {
  const named = (feature: (typeof features)[number]) =>
    (feature.commands ?? []).map(({ audience, name }) => `${audience} ${name}`);

  it('are there for every command and every button', () => {
    expect(Object.keys(COMMANDS).sort()).toEqual([...new Set(features.flatMap(named))].sort());
    const choices = features.flatMap((feature) => Object.keys(feature.choices ?? {}));
    expect(Object.keys(CHOICES).sort()).toEqual([...new Set(choices)].sort());
  });

  it('try every action that there is', () => {
    const tried = new Set(
      [...Object.values(COMMANDS), ...Object.values(CHOICES)].flat().map(([, action]) => action),
    );
    expect(ACTIONS.filter((action) => !tried.has(action) && !OWN.includes(action))).toEqual([]);
  });

  it('are more than forty', () => {
    const all = ROLES.flatMap((role) => [...forbiddenTo(role, COMMANDS), ...forbiddenTo(role, CHOICES)]);
    expect(all.length).toBeGreaterThan(40);
  });
});

describe('/help', () => {
  it('names the daily commands first, each once, and none that the role may not use', async () => {
    const { bot, inRole } = await scene();
    const helpOf = async (role: Role): Promise<string[]> => {
      const one = await inRole(role);
      await one.says('/help');
      const lines = last(one.inbox()).split('\n');
      const daily = lines.flatMap((line) => line.match(/^\/\S+/) ?? []);
      return [
        ...daily,
        ...lines.flatMap((line) => /^[A-Z][a-z ]+: (\/.*)$/.exec(line)?.[1]?.split(' ') ?? []),
      ];
    };
    const liaison = await helpOf('liaison');
    expect(liaison.slice(0, 3)).toEqual(['/queue', '/mine', '/claim']);
    expect(new Set(liaison).size).toBe(liaison.length);
    for (const command of ['/audit', '/ledger', '/staff', '/invite', '/health', '/reassign', '/tickets'])
      expect(liaison).not.toContain(command);
    expect(await helpOf('admin')).toEqual(expect.arrayContaining(['/audit', '/staff', '/invite', '/health']));
    await bot.settle();
  });
});

describe.each(DIFFERENT)('the wrong role: %s', (role) => {
  it('gets none of what it may not do, is told so, and changes nothing', { timeout: 120_000 }, async () => {
    const { bot, group, guests, inRole } = await scene();
    const one = await inRole(role);
    const before = await everything(bot.store);
    const places = { group, guests } as const;
    const attempts = [
      ...forbiddenTo(role, COMMANDS).map((each) => [each, 'says'] as const),
      ...forbiddenTo(role, CHOICES).map((each) => [each, 'presses'] as const),
    ];
    let since: string[] = [];
    for (const [[said, action, where], how] of attempts) {
      const text = said.replace('WANG', WANG).replace('ROUTE', ROUTE);
      const place = where && places[where];
      const heard = () => (place ? place.texts() : one.inbox());
      const count = heard().length;
      if (how === 'presses') await one.pressesId(text, place);
      else if (place) await one.saysIn(place, text);
      else await one.says(text);
      const label = `${role} ${how} ${said}${where ? ` in the ${where}` : ''}`;
      expect(heard().length, label).toBe(count + 1);
      const answer = last(heard());
      expect(refusals(role, action as Action).some((text) => answer.includes(text)) || answer, label).toBe(
        true,
      );
      since.push(label);
      if (since.length < AT_ONCE) continue;
      expect(await everything(bot.store), `one of ${since.join('; ')}`).toEqual(before);
      since = [];
    }
    expect(await everything(bot.store), `one of ${since.join('; ')}`).toEqual(before);
  });
});
