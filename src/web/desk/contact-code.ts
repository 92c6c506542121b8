import { isPosterText, readContact } from '../../core/protocol/contact.js';

/** Whether a text is a person's public code, as it stands on the front of their card. */
export const isContactText = (text: string): boolean => {
  if (isPosterText(text)) return false;
  try {
    readContact(text);
    return true;
  } catch {
    return false;
  }
};
