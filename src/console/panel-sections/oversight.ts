/** How the bot and the team fare: channels, who did what, erasures, thanks and complaints. */
import { drawLogins } from '../logins.ts';
import { lineOf, type PanelSection } from '../panels.ts';
import { sectionNamed } from '../sections.ts';
import { everybody } from './options.ts';

/** The section. */
export const OVERSIGHT: PanelSection = {
  ...sectionNamed('oversight'),
  panels: [
    { name: 'health', look: '/health', below: drawLogins },
    { name: 'ledger', action: 'ledger.read', look: '/ledger' },
    { name: 'erasures', action: 'erasure.decide', look: '/erasures' },
    {
      name: 'audit',
      action: 'audit.read',
      look: '/audit config',
      forms: [
        {
          name: 'audit-ticket',
          fields: [{ name: 'ticket', kind: 'number' }],
          compose: (value) => `/audit ${value('ticket')}`,
        },
        {
          name: 'audit-colleague',
          fields: [{ name: 'colleague', options: everybody }],
          compose: (value) => lineOf('/audit staff', `@${value('colleague')}`),
        },
        { name: 'audit-staff', fields: [], compose: () => '/audit staff' },
      ],
    },
  ],
};
