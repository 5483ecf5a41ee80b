import type { Attachment } from '../protocol/wire';
import type { Pictures } from './Pictures';
import { pathOf } from './kinds';

/** Puts a file among the reader's downloads. */
export async function saveFile(files: Pictures, file: Attachment): Promise<void> {
  const url = URL.createObjectURL(await files.load(pathOf(file)));
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name;
  link.click();
  // The browser has begun by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
