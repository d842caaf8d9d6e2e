/** On a narrow screen the desk shows one chat at a time; the other one counts what it receives. */
export class Tabs {
  #chats;
  #main = document.querySelector('main.desk');
  #tabs = [...document.querySelectorAll('[role="tab"]')];
  #unread = { desk: 0, me: 0 };

  constructor(chats) {
    this.#chats = chats;
    for (const [index, tab] of this.#tabs.entries()) {
      tab.addEventListener('click', () => this.#choose(tab));
      tab.addEventListener('keydown', (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) return;
        const next = this.#tabs[(index + step + this.#tabs.length) % this.#tabs.length];
        this.#choose(next);
        next.focus();
      });
    }
    const narrow = matchMedia('(max-width: 899px)');
    const apply = () => this.#apply(narrow.matches);
    narrow.addEventListener('change', apply);
    apply();
  }

  /** A message arrived in this chat. */
  count(name) {
    const seen = this.#visible(name) && !document.hidden;
    this.#unread[name] = seen ? 0 : this.#unread[name] + 1;
    this.#draw();
  }

  #visible(name) {
    return this.#main.dataset.tab === name || !matchMedia('(max-width: 899px)').matches;
  }

  #choose(tab) {
    this.#main.dataset.tab = tab.id.replace('tab-', '');
    this.#unread[this.#main.dataset.tab] = 0;
    this.#draw();
    this.#chats[this.#main.dataset.tab].toEnd();
  }

  #apply(narrow) {
    for (const pane of this.#main.querySelectorAll('.pane')) {
      if (narrow) {
        pane.setAttribute('role', 'tabpanel');
        pane.setAttribute('aria-labelledby', `tab-${pane.dataset.chat}`);
      } else {
        pane.removeAttribute('role');
        pane.removeAttribute('aria-labelledby');
      }
    }
    this.#draw();
  }

  #draw() {
    for (const tab of this.#tabs) {
      const name = tab.id.replace('tab-', '');
      const chosen = this.#main.dataset.tab === name;
      tab.setAttribute('aria-selected', String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      const badge = tab.querySelector('.badge');
      badge.hidden = this.#unread[name] === 0;
      badge.textContent = String(this.#unread[name]);
    }
  }
}
