/** Where a long word may be parted in a narrow place; not every phone has a dictionary that knows. Shown only, never kept. */
export const parted = (text: string): string =>
  text.replace(/(\p{Script=Latin}{6})(?=\p{Script=Latin}{4})/gu, '$1\u00ad');
