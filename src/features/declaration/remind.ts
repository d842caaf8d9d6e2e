/** Who arrives, or is known at last, is asked once to declare; nobody is nagged. */
import type { DomainEvent, Work } from '../../conversation/feature.ts';
import { isolate } from '../../domain/isolate.ts';
import { afterQuiet } from '../../domain/reminder/quiet-hours.ts';
import { mustDeclare } from '../../store/declarations.ts';
import { speak } from './filling.ts';
import type { DeclarationDeps } from './index.ts';

/** One message in all for each person. */
export async function remind(work: Work, deps: DeclarationDeps, event: DomainEvent): Promise<void> {
  const personId = whoIsNew(event);
  const stay = personId ? await mustDeclare(work.tx, personId) : undefined;
  if (!personId || !stay) return;
  const notBefore = afterQuiet(work.now, stay.zone ?? deps.zone);
  await deps.people.tell(
    work,
    personId,
    ({ locale, isSpeaker, name }) => {
      const say = speak(work, locale);
      return {
        text: isSpeaker ? say('remind-for', { name: isolate(name ?? '?') }) : say('remind'),
        choices: [[{ id: `declfor:${personId}`, label: say('button.begin') }]],
      };
    },
    { key: `declare:${personId}`, lane: 'bulk', notBefore, expiresAt: notBefore.add({ hours: 24 }) },
  );
}

function whoIsNew(event: DomainEvent): string | undefined {
  if (event.type === 'profile.changed') return event.person.id;
  const hasArrived =
    event.type === 'stay.moved' &&
    event.stay.state === 'here' &&
    (event.before?.state ?? 'expected') === 'expected';
  return hasArrived ? event.stay.personId : undefined;
}
