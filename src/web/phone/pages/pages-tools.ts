// One file of the build, asked for when the camera is, or the list of papers.
export { ChangePages, NoteFact } from './change-pages.js';
export { ListTop } from './list-top.js';
export { PagesScreens } from './pages-screens.js';
export { Strip } from './strip.js';
