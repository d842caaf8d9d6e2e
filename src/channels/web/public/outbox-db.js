const STORE = 'outbox';

const promised = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function open() {
  const request = indexedDB.open('homeward', 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'id' });
  return promised(request);
}

/** Messages that are not with the server yet, kept by the browser; without its database they live in memory only. */
export async function openOutboxDb() {
  const db = await open().catch(() => undefined);
  const act = async (mode, step) => {
    if (!db) return undefined;
    try {
      return await promised(step(db.transaction(STORE, mode).objectStore(STORE)));
    } catch {
      // A full disk or a private window: the message is still sent, it only would not survive closing the page.
      return undefined;
    }
  };
  return {
    all: async () => (await act('readonly', (store) => store.getAll())) ?? [],
    put: (item) => act('readwrite', (store) => store.put(item)),
    remove: (id) => act('readwrite', (store) => store.delete(id)),
  };
}
