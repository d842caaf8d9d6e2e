import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Wechaty, WechatyOptions } from 'wechaty';
import { StartupError } from '../../errors.ts';
import type { WechatSettings } from './options.ts';

function isMissing(error: unknown): boolean {
  const code = (error as { code?: unknown } | undefined)?.code;
  return code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
}

/** The path under which wechaty keeps the login, which nobody else on the machine may read; wechaty adds the ending. */
async function memoryCard(directory: string, name: string): Promise<string> {
  const card = join(directory, name);
  const file = `${card}.memory-card.json`;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  try {
    await writeFile(file, '{}', { flag: 'wx', mode: 0o600 });
  } catch {
    await chmod(file, 0o600);
  }
  return card;
}

/**
 * wechaty with its puppet constructed and not yet started. wechaty is loaded here, so that only a gateway with WeChat
 * pays for it. Throws StartupError when the puppet cannot be constructed: it is missing or lacks its token.
 */
export async function buildBot(settings: WechatSettings): Promise<Wechaty> {
  const { puppet, puppetToken, puppetOptions, dataDir } = settings;
  const { WechatyBuilder, log } = await import('wechaty');
  // wechaty writes contacts' names and message texts to the console from level `info` on.
  log.level('silent');
  const name = dataDir === undefined ? undefined : await memoryCard(dataDir, settings.name ?? settings.id);
  const options = {
    ...(name === undefined ? {} : { name }),
    puppet,
    ...(typeof puppet === 'string'
      ? { puppetOptions: { ...puppetOptions, ...(puppetToken ? { token: puppetToken } : {}) } }
      : {}),
  };
  // The cast admits puppets that wechaty's list of names does not know yet.
  const bot = WechatyBuilder.build(options as WechatyOptions);
  try {
    await bot.init();
  } catch (error) {
    const what = typeof puppet === 'string' ? puppet : 'the given puppet';
    throw new StartupError(
      isMissing(error)
        ? `WeChat: ${what} is not installed. Run: npm install ${what}`
        : `WeChat: ${what} cannot be set up; check its token and options (docs/wechat.md)`,
    );
  }
  return bot;
}
