/** What travellers are answered with: frequent questions and canned replies. */
import { lineOf, type PanelSection } from '../panels.ts';
import { sectionNamed } from '../sections.ts';
import { languages, sites } from './options.ts';

const separated = (...parts: readonly string[]): string => parts.filter(Boolean).join(' | ');

/** The section. */
export const ANSWERS: PanelSection = {
  ...sectionNamed('answers'),
  panels: [
    {
      name: 'faq',
      look: '/faq list',
      forms: [
        {
          name: 'show',
          fields: [{ name: 'entry', kind: 'number' }],
          compose: (value) => `/faq ${value('entry')}`,
        },
        {
          name: 'add',
          action: 'faq.edit',
          fields: [
            { name: 'question' },
            { name: 'answer', kind: 'long' },
            { name: 'source', hasExample: true },
            { name: 'until', kind: 'date', isOptional: true },
            { name: 'site', isOptional: true, options: sites },
          ],
          compose: (value) =>
            `/faq add ${separated(
              value('question'),
              value('answer'),
              value('source'),
              value('until') && `until ${value('until')}`,
              value('site') && `site ${value('site')}`,
            )}`,
        },
        {
          name: 'text',
          action: 'faq.edit',
          fields: [
            { name: 'entry', kind: 'number' },
            { name: 'language', options: languages },
            { name: 'question' },
            { name: 'answer', kind: 'long' },
          ],
          compose: (value) =>
            `/faq ${value('entry')} ${value('language')}: ${separated(value('question'), value('answer'))}`,
        },
        {
          name: 'until',
          action: 'faq.edit',
          fields: [
            { name: 'entry', kind: 'number' },
            { name: 'until', kind: 'date' },
          ],
          compose: (value) => lineOf('/faq', value('entry'), 'until', value('until')),
        },
        {
          name: 'off',
          action: 'faq.edit',
          fields: [{ name: 'entry', kind: 'number' }],
          compose: (value) => lineOf('/faq', value('entry'), 'off'),
        },
      ],
    },
    { name: 'misses', action: 'faq.edit', look: '/faq misses' },
    {
      name: 'canned',
      look: '/canned',
      forms: [
        {
          name: 'show-canned',
          fields: [{ name: 'canned', hasExample: true }],
          compose: (value) => `/canned ${value('canned')}`,
        },
        {
          name: 'canned',
          action: 'canned.edit',
          fields: [
            { name: 'canned', hasExample: true },
            { name: 'language', options: languages },
            { name: 'text', kind: 'long' },
          ],
          compose: (value) => lineOf('/canned', value('canned'), value('language'), value('text')),
        },
      ],
    },
  ],
};
