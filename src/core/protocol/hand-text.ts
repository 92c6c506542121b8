/** How the text of a hand-over's code begins that is read inside the app. */
export const HAND_TEXT = 'pochette:hand1:';

/** Whether a text has the shape of a hand-over's code, told from the other codes of a picture. */
export const isHandText = (text: string): boolean => text.startsWith(HAND_TEXT);
