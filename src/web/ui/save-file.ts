/** How long a download may take to begin before its bytes are let go. */
const KEEP_MS = 60_000;

/** Hands bytes to the browser's own downloads. Never as a type that it would show within this page's origin, but for pictures. */
export const saveFile = (name: string, bytes: Uint8Array, type = 'application/octet-stream'): void => {
  const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_MS);
};
