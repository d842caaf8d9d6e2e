/**
 * What the wrong role tries: every command and every button, with what one must be allowed for it. The cases are held
 * against the features' own tables in test/features/forbidden.test.ts: a new command or button without a case fails.
 */
import { randomUUID } from 'node:crypto';
import { type Action, can, type Role } from '../../src/domain/actor.ts';
import { createTranslate } from '../../src/i18n.ts';
import type { Store } from '../../src/store/open.ts';

const t = createTranslate();

/** What is written or pressed, and what one must be allowed for it; `free` is everybody's. */
export type Case = readonly [said: string, action: Action | 'free', where?: 'group' | 'guests'];

/** By audience and name. Ticket 1 is nobody's, 2 is confidential and the medic's, 3 is resolved. */
export const COMMANDS: Record<string, readonly Case[]> = {
  'anyone start': [['/start', 'free']],
  'anyone setup': [['/setup 7K4P-XWQ2', 'free']],
  'anyone help': [['/help', 'free']],
  'anyone language': [['/language en', 'free']],
  'anyone tickets': [['/tickets', 'free']],
  'anyone thanks': [['/thanks', 'free']],
  'anyone complaint': [['/complaint', 'free']],
  'traveller need': [['/need', 'free']],
  'traveller checkin': [['/checkin', 'free']],
  'staff unheard': [
    ['/unheard', 'check-in.read'],
    ['/unheard Sun Hotel', 'check-in.read', 'group'],
  ],
  'staff heard': [['/heard Ana: 36.6 no symptoms', 'check-in.read']],
  'staff wellbeing': [
    ['/wellbeing', 'free'],
    ['/wellbeing on 08:00', 'shift.edit'],
    ['/wellbeing off', 'shift.edit'],
    ['/wellbeing list', 'shift.edit'],
  ],
  'staff console': [
    ['/console', 'console.open'],
    ['/console out', 'console.open'],
  ],
  'staff api': [
    ['/api', 'api.edit'],
    ['/api new board scopes=tickets:read', 'api.edit'],
    ['/api off board', 'api.edit', 'group'],
  ],
  'staff webhook': [
    ['/webhook', 'api.edit'],
    ['/webhook new https://example.org/hook events=all', 'api.edit'],
    ['/webhook off 1', 'api.edit', 'group'],
    ['/webhook on 1', 'api.edit'],
  ],
  'staff enter': [['/enter Ana supplies: no blanket', 'ticket.enter']],
  'staff speaks': [['/speaks Lao', 'free']],
  'staff name': [['/name Somebody', 'free']],
  'staff invite': [
    ['/invite', 'staff.invite'],
    ['/invite medic', 'staff.invite'],
  ],
  'staff staff': [
    ['/staff', 'staff.list'],
    ['/staff Wang off', 'staff.edit'],
    ['/staff Off on', 'staff.edit'],
    ['/staff Wang supervisor', 'staff.edit'],
  ],
  'staff team': [
    ['/team', 'team.bind'],
    ['/team Night shift', 'team.bind', 'group'],
  ],
  'staff topics': [
    ['/topics on', 'team.bind', 'group'],
    ['/topics off', 'team.bind', 'group'],
    ['/topics', 'team.bind'],
  ],
  'staff site': [
    ['/site "Moon Hotel" phone=120', 'site.edit'],
    ['/site "Sun Hotel" phone=999', 'site.edit', 'group'],
    ['/site "Sun Hotel"', 'site.bind', 'guests'],
  ],
  'staff sites': [['/sites', 'ticket.list']],
  'staff health': [['/health', 'health.read']],
  'staff trip': [
    ['/trip', 'trip.read'],
    ['/trip 1', 'trip.read', 'group'],
    ['/trip totals', 'trip.read'],
    ['/trip new from="Sun Hotel" to="Airport" purpose=release', 'trip.edit'],
    ['/trip 1 add Ana', 'trip.edit'],
    ['/trip 1 drop Ana ill', 'trip.edit'],
    ['/trip 1 cancel no driver', 'trip.edit'],
    ['/trip 1 close', 'trip.edit', 'group'],
    ['/trip 1 depart', 'trip.tick'],
    ['/trip 1 missing Ana', 'trip.tick'],
  ],
  'staff board': [['/board 1 Ana', 'trip.tick']],
  'staff arrive': [['/arrive 1 Ana 1203', 'trip.tick', 'group']],
  'staff audit': [
    ['/audit 1', 'audit.read'],
    ['/audit 2', 'audit.read', 'group'],
    ['/audit staff', 'audit.read'],
    ['/audit staff Wang', 'audit.read'],
    ['/audit config', 'audit.read'],
  ],
  'staff export': [
    ['/export tickets', 'export.run'],
    ['/export people xlsx', 'export.run', 'group'],
  ],
  'anyone notices': [['/notices', 'free']],
  'staff notice': [
    ['/notice', 'notice.write'],
    ['/notice issuer: Me\nen: hello', 'notice.write'],
    ['/notice waiting', 'notice.approve'],
  ],
  'staff briefing': [
    ['/briefing', 'briefing.read'],
    ['/briefing 1 unread', 'briefing.read', 'group'],
    ['/briefing The lift is out of order', 'briefing.write'],
    ['/briefing The lift is out of order', 'briefing.write', 'group'],
  ],
  'staff care': [
    ['/care 1', 'care.edit'],
    ['/care 1 pregnant', 'care.edit'],
  ],
  'staff missing': [
    ['/missing', 'count.read'],
    ['/missing flight', 'count.read', 'group'],
  ],
  'anyone stay': [['/stay', 'free']],
  'staff extend': [['/extend Ana 2 late result', 'stay.ask']],
  'staff shorten': [['/shorten Ana 2 the rule changed', 'stay.ask']],
  'staff approve': [
    ['/approve', 'stay.decide'],
    ['/approve 1', 'stay.decide', 'group'],
  ],
  'staff stayrules': [
    ['/stayrules', 'stay.read'],
    ['/stayrules 14', 'rule.edit'],
  ],
  'staff route': [
    ['/route', 'route.read'],
    ['/route test Sun Hotel medical', 'route.read'],
    ['/route Sun Hotel medical → Day shift', 'route.edit'],
    ['/route delete 1', 'route.edit'],
  ],
  'staff route?': [['/route? Sun Hotel medical', 'route.read']],
  'traveller for': [['/for', 'free']],
  'traveller declare': [['/declare', 'free']],
  'staff declarations': [
    ['/declarations', 'declaration.verify'],
    ['/declarations unsigned', 'declaration.verify', 'group'],
    ['/declarations 1 false they were elsewhere', 'declaration.verify'],
  ],
  'staff form': [
    ['/form', 'form.read'],
    ['/form 1', 'form.read', 'group'],
    ['/form edit', 'form.edit'],
  ],
  'staff verify': [
    ['/verify 1', 'proxy.verify'],
    ['/verify 1 3', 'proxy.verify', 'group'],
    ['/verify 2', 'ticket.read-restricted'],
  ],
  'staff refuse': [
    ['/refuse 1', 'proxy.verify'],
    ['/refuse 2', 'ticket.read-restricted'],
  ],
  'staff party': [
    ['/party 1 3', 'party.edit'],
    ['/party out 1', 'party.edit'],
    ['/party 1 2', 'ticket.read-restricted'],
  ],
  'staff item': [
    ['/item 1', 'item.edit'],
    ['/item 1 all delivered', 'item.edit'],
    ['/item 2', 'ticket.read-restricted'],
    ['/item 2 + 2 insulin', 'ticket.read-restricted'],
  ],
  'staff pick': [
    ['/pick Sun Hotel', 'item.pick'],
    ['/pick Sun Hotel total', 'item.pick', 'group'],
  ],
  'staff shift': [
    ['/shift', 'shift.read'],
    ['/shift Day shift', 'shift.read'],
    ['/shift plan Day shift three-two Zhao, Wang, Somebody', 'shift.edit'],
    ['/shift plan Day shift off', 'shift.edit'],
    ['/shift import', 'shift.edit'],
    ['/shift import team,date,shift,people\nDay shift,2027-01-01,day,Zhao', 'shift.edit'],
  ],
  'staff cover': [
    ['/cover', 'shift.cover'],
    ['/cover Zhao', 'shift.cover'],
    ['/cover off', 'shift.cover'],
  ],
  'staff handover': [
    ['/handover', 'shift.read'],
    ['/handover accept', 'handover.accept'],
  ],
  'staff report': [
    ['/report', 'report.sign'],
    ['/report today', 'report.sign', 'group'],
    ['/report list', 'report.sign'],
    ['/report revise 1 a wrong figure', 'report.sign'],
    ['/report at 20:00', 'report.edit'],
    ['/report off', 'report.edit', 'group'],
    ['/report hours', 'report.edit'],
  ],
  'staff appraisal': [['/appraisal 2026-10', 'report.sign']],
  'staff promise': [
    ['/promise', 'ticket.promise'],
    ['/promise 1 a blanket by noon', 'ticket.promise'],
    ['/promise done 1', 'ticket.promise'],
    ['/promise 2 a pill by noon', 'ticket.read-restricted'],
  ],
  'staff roster': [
    ['/roster', 'roster.import'],
    ['/roster', 'roster.import', 'group'],
  ],
  'staff result': [
    ['/result', 'test.record'],
    ['/result Ana negative', 'test.record'],
    ['/result Ana positive', 'test.record', 'group'],
  ],
  'staff tests': [
    ['/tests', 'stay.read'],
    ['/tests Sun Hotel tomorrow', 'stay.read', 'group'],
  ],
  'staff person': [['/person Ana', 'person.find']],
  'staff reminders': [
    ['/reminders', 'reminder.read'],
    ['/reminders Sun Hotel', 'reminder.read', 'group'],
  ],
  'staff discharge': [
    ['/discharge Ana', 'trip.tick'],
    ['/discharge today', 'stay.read', 'group'],
    ['/discharge Ana anyway the bus leaves', 'stay.decide'],
    ['/discharge open', 'stay.read'],
    ['/discharge open 30', 'rule.edit'],
  ],
  'staff bindcode': [
    ['/bindcode Ana', 'person.bind'],
    ['/bindcode #1', 'person.bind', 'group'],
  ],
  'staff unbind': [['/unbind Ana', 'person.bind']],
  'staff identity': [
    ['/identity', 'person.bind'],
    ['/identity 1 no', 'person.bind'],
  ],
  'staff danger': [['/danger telegram', 'health.read']],
  'traveller mydata': [['/mydata', 'free']],
  'traveller erase': [['/erase', 'free']],
  'staff erasures': [
    ['/erasures', 'erasure.decide'],
    ['/erasures 1', 'erasure.decide', 'group'],
  ],
  'staff retention': [
    ['/retention', 'retention.read'],
    ['/retention transcripts=30d', 'retention.edit'],
  ],
  'staff access': [
    ['/access Ana', 'access.read'],
    ['/access #1', 'access.read', 'group'],
  ],
  'traveller move': [['/move', 'free']],
  'traveller register': [['/register', 'free']],
  'staff reassign': [
    ['/reassign', 'ticket.reassign'],
    ['/reassign Zhao Wang', 'ticket.reassign'],
    ['/reassign Zhao → queue', 'ticket.reassign', 'group'],
  ],
  'staff wait': [
    ['/wait 1 traveller', 'ticket.wait'],
    ['/wait 1 on the pharmacy until 2h', 'ticket.wait'],
  ],
  'staff resume': [['/resume 1', 'ticket.wait']],
  'staff merge': [
    ['/merge 1 into 3', 'ticket.merge'],
    ['/merge 1', 'ticket.merge'],
  ],
  'staff deadlines': [
    ['/deadlines', 'deadlines.read'],
    ['/deadlines versions', 'deadlines.read'],
    ['/deadlines high 5m 1h', 'deadlines.edit'],
    ['/deadlines complaint normal default', 'deadlines.edit'],
    ['/deadlines hours Day shift mon-fri 09:00-18:00', 'deadlines.edit'],
    ['/deadlines holiday Day shift 2026-12-25', 'deadlines.edit', 'group'],
  ],
  'staff call': [['/call 1203 Li Na: they have no water', 'ticket.enter']],
  'staff walkin': [['/walkin 1203 Li Na: they have no water', 'ticket.enter']],
  'staff called': [['/called 1 reached', 'ticket.reply']],
  'staff complaint': [
    ['/complaint 1', 'ticket.correct'],
    ['/complaint 2 Wang', 'ticket.read-restricted'],
  ],
  'staff thanks': [['/thanks 1 A pennant for the night shift', 'ledger.add']],
  'staff ledger': [['/ledger', 'ledger.read']],
  'staff stats': [
    ['/stats', 'figures.read-own'],
    ['/stats 7d staff', 'figures.read'],
  ],
  'staff faq': [
    ['/faq', 'faq.read'],
    ['/faq list', 'faq.read', 'group'],
    ['/faq misses', 'faq.read'],
    ['/faq 1', 'faq.read'],
    ['/faq add May I smoke? | No. | source House rules, 2026-05-12', 'faq.edit'],
    ['/faq 1 en: May I smoke? | No.', 'faq.edit'],
    ['/faq 1 off', 'faq.edit', 'group'],
  ],
  'traveller faq': [['/faq', 'free']],
  'staff queue': [['/queue', 'ticket.list']],
  'staff mine': [['/mine', 'ticket.list']],
  'staff claim': [['/claim 1', 'ticket.claim']],
  'staff release': [['/release 2', 'ticket.release']],
  'staff reply': [
    ['/reply 1 hello', 'ticket.reply'],
    ['/reply 1 !on-the-way', 'ticket.reply', 'group'],
  ],
  'staff note': [['/note 1 hello', 'ticket.note']],
  'staff note!': [['/note! 1 hello', 'ticket.note-restricted']],
  'staff transfer': [['/transfer 1 Wang', 'ticket.transfer']],
  'staff accept': [['/accept 1', 'ticket.accept']],
  'staff decline': [['/decline 1', 'ticket.accept']],
  'staff resolve': [['/resolve 1', 'ticket.resolve']],
  'staff reopen': [['/reopen 3', 'ticket.reopen']],
  'staff ticket': [
    ['/ticket 1', 'ticket.read'],
    ['/ticket 2', 'ticket.read-restricted'],
    ['/ticket 2', 'ticket.read-restricted', 'group'],
  ],
  'staff need': [
    ['/need 1 medical', 'ticket.correct'],
    ['/need 2 other', 'ticket.read-restricted'],
  ],
  'staff urgency': [
    ['/urgency 1 high', 'ticket.correct'],
    ['/urgency 2 normal', 'ticket.read-restricted'],
  ],
  'staff canned': [
    ['/canned', 'ticket.reply'],
    ['/canned tea en Tea is on its way', 'canned.edit'],
  ],
};

