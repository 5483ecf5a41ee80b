/** Files that come with an event, not folders. */
const filesOf = (data: DataTransfer | null): File[] =>
  [...(data?.items ?? [])]
    .filter((item) => item.kind === 'file' && !item.webkitGetAsEntry()?.isDirectory)
    .map((item) => item.getAsFile())
    .filter((file) => file !== null);

export interface TakesFiles {
  mayTake(): boolean;
  take(files: File[]): void;
  /** Whether something is held over it. */
  over(isOver: boolean): void;
}

/** Attach to what files may be dropped on or pasted into. */
export const takesFiles = ({ mayTake, take, over }: TakesFiles) => (element: HTMLElement): (() => void) => {
  // Events of its children come here too.
  let depth = 0;
  const isOurs = (event: DragEvent) => mayTake() && !!event.dataTransfer?.types.includes('Files');

  function enter(event: DragEvent) {
    if (isOurs(event) && ++depth === 1) over(true);
  }

  function leave(event: DragEvent) {
    if (isOurs(event) && --depth <= 0) end();
  }

  function end() {
    depth = 0;
    over(false);
  }

  function drop(event: DragEvent) {
    if (!isOurs(event)) return;
    event.preventDefault();
    end();
    take(filesOf(event.dataTransfer));
  }

  function paste(event: ClipboardEvent) {
    const files = filesOf(event.clipboardData);
    // A text that was copied with its picture is pasted as text.
    if (!mayTake() || files.length === 0 || event.clipboardData?.types.includes('text/plain')) return;
    event.preventDefault();
    take(files);
  }

  const stay = (event: DragEvent) => isOurs(event) && event.preventDefault();
  element.addEventListener('dragenter', enter);
  element.addEventListener('dragover', stay);
  element.addEventListener('dragleave', leave);
  element.addEventListener('drop', drop);
  element.addEventListener('paste', paste);
  return () => {
    element.removeEventListener('dragenter', enter);
    element.removeEventListener('dragover', stay);
    element.removeEventListener('dragleave', leave);
    element.removeEventListener('drop', drop);
    element.removeEventListener('paste', paste);
  };
};
