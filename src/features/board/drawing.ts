/** Draws cards and lists at the moment they go out, so that a late one shows what is so now. */
import type { Clock } from '../../clock.ts';
import { type CardOptions, renderCard, renderListLine } from '../../domain/card-text.ts';
import type { MessageRef } from '../../domain/ids.ts';
import type { Translate } from '../../domain/locale.ts';
import type { Choice, Content } from '../../domain/message.ts';
import { LIST_SIZE } from '../../outbox/card-body.ts';
import { type CardView, findList, joinList, listCards, loadCardViews, placeList } from '../../store/cards.ts';
import type { Db } from '../../store/db.ts';
import { findChatById } from '../../store/people.ts';
import { transact } from '../../store/transaction.ts';
import { drawTopic } from './draw-topic.ts';
import { staffLocale } from './staff-locale.ts';

/** What drawing needs. */
export interface DrawingDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly t: Translate;
  readonly locale: string;
  readonly zone: string;
  /** What the chat's platform can do. */
  readonly capabilities: (
    account: string,
  ) => { readonly edit: boolean; readonly buttons: boolean } | undefined;
}

/** The drawing that delivery asks for; its shape is delivery's `Drawing`. */
export function createDrawing(deps: DrawingDeps) {
  const { db } = deps;

  async function optionsFor(chatId: string): Promise<(CardOptions & { canEdit: boolean }) | undefined> {
    const chat = await findChatById(db, chatId);
    if (!chat) return undefined;
    const { t, clock, zone } = deps;
    const { edit: canEdit = false, buttons = false } = deps.capabilities(chat.account) ?? {};
    return {
      t,
      locale: staffLocale(chat, deps.locale),
      now: clock.now(),
      zone,
      reader: 'group',
      canEdit,
      buttons,
    };
  }

  async function drawList(listId: string) {
    const list = await findList(db, listId);
    const options = list && (await optionsFor(list.chatId));
    if (!list || !options) return undefined;
    const views = await loadCardViews(db, list.ticketIds);
    const ref = list.ref ? { ref: list.ref as MessageRef } : {};
    return { listId, ticketIds: list.ticketIds, content: listContent(views, options), ...ref };
  }

  return {
    async card(ticketId: string, chatId: string) {
      const [view] = await loadCardViews(db, [ticketId]);
      const options = await optionsFor(chatId);
      if (!view || !options) return undefined;
      const place = (await listCards(db, ticketId)).find((one) => one.chat.id === chatId);
      return {
        content: renderCard(view, options),
        ...(place?.ref ? { ref: place.ref } : {}),
        ...(place?.listId ? { listId: place.listId } : {}),
      };
    },
    async extendList(chatId: string, ticketIds: readonly string[], canEdit: boolean) {
      const now = deps.clock.now();
      const listId = await transact(db, (tx) =>
        joinList(tx, chatId, ticketIds, { canEdit, size: LIST_SIZE, now }),
      );
      const drawn = await drawList(listId);
      if (!drawn) throw new Error('a list vanished while it was drawn');
      return drawn;
    },
    list: drawList,
    topic: (ticketId: string, chatId: string) => drawTopic(deps, { ticketId, chatId }),
    placeList: (listId: string, ref: MessageRef) => placeList(db, listId, ref),
  };
}

/** A line and a claim button for each ticket, in the order of their numbers. */
function listContent(views: readonly CardView[], options: CardOptions): Content {
  const head = options.t(options.locale, 'staff-page:list', { count: views.length });
  const lines = views.map((view) => renderListLine(view, options));
  const claimable = options.buttons ? views.filter((view) => view.ticket.ownerId === null) : [];
  const choices = claimable.map((view): Choice => {
    const { number, version } = view.ticket;
    return { id: `claim:${number}:${version}`, label: `#${number}` };
  });
  const rows = Array.from({ length: Math.ceil(choices.length / 5) }, (_row, index) =>
    choices.slice(index * 5, index * 5 + 5),
  );
  return { text: [head, ...lines].join('\n'), choices: rows, card: true };
}
