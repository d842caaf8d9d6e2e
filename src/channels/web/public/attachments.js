import { boot, el, icon, t } from './boot.js';
import { fileSize } from './format.js';

/** Files chosen for the next message, with small previews that can be taken out again. */
export class Attachments {
  #chosen = [];
  #form;
  #list;
  #note;
  #changed;

  constructor(form, note, changed) {
    this.#form = form;
    this.#list = form.querySelector('.attachments');
    this.#note = note;
    this.#changed = changed;
    const picker = form.querySelector('input[type="file"]');
    form.querySelector('.attach').addEventListener('click', () => this.#toggleMenu());
    form.querySelector('.attach-file').addEventListener('click', () => picker.click());
    picker.addEventListener('change', () => {
      this.add([...picker.files]);
      picker.value = '';
    });
    form.addEventListener('keydown', (event) => event.key === 'Escape' && this.closeMenu());
    const pane = form.closest('.pane');
    pane.addEventListener('dragover', (event) => event.preventDefault());
    pane.addEventListener('drop', (event) => {
      event.preventDefault();
      this.add([...(event.dataTransfer?.files ?? [])]);
    });
  }

  /** What the next message takes along. */
  get files() {
    return this.#chosen.map(({ blob, name }) => ({ blob, name }));
  }

  /** Takes files that are not too many or too large, and says so of those that are. */
  add(files) {
    this.closeMenu();
    const megabytes = Math.floor(boot.limits.uploadBytes / 1024 / 1024);
    for (const file of files) {
      if (this.#chosen.length >= boot.limits.files)
        this.#note(t('error_too_many_files', { files: boot.limits.files }));
      else if (file.size > boot.limits.uploadBytes) this.#note(t('error_file_too_large', { megabytes }));
      else this.#chosen.push({ blob: file, name: file.name, preview: URL.createObjectURL(file) });
    }
    this.#draw();
  }

  clear() {
    for (const { preview } of this.#chosen) URL.revokeObjectURL(preview);
    this.#chosen = [];
    this.#draw();
  }

  closeMenu() {
    this.#form.querySelector('.attach-menu').hidden = true;
    this.#form.querySelector('.attach').setAttribute('aria-expanded', 'false');
  }

  #toggleMenu() {
    const menu = this.#form.querySelector('.attach-menu');
    // With nothing else to offer, the button opens the file picker itself.
    if (this.#form.querySelector('.attach-place').hidden)
      return this.#form.querySelector('input[type="file"]').click();
    menu.hidden = !menu.hidden;
    this.#form.querySelector('.attach').setAttribute('aria-expanded', String(!menu.hidden));
    if (!menu.hidden) menu.querySelector('button').focus();
  }

  #draw() {
    this.#list.hidden = this.#chosen.length === 0;
    this.#list.replaceChildren(...this.#chosen.map((file) => this.#item(file)));
    this.#changed();
  }

  #item(file) {
    const image = file.blob.type.startsWith('image/');
    const remove = () => {
      URL.revokeObjectURL(file.preview);
      this.#chosen = this.#chosen.filter((other) => other !== file);
      this.#draw();
    };
    return el(
      'li',
      {},
      image ? el('img', { src: file.preview, alt: '' }) : icon('file'),
      el('span', { class: 'file-name', dir: 'auto', text: file.name }),
      el('span', { class: 'quiet-text', text: fileSize(file.blob.size) }),
      el(
        'button',
        {
          type: 'button',
          class: 'icon-button',
          'aria-label': `${t('remove')}: ${file.name}`,
          onclick: remove,
        },
        icon('close'),
      ),
    );
  }
}
