/** How colleagues read of somebody who leaves, or has left. */
import type { Turn } from '../../conversation/feature.ts';
import { isolate } from '../../domain/isolate.ts';
import type { Choice } from '../../domain/message.ts';
import { shortTime } from '../../domain/short-time.ts';
import { UserError } from '../../errors.ts';
import type { ReleaseDeps } from './index.ts';
import type { Standing } from './standing.ts';

/** The refusal for somebody who was let go before. */
export const goneAlready = (
  { now }: Turn,
  { zone }: ReleaseDeps,
  { stay, facts: { releasedAt, releasedBy, number } }: Pick<Standing, 'stay' | 'facts'>,
): UserError =>
  releasedAt
    ? new UserError('staff-reminders:error.gone', {
        name: releasedBy ?? '?',
        time: shortTime(releasedAt, now, stay.zone ?? zone),
        number,
      })
    : new UserError('staff-reminders:error.over');

/** The button that shows a certificate. */
export const certificateChoice = ({ t, locale }: Turn, stayId: string): Choice => ({
  id: `discert:${stayId}`,
  label: t(locale, 'staff-reminders:button.certificate'),
});

/** "Ana Lima · 1203 · Sun Hotel", for colleagues. */
export const whoIs = ({ name, room, site }: Standing['facts']): string =>
  [isolate(name ?? '?'), room, site && isolate(site)].filter(Boolean).join(' · ');
