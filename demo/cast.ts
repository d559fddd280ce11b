/** Which of the demo people plays which part of the story. */
import { signIn, type Person } from './client';
import type { Part } from './world';

/** User names of the demo people by part. Nobody decides on what they handed in, so the owner has two. */
export const cast: Readonly<Record<Part, string>> = {
  applicant: 'applicant',
  ownerLead: 'owner-lead',
  cyberspace: 'cyberspace',
  recorder: 'recorder',
  generalOffice: 'general-office',
  techOffice: 'tech-office',
  legalOffice: 'legal-office',
  discipline: 'discipline',
  dataAuthority: 'data-authority',
  investmentAuthority: 'investment-authority',
  cryptographyAuthority: 'cryptography-authority',
  contractor: 'contractor',
  supervisor: 'supervisor',
  supervisorDeputy: 'supervisor-deputy',
  expert1: 'expert-1',
  expert2: 'expert-2',
  expert3: 'expert-3',
};

/** Signs each person in once, when they first appear. */
export function createCast(
  baseUrl: string,
  passwordOf: (username: string) => string,
): (part: Part) => Promise<Person> {
  const people = new Map<Part, Promise<Person>>();
  return (part) => {
    const known = people.get(part) ?? signIn(baseUrl, cast[part], passwordOf(cast[part]));
    people.set(part, known);
    return known;
  };
}
