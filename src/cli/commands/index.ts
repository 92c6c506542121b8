import type { Command } from '../command.js';
import type { CommandName } from './names.js';

/** Each command is loaded when it is asked for: drawing a card takes libraries that listing papers need not wait for. */
const LOADERS: Readonly<Record<CommandName, () => Promise<Command>>> = {
  open: async () => (await import('./open.js')).open,
  login: async () => (await import('./login.js')).login,
  add: async () => (await import('./add.js')).add,
  list: async () => (await import('./list.js')).list,
  get: async () => (await import('./get.js')).get,
  versions: async () => (await import('./versions.js')).versions,
  history: async () => (await import('./history.js')).history,
  bin: async () => (await import('./bin.js')).bin,
  restore: async () => (await import('./bin.js')).restore,
  destroy: async () => (await import('./bin.js')).destroy,
  export: async () => (await import('./export.js')).exportAll,
  show: async () => (await import('./show.js')).show,
  shares: async () => (await import('./shares.js')).shares,
  unshow: async () => (await import('./shares.js')).unshow,
  receipt: async () => (await import('./receipt.js')).receipt,
  link: async () => (await import('./link.js')).link,
  links: async () => (await import('./links.js')).links,
  extend: async () => (await import('./links.js')).extend,
  unlink: async () => (await import('./links.js')).unlink,
  fetch: async () => (await import('./fetch.js')).fetchLink,
  contact: async () => (await import('./contact.js')).contact,
  people: async () => (await import('./people.js')).people,
  read: async () => (await import('./read.js')).read,
  relay: async () => (await import('./relay.js')).relay,
  admin: async () => (await import('./admin.js')).admin,
  devices: async () => (await import('./devices.js')).devices,
  forget: async () => (await import('./leave.js')).forget,
  delete: async () => (await import('./leave.js')).deleteSafe,
  kinds: async () => (await import('./kinds.js')).kinds,
  help: async () => (await import('./help.js')).help,
};

export const loadCommand = (name: CommandName): Promise<Command> => LOADERS[name]();
