/** What the bot answered to the last thing done: its words, its buttons, and a field where it asks something. */
import { html } from 'hono/html';
import { z } from 'zod';
import type { DirectAnswer } from '../conversation/direct.ts';
import type { Content, Media } from '../domain/message.ts';
import { keepAnswer } from '../store/console-sessions.ts';
import type { Markup } from './answers.ts';
import { act } from './forms.ts';
import type { Reader } from './gate.ts';
import type { ConsoleDeps } from './index.ts';
import { sayer } from './say.ts';

const choice = z.object({ id: z.string(), label: z.string() });
const media = z.custom<Media>(
  (value) => z.object({ account: z.string(), id: z.string() }).safeParse(value).success,
);
const stored = z.object({
  state: z.enum(['done', 'refused', 'repeated']),
  texts: z.array(z.object({ text: z.string(), choices: z.array(choice), media: z.array(media) })),
  asks: z.boolean(),
});
/** What is left of an answer once it was shown: its files, until the next answer. */
const shown = z.object({ media: z.array(media) });

type KeptAnswer = z.infer<typeof stored>;

/** Where the files of the last answer are fetched, by their place in it. */
export const ANSWER_FILES = '/console/answer/files';

/** What is kept of an answer until it is shown. */
export function keptAnswer(answer: DirectAnswer, back = ''): KeptAnswer {
  if (answer.state === 'refused')
    return { state: 'refused', texts: [{ text: answer.text, choices: [], media: [] }], asks: false };
  if (answer.state === 'repeated') return { state: 'repeated', texts: [], asks: false };
  const said = answer.contents.filter((content) => !isOnPage(content, back));
  const texts = said.map(({ text = '', choices = [], media = [] }) => ({
    text,
    choices: choices.flat().map(({ id, label }) => ({ id, label })),
    media: [...media],
  }));
  return { state: 'done', texts, asks: answer.asks };
}

/** A ticket's own page shows its card already, and a report's its draft. */
function isOnPage({ card, choices = [] }: Content, back: string): boolean {
  if (back.startsWith('/console/tickets/')) return card !== undefined;
  return back.startsWith('/console/reports/') && choices.flat().some(({ id }) => id.startsWith('rpsign:'));
}

/** The answer that this session's next page shows, once; its files stay at hand until the next answer. */
export async function takeAnswer(deps: ConsoleDeps, { session }: Reader): Promise<KeptAnswer | undefined> {
  const { data: answer } = stored.safeParse(session.answer);
  if (!answer) return undefined;
  const files = answer.texts.flatMap((one) => one.media);
  await keepAnswer(deps.db, session.id, files.length > 0 ? { media: files } : null);
  return answer;
}

/** A file of the answer that was shown last. */
export const answeredFile = ({ session }: Reader, place: number): Media | undefined =>
  shown.safeParse(session.answer).data?.media[place];

/** Shows it. */
export function answerPanel(
  answer: KeptAnswer,
  { deps, reader, here }: { readonly deps: ConsoleDeps; readonly reader: Reader; readonly here: string },
): Markup {
  const say = sayer(deps, reader.locale);
  const { state, texts, asks } = answer;
  const words = texts.length > 0 ? texts : [{ text: say(`answer.${state}`), choices: [], media: [] }];
  let place = 0;
  return html`<section class="answer ${state}" id="answer" role="${state === 'refused' ? 'alert' : 'status'}" aria-label="${say('answer.title')}">
${words.map((one) =>
  said(
    one,
    { reader, here },
    one.media.map(
      (file) =>
        html`<a href="${ANSWER_FILES}/${place++}" download>📎 <bdi>${file.name ?? file.kind}</bdi></a>`,
    ),
  ),
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
  const named = (media: readonly Media[]): Markup[] =>
    media.map(({ name, kind }) => html`📎 <bdi>${name ?? kind}</bdi>`);
  return html`<div class="pane">${texts.map((one) => said(one, { reader, here }, named(one.media)))}</div>`;
}

function said(
  { text, choices }: KeptAnswer['texts'][number],
  { reader, here }: { readonly reader: Reader; readonly here: string },
  files: readonly Markup[],
): Markup {
  return html`<div class="said"><p dir="auto">${text}</p>${files.map((file) => html`<p>${file}</p>`)}${
    choices.length > 0
      ? html`<div class="acts">${choices.map(({ id, label }) => act(reader, { choice: id, label, back: here }))}</div>`
      : ''
  }</div>`;
}
