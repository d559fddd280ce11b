/** What finished projects leave on the disk, and what the whole needs in memory. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { z } from 'zod';
import type { Dossier } from '../demo/dossier';
import { runCommand } from '../embedded/run-command';
import { partNames, type House, type PartName } from '../tests/faults/house';
import { createProject, livesOn } from '../tests/faults/life';
import type { Line } from '../tests/faults/line';

const megabyte = 1_000_000;
const mebibyteKb = 1024;

export type Memory = Readonly<Record<PartName | 'total', number>>;

export interface Disk {
  /** Projects driven from their draft to their end by the product. */
  readonly projects: number;
  readonly decisionsEach: number;
  /** Megabytes (10⁶ bytes) for a thousand of them. */
  readonly mbPer1000Projects: number;
  readonly mongodbMb: number;
  readonly temporalMb: number;
  /** Beside the total: the bytes of the materials handed in, which are as large as people make them. */
  readonly materialFilesMb: number;
}

/** Resident memory in MiB of each part with all its processes, as the operating system counts it. */
export async function measureMemory(house: House): Promise<Memory> {
  const { output } = await runCommand('ps', ['-eo', 'pgid=,rss='], { env: house.env, timeoutMs: 10_000 });
  const rows = output
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number));
  const of = (part: PartName) => {
    // Each part leads a process group of its own.
    const group = house.parts[part].pid();
    const kilobytes = rows.reduce((sum, [pgid, rss = 0]) => (pgid === group ? sum + rss : sum), 0);
    return Math.round(kilobytes / mebibyteKb);
  };
  const each = Object.fromEntries(partNames.map((part) => [part, of(part)])) as Record<PartName, number>;
  return { ...each, total: partNames.reduce((sum, part) => sum + each[part], 0) };
}

const stats = z.looseObject({
  storageStats: z.looseObject({ storageSize: z.number(), totalIndexSize: z.number() }),
});

interface Bytes {
  readonly mongodb: number;
  readonly temporal: number;
  readonly files: number;
}

async function bytesOf(house: House): Promise<Bytes> {
  const { db } = mongoose.connection;
  if (db === undefined) throw new Error('MongoDB is not connected');
  await db.admin().command({ fsync: 1 });
  const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name);
  const sizes = await Promise.all(
    names.map(async (name) => {
      const [found] = await db
        .collection(name)
        .aggregate([{ $collStats: { storageStats: {} } }])
        .toArray();
      const { storageSize, totalIndexSize } = stats.parse(found).storageStats;
      return { bytes: storageSize + totalIndexSize, isFile: name.startsWith('materialFiles.') };
    }),
  );
  const sum = (isFile: boolean) =>
    sizes.reduce((total, each) => (each.isFile === isFile ? total + each.bytes : total), 0);
  return {
    mongodb: sum(false),
    files: sum(true),
    temporal: statSync(join(house.temporalDataDir, 'temporal.db')).size,
  };
}

async function finish(line: Line, dossier: Dossier, name: string): Promise<number> {
  const project = await createProject(line, dossier, name);
  let decisions = 0;
  for await (const { person, path, body } of livesOn(line, dossier, project)) {
    const answer = await line.send(person, path, body, randomUUID());
    if (answer.status !== 200)
      throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body).slice(0, 500)}`);
    decisions += 1;
  }
  return decisions;
}

/** Lets projects live to their end, the first few unmeasured: files grow in steps. */
export async function measureDisk(
  house: House,
  { line, dossier, projects }: { line: Line; dossier: Dossier; projects: number },
): Promise<Disk> {
  const first = Math.max(2, Math.ceil(projects / 4));
  let decisionsEach = 0;
  const live = async (from: number, count: number) => {
    for (let number = 0; number < count; number += 2) {
      const names = [from + number, from + number + 1].slice(0, count - number);
      [decisionsEach = 0] = await Promise.all(names.map((each) => finish(line, dossier, `足迹 ${each}`)));
    }
  };
  await live(0, first);
  const before = await bytesOf(house);
  await live(first, projects);
  const after = await bytesOf(house);
  const perThousand = (bytes: number) => Math.round((bytes / projects) * (1000 / megabyte) * 10) / 10;
  const mongodbMb = perThousand(after.mongodb - before.mongodb);
  const temporalMb = perThousand(after.temporal - before.temporal);
  return {
    projects,
    decisionsEach,
    mbPer1000Projects: Math.round((mongodbMb + temporalMb) * 10) / 10,
    mongodbMb,
    temporalMb,
    materialFilesMb: perThousand(after.files - before.files),
  };
}
