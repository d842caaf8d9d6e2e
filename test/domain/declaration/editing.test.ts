import { describe, expect, it } from 'vitest';
import {
  compareForms,
  isUnchanged,
  missingLanguages,
  writeForm,
} from '../../../src/domain/declaration/compare-forms.ts';
import { isInEnglish, optionText, questionText } from '../../../src/domain/declaration/describe.ts';
import { editProblems } from '../../../src/domain/declaration/edit-rules.ts';
import { type Form, parseForm, storedForm } from '../../../src/domain/declaration/form.ts';
import { BUILT_IN, fixedQuestions } from '../../../src/domain/declaration/forms.ts';
import { readForm } from '../../../src/domain/declaration/read-form.ts';
import { createTranslate } from '../../../src/i18n.ts';

type Written = Record<string, unknown>;

/** The built-in form as its file, changed. */
function written(change: (questions: Written[]) => void): string {
  const form = JSON.parse(writeForm(BUILT_IN)) as { questions: Written[] };
  change(form.questions);
  return JSON.stringify(form, null, 2);
}

const find = (questions: Written[], id: string): Written => {
  const found = questions.find((one) => one.id === id);
  if (!found) throw new Error(id);
  return found;
};

const PET = { id: 'pet', kind: 'choice', options: ['dog', 'cat'], text: { en: 'A pet?', fr: 'Un animal ?' } };
const NAMES = { dog: { en: 'A dog', fr: 'Un chien' }, cat: { en: 'A cat' } };
const PETS = { ...PET, optionText: NAMES };
const ASKED = { id: 'asked', text: { en: 'Asked?' } };

function problems(text: string, earlier: readonly Form[] = [BUILT_IN]): string[] {
  const read = readForm(text, (form) => editProblems(form, earlier));
  return 'form' in read ? [] : read.problems.map(({ field, kind }) => `${field} ${kind}`);
}

