/** Where the database layer tells what it does. Lines and fields hold no secret and no parameter of a statement. */
export type Log = (line: string, fields?: object) => void;
