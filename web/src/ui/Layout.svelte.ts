/** Which panels are open. On a wide screen they stand beside the room, on a narrow one they lie over it. */
export class Layout {
  #sidebar = $state(false);
  #members = $state(matchMedia('(min-width: 1080px)').matches);

  /** Only where it lies over the room; elsewhere it is always there. */
  get sidebarOpen(): boolean {
    return this.#sidebar;
  }

  get membersOpen(): boolean {
    return this.#members;
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
    if (!matchMedia('(min-width: 1080px)').matches) this.#members = false;
  }
}
