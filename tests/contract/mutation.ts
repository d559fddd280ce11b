/** What one broken clause of the contract is. */
export interface Mutation {
  readonly clause: string;
  readonly file: string;
  /** Stands exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  readonly testFile: string;
  readonly testName: string;
}
