import { Bot, GrammyError, InputFile } from 'grammy';
import type { TelegramEmulator } from '../index.ts';
import { type Driver, MENU, type Refusal, readSaid, type Said } from './driver.ts';

/** The test bot on grammY. */
export class GrammyDriver implements Driver {
  readonly said: Said[] = [];
  private bot!: Bot;
  private polling: Promise<unknown> = Promise.resolve();

  async start(tg: TelegramEmulator): Promise<void> {
    this.bot = new Bot(tg.token, { client: { apiRoot: tg.url } });
    this.bot.on('message', async (ctx) => {
      const said = readSaid(ctx.chat.id, ctx.message);
      if (!said) return;
      this.said.push(said);
      if (said.text === 'menu') await ctx.reply('choose', MENU);
      else await ctx.reply(`echo ${ctx.message.text ?? 'file'}`);
    });
    this.bot.on('callback_query:data', async (ctx) => {
      await ctx.answerCallbackQuery({ text: `got ${ctx.callbackQuery.data}`, show_alert: true });
      await ctx.editMessageText('chosen');
    });
    const arrived = tg.waitForCall('getUpdates', { open: true });
    this.polling = this.bot.start().catch((error: unknown) => error);
    await arrived;
  }

  async stop(): Promise<void> {
    await this.bot.stop();
    await this.polling;
  }

  ended(): Promise<unknown> {
    return this.polling;
  }

  sendText(chatId: number, text: string) {
    return this.bot.api.sendMessage(chatId, text);
  }

  sendFile(chatId: number, bytes: Buffer, caption: string) {
    return this.bot.api.sendDocument(chatId, new InputFile(bytes, 'été.pdf'), { caption });
  }

  sendAlbum(chatId: number, files: Buffer[]) {
    const media = files.map((bytes) => ({ type: 'photo' as const, media: new InputFile(bytes) }));
    return this.bot.api.sendMediaGroup(chatId, media);
  }

  async fileUrl(tg: TelegramEmulator, fileId: string): Promise<string> {
    return `${tg.url}/file/bot${tg.token}/${(await this.bot.api.getFile(fileId)).file_path}`;
  }

  refusal(error: unknown): Refusal | undefined {
    if (!(error instanceof GrammyError)) return undefined;
    const { error_code: code, description, parameters } = error;
    return { code, description, ...(parameters.retry_after && { retryAfter: parameters.retry_after }) };
  }
}
