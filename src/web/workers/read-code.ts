/** What some browsers have (Shape Detection API). */
interface Detector {
  detect(picture: ImageBitmap): Promise<readonly { readonly rawValue: string }[]>;
}
type DetectorClass = (new (options: {
  formats: string[];
}) => Detector) & {
  getSupportedFormats(): Promise<readonly string[]>;
};

type Jsqr = (pixels: Uint8ClampedArray, width: number, height: number) => { readonly data: string } | null;

/** Longest side that is looked at: a module of the card's code still has several pixels. */
const MAX_SIDE = 1000;

const ownDetector = async (): Promise<Detector | null> => {
  const { BarcodeDetector } = globalThis as { BarcodeDetector?: DetectorClass };
  const formats = (await BarcodeDetector?.getSupportedFormats().catch(() => [])) ?? [];
  return BarcodeDetector && formats.includes('qr_code')
    ? new BarcodeDetector({ formats: ['qr_code'] })
    : null;
};

const byJsqr = async (picture: ImageBitmap): Promise<string[]> => {
  // a CommonJS file: a bundler gives its function where Node gives the whole of what it exports
  const { default: jsqr } = (await import('jsqr')) as unknown as { readonly default: Jsqr };
  const scale = Math.min(1, MAX_SIDE / Math.max(picture.width, picture.height));
  const [width, height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
  const context = new OffscreenCanvas(width, height).getContext('2d');
  context?.drawImage(picture, 0, 0, width, height);
  const pixels = context?.getImageData(0, 0, width, height);
  const found = pixels && jsqr(pixels.data, width, height);
  return found ? [found.data] : [];
};

/** The QR codes in a picture, by the browser's own reader or by one that is loaded for it. */
export const readCodes = async (picture: ImageBitmap): Promise<string[]> => {
  const detector = await ownDetector();
  const found = detector
    ? (await detector.detect(picture)).map(({ rawValue }) => rawValue)
    : await byJsqr(picture);
  picture.close();
  return found;
};
