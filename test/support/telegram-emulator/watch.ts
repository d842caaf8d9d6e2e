interface Waiter<T> {
  accepts: (item: T) => boolean;
  resolve: (item: T) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

/** People waiting for something to happen, told by the event itself and never by polling. */
export class Watch<T> {
  private readonly waiters = new Set<Waiter<T>>();

  /** Tells everyone who waits for such an item. */
  notify(item: T): void {
    for (const waiter of this.waiters) {
      if (!this.accepts(waiter, item)) continue;
      this.settle(waiter);
      waiter.resolve(item);
    }
  }

  /** Resolves with the next accepted item; rejects after `timeoutMs` with the text that `explain` gives. */
  next(accepts: (item: T) => boolean, timeoutMs: number, explain: () => string): Promise<T> {
    const failure = new Error();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiters.delete(waiter);
        failure.message = explain();
        reject(failure);
      }, timeoutMs);
      const waiter: Waiter<T> = { accepts, resolve, reject, timer };
      this.waiters.add(waiter);
    });
  }

  /** Rejects everyone; used when the emulator stops. */
  close(reason: string): void {
    for (const waiter of this.waiters) {
      this.settle(waiter);
      waiter.reject(new Error(reason));
    }
  }

  private accepts(waiter: Waiter<T>, item: T): boolean {
    try {
      return waiter.accepts(item);
    } catch (error) {
      this.settle(waiter);
      waiter.reject(error as Error);
      return false;
    }
  }

  private settle(waiter: Waiter<T>): void {
    clearTimeout(waiter.timer);
    this.waiters.delete(waiter);
  }
}
