/** Organisations: bureaus, authorities and companies, with what they are qualified for and until when. */
import { Schema, model } from 'mongoose';
import type { Session } from './connection';

export const qualificationRoles = ['consultant', 'contractor', 'supervisor', 'auditor', 'testBody'] as const;
export type QualificationRole = (typeof qualificationRoles)[number];

export interface Qualification {
  readonly role: QualificationRole;
  /** Last day in force, YYYY-MM-DD. */
  readonly until: string;
}

export interface Org {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  readonly kind: 'bureau' | 'authority' | 'company';
  readonly qualifications: readonly Qualification[];
}

interface OrgDocument extends Omit<Org, 'id' | 'qualifications'> {
  _id: string;
  qualifications: Qualification[];
}

const schema = new Schema<OrgDocument>(
  {
    _id: { type: String, required: true },
    zh: { type: String, required: true },
    en: { type: String, required: true },
    kind: { type: String, enum: ['bureau', 'authority', 'company'], required: true },
    qualifications: { type: [{ _id: false, role: String, until: String }], default: [] },
  },
  { strict: 'throw', versionKey: false },
);

const OrgModel = model('Org', schema, 'orgs');

function toOrg({ _id, qualifications, ...rest }: OrgDocument): Org {
  return { id: _id, ...rest, qualifications: qualifications.map(({ role, until }) => ({ role, until })) };
}

/** One organisation. */
export async function findOrg(id: string, session?: Session): Promise<Org | null> {
  const found = await OrgModel.findById(id)
    .session(session ?? null)
    .lean<OrgDocument>();
  return found === null ? null : toOrg(found);
}

/** All organisations qualified for a role, or all; sorted by name. */
export async function listOrgs(role: QualificationRole | null, limit: number): Promise<Org[]> {
  const found = await OrgModel.find(role === null ? {} : { 'qualifications.role': role })
    .sort({ zh: 1 })
    .limit(limit)
    .lean<OrgDocument[]>();
  return found.map(toOrg);
}

/** The names of these organisations by id; unknown ones are absent. */
export async function orgNames(
  ids: readonly string[],
): Promise<Map<string, { readonly zh: string; readonly en: string }>> {
  const found = await OrgModel.find({ _id: { $in: ids } }, { zh: 1, en: 1 }).lean<OrgDocument[]>();
  return new Map(found.map(({ _id, zh, en }) => [_id, { zh, en }]));
}

/** Adds an organisation or brings it up to date. */
export async function saveOrg(org: Org, session?: Session): Promise<void> {
  const { id, qualifications, ...rest } = org;
  await OrgModel.updateOne(
    { _id: id },
    { $set: { ...rest, qualifications: [...qualifications] } },
    { upsert: true },
  ).session(session ?? null);
}

/** Writes what is named of an organisation and nothing else. The organisation as changed; null: not there. */
export async function changeOrg(
  id: string,
  { qualifications, ...words }: Partial<Omit<Org, 'id'>>,
  session: Session,
): Promise<Org | null> {
  const named = {
    ...words,
    ...(qualifications === undefined ? {} : { qualifications: [...qualifications] }),
  };
  const found = await OrgModel.findOneAndUpdate({ _id: id }, { $set: named })
    .setOptions({ session, returnDocument: 'after' })
    .lean<OrgDocument>();
  return found === null ? null : toOrg(found);
}
