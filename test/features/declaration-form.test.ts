/** Administrators make the next version of the declaration's form; whoever is filling one in goes on with theirs. */
import { describe, expect, it } from 'vitest';
import { writeForm } from '../../src/domain/declaration/compare-forms.ts';
import { parseForm, type WrittenForm } from '../../src/domain/declaration/form.ts';
import { BUILT_IN } from '../../src/domain/declaration/forms.ts';
import { account, goes, onRoster, WELL } from './declaring.ts';
import { last, team } from './desk-team.ts';

const CONFIRM = '[✅ Use this version]';

type Questions = WrittenForm['questions'];

/** The built-in questions without the seat, and with two of our own in front of the day of entry. */
const PETS: Questions = [
  {
    id: 'pet',
    kind: 'choice',
    options: ['dog', 'cat'],
    text: { en: 'Which pet is with you?' },
    optionText: { dog: { en: 'A dog', fr: 'Un chien' }, cat: { en: 'A cat', fr: 'Un chat' } },
  },
  {
    id: 'permit',
    kind: 'text',
    secret: true,
    when: [{ question: 'pet', is: ['dog'] }],
    text: { en: 'Number of its passport', fr: 'Numéro de son passeport' },
  },
];

function withPets(version = 1): string {
  const kept = BUILT_IN.questions.filter(({ id }) => id !== 'seat');
  const at = kept.findIndex(({ id }) => id === 'entry-date');
  return writeForm(parseForm({ version, questions: kept.toSpliced(at, 0, ...(PETS as never[])) }));
}

async function office() {
  const made = await team({ accounts: { telegram: {}, wechat: { buttons: false, media: [] } } });
  const { bot } = made;
  bot.clock.advance({ hours: 8 });
  const files = new Map<string, string>();
  bot.channel('telegram').download = async ({ id }) => ({
    ...{ kind: 'document', account: 'telegram' as never, id },
    bytes: new TextEncoder().encode(files.get(id) ?? ''),
  });
  const file = (text: string, id = `f${files.size}`) => {
    files.set(id, text);
    return { media: [{ kind: 'document', id, name: 'form.json' }] } as const;
  };
  return { ...made, files, file, db: bot.store.db, admin: await made.colleague('Wang', 'admin') };
}

describe('/form', () => {
  it('shows versions to those who oversee, and hands the file out in private only', async () => {
    const { group, colleague, admin, db } = await office();
    const sup = await colleague('Li', 'supervisor');
    await sup.saysIn(group, '/form');
    expect(last(group.texts())).toMatch(
      /version 1 is filled in now, 22 questions.*\n\n• Version 1 · comes with/s,
    );
    await sup.says('/form v1');
    expect(last(sup.inbox())).toContain(
      '1. 🔒 name: Your full name, as in your travel document\n   words · compared',
    );
    expect(last(sup.inbox())).toContain('asked when: symptoms ≠ none');
    expect(last(sup.inbox())).toContain(
      '🔒 name stays as it is: the declaration is signed by writing this name',
    );
    await sup.says('/form 2');
    expect(last(sup.inbox())).toBe('There is no version 2. /form lists those there are.');
    await sup.says('/form old');
    expect(last(sup.inbox())).toContain('/form edit what it is for');
    await admin.saysIn(group, '/form edit');
    expect(last(group.texts())).toContain('in a private chat');
    const far = await colleague('Zhao', 'admin', { account: 'wechat', locale: 'zh-CN' });
    await far.says('申报表 修改');
    expect(last(far.inbox())).toContain('这里不能发送文件');
    await admin.says('/form edit');
    const [sent] = admin.posts().at(-1)?.content.media ?? [];
    expect(sent).toMatchObject({ name: 'declaration-form-1.json', type: 'application/json' });
    const kept = await db.mediaFile.findUniqueOrThrow({ where: { id: sent?.id ?? '' } });
    expect(new TextDecoder().decode(kept.bytes)).toBe(writeForm(BUILT_IN));
  });

  it('tries a file out, names what is wrong, and puts it to use when that is confirmed', async () => {
    const { bot, admin, file, files, db } = await office();
    await admin.says('/form edit for people with pets');
    await admin.says('', file('{\n "version": 1,\n "questions": [}'));
    expect(last(admin.inbox())).toContain('1 mistake; mend it');
    expect(last(admin.inbox())).toContain('• Line 3: this is no JSON, near column 16: "questions": [}');
    const bad = withPets().replace('"kind": "choice",\n      "text"', '"kind": "photo",\n      "text"');
    await admin.says('', file(bad));
    expect(last(admin.inbox())).toMatch(/• Line \d+, pet\.kind: this must be one of: text, date, choice/);
    const nameless = parseForm({ version: 1, questions: BUILT_IN.questions.slice(1) });
    await admin.says('', file(writeForm(nameless)));
    expect(last(admin.inbox())).toContain(
      '“name” cannot be removed: the declaration is signed by writing this name',
    );
    await admin.says('', file(writeForm(BUILT_IN)));
    expect(last(admin.inbox())).toContain('asks the same');
    await admin.says('', file(withPets(7)));
    expect(last(admin.inbox())).toContain('There is no version 7.');
    await admin.says('/form edit', file('x'.repeat(200_001)));
    expect(last(admin.inbox())).toContain('larger than 200 kB');
    await admin.says(`/form edit ${'x'.repeat(201)}`, file(withPets()));
    expect(last(admin.inbox())).toContain('at most 200 characters');
    await admin.says('/form edit for people with pets', file(withPets(), 'good'));
    const shown = last(admin.inbox());
    expect(shown).toContain('From version 1 to version 2:');
    expect(shown).toContain(
      '＋ pet: Which pet is with you?\n   one of · A dog, A cat\n   ⚠️ shown in English to readers of: Simpl',
    );
    expect(shown).toContain(
      '＋ permit: Number of its passport\n   words · asked when: pet = dog · kept encrypted',
    );
    expect(shown).toContain('－ seat: Your seat, for example 12A');
    expect(await db.declarationForm.count()).toBe(0);
    files.set('good', withPets().replace('Which pet', 'What pet'));
    await goes(admin, CONFIRM);
    expect(last(admin.inbox())).toContain('no longer');
    expect(await db.declarationForm.count()).toBe(0);
    files.set('good', withPets());
    await goes(admin, CONFIRM);
    expect(last(admin.inbox())).toBe('Version 2 is in use for declarations that begin from now on.');
    expect(await db.declarationForm.findMany()).toMatchObject([
      { version: 2, note: 'for people with pets', createdBy: admin.staffId, form: { version: 2 } },
    ]);
    await goes(admin, CONFIRM);
    expect(await db.declarationForm.count()).toBe(1);
    const [audit] = await db.audit.findMany({ where: { action: 'form.edit' } });
    expect(audit?.after).toEqual({
      version: 2,
      added: ['pet', 'permit'],
      removed: ['seat'],
      changed: [],
      moved: [],
    });
    await admin.says('/form');
    expect(last(admin.inbox())).toContain(
      '• Version 2 · 10:00 · Wang · for people with pets\n   ＋ pet, ＋ permit, － seat\n• Version 1',
    );
    await admin.says('/form edit', file(withPets(2).replace('A cat', 'A kitten')));
    await admin.presses('Cancel');
    expect(last(admin.inbox())).toBe('Nothing has changed.');
    await admin.says('/form edit');
    bot.clock.advance({ minutes: 31 });
    await admin.says('', file(withPets(2).replace('A cat', 'A kitten')));
    expect(await db.declarationForm.count()).toBe(1);
    expect(last(admin.inbox())).not.toContain('Tried out');
  });

  it('lets the first of two editors win, and tells the other who that was', async () => {
    const { colleague, admin, file, db } = await office();
    const other = await colleague('Chen', 'admin');
    await admin.says('/form edit', file(withPets()));
    await other.says('/form edit', file(withPets().replace('Which pet', 'What pet')));
    await goes(other, CONFIRM);
    await goes(admin, CONFIRM);
    const stale = 'Your file is of version 1, and Chen made version 2 since (10:00). Nothing has changed.';
    expect(last(admin.inbox())).toContain(stale);
    await admin.says('/form edit', file(withPets()));
    expect(last(admin.inbox())).toContain(stale);
    expect(await db.declarationForm.findMany({ select: { createdBy: true } })).toEqual([
      { createdBy: other.staffId },
    ]);
    await admin.says('/form edit', file(withPets(2)));
    expect(last(admin.inbox())).toContain(
      '   text: {"en":"What pet is with you?"} → {"en":"Which pet is with you?"}',
    );
    await goes(admin, CONFIRM);
    expect(await db.declarationForm.count()).toBe(2);
  });
});