describe('a form that somebody wrote', () => {
  it('is the same after it was written as a file', () => {
    const read = readForm(writeForm(BUILT_IN), (form) => editProblems(form, [BUILT_IN]));
    expect(read).toEqual({ form: BUILT_IN });
    expect(writeForm(BUILT_IN)).not.toMatch(/false|\[\]/);
  });

  it('takes added questions with their texts, and added options of built-in questions', () => {
    const text = written((questions) => {
      questions.splice(4, 0, PETS, {
        ...ASKED,
        kind: 'text',
        secret: true,
        when: [{ question: 'pet', is: ['dog'] }],
      });
      const symptoms = find(questions, 'symptoms');
      Object.assign(symptoms, {
        options: [...(symptoms.options as string[]), 'rash'],
        optionText: { rash: { en: 'A rash' } },
      });
    });
    expect(problems(text)).toEqual([]);
  });

  const wrong: readonly (readonly [what: string, change: (questions: Written[]) => void, found: string])[] = [
    ['a word for a list', (all) => Object.assign(find(all, 'home'), { when: 'contact' }), 'home.when type'],
    ['an unknown field', (all) => Object.assign(find(all, 'home'), { asks: 1 }), 'home.asks unknown-field'],
    ['an unknown kind', (all) => Object.assign(find(all, 'home'), { kind: 'photo' }), 'home.kind value'],
    ['no kind', (all) => delete find(all, 'home').kind, 'home.kind value'],
    ['no id', (all) => all.push({ kind: 'text' }), 'questions[22].id missing'],
    ['a word of the language', (all) => all.push({ ...PETS, id: 'constructor' }), 'constructor.id word'],
    ['an id with capitals', (all) => all.push({ id: 'Pet', kind: 'text' }), 'Pet.id word'],
    [
      'a text in no language',
      (all) => all.push({ ...PETS, text: { en: 'x', tlh: 'x' } }),
      'pet.text.tlh unknown-field',
    ],
    ['a text without English', (all) => all.push({ ...PETS, text: { fr: 'x' } }), 'pet.text.en missing'],
    ['an empty text', (all) => all.push({ ...PETS, text: { en: ' ' } }), 'pet.text.en too-small'],
    ['a long text', (all) => all.push({ ...PETS, text: { en: 'x'.repeat(301) } }), 'pet.text.en too-big'],
    ['no questions', (all) => all.splice(0), 'questions too-small'],
    ['an id twice', (all) => all.push({ ...find(all, 'home'), roster: undefined }), 'home.id twice'],
    ['a choice of nothing', (all) => all.push({ ...PETS, options: [], optionText: {} }), 'pet no-options'],
    [
      'options for a text',
      (all) => Object.assign(find(all, 'home'), { options: ['a'] }),
      'home.options needless-options',
    ],
    [
      'an option twice',
      (all) => all.push({ ...PETS, options: ['dog', 'dog', 'cat'] }),
      'pet.options option-twice',
    ],
    [
      'a strange none',
      (all) => Object.assign(find(all, 'symptoms'), { none: 'well' }),
      'symptoms.none no-such-option',
    ],
    [
      'limits the wrong way',
      (all) => Object.assign(find(all, 'vaccinations'), { most: 0, least: 3 }),
      'vaccinations.most limits',
    ],
    ['a secret number', (all) => all.push({ ...ASKED, kind: 'number', secret: true }), 'asked.secret kind'],
    ['an alarm on a text', (all) => all.push({ ...ASKED, kind: 'text', alarm: 'high' }), 'asked.alarm kind'],
    [
      'a text as a day of contact',
      (all) => {
        all.splice(all.indexOf(find(all, 'contact-date')), 1);
        all.push({ ...ASKED, kind: 'text', roster: 'contactOn' });
      },
      'asked.roster roster-kind',
    ],
    [
      'an open document',
      (all) => Object.assign(find(all, 'document-number'), { secret: false }),
      'document-number.roster not-secret',
    ],
    [
      'a fact asked twice',
      (all) => all.push({ ...ASKED, kind: 'text', roster: 'flight' }),
      'asked.roster roster-twice',
    ],
    [
      'an unknown condition',
      (all) => Object.assign(find(all, 'home'), { when: [{ question: 'moon' }] }),
      'home.when[0] unknown-question',
    ],
    [
      'a later condition',
      (all) => Object.assign(find(all, 'flight'), { when: [{ question: 'home' }] }),
      'flight.when[0] asked-later',
    ],
    [
      'a value of a text',
      (all) => Object.assign(find(all, 'home'), { when: [{ question: 'address', is: ['x'] }] }),
      'home.when[0] no-values',
    ],
    [
      'a strange answer',
      (all) => Object.assign(find(all, 'home'), { when: [{ question: 'contact', is: ['perhaps'] }] }),
      'home.when[0] no-such-answer',
    ],
    [
      'a number that cannot be',
      (all) => Object.assign(find(all, 'children-names'), { when: [{ question: 'children', is: ['13'] }] }),
      'children-names.when[0] no-such-answer',
    ],
    ['a fixed question gone', (all) => all.shift(), 'questions fixed-gone'],
    [
      'a fixed question that may be skipped',
      (all) => Object.assign(find(all, 'name'), { optional: true }),
      'name fixed-changed',
    ],
    [
      'another kind',
      (all) => Object.assign(find(all, 'address'), { kind: 'date' }),
      'address.kind kind-changed',
    ],
    [
      'a phone for all to see',
      (all) => Object.assign(find(all, 'contact-phone'), { secret: false }),
      'contact-phone.secret secret-changed',
    ],
    [
      'a text of ours',
      (all) => Object.assign(find(all, 'home'), { text: { en: 'Where?' } }),
      'home.text text-built-in',
    ],
    ['no text', (all) => all.push({ id: 'pet', kind: 'yes-no' }), 'pet text-missing'],
    [
      'options without texts',
      (all) => all.push(PET),
      'pet.options option-text-missing, pet.options option-text-missing',
    ],
    [
      'a text of no option',
      (all) => all.push({ ...PETS, optionText: { ...NAMES, cow: { en: 'A cow' } } }),
      'pet.optionText.cow option-text-needless',
    ],
    [
      'our option named anew',
      (all) => Object.assign(find(all, 'symptoms'), { optionText: { fever: { en: 'Hot' } } }),
      'symptoms.optionText.fever option-text-needless',
    ],
  ];

  it.each(wrong)('is refused for %s', (_, change, found) => {
    expect(problems(written(change)).join(', ')).toBe(found);
  });

  it('says in which line, and names every mistake', () => {
    const text =
      '{\n  "version": 1,\n  "questions": [\n    {"id": "pet",\n     "kind": "choise",\n     "when": [{"question": 3}]}\n  ]\n}';
    const read = readForm(text, () => []);
    expect(read).toMatchObject({
      problems: [
        { line: 5, field: 'pet.kind', kind: 'value', params: { values: expect.stringContaining('choice') } },
        { line: 6, field: 'pet.when[0].question', kind: 'type' },
      ],
    });
  });

  it.each([
    ['nothing', '', 1],
    ['no JSON', 'questions: []', 1],
    ['a comma too many', '{\n"version": 1,\n"questions": [],\n}', 4],
    ['a comment', '{\n// mine\n"version": 1}', 2],
    ['more behind it', '{"version": 1}\n{}', 2],
    ['brackets without end', '['.repeat(150_000), 1],
  ])('is refused as no JSON: %s', (_, text, line) => {
    const read = readForm(text, () => []);
    expect(read).toMatchObject({ problems: [{ kind: 'json', line }] });
  });

  it('is refused where a key stands twice, or is one of the language’s own', () => {
    expect(problems('{"version": 1, "version": 2, "questions": []}')).toEqual(['version key-twice']);
    expect(problems('{"version": 1, "__proto__": {"questions": []}}')).toContain('__proto__ unknown-field');
    expect(problems('[]')).toEqual([' type']);
  });

  it('keeps the kind and the secrecy of questions of any version', () => {
    const before = parseForm({ version: 2, questions: [{ ...ASKED, kind: 'text', secret: true }] });
    const text = written((all) => all.push({ ...ASKED, kind: 'text' }));
    expect(problems(text, [before, BUILT_IN])).toEqual(['asked.secret secret-changed']);
  });
});

