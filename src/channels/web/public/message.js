import { el, icon, t } from './boot.js';
import { attachmentsOf } from './files.js';
import { clockTime, summary, urgency } from './format.js';

const LINK = /https?:\/\/[^\s<>"'，。）)\]]+/g;

/** Text with its links made clickable; everything else stays plain text. */
function linked(text) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    parts.push(text.slice(from, match.index));
    parts.push(
      el('a', { href: match[0], target: '_blank', rel: 'noopener noreferrer nofollow', text: match[0] }),
    );
    from = match.index + match[0].length;
  }
  return [...parts, text.slice(from)];
}

function textOf(message) {
  if (!message.text) return [];
  if (!message.card) return [el('div', { class: 'text', dir: 'auto' }, ...linked(message.text))];
  const [title, ...rest] = message.text.split('\n');
  const body = rest.join('\n').trim();
  return [
    el('h3', { class: 'card-title', dir: 'auto' }, ...linked(title)),
    body && el('div', { class: 'text', dir: 'auto' }, ...linked(body)),
  ];
}

function quoteOf(message, actions) {
  if (!message.replyTo) return undefined;
  const quoted = actions.find(message.replyTo);
  const words = el('span', { dir: 'auto', text: quoted ? summary(quoted) : '…' });
  return el(
    'button',
    { type: 'button', class: 'quote', onclick: () => actions.show(message.replyTo) },
    words,
  );
}

function choicesOf(message, actions) {
  if (!message.choices?.length) return undefined;
  const button = (choice) =>
    el('button', {
      type: 'button',
      class: 'choice',
      dir: 'auto',
      text: choice.label,
      'data-choice': choice.id,
      'aria-busy': actions.pressing(message.seq, choice.id) || undefined,
      onclick: () => actions.press(message, choice),
    });
  const rows = message.choices.map((row) => el('div', { class: 'choice-row' }, ...row.map(button)));
  return el('div', { class: 'choices' }, ...rows);
}

function extrasOf(message) {
  const { mentions, place, contact } = message;
  const map =
    place && `https://www.openstreetmap.org/?mlat=${place.latitude}&mlon=${place.longitude}&zoom=17`;
  return [
    place &&
      el(
        'a',
        { class: 'place', href: map, target: '_blank', rel: 'noopener noreferrer' },
        icon('pin'),
        el('span', { dir: 'auto', text: place.title ?? t('place') }),
        el('span', {
          class: 'quiet-text',
          dir: 'ltr',
          text: `${place.latitude.toFixed(5)}, ${place.longitude.toFixed(5)}`,
        }),
      ),
    contact &&
      el('p', {
        class: 'contact',
        dir: 'auto',
        text: [contact.name, contact.phone].filter(Boolean).join(' · '),
      }),
    mentions?.length &&
      el('p', { class: 'mentions', dir: 'auto', text: mentions.map((name) => `@${name}`).join(' ') }),
  ];
}

function metaOf(message, actions) {
  const label = `${t('reply')}: ${summary(message).slice(0, 60)}`;
  return el(
    'div',
    { class: 'meta' },
    el('time', { datetime: message.at, text: clockTime(message.at) }),
    el(
      'button',
      {
        type: 'button',
        class: 'reply',
        'aria-label': label,
        title: t('reply'),
        onclick: () => actions.reply(message),
      },
      icon('reply', 'flip'),
    ),
  );
}

const authorOf = ({ author, name }) => (author === 'bot' ? t('app_name') : (name ?? t('guest')));

/** Draws a message into its article, anew at every change. */
export function drawMessage(article, message, actions) {
  const side = message.mine ? 'mine' : message.author === 'bot' ? 'bot' : 'other';
  const command = message.mine && (message.pressed || message.text?.startsWith('/'));
  const classes = [
    'msg',
    side,
    message.card && 'card',
    urgency(message),
    command && 'command',
    message.forMe && 'for-me',
  ];
  article.className = classes.filter(Boolean).join(' ');
  const focused = article.contains(document.activeElement)
    ? document.activeElement.dataset.choice
    : undefined;
  const who = el('p', { class: side === 'other' ? 'author' : 'author visually-hidden', dir: 'auto' });
  who.textContent = message.mine ? t('you') : authorOf(message);
  const bubble = el(
    'div',
    { class: 'bubble' },
    who,
    quoteOf(message, actions),
    ...textOf(message),
    attachmentsOf(message.files),
    ...extrasOf(message),
    message.card && choicesOf(message, actions),
  );
  const day = article.querySelector(':scope > .day');
  article.replaceChildren(
    ...[day, bubble, !message.card && choicesOf(message, actions), metaOf(message, actions)].filter(Boolean),
  );
  if (focused) article.querySelector(`[data-choice="${CSS.escape(focused)}"]`)?.focus();
}

/** Draws a message that is not with the server yet. */
export function drawWaiting(item, { online, retry, discard }) {
  const files = item.files?.map((file) => `${t(file.voice ? 'kind_voice' : 'attached')}: ${file.name}`) ?? [];
  const words = item.label ?? item.text ?? (item.place ? t('place') : '');
  const state = item.problem ?? t(online ? 'sending' : 'waiting_offline');
  return el(
    'article',
    { class: `msg mine pending${item.problem ? ' failed' : ''}`, 'data-id': item.id },
    el(
      'div',
      { class: 'bubble' },
      words && el('div', { class: 'text', dir: 'auto', text: words }),
      ...files.map((text) => el('p', { class: 'file-line', dir: 'auto', text })),
    ),
    el(
      'div',
      { class: 'meta', role: item.problem ? 'alert' : undefined },
      el('span', { text: item.problem ? `${t('not_sent')} ${state}` : state }),
      item.problem &&
        el('button', { type: 'button', class: 'quiet', text: t('retry'), onclick: () => retry(item) }),
      item.problem &&
        el('button', { type: 'button', class: 'quiet', text: t('remove'), onclick: () => discard(item) }),
    ),
  );
}
