// How is something done soon, but not each time that it is asked for? A file changes faster than anyone reads.

export class Soon {
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** @param pause milliseconds from the first asking to the task; what is asked meanwhile is done with it */
  constructor(
    private readonly pause: number,
    private readonly task: () => void,
  ) {}

  ask(): void {
    if (this.timer !== undefined) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.task();
    }, this.pause);
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
