import { Zip, ZipPassThrough } from 'fflate';

export interface ZipEntry {
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** fflate passes pieces on at once, some of them views of what it was given: they go out before the next is read. */
const collector = () => {
  let waiting: Uint8Array[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    waiting.push(piece);
  });
  const take = (): Uint8Array[] => {
    const taken = waiting;
    waiting = [];
    return taken;
  };
  return { zip, take };
};

/**
 * A ZIP file in pieces, in memory of a few of them. Papers are compressed already: they are stored as they are, so that
 * any program reads them. `onProgress` tells the bytes so far.
 */
export async function* zipStream(
  entries: AsyncIterable<ZipEntry>,
  onProgress: (done: number) => void = () => {},
): AsyncGenerator<Uint8Array> {
  const { zip, take } = collector();
  let done = 0;
  for await (const { name, bytes } of entries) {
    const file = new ZipPassThrough(name);
    // Unix, readable by the owner alone, for whoever unpacks it
    file.os = 3;
    file.attrs = (0o100600 << 16) >>> 0;
    zip.add(file);
    for await (const piece of bytes) {
      file.push(piece);
      yield* take();
      done += piece.length;
      onProgress(done);
    }
    file.push(new Uint8Array(0), true);
    yield* take();
  }
  zip.end();
  yield* take();
}
