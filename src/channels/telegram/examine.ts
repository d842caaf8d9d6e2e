import { type NoAnswer, noAnswer, withoutContent } from './driver.ts';
import { problemOf, type WebhookInfo } from './webhook-watch.ts';

/** What is to be looked at. */
export interface ExamineOptions {
  readonly token: string;
  readonly apiRoot: string;
  /** Where Telegram is to bring updates; undefined when it is polled. */
  readonly webhookUrl: string | undefined;
}

/** What was found, in words for an operator; free of the token. */
export interface TelegramFinding {
  readonly status: 'ok' | 'warn' | 'fail';
  readonly message: string;
  readonly mend?: string;
}

/** Findings, and what Telegram's clock said at which moment of ours. */
export interface TelegramExamination {
  readonly findings: readonly TelegramFinding[];
  /** Milliseconds that Telegram's clock is before ours; to the second. */
  readonly clockAheadMs: number | undefined;
}

interface Answer<T> {
  readonly ok?: boolean;
  readonly result?: T;
  readonly error_code?: number;
  readonly description?: string;
}

interface Asked<T> {
  readonly answer: Answer<T>;
  readonly clockAheadMs: number | undefined;
}

interface Me {
  readonly username?: string;
  readonly can_join_groups?: boolean;
  readonly can_read_all_group_messages?: boolean;
}

/** How long Telegram may take to answer, in milliseconds. */
const ANSWER_MS = 8000;

/** Asks Telegram about the bot and its webhook; never for updates, so a running bot is not disturbed. */
export async function examineTelegram(options: ExamineOptions): Promise<TelegramExamination> {
  try {
    const { answer, clockAheadMs } = await ask<Me>(options, 'getMe');
    if (!answer.ok) return { findings: [refused(answer)], clockAheadMs };
    const info = await ask<WebhookInfo>(options, 'getWebhookInfo');
    const findings = [...aboutBot(answer.result ?? {}), aboutWebhook(info.answer, options.webhookUrl)];
    return { findings, clockAheadMs };
  } catch (error) {
    const { code } = error as NoAnswer;
    const message = `Telegram does not answer at ${new URL(options.apiRoot).host} (${code}).`;
    const mend = 'Check the network, a proxy or firewall, and TELEGRAM_API_ROOT.';
    return { findings: [{ status: 'fail', message, mend }], clockAheadMs: undefined };
  }
}

async function ask<T>({ token, apiRoot }: ExamineOptions, method: string): Promise<Asked<T>> {
  const signal = AbortSignal.timeout(ANSWER_MS);
  const before = Date.now();
  try {
    const url = `${apiRoot.replace(/\/+$/, '')}/bot${token}/${method}`;
    const response = await fetch(url, { method: 'POST', signal });
    const date = Date.parse(response.headers.get('date') ?? '');
    const now = (before + Date.now()) / 2;
    // The header has whole seconds, cut off.
    const clockAheadMs = Number.isNaN(date) ? undefined : Math.round(date + 500 - now);
    return { answer: (await response.json()) as Answer<T>, clockAheadMs };
  } catch (error) {
    throw noAnswer(error, signal);
  }
}

function refused({ error_code: code = 0, description = '' }: Answer<unknown>): TelegramFinding {
  const isToken = code === 401 || code === 404;
  return {
    status: 'fail',
    message: isToken
      ? 'Telegram refuses the token.'
      : `Telegram answers ${code} ${withoutContent(description)}.`,
    mend: isToken
      ? 'Take the token that @BotFather shows for this bot (/mybots) into TELEGRAM_BOT_TOKEN.'
      : 'Try again in a while; TELEGRAM_API_ROOT may lead to another service.',
  };
}

function aboutBot({ username, can_join_groups, can_read_all_group_messages }: Me): TelegramFinding[] {
  const name = username ? `@${username}` : 'the bot';
  const groups: TelegramFinding[] =
    can_join_groups === false
      ? [
          {
            status: 'warn',
            message: `${name} may not be added to groups, so no team can work in one.`,
            mend: 'Tell @BotFather /setjoingroups, and choose Enable.',
          },
        ]
      : [];
  const reads = can_read_all_group_messages
    ? 'reads everything in groups (privacy mode is off)'
    : 'reads in groups what is addressed to it';
  return [{ status: 'ok', message: `${name} answers; it ${reads}.` }, ...groups];
}

function aboutWebhook(
  { result: info = {} }: Answer<WebhookInfo>,
  wanted: string | undefined,
): TelegramFinding {
  const { url = '', pending_update_count: waiting = 0 } = info;
  const waits = waiting > 0 ? ` ${waiting} updates wait.` : '';
  if (wanted === undefined) {
    if (!url) return { status: 'ok', message: `Updates are polled for; no webhook is set.${waits}` };
    return {
      status: 'warn',
      message: `Updates are to be polled for, but a webhook is set, to ${hostOf(url)}.${waits}`,
      mend: 'Homeward takes it away when it starts. If another program uses this token, stop that or give it its own.',
    };
  }
  if (url !== wanted) {
    return {
      status: 'warn',
      message: url
        ? `The webhook leads to ${hostOf(url)}, not to PUBLIC_URL.${waits}`
        : `The webhook is not set.${waits}`,
      mend: 'Homeward sets it when it starts. If another program uses this token, stop that or give it its own.',
    };
  }
  const problem = problemOf(info, 0);
  if (!problem) return { status: 'ok', message: `The webhook is set.${waits}` };
  return {
    status: 'fail',
    message: `Telegram cannot bring updates to the webhook: ${problem}.${waits}`,
    mend: 'Check that PUBLIC_URL is reached from outside, its certificate, and the reverse proxy.',
  };
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : 'somewhere');
