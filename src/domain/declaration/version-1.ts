/** The first version of the declaration. */
import type { WrittenForm } from './form.ts';

const YES = ['yes'];

/** Who somebody is, how they came, how they are, and where they go. */
export const VERSION_1: WrittenForm = {
  version: 1,
  questions: [
    { id: 'name', kind: 'text', format: 'name', roster: 'name' },
    { id: 'birth-date', kind: 'date', daysBack: 45_000, daysAhead: 0, roster: 'birthDate' },
    {
      id: 'document-type',
      kind: 'choice',
      options: ['passport', 'id-card', 'travel-permit', 'residence-permit', 'other-document'],
      roster: 'documentType',
    },
    { id: 'document-number', kind: 'text', format: 'document', secret: true, roster: 'documentNumber' },
    { id: 'flight', kind: 'text', format: 'flight', optional: true, roster: 'flight' },
    {
      id: 'seat',
      kind: 'text',
      format: 'seat',
      optional: true,
      when: [{ question: 'flight' }],
      roster: 'seat',
    },
    { id: 'entry-date', kind: 'date', daysBack: 60, daysAhead: 7, roster: 'entryOn' },
    { id: 'countries', kind: 'text' },
    { id: 'contact', kind: 'yes-no', alarm: 'normal' },
    {
      id: 'contact-date',
      kind: 'date',
      daysBack: 30,
      daysAhead: 0,
      when: [{ question: 'contact', is: YES }],
      roster: 'contactOn',
    },
    {
      id: 'symptoms',
      kind: 'multi',
      options: ['none', 'fever', 'cough', 'throat', 'breath', 'taste', 'stomach', 'exhaustion'],
      none: 'none',
      medical: true,
      alarm: 'high',
    },
    {
      id: 'symptoms-since',
      kind: 'date',
      daysBack: 30,
      daysAhead: 0,
      when: [{ question: 'symptoms', not: ['none'] }],
    },
    { id: 'medicine', kind: 'yes-no', medical: true, care: 'chronic' },
    {
      id: 'medicine-which',
      kind: 'text',
      medical: true,
      when: [{ question: 'medicine', is: YES }],
      care: 'chronic',
    },
    {
      id: 'medicine-until',
      kind: 'date',
      daysBack: 0,
      daysAhead: 730,
      optional: true,
      when: [{ question: 'medicine', is: YES }],
      care: 'chronic',
    },
    { id: 'vaccinations', kind: 'number', least: 0, most: 10, optional: true },
    { id: 'address', kind: 'text' },
    { id: 'home', kind: 'text', roster: 'jurisdiction' },
    { id: 'contact-name', kind: 'text', format: 'name' },
    { id: 'contact-phone', kind: 'text', format: 'phone', secret: true },
    { id: 'children', kind: 'number', least: 0, most: 12 },
    { id: 'children-names', kind: 'text', when: [{ question: 'children', not: ['0'] }] },
  ],
};
