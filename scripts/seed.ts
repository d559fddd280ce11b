/** Fills a database: packs, calendars, and the demo people where they are allowed. Running it again changes nothing that people changed. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { hashPassword } from '../api/passwords';
import { ConfigError, loadConfig } from '../config';
import { readCalendarFile } from '../domain/clocks/calendar-file';
import { readPackText } from '../api/pack-reading';
import type { Pack } from '../domain/pack/types';
import { demoJurisdiction, demoOrgs, demoPeople } from '../embedded/demo-people';
import { seedCalendar } from '../models/calendars';
import { connectMongo, disconnectMongo } from '../models/connection';
import { saveOrg } from '../models/orgs';
import { publishPack } from '../models/packs';
import { findUser, saveUser } from '../models/users';
import { savePosts } from './pack-posts';

const policies = join(__dirname, '..', 'policies');

function yamlFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => join(folder, entry.name))
    .sort();
}

async function seedPack(file: string): Promise<Pack> {
  const source = readFileSync(file, 'utf8');
  const { pack, mistakes } = readPackText(source);
  if (pack === null) {
    const lines = mistakes.map(({ line, zh, en }) => `  ${file}:${String(line)} ${zh} / ${en}`);
    throw new Error(`制度包有误 / the pack has mistakes:\n${lines.join('\n')}`);
  }
  const done = await publishPack(pack, {
    source,
    publishedBy: 'seed',
    publishedAt: new Date().toISOString(),
  });
  if (done === 'conflict') {
    throw new Error(
      `${pack.ref.id}@${pack.ref.version} 已发布且内容不同,请提高版本号 / is published with another content: raise its version`,
    );
  }
  return pack;
}

async function seedYear(file: string): Promise<void> {
  const read = readCalendarFile(parse(readFileSync(file, 'utf8'), { schema: 'core' }));
  if (!read.ok) throw new Error(read.mistakes.map(({ zh, en }) => `${file}: ${zh} / ${en}`).join('\n'));
  await seedCalendar(read.file, {
    publishedBy: 'seed',
    publishedAt: new Date().toISOString(),
    reason: '随程序提供 / came with the program',
  });
}

async function seedPeople(): Promise<void> {
  for (const { qualified, ...org } of demoOrgs) {
    await saveOrg({
      ...org,
      qualifications: qualified === undefined ? [] : [{ role: qualified[0], until: qualified[1] }],
    });
  }
  await Promise.all(
    demoPeople.map(async ({ username, name, org, posts, flags, password }) => {
      const known = await findUser(username);
      const user = {
        id: username,
        username,
        name,
        org,
        posts: posts.map((post) => ({ jurisdiction: demoJurisdiction, post })),
        admin: flags.includes('admin'),
        operator: flags.includes('operator'),
        auditor: flags.includes('auditor'),
        active: true,
        demo: true,
      };
      await saveUser(user, known === null ? await hashPassword(password) : '');
    }),
  );
}

/** Seeds the connected database. */
export async function seed({ people }: { readonly people: boolean }): Promise<void> {
  for (const file of yamlFiles(join(policies, 'calendars'))) await seedYear(file);
  for (const file of yamlFiles(policies)) await savePosts(await seedPack(file));
  if (people) await seedPeople();
}

async function main(): Promise<void> {
  const config = loadConfig();
  await connectMongo(config.mongodbUri);
  try {
    await seed({ people: config.allowDemoPeople });
    console.log(
      `已写入制度包、日历${config.allowDemoPeople ? '和演示人员' : ''} / packs, calendars${config.allowDemoPeople ? ' and demo people' : ''} are in place`,
    );
  } finally {
    await disconnectMongo();
  }
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error instanceof ConfigError || error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
