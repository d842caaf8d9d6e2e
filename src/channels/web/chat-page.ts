import { html } from 'hono/html';
import { mark } from './icons.ts';
import { languageMenu, type Markup, type PageTexts } from './page-layout.ts';
import { pane } from './pane.ts';

/** The traveller's page: a greeting, the chat, and where to write; no registration. */
export const chatPage = (page: PageTexts, start: string | undefined): Markup => html`
<header class="bar">
  <div class="brand">${mark}<div><h1>${page.texts.app_name}</h1>
    <p id="status" class="status" role="status" data-state="connecting"><span class="dot"></span><span class="status-text">${page.texts.status_connecting}</span></p></div></div>
  <a class="quiet desk-link" id="desk-link" href="/desk" hidden>${page.texts.open_desk}</a>
  ${languageMenu(page)}
</header>
<main class="chat">
${pane('me', page, {
  label: page.texts.chat_title ?? '',
  placeholder: page.texts.input_placeholder ?? '',
  top: greeting(page.texts, start),
})}
</main>
<noscript><p class="notice">${page.texts.noscript}</p></noscript>`;

const greeting = (texts: Record<string, string>, start: string | undefined): Markup => html`
<div class="greeting">
  <div class="bubble bot"><p class="hello">${texts.greeting_hello}</p><p>${texts.greeting_body}</p>
    <p class="urgent">${texts.greeting_urgent}</p></div>
  <div class="starters" id="starters" hidden>
    ${['need', 'unwell', 'leave', 'talk'].map(
      (name) =>
        html`<button type="button" class="chip" data-text="${texts[`starter_${name}_text`]}">${texts[`starter_${name}`]}</button>`,
    )}
  </div>
</div>
${start ? invitation(texts, start) : ''}`;

/** Offers what a deep link brought; nothing happens before the person presses. */
export const invitation = (texts: Record<string, string>, start: string): Markup => html`
<div class="invitation" id="invitation" data-start="${start}">
  <h2>${texts.invite_title}</h2><p>${texts.invite_body}</p>
  <button type="button" class="primary">${texts.invite_accept}</button>
</div>`;
