import { getJson } from './api.js';
import { el, t } from './boot.js';
import { Composer } from './composer.js';
import { dayName, otherDay } from './format.js';
import { drawMessage, drawWaiting } from './message.js';

/**
 * One chat on a page: its history, what is being sent, and its composer.
 *
 * Events: `fresh` (detail: a message of somebody else that arrived just now, not an edit).
 */
export class Conversation extends EventTarget {
  #root;
  #outbox;
  #scroll;
  #log;
  #waiting;
  #jump;
  #messages = new Map();
  #ids = new Set();
  #newest = 0;
  #online = false;
  composer;
  name;

  constructor(root, { outbox, commands }) {
    super();
    this.#root = root;
    this.name = root.dataset.chat;
    this.#outbox = outbox;
    this.#scroll = root.querySelector('.scroll');
    this.#log = root.querySelector('.log');
    this.#waiting = root.querySelector('.waiting');
    this.#jump = root.querySelector('.jump');
    this.composer = new Composer(root.querySelector('.composer'), { chat: this.name, outbox, commands });
    outbox.addEventListener('change', ({ detail }) => detail === this.name && this.#drawWaiting(true));
    outbox.addEventListener('sent', ({ detail }) => {
      if (detail.item.chat === this.name && detail.message) this.take(detail.message);
    });
    this.#jump.addEventListener('click', () => this.toEnd());
    this.#scroll.addEventListener('scroll', () => this.#atEnd && this.#hideJump(), { passive: true });
    root.querySelector('.earlier').addEventListener('click', () => this.#earlier());
    // Pictures and the keyboard change the height after the fact; whoever was at the end stays there.
    new ResizeObserver(() => this.#sticky && this.toEnd()).observe(this.#scroll.firstElementChild);
    new ResizeObserver(() => this.#sticky && this.toEnd()).observe(this.#scroll);
    this.#scroll.addEventListener('scroll', () => (this.#sticky = this.#atEnd), { passive: true });
  }

  #sticky = true;

  get empty() {
    return this.#messages.size === 0 && this.#outbox.items(this.name).length === 0;
  }

  get #atEnd() {
    const { scrollTop, clientHeight, scrollHeight } = this.#scroll;
    return scrollHeight - scrollTop - clientHeight < 80;
  }

  /** Reads the newest part of the history; resolves to the rev from which the stream goes on. */
  async load() {
    const { messages, cursor, more } = await getJson(`/web/${this.name}/messages`);
    this.#newest = Math.max(0, ...messages.map(({ seq }) => seq));
    // A first screenful is history, not news: a screen reader is not made to recite it.
    this.#log.setAttribute('aria-live', 'off');
    for (const message of messages) this.#put(message);
    requestAnimationFrame(() => this.#log.setAttribute('aria-live', 'polite'));
    this.#root.querySelector('.earlier').hidden = !more;
    this.#drawWaiting(false);
    // An empty chat begins with its greeting, read from the top.
    if (this.empty) this.#sticky = false;
    else this.toEnd();
    return cursor;
  }

  /** Draws a message that is new or was changed. */
  take(message) {
    const known = this.#messages.get(message.seq);
    if (known && known.message.rev >= message.rev) return;
    if (!known && this.#beforeHistory(message.seq)) return;
    const stay = this.#sticky || message.mine;
    this.#put(message);
    this.#drawWaiting(false);
    if (known) {
      known.article.classList.add('changed');
      known.article.addEventListener('animationend', () => known.article.classList.remove('changed'), {
        once: true,
      });
    }
    if (stay) this.toEnd();
    if (known || message.seq <= this.#newest) return;
    this.#newest = message.seq;
    if (!stay && !message.mine) this.#jump.hidden = false;
    if (!message.mine) this.dispatchEvent(new CustomEvent('fresh', { detail: message }));
  }

  /** An edit of a message further back than what is shown; it comes with the rest when that is asked for. */
  #beforeHistory(seq) {
    return !this.#root.querySelector('.earlier').hidden && seq < Math.min(...this.#messages.keys());
  }

  setOnline(online) {
    this.#online = online;
    this.#drawWaiting(false);
  }

  toEnd() {
    this.#scroll.scrollTop = this.#scroll.scrollHeight;
    this.#sticky = true;
    this.#hideJump();
  }

  #hideJump() {
    this.#jump.hidden = true;
  }

  #put(message) {
    if (message.id) this.#ids.add(message.id);
    let entry = this.#messages.get(message.seq);
    if (!entry) {
      entry = { article: el('article', { 'data-seq': message.seq, tabindex: '-1' }), message };
      this.#messages.set(message.seq, entry);
      this.#place(entry.article, message.seq);
    }
    entry.message = message;
    drawMessage(entry.article, message, this.#actions);
    this.#markDay(entry.article);
    if (entry.article.nextElementSibling) this.#markDay(entry.article.nextElementSibling);
  }

  #place(article, seq) {
    let after = this.#log.lastElementChild;
    while (after && Number(after.dataset.seq) > seq) after = after.previousElementSibling;
    if (after) after.after(article);
    else this.#log.prepend(article);
  }

  #markDay(article) {
    const at = (node) => this.#messages.get(Number(node.dataset.seq)).message.at;
    const before = article.previousElementSibling;
    article.querySelector(':scope > .day')?.remove();
    if (before && !otherDay(at(before), at(article))) return;
    article.prepend(el('p', { class: 'day', text: dayName(at(article)) }));
  }

  #drawWaiting(scroll) {
    // The stream may bring a message before its post is answered; it is drawn once.
    const items = this.#outbox.items(this.name).filter((item) => !this.#ids.has(item.id));
    const quiet = (item) => item.choice && this.name === 'desk' && !item.problem;
    const actions = {
      online: this.#online,
      retry: (item) => this.#outbox.retry(item),
      discard: (item) => this.#outbox.discard(item),
    };
    const drawn = items.filter((item) => !quiet(item)).map((item) => drawWaiting(item, actions));
    this.#waiting.replaceChildren(...drawn);
    for (const button of this.#log.querySelectorAll('.choice[aria-busy]')) {
      const seq = Number(button.closest('article').dataset.seq);
      if (!this.#actions.pressing(seq, button.dataset.choice)) button.removeAttribute('aria-busy');
    }
    if (scroll && drawn.length > 0) this.toEnd();
  }

  #actions = {
    find: (seq) => this.#messages.get(seq)?.message,
    show: (seq) => {
      const article = this.#messages.get(seq)?.article;
      article?.scrollIntoView({ block: 'center' });
      article?.focus({ preventScroll: true });
    },
    reply: (message) => this.composer.quote(message),
    pressing: (seq, id) =>
      this.#outbox
        .items(this.name)
        .some(({ choice, problem }) => !problem && choice?.ref === seq && choice.id === id),
    press: (message, choice) => {
      if (this.#actions.pressing(message.seq, choice.id)) return;
      this.#outbox.add(this.name, { choice: { id: choice.id, ref: message.seq }, label: choice.label });
      const button = this.#messages
        .get(message.seq)
        .article.querySelector(`[data-choice="${CSS.escape(choice.id)}"]`);
      button?.setAttribute('aria-busy', 'true');
    },
  };

  async #earlier() {
    const button = this.#root.querySelector('.earlier');
    button.disabled = true;
    try {
      const before = Math.min(...this.#messages.keys());
      const { messages, more } = await getJson(`/web/${this.name}/messages?before=${before}`);
      const height = this.#scroll.scrollHeight;
      this.#sticky = false;
      for (const message of messages) this.#put(message);
      this.#scroll.scrollTop += this.#scroll.scrollHeight - height;
      button.hidden = !more;
    } catch {
      this.composer.note(t('status_offline'));
    } finally {
      button.disabled = false;
    }
  }
}
