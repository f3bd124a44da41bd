// How is something done soon, but not each time that it is asked for? A file changes faster than anyone reads: the first change
// after a rest is answered at once, those that follow on its heels together.

export class Soon {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private done = Number.NEGATIVE_INFINITY;

  /** @param pause milliseconds from one doing to the next; what is asked meanwhile is done with it */
  constructor(
    private readonly pause: number,
    private readonly task: () => void,
  ) {}

  ask(): void {
    if (this.timer !== undefined) return;
    const wait = Math.min(this.pause, Math.max(0, this.done + this.pause - Date.now()));
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.done = Date.now();
      this.task();
    }, wait);
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
