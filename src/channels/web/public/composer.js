import { Attachments } from './attachments.js';
import { boot, memory, t } from './boot.js';
import { Completion } from './completion.js';
import { summary } from './format.js';
import { Recorder } from './recorder.js';

/** Where a person writes: text, files, voice and place, with a quote and the commands that begin with a slash. */
export class Composer {
  #form;
  #chat;
  #outbox;
  #input;
  #quoted;
  #attachments;
  #completion;
  #recorder;

  constructor(form, { chat, outbox, commands }) {
    this.#form = form;
    this.#chat = chat;
    this.#outbox = outbox;
    this.#input = form.querySelector('textarea');
    this.#attachments = new Attachments(
      form,
      (text) => this.note(text),
      () => this.#refresh(),
    );
    this.#completion = new Completion(form, this.#input, commands ?? [], () => this.#refresh());
    this.#recorder = new Recorder(form, {
      done: (file) => this.#queue({ files: [file] }),
      failed: () => this.note(t('microphone_denied')),
      changed: () => this.#refresh(),
    });
    // On a slow network people write before this runs; what they wrote stays.
    this.#input.value ||= memory.get(`draft.${chat}`) ?? '';
    this.#listen();
    form.querySelector('.send').disabled = false;
    this.#refresh();
  }

  /** Puts words into the input for the person to go on from. */
  write(text) {
    this.#input.value = text;
    this.#refresh();
    this.#input.focus();
    this.#input.setSelectionRange(text.length, text.length);
  }

  /** The next message quotes this one. */
  quote(message) {
    this.#quoted = message;
    this.#form.querySelector('.quoting').hidden = !message;
    this.#form.querySelector('.quoting-text').textContent = message ? summary(message) : '';
    this.#input.focus();
  }

  /** Tells the person something about what they are writing. */
  note(text) {
    this.#form.querySelector('.composer-note').textContent = text;
  }

  #listen() {
    const button = (name) => this.#form.querySelector(name);
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (this.#recorder.recording) this.#recorder.stop();
      else this.#send();
    });
    this.#input.addEventListener('input', () => {
      this.note('');
      this.#refresh();
    });
    this.#input.addEventListener('keydown', (event) => this.#key(event));
    this.#input.addEventListener('paste', (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      this.#attachments.add(files);
    });
    button('.quoting-cancel').addEventListener('click', () => this.quote(undefined));
    const place = button('.attach-place');
    place.hidden = !('geolocation' in navigator && isSecureContext);
    place.addEventListener('click', () => this.#sendPlace());
  }

  #key(event) {
    // A keyboard that composes characters (Chinese, Japanese, Korean) uses Enter for itself.
    if (event.isComposing || event.keyCode === 229) return;
    if (this.#completion.key(event)) return;
    const touch = matchMedia('(pointer: coarse)').matches;
    if (event.key === 'Enter' && !event.shiftKey && !touch) {
      event.preventDefault();
      this.#form.requestSubmit();
    }
    if (event.key === 'Escape' && this.#quoted) this.quote(undefined);
  }

  #send() {
    const text = this.#input.value;
    const files = this.#attachments.files;
    if (!text.trim() && files.length === 0) return this.#input.focus();
    if (text.length > boot.limits.text) {
      return this.note(
        t('text_too_long', { characters: boot.limits.text, over: text.length - boot.limits.text }),
      );
    }
    this.#queue({ ...(text.trim() ? { text } : {}), ...(files.length > 0 ? { files } : {}) });
    this.#input.value = '';
    this.#attachments.clear();
    this.#refresh();
    this.#input.focus();
  }

  #queue(draft) {
    const replyTo = this.#quoted?.seq;
    const name = memory.get('name') ?? undefined;
    this.#outbox.add(this.#chat, { ...draft, ...(replyTo ? { replyTo } : {}), ...(name ? { name } : {}) });
    if (this.#quoted) this.quote(undefined);
    this.note('');
  }

  #sendPlace() {
    this.#attachments.closeMenu();
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.#queue({ place: { latitude: coords.latitude, longitude: coords.longitude } }),
      () => this.note(t('place_denied')),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    );
  }

  #refresh() {
    const { value } = this.#input;
    // An empty field shows its hint the way the page is written; a filled one follows what is written in it.
    this.#input.dir = value ? 'auto' : boot.dir;
    memory.set(`draft.${this.#chat}`, value || null);
    this.#input.style.height = 'auto';
    this.#input.style.height = `${this.#input.scrollHeight}px`;
    const written = value.trim() !== '' || (this.#attachments?.files.length ?? 0) > 0;
    const { recording = false } = this.#recorder ?? {};
    this.#form.classList.toggle('is-recording', recording);
    this.#form.querySelector('.record').hidden = !Recorder.possible || written || recording;
    this.#form.querySelector('.send').hidden = Recorder.possible && !written && !recording;
    this.#completion?.update();
  }
}
