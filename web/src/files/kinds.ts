import type { Attachment } from '../protocol/wire';

/** What browsers show; other pictures, SVG among them, are files like any other. */
export const isPicture = ({ type }: Attachment): boolean => /^image\/(png|jpeg|gif|webp|avif|bmp)$/.test(type);

export const pathOf = ({ id }: Attachment): string => `/api/files/${id}`;

/** A small picture where there is one, else the picture itself while it is no large one. */
export function previewPathOf(file: Attachment): string | null {
  if (file.hasThumbnail) return `${pathOf(file)}/thumbnail`;
  return file.size <= 2_000_000 ? pathOf(file) : null;
}
