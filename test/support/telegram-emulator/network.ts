/** Bounds of an artificial delay, milliseconds. */
export interface LatencyRange {
  min: number;
  max: number;
}

/** How an outage looks from outside: requests hang, or connections are cut. */
export type PauseMode = 'hold' | 'refuse';

/** The state of the line between the bot and the emulator. */
export class Network {
  range: LatencyRange = { min: 0, max: 0 };
  mode: PauseMode | undefined;
  private gate: Promise<void> | undefined;
  private openGate: (() => void) | undefined;

  pause(mode: PauseMode = 'hold'): void {
    this.mode = mode;
    this.gate ??= new Promise((resolve) => {
      this.openGate = resolve;
    });
  }

  resume(): void {
    this.mode = undefined;
    this.gate = undefined;
    this.openGate?.();
  }

  get isDirect(): boolean {
    return this.gate === undefined && this.range.max <= 0;
  }

  /** Resolves when a request may pass. */
  async pass(): Promise<void> {
    while (this.gate) await this.gate;
    const { min, max } = this.range;
    if (max > 0) await pause(min + Math.random() * (max - min));
  }
}

/** Resolves after so many milliseconds. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
