import { describe, expect, it } from 'vitest';
import { answerLines, answerText } from '../../../src/domain/declaration/describe.ts';
import {
  alarmsOf,
  careDeclared,
  differencesOf,
  type RosterFacts,
} from '../../../src/domain/declaration/differences.ts';
import { BUILT_IN as form } from '../../../src/domain/declaration/forms.ts';

const SILENT: RosterFacts = {
  name: null,
  birthDate: null,
  documentType: null,
  documentNumber: null,
  flight: null,
  seat: null,
  entryOn: null,
  contactOn: null,
  jurisdiction: null,
};
const DECLARED = {
  name: 'LIMA Ana',
  'birth-date': '1990-04-03',
  'document-type': 'passport',
  'document-number': 'E12345678',
  flight: 'CA981',
  seat: '12A',
  'entry-date': '2026-05-01',
  contact: 'no',
  symptoms: ['none'],
  medicine: 'no',
  home: 'Chaoyang, Beijing',
};
const AGREES: RosterFacts = {
  name: 'ana lima',
  birthDate: '1990-04-03',
  documentType: 'passport',
  documentNumber: 'e-1234 5678',
  flight: 'CA0981',
  seat: '12a',
  entryOn: '2026-05-01',
  contactOn: null,
  jurisdiction: 'Chaoyang',
};

describe('differences', () => {
  it('are none where only the spelling is another', () => {
    expect(differencesOf(form, DECLARED, { roster: AGREES, hasStay: true, care: [] })).toEqual([]);
  });

  it('are told field by field', () => {
    const roster = { ...AGREES, birthDate: '1990-03-04', flight: 'CA982', documentNumber: 'E12345679' };
    expect(differencesOf(form, DECLARED, { roster, hasStay: true, care: [] })).toEqual([
      { field: 'birthDate', declared: '1990-04-03', roster: '1990-03-04' },
      { field: 'documentNumber', declared: 'E12345678', roster: 'E12345679' },
      { field: 'flight', declared: 'CA981', roster: 'CA982' },
    ]);
  });

  it('are none where the roster says nothing, but for what release dates are counted from', () => {
    const answers = { ...DECLARED, contact: 'yes', 'contact-date': '2026-04-30' };
    expect(differencesOf(form, answers, { roster: SILENT, hasStay: true, care: [] })).toEqual([
      { field: 'entryOn', declared: '2026-05-01', roster: null },
      { field: 'contactOn', declared: '2026-04-30', roster: null },
    ]);
    expect(differencesOf(form, answers, { roster: SILENT, hasStay: false, care: [] })).toEqual([]);
  });

  it('are none for papers that are not among the choices', () => {
    const roster = { ...AGREES, documentType: 'seafarer' };
    const answers = { ...DECLARED, 'document-type': 'other-document' };
    expect(differencesOf(form, answers, { roster, hasStay: true, care: [] })).toEqual([]);
  });

  it('propose special care that is not known, or lasts till another day', () => {
    const answers = {
      ...DECLARED,
      medicine: 'yes',
      'medicine-which': 'insulin',
      'medicine-until': '2026-05-20',
    };
    const date = Temporal.PlainDate.from('2026-05-20');
    const flag = { kind: 'chronic', date, note: 'insulin' } as const;
    expect(careDeclared(form, answers)).toEqual(flag);
    const of = (care: Parameters<typeof differencesOf>[2]['care']) =>
      differencesOf(form, answers, { roster: AGREES, hasStay: true, care });
    expect(of([])).toEqual([{ field: 'care', declared: 'chronic 2026-05-20', roster: null }]);
    expect(of([{ ...flag, note: null }])).toEqual([]);
    expect(of([{ kind: 'chronic', date: null, note: null }])).toEqual([
      { field: 'care', declared: 'chronic 2026-05-20', roster: 'chronic' },
    ]);
    expect(careDeclared(form, DECLARED)).toBeUndefined();
  });
});

describe('alarms', () => {
  it('are what the team must know at once', () => {
    expect(alarmsOf(form, DECLARED)).toEqual([]);
    const answers = { ...DECLARED, contact: 'yes', symptoms: ['fever', 'cough'] };
    expect(alarmsOf(form, answers)).toMatchObject([
      { question: { id: 'contact' }, urgency: 'normal', options: [] },
      { question: { id: 'symptoms' }, urgency: 'high', options: ['fever', 'cough'] },
    ]);
  });
});

describe('answers in words', () => {
  const say = Object.assign((key: string) => key, { locale: 'en' });
  const text = (id: string, answer: Parameters<typeof answerText>[1]) =>
    answerText(form.questions.find((one) => one.id === id) ?? (form.questions[0] as never), answer, say);

  it('hide numbers but for their end, and name options', () => {
    expect(text('document-number', 'E12345678')).toBe('******678');
    expect(text('contact-phone', '+8613800138000')).toMatch(/^\*+000$/);
    expect(text('contact', 'yes')).toBe('option.yes');
    expect(text('symptoms', ['fever', 'cough'])).toBe('option.fever, option.cough');
    expect(text('children', 0)).toBe('0');
    expect(text('flight', null)).toBe('–');
    expect(text('name', undefined)).toBe('–');
  });

  it('are numbered as they are asked', () => {
    expect(answerLines(form, { name: 'Ana Lima' }, say)[0]).toBe('1. question.name\n→ Ana Lima');
  });
});
