/** What the launcher tells when the house is up: addresses, who may log in, and what to try first. */
import { demoPeople } from './demo-people';
import type { House } from './launcher';

function people(house: House): string[] {
  if (!house.product.allowDemoPeople) return [];
  const widest = (texts: readonly string[]): number => Math.max(...texts.map((text) => text.length)) + 2;
  const names = widest(demoPeople.map(({ username }) => username));
  const passwords = widest(demoPeople.map(({ password }) => password));
  const rows = demoPeople.map(
    ({ username, password, name, roleZh, roleEn }) =>
      `  ${username.padEnd(names)}${password.padEnd(passwords)}${name}　${roleZh} / ${roleEn}`,
  );
  return ['', '演示人员（用户名、密码） / demo people (user name, password)', ...rows];
}

function tryNext({ product: { apiUrl, allowDemoPeople } }: House): string[] {
  const first = allowDemoPeople ? demoPeople[0] : undefined;
  const body = JSON.stringify({ username: first?.username ?? '…', password: first?.password ?? '…' });
  return [
    '',
    '接下来可以试 / what to try next',
    `  ${apiUrl}/docs`,
    `  curl -s ${apiUrl}/api/session -H 'content-type: application/json' -d '${body}'`,
    '  npm run demo        # 一个项目从申报到投入使用 / one project from application into use',
    '  Ctrl-C              # 依次停止，数据保留 / stops everything in order, the data stay',
  ];
}

export function welcomeLines(house: House): string[] {
  const { product, servers, dataDir } = house;
  return [
    '✓ Govflow 已就绪 / Govflow is ready',
    '',
    `  接口 / API                 ${product.apiUrl}`,
    `  接口文档 / API page        ${product.apiUrl}/docs`,
    ...(servers.temporalUi === undefined ? [] : [`  Temporal 界面 / Web UI     ${servers.temporalUi}`]),
    `  数据目录 / data folder     ${dataDir}`,
    ...people(house),
    ...tryNext(house),
  ];
}

/** The same for programs. */
export function readyFacts({ product, servers, dataDir, pids }: House): Record<string, unknown> {
  return {
    event: 'ready',
    api: product.apiUrl,
    docs: `${product.apiUrl}/docs`,
    temporalUi: servers.temporalUi ?? null,
    temporalAddress: servers.temporalAddress,
    mongodbUri: servers.mongodbUri,
    dataDir,
    pid: process.pid,
    parts: pids(),
  };
}
