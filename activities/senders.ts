/** The ways out for notices: e-mail by SMTP, and a signed webhook in the form of a CloudEvent. They tell; nothing they send decides. */
import { ApplicationFailure } from '@temporalio/common';
import { createTransport } from 'nodemailer';
import { Webhook } from 'standardwebhooks';
import type { Notice } from '../models/notices';
import type { Channel } from '../domain/notices/preferences';

export interface SendersOptions {
  /** smtp:// or smtps:// with user, password and port. */
  readonly smtpUrl?: string | undefined;
  readonly mailFrom?: string | undefined;
  readonly webhookUrl?: string | undefined;
  /** What the receiver checks the signature with. */
  readonly webhookSecret?: string | undefined;
  /** Where people open the product; links begin with it. */
  readonly publicUrl?: string | undefined;
}

/** A notice on its way to one person. */
export interface Letter {
  readonly notice: Notice;
  readonly to: { readonly id: string; readonly username: string; readonly email?: string };
  /** When this try began, by the clock on the wall: receivers refuse signatures of another time. */
  readonly sentAt: Date;
}

export type Send = (letter: Letter) => Promise<void>;
export type Senders = Readonly<Partial<Record<Channel, Send>>>;

/** How long a receiver may take to answer. */
const answerMs = 15_000;
/** Answers that say: later perhaps. Every other 4xx says never. */
const passing = new Set([408, 425, 429]);

/** The page a notice leads to (api/notice-page.ts): it shows and never decides. Absent where no address is configured. */
function linkOf({ about, task }: Notice, publicUrl: string | undefined): string | undefined {
  if (publicUrl === undefined) return undefined;
  const path = task === null ? `${about.kind}s/${about.id}` : `tasks/${task}`;
  return new URL(`open/${path}`, publicUrl.endsWith('/') ? publicUrl : `${publicUrl}/`).href;
}

/** An answer that trying again cannot change ends the tries. */
const forGood = (message: string): ApplicationFailure =>
  ApplicationFailure.nonRetryable(message, 'notice/refused');

/** Nodemailer's errors bear the code of the server's answer. */
function isRefusedForGood(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('responseCode' in error)) return false;
  return typeof error.responseCode === 'number' && error.responseCode >= 500;
}

function mailSender(smtpUrl: string, from: string, publicUrl: string | undefined): Send {
  // Its own patience would outlast the try: the mail could still go out beside the next one.
  const patience = { connectionTimeout: answerMs, greetingTimeout: answerMs, socketTimeout: answerMs };
  const transport = createTransport({ url: smtpUrl, ...patience }, { from });
  return async ({ notice, to }) => {
    if (to.email === undefined) throw forGood('no e-mail address');
    const link = linkOf(notice, publicUrl);
    const text = [notice.text.zh, notice.text.en, ...(link === undefined ? [] : [link])].join('\n\n');
    try {
      await transport.sendMail({
        to: to.email,
        subject: `${notice.title.zh} ${notice.title.en}`,
        text,
        // The same for every try, so that a mailbox can tell that it has this one.
        messageId: `<${Buffer.from(notice.id).toString('base64url')}@govflow>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
        disableFileAccess: true,
        disableUrlAccess: true,
      });
    } catch (error) {
      throw isRefusedForGood(error) ? forGood(String(error)) : error;
    }
  };
}

/** The notice as a CloudEvent 1.0 in structured form. */
function eventOf({ notice, to }: Letter, publicUrl: string | undefined) {
  const link = linkOf(notice, publicUrl);
  const { id, kind, at, about, task, title, text } = notice;
  return {
    specversion: '1.0',
    id,
    source: `/${about.workflowId}`,
    type: `govflow.notice.${kind}`,
    time: at,
    subject: to.username,
    datacontenttype: 'application/json',
    data: { person: to.id, about, task, title, text, ...(link === undefined ? {} : { link }) },
  };
}

function webhookSender(url: string, secret: string, publicUrl: string | undefined): Send {
  const signer = new Webhook(secret, { format: 'raw' });
  return async (letter) => {
    const body = JSON.stringify(eventOf(letter, publicUrl));
    const { sentAt, notice } = letter;
    const { id } = notice;
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/cloudevents+json; charset=utf-8',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
        'webhook-signature': signer.sign(id, sentAt, body),
      },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(answerMs),
    });
    await answer.body?.cancel();
    if (answer.ok) return;
    const { status } = answer;
    const said = `the receiver answered ${String(status)}`;
    throw status >= 400 && status < 500 && !passing.has(status) ? forGood(said) : new Error(said);
  };
}

/** The ways out that are configured. */
export function createSenders({
  smtpUrl,
  mailFrom,
  webhookUrl,
  webhookSecret,
  publicUrl,
}: SendersOptions): Senders {
  return {
    ...(smtpUrl === undefined || mailFrom === undefined
      ? {}
      : { mail: mailSender(smtpUrl, mailFrom, publicUrl) }),
    ...(webhookUrl === undefined || webhookSecret === undefined
      ? {}
      : { webhook: webhookSender(webhookUrl, webhookSecret, publicUrl) }),
  };
}
