import type { MadeLink } from '../../client/links/make.js';
import type { Call } from '../command.js';

/** The address and the code, each on a line of its own, and how the code is said aloud: three and three. */
export const addressLines = (
  { words, screen }: Call,
  { url, code }: Pick<MadeLink, 'url' | 'code'>,
): string[] => {
  const { said } = words.links;
  const address = [said.address, `  ${screen.paint('strong', url)}`, ''];
  if (code === null) return [...address, screen.paint('warn', said.noCode), ''];
  const halves = [code.slice(0, 3), code.slice(3)];
  return [
    ...address,
    said.code(screen.paint('strong', halves.join(' '))),
    `  ${said.sayAloud(halves.map((half) => half.split('').join(' ')).join(', '))}`,
    said.onePath,
    '',
  ];
};
