const NAMES = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS/, 'Mac'],
  [/Linux/, 'Linux'],
] as const;

/** What this phone is called in the holder's list, which the holder alone can read: its kind, and no more. */
export const phoneName = (): string =>
  NAMES.find(([sign]) => sign.test(navigator.userAgent))?.[1] ?? 'Pochette';
