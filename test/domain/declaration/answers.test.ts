import { describe, expect, it } from 'vitest';
import {
  type Answers,
  nextQuestion,
  problemOf,
  questionsFor,
  settle,
  takeOver,
} from '../../../src/domain/declaration/answers.ts';
import { parseForm, type WrittenForm } from '../../../src/domain/declaration/form.ts';
import { BUILT_IN as form } from '../../../src/domain/declaration/forms.ts';
import { readAnswer } from '../../../src/domain/declaration/read-answer.ts';

const TODAY = Temporal.PlainDate.from('2026-05-03');
const reader = {
  today: TODAY,
  names: (option: string) => [option, `the ${option}`],
  yesNo: (text: string) => (text === 'yes' || text === 'no' ? text : undefined),
} as const;

const question = (id: string) => {
  const found = form.questions.find((one) => one.id === id);
  if (!found) throw new Error(id);
  return found;
};
const read = (id: string, text: string) => {
  const reading = readAnswer(question(id), text, reader);
  return 'answer' in reading ? reading.answer : reading.problem.kind;
};

describe('a form', () => {
  const refused = (questions: WrittenForm['questions']) => {
    const result = () => parseForm({ version: 9, questions });
    expect(result).toThrow();
  };

  it('contradicts itself nowhere, or is refused', () => {
    expect(form.version).toBe(1);
    refused([]);
    refused([
      { id: 'one', kind: 'text' },
      { id: 'one', kind: 'text' },
    ]);
    refused([{ id: 'one', kind: 'text', when: [{ question: 'two' }] }]);
    refused([{ id: 'one', kind: 'choice' }]);
    refused([{ id: 'one', kind: 'text', options: ['a'] }]);
    refused([{ id: 'one', kind: 'multi', options: ['a'], none: 'b' }]);
    refused([{ id: 'Longer than a button has room for', kind: 'text' }]);
  });

  it('has ids that fit into a button', () => {
    for (const { id, options } of form.questions) {
      for (const option of [...options, 'yes'])
        expect(`declset:${'0'.repeat(12)}:${id}:${option}`.length).toBeLessThanOrEqual(60);
    }
  });
});

describe('questions', () => {
  it('are those that the answers lead to', () => {
    const ids = (answers: Answers) => questionsFor(form, answers).map(({ id }) => id);
    expect(ids({})).not.toContain('contact-date');
    expect(ids({ contact: 'yes' })).toContain('contact-date');
    expect(ids({ contact: 'no' })).not.toContain('contact-date');
    expect(ids({ symptoms: ['none'] })).not.toContain('symptoms-since');
    expect(ids({ symptoms: ['fever', 'cough'] })).toContain('symptoms-since');
    expect(ids({ flight: null })).not.toContain('seat');
    expect(ids({ children: 0 })).not.toContain('children-names');
    expect(ids({ children: 2 })).toContain('children-names');
  });

  it('are answered in order, and again when their answer can no longer stand', () => {
    expect(nextQuestion(form, {}, TODAY)?.id).toBe('name');
    expect(nextQuestion(form, { name: 'Ana Lima' }, TODAY)?.id).toBe('birth-date');
    expect(nextQuestion(form, { name: 'Ana Lima', 'birth-date': '2030-01-01' }, TODAY)?.id).toBe(
      'birth-date',
    );
  });

  it('lose the answers that hang on one that has changed', () => {
    const answers = { contact: 'no', 'contact-date': '2026-05-01', strange: 'x', name: 'Ana Lima' };
    expect(Object.entries(settle(form, answers))).toEqual([
      ['name', 'Ana Lima'],
      ['contact', 'no'],
    ]);
  });

  it('take over from an older form what fits', () => {
    const newer = parseForm({
      version: 2,
      questions: [
        { id: 'name', kind: 'text', format: 'name' },
        { id: 'contact', kind: 'choice', options: ['yes', 'no', 'unsure'] },
        { id: 'seat', kind: 'number' },
        { id: 'mask', kind: 'yes-no' },
      ],
    });
    const answers = { name: 'Ana Lima', contact: 'yes', seat: '12A', flight: 'CA981' };
    expect(takeOver(newer, answers, TODAY)).toEqual({ name: 'Ana Lima', contact: 'yes' });
    expect(nextQuestion(newer, takeOver(newer, answers, TODAY), TODAY)?.id).toBe('seat');
  });
});

describe('answers', () => {
  it.each([
    ['name', ' Ana  Lima ', 'Ana Lima'],
    ['name', '李娜', '李娜'],
    ['name', '1203', 'name'],
    ['birth-date', '1990年4月3日', '1990-04-03'],
    ['birth-date', '١٩٩٠/٤/٣', '1990-04-03'],
    ['birth-date', '03/04/1990', 'date'],
    ['birth-date', '19900403', 'date'],
    ['birth-date', '1990-02-30', 'date-impossible'],
    ['birth-date', '1800-02-03', 'date-impossible'],
    ['birth-date', '2026-05-04', 'date-late'],
    ['birth-date', '1900-01-01', 'date-early'],
    ['entry-date', '2026-05-10', '2026-05-10'],
    ['entry-date', '2026-05-11', 'date-late'],
    ['entry-date', '2026-03-03', 'date-early'],
    ['document-type', 'The Passport', 'passport'],
    ['document-type', 'driving licence', 'option'],
    ['document-number', ' e 1234 5678', 'E12345678'],
    ['document-number', 'none', 'document'],
    ['flight', 'ca 981', 'CA981'],
    ['flight', 'the morning one', 'flight'],
    ['seat', '12排a座', '12A'],
    ['seat', 'window', 'seat'],
    ['contact', 'no', 'no'],
    ['contact', 'perhaps', 'yes-no'],
    ['symptoms', 'fever, cough', ['fever', 'cough']],
    ['symptoms', '2、３', ['fever', 'cough']],
    ['symptoms', 'none', ['none']],
    ['symptoms', 'none, cough', 'option'],
    ['symptoms', 'ache', 'option'],
    ['children', '２', 2],
    ['children', '99', 'number'],
    ['children', 'two', 'number'],
    ['contact-phone', '0086 138 0013 8000', '+8613800138000'],
    ['contact-phone', 'my sister', 'phone'],
    ['address', 'x'.repeat(301), 'text'],
    ['address', '', 'text'],
  ])('to %s: %s is read as %j', (id, text, expected) => {
    expect(read(id, text)).toEqual(expected);
  });

  it('may be left out where the form says so', () => {
    expect(problemOf(question('flight'), null, TODAY)).toBeUndefined();
    expect(problemOf(question('name'), null, TODAY)).toEqual({ kind: 'required' });
  });

  it('of another kind cannot stand', () => {
    expect(problemOf(question('name'), 3, TODAY)?.kind).toBe('text');
    expect(problemOf(question('birth-date'), 3, TODAY)?.kind).toBe('date');
    expect(problemOf(question('symptoms'), 'fever', TODAY)?.kind).toBe('option');
    expect(problemOf(question('symptoms'), [], TODAY)?.kind).toBe('option');
  });
});
