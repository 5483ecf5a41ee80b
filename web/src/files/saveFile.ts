import type { Attachment } from '../protocol/wire';
import { download } from '../ui/download';
import type { Pictures } from './Pictures';
import { pathOf } from './kinds';

/** Puts a file among the reader's downloads. */
export async function saveFile(files: Pictures, file: Attachment): Promise<void> {
  download(await files.load(pathOf(file)), file.name);
}
