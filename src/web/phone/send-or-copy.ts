/** Hands an address to whatever the phone sends with; copies it where there is nothing. */
export const sendOrCopy = async (url: string): Promise<'sent' | 'copied'> => {
  if ('share' in navigator) {
    await navigator.share({ url });
    return 'sent';
  }
  await (navigator as Navigator).clipboard.writeText(url);
  return 'copied';
};