/** By the first part of their ids. */
export const CHOICES: Record<string, readonly Case[]> = {
  ndraft: [['ndraft:12345678:preview', 'notice.write']],
  notice: [['notice:WANG', 'notice.write']],
  noticeunread: [['noticeunread:WANG', 'notice.write']],
  noticenew: [['noticenew:WANG', 'notice.write']],
  noticeok: [['noticeok:WANG:1', 'notice.approve']],
  noticeback: [['noticeback:WANG:1', 'notice.approve']],
  noticeend: [['noticeend:WANG', 'notice.write']],
  noticeendok: [['noticeendok:WANG:1', 'notice.approve']],
  noticeendno: [['noticeendno:WANG:1', 'notice.approve']],
  read: [[`read:${randomUUID()}`, 'free']],
  noticeopen: [[`noticeopen:${randomUUID()}`, 'free']],
  briefed: [['briefed:1', 'briefing.read']],
  unbriefed: [['unbriefed:1', 'briefing.read']],
  mydata: [['mydata:WANG', 'free']],
  erase: [['erase:WANG', 'free']],
  erasesure: [['erasesure:WANG', 'free']],
  erasenot: [['erasenot', 'free']],
  eraseback: [['eraseback:1', 'free']],
  erasure: [['erasure:1', 'erasure.decide']],
  erasurego: [
    ['erasurego:1', 'erasure.decide'],
    ['erasurego:1', 'erasure.decide', 'group'],
  ],
  erasureno: [['erasureno:1', 'erasure.decide']],
  access: [['access:WANG', 'access.read']],
  routedel: [['routedel:ROUTE', 'route.edit']],
  routeback: [['routeback:1', 'route.edit']],
  consoleout: [['consoleout', 'console.open']],
  invite: [['invite:admin', 'staff.invite']],
  teammove: [['teammove:1', 'team.bind', 'group']],
  teamkeep: [['teamkeep:1', 'team.bind', 'group']],
  audit: [
    ['audit:ticket:1:999', 'audit.read'],
    ['audit:config:-:999', 'audit.read', 'group'],
  ],
  help: [['help:tickets', 'free']],
  lang: [['lang:en', 'free']],
  ci: [['ci:ok:WANG', 'free']],
  wb: [['wb:none', 'free']],
  unheard: [['unheard:all:0', 'check-in.read']],
  calls: [['calls:2026-11-22:-', 'check-in.read', 'group']],
  heard: [['heard:WANG', 'check-in.read']],
  profile: [['profile:skip', 'free']],
  rate: [['rate:3:5', 'free']],
  nocomment: [['nocomment:3', 'free']],
  notsolved: [['notsolved:3', 'free']],
  safe: [['safe:3', 'free']],
  mytickets: [['mytickets', 'free']],
  addto: [['addto:1', 'free']],
  solvedbyme: [['solvedbyme:1', 'free']],
  menu: [['menu', 'free']],
  need: [['need:supplies', 'free']],
  fix: [['fix:1:test', 'free']],
  new: [['new:1', 'free']],
  forpick: [[`forpick:${randomUUID()}`, 'free']],
  forrel: [['forrel:parent', 'free']],
  forme: [['forme', 'free']],
  forcancel: [['forcancel', 'free']],
  declfor: [['declfor:WANG', 'free']],
  declnew: [['declnew:WANG', 'free']],
  declset: [['declset:000000000000:contact:yes', 'free']],
  declnav: [['declnav:000000000000:stop', 'free']],
  declsign: [['declsign:000000000000:00000000', 'free']],
  decl: [
    ['decl:1', 'declaration.verify'],
    ['decl:1', 'declaration.verify', 'group'],
  ],
  declgo: [['declgo:1:declared', 'declaration.verify']],
  declfalse: [['declfalse:1', 'declaration.verify']],
  formyes: [['formyes:1', 'form.edit']],
  formno: [['formno:1', 'form.edit']],
  proxyok: [
    ['proxyok:1', 'proxy.verify'],
    ['proxyok:2', 'ticket.read-restricted'],
  ],
  proxyno: [['proxyno:1', 'proxy.verify']],
  proxyis: [['proxyis:1:WANG', 'proxy.verify']],
  proxynew: [['proxynew:1', 'proxy.verify']],
  items: [
    ['items:1', 'item.edit'],
    ['items:2', 'ticket.read-restricted'],
  ],
  item: [
    ['item:1:1:1:packed', 'item.edit'],
    ['item:1:all:0:delivered', 'item.edit'],
    ['item:2:all:0:delivered', 'ticket.read-restricted'],
  ],
  pick: [['pick:', 'item.pick']],
  trip: [['trip:1:0', 'trip.read']],
  triptick: [['triptick:1:WANG:b:0', 'trip.tick']],
  tripgo: [
    ['tripgo:1:board:1:0', 'trip.tick'],
    ['tripgo:1:depart:1:0', 'trip.tick'],
    ['tripgo:1:there:1:0', 'trip.tick'],
    ['tripgo:1:close:1:0', 'trip.edit'],
  ],
  tripadd: [['tripadd:WANG', 'trip.edit']],
  tripwho: [['tripwho:WANG', 'trip.tick']],
  tripform: [['tripform:site:1', 'trip.edit']],
  instead: [['instead:1:1:x:yes', 'free']],
  rosteryes: [['rosteryes:1', 'roster.import']],
  rosterno: [['rosterno:1', 'roster.import']],
  resultwho: [['resultwho:WANG', 'test.record']],
  resultyes: [['resultyes:1', 'test.record']],
  resultno: [['resultno:1', 'test.record']],
  resultsyes: [['resultsyes:1', 'test.record']],
  resultsno: [['resultsno:1', 'test.record']],
  resulttell: [['resulttell:WANG:2026-05-03', 'test.record']],
  resultback: [['resultback:WANG', 'test.record']],
  tests: [['tests:WANG', 'stay.read']],
  person: [['person:WANG', 'person.find']],
  numbers: [['numbers:WANG', 'person.read-numbers']],
  bindcode: [['bindcode:WANG', 'person.bind']],
  unbind: [['unbind:WANG', 'person.bind']],
  unbindgo: [['unbindgo:WANG', 'person.bind']],
  bindyes: [['bindyes:WANG', 'free']],
  bindno: [['bindno:WANG', 'free']],
  accountdrop: [['accountdrop:WANG', 'free']],
  accountkeep: [['accountkeep', 'free']],
  register: [['register', 'free']],
  idyes: [['idyes:1:WANG', 'person.bind']],
  idno: [['idno:1', 'person.bind']],
  dangeryes: [['dangeryes:telegram', 'health.read']],
  stats: [
    ['stats:2026-05-01..2026-05-02:site', 'figures.read-own'],
    ['stats:2026-05-01..2026-05-02:staff', 'figures.read'],
  ],
  'stats-meaning': [['stats-meaning', 'figures.read-own']],
  rpsign: [['rpsign:1:1:1', 'report.sign']],
  rpremark: [['rpremark:1', 'report.sign']],
  rpredo: [['rpredo:1', 'report.sign']],
  rpkeep: [['rpkeep:2026-11-21:-', 'report.sign']],
  rpfile: [['rpfile:1:1', 'report.sign']],
  report: [['report:1', 'report.sign']],
  planyes: [['planyes:1', 'shift.edit']],
  planno: [['planno:1', 'shift.edit']],
  importyes: [['importyes:1', 'shift.edit']],
  importno: [['importno:1', 'shift.edit']],
  coverwho: [['coverwho', 'shift.cover']],
  cover: [['cover:WANG', 'shift.cover']],
  uncover: [['uncover:WANG', 'shift.cover']],
  takeover: [
    ['takeover:1', 'handover.accept'],
    ['takeover:1', 'handover.accept', 'group'],
  ],
  kept: [['kept:WANG', 'ticket.promise']],
  refrom: [['refrom:WANG', 'ticket.reassign']],
  repick: [['repick:1', 'ticket.reassign']],
  reto: [['reto:1:s:WANG', 'ticket.reassign']],
  redo: [['redo:1', 'ticket.reassign']],
  redrop: [['redrop:1', 'ticket.reassign']],
  enterfor: [[`enterfor:${randomUUID()}`, 'ticket.enter']],
  wait: [['wait:1:1', 'ticket.wait']],
  waiton: [['waiton:1:traveller', 'ticket.wait']],
  waituntil: [['waituntil:1:1h', 'ticket.wait']],
  resume: [['resume:1:1', 'ticket.wait']],
  merge: [['merge:1:1', 'ticket.merge']],
  mergeinto: [['mergeinto:1:3', 'ticket.merge']],
  calloutcome: [['calloutcome:1:reached', 'ticket.reply']],
  callcancel: [['callcancel', 'ticket.enter']],
  faqshow: [['faqshow:1', 'free']],
  faqask: [['faqask:1', 'free']],
  faqhelped: [['faqhelped:1', 'free']],
  faqyes: [['faqyes:1:1', 'free']],
  faqpage: [['faqpage:0', 'faq.read']],
  faqswitch: [['faqswitch:1:off', 'faq.edit']],
  faqfrom: [['faqfrom:WANG', 'faq.edit']],
  faqsettle: [['faqsettle:WANG', 'faq.edit']],
  faqskip: [['faqskip', 'faq.edit']],
  faqcancel: [['faqcancel', 'faq.edit']],
  claim: [
    ['claim:1:1', 'ticket.claim'],
    ['claim:1:1', 'ticket.claim', 'group'],
  ],
  release: [['release:2:3', 'ticket.release']],
  reply: [['reply:1:1', 'ticket.reply']],
  note: [['note:1:1', 'ticket.note']],
  'note-restricted': [['note-restricted:1:1', 'ticket.note-restricted']],
  transfer: [['transfer:1:1', 'ticket.transfer']],
  give: [['give:1:s:WANG', 'ticket.transfer']],
  accept: [['accept:1:1', 'ticket.accept']],
  decline: [['decline:1:1', 'ticket.accept']],
  dischargewho: [[`dischargewho:${randomUUID()}`, 'trip.tick']],
  disopen: [[`disopen:${randomUUID()}`, 'trip.tick']],
  distick: [[`distick:${randomUUID()}:transport`, 'trip.tick']],
  discharge: [[`discharge:${randomUUID()}`, 'trip.tick']],
  disall: [[`disall:${randomUUID()}:go`, 'trip.tick']],
  discert: [[`discert:${randomUUID()}`, 'trip.tick']],
  stayrate: [[`stayrate:${randomUUID()}:5`, 'free']],
  staynoword: [[`staynoword:${randomUUID()}`, 'free']],
  stayext: [[`stayext:${randomUUID()}`, 'stay.ask']],
  stayshort: [[`stayshort:${randomUUID()}`, 'stay.ask']],
  staystaff: [[`staystaff:${randomUUID()}`, 'stay.read']],
  careof: [[`careof:${randomUUID()}`, 'care.edit']],
  lacking: [['lacking:unaccounted:0', 'count.read']],
  stayyes: [['stayyes:1', 'stay.decide']],
  stayno: [['stayno:1', 'stay.decide']],
  stayall: [['stayall:1', 'rule.edit']],
  resolve: [['resolve:1:1', 'ticket.resolve']],
  reopen: [['reopen:3:3', 'ticket.reopen']],
  open: [
    ['open:1', 'ticket.read'],
    ['open:2', 'ticket.read-restricted'],
  ],
  canned: [['canned:1:1', 'ticket.reply']],
  cannedsend: [['cannedsend:1:on-the-way', 'ticket.reply']],
  correct: [['correct:1:1', 'ticket.correct']],
  setneed: [
    ['setneed:1:medical', 'ticket.correct'],
    ['setneed:2:other', 'ticket.read-restricted'],
  ],
  seturgency: [
    ['seturgency:1:emergency', 'ticket.correct'],
    ['seturgency:2:normal', 'ticket.read-restricted'],
  ],
  queue: [['queue:0', 'ticket.list']],
  mine: [['mine:0', 'ticket.list']],
};

