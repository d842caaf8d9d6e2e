/** Transfers: who goes where, with which vehicle, and whether everybody has arrived. */
import { lineOf, named, type PanelSection } from '../panels.ts';
import { sectionNamed } from '../sections.ts';
import { words } from './options.ts';

/** Moments of a form: a day and a time as a command takes them. */
const moment = (day: string, time: string): string => lineOf(day, time);

/** The section. */
export const TRIPS: PanelSection = {
  ...sectionNamed('trips'),
  panels: [
    {
      name: 'open',
      look: '/trip',
      forms: [
        {
          name: 'new',
          action: 'trip.edit',
          fields: [
            { name: 'from', hasExample: true },
            { name: 'to', hasExample: true },
            { name: 'day', kind: 'date', isOptional: true },
            { name: 'time', kind: 'time', isOptional: true },
            { name: 'vehicle', isOptional: true },
            { name: 'driver', isOptional: true },
            { name: 'km', kind: 'number', isOptional: true },
            {
              name: 'purpose',
              options: words('trips.purpose', ['transfer', 'arrival', 'hospital', 'release']),
            },
          ],
          compose: (value) =>
            lineOf(
              '/trip new',
              named('from', value('from')),
              named('to', value('to')),
              named('at', moment(value('day'), value('time'))),
              named('vehicle', value('vehicle')),
              named('driver', value('driver')),
              value('km') && `km=${value('km')}`,
              `purpose=${value('purpose')}`,
            ),
        },
        {
          name: 'show',
          fields: [{ name: 'trip', kind: 'number' }],
          compose: (value) => `/trip ${value('trip')}`,
        },
        {
          name: 'add',
          action: 'trip.edit',
          fields: [
            { name: 'trip', kind: 'number' },
            { name: 'who', hasExample: true },
          ],
          compose: (value) => lineOf('/trip', value('trip'), 'add', value('who')),
        },
        {
          name: 'tick',
          action: 'trip.tick',
          fields: [
            { name: 'trip', kind: 'number' },
            { name: 'what', options: words('trips.what', ['board', 'arrive']) },
            { name: 'whom', hasExample: true },
          ],
          compose: (value) => lineOf(`/${value('what')}`, value('trip'), value('whom')),
        },
        {
          name: 'move',
          action: 'trip.tick',
          fields: [
            { name: 'trip', kind: 'number' },
            { name: 'step', options: words('trips.step', ['depart', 'arrive', 'close']) },
          ],
          compose: (value) => lineOf('/trip', value('trip'), value('step')),
        },
        {
          name: 'missing',
          action: 'trip.tick',
          fields: [{ name: 'trip', kind: 'number' }, { name: 'whom' }],
          compose: (value) => lineOf('/trip', value('trip'), 'missing', value('whom')),
        },
      ],
    },
    {
      name: 'totals',
      look: '/trip totals',
      forms: [
        {
          name: 'totals',
          fields: [
            { name: 'since', kind: 'date' },
            { name: 'until', kind: 'date', isOptional: true },
          ],
          compose: (value) => lineOf('/trip totals', value('since'), value('until')),
        },
      ],
    },
  ],
};
