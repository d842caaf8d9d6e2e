/** How the platforms of a configuration look from here, for `npm run doctor`. */
import { examineTelegram } from './channels/telegram/examine.ts';
import { examineWechat } from './channels/wechat/examine.ts';
import type { Config } from './config.ts';

/** What was found about one platform, or about the clock it shows. */
export interface PlatformFinding {
  readonly account: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly message: string;
  readonly mend?: string;
}

/** Findings of every platform, and how far a platform's clock is before ours, in milliseconds. */
export interface PlatformFindings {
  readonly findings: readonly PlatformFinding[];
  readonly clockAheadMs: number | undefined;
}

/** Looks at every platform that is configured; `env` is for variables that a platform's own package reads. */
export async function checkPlatforms(
  config: Config,
  env: Readonly<Record<string, string | undefined>>,
): Promise<PlatformFindings> {
  const findings: PlatformFinding[] = [];
  let clockAheadMs: number | undefined;
  const { TELEGRAM_BOT_TOKEN: token, WECHATY_PUPPET: puppet } = config;
  if (token) {
    const webhookUrl = config.TELEGRAM_WEBHOOK_SECRET && webhookOf(config.PUBLIC_URL ?? '');
    const examined = await examineTelegram({ token, apiRoot: config.TELEGRAM_API_ROOT, webhookUrl });
    findings.push(...examined.findings.map((one) => ({ account: 'telegram', ...one })));
    clockAheadMs = examined.clockAheadMs;
  }
  if (puppet) {
    const hasToken = Boolean(config.WECHATY_PUPPET_TOKEN || env.WECHATY_PUPPET_SERVICE_TOKEN);
    const examined = examineWechat({ puppet, hasToken, dataDir: config.DATA_DIR });
    findings.push(...examined.map((one) => ({ account: 'wechat', ...one })));
  }
  return { findings, clockAheadMs };
}

const webhookOf = (publicUrl: string): string => `${publicUrl.replace(/\/+$/, '')}/channels/telegram`;
