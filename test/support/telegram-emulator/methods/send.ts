import { badRequest } from '../errors.ts';
import { readText } from '../text.ts';
import { type Call, checkAccess, type Methods, readChat } from './method.ts';
import { deliver, readTarget } from './target.ts';

const ACTIONS = new Set([
  'typing',
  'upload_photo',
  'record_video',
  'upload_video',
  'record_voice',
  'upload_voice',
  'upload_document',
  'choose_sticker',
  'find_location',
  'record_video_note',
  'upload_video_note',
]);

function sendMessage(call: Call): unknown {
  const { text, entities } = readText(call.params);
  const target = readTarget(call);
  return deliver(call, target, { text, ...(entities.length > 0 && { entities }) });
}

function sendLocation(call: Call): unknown {
  const latitude = call.params.float('latitude');
  const longitude = call.params.float('longitude');
  if (latitude === undefined) throw badRequest('latitude is empty');
  if (longitude === undefined) throw badRequest('longitude is empty');
  return deliver(call, readTarget(call), { location: { latitude, longitude } });
}

function sendContact(call: Call): unknown {
  const phone_number = call.params.text('phone_number');
  const first_name = call.params.text('first_name');
  const last_name = call.params.text('last_name');
  if (phone_number === '') throw badRequest('parameter "phone_number" is required');
  if (first_name === '') throw badRequest('parameter "first_name" is required');
  const contact = { phone_number, first_name, ...(last_name && { last_name }) };
  return deliver(call, readTarget(call), { contact });
}

function sendChatAction(call: Call): true {
  const chat = readChat(call);
  checkAccess(call.world, chat, true);
  const action = call.params.text('action');
  if (!ACTIONS.has(action)) throw badRequest('wrong parameter action in request');
  call.world.actions.push({ chat_id: chat.id, action, at: call.world.now() });
  if (call.world.actions.length > 10_000) call.world.actions.splice(0, 5_000);
  return true;
}

/** Methods that send something without a file. */
export const sendMethods: Methods = { sendMessage, sendLocation, sendContact, sendChatAction };
