import type { DocumentsPorts } from '../documents/ports.js';
import type { OpenedBlob } from '../documents/read.js';

/** What deposits need of the rest of the server: what papers need, and how their bytes are opened. */
export interface DepositsPorts extends DocumentsPorts {
  /** Opens a container that may be read; a Range header asks for a part of it. */
  openBlob(blob: { key: string; bytes: number }, range: string | undefined): Promise<OpenedBlob>;
}
