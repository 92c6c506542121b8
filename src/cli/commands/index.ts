import type { Command } from '../command.js';
import { add } from './add.js';
import { bin, destroy, restore } from './bin.js';
import { devices } from './devices.js';
import { exportAll } from './export.js';
import { get } from './get.js';
import { help } from './help.js';
import { history } from './history.js';
import { kinds } from './kinds.js';
import { deleteSafe, forget } from './leave.js';
import { list } from './list.js';
import { login } from './login.js';
import type { CommandName } from './names.js';
import { open } from './open.js';
import { versions } from './versions.js';

export const COMMANDS: Readonly<Record<CommandName, Command>> = {
  open,
  login,
  add,
  list,
  get,
  versions,
  history,
  bin,
  restore,
  destroy,
  export: exportAll,
  devices,
  forget,
  delete: deleteSafe,
  kinds,
  help,
};
