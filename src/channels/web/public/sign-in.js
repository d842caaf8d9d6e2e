import { getJson } from './api.js';
import { t } from './boot.js';
import { forgetStart, openOutbox, registerWorker, rememberName, showState, wireLanguage } from './page.js';
import { Stream } from './stream.js';

const LOOKS = 20;
const form = document.getElementById('signin');
const answer = document.getElementById('answer');
const outbox = await openOutbox();
const stream = new Stream({ desk: false });
let asked = false;

async function openWhenStaff() {
  const { staff } = await getJson('/web/session').catch(() => ({ staff: null }));
  if (!staff) return false;
  location.replace('/desk');
  return true;
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { kind, code, name } = Object.fromEntries(new FormData(form));
  if (!code.trim()) return form.elements.code.focus();
  rememberName(name);
  asked = true;
  answer.textContent = t('signin_waiting');
  outbox.add('me', { text: `/${kind} ${code.trim()}`, ...(name.trim() ? { name: name.trim() } : {}) });
  // The bot's answer arrives by the stream; should the stream be down, asking now and then opens the desk too.
  for (let look = 0; look < LOOKS; look += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    if (await openWhenStaff()) return;
  }
});

form.querySelector('[type=submit]').disabled = false;

stream.addEventListener('message', ({ detail }) => {
  if (!asked || detail.author !== 'bot') return;
  if (detail.text) answer.textContent = detail.text;
  void openWhenStaff();
});
outbox.addEventListener('change', () => {
  const refused = outbox.items('me').find((item) => item.problem);
  if (refused) answer.textContent = refused.problem;
});

showState(stream, 'health_online');
wireLanguage(undefined);
registerWorker();
if (new URLSearchParams(location.search).has('start')) forgetStart();
const cursor = await getJson('/web/me/messages')
  .then((history) => history.cursor)
  .catch(() => 0);
stream.start({ me: cursor });
