import { useEffect, useState } from 'preact/hooks';

/** An address for bytes while the screen that shows them is there. Pictures only: nothing else is ever given one. */
export const useBlobUrl = (bytes: Uint8Array | null, type: string): string | null => {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!bytes) return undefined;
    const made = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type }));
    setUrl(made);
    return () => {
      URL.revokeObjectURL(made);
      setUrl(null);
    };
  }, [bytes, type]);
  return url;
};
