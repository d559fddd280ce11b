/** What a declared field may hold: plain JSON. The types of fields and their bounds are in fields.ts. */
export type FieldValue =
  string | number | boolean | null | readonly FieldValue[] | { readonly [key: string]: FieldValue };
export type Fields = Readonly<Record<string, FieldValue>>;