/** A traveller's own doing, to which staff come by no command: their words in private go to tickets of others. */
export const OWN: readonly Action[] = ['ticket.open', 'ticket.rate', 'ticket.reopen-own'];

/** What somebody of this role is told who may not do this. */
export function refusals(role: Role, action: Action): string[] {
  const forbidden = t('en', 'staff:error.forbidden', { role: t('en', `common:role.${role}`) });
  if (role === 'traveller') return [forbidden, 'is for the team', t('en', 'common:error.old-choice')];
  return action === 'ticket.read-restricted' ? ['is confidential: only its owner'] : [forbidden];
}

/** Some words are a command of the team's and of travellers', who then get theirs. */
const isOwnToo = (role: Role, name: string): boolean => {
  const [audience, word] = name.split(' ');
  const others = ['anyone', 'traveller'].map((own) => `${own} ${word}`);
  return role === 'traveller' && audience === 'staff' && others.some((other) => other in COMMANDS);
};

/** The cases that this role may not do. */
export const forbiddenTo = (role: Role, cases: Record<string, readonly Case[]>): Case[] =>
  Object.entries(cases)
    .flatMap(([name, each]) => (isOwnToo(role, name) ? [] : each))
    .filter(([, action]) => action !== 'free' && !can({ role, id: 'x' }, action));

/** Everything in the database but what every message leaves: itself, what was answered, and where the talk stands. */
export async function everything(
  { db }: Store,
  except: readonly string[] = [],
): Promise<Record<string, string>> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    select tablename as name from pg_tables where schemaname = 'public'
      and tablename not in ('inbound', 'outgoing', 'session', '_prisma_migrations', 'account') order by 1`;
  const one = (name: string) =>
    `select '${name}' as name, count(*) || ' ' || md5(coalesce(string_agg(r::text, '|' order by r::text), '')) as sum from "${name}" r`;
  const kept = tables.filter(({ name }) => !except.includes(name));
  const sums = await db.$queryRawUnsafe<{ name: string; sum: string }[]>(
    kept.map(({ name }) => one(name)).join(' union all '),
  );
  return Object.fromEntries(sums.map(({ name, sum }) => [name, sum]));
}
