// One file of the build, asked for when the camera is: what straightens photos, and the screen part that shows it.
export { startCapture } from '../../capture/capture.js';
export { turnedCorners } from '../../capture/geometry.js';
export { Outline } from '../../capture/outline.js';
