import { alertTo } from './alerts.js';
import { getJson } from './api.js';
import { boot } from './boot.js';
import { Conversation } from './conversation.js';
import { forgetStart, loadPatiently, openOutbox, registerWorker, showState, wireLanguage } from './page.js';
import { Stream } from './stream.js';

const outbox = await openOutbox();
const stream = new Stream({ desk: false });
const chat = new Conversation(document.getElementById('pane-me'), { outbox, commands: boot.commands.me });
const starters = document.getElementById('starters');
const deskLink = document.getElementById('desk-link');
deskLink.hidden = !boot.staff;

const showStarters = () => {
  starters.hidden = !chat.empty || document.getElementById('invitation') !== null;
};
for (const chip of starters.querySelectorAll('.chip')) {
  chip.addEventListener('click', () => chat.composer.write(chip.dataset.text));
}
outbox.addEventListener('change', showStarters);

/** A code that made this visitor a colleague opens the way to the desk. */
async function lookForDesk() {
  const { staff } = await getJson('/web/session').catch(() => ({ staff: null }));
  if (staff) deskLink.hidden = false;
}

let invited = false;
const invitation = document.getElementById('invitation');
invitation?.querySelector('button').addEventListener('click', () => {
  invited = true;
  outbox.add('me', { text: `/start ${invitation.dataset.start}` });
  invitation.remove();
  forgetStart();
  showStarters();
});

stream.addEventListener('message', ({ detail }) => {
  chat.take(detail);
  showStarters();
  if (invited && detail.author === 'bot' && deskLink.hidden) void lookForDesk();
});
stream.addEventListener('state', ({ detail }) => {
  chat.setOnline(detail === 'online');
  if (detail === 'online') outbox.kick();
});
chat.addEventListener('fresh', () => alertTo());
showState(stream, 'status_online');
wireLanguage(outbox);
registerWorker();

const cursor = await loadPatiently(chat);
showStarters();
stream.start({ me: cursor });
