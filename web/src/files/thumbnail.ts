const longestSide = 512;
/** The server takes no more. */
const mostBytes = 128 * 1024;

/** What fits into a square of `most`, as large as it may be and never larger than it is. */
export function fitted(width: number, height: number, most = longestSide): { width: number; height: number } {
  const scale = Math.min(1, most / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** A small picture of a picture; null where the browser cannot read it. */
export async function thumbnailOf(file: Blob): Promise<Blob | null> {
  if (!/^image\/(png|jpeg|gif|webp|avif|bmp)$/.test(file.type)) return null;
  try {
    const picture = await createImageBitmap(file);
    const { width, height } = fitted(picture.width, picture.height);
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    canvas.getContext('2d')!.drawImage(picture, 0, 0, width, height);
    picture.close();
    for (const quality of [0.82, 0.6, 0.3]) {
      // Where webp cannot be written the browser gives png, which is large for photographs.
      const small = (await written(canvas, 'image/webp', quality)) ?? (await written(canvas, 'image/jpeg', quality));
      if (small && small.size <= mostBytes) return small;
    }
    return null;
  } catch {
    return null;
  }
}

function written(canvas: HTMLCanvasElement, type: string, quality: number): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob?.type === type ? blob : null), type, quality));
}
