// Gets the papers of a link: node docs/examples/fetch-link.mjs FOLDER < link-and-code
// The link and, on a second line, its code come from standard input: other programs see the words of a command.
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';
import { systemClock } from '../../build/src/cli/clock.js';
import { nodeTransport } from '../../build/src/cli/node-transport.js';
import { fetchPaper, leaveReceipt } from '../../build/src/client/links/fetch.js';
import { lookAtLink, openLink } from '../../build/src/client/links/open.js';
import { parseLink } from '../../build/src/core/protocol/link-secret.js';

const [folder = '.'] = process.argv.slice(2);
const [link = '', code = null] = (await text(process.stdin)).split('\n');
const transport = nodeTransport();
const opener = { transport, clock: systemClock };

// 1. Look: who shows what until when. Uses up nothing.
const looked = await lookAtLink(opener, parseLink(link));
const said = looked.shown?.card;
process.stdout.write(`${said?.count ?? 0} papers for ${said?.agency ?? 'nobody'}: ${looked.state}\n`);

// 2. Open: uses up one opening, and gives 15 minutes.
const opened = await openLink(opener, looked, code);

// 3. Fetch: a file gets its name only once all of it was verified. The id, not the file's own name, says where it goes.
for (const paper of opened.papers) {
  const path = join(folder, paper.doc);
  try {
    const options = { mode: 0o600 };
    await pipeline(Readable.from(fetchPaper(opened, paper)), createWriteStream(`${path}.part`, options));
    await rename(`${path}.part`, path);
    const { title, mediaType: type } = paper.metadata;
    process.stdout.write(`${JSON.stringify({ path, title, type })}\n`);
  } catch (error) {
    await rm(`${path}.part`, { force: true });
    throw error;
  }
}

// 4. Tell the person that it arrived, under a name that only they can read.
await leaveReceipt(opened, 'CAF, line 4');
transport.close();
