import { describe, expect, it } from 'vitest';
import { LOCALES } from '../../src/domain/locale.ts';
import { BUILT_IN } from '../../src/features/desk/canned-texts.ts';
import { createTranslate } from '../../src/i18n.ts';
import { last, team } from './desk-team.ts';

const MILK = 'Notre bébé de dix mois n’a plus de lait en poudre, aidez-nous';

async function claimed() {
  const made = await team();
  const wang = await made.colleague('Wang');
  const mum = made.bot.person('telegram', { locale: 'fr' });
  await mum.says(MILK);
  await wang.says('/claim 1');
  return { ...made, wang, mum };
}

describe('canned answers', () => {
  it('exist in all twelve languages', () => {
    const t = createTranslate();
    for (const name of BUILT_IN) {
      const texts = LOCALES.map((locale) => t(locale, `canned:${name}`));
      expect(new Set(texts).size, name).toBe(LOCALES.length);
    }
  });

  it('go out in the traveller’s language: by command, by !name, by quote, by button', async () => {
    const { group, wang, mum } = await claimed();
    const coming = '#1 · Équipe de liaison :\nQuelqu’un est en route vers vous.';
    await wang.says('/reply 1 !on-the-way');
    await wang.says('!on-the-way');
    await wang.says('！On-The-Way');
    await wang.saysIn(group, '!on-the-way', { replyTo: group.posts()[0]?.ref ?? '' });
    await wang.says('/ticket 1');
    await wang.presses(/^Canned$/);
    await wang.presses(/^Someone is on the way/);
    expect(mum.inbox().filter((text) => text === coming)).toHaveLength(5);
  });

  it('list their names when one is unknown, and send nothing', async () => {
    const { wang, mum, ticket, bot } = await claimed();
    const inbox = mum.inbox().length;
    await wang.says('!no-such-thing');
    expect(last(wang.inbox())).toContain('on-the-way, please-wait');
    expect(mum.inbox()).toHaveLength(inbox);
    await bot.person('telegram', { locale: 'en' }).says('I need a blanket, it is very cold in here');
    await wang.says('/reply 2 !no-such-thing');
    expect((await ticket(2)).state).toBe('new');
  });

  it('are set by supervisors and administrators, in one language; others fall back to English and staff are told', async () => {
    const { wang, mum, colleague } = await claimed();
    const boss = await colleague('Boss', 'supervisor');
    await wang.says('/canned breakfast en Breakfast is at eight.');
    expect(last(wang.inbox())).toContain('your role (liaison)');
    await boss.says('/canned breakfast en Breakfast is at eight.');
    expect(last(boss.inbox())).toBe('!breakfast is set in en.');
    await wang.says('!breakfast');
    expect(last(mum.inbox())).toContain('Breakfast is at eight.');
    expect(last(wang.inbox())).toContain('There is no text in fr; it went out in en.');
    await boss.says('/canned breakfast fr Le petit-déjeuner est à huit heures.');
    await wang.says('!breakfast');
    expect(last(mum.inbox())).toContain('Le petit-déjeuner');
    await boss.says('/canned on-the-way fr Nous arrivons.');
    await wang.says('!on-the-way');
    expect(last(mum.inbox())).toContain('Nous arrivons.');
  });

  it('are listed and shown', async () => {
    const { wang } = await claimed();
    await wang.says('/canned');
    for (const name of BUILT_IN) expect(last(wang.inbox())).toContain(`!${name}: `);
    await wang.says('/canned on-the-way');
    expect(last(wang.inbox())).toContain('fr: Quelqu’un est en route');
    await wang.says('/canned unknown-one');
    expect(last(wang.inbox())).toContain('There is no canned answer “unknown-one”');
    await wang.says('/canned Ünïcode text');
    expect(last(wang.inbox())).toContain('Please write it like this');
  });
});
