/** What the bot answered to the last thing done: its words, its buttons, and a field where it asks something. */
import { html } from 'hono/html';
import { z } from 'zod';
import type { DirectAnswer } from '../conversation/direct.ts';
import type { Content } from '../domain/message.ts';
import type { Markup } from './answers.ts';
import { act } from './forms.ts';
import type { Reader } from './gate.ts';
import type { ConsoleDeps } from './index.ts';
import { sayer } from './say.ts';

const choice = z.object({ id: z.string(), label: z.string() });
const stored = z.object({
  state: z.enum(['done', 'refused', 'repeated']),
  texts: z.array(z.object({ text: z.string(), choices: z.array(choice) })),
  asks: z.boolean(),
});

/** What is kept of an answer until it is shown. */
export function keptAnswer(answer: DirectAnswer, back = ''): z.infer<typeof stored> {
  if (answer.state === 'refused')
    return { state: 'refused', texts: [{ text: answer.text, choices: [] }], asks: false };
  if (answer.state === 'repeated') return { state: 'repeated', texts: [], asks: false };
  const said = answer.contents.filter((content) => !isOnPage(content, back));
  const texts = said.map(({ text = '', choices = [], media = [] }) => ({
    text: [text, ...media.map(({ name, kind }) => `📎 ${name ?? kind}`)].filter(Boolean).join('\n'),
    choices: choices.flat().map(({ id, label }) => ({ id, label })),
  }));
  return { state: 'done', texts, asks: answer.asks };
}

/** A ticket's own page shows its card already, and a report's its draft. */
function isOnPage({ card, choices = [] }: Content, back: string): boolean {
  if (back.startsWith('/console/tickets/')) return card !== undefined;
  return back.startsWith('/console/reports/') && choices.flat().some(({ id }) => id.startsWith('rpsign:'));
}

/** Shows it; nothing where it cannot be read any more. */
export function answerPanel(
  answer: unknown,
  { deps, reader, here }: { readonly deps: ConsoleDeps; readonly reader: Reader; readonly here: string },
): Markup | string {
  const parsed = stored.safeParse(answer);
  if (!parsed.success) return '';
  const say = sayer(deps, reader.locale);
  const { state, texts, asks } = parsed.data;
  const words = texts.length > 0 ? texts : [{ text: say(`answer.${state}`), choices: [] }];
  return html`<section class="answer ${state}" id="answer" role="${state === 'refused' ? 'alert' : 'status'}" aria-label="${say('answer.title')}">
${words.map(
  ({ text, choices }) =>
    html`<div class="said"><p dir="auto">${text}</p>${
      choices.length > 0
        ? html`<div class="acts">${choices.map(({ id, label }) => act(reader, { choice: id, label, back: here }))}</div>`
        : ''
    }</div>`,
)}
${asks ? act(reader, { back: here, label: say('answer.send'), field: { name: 'answer', label: say('answer.label'), isLong: true } }) : ''}</section>`;
}

/** What a command of the chat shows, as a part of a page: its words, and its buttons. */
export async function lookPane(
  deps: ConsoleDeps,
  reader: Reader,
  {
    line,
    choice: pressed,
    here,
  }: { readonly line?: string; readonly choice?: string; readonly here: string },
): Promise<Markup> {
  const answer = await deps.app().look({
    staff: reader.staff,
    account: 'console',
    locale: reader.locale,
    ...(line === undefined ? {} : { text: line }),
    ...(pressed === undefined ? {} : { choice: pressed }),
  });
  const { texts } = keptAnswer(answer);
  return html`<div class="pane">${texts.map((one) => said(one, reader, here))}</div>`;
}

function said(
  { text, choices }: { readonly text: string; readonly choices: readonly z.infer<typeof choice>[] },
  reader: Reader,
  here: string,
): Markup {
  return html`<div class="said"><p dir="auto">${text}</p>${
    choices.length > 0
      ? html`<div class="acts">${choices.map(({ id, label }) => act(reader, { choice: id, label, back: here }))}</div>`
      : ''
  }</div>`;
}
