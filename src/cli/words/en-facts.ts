import type { Words } from './words.js';

/** English: what was noticed in a file, and what was taken out of it. */
export const enFacts: Pick<Words, 'notes' | 'removed'> = {
  notes: {
    locked_pdf: 'This PDF is locked with a password. It is kept as it is.',
    pdf_script: 'This PDF contains a script. It is kept as it is; nothing in it is run here.',
    may_be_damaged: 'This PDF has a fault. Check that it opens before you throw the paper away.',
    name_does_not_match: 'Its name says another kind of file. What is inside counts.',
    animated: 'This picture moves. It is kept whole.',
    tiny_picture: 'This picture is very small. Check that it can be read.',
  },
  removed: {
    exif: 'camera data',
    position: 'the place where it was taken',
    thumbnail: 'a small copy',
    xmp: 'editing data',
    iptc: 'press data',
    comment: 'a comment',
    time: 'the time',
    second_image: 'a second picture',
    appended_data: 'hidden data at the end',
    other_metadata: 'other data',
  },
};