describe('questions that nobody can be asked', () => {
  const asked = (...when: Written[]) =>
    problems(written((all) => all.push({ ...ASKED, kind: 'yes-no', when })));
  const NEVER = ['asked.when never'];

  it.each([
    [
      'both answers',
      [
        { question: 'contact', is: ['yes'] },
        { question: 'contact', is: ['no'] },
      ],
    ],
    ['neither answer', [{ question: 'contact', not: ['yes', 'no'] }]],
    [
      'an answer and what another answer leads to',
      [{ question: 'contact', is: ['no'] }, { question: 'contact-date' }],
    ],
    [
      'no illness and its beginning',
      [{ question: 'symptoms', is: ['none'] }, { question: 'symptoms-since' }],
    ],
    [
      'what stands alone, with another',
      [
        { question: 'symptoms', is: ['none'] },
        { question: 'symptoms', is: ['fever'] },
      ],
    ],
    [
      'two documents',
      [
        { question: 'document-type', is: ['passport'] },
        { question: 'document-type', is: ['id-card'] },
      ],
    ],
    ['every number', [{ question: 'vaccinations', not: Array.from({ length: 11 }, (__, at) => String(at)) }]],
    ['nothing at all', [{ question: 'contact', is: [] }]],
  ])('are found: %s', (_, when) => expect(asked(...when)).toEqual(NEVER));

  it.each([
    [
      'two illnesses',
      [
        { question: 'symptoms', is: ['fever'] },
        { question: 'symptoms', is: ['cough'] },
      ],
    ],
    ['one of two documents', [{ question: 'document-type', is: ['passport', 'id-card'], not: ['passport'] }]],
    ['a number', [{ question: 'children', not: ['0', '1'] }, { question: 'children-names' }]],
    ['whatever is written', [{ question: 'seat' }]],
  ])('are not found where there is a way: %s', (_, when) => expect(asked(...when)).toEqual([]));

  it('are looked for in no time where everything hangs on everything', () => {
    const ids = Array.from({ length: 60 }, (_, at) => `q${'-'.repeat(at % 8)}${'abcdefgh'[at >> 3]}`);
    const read = (conditions: (at: number) => string[]) => {
      const when = (at: number) => conditions(at).map((question) => ({ question }));
      const questions = ids.map((id, at) => ({ ...ASKED, id, kind: 'yes-no', when: when(at) }));
      return readForm(JSON.stringify({ version: 1, questions }), () => []);
    };
    expect(read((at) => ids.slice(0, at))).toHaveProperty('form');
    expect(read((at) => ids.slice(at + 1))).toMatchObject({ problems: { length: (60 * 59) / 2 } });
  });

  it('are named as a ring where they wait for each other', () => {
    const questions = [
      { ...ASKED, id: 'one', kind: 'yes-no', when: [{ question: 'three' }] },
      { ...ASKED, id: 'two', kind: 'yes-no', when: [{ question: 'one' }] },
      { ...ASKED, id: 'three', kind: 'yes-no', when: [{ question: 'two' }] },
      { ...ASKED, id: 'self', kind: 'yes-no', when: [{ question: 'self' }] },
    ];
    const read = readForm(JSON.stringify({ version: 1, questions }), () => []);
    expect(read).toMatchObject({
      problems: [
        { field: 'one.when[0]', kind: 'cycle', params: { ring: 'one → three → two → one' } },
        { field: 'self.when[0]', kind: 'cycle', params: { ring: 'self → self' } },
      ],
    });
  });
});

