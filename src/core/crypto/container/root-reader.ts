import { damaged } from '../../errors.js';
import {
  type ContainerHeader,
  containerRoot,
  HEADER_BYTES,
  readHeader,
  startLeaf,
  storedChunkBytes,
} from './header.js';

export interface RootReader {
  /** Takes the next bytes, of any length; throws `damaged` on a bad header or on bytes beyond the last chunk. */
  push(piece: Uint8Array): void;
  /** The root, once every byte has come; throws `damaged` if some are missing. */
  finish(): { readonly header: ContainerHeader; readonly root: Uint8Array };
  /** Frees what is held when no more bytes will come. */
  abandon(): void;
}

/** The leaf under way: its hash state, and how many bytes of the chunk are still to come. */
interface OpenLeaf {
  readonly state: ReturnType<typeof startLeaf>;
  missing: number;
}

/**
 * Recomputes a container's root from its stored bytes, without any key, holding one hash state and 32 bytes a chunk.
 * `onHeader` sees the header as soon as it is whole and may throw to refuse the rest.
 */
export const rootReader = (onHeader: (header: ContainerHeader) => void = () => {}): RootReader => {
  const headerBytes = new Uint8Array(HEADER_BYTES);
  const leaves: Uint8Array[] = [];
  let headerFilled = 0;
  let header: ContainerHeader | undefined;
  let leaf: OpenLeaf | undefined;
  let abandoned = false;

  const pushHeader = (piece: Uint8Array): Uint8Array => {
    const part = piece.subarray(0, HEADER_BYTES - headerFilled);
    headerBytes.set(part, headerFilled);
    headerFilled += part.length;
    if (headerFilled === HEADER_BYTES) {
      header = readHeader(headerBytes);
      onHeader(header);
    }
    return piece.subarray(part.length);
  };

  const openLeaf = (at: ContainerHeader): OpenLeaf => {
    if (leaves.length >= at.chunkCount) throw damaged();
    return { state: startLeaf(leaves.length), missing: storedChunkBytes(at, leaves.length) };
  };

  const pushChunk = (at: ContainerHeader, piece: Uint8Array): Uint8Array => {
    leaf ??= openLeaf(at);
    const part = piece.subarray(0, leaf.missing);
    leaf.state.update(part);
    leaf.missing -= part.length;
    if (leaf.missing === 0) {
      leaves.push(leaf.state.digest());
      leaf = undefined;
    }
    return piece.subarray(part.length);
  };

  return {
    push: (piece) => {
      // A state opened now would never be freed.
      if (abandoned) throw damaged();
      let rest = piece;
      while (rest.length > 0) rest = header ? pushChunk(header, rest) : pushHeader(rest);
    },
    finish: () => {
      if (!header || leaf || leaves.length !== header.chunkCount) throw damaged();
      return { header, root: containerRoot(header.bytes, leaves) };
    },
    abandon: () => {
      abandoned = true;
      leaf?.state.digest();
      leaf = undefined;
    },
  };
};
