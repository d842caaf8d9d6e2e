import { el } from './boot.js';

const SHOWN = 8;

/** Offers the commands that begin with what was typed after a slash; arrows choose, Tab or Enter takes. */
export class Completion {
  #input;
  #list;
  #commands;
  #taken;
  #matches = [];
  #active = 0;

  constructor(form, input, commands, taken) {
    this.#input = input;
    this.#commands = commands;
    this.#taken = taken;
    this.#list = form.querySelector('.completions');
    input.addEventListener('blur', () => setTimeout(() => this.#show([]), 150));
  }

  /** Looks again at what is typed. */
  update() {
    const typed = /^\/(\S*)$/.exec(this.#input.value)?.[1]?.toLowerCase();
    const fits = ({ name }) => typed !== undefined && name.toLowerCase().startsWith(typed) && name !== typed;
    this.#active = 0;
    this.#show(this.#commands.filter(fits).slice(0, SHOWN));
  }

  /** Uses a key for the list; true when it did. */
  key(event) {
    if (this.#matches.length === 0) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.#active = (this.#active + step + this.#matches.length) % this.#matches.length;
      this.#show(this.#matches);
    } else if (event.key === 'Tab' || (event.key === 'Enter' && !event.shiftKey)) {
      this.#take(this.#matches[this.#active]);
    } else if (event.key === 'Escape') {
      this.#show([]);
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }

  #take(command) {
    this.#input.value = `/${command.name} `;
    this.#input.focus();
    this.#taken();
  }

  #show(matches) {
    this.#matches = matches;
    this.#list.hidden = matches.length === 0;
    this.#list.replaceChildren(...matches.map((command, index) => this.#option(command, index)));
    if (matches.length > 0)
      this.#input.setAttribute('aria-activedescendant', `${this.#list.id}-${this.#active}`);
    else this.#input.removeAttribute('aria-activedescendant');
  }

  #option(command, index) {
    const option = el(
      'li',
      { role: 'option', id: `${this.#list.id}-${index}`, 'aria-selected': String(index === this.#active) },
      el('b', { dir: 'ltr', text: `/${command.name}` }),
      el('span', { dir: 'auto', text: command.description }),
    );
    // Pressing must not take the focus from the input, which would close the list first.
    option.addEventListener('pointerdown', (event) => {
      event.preventDefault();
      this.#take(command);
    });
    return option;
  }
}
