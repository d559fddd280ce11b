/** What a notice is: one fact of a process told to one person, and the ways it goes out. Plain JSON. */

/** Names of what people are told; stored, never renamed. */
export const noticeKinds = [
  'taskOpened',
  'returned',
  'taskGiven',
  'delegated',
  'handedBack',
  'urged',
  'copied',
  'consulted',
  'answered',
  'suspended',
  'resumed',
  'stageEnded',
  'ended',
  'documentIssued',
  'clockReached',
  'dueSoon',
  'dueToday',
  'overdue',
  'escalated',
  'applicantGiven',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** The process a notice is about. `name` is absent where few may know of it. */
export interface About {
  readonly workflowId: string;
  readonly kind: 'project' | 'case';
  readonly id: string;
  readonly name?: string;
  readonly jurisdiction: string;
}

/** A notice before it is known who holds the key it is addressed to. */
export interface Addressed {
  /** Unique within the process, the same whenever the same line is read again. */
  readonly key: string;
  readonly kind: NoticeKind;
  /** Holders of this key are told: `person:…`, `org:…`, `post:…`. */
  readonly to: string;
  /** Whoever did it is not told of it. */
  readonly by: string | null;
  /** ISO UTC instant of the fact. */
  readonly at: string;
  readonly task?: string;
  readonly title: Words;
  readonly text: Words;
}
