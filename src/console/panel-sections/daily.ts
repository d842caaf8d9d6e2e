/** What has to be looked at every day: who is missing, silent, untested, unconfirmed. */
import { lineOf, type PanelSection } from '../panels.ts';
import { sectionNamed } from '../sections.ts';
import { sites, words } from './options.ts';

const site = { name: 'site', isOptional: true, options: sites } as const;

/** The section. */
export const DAILY: PanelSection = {
  ...sectionNamed('daily'),
  panels: [
    {
      name: 'missing',
      look: '/missing',
      forms: [
        {
          name: 'missing',
          fields: [
            { name: 'by', options: words('daily.by', ['flight', 'jurisdiction']), isOptional: true },
            { name: 'whose', isOptional: true, hasExample: true },
          ],
          compose: (value) => lineOf('/missing', value('whose') || value('by')),
        },
      ],
    },
    {
      name: 'unheard',
      action: 'check-in.read',
      look: '/unheard',
      forms: [
        {
          name: 'heard',
          fields: [
            { name: 'who', hasExample: true },
            { name: 'said', hasExample: true },
          ],
          compose: (value) => `/heard ${value('who')}: ${value('said')}`,
        },
      ],
    },
    {
      name: 'tests',
      action: 'test.record',
      look: '/tests',
      forms: [
        {
          name: 'result',
          fields: [
            { name: 'who', hasExample: true },
            { name: 'result', options: words('people.result', ['negative', 'positive', 'invalid']) },
            { name: 'on', kind: 'date', isOptional: true },
          ],
          compose: (value) => lineOf('/result', value('who'), value('result'), value('on')),
        },
        { name: 'results', fields: [{ name: 'file', kind: 'file' }], compose: () => '/result' },
      ],
    },
    { name: 'changes', action: 'stay.decide', look: '/approve' },
    {
      name: 'release',
      action: 'stay.read',
      look: '/discharge today',
      forms: [
        { name: 'discharge', fields: [site], compose: (value) => lineOf('/discharge today', value('site')) },
      ],
    },
    { name: 'reminders', action: 'reminder.read', look: '/reminders' },
    { name: 'declarations', action: 'declaration.verify', look: '/declarations' },
    { name: 'identity', action: 'person.bind', look: '/identity' },
  ],
};
