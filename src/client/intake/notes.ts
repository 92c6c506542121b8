/** Facts about an accepted file that the person is told. Codes are translated; the sentence is the English default. */
export const NOTES = {
  locked_pdf:
    'This PDF is protected: opening it may need its password. It is kept as it is; the password is not asked for.',
  pdf_script:
    'This PDF contains a script or starts a program. It is kept as it is, and nothing in it is run here.',
  may_be_damaged: 'This PDF has a fault. Please check that it opens before you throw the paper away.',
  name_does_not_match: 'The name of this file says another kind than what is inside. What is inside counts.',
  animated: 'This picture moves. It is kept whole; its first image is shown.',
  tiny_picture: 'This picture is very small. Please check that it can be read.',
} as const;

export type Note = keyof typeof NOTES;

const isNote = (name: string): name is Note => Object.hasOwn(NOTES, name);

/** The names that are true, in the order given. */
export const byName = (facts: Partial<Record<Note, boolean>>): Note[] =>
  Object.keys(facts)
    .filter(isNote)
    .filter((name) => facts[name]);
