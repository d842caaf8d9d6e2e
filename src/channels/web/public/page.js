import { renewSession } from './api.js';
import { boot, memory, t } from './boot.js';
import { Outbox } from './outbox.js';
import { openOutboxDb } from './outbox-db.js';

/** The outbox of this page, with what an earlier visit left in it. */
export async function openOutbox() {
  const outbox = new Outbox(await openOutboxDb());
  await outbox.load();
  return outbox;
}

/** Loads a chat's history, again and again until the server answers; meanwhile people can write already. */
export async function loadPatiently(chat) {
  for (;;) {
    try {
      return await chat.load();
    } catch (error) {
      if (error.status === 401) renewSession();
      await new Promise((resolve) => {
        setTimeout(resolve, error.retryAfterMs ?? 3_000);
        addEventListener('online', resolve, { once: true });
      });
    }
  }
}

/** Shows in words and colour whether the page is connected; `online` is the text for when it is. */
export function showState(stream, online) {
  const status = document.getElementById('status');
  const draw = () => {
    status.dataset.state = stream.state;
    status.querySelector('.status-text').textContent = t(
      stream.state === 'online' ? online : `status_${stream.state}`,
    );
  };
  stream.addEventListener('state', draw);
  draw();
}

/** Changes the page's language, and tells the bot through `outbox` when there is one. */
export function wireLanguage(outbox) {
  const menu = document.getElementById('language');
  menu.addEventListener('change', () => {
    const secure = location.protocol === 'https:' ? '; Secure' : '';
    // biome-ignore lint/suspicious/noDocumentCookie: the cookie store API is missing in half of the browsers
    document.cookie = `homeward_lang=${menu.value}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
    const reload = () => location.reload();
    if (!outbox) return reload();
    const item = outbox.add('me', { text: `/language ${menu.value}` });
    outbox.addEventListener('sent', ({ detail }) => detail.item.id === item.id && reload());
    // Without a connection the page changes anyway; the outbox keeps the command for the bot.
    setTimeout(reload, 2_500);
  });
}

/** Hides the deep link's code from the address once it is dealt with. */
export const forgetStart = () => history.replaceState(null, '', location.pathname);

/** Makes the page installable and gives it an answer without a network. */
export function registerWorker() {
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.register(`/sw.js?v=${boot.version}`).catch(() => undefined);
}

/** The name a colleague gave at sign-in goes along with what they write until the desk knows them. */
export const rememberName = (name) => memory.set('name', name.trim() || null);