describe('declarations of several versions', () => {
  it('go on, are signed and are read by the one they were begun with; the next one uses the newest', async () => {
    const { bot, admin, file, db } = await office();
    const guest = await account(bot, await onRoster(bot, { name: 'Ana Lima', locale: 'fr' }));
    const answer = (words: string) =>
      words
        .replace('[Passport]', '[Passeport]')
        .replace('[No]', '[Non]')
        .replace('[No symptoms]', '[Aucun symptôme]');
    const well = WELL.map(answer);
    await goes(guest, '/declare', ...well.slice(0, 5));
    await admin.says('/form edit', file(withPets()));
    await goes(admin, CONFIRM);
    await goes(guest, '/declare');
    expect(last(guest.inbox())).toContain('12A');
    await goes(guest, ...well.slice(5), 'Ana Lima', '/declare');
    expect(last(guest.inbox())).toMatch(/formulaire : 1\)[\s\S]*→ 12A/);
    const [first] = await db.declaration.findMany();
    expect(first).toMatchObject({ formVersion: 1, answers: { seat: '12A' } });
    await goes(guest, '[Nouvelle déclaration]', ...well.slice(0, 5));
    expect(last(guest.inbox())).toContain('Which pet is with you?\nIl n’y a pas encore de texte');
    await goes(guest, '[Un chien]');
    expect(last(guest.inbox())).toContain('Numéro de son passeport');
    expect(last(guest.inbox())).not.toContain('Il n’y a pas');
    await goes(guest, 'FR-7654321', ...well.slice(6));
    expect(last(guest.inbox())).toMatch(/Which pet is with you\?\n→ Un chien[\s\S]*passeport\n→ \*+321/);
    await goes(guest, 'Ana Lima');
    const signed = await db.declaration.findMany({ where: { formVersion: 2, signedAt: { not: null } } });
    expect(signed).toHaveLength(1);
    expect(signed[0]?.answers).toMatchObject({ pet: 'dog', permit: expect.stringMatching(/^h1\./) });
    await goes(guest, '/declare');
    expect(last(guest.inbox())).toMatch(/formulaire : 2\)[\s\S]*→ \*+321/);
    expect(await db.declaration.findUnique({ where: { id: first?.id ?? '' } })).toEqual(first);
  });
});