describe('two versions', () => {
  const after = (change: (questions: Written[]) => void): Form => storedForm(JSON.parse(written(change)));

  it('differ in what was added, removed, changed and moved', () => {
    const changes = compareForms(
      BUILT_IN,
      after((all) => {
        all.push(PETS);
        all.splice(all.indexOf(find(all, 'seat')), 1);
        all.push(...all.splice(all.indexOf(find(all, 'countries')), 1));
        Object.assign(find(all, 'flight'), { optional: undefined, when: [{ question: 'entry-date' }] });
      }),
    );
    const ids = (questions: readonly { id: string }[]) => questions.map(({ id }) => id);
    expect(ids(changes.added)).toEqual(['pet']);
    expect(ids(changes.removed)).toEqual(['seat']);
    expect(ids(changes.moved)).toEqual(['countries']);
    expect(changes.changed.map(({ question, fields }) => [question.id, fields])).toEqual([
      [
        'flight',
        [
          { field: 'optional', before: 'true', after: undefined },
          { field: 'when', before: undefined, after: '[{"question":"entry-date"}]' },
        ],
      ],
    ]);
    expect(isUnchanged(changes)).toBe(false);
    expect(isUnchanged(compareForms(BUILT_IN, BUILT_IN))).toBe(true);
  });
});

describe('texts of a form', () => {
  const t = createTranslate();
  const speak = (locale: string) =>
    Object.assign((key: string) => t(locale, `declaration:${key}`), { locale });
  const [pets] = parseForm({ version: 2, questions: [PETS as never] }).questions;
  if (!pets) throw new Error('there is a question');

  it('are its own, else the program’s, else in English, which is noticed', () => {
    expect(questionText(pets, speak('fr'))).toBe('Un animal ?');
    expect(optionText(pets, 'dog', speak('fr'))).toBe('Un chien');
    expect(optionText(pets, 'cat', speak('fr'))).toBe('A cat');
    expect(optionText(pets, 'yes', speak('fr'))).toBe('Oui');
    expect(isInEnglish(pets, 'fr')).toBe(true);
    expect(isInEnglish(pets, 'en')).toBe(false);
    expect(missingLanguages(pets)).toHaveLength(11);
    expect(BUILT_IN.questions.some((one) => isInEnglish(one, 'lo'))).toBe(false);
  });

  it('has fixed questions that are there', () => {
    expect(BUILT_IN.questions.map(({ id }) => id)).toEqual(expect.arrayContaining([...fixedQuestions]));
  });
});
