import { exportSafe } from '../../client/export.js';
import { checkZipRoom, zipStream } from '../../client/zip.js';
import type { Call, Command, Outcome } from '../command.js';
import { createProgress } from '../progress.js';
import { checkFree, saveFile, shownPath, targetPath } from '../save-file.js';
import { shown } from '../screen.js';

const nameFor = ({ words, device }: Call): string =>
  `${words.exportFile}-${new Date(device.clock.now()).toISOString().slice(0, 10)}.zip`;

export const exportAll: Command = {
  options: ['out', 'force'],
  takes: [0, 0],
  run: async (call): Promise<Outcome> => {
    const { options, words, screen, format } = call;
    const replace = options.force === true;
    const path = await targetPath(options.out, nameFor(call));
    await checkFree(path, replace);
    const session = await call.unlock();
    const progress = createProgress(screen, format, shownPath(path));
    let files = 0;
    const counted = async function* () {
      for await (const entry of exportSafe(session, { language: words.language, onPlan: checkZipRoom })) {
        files += 1;
        yield entry;
      }
    };
    try {
      const size = await saveFile(path, zipStream(counted(), progress.count), { replace });
      progress.end();
      screen.say(screen.paint('good', `✓ ${words.said.exported(shown(shownPath(path)), format.size(size))}`));
      screen.say(`  ${words.said.exportedNext}`);
      return { json: { saved: path, files, bytes: size } };
    } finally {
      progress.end();
    }
  },
};
