/** What stands in a form's field now: a hand scanner presses Enter before the screen was drawn anew. */
export const typedIn = ({ elements }: HTMLFormElement, id: string): string => {
  const field = elements.namedItem(id);
  return field instanceof HTMLInputElement ? field.value.trim() : '';
};
