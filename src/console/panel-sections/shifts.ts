/** Who works when, what one shift hands to the next, and what all of them must know. */
import { lineOf, type PanelSection } from '../panels.ts';
import { sectionNamed } from '../sections.ts';
import { colleagues, teams, words } from './options.ts';

/** The section. */
export const SHIFTS: PanelSection = {
  ...sectionNamed('shifts'),
  panels: [
    {
      name: 'now',
      look: '/shift',
      forms: [
        {
          name: 'week',
          fields: [{ name: 'team', options: teams }],
          compose: (value) => `/shift ${value('team')}`,
        },
        {
          name: 'cover',
          action: 'shift.cover',
          fields: [{ name: 'colleague', options: colleagues }],
          compose: (value) => `/cover ${value('colleague')}`,
        },
        {
          name: 'plan',
          action: 'shift.edit',
          fields: [
            { name: 'team', options: teams },
            { name: 'preset', options: words('shifts.preset', ['three-two', 'three-shifts', 'two-shifts']) },
            { name: 'crews', hasExample: true },
            { name: 'at', kind: 'time', isOptional: true },
            { name: 'from', kind: 'date', isOptional: true },
          ],
          compose: (value) =>
            lineOf(
              '/shift plan',
              value('team'),
              value('preset'),
              value('crews'),
              value('at') && `at=${value('at')}`,
              value('from') && `from=${value('from')}`,
            ),
        },
      ],
    },
    {
      name: 'handover',
      look: '/handover',
      forms: [{ name: 'accept', action: 'handover.accept', fields: [], compose: () => '/handover accept' }],
    },
    {
      name: 'briefing',
      action: 'briefing.read',
      look: '/briefing',
      forms: [
        {
          name: 'briefing',
          action: 'briefing.write',
          fields: [{ name: 'words', kind: 'long' }],
          compose: (value) => `/briefing ${value('words')}`,
        },
      ],
    },
    {
      name: 'wellbeing',
      action: 'shift.edit',
      look: '/wellbeing list',
      forms: [
        {
          name: 'wellbeing',
          fields: [{ name: 'at', kind: 'time' }],
          compose: (value) => `/wellbeing on ${value('at')}`,
        },
      ],
    },
    {
      name: 'reassign',
      action: 'ticket.reassign',
      forms: [
        {
          name: 'reassign',
          fields: [
            { name: 'colleague', options: colleagues },
            { name: 'to', hasExample: true },
          ],
          compose: (value) => lineOf('/reassign', `@${value('colleague')}`, value('to')),
        },
      ],
    },
  ],
};
