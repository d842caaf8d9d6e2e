/**
 * Every column that can hold words, numbers or dates, and what becomes of it. test/store/erasure-fates.test.ts
 * holds this list against the schema, and erases somebody with a row in every column that is said to be removed.
 */
import type { Fate } from './data-class.ts';

const all = <F extends Fate>(fate: F, columns: string): Readonly<Record<string, F>> =>
  Object.fromEntries(columns.split(' ').map((column) => [column, fate])) as Record<string, F>;

const none = (columns: string) => all('none', columns);
const figure = (columns: string) => all('figure', columns);
const words = (columns: string) => all('transcripts', columns);
const identity = (columns: string) => all('identity', columns);

/** By table and column. */
export const FATES: Readonly<Record<string, Readonly<Record<string, Fate>>>> = {
  // People.
  person: { ...identity('name room care'), phone: 'phone', ...figure('locale jurisdiction') },
  person_details: {
    ...all('documents', 'birth_date nationality document_type document_number row_hash'),
    ...all('phone', 'contact_name contact_phone'),
    ...identity('sex languages other_languages other_care next_destination'),
  },
  person_key: identity('key sealed'),
  channel_identity: {
    ...none('account'),
    ...identity('external_id display_name username platform_locale private_chat'),
  },
  chat: { ...none('account kind state locale moved_to'), ...identity('external_id title offered') },
  party: identity('name'),
  proxy: identity('relation state'),
  bind_code: identity('code_hash'),
  identity_claim: { ...words('said candidates'), ...figure('state') },
  care_flag: identity('kind date note'),
  care_task: identity('key kind day state'),
  // What was said.
  ticket: {
    ...figure('need urgency state language account group_chat source delivery_problem'),
    ...words('summary rating_comment waiting_on'),
    ...identity('private_chat'),
  },
  ticket_episode: figure('need language jurisdiction'),
  entry: { ...figure('kind message_ref'), ...words('text'), attachments: 'media' },
  promise: words('text'),
  item_line: { ...figure('item amount unit state delivered substitution'), ...words('name substitute') },
  ledger_entry: { ...figure('kind form'), ...words('text'), attachments: 'media' },
  faq_miss: { ...words('question'), ...figure('locale') },
  session: { ...none('account'), ...words('chat sender state') },
  web_message: { ...none('author'), ...words('chat client_id sender name content') },
  media_file: all('media', 'account type name bytes'),
  inbound: { ...none('account state'), ...identity('external_id chat'), ...words('payload error') },
  outgoing: {
    ...none('account kind state sent_ref'),
    // The key of a notice names the chat it went to.
    ...identity('chat dedupe_key'),
    ...words('body error'),
  },
  // The stay.
  stay: {
    ...figure('flight entry_on entry_place state contact_on positive_on release_on home_until next_test_on'),
    ...figure('told_release_on release_checks retention_from rule_versions'),
    seat: 'documents',
    ...words('release_reason rating_comment'),
  },
  stay_change: { ...figure('kind approval'), ...words('reason') },
  stay_test: figure('taken_on result'),
  stay_contact: figure('link met_on before_on'),
  reminder: { ...figure('key kind day state'), ...words('params') },
  declaration: { ...words('answers'), ...figure('locale') },
  declaration_difference: { ...figure('field state'), ...words('declared roster note') },
  check_in: { ...figure('day state temperature symptoms mood'), ...words('note') },
  notice_receipt: figure('locale'),
  trip_seat: { ...figure('state'), ...words('reason told') },
  // The record.
  audit: { ...figure('actor channel action'), ...words('before after') },
  access_log: figure('what channel'),
  privacy_notice: figure('account'),
  removal: figure('data_class'),
  erasure: { ...figure('state proof sha256'), ...words('reason') },
  console_session: { ...none('token_hash device'), answer: 'copies' },
  // Nothing about one traveller: places, teams, rules, texts for everybody, and the machine itself.
  site: none('name emergency_phone hotline time_zone check_in_hours release_note'),
  team: none('name shift_plan'),
  staff: none('name role locale languages'),
  invite: none('code_hash role'),
  card: none('ref'),
  card_list: none('ref'),
  topic: none('ref'),
  canned_reply: none('name locale text'),
  account: none('id health detail cursor handle login_code receiving_problem'),
  alarm: none('kind subject'),
  api_token: none('name token_hash scopes shown_key'),
  webhook: none('url events secret off_reason shown_key'),
  // Ids and states only.
  webhook_delivery: figure('type body state error'),
  backup_run: none('day state file error told'),
  rate: none('key'),
  setting: none('key value'),
  deadline_rules: none('rules'),
  route: none('jurisdiction need care'),
  shift: none('name'),
  handover: all('copies', 'sheet'),
  stay_rule: none('rule'),
  test_roll: none('site listed_to'),
  staff_check_in: none('day temperature symptoms'),
  call_list: none('key day'),
  faq_entry: none('jurisdiction source dated_on valid_from valid_to'),
  faq_text: none('locale question answer words'),
  notice: none('issuer state audience attachments reason'),
  notice_text: none('locale title body'),
  briefing: none('text'),
  trip: none('vehicle driver kilometres from_place to_place purpose state reason'),
  roster_import: none('name sha256 counts'),
  console_link: none('code_hash'),
  report_plan: none('key at next_on'),
  report: none('key day'),
  report_revision: none('snapshot remark reason'),
  report_recipient: none('recipient'),
  retention_rules: none('days'),
  declaration_form: none('form note'),
};
