/** A wait that can be cut short. */
export class Pause {
  #end: (() => void) | undefined;

  /** @param milliseconds without them, it lasts until it is ended. The timer alone keeps no process alive */
  wait(milliseconds?: number): Promise<void> {
    return new Promise((resolve) => {
      const timer =
        milliseconds === undefined ? undefined : setTimeout(() => this.end(), milliseconds).unref();
      this.#end = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  end(): void {
    this.#end?.();
    this.#end = undefined;
  }
}
