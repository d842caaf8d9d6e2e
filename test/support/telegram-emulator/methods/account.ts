import { badRequest } from '../errors.ts';
import { MAX_DOWNLOAD_BYTES } from '../files.ts';
import type { CallbackAnswer } from '../types.ts';
import type { Call, Method, Methods } from './method.ts';

const CALLBACK_TTL_MS = 15_000;
const CALLBACK_GONE = 'query is too old and response timeout expired or query ID is invalid';

interface Command {
  command: string;
  description: string;
}

function getMe({ world }: Call): unknown {
  return {
    ...world.bot,
    can_join_groups: true,
    can_read_all_group_messages: !world.privacy,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
  };
}

function answerCallbackQuery({ world, params }: Call): true {
  const text = params.text('text');
  if (text.length > 200) throw badRequest('MESSAGE_TOO_LONG');
  const id = params.text('callback_query_id');
  const open = world.callbacks.get(id);
  world.callbacks.delete(id);
  if (!open || world.now() - open.at > CALLBACK_TTL_MS) throw badRequest(CALLBACK_GONE);
  const answer: CallbackAnswer = {};
  if (text) answer.text = text;
  if (params.bool('show_alert')) answer.show_alert = true;
  if (params.text('url')) answer.url = params.text('url');
  if (params.int('cache_time')) answer.cache_time = params.int('cache_time') as number;
  world.answers.notify({ id, answer });
  return true;
}

function commandKey({ params }: Call): string {
  const scope = params.json<Record<string, unknown>>('scope', 'BotCommandScope') ?? { type: 'default' };
  const language = params.text('language_code');
  if (!/^([a-z]{2})?$/.test(language)) throw badRequest('invalid language code specified');
  return `${String(scope.type)}:${String(scope.chat_id ?? '')}:${String(scope.user_id ?? '')}:${language}`;
}

function setMyCommands(call: Call): true {
  const key = commandKey(call);
  const commands = call.params.json<Command[]>('commands', 'commands');
  if (!Array.isArray(commands)) throw badRequest('expected an Array of BotCommand');
  if (commands.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH');
  for (const { command, description } of commands) {
    if (!/^\/?[a-z0-9_]{1,32}$/.test(String(command))) throw badRequest('BOT_COMMAND_INVALID');
    if (!description || description.length > 256) throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
  }
  call.world.commands.set(key, commands);
  return true;
}

function deleteMyCommands(call: Call): true {
  call.world.commands.delete(commandKey(call));
  return true;
}

function getFile({ world, params }: Call): unknown {
  const id = params.text('file_id');
  if (id === '') throw badRequest('file_id not specified');
  const file = world.files.get(id);
  if (file.size > MAX_DOWNLOAD_BYTES) throw badRequest('file is too big');
  return { file_id: id, file_unique_id: file.uniqueId, file_size: file.size, file_path: file.path };
}

const profile = (field: string, limit: number): Methods => {
  const key = ({ params }: Call) => `${field}:${params.text('language_code')}`;
  const capital = field.replace(/(^|_)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
  const set: Method = (call) => {
    const value = call.params.text(field);
    if (value.length > limit) throw badRequest(`${field.toUpperCase()}_TOO_LONG`);
    call.world.profile.set(key(call), value);
    return true;
  };
  const get: Method = (call) => ({ [field]: call.world.profile.get(key(call)) ?? '' });
  return { [`setMy${capital}`]: set, [`getMy${capital}`]: get };
};

/** Methods about the bot itself, its buttons and its files. */
export const accountMethods: Methods = {
  getMe,
  getFile,
  answerCallbackQuery,
  setMyCommands,
  getMyCommands: (call) => call.world.commands.get(commandKey(call)) ?? [],
  deleteMyCommands,
  ...profile('name', 64),
  ...profile('description', 512),
  ...profile('short_description', 120),
  setChatMenuButton: () => true,
  getChatMenuButton: () => ({ type: 'default' }),
  logOut: () => true,
  close: () => true,
};
