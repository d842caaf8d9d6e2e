/** A claim as colleagues read it: who says what, whom the roster has, and why it may be them. No number is in it. */
import type { Work } from '../../conversation/feature.ts';
import { isolate } from '../../domain/isolate.ts';
import type { Choice, Content } from '../../domain/message.ts';
import type { ClaimRecord } from '../../store/identity-claims.ts';
import { findPerson } from '../../store/people.ts';
import { type AccountOf, listAccountsOf } from '../../store/person-accounts.ts';
import type { PersonRecord } from '../../store/records.ts';
import { listSites } from '../../store/sites.ts';

/** Reads what a claim is about, and writes it in any language, with its buttons. */
export async function claimContent(work: Work, claim: ClaimRecord): Promise<(locale: string) => Content> {
  const claimant = await findPerson(work.tx, claim.claimantId);
  const accounts = await listAccountsOf(work.tx, claim.claimantId);
  const sites = await listSites(work.tx);
  const calledThemselves = accounts.find(({ displayName }) => displayName)?.displayName;
  const place = (person: PersonRecord | undefined, unnamed: string | null = null): string =>
    [
      isolate(person?.name ?? unnamed ?? '?'),
      person?.room,
      sites.find(({ id }) => id === person?.siteId)?.name,
    ]
      .filter(Boolean)
      .join(' · ');
  const found: { person: PersonRecord; accounts: AccountOf[]; why: readonly string[] }[] = [];
  for (const { personId, why } of claim.candidates) {
    const person = await findPerson(work.tx, personId);
    if (person) found.push({ person, accounts: await listAccountsOf(work.tx, personId), why });
  }
  const { number } = claim;
  return (locale) => {
    const say = (key: string, params: Record<string, unknown> = {}): string =>
      work.t(locale, `staff-onboarding:${key}`, params);
    const names = (all: readonly AccountOf[]): string =>
      [...new Set(all.map((one) => one.account))].join(', ');
    const lines = found.map(({ person, accounts: own, why }, at) =>
      [
        say('claim.candidate', {
          at: at + 1,
          person: place(person),
          why: why.map((reason) => say(`why.${reason}`)).join(', '),
        }),
        ...(own.length > 0 ? [say('claim.has-account', { accounts: names(own) })] : []),
      ].join('\n'),
    );
    const yes = found.map(({ person }, at): Choice[] => [
      {
        id: `idyes:${number}:${person.id}`,
        label: say('button.yes', { at: at + 1, name: person.name ?? '?' }),
      },
    ]);
    const text = [
      say('claim.head', { number, account: names(accounts), person: place(claimant, calledThemselves) }),
      ...lines,
      say('claim.care'),
    ].join('\n');
    return { text, choices: [...yes, [{ id: `idno:${number}`, label: say('button.none') }]] };
  };
}
