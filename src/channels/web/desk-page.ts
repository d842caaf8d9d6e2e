import { html } from 'hono/html';
import { icon, mark } from './icons.ts';
import type { Staff } from './options.ts';
import { languageMenu, type Markup, type PageTexts } from './page-layout.ts';
import { pane } from './pane.ts';

/** The team's page: the group chat with its cards beside the colleague's own chat with the bot. */
export const deskPage = (page: PageTexts, staff: Staff): Markup => html`
<header class="bar">
  <div class="brand">${mark}<div><h1>${page.texts.desk_title}</h1>
    <p id="status" class="status" role="status" data-state="connecting"><span class="dot"></span><span class="status-text">${page.texts.status_connecting}</span></p></div></div>
  <p class="who"><bdi>${staff.name}</bdi> <span class="role">${staff.role}</span></p>
  <button type="button" class="icon-button" id="sound" aria-pressed="true" aria-label="${page.texts.sound}" title="${page.texts.sound}">
    ${icon('bell', 'sound-on')}${icon('mute', 'sound-off')}</button>
  <a class="icon-button page-link" href="/desk/pick" target="_blank" rel="noopener" aria-label="${page.texts.pick_open}" title="${page.texts.pick_open}">${icon('list')}</a>
  <a class="icon-button page-link" href="/qr" target="_blank" rel="noopener" aria-label="${page.texts.qr_open}" title="${page.texts.qr_open}">${icon('qr')}</a>
  ${languageMenu(page)}
</header>
<div class="health" id="health" role="status" aria-live="off"></div>
<div class="logins" id="logins" hidden></div>
<div class="tabs" role="tablist" aria-label="${page.texts.desk_title}">
  <button type="button" role="tab" id="tab-desk" aria-controls="pane-desk" aria-selected="true">${page.texts.tab_team}<span class="badge" hidden></span></button>
  <button type="button" role="tab" id="tab-me" aria-controls="pane-me" aria-selected="false" tabindex="-1">${page.texts.tab_private}<span class="badge" hidden></span></button>
</div>
<main class="desk" data-tab="desk">
${pane('desk', page, {
  label: page.texts.tab_team ?? '',
  placeholder: page.texts.desk_placeholder ?? '',
  top: heading(page.texts.tab_team, page.texts.team_hint),
})}
${pane('me', page, {
  label: page.texts.tab_private ?? '',
  placeholder: page.texts.private_placeholder ?? '',
  top: heading(page.texts.tab_private, page.texts.private_hint),
})}
</main>
<noscript><p class="notice">${page.texts.noscript}</p></noscript>`;

const heading = (title: string | undefined, hint: string | undefined): Markup =>
  html`<div class="pane-intro"><h2>${title}</h2><p>${hint}</p></div>`;

/** The way onto the desk: a code, posted to the visitor's own chat by the page's script, never put into an address. */
export const signInPage = (page: PageTexts, start: string | undefined): Markup => html`
<header class="bar"><div class="brand">${mark}<div><h1>${page.texts.desk_title}</h1>
  <p id="status" class="status" role="status" data-state="connecting"><span class="dot"></span><span class="status-text">${page.texts.status_connecting}</span></p></div></div>
  ${languageMenu(page)}</header>
<main class="signin">
  <form id="signin" class="sheet" autocomplete="off">
    <h2>${page.texts.signin_title}</h2>
    <p>${page.texts.signin_body}</p>
    <fieldset class="kinds"><legend class="visually-hidden">${page.texts.signin_code}</legend>
      <label><input type="radio" name="kind" value="start" checked><span>${page.texts.signin_invite}</span></label>
      <label><input type="radio" name="kind" value="setup"><span>${page.texts.signin_setup}</span></label>
    </fieldset>
    <label class="field"><span>${page.texts.signin_code}</span>
      <input name="code" required maxlength="64" spellcheck="false" autocapitalize="off" dir="ltr" value="${start ?? ''}"></label>
    <label class="field"><span>${page.texts.signin_name}</span>
      <input name="name" maxlength="80" autocomplete="name" dir="auto"></label>
    <button type="submit" disabled class="primary">${page.texts.signin_submit}</button>
    <p class="signin-answer" id="answer" role="status" dir="auto"></p>
  </form>
  <p class="aside"><a href="/">${page.texts.signin_traveller}</a></p>
</main>
<noscript><p class="notice">${page.texts.noscript}</p></noscript>`;
