import { MediaQuery } from 'svelte/reactivity';

/** Which panels are open. On a wide screen they stand beside the room, on a narrow one they lie over it. */
export class Layout {
  readonly #isPhone = new MediaQuery('(max-width: 759.98px)');
  readonly #isWide = new MediaQuery('(min-width: 1080px)');
  #sidebar = $state(false);
  #members = $state(this.#isWide.current);

  /** Only where it lies over the room; elsewhere it is always there. */
  get sidebarOpen(): boolean {
    return this.#sidebar && this.#isPhone.current;
  }

  get membersOpen(): boolean {
    return this.#members;
  }

  get membersCoverRoom(): boolean {
    return this.#members && !this.#isWide.current;
  }

  toggleSidebar(): void {
    this.#sidebar = !this.#sidebar;
  }

  toggleMembers(): void {
    this.#members = !this.#members;
  }

  /** Back to the room: whatever lies over it goes away. */
  closeDrawers(): void {
    this.#sidebar = false;
    if (this.membersCoverRoom) this.#members = false;
  }
}
