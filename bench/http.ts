/** The bench's way to the API: kept-alive connections and as little work of its own as possible. */
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

/** Answers that said "not in time, the same key tells", which were asked again: part of the time of their call. */
export const late = { count: 0 };
const mostTries = 10;

export interface Caller {
  /** The parsed body of a 200 or 201, a late one asked for again under its key; anything else is an error, because a bench of refusals measures nothing. */
  get(path: string): Promise<unknown>;
  post(path: string, body: unknown): Promise<unknown>;
  close(): void;
}

interface Sent {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body?: string;
}

async function send(agent: Agent, baseUrl: string, sent: Sent): Promise<unknown> {
  for (let tries = 1; ; tries += 1) {
    const answer = await sendOnce(agent, baseUrl, sent);
    if (answer !== 'late') return answer;
    if (tries === mostTries) throw new Error(`${sent.path} was late ${String(mostTries)} times`);
    late.count += 1;
  }
}

function sendOnce(agent: Agent, baseUrl: string, { method, path, headers, body }: Sent): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const asked = request(`${baseUrl}${path}`, { agent, method, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8');
        if (answer.statusCode === 200 || answer.statusCode === 201) resolve(JSON.parse(text));
        else if (answer.statusCode === 503 && text.includes('service/uncertain')) resolve('late');
        else reject(new Error(`${method} ${path} answered ${answer.statusCode ?? 0}: ${text.slice(0, 500)}`));
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** Calls the API as the person of this token. */
export function openCaller(baseUrl: string, token: string): Caller {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const bearer = { authorization: `Bearer ${token}` };
  return {
    get: (path) => send(agent, baseUrl, { method: 'GET', path, headers: bearer }),
    post: (path, content) => {
      const body = JSON.stringify(content);
      const headers = {
        ...bearer,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'idempotency-key': randomUUID(),
      };
      return send(agent, baseUrl, { method: 'POST', path, headers, body });
    },
    close: () => {
      agent.destroy();
    },
  };
}
