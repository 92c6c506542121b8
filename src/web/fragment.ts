/**
 * The part of the address that carries the link's secret. Read once and taken out of the address bar and the history at once,
 * before anything else runs, so that nobody who looks at the screen or goes back later finds it.
 */
export const fragment: string = location.hash;

if (fragment !== '') history.replaceState(null, '', location.pathname + location.search);
