import { useEffect, useState } from 'preact/hooks';

/** A text as the path of its QR code, drawn on this machine. */
const useQr = (text: string): { readonly path: string; readonly size: number } | null => {
  const [drawn, setDrawn] = useState<{ path: string; size: number } | null>(null);
  useEffect(() => {
    const draw = async (): Promise<void> => {
      const [{ generate }, { toSvgPath }] = await Promise.all([
        import('lean-qr'),
        import('lean-qr/extras/svg'),
      ]);
      const code = generate(text);
      setDrawn({ path: toSvgPath(code), size: code.size });
    };
    void draw().catch(() => undefined);
  }, [text]);
  return drawn;
};

/** Quiet zone of a QR code, in modules. */
const QUIET = 3;

/** A QR code. Its colours and its size are the page's. */
export const Qr = ({ text, label }: { readonly text: string; readonly label: string }) => {
  const drawn = useQr(text);
  if (!drawn) return null;
  const side = drawn.size + 2 * QUIET;
  return (
    <svg class="qr" viewBox={`${-QUIET} ${-QUIET} ${side} ${side}`} role="img" aria-label={label}>
      <path d={drawn.path} />
    </svg>
  );
};
