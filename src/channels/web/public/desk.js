import { alertTo, sound } from './alerts.js';
import { getJson } from './api.js';
import { boot, el, t } from './boot.js';
import { Conversation } from './conversation.js';
import { urgency } from './format.js';
import { loadPatiently, openOutbox, registerWorker, showState, wireLanguage } from './page.js';
import { Stream } from './stream.js';
import { Tabs } from './tabs.js';

const STATE_EVERY_MS = 15_000;
const outbox = await openOutbox();
const stream = new Stream({ desk: true });
const chats = Object.fromEntries(
  ['desk', 'me'].map((name) => [
    name,
    new Conversation(document.getElementById(`pane-${name}`), { outbox, commands: boot.commands[name] }),
  ]),
);
const tabs = new Tabs(chats);

for (const [name, chat] of Object.entries(chats)) {
  chat.addEventListener('fresh', ({ detail: message }) => {
    tabs.count(name);
    alertTo({ emergency: urgency(message) === 'emergency' || message.forMe === true });
  });
}

stream.addEventListener('message', ({ detail }) => chats[detail.chat].take(detail));
stream.addEventListener('state', ({ detail }) => {
  for (const chat of Object.values(chats)) chat.setOnline(detail === 'online');
  if (detail === 'online') outbox.kick();
});

const toggle = document.getElementById('sound');
toggle.setAttribute('aria-pressed', String(sound.on));
toggle.addEventListener('click', () => {
  sound.on = !sound.on;
  toggle.setAttribute('aria-pressed', String(sound.on));
  if (sound.on) alertTo();
});

function drawHealth(health) {
  const line = health.map(({ account, state, detail }) =>
    el(
      'span',
      { class: 'account', 'data-state': state, title: detail },
      el('span', { class: 'dot' }),
      `${account}: ${t(`health_${state}`)}`,
    ),
  );
  document.getElementById('health').replaceChildren(...line);
}

function drawLogins(logins) {
  const box = document.getElementById('logins');
  const shown = [...box.querySelectorAll('img')].map((image) => image.getAttribute('src')).join();
  if (shown === logins.map(({ url }) => url).join()) return;
  box.hidden = logins.length === 0;
  box.replaceChildren(
    ...logins.map(({ account, url }) =>
      el(
        'figure',
        {},
        el('img', { src: url, alt: t('login_scan', { account }), width: 200, height: 200 }),
        el('figcaption', { text: t('login_scan', { account }) }),
      ),
    ),
  );
}

async function lookAtState() {
  try {
    const { health, logins } = await getJson('/web/desk/state');
    drawHealth(health);
    drawLogins(logins);
  } catch (error) {
    // No longer a colleague: the page asks for a code again.
    if (error.status === 403) location.reload();
  }
}

showState(stream, 'health_online');
wireLanguage(outbox);
registerWorker();
void lookAtState();
setInterval(lookAtState, STATE_EVERY_MS);
const [desk, me] = await Promise.all([loadPatiently(chats.desk), loadPatiently(chats.me)]);
stream.start({ desk, me });
