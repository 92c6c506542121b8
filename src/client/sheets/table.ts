/** A cell of a table: a text, or a number that can be reckoned with. */
export type Cell = string | number;

/** A table as it is exported: a name, and rows, of which the first are the headings. */
export interface Sheet {
  readonly name: string;
  readonly rows: readonly (readonly Cell[])[];
}
