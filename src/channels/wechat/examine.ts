import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What is to be looked at. */
export interface ExamineOptions {
  readonly puppet: string;
  /** Whether a token was given, in our variable or in the puppet's own. */
  readonly hasToken: boolean;
  readonly dataDir: string;
}

/** What was found, in words for an operator. */
export interface WechatFinding {
  readonly status: 'ok' | 'warn' | 'fail';
  readonly message: string;
  readonly mend?: string;
}

/** Puppets that cannot log in without a token. */
const WITH_TOKEN = /^wechaty-puppet-(service|padlocal)$/;

/** Looks whether the puppet is installed and has what it needs; it is not started, which would need a person. */
export function examineWechat({ puppet, hasToken, dataDir }: ExamineOptions): WechatFinding[] {
  if (!isInstalled(puppet)) {
    return [
      {
        status: 'fail',
        message: `The puppet ${puppet} is not installed.`,
        mend: `Run: npm install ${puppet}`,
      },
    ];
  }
  const isLoggedIn = existsSync(join(dataDir, 'wechat.memory-card.json'));
  const login = isLoggedIn ? 'a login is kept' : 'the first start asks for a scan';
  const found: WechatFinding = { status: 'ok', message: `${puppet} is installed; ${login}.` };
  if (!WITH_TOKEN.test(puppet) || hasToken) return [found];
  const message = `${puppet} needs a token.`;
  return [found, { status: 'fail', message, mend: 'Set WECHATY_PUPPET_TOKEN (docs/wechat.md).' }];
}

function isInstalled(puppet: string): boolean {
  try {
    createRequire(import.meta.url).resolve(puppet);
    return true;
  } catch (error) {
    // A package for `import` only is there all the same.
    return (error as { code?: string }).code !== 'MODULE_NOT_FOUND';
  }
}
