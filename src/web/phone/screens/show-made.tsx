import { useEffect, useState } from 'preact/hooks';
import type { MadeLink } from '../../../client/links/make.js';
import { Button, Title, Told } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';

/** The address as a picture, drawn on this phone. */
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

const Qr = ({ text, label }: { readonly text: string; readonly label: string }) => {
  const drawn = useQr(text);
  if (!drawn) return null;
  const side = drawn.size + 2 * QUIET;
  return (
    <svg class="qr" viewBox={`${-QUIET} ${-QUIET} ${side} ${side}`} role="img" aria-label={label}>
      <path d={drawn.path} />
    </svg>
  );
};

/** The address goes by one way, the code is said: who finds one of them sees nothing. */
export const ShowMade = ({ app, link }: ScreenProps & { readonly link: MadeLink }) => {
  const { words, way } = app;
  const [told, setTold] = useState('');
  const send = async (): Promise<void> => {
    if ('share' in navigator) return navigator.share({ url: link.url });
    await (navigator as Navigator).clipboard.writeText(link.url);
    setTold(words.show.copied);
    return undefined;
  };
  return (
    <section class="screen">
      <Title>{words.show.made}</Title>
      <Qr text={link.url} label={words.show.qr} />
      {link.code !== null && (
        <div class="spoken">
          <p>{words.show.sayCode}</p>
          <p class="big-code" dir="ltr">
            {link.code.slice(0, 3)} {link.code.slice(3)}
          </p>
        </div>
      )}
      <Told text={told} tone="good" />
      <div class="actions">
        <Button look="main" icon="give" onPress={() => void send().catch(() => undefined)}>
          {words.show.send}
        </Button>
        <Button onPress={() => way.reset({ name: 'show' })}>{words.show.title}</Button>
        <Button look="quiet" onPress={() => way.reset({ name: 'papers' })}>
          {words.papers.title}
        </Button>
      </div>
    </section>
  );
};
