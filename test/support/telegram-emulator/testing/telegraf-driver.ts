import { Telegraf, TelegramError } from 'telegraf';
import type { TelegramEmulator } from '../index.ts';
import { type Driver, MENU, type Refusal, readSaid, type Said } from './driver.ts';
import { mendTelegrafUploads } from './telegraf-uploads.ts';

mendTelegrafUploads();

/** The test bot on Telegraf. */
export class TelegrafDriver implements Driver {
  readonly said: Said[] = [];
  private bot!: Telegraf;
  private polling: Promise<unknown> = Promise.resolve();

  async start(tg: TelegramEmulator): Promise<void> {
    this.bot = new Telegraf(tg.token, { telegram: { apiRoot: tg.url } });
    this.bot.on('message', async (ctx) => {
      const said = readSaid(ctx.chat.id, ctx.message as Parameters<typeof readSaid>[1]);
      if (!said) return;
      this.said.push(said);
      if (said.text === 'menu') await ctx.reply('choose', MENU);
      else await ctx.reply(`echo ${said.fileId ? 'file' : said.text}`);
    });
    this.bot.on('callback_query', async (ctx) => {
      const { data } = ctx.callbackQuery as { data?: string };
      await ctx.answerCbQuery(`got ${data}`, { show_alert: true });
      await ctx.editMessageText('chosen');
    });
    const arrived = tg.waitForCall('getUpdates', { open: true });
    this.polling = this.bot.launch().catch((error: unknown) => error);
    await arrived;
  }

  async stop(): Promise<void> {
    // after a failed launch Telegraf refuses to stop: it is not running
    if (await Promise.race([this.polling, undefined])) return;
    this.bot.stop();
    await this.polling;
  }

  ended(): Promise<unknown> {
    return this.polling;
  }

  sendText(chatId: number, text: string) {
    return this.bot.telegram.sendMessage(chatId, text);
  }

  sendFile(chatId: number, source: Buffer, caption: string) {
    return this.bot.telegram.sendDocument(chatId, { source, filename: 'été.pdf' }, { caption });
  }

  sendAlbum(chatId: number, files: Buffer[]) {
    const media = files.map((source) => ({ type: 'photo' as const, media: { source } }));
    return this.bot.telegram.sendMediaGroup(chatId, media);
  }

  async fileUrl(_tg: TelegramEmulator, fileId: string): Promise<string> {
    return String(await this.bot.telegram.getFileLink(fileId));
  }

  refusal(error: unknown): Refusal | undefined {
    if (!(error instanceof TelegramError)) return undefined;
    const retryAfter = error.parameters?.retry_after;
    return { code: error.code, description: error.description, ...(retryAfter && { retryAfter }) };
  }
}
