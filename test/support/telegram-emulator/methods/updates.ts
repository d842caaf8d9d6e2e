import { badRequest, conflict } from '../errors.ts';
import type { Call, Methods } from './method.ts';

const WEBHOOK_ACTIVE =
  "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";

function getUpdates({ world, params, gone }: Call): Promise<unknown> {
  if (world.webhook.settings) throw conflict(WEBHOOK_ACTIVE);
  world.updates.allow(params.json<string[]>('allowed_updates'));
  const limit = Math.min(100, Math.max(1, params.int('limit') ?? 100));
  const timeoutSeconds = Math.min(50, Math.max(0, params.float('timeout') ?? 0));
  return world.updates.take({ offset: params.int('offset') ?? 0, limit, timeoutSeconds, gone });
}

function setWebhook(call: Call): true {
  const { world, params } = call;
  const url = params.text('url');
  if (url === '') return deleteWebhook(call);
  checkUrl(url);
  const secretToken = params.text('secret_token');
  if (secretToken.length > 256) throw badRequest('secret token is too long');
  if (!/^[\w-]*$/.test(secretToken)) throw badRequest('secret token contains unallowed characters');
  const maxConnections = Math.min(100, Math.max(1, params.int('max_connections') ?? 40));
  world.updates.allow(params.json<string[]>('allowed_updates'));
  if (params.bool('drop_pending_updates')) world.updates.drop();
  world.updates.abort('terminated by setWebhook request');
  world.webhook.set({ url, secretToken, maxConnections });
  return true;
}

function checkUrl(url: string): void {
  if (!URL.canParse(url)) throw badRequest('invalid webhook URL specified');
  const { protocol, hostname } = new URL(url);
  const isLocal = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
  if (protocol !== 'http:' || !isLocal) {
    throw badRequest('bad webhook: the emulator delivers to http on this machine only');
  }
}

function deleteWebhook({ world, params }: Call): true {
  if (params.bool('drop_pending_updates')) world.updates.drop();
  world.webhook.set(undefined);
  return true;
}

function getWebhookInfo({ world }: Call): unknown {
  const { settings, lastError } = world.webhook;
  return {
    url: settings?.url ?? '',
    has_custom_certificate: false,
    pending_update_count: world.updates.pending.size,
    ...(settings && { max_connections: settings.maxConnections, ip_address: '127.0.0.1' }),
    ...(lastError && { last_error_date: lastError.date, last_error_message: lastError.message }),
    ...(world.updates.allowed && { allowed_updates: world.updates.allowed }),
  };
}

/** Methods about how updates reach the bot. */
export const updateMethods: Methods = { getUpdates, setWebhook, deleteWebhook, getWebhookInfo };
