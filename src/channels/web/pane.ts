import { html } from 'hono/html';
import type { ChatName } from './context.ts';
import { icon } from './icons.ts';
import type { Markup, PageTexts } from './page-layout.ts';

const ACCEPT = 'image/*,audio/*,video/*,.pdf,.rtf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.odt,.ods,.odp';

/** One chat as both pages show it: its history, what is still being sent, and where to write. */
export const pane = (
  name: ChatName,
  { texts }: PageTexts,
  parts: { label: string; placeholder: string; top?: Markup },
): Markup => html`
<section class="pane" id="pane-${name}" data-chat="${name}" aria-label="${parts.label}">
  <div class="scroll" tabindex="0" aria-label="${parts.label}" role="region">
    <div class="column">
      <button type="button" class="earlier quiet" hidden>${texts.earlier}</button>
      ${parts.top ?? ''}
      <div class="log" role="log" aria-live="polite" aria-relevant="additions" aria-label="${texts.log_label}"></div>
      <div class="waiting" aria-live="off"></div>
    </div>
  </div>
  <button type="button" class="jump" hidden>${icon('down')}<span>${texts.new_messages}</span></button>
  ${composer(name, texts, parts.placeholder)}
</section>`;

/** Sending is off until the page's script runs: before that, the browser itself would send the form, to nowhere. */
const composer = (name: ChatName, texts: Record<string, string>, placeholder: string): Markup => html`
<form class="composer" novalidate autocomplete="off">
  <div class="column">
  <ul class="completions" id="completions-${name}" role="listbox" aria-label="${texts.commands_label}" hidden></ul>
  <div class="quoting" hidden>${icon('reply', 'flip')}<span class="quoting-text" dir="auto"></span>
    <button type="button" class="icon-button quoting-cancel" aria-label="${texts.cancel}">${icon('close')}</button></div>
  <ul class="attachments" aria-label="${texts.attached}" hidden></ul>
  <div class="recording" hidden><span class="recording-dot"></span><span>${texts.recording}</span>
    <output class="recording-time"></output>
    <button type="button" class="quiet recording-cancel">${texts.cancel}</button></div>
  <div class="attach-menu" role="group" aria-label="${texts.attach}" hidden>
    <button type="button" class="quiet attach-file">${icon('image')}<span>${texts.attach_file}</span></button>
    <button type="button" class="quiet attach-place" hidden>${icon('pin')}<span>${texts.attach_place}</span></button>
  </div>
  <div class="row">
    <button type="button" class="icon-button attach" aria-expanded="false" aria-label="${texts.attach}">${icon('plus')}</button>
    <textarea rows="1" dir="auto" aria-label="${texts.input_label}" placeholder="${placeholder}"
      aria-controls="completions-${name}" aria-autocomplete="list"></textarea>
    <button type="button" class="icon-button record" aria-label="${texts.record}" hidden>${icon('mic')}</button>
    <button type="submit" disabled class="icon-button send" aria-label="${texts.send}">${icon('send', 'flip')}</button>
  </div>
  <p class="composer-note" role="status"></p>
  <input type="file" class="visually-hidden" multiple accept="${ACCEPT}" tabindex="-1" aria-hidden="true">
  </div>
</form>`;
