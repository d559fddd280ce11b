/** A mistake planted into the committed Huai'an pack: what to replace, by what, and the code that must name it. */
export interface Planted {
  readonly mistake: string;
  readonly replace: string;
  readonly by: string;
  readonly code: string;
  /** A piece of the line that must be named, where it is not the planted text itself. */
  readonly at?: string;
}
