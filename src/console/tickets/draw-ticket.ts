/** A ticket's facts and its transcript. */
import { html } from 'hono/html';
import { canReadEntry } from '../../domain/actor.ts';
import { renderCard } from '../../domain/card-text.ts';
import { shortTime } from '../../domain/short-time.ts';
import type { CardView } from '../../store/cards.ts';
import type { TranscriptLine } from '../../store/desk.ts';
import type { Markup } from '../answers.ts';

import type { Reader } from '../gate.ts';
import type { ConsoleDeps } from '../index.ts';
import { sayer } from '../say.ts';

/** The card as the chat shows it to one reader who may read the ticket. */
export function drawTicket(deps: ConsoleDeps, { locale }: Reader, view: CardView): Markup {
  const now = deps.clock.now();
  const card = renderCard(view, { t: deps.t, locale, now, zone: deps.zone, reader: 'full' });
  return html`<section class="card ${view.ticket.urgency}"><p dir="auto">${card.text ?? ''}</p></section>`;
}

/** Everything said and noted; of lines they may not read, readers learn who wrote one and when. */
export function drawTranscript(
  deps: ConsoleDeps,
  reader: Reader,
  view: CardView,
  lines: readonly TranscriptLine[],
): Markup {
  const say = sayer(deps, reader.locale);
  const zone = view.siteZone ?? deps.zone;
  const now = deps.clock.now();
  const shown = lines.map((line) => {
    const mayRead = canReadEntry(reader.actor, view.ticket, line);
    const who =
      line.staffName ?? (line.kind === 'traveller' ? (view.personName ?? view.displayName ?? '') : '');
    const words = mayRead
      ? (line.text ?? '')
      : say('staff-audit:restricted-line', { name: line.staffName ?? '' });
    return html`<li class="line ${line.kind}${line.restricted ? ' restricted' : ''}"><p class="by"><time datetime="${line.at.toString()}">${shortTime(line.at, now, zone)}</time>
<span class="kind">${line.restricted ? '🔒 ' : ''}${say(`ticket.kind.${line.kind}`)}</span> <bdi>${who}</bdi></p>
${words ? html`<p class="words" dir="auto">${words}</p>` : ''}${mayRead ? attachments(line, view.ticket.number, say) : ''}</li>`;
  });
  return html`<section aria-labelledby="said"><h2 id="said">${say('ticket.transcript')}</h2>
${lines.length === 0 ? html`<p class="quiet">${say('ticket.nothing-said')}</p>` : html`<ol class="transcript">${shown}</ol>`}</section>`;
}

function attachments(line: TranscriptLine, number: number, say: ReturnType<typeof sayer>): Markup | string {
  const { media = [], place, contact } = line.attachments ?? {};
  if (media.length === 0 && !place && !contact) return '';
  const address = (at: number): string => `/console/tickets/${number}/files/${line.id}/${at}`;
  return html`<ul class="files">${media.map((one, at) => {
    const label = one.name ?? say(`staff:media.${one.kind}`, { count: 1 });
    return one.kind === 'photo'
      ? html`<li><a href="${address(at)}" target="_blank" rel="noopener"><img src="${address(at)}" alt="${label}" loading="lazy"></a></li>`
      : html`<li><a href="${address(at)}" target="_blank" rel="noopener">📎 <bdi>${label}</bdi></a></li>`;
  })}${place ? html`<li>📍 <bdi>${place.title ?? `${place.latitude}, ${place.longitude}`}</bdi></li>` : ''}${
    contact ? html`<li>☎ <bdi>${[contact.name, contact.phone].filter(Boolean).join(' ')}</bdi></li>` : ''
  }</ul>`;
}
