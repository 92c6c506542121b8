/** A picture turned by a quarter, clockwise, to be drawn on. */
export const turnedCanvas = (picture: ImageBitmap): OffscreenCanvas => {
  const canvas = new OffscreenCanvas(picture.height, picture.width);
  const context = canvas.getContext('2d');
  if (!context) throw new TypeError('no canvas');
  context.translate(picture.height, 0);
  context.rotate(Math.PI / 2);
  context.drawImage(picture, 0, 0);
  return canvas;
};

/** The picture turned by a quarter, clockwise. */
export const turnedPicture = (picture: ImageBitmap): ImageBitmap =>
  turnedCanvas(picture).transferToImageBitmap();
