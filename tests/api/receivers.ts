/** Real receivers of notices for a test: a mail server and a web server that keep what they get, and refuse when told to. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

export interface Hook {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Receivers {
  readonly smtpUrl: string;
  readonly webhookUrl: string;
  readonly mails: string[];
  readonly hooks: Hook[];
  /** What the web server answers next to a body that names this, by that name; 204 when there is nothing. */
  readonly answers: Map<string, number[]>;
  /** The mail server refuses these addresses for good. */
  readonly unknownMailboxes: Set<string>;
  close(): Promise<void>;
}

async function startMail(mails: string[], unknown: ReadonlySet<string>) {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    // Nobody outside this machine is asked who connects.
    disableReverseLookup: true,
    logger: false,
    onRcptTo({ address }, _session, answer) {
      const refused = Object.assign(new Error('no such mailbox'), { responseCode: 550 });
      answer(unknown.has(address) ? refused : null);
    },
    onData(stream, _session, answer) {
      void text(stream).then((mail) => {
        mails.push(mail);
        answer();
      });
    },
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(resolve);
    });
  return { smtpUrl: `smtp://127.0.0.1:${String(port)}`, close };
}

async function startWeb(hooks: Hook[], answers: ReadonlyMap<string, number[]>) {
  const answerTo = (body: string) => {
    const [, left] = [...answers].find(([name]) => body.includes(`"${name}"`)) ?? [];
    return left?.shift() ?? 204;
  };
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      hooks.push({ headers: request.headers, body });
      response.writeHead(answerTo(body)).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  return { webhookUrl: `http://127.0.0.1:${String(port)}/hook`, close };
}

/** Starts both on free ports. */
export async function startReceivers(): Promise<Receivers> {
  const mails: string[] = [];
  const hooks: Hook[] = [];
  const answers = new Map<string, number[]>();
  const unknownMailboxes = new Set<string>();
  const [mail, web] = await Promise.all([startMail(mails, unknownMailboxes), startWeb(hooks, answers)]);
  return {
    smtpUrl: mail.smtpUrl,
    webhookUrl: web.webhookUrl,
    ...{ mails, hooks, answers, unknownMailboxes },
    close: async () => {
      await Promise.all([mail.close(), web.close()]);
    },
  };
}
